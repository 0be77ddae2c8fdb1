// Every screen and dialog, and how a person gets there.
import type { Browser, Size } from "./browser";

export interface Screen {
  name: string;
  /** The demo's state. */
  state?: string;
  size?: Size;
  open: (b: Browser) => Promise<unknown>;
}

const NARROW = [390, 844] as const;

const feed = (b: Browser) => b.get("main", "Feed");
const card = async (b: Browser) => {
  await feed(b);
  if (!(await b.all("region", /^Conversation with/)).length) await b.press("button", /^Ruth/);
  await b.get("region", "Conversation with Ruth");
  await b.get("log", "Messages");
};
const messages = async (b: Browser) => {
  await feed(b);
  await b.press("button", /^Messages/);
  await b.get("main", "Messages");
};
/** A button of the first pin. */
const onPin = async (b: Browser, name: string) => {
  await b.get("list", "Pins");
  await b.press("button", name);
};

export const screens: Screen[] = [
  { name: "Sign in", state: "session=signed_out", open: (b) => b.get("button", "Sign in") },
  { name: "Choose a passphrase", state: "session=new", open: (b) => b.get("textbox", "Passphrase") },
  { name: "Unlock Tackroom", state: "session=locked", open: (b) => b.get("button", "Try the keyring again") },
  { name: "Opening", state: "session=opening", open: (b) => b.get("heading", "Opening…") },
  { name: "a profile that cannot be opened", state: "session=broken", open: (b) => b.get("alert") },
  { name: "Feed", open: feed },
  { name: "Feed, offline", state: "connection=offline", open: feed },
  { name: "Feed, empty", state: "session=empty", open: feed },
  { name: "Feed, session ended", state: "session=expired", open: (b) => b.get("button", "Sign in again") },
  {
    name: "Sign in again",
    state: "session=expired",
    open: async (b) => {
      await b.press("button", "Sign in again");
      await b.get("dialog", "Sign in again");
    },
  },
  { name: "Recovery key", state: "recovery=off", open: (b) => b.get("textbox", "Recovery key") },
  { name: "Recovery key, asked for", state: "recovery=locked", open: (b) => b.get("textbox", "Recovery key") },
  { name: "Verify a session, asked", state: "verify", open: (b) => b.get("button", "Accept") },
  {
    name: "Verify a session, seven emoji",
    state: "verify",
    open: async (b) => {
      await b.press("button", "Accept");
      await b.get("list", "Emoji");
    },
  },
  { name: "Conversation", open: card },
  { name: "Conversation, strange messages", state: "hostile", open: card },
  { name: "Feed, narrow", size: NARROW, open: feed },
  { name: "Messages", open: messages },
  { name: "Messages, empty", state: "session=empty", open: messages },
  { name: "Messages, narrow", size: NARROW, open: messages },
  {
    name: "Conversation, narrow",
    size: NARROW,
    open: async (b) => {
      await messages(b);
      await b.press("button", /^Ruth/);
      await b.get("textbox", "Message");
    },
  },
  {
    name: "Requests",
    open: async (b) => {
      await messages(b);
      await b.press("link", "Requests");
      await b.get("region", "Requests");
    },
  },
  {
    name: "All pins",
    open: async (b) => {
      await card(b);
      await b.press("button", "All pins");
      await b.get("main", /^All pins with/);
    },
  },
  {
    name: "Search",
    open: async (b) => {
      await feed(b);
      await b.script(
        "const s = arguments[0]; s.focus(); s.value = 'a'; s.dispatchEvent(new Event('input', { bubbles: true }))",
        await b.get("searchbox", "Search"),
      );
      await b.keys("\uE007");
      await b.get("list", "Search results");
    },
  },
  {
    name: "a pin's page",
    open: async (b) => {
      await feed(b);
      await b.script("arguments[0].click()", await b.get("article"));
      await b.get("button", "Back");
    },
  },
  {
    name: "a board",
    open: async (b) => {
      await feed(b);
      await b.press("link", "Hallway");
      await b.get("button", "Add pin");
    },
  },
  {
    name: "Settings",
    open: async (b) => {
      await feed(b);
      await b.press("button", "Settings");
      await b.get("main", "Settings");
    },
  },
  {
    name: "Sign out",
    open: async (b) => {
      await feed(b);
      await b.press("button", "Settings");
      await b.press("button", "Sign out");
      await b.get("alertdialog", "Sign out");
    },
  },
  {
    name: "Send pin",
    open: async (b) => {
      await onPin(b, "Send pin");
      await b.get("list", "Contacts");
    },
  },
  {
    name: "Send pin, narrow",
    size: NARROW,
    open: async (b) => {
      await onPin(b, "Send pin");
      await b.get("list", "Contacts");
    },
  },
  {
    name: "New pin",
    open: async (b) => {
      await feed(b);
      await b.press("button", "New pin");
      await b.get("dialog", "New pin");
    },
  },
  {
    name: "Add feed",
    open: async (b) => {
      await feed(b);
      await b.press("button", "Add feed");
      await b.get("dialog", "Add feed");
    },
  },
  {
    name: "New board",
    open: async (b) => {
      await feed(b);
      await b.press("button", "New board");
      await b.get("dialog", "New board");
    },
  },
  {
    name: "Check this link",
    open: async (b) => {
      await onPin(b, "Open link");
      await b.get("alertdialog", "Check this link");
    },
  },
  {
    name: "New conversation",
    open: async (b) => {
      await messages(b);
      await b.press("button", "New conversation");
      await b.get("dialog", "New conversation");
    },
  },
  {
    name: "Attach pin",
    open: async (b) => {
      await card(b);
      await b.press("button", "Attach pin");
      await b.get("dialog");
    },
  },
];
