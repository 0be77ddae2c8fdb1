// The demo's recovery key, and a second session that verifies.
import { ApiError } from "../backend";
import type { Change, Emoji, KeyState, Verification } from "../types";
import type { Handlers } from "./world";

export const KEY = "EsTc 4vVn 8Fq1 kMbY 2xRs 9dLp 7WgA tHz3 Nu6C eJq5 XyPo KbDm";

export const seven: Emoji[] = [
  { symbol: "🐶", name: "Dog" },
  { symbol: "🌳", name: "Tree" },
  { symbol: "🍕", name: "Pizza" },
  { symbol: "⌛", name: "Hourglass" },
  { symbol: "🚂", name: "Train" },
  { symbol: "🎸", name: "Guitar" },
  { symbol: "📌", name: "Pin" },
];

type Own = Pick<
  Handlers,
  | "key_state"
  | "make_recovery_key"
  | "save_recovery_key"
  | "recovery_kept"
  | "recovery_later"
  | "recover"
  | "start_verification"
  | "verification"
  | "accept_verification"
  | "answer_verification"
  | "cancel_verification"
>;

export class DemoKeys {
  state: KeyState = { recovery: "on", kept: true, due: false, verified: true };
  verification: Verification | null = null;

  constructor(readonly tell: (...changes: Change[]) => void) {}

  set(change: Partial<KeyState>): null {
    this.state = { ...this.state, ...change };
    this.tell({ kind: "keys" });
    return null;
  }

  /** Where the verification with the second session stands. */
  verify(stage: Verification["stage"]): null {
    this.verification = { session: "Tackroom (desktop) (SECONDTACK)", stage };
    this.tell({ kind: "keys" });
    return null;
  }

  handlers(): Own {
    return {
      key_state: () => this.state,
      make_recovery_key: () => {
        this.set({ recovery: "on", kept: false });
        return KEY;
      },
      save_recovery_key: () => "/home/mei/Tackroom recovery key.txt",
      recovery_kept: () => this.set({ kept: true, due: false }),
      recovery_later: () => this.set({ due: false }),
      recover: ({ key }) => {
        if (key.trim() === KEY) return this.set({ recovery: "on", verified: true, due: false });
        throw new ApiError({ code: "wrong_password", words: "", said: { id: "recovery-wrong", with: {} } });
      },
      start_verification: () => {
        this.verify({ stage: "waiting" });
        setTimeout(() => this.verification && this.verify({ stage: "comparing", emoji: seven }), 400);
        return null;
      },
      verification: () => this.verification,
      accept_verification: () => this.verify({ stage: "comparing", emoji: seven }),
      answer_verification: ({ matching }) => {
        if (matching) this.set({ verified: true });
        const said = { id: "verify-differs", with: {} };
        return this.verify(matching ? { stage: "done" } : { stage: "cancelled", words: "", said });
      },
      cancel_verification: () => {
        this.verification = null;
        this.tell({ kind: "keys" });
        return null;
      },
    };
  }
}
