// The one way out of the UI. Everything else calls `call`, listens with `onChanges` and shows pictures by `pictureUrl`.
import { ApiError, type Backend, type CallName, type PictureWidth } from "./backend";
import type { Calls, Change, MediaId } from "./types";

export { ApiError, type Backend, type CallName, type PictureWidth };
export * from "./types";

let backend: Backend | undefined;

export function useBackend(chosen: Backend): void {
  backend = chosen;
}

function current(): Backend {
  if (!backend) throw new ApiError({ code: "internal", words: "No backend is set." });
  return backend;
}

type Arguments<N extends CallName> = Calls[N]["args"] extends Record<string, never> ? [] : [Calls[N]["args"]];

/** Asks the app. Throws an `ApiError`. */
export function call<N extends CallName>(name: N, ...args: Arguments<N>): Promise<Calls[N]["answer"]> {
  return current().call(name, (args[0] ?? {}) as Calls[N]["args"]);
}

export function onChanges(listener: (changes: Change[]) => void): () => void {
  return current().onChanges(listener);
}

export function pictureUrl(media: MediaId, width: PictureWidth): string {
  return current().pictureUrl(media, width);
}
