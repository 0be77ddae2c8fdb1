// The demo backend as a test's app: no delays, nobody writes by themselves.
import { useBackend } from "../api";
import { demoBackend, type DemoOptions } from "../api/demo";

export function world(options: DemoOptions = {}) {
  const backend = demoBackend({ delay: 0, lively: false, pins: 26, ...options });
  useBackend(backend);
  return backend.world;
}

/** Waits until `check` answers something true; fails at a deadline. */
export async function until<T>(check: () => T | undefined | null | false, what = "the condition"): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = check();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not come true`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
