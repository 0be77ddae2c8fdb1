// The heads at the lower left, and which conversation is selected.
import { call, onChanges, type Conversation, type RoomId } from "../api";
import { requeryOn } from "../shared/requery";

export class HeadsController {
  /** As they were opened, the newest last. */
  heads = $state.raw<Conversation[]>([]);
  selected = $state<RoomId>();
  /** Unread messages of all conversations that have a head or not. */
  unread = $derived(this.heads.reduce((sum, c) => sum + (c.muted ? 0 : c.unread), 0));

  async load(): Promise<void> {
    this.heads = await call("heads");
  }

  watch(onopen: (room: RoomId, message: number | null) => void): () => void {
    void this.load().catch(() => undefined);
    const ends = [
      requeryOn(
        ({ kind }) => kind === "heads" || kind === "conversations" || kind === "conversation",
        () => this.load(),
      ),
      onChanges((changes) => {
        for (const change of changes) if (change.kind === "open") onopen(change.room, change.message);
      }),
    ];
    return () => ends.forEach((end) => end());
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
}
