// The main window: its controllers, and what its parts may ask of it as a whole.
import { tick } from "svelte";

import {
  ApiError,
  call,
  type Conversation,
  type FeedItem,
  type Link,
  type MessageId,
  type Pin,
  type RoomId,
  type Source,
} from "../api";
import { BoardsController } from "../board/boards.svelte";
import { HeadsController } from "../conversation/heads.svelte";
import { jump } from "../conversation/jump.svelte";
import { FeedController } from "../feed/feed.svelte";
import { SourcesController } from "../feed/sources.svelte";
import { t } from "../i18n";
import { contactOf } from "../people/contacts";
import { toInput, type Actions, type AttachDone, type LinkFrom } from "../shared/actions";
import { announcer } from "../shared/announcer.svelte";
import { copyText } from "../shared/clipboard";
import { pinDrag, type DropTarget } from "../shared/drag.svelte";
import { pinOf, type Taken } from "../shared/incoming";
import { plainLine } from "../shared/text";
import { viewport } from "../shared/viewport.svelte";
import { watchAsks } from "./asks";
import { Dialogs } from "./dialogs.svelte";
import { Nav, type Page } from "./nav.svelte";

export class MainController {
  readonly nav = new Nav();
  readonly dialogs = new Dialogs();
  readonly heads = new HeadsController();
  readonly sources = new SourcesController();
  readonly boards = new BoardsController();
  /** One controller for each feed that was looked at, so that the way back finds its place. */
  #feeds = new Map<number | null, FeedController>();
  /** Grows with each conversation that is opened: the card is made anew for it. */
  opening = $state(0);
  /** The message that the open card scrolls to first. */
  target = $state<MessageId | null>(null);
  problem = $state.raw<ApiError>();

  constructor() {
    this.heads.isOpen = (room) => this.open === room;
  }

  watch(): () => void {
    const ends = [this.heads.watch(), this.sources.watch(), this.boards.watch(), watchAsks(this)];
    pinDrag.ondrop = (pin, target) => void this.dropPin(pin, target);
    return () => ends.forEach((end) => end());
  }

  feed(source: number | null): FeedController {
    let feed = this.#feeds.get(source);
    if (!feed) {
      feed = new FeedController(source);
      this.#feeds.set(source, feed);
    }
    return feed;
  }

  /** The conversation that is before the user's eyes. */
  get open(): RoomId | null {
    const { page } = this.nav;
    if (page.kind === "conversation") return page.room;
    return this.cardShown ? (this.heads.selected ?? null) : null;
  }

  get headsShown(): boolean {
    const { kind } = this.nav.page;
    return (
      !viewport.narrow && kind !== "messages" && kind !== "conversation" && kind !== "requests" && kind !== "settings"
    );
  }

  get cardShown(): boolean {
    return this.headsShown && this.heads.selected !== undefined;
  }

  async openConversation(room: RoomId, message: MessageId | null = null): Promise<void> {
    if (message !== null && (await this.#openThreadOf(message))) return;
    this.target = message;
    if (viewport.narrow) {
      this.nav.go({ kind: "conversation", room, message });
      await call("open_head", { room }).catch(() => undefined);
      return;
    }
    const { kind } = this.nav.page;
    if (kind === "messages" || kind === "requests" || kind === "conversation") {
      this.nav.replace({ kind: "conversation", room, message });
      await call("open_head", { room }).catch(() => undefined);
      return;
    }
    if (kind === "settings") this.nav.top({ kind: "feed", source: null });
    if (this.heads.selected !== room || message !== null) this.opening++;
    await this.heads.select(room);
  }

  /** What stands in a thread is shown there: under the message that it is about. */
  async #openThreadOf(message: MessageId): Promise<boolean> {
    const found = await call("message", { message }).catch(() => null);
    if (!found?.thread_root) return false;
    const root = await call("message_of_event", { event: found.thread_root }).catch(() => null);
    if (root) this.#openPage({ kind: "pin", message: root });
    return root !== null;
  }

  /** Shows a message of a conversation: where it is open, there; its place before is within reach. */
  show(room: RoomId, message: MessageId): void {
    if (this.open === room) jump.to = { room, message };
    else void this.openConversation(room, message);
  }

  /** The conversation is not before the user's eyes any more. */
  leave(room: RoomId): void {
    if (this.heads.selected === room) this.heads.hide();
    const { page } = this.nav;
    if (page.kind !== "conversation" || page.room !== room) return;
    if (viewport.narrow) this.nav.back();
    else this.nav.replace({ kind: "messages" });
  }

  choose(source: Source | null): void {
    if (source?.kind === "board" && source.room) {
      this.nav.go({ kind: "board", room: source.room, source: source.id });
    } else {
      this.nav.top({ kind: "feed", source: source?.id ?? null });
    }
  }

  /** A pin was let go over a head or a board. */
  async dropPin(pin: Pin, target: DropTarget): Promise<void> {
    if (target.kind === "board") {
      await this.save(pin, target.room);
      return;
    }
    const head: Conversation | undefined = this.heads.heads.find((c) => c.room === target.room);
    await this.run(async () => {
      const to = [{ kind: "conversation" as const, room: target.room }];
      await call("send_pin", { pin: toInput(pin, ""), to, as_group: false });
      await this.openConversation(target.room);
      announcer.show(t.send.sent([plainLine(head?.name ?? "")]));
    });
  }

  async save(pin: Pin, room: RoomId): Promise<void> {
    await this.run(async () => {
      await this.boards.save(toInput(pin), room);
      announcer.show(t.board.saved(plainLine(this.boards.find(room)?.name ?? "")));
    });
  }

  /** Several pictures: with what is being written, onto the board that is open, or to people. */
  takeMany({ pictures, left }: Taken, done?: AttachDone): void {
    const [first, ...others] = pictures.map(pinOf);
    if (!first) return this.refuse(left);
    const { page } = this.nav;
    const board = page.kind === "board" ? this.boards.find(page.room) : undefined;
    if (done) done(first, others, left);
    else if (board?.can_post) void this.saveAll([first, ...others], board.room, left);
    else this.dialogs.open({ kind: "send", pin: first, others, note: "", left });
  }

  async saveAll(pins: Pin[], room: RoomId, left: string): Promise<void> {
    await this.run(async () => {
      for (const pin of pins) await this.boards.save(toInput(pin), room);
      announcer.show(t.board.saved(plainLine(this.boards.find(room)?.name ?? "")));
    });
    if (left && !this.problem) this.refuse(left);
  }

  async sent(rooms: RoomId[], names: string[]): Promise<void> {
    announcer.show(t.send.sent(names));
    await tick();
    const [first] = rooms;
    if (first) await this.openConversation(first);
  }

  /** Runs what a person asked for; a failure is shown as an alert. */
  async run(ask: () => Promise<void>): Promise<void> {
    this.problem = undefined;
    try {
      await ask();
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
  }

  /** Where the words of a pin's page lie below its picture, the card would lie on them: its head stays. */
  #openPage(page: Page): void {
    if (innerWidth < 1024) this.heads.hide();
    this.nav.go(page);
  }

  refuse(words: string): void {
    this.problem = new ApiError({ code: "bad_input", words }, true);
  }

  actions(): Actions {
    const boards = this.boards;
    return {
      sendPin: (pin: Pin, note = "") => this.dialogs.open({ kind: "send", pin, note }),
      sendPins: ([pin, ...others]) => this.dialogs.open({ kind: "send", pin, others, note: "" }),
      saveToBoard: (pin: Pin) => {
        const [only, ...others] = boards.writable;
        if (only && others.length === 0) void this.save(pin, only.room);
        else if (only) this.dialogs.open({ kind: "choose-board", pin });
      },
      get canSave() {
        return boards.writable.length > 0;
      },
      pinMenu: (pin: Pin, from?: LinkFrom) => this.dialogs.open({ kind: "pin-menu", pin, from }),
      openLink: (link: Link, from?: LinkFrom) => this.dialogs.open({ kind: "link", link, from }),
      openItem: (item: FeedItem) => this.#openPage({ kind: "item", item }),
      openMessage: (message) => this.#openPage({ kind: "pin", message }),
      forward: (message) => this.dialogs.open({ kind: "forward", message }),
      copy: async (words) => {
        announcer.show((await copyText(words)) ? t.actions.copied : t.pinMenu.notCopied);
      },
      attach: (done) => this.dialogs.open({ kind: "attach", done }),
      openConversation: (room, message = undefined) => void this.openConversation(room, message ?? null),
      conversationMenu: (conversation) => this.dialogs.open({ kind: "conversation-menu", conversation }),
      group: (conversation) => this.dialogs.open({ kind: "group", conversation }),
      groupWith: ({ members }) => this.dialogs.open({ kind: "new-group", chosen: members.slice(0, 1).map(contactOf) }),
      newPin: () => this.dialogs.open({ kind: "new-pin" }),
      addFeed: () => this.dialogs.open({ kind: "add-feed" }),
      newBoard: () => this.dialogs.open({ kind: "new-board" }),
      findPeople: (query?: string) => this.dialogs.open({ kind: "find", query }),
      say: (words) => announcer.show(words),
    };
  }
}
