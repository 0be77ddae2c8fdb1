// Asks again for what is on screen when a change notice concerns it.
//
// Notices come in bursts; one question answers them all. The first notice waits `WAIT` ms for company; notices that
// come while the answer is under way lead to exactly one more question after it. An answer that took long is not asked
// for again at once: a first sync with thousands of notices leaves the window most of its time.
import { onChanges, type Change } from "../api";

const WAIT = 40;
const LONGEST_WAIT = 500;
/** A question may take a quarter of the time. */
const SHARE = 4;

export function coalesce(run: () => Promise<void> | void, wait = WAIT): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;
  let pause = wait;

  async function go(): Promise<void> {
    timer = undefined;
    running = true;
    const begun = performance.now();
    try {
      await run();
    } catch {
      // What is on screen stays; the next notice asks again. Errors of a person's own actions are shown where they act.
    }
    running = false;
    pause = Math.max(wait, Math.min(LONGEST_WAIT, SHARE * (performance.now() - begun)));
    if (again && !stopped) {
      again = false;
      ask();
    }
  }

  function ask(): void {
    if (stopped || timer !== undefined) return;
    if (running) again = true;
    else timer = setTimeout(() => void go(), pause);
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
