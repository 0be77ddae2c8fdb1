// What the demo backend holds and how it answers each call.
import { ApiError } from "../backend";
import type {
  Account, AppState, Ask, Board, Calls, Change, ChoicePin, Chosen, Code, Contact, ContactTarget, Conversation, FeedItem, Happening, Message, MessageBody, Person, Picture, Pin, PinInput, Place, Request, SeenBefore, Trusted,
} from "../types"; // prettier-ignore
import * as data from "./data";
import { DemoGroups, groupHandlers } from "./groups";
import { guardHandlers } from "./guard";
import { DemoHistory, historyHandlers } from "./history";
import { DemoKeys } from "./keys";
import { markHandlers } from "./marks";
import { richOf, withRich } from "./rich";
import { talkHandlers, wordsOf } from "./talk";

export type Handlers = {
  [N in keyof Calls]: (args: Calls[N]["args"]) => Calls[N]["answer"] | Promise<Calls[N]["answer"]>;
};

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const fits = (text: string, query: string) => plain(text).includes(plain(query));

const fail = (code: Code, words: string): never => {
  throw new ApiError({ code, words });
};

export class World {
  conversations: Conversation[];
  messages: Message[];
  requests = data.requests();
  blocked = data.blocked();
  asks: Ask[] = [];
  startsWithSession = false;
  sources = [...data.sources];
  boards: Board[] = [{ room: data.HALLWAY, source: 1, name: "Hallway", can_post: true, pins: 10 }];
  drafts = new Map<string, string>();
  readUpTo = new Map<string, number>();
  added: string[] = [];
  /** Pictures that turn out to move. */
  animated = new Set<number>([data.mediaOf("dusk")]);
  /** What is chosen in the system's dialog. */
  chosen: Chosen = { pictures: [data.picture("lamp")], refused: [], beyond: 0 };
  /** What the system's clipboard holds. */
  clipboard: Picture | null = null;
  opened: string[] = [];
  trusted: Trusted = { sites: [], people: [] };
  headOrder: string[] = [];
  /** Who writes where. */
  typing = new Map<string, Person[]>();
  toldTyping: { room: string; typing: boolean }[] = [];
  readonly keys: DemoKeys;
  readonly history = new DemoHistory(this);
  readonly groups = new DemoGroups();

  constructor(
    readonly state: AppState,
    readonly account: Account,
    public items: FeedItem[],
    empty: boolean,
    readonly tell: (...changes: Change[]) => void,
    readonly lively: boolean,
  ) {
    this.keys = new DemoKeys(tell);
    this.conversations = empty ? [] : data.conversations();
    this.messages = empty ? [] : withRich(data.messages());
    if (empty) {
      this.requests = [];
      this.sources = [];
      this.boards = [];
    }
    for (const c of this.conversations) this.refresh(c.room);
    this.headOrder = this.conversations.filter((c) => c.head).map((c) => c.room);
  }

  pictureUrl(media: number): string {
    return data.pictures[media - 1]?.url ?? this.added[media - 10_001] ?? "";
  }

  of(room: string): Message[] {
    return this.messages.filter((m) => m.room === room);
  }

  conversation(room: string): Conversation {
    return (
      this.conversations.find((c) => c.room === room) ?? fail("not_found", "This conversation is not on this device.")
    );
  }

  refresh(room: string): void {
    const c = this.conversations.find((other) => other.room === room);
    const last = this.of(room).at(-1);
    if (!c || !last) return;
    const text =
      last.body.kind === "pin" ? last.body.pin.title : last.body.kind === "text" ? last.body.text : last.body.kind;
    c.last = {
      text, sender: last.mine ? null : last.sender.name, at: last.at, not_sent: last.state.state === "not_sent",
      picture: last.body.kind === "pin" ? (last.body.pin.picture?.media ?? null) : null,
    }; // prettier-ignore
  }

  addHostile(): void {
    const room = "!eve:lindqvist.example";
    const eve = { ...data.person("eve", "Eve\u202e \u2067moc.elpmaxe"), ambiguous: true };
    this.conversations.push({
      room, kind: "direct", name: eve.name, avatar: null, members: [eve], member_count: 1, unread: 0, marked_unread: false, muted: false, muted_until: null, notify: "all", archived: false, on_top: false,
      encrypted: true, joined: true, stranger: false, last: null, head: true, read_at: null,
    }); // prettier-ignore
    this.headOrder.push(room);
    for (const m of data.hostileMessages(room, eve)) this.messages.push({ ...m, id: this.messages.length + 1 });
    this.refresh(room);
  }

  private showHead(room: string): void {
    const c = this.conversation(room);
    if (!c.head) this.headOrder = [...this.headOrder.filter((other) => other !== room), room];
    c.head = true;
  }

  /** A message arrives or is written. */
  add(room: string, sender: (typeof data.people)["ruth"], body: MessageBody, more: Partial<Message> = {}): Message {
    const message = data.message(room, sender, Date.now(), body, { id: this.messages.length + 1, ...more });
    message.event ??= null;
    const happened = this.groups.happened.get(room);
    if (happened) message.happened = happened;
    this.groups.happened.delete(room);
    this.messages.push(message);
    const c = this.conversation(room);
    this.showHead(room);
    if (!message.mine) c.unread++;
    this.refresh(room);
    this.tell({ kind: "conversation", room }, { kind: "conversations" }, { kind: "heads" });
    return message;
  }

  send(room: string, body: MessageBody, more: Partial<Message> = {}): Message {
    const offline = this.state.connection !== "online";
    const rich = body.kind === "text" ? richOf(body.text) : undefined;
    const message = this.add(room, data.mei, body, {
      event: null,
      ...(rich && { rich }),
      state: { state: "sending", waits_for: offline ? "when you are online" : null },
      ...more,
    });
    if (offline || !this.lively) return message;
    const later = (ms: number, run: () => void) =>
      setTimeout(() => {
        run();
        this.refresh(room);
        this.tell({ kind: "conversation", room }, { kind: "conversations" }, { kind: "heads" });
      }, ms);
    later(600, () => (message.state = { state: "sent" }));
    const friend = this.conversation(room).members[0];
    if (friend) {
      later(2200, () => {
        message.state = { state: "read" };
        message.readers = [friend];
      });
      later(3600, () =>
        this.add(
          room,
          friend,
          {
            kind: "text",
            text: body.kind === "pin" ? "That one. Where did you find it?" : "Good.",
          },
          more,
        ),
      );
    }
    return message;
  }

  pinOf(input: PinInput): Pin {
    const media = input.picture;
    const known =
      media === null ? undefined : this.items.find((item) => item.pin.picture?.media === media)?.pin.picture;
    return {
      title: input.title,
      note: input.note,
      link: input.link ? { url: input.link, host: new URL(input.link).host } : null,
      picture:
        media === null ? null : (known ?? { media, width: 0, height: 0, blurhash: null, colour: null, alt: input.alt }),
      source: input.source,
    };
  }

  private roomsFor(to: ContactTarget[], asGroup: boolean, name = ""): string[] {
    const users = to.flatMap((target) => (target.kind === "person" ? [target.user] : []));
    if (!asGroup || users.length < 2) return to.map((target) => this.roomFor(target));
    const room = this.start(users);
    if (name) this.conversation(room).name = name;
    return [room];
  }

  roomFor(target: ContactTarget): string {
    if (target.kind === "conversation") return target.room;
    const known = this.conversations.find((c) => c.kind === "direct" && c.members[0]?.user === target.user);
    return known?.room ?? this.start([target.user]);
  }

  personOf(user: string): Person {
    const known = Object.values(data.people).find((p) => p.user === user);
    return known ?? { user, name: user.slice(1).split(":")[0] ?? user, avatar: null, ambiguous: false };
  }

  start(users: string[]): string {
    const members = users.map((user) => this.personOf(user));
    const room = `!new-${this.conversations.length}`;
    this.conversations.unshift({
      room, kind: members.length > 1 ? "group" : "direct", name: members.map((m) => m.name).join(", "), avatar: members.length > 1 ? null : (members[0]?.avatar ?? null),
      members, member_count: members.length, unread: 0, marked_unread: false, muted: false, muted_until: null, notify: "all", archived: false, on_top: false, encrypted: true, joined: true, stranger: false, last: null, head: false, read_at: null,
    }); // prettier-ignore
    return room;
  }

  private contact(c: Conversation): Contact {
    const direct = c.kind === "direct" ? c.members[0] : undefined;
    return {
      target: direct ? { kind: "person", user: direct.user } : { kind: "conversation", room: c.room },
      name: c.name, avatar: c.avatar, ambiguous: false, origin: "written_to", last_written: c.last?.at ?? null,
      members: direct ? [] : c.members.map((m) => m.name),
    }; // prettier-ignore
  }

  private newPicture(url: string) {
    this.added.push(url);
    return { media: 10_000 + this.added.length, width: 0, height: 0, blurhash: null, colour: null, alt: null };
  }

  page(all: Message[], before: Place | null, around: number | null, limit: number, firstUnread: number | null) {
    let end = before ? all.findIndex((m) => m.id === before.id) : all.length;
    const at = around === null ? -1 : all.findIndex((m) => m.id === around);
    if (at >= 0) end = Math.min(all.length, at + 1 + Math.floor(limit / 2));
    const begin = Math.max(0, end - limit);
    const first = all[begin];
    return {
      messages: all.slice(begin, end).map((m) => this.told(m)),
      happened: [] as Happening[],
      before: begin > 0 && first ? { ord: first.id, id: first.id } : null,
      complete: begin === 0,
      first_unread: firstUnread,
    };
  }

  /** The newest pin before a moment with this link or picture. */
  seen(link: string | null, picture: number | null, than: number): SeenBefore | null {
    for (const m of [...this.messages].sort((a, b) => b.at - a.at)) {
      if (m.body.kind !== "pin" || m.at >= than) continue;
      const sameLink = link !== null && m.body.pin.link?.url === link;
      const samePicture = picture !== null && m.body.pin.picture?.media === picture;
      if (!sameLink && !samePicture) continue;
      const { room, sender, mine, at, id } = m;
      const { name, kind } = this.conversation(room);
      const what = sameLink && samePicture ? "both" : sameLink ? "link" : "picture";
      return { what, message: id, room, room_name: name, direct: kind === "direct", sender, mine, at };
    }
    return null;
  }

  titleOf(m: Message): string {
    return m.body.kind === "pin" ? m.body.pin.title : m.body.kind;
  }

  /** A pin of a choice; what it shows is looked up when it is asked for. */
  readonly bare = data.choicePin;

  private voted(pin: ChoicePin, key: string): ChoicePin {
    const m = this.messages.find((other) => other.event === pin.event);
    if (!m) return pin;
    const votes = m.reactions.find((r) => r.key === key);
    const picture = m.body.kind === "pin" ? m.body.pin.picture : null;
    const { count = 0, mine = false, names = [] } = votes ?? {};
    return { event: pin.event, message: m.id, title: this.titleOf(m), picture, votes: count, mine, names };
  }

  /** A message with what was seen before of it, and the votes of what it asks. */
  told(m: Message): Message {
    if (m.choice) {
      const { key } = m.choice;
      return { ...m, choice: { ...m.choice, pins: m.choice.pins.map((pin) => this.voted(pin, key)) } };
    }
    if (m.body.kind !== "pin") return m;
    const seen = this.seen(m.body.pin.link?.url ?? null, m.body.pin.picture?.media ?? null, m.at);
    return seen ? { ...m, seen } : m;
  }

  handlers(): Handlers {
    const none = () => null;
    const session = (state: AppState["session"]) => {
      this.state.session = state;
      this.tell({ kind: "session" });
      return this.account;
    };
    return {
      app_state: () => this.state,
      view_state: none,
      probe_server: ({ server }) =>
        /\./.test(server)
          ? { url: `https://${server}`, password: true, browser: true, create_account: true }
          : fail("unknown_server", `No server answers at “${server}”. Check the spelling.`),
      sign_in: ({ password }) =>
        password === "wrong"
          ? fail("wrong_password", "This username and password do not go together.")
          : session({ state: "signed_in", account: this.account }),
      sign_in_browser: () => session({ state: "signed_in", account: this.account }),
      cancel_sign_in: none,
      sign_in_again_browser: () => session({ state: "signed_in", account: this.account }),
      sign_in_again: () => session({ state: "signed_in", account: this.account }),
      ...this.keys.handlers(),
      sign_out: () => (session({ state: "signed_out" }), null),
      unlock: () => (session({ state: "signed_in", account: this.account }), null),
      retry_storage: () => {
        this.state.storage = null;
        this.tell({ kind: "session" });
        return null;
      },
      retry_keyring: () => fail("keyring", "The keyring still does not answer."),
      asks: () => this.asks.splice(0),
      answer_close: ({ choice }) => {
        if (choice) this.state.settings = { ...this.state.settings, on_close: choice };
        return null;
      },
      desktop: () => ({ tray: true, starts_with_session: this.startsWithSession }),
      set_starts_with_session: ({ on }) => ((this.startsWithSession = on), null),
      set_settings: ({ settings }) => {
        this.state.settings = settings;
        this.tell({ kind: "settings" });
        return null;
      },
      sources: () => this.sources,
      add_feed: ({ address }) => {
        if (!address.includes(".")) fail("not_a_feed", `No feed was found at “${address}”.`);
        const source = {
          id: this.sources.length + 10,
          kind: "rss" as const,
          name: address.replace(/^https?:\/\//, ""),
          url: address,
          room: null,
          error: null,
          refreshed_at: Date.now(),
        };
        this.sources.push(source);
        this.tell({ kind: "sources" }, { kind: "feed" });
        return source;
      },
      remove_feed: ({ source }) => {
        this.sources = this.sources.filter((s) => s.id !== source);
        this.items = this.items.filter((i) => i.source !== source);
        this.tell({ kind: "sources" }, { kind: "feed" });
        return null;
      },
      refresh_feeds: none,
      feed_page: ({ source, after, limit }) => {
        const all = this.items.filter((i) => (source === null ? i.id < 900_000 : i.source === source));
        const begin = after ? all.findIndex((i) => i.id === after.id) + 1 : 0;
        const items = all.slice(begin, begin + limit);
        const last = items.at(-1);
        return { items, after: last && begin + limit < all.length ? { ord: last.at, id: last.id } : null };
      },
      feed_newer: ({ than }) =>
        Math.max(
          0,
          this.items.findIndex((i) => i.id === than.id),
        ),
      feed_item: ({ item }) =>
        this.items.find((i) => i.id === item) ?? fail("not_found", "This pin is no longer here."),
      preview_link: ({ url }) => ({
        url, host: new URL(url).host, title: "Kilim with three diamonds", note: "", site: "Weavers Collective",
        pictures: ["kilim", "wool", "quilt"].map(data.picture),
      }), // prettier-ignore
      picture_from_file: () => data.picture("fern"),
      picture_from_bytes: ({ name, base64 }) => this.newPicture(`data:image/${name.split(".").pop()};base64,${base64}`),
      picture_from_clipboard: () => this.clipboard,
      choose_pictures: () => this.chosen,
      picture: ({ media }) => {
        const found = data.pictures[media - 1];
        return found ? { ...data.picture(found.name), animated: this.animated.has(media) } : null;
      },
      save_file: () => "/home/mei/Downloads/film.mp4",
      open_file: ({ message }) => (this.opened.push(`file ${message}`), null),
      picture_problem: () => null,
      export: ({ room }) => {
        const messages = this.of(room).length;
        return { folder: "/home/mei/Ruth", messages, pictures: messages, covered: 0, missing: 0 };
      },
      save_picture: () => null,
      boards: () => this.boards,
      create_board: ({ name }) => {
        const id = this.sources.length + 100;
        const board = { room: `!board-${id}`, source: id, name, can_post: true, pins: 0 };
        this.boards.push(board);
        this.sources.push({ id, kind: "board", name, url: null, room: board.room, error: null, refreshed_at: null });
        this.tell({ kind: "boards" }, { kind: "sources" });
        return board;
      },
      save_to_board: ({ pin, room }) => {
        const board = this.boards.find((b) => b.room === room) ?? fail("not_found", "This board is gone.");
        board.pins++;
        this.items.unshift({
          id: 900_100 + this.items.length,
          source: board.source,
          caption: "From you",
          pin: this.pinOf(pin),
          at: Date.now(),
          sent_to: [],
          stranger: false,
          message: null,
        });
        this.tell({ kind: "feed" }, { kind: "boards" });
        return null;
      },
      send_pin: ({ pin, to, as_group, group_name }) => {
        const into = this.roomsFor(to, as_group, group_name);
        for (const room of into) this.send(room, { kind: "pin", pin: this.pinOf(pin) });
        return into;
      },
      send_pins: ({ pins, to, as_group, group_name }) => {
        const into = this.roomsFor(to, as_group, group_name);
        for (const room of into) {
          const id = `go ${this.messages.length}`;
          pins.forEach((pin, index) =>
            this.send(room, { kind: "pin", pin: this.pinOf(pin) }, { group: { id, index, count: pins.length } }),
          );
        }
        return into;
      },
      ...guardHandlers(this),
      open_link: ({ url }) => (this.opened.push(url), null),
      contacts: ({ query, limit }) =>
        this.conversations.map((c) => this.contact(c)).filter((c) => fits(c.name, query)).slice(0, limit), // prettier-ignore
      search_directory: ({ query }) =>
        [
          {
            target: { kind: "person" as const, user: "@ruben:lindqvist.example" },
            name: "Ruben",
            avatar: null,
            ambiguous: false,
            origin: "directory" as const,
            last_written: null,
            members: [],
          },
        ].filter((c) => c.name.toLowerCase().includes(query.toLowerCase())),
      unread_total: () =>
        this.conversations.reduce((sum, c) => sum + (c.muted ? 0 : Math.max(c.unread, Number(c.marked_unread))), 0),
      heads: () => this.headOrder.flatMap((room) => this.conversations.filter((c) => c.room === room && c.head)),
      open_head: ({ room }) => {
        this.showHead(room);
        this.tell({ kind: "heads" });
        return null;
      },
      move_head: ({ room, before }) => {
        const rest = this.headOrder.filter((other) => other !== room);
        const at = before === null ? -1 : rest.indexOf(before);
        rest.splice(at < 0 ? rest.length : at, 0, room);
        this.headOrder = rest;
        this.tell({ kind: "heads" });
        return null;
      },
      close_head: ({ room }) => {
        this.conversation(room).head = false;
        this.tell({ kind: "heads" });
        return null;
      },
      conversations: ({ archived, offset_room, limit }) => {
        const all = this.conversations
          .filter((c) => c.archived === archived)
          .sort((a, b) => Number(b.on_top) - Number(a.on_top) || (b.last?.at ?? 0) - (a.last?.at ?? 0));
        const begin = offset_room ? all.findIndex((c) => c.room === offset_room) + 1 : 0;
        return all.slice(begin, begin + limit);
      },
      conversation: ({ room }) => this.conversation(room),
      start_conversation: ({ user }) => {
        const room = this.roomFor({ kind: "person", user });
        this.tell({ kind: "conversations" }, { kind: "heads" });
        return room;
      },
      ...groupHandlers(this),
      ...markHandlers(this),
      ...talkHandlers(this),
      ...historyHandlers(this),
      messages: ({ room, before, around, limit }) => {
        const all = this.of(room).filter((m) => m.thread_root === null);
        const unread = this.conversation(room).unread;
        const first = unread ? all.filter((m) => !m.mine).at(-unread) : undefined;
        const page = this.page(all, before, around, limit, first?.id ?? null);
        const newest = page.messages.at(-1)?.id === all.at(-1)?.id;
        return newest ? { ...page, happened: this.groups.happened.get(room) ?? [] } : page;
      },
      send_text: ({ room, text, thread }) => this.send(room, { kind: "text", text }, { thread_root: thread }).id,
      retry: ({ message }) => this.settle(message, { state: "sending", waits_for: null }),
      delete_unsent: ({ message }) => {
        const room = this.messages.find((m) => m.id === message)?.room;
        this.messages = this.messages.filter((m) => m.id !== message);
        if (room) this.tell({ kind: "conversation", room });
        return null;
      },
      mark_read: ({ room, message }) => {
        this.readUpTo.set(room, message);
        const c = this.conversation(room);
        if (c.unread) {
          c.unread = 0;
          this.tell({ kind: "conversations" }, { kind: "heads" });
        }
        return null;
      },
      typing: ({ room }) => this.typing.get(room) ?? [],
      set_typing: ({ room, typing }) => {
        if (!typing || this.state.settings.show_typing) this.toldTyping.push({ room, typing });
        return null;
      },
      seen_by: ({ message }) => {
        const found = this.messages.find((m) => m.id === message);
        const later = this.of(found?.room ?? "").filter((m) => found && m.at >= found.at);
        const people = later.flatMap((m) => [...m.readers, ...(m.mine ? [] : [m.sender])]);
        const others = people.filter((p) => p.user !== found?.sender.user);
        return [...new Map(others.map((p) => [p.user, p])).values()];
      },
      draft: ({ room }) => this.drafts.get(room) ?? "",
      set_draft: ({ room, text }) => (this.drafts.set(room, text), null),
      conversation_pins: ({ room, before, limit }) => {
        const pins = this.of(room).filter((m) => m.body.kind === "pin");
        const page = this.page(pins, before, null, limit, null);
        return { ...page, messages: page.messages.map((pin) => ({ ...pin, ...this.saidAbout(pin) })) };
      },
      requests: () => this.requests.map((r) => ({ ...r, kept_out: this.keepsOut(r) })),
      accept: ({ room }) => this.answer(room),
      decline: ({ room }) => this.answer(room),
      block_and_report: ({ room }) => this.block(room),
      blocked: () => this.blocked,
      unblock: ({ user }) => (this.blocked = this.blocked.filter((person) => person.user !== user)),
      search: ({ query, limit }) => this.search(query.toLowerCase(), limit),
      dismiss_alerts: () => ((this.state.alerts = []), null),
    };
  }

  private settle(id: number, state: Message["state"]): null {
    const message = this.messages.find((m) => m.id === id);
    if (message) {
      message.state = state;
      this.tell({ kind: "conversation", room: message.room });
    }
    return null;
  }

  private saidAbout({ event, room }: Message): Pick<Message, "said_about"> {
    const about = this.messages.filter(
      (m) => event && m.room === room && (m.thread_root === event || m.reply_to?.event === event),
    );
    const last = about.slice(-3).map((m) => ({ event: m.event ?? "", sender: m.sender.name, text: wordsOf(m) }));
    return about.length ? { said_about: { count: about.length, last } } : {};
  }

  private keepsOut({ known, rooms_in_common: rooms }: Request): boolean {
    const who = this.state.settings.who_may_write;
    return !known && (who === "written_to" || (who === "rooms_in_common" && rooms.length === 0));
  }

  private block(room: string): null {
    const inviters = this.requests.filter((r) => r.room === room);
    const people = inviters.map((r) => ({ user: r.inviter, name: r.inviter_name, avatar: null, ambiguous: false }));
    this.blocked = [...this.blocked, ...people];
    return this.answer(room);
  }

  private answer(room: string): null {
    this.requests = this.requests.filter((r) => r.room !== room);
    this.tell({ kind: "requests" });
    return null;
  }

  private search(query: string, limit: number): Calls["search"]["answer"] {
    const mark = (text: string) => {
      const at = text.toLowerCase().indexOf(query);
      return `${text.slice(0, at)}\u0002${text.slice(at, at + query.length)}\u0003${text.slice(at + query.length)}`;
    };
    const inMessages = this.messages.flatMap((m) => {
      const text = m.body.kind === "text" ? m.body.text : m.body.kind === "pin" ? m.body.pin.title : "";
      if (!text.toLowerCase().includes(query)) return [];
      return [
        {
          kind: "message" as const,
          room: m.room,
          message: m.id,
          conversation: this.conversation(m.room).name,
          sender: m.mine ? "You" : m.sender.name,
          snippet: mark(text),
          at: m.at,
          picture: m.body.kind === "pin" ? (m.body.pin.picture?.media ?? null) : null,
          covered: !m.mine && m.body.kind === "pin" && (m.stranger || m.body.pin.guard?.severity === "cover"),
          thread: m.thread_root,
        },
      ];
    });
    return [
      ...this.conversations.filter((c) => c.name.toLowerCase().includes(query)).map((c) => ({ kind: "conversation" as const, room: c.room, name: c.name, avatar: c.avatar })),
      ...this.items.filter((i) => i.pin.title.toLowerCase().includes(query)).map((item) => ({ kind: "feed_item" as const, item })),
      ...inMessages.reverse(),
    ].slice(0, limit); // prettier-ignore
  }
}
