// What is asked from outside the window: by a notification, the tray, a link, another start of the program.
import { call, type Ask } from "../api";
import { NewPinController } from "../feed/newpin.svelte";
import { requeryOn } from "../shared/requery";
import type { MainController } from "./main.svelte";

/** How long a page is waited for before Send pin opens with the bare link, ms. */
const PAGE_PATIENCE = 4000;

/** Takes what was asked before the window was there, and then each as it comes. Returns the function that ends it. */
export function watchAsks(main: MainController): () => void {
  const take = async () => {
    for (const ask of await call("asks")) await answer(main, ask);
  };
  void take().catch(() => undefined);
  return requeryOn(({ kind }) => kind === "asked", take);
}

async function answer(main: MainController, ask: Ask): Promise<void> {
  switch (ask.ask) {
    case "conversation":
      return main.openConversation(ask.room, ask.message);
    case "person":
      return main.dialogs.open({ kind: "find", query: ask.user });
    case "messages":
      return main.nav.top({ kind: "messages" });
    case "requests":
      return main.nav.go({ kind: "requests" });
    case "new_pin":
      return main.dialogs.open({ kind: "new-pin", link: ask.link ?? undefined });
    case "send":
      return sendPin(main, ask);
    case "close":
      return main.dialogs.open({ kind: "close" });
  }
}

/** Send pin at once for a picture; for a link with what its page shows, unless that is slow to come. */
async function sendPin(main: MainController, ask: Extract<Ask, { ask: "send" }>): Promise<void> {
  const made = new NewPinController(ask.picture ?? undefined);
  made.title = ask.title;
  if (ask.link) {
    made.link = ask.link;
    await Promise.race([made.look(), new Promise((slow) => setTimeout(slow, PAGE_PATIENCE))]);
  }
  main.dialogs.open({ kind: "send", pin: made.pin, note: made.pin.note });
}
