// The demo backend: the same calls as the app's, in memory, with a friend who answers. For looks and for tests.
//
// `?session=signed_out|locked|new|opening|empty|broken|expired`, `?connection=offline|connecting`, `?pins=N`, `?language=ar`, `?theme=dark` choose
// a state; `?quiet`: nobody writes by themselves.
// `?recovery=off|locked` offers a recovery key or asks for it, `?verify` has another session ask,
// `?covered` has a covered pin in the feed, `?happened` much that happened to a group, `?closing` asks whether closing the window is the end.
import { ApiError, type Backend, type CallName } from "../backend";
import type { AppState, Calls, Change, FeedItem, Language, Problem, SessionState, Theme } from "../types";
import { type Handlers, World } from "./world";
import * as data from "./data";
import { muchHappened } from "./groups";
import { coveredItem } from "./guard";

export interface DemoOptions {
  session?: string;
  connection?: string;
  pins?: number;
  language?: Language;
  theme?: Theme;
  /** Milliseconds until an answer; 0 answers in the next microtask. */
  delay?: number;
  /** Names, texts and pictures that try to break the layout. */
  hostile?: boolean;
  /** The newest pin of the feed is a covered one. */
  covered?: boolean;
  /** Much happened to a group. */
  happened?: boolean;
  /** A recovery key is due. */
  recovery?: "off" | "locked";
  /** The disk is full. */
  storage?: boolean;
  /** Another session asks to be verified. */
  verify?: boolean;
  /** The window is being closed for the first time. */
  closing?: boolean;
  /** The friend answers by itself. */
  lively?: boolean;
  /** The homeserver that the start named. */
  server?: string;
}

function optionsOfAddress(): DemoOptions {
  const query = new URLSearchParams(location.search);
  return {
    session: query.get("session") ?? undefined,
    connection: query.get("connection") ?? undefined,
    language: (query.get("language") ?? undefined) as Language | undefined,
    theme: (query.get("theme") ?? undefined) as Theme | undefined,
    pins: Number(query.get("pins") ?? 26),
    recovery: (query.get("recovery") as DemoOptions["recovery"]) ?? undefined,
    verify: query.has("verify"),
    closing: query.has("closing"),
    storage: query.has("storage"),
    hostile: query.has("hostile"),
    covered: query.has("covered"),
    happened: query.has("happened"),
    delay: 15,
    lively: !query.has("quiet"),
    server: query.get("server") ?? undefined,
  };
}

const account = {
  user: data.mei.user,
  name: "Mei",
  avatar: data.mei.avatar,
  homeserver: "https://lindqvist.example",
  device: "TACKDEMO",
};

const FULL: Problem = {
  code: "disk_full",
  words:
    "The disk that holds /home/mei/.local/share/tackroom is full. Tackroom needs about 20 MB free there; it goes on by itself when there is room.",
  said: { id: "store-full", with: { folder: "/home/mei/.local/share/tackroom" } },
};

function sessionOf(name: string | undefined): SessionState {
  switch (name) {
    case "signed_out":
    case "opening":
      return { state: name };
    case "locked":
    case "new":
      return {
        state: "locked",
        new: name === "new",
        why: "This desktop has no keyring that Tackroom can use, so a passphrase stands in for it.",
        can_retry_keyring: true,
      };
    case "broken":
      return {
        state: "broken",
        words:
          "This profile was written by a newer Tackroom. Nothing was changed. Update Tackroom, or choose another profile.",
      };
    case "expired":
      return { state: "expired", account };
    default:
      return { state: "signed_in", account };
  }
}

export function demoBackend(options: DemoOptions = optionsOfAddress()): Backend & { world: World } {
  const listeners = new Set<(changes: Change[]) => void>();
  const tell = (...changes: Change[]) => listeners.forEach((listener) => listener(changes));
  const empty = options.session === "empty";
  const items: FeedItem[] = empty ? [] : data.feedItems(options.pins ?? 26);
  const state: AppState = {
    session: sessionOf(options.session),
    connection: options.connection === "offline" || options.connection === "connecting" ? options.connection : "online",
    settings: {
      theme: options.theme ?? "system",
      language: options.language ?? "system",
      notifications: true,
      notification_content: "all",
      quiet_hours: null,
      on_close: "ask",
      public_receipts: true,
      show_typing: true,
      who_may_write: "anyone",
      picture_cache_bytes: 2 ** 31,
    },
    version: "0.1.0",
    server: options.server ?? null,
    storage: options.storage ? FULL : null,
    alerts: [],
  };
  if (options.covered) items.unshift(coveredItem());
  if (options.hostile) items.unshift(...data.hostileItems());
  const world = new World(state, account, items, empty, tell, options.lively ?? false);
  if (options.happened) world.groups.happened.set(data.rooms.group, muchHappened());
  if (options.hostile) world.addHostile();
  if (options.recovery) world.keys.set({ recovery: options.recovery, due: true, verified: false });
  if (options.closing) world.asks.push({ ask: "close" });
  if (options.verify) world.keys.verify({ stage: "asked" });
  const handlers: Handlers = world.handlers();
  return {
    world,
    async call<N extends CallName>(name: N, args: Calls[N]["args"]) {
      if (options.delay) await new Promise((done) => setTimeout(done, options.delay));
      try {
        return structuredClone(await handlers[name](structuredClone(args) as never)) as Calls[N]["answer"];
      } catch (thrown) {
        throw ApiError.from(thrown);
      }
    },
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pictureUrl: (media) => world.pictureUrl(media),
  };
}
