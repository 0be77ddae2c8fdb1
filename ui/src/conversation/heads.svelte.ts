// The heads at the lower left, which conversation is selected, and how many messages are unread in all.
import { call, type Conversation, type RoomId } from "../api";
import { t } from "../i18n";
import { announcer } from "../shared/announcer.svelte";
import { requeryOn } from "../shared/requery";
import { plainLine } from "../shared/text";

export class HeadsController {
  /** As they were opened, the newest last, or put. */
  heads = $state.raw<Conversation[]>([]);
  selected = $state<RoomId>();
  /** Unread messages of all conversations that are not muted. */
  unread = $state(0);
  /** Whether a conversation is before the user's eyes; it speaks for itself. */
  isOpen: (room: RoomId) => boolean = (room) => room === this.selected;
  /** The first answer is here. */
  ready = $state(false);

  async load(): Promise<void> {
    const [heads, unread] = await Promise.all([call("heads"), call("unread_total")]);
    if (this.ready) this.#announce(heads);
    this.heads = heads;
    this.unread = unread;
    this.ready = true;
  }

  watch(): () => void {
    this.load().catch(() => (this.ready = true));
    return requeryOn(
      ({ kind }) => kind === "heads" || kind === "conversations" || kind === "conversation",
      () => this.load(),
    );
  }

  async select(room: RoomId): Promise<void> {
    this.selected = room;
    await call("open_head", { room }).catch(() => undefined);
    await this.load().catch(() => undefined);
  }

  hide(): void {
    this.selected = undefined;
  }

  /** Closes a head; the conversation stays in Messages. Answers the head that takes the focus. */
  async close(room: RoomId): Promise<RoomId | undefined> {
    const at = this.heads.findIndex((c) => c.room === room);
    const next = this.heads[at + 1] ?? this.heads[at - 1];
    if (this.selected === room) this.selected = undefined;
    this.heads = this.heads.filter((c) => c.room !== room);
    await call("close_head", { room }).catch(() => undefined);
    return next?.room;
  }

  /** Puts a head so many places on, at most to an end. Answers the place where it is now, from 1; 0: it did not move. */
  async move(room: RoomId, by: number): Promise<number> {
    const at = this.heads.findIndex((c) => c.room === room);
    const to = Math.max(0, Math.min(this.heads.length - 1, at + by));
    const head = this.heads[at];
    if (!head || to === at) return 0;
    const rest = this.heads.filter((c) => c !== head);
    this.heads = [...rest.slice(0, to), head, ...rest.slice(to)];
    await call("move_head", { room, before: rest[to]?.room ?? null }).catch(() => this.load());
    return to + 1;
  }

  /** Says what came to a conversation that is not open; the open one speaks for itself. */
  #announce(now: Conversation[]): void {
    const before = new Map(this.heads.map((c) => [c.room, c.unread]));
    const grown = now.filter((c) => !this.isOpen(c.room) && !c.muted && c.unread > (before.get(c.room) ?? 0));
    if (grown.length) announcer.say(grown.map((c) => t.heads.name(plainLine(c.name), c.unread)).join(". "));
  }
}
