// How much of a conversation is on this device, and the loading of older messages: asked for here, done by the app.
import { ApiError, call, type History, type RoomId } from "../api";
import { dateOf, t } from "../i18n";
import { requeryOn } from "../shared/requery";

export class HistoryController {
  now = $state.raw<History>();
  problem = $state.raw<ApiError>();
  readonly #room: () => RoomId;

  constructor(room: () => RoomId) {
    this.#room = room;
  }

  watch(): () => void {
    void this.ask().catch(() => undefined);
    return requeryOn(
      (change) => (change.kind === "history" && change.room === this.#room()) || change.kind === "connection",
      () => this.ask(),
    );
  }

  async ask(): Promise<void> {
    this.now = await call("history", { room: this.#room() });
    this.problem = this.now.problem ? new ApiError(this.now.problem) : undefined;
  }

  load = (until: number | null, pictures: boolean): Promise<void> =>
    this.#run(() => call("load_history", { room: this.#room(), until, pictures }));
  stop = (): Promise<void> => this.#run(() => call("stop_history", { room: this.#room() }));

  async #run(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      await this.ask();
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
  }
}

/** How far the loading is, in one line; empty where nothing is loaded. */
export function progress(history: History | undefined): string {
  const loading = history?.loading;
  if (!history || !loading) return "";
  const far =
    loading.loaded > 0 && history.back_to !== null
      ? t.history.loaded(loading.loaded, dateOf(history.back_to))
      : t.history.loading;
  return loading.waits === null ? far : `${far} · ${t.history[loading.waits]}`;
}
