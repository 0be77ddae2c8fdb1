// Asks again for what is on screen when a change notice concerns it.
//
// Notices come in bursts; one question answers them all. The first notice waits `WAIT` ms for company; notices that
// come while the answer is under way lead to exactly one more question after it.
import { onChanges, type Change } from "../api";

const WAIT = 40;

export function coalesce(run: () => Promise<void> | void, wait = WAIT): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;

  async function go(): Promise<void> {
    timer = undefined;
    running = true;
    try {
      await run();
    } catch {
      // What is on screen stays; the next notice asks again. Errors of a person's own actions are shown where they act.
    }
    running = false;
    if (again && !stopped) {
      again = false;
      ask();
    }
  }

  function ask(): void {
    if (stopped || timer !== undefined) return;
    if (running) again = true;
    else timer = setTimeout(() => void go(), wait);
  }

  return {
    ask,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Runs `run`, coalesced, whenever a change matches. Returns the function that ends it. */
export function requeryOn(matches: (change: Change) => boolean, run: () => Promise<void> | void): () => void {
  const { ask, stop } = coalesce(run);
  const end = onChanges((changes) => {
    if (changes.some((change) => change.kind === "all" || matches(change))) ask();
  });
  return () => {
    end();
    stop();
  };
}
