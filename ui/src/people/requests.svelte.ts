// Who asks to write: invitations that wait for an answer.
import { ApiError, call, type Request } from "../api";
import { requeryOn } from "../shared/requery";

export type Answer = "accept" | "decline" | "block_and_report";

export class RequestsController {
  requests = $state.raw<Request[]>([]);
  ready = $state(false);
  busy = $state<string>();
  problem = $state.raw<{ room: string; error: ApiError }>();

  /** Those that one is told of. */
  get waiting(): Request[] {
    return this.requests.filter((request) => !request.kept_out);
  }

  /** Those that "Who may write to you" keeps out: shown apart, never dropped. */
  get keptOut(): Request[] {
    return this.requests.filter((request) => request.kept_out);
  }

  async load(): Promise<void> {
    this.requests = await call("requests");
    this.ready = true;
  }

  watch(): () => void {
    void this.load().catch(() => undefined);
    return requeryOn(
      ({ kind }) => kind === "requests",
      () => this.load(),
    );
  }

  /** True when it was done. */
  async answer(request: Request, answer: Answer): Promise<boolean> {
    const { room } = request;
    if (this.busy) return false;
    this.busy = room;
    this.problem = undefined;
    let done = false;
    try {
      await call(answer, { room });
      this.requests = this.requests.filter((other) => other.room !== room);
      done = true;
    } catch (thrown) {
      this.problem = { room, error: ApiError.from(thrown) };
    }
    this.busy = undefined;
    return done;
  }
}
