// Older messages in the demo: Ruth's conversation has more on the server, one a day; loading brings some at a time.
import type { DatePlace, HistoryLoading, RoomId } from "../types";
import * as data from "./data";
import type { Handlers, World } from "./world";

const DAY = 86_400_000;
const ON_SERVER = 300;
const AT_ONCE = 60;

export class DemoHistory {
  readonly #loading = new Map<RoomId, HistoryLoading>();
  #left = ON_SERVER;

  constructor(private readonly w: World) {}

  left(room: RoomId): number {
    return room === data.rooms.ruth ? this.#left : 0;
  }

  loading = (room: RoomId): HistoryLoading | null => this.#loading.get(room) ?? null;

  begin(room: RoomId, until: number | null, pictures: boolean): void {
    const waits = this.w.state.connection === "online" ? null : "online";
    this.#loading.set(room, { loaded: 0, most: 10_000, until, pictures, waits });
    this.w.tell({ kind: "history", room });
    if (this.w.lively) setTimeout(() => this.goOn(room), 700);
  }

  stop(room: RoomId): void {
    this.#loading.delete(room);
    this.w.tell({ kind: "history", room });
  }

  /** Some more come. */
  goOn(room: RoomId): void {
    const loading = this.#loading.get(room);
    if (!loading || this.w.state.connection !== "online") return;
    for (let n = 0; n < AT_ONCE && this.#left > 0; n++) {
      const first = this.w.of(room)[0];
      if (!first || (loading.until !== null && first.at < loading.until)) break;
      this.#left--;
      const text = `From another year, ${this.#left}`;
      const sender = this.#left % 2 ? data.people.ruth : data.mei;
      const id = 50_000 + this.#left;
      this.w.messages.unshift(data.message(room, sender, first.at - DAY, { kind: "text", text }, { id }));
      loading.loaded++;
    }
    const first = this.w.of(room)[0];
    const far = loading.until !== null && first !== undefined && first.at < loading.until;
    if (far || this.#left === 0) this.#loading.delete(room);
    this.w.tell({ kind: "history", room }, { kind: "conversation", room });
    if (this.w.lively) setTimeout(() => this.goOn(room), 700);
  }

  onDate(room: RoomId, at: number): DatePlace {
    const all = this.w.of(room).filter((m) => m.thread_root === null);
    const found = all.find((m) => m.at >= at);
    if (!found) return { message: null, at: null, missing: false };
    return { message: found.id, at: found.at, missing: found === all[0] && this.left(room) > 0 };
  }
}

export const historyHandlers = (
  w: World,
): Pick<Handlers, "history" | "load_history" | "stop_history" | "message_on_date" | "load_older"> => ({
  history: ({ room }) => ({
    back_to: w.of(room)[0]?.at ?? null,
    complete: w.history.left(room) === 0,
    loading: w.history.loading(room),
    problem: null,
  }),
  load_history: ({ room, until, pictures }) => (w.history.begin(room, until, pictures), null),
  stop_history: ({ room }) => (w.history.stop(room), null),
  message_on_date: ({ room, at }) => w.history.onDate(room, at),
  load_older: () => false,
});
