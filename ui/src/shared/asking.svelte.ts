// What a form asks of the app: one thing at a time, and what failed of the last.
import { ApiError } from "../api";

export class Asking {
  busy = $state(false);
  problem = $state.raw<ApiError | string>();

  /** Nothing happens while something is asked already. */
  async run(ask: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      await ask();
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
    this.busy = false;
  }
}
