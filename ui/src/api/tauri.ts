// The backend of the app: Tauri's one command and one event.
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import { ApiError, type Backend } from "./backend";
import type { Change } from "./types";

/** Whether this page is shown by the app, and not by a plain browser. */
export function inApp(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

export function tauriBackend(): Backend {
  // `pin://localhost/` or, where a custom scheme needs it, `http://pin.localhost/`.
  const pictures = convertFileSrc("", "pin");
  return {
    async call(name, args) {
      try {
        return await invoke("call", { request: { call: name, args } });
      } catch (thrown) {
        throw ApiError.from(thrown);
      }
    },
    onChanges(listener) {
      const ending = listen<Change[]>("change", (event) => listener(event.payload));
      return () => void ending.then((end) => end());
    },
    pictureUrl: (media, width) => `${pictures}${media}/${width}`,
  };
}
