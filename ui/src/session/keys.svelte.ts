// How the account's keys stand, and the verification that is under way: as the app last told.
import { call, type KeyState, type Verification } from "../api";
import { requeryOn } from "../shared/requery";

class Keys {
  state = $state.raw<KeyState>();
  verification = $state.raw<Verification | null>(null);

  async load(): Promise<void> {
    [this.state, this.verification] = await Promise.all([call("key_state"), call("verification")]);
  }

  /** Asks now and on each notice; returns the function that ends it. */
  watch(): () => void {
    // Of an account of before.
    this.state = undefined;
    this.verification = null;
    void this.load().catch(() => undefined);
    return requeryOn(
      ({ kind }) => kind === "keys" || kind === "session" || kind === "connection",
      () => this.load(),
    );
  }
}

export const keys = new Keys();
