// All pins of one conversation, newest first, by pages.
import { ApiError, call, type Message, type Place, type RoomId } from "../api";
import { requeryOn } from "../shared/requery";

const PAGE = 40;

export class PinsController {
  messages = $state.raw<Message[]>([]);
  ready = $state(false);
  problem = $state.raw<ApiError>();
  more = $state(false);

  readonly room: RoomId;
  #before: Place | null = null;

  constructor(room: RoomId) {
    this.room = room;
  }

  async load(): Promise<void> {
    await this.#ask(null, Math.max(PAGE, this.messages.length), []);
  }

  async older(): Promise<void> {
    if (this.#before) await this.#ask(this.#before, PAGE, this.messages);
  }

  watch(): () => void {
    void this.load();
    return requeryOn(
      (change) => change.kind === "conversation" && change.room === this.room,
      () => this.load(),
    );
  }

  async #ask(before: Place | null, limit: number, kept: Message[]): Promise<void> {
    try {
      const page = await call("conversation_pins", { room: this.room, before, limit });
      this.messages = [...kept, ...[...page.messages].sort((a, b) => b.at - a.at || b.id - a.id)];
      this.#before = page.before;
      this.more = page.before !== null;
      this.problem = undefined;
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.ready = true;
  }
}
