// Every screen and dialog, and how a person gets there.
import type { Browser, Element, Size } from "./browser";

export interface Screen {
  name: string;
  /** The demo's state. */
  state?: string;
  size?: Size;
  open: (b: Browser) => Promise<unknown>;
}

const NARROW = [390, 844] as const;

const feed = (b: Browser) => b.get("main", "Feed");
/** The feed or a board with its pins. */
const pins = (b: Browser) => b.get("button", "Send pin");
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
const cabinTrip = async (b: Browser) => {
  await messages(b);
  await b.press("button", /^Cabin trip/);
};
/** An entry of the open conversation's menu. */
const conversationAction = async (b: Browser, name: string) => {
  await b.press("button", "Conversation actions");
  await b.press("button", name);
};
/** Fills a field and leaves the focus in it. */
const write = (b: Browser, field: Element, text: string) =>
  b.script(
    "const [f, text] = arguments; f.focus(); f.value = text; f.dispatchEvent(new Event('input', { bubbles: true }))",
    field,
    text,
  );
/** What can be done with a message of the open conversation: one's own, or the other's pin. */
const actions = async (b: Browser, message: string | RegExp) => {
  await card(b);
  const article = (await b.all("article", message)).at(-1) ?? (await b.get("article", message));
  await b.script("arguments[0].scrollIntoView()", article);
  await b.press("button", "Actions", article);
  await b.get("dialog", "Message actions");
};
/** As a right click or the Menu key asks. */
const menuKey = (b: Browser, element: Element) =>
  b.script("arguments[0].dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))", element);
/** The sheet of Cabin trip. */
const group = async (b: Browser) => {
  await cabinTrip(b);
  await conversationAction(b, "Group");
  await b.get("list", "Members", await b.get("dialog", "Group"));
};
/** Chooses a role in the sheet. */
const giveRole = async (b: Browser, name: string, role: string) =>
  b.script(
    "const [s, role] = arguments; s.value = role; s.dispatchEvent(new Event('change', { bubbles: true }))",
    await b.get("combobox", `Role of ${name}`),
    role,
  );
/** The page of the one pin of the demo that moves. */
const movingPin = async (b: Browser) => {
  await feed(b);
  await b.script("arguments[0].click()", await b.get("article", "Six ridges, an hour after sunset"));
  await b.get("button", "Pause");
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
  { name: "a profile whose disk is full", state: "session=broken&storage", open: (b) => b.get("button", "Try again") },
  { name: "Feed", open: pins },
  {
    name: "Feed, the disk is full",
    state: "storage",
    open: async (b) => {
      await b.get("button", "Try again");
      await pins(b);
    },
  },
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
  {
    name: "Conversation, not sent",
    open: async (b) => {
      await messages(b);
      await b.press("button", /^Sam/);
      await b.get("button", "Retry");
    },
  },
  {
    name: "Heads, many",
    open: async (b) => {
      await messages(b);
      for (const name of ["Tomas", "Lucía", "Sam", "Jonas"]) {
        await b.press("button", new RegExp(`^${name}`));
        await b.get("region", new RegExp(`with ${name}`));
      }
      await b.press("link", "Tackroom");
      await b.get("button", /^[2-9] more conversations$/);
    },
  },
  {
    name: "Conversation, covered pin",
    open: async (b) => {
      await messages(b);
      await b.press("button", /^Jonas/);
      await b.get("button", "Show picture");
    },
  },
  {
    name: "Conversation, marks, links and names",
    open: async (b) => {
      await cabinTrip(b);
      const named = await b.get("link", "@Oskar");
      await b.script("arguments[0].scrollIntoView()", named);
    },
  },
  {
    name: "Conversation, what happened",
    state: "happened",
    open: async (b) => {
      await cabinTrip(b);
      await b.get("button", /^\d+ changes$/);
    },
  },
  {
    name: "Conversation, all that happened",
    state: "happened",
    open: async (b) => {
      await cabinTrip(b);
      await b.press("button", /^\d+ changes$/);
    },
  },
  {
    name: "Conversation, what happened, narrow",
    state: "happened",
    size: NARROW,
    open: async (b) => {
      await cabinTrip(b);
      await b.press("button", /^\d+ changes$/);
    },
  },
  {
    name: "Conversation, naming somebody",
    open: async (b) => {
      await cabinTrip(b);
      await write(b, await b.get("textbox", "Message"), "Ask @");
      await b.get("listbox", "People to name");
    },
  },
  {
    name: "Conversation, a stranger's links",
    open: async (b) => {
      await messages(b);
      await b.press("button", /^Lucía/);
      await b.get("button", "Show links");
    },
  },
  {
    name: "Check this link, with findings",
    open: async (b) => {
      await messages(b);
      await b.press("button", /^Jonas/);
      await b.press("button", "Check link");
      await b.get("button", "Open cleaned link");
      await b.get("list", "What was found");
    },
  },
  {
    name: "Conversation actions",
    open: async (b) => {
      await card(b);
      await b.press("button", "Conversation actions");
      await b.get("button", "Archive", await b.get("dialog", "Conversation actions"));
    },
  },
  {
    name: "Older messages",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Older messages");
      await b.get("button", "Load older messages", await b.get("dialog", "Older messages"));
    },
  },
  {
    name: "Older messages, loading",
    state: "connection=offline",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Older messages");
      await b.press("button", "Load older messages");
      await b.get("button", "Stop", await b.get("dialog", "Older messages"));
    },
  },
  {
    name: "Conversation, older messages loading",
    state: "connection=offline",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Older messages");
      await b.press("button", "Load older messages");
      await b.get("button", "Stop");
      await b.press("button", "Close", await b.get("dialog", "Older messages"));
      await b.get("button", "Stop", await b.get("region", "Conversation with Ruth"));
    },
  },
  {
    name: "Go to a date",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Go to a date");
      await b.get("button", "Show", await b.get("dialog", "Go to a date"));
    },
  },
  {
    name: "Go to a date, not all here",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Go to a date");
      await write(b, await b.script<Element>("return document.querySelector('input[type=date]')"), "2024-03-05");
      await b.press("button", "Show");
      await b.get("button", /^Load back to/);
    },
  },
  {
    name: "Conversation actions, unread and on top",
    open: async (b) => {
      await card(b);
      for (const act of ["Keep on top", "Mark as unread"]) {
        await b.press("button", "Conversation actions");
        await b.press("button", act);
        if (act === "Keep on top") await b.until(async () => !(await b.all("dialog")).length, "the closed dialog");
      }
      await messages(b);
      await b.get("button", "Ruth, unread");
      await menuKey(b, await b.get("button", "Ruth, unread"));
      await b.get("button", "Do not keep on top");
    },
  },
  {
    name: "Notifications of a conversation",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Notifications");
      await b.get("radiogroup", "Notifications", await b.get("dialog", "Notifications"));
    },
  },
  {
    name: "Group",
    open: async (b) => {
      await group(b);
      await b.press("button", "Change picture");
      await b.get("button", "Remove picture");
    },
  },
  { name: "Group, narrow", size: NARROW, open: group },
  {
    name: "Group, somebody becomes an admin",
    open: async (b) => {
      await group(b);
      await giveRole(b, "Amina", "admin");
      await b.get("alertdialog", "Make Amina an admin?");
    },
  },
  {
    name: "Group, one's own role is given up",
    open: async (b) => {
      await group(b);
      await giveRole(b, "Mei", "member");
      await b.get("alertdialog", "Give up your role?");
    },
  },
  {
    name: "Group, removing a person",
    open: async (b) => {
      await group(b);
      await b.press("button", "Remove Tomas");
      await b.get("alertdialog", "Remove Tomas?");
    },
  },
  {
    name: "Group, a person is banned",
    open: async (b) => {
      await group(b);
      await b.press("button", "Remove Tomas");
      await b.press("checkbox", /^Ban as well/, await b.get("alertdialog", "Remove Tomas?"));
      await b.press("button", "Remove from the group");
      await b.get("list", "Banned");
    },
  },
  {
    name: "Group, leaving",
    open: async (b) => {
      await group(b);
      await b.press("button", "Leave group");
      await b.get("alertdialog", "Leave the group?");
    },
  },
  {
    name: "Add people",
    open: async (b) => {
      await group(b);
      await b.press("button", "Add people");
      const dialog = await b.get("dialog", "Add people");
      await b.press("checkbox", "Ruth", dialog);
      await b.get("button", "Add 1 person", dialog);
    },
  },
  {
    name: "New group",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "New group with Ruth");
      await b.get("button", "Make the group", await b.get("dialog", "New group"));
    },
  },
  {
    name: "Conversation actions, a group",
    open: async (b) => {
      await cabinTrip(b);
      await b.press("button", "Conversation actions");
      await b.get("button", "Group");
    },
  },
  {
    name: "Messages, something archived",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Archive");
      await messages(b);
      await b.get("button", "Archived");
    },
  },
  {
    name: "Archived",
    open: async (b) => {
      await card(b);
      await conversationAction(b, "Archive");
      await messages(b);
      await b.press("button", "Archived");
      await b.get("list", "Archived");
      await menuKey(b, await b.get("button", /^Ruth/));
      await b.get("button", "Take out of the archive");
    },
  },
  { name: "Feed, connecting", state: "connection=connecting", open: (b) => b.get("main", "Feed") },
  {
    name: "Sign in, server found",
    state: "session=signed_out&server=lindqvist.example",
    open: (b) => b.get("button", "Create account"),
  },
  {
    name: "a pin's page, of a conversation",
    open: async (b) => {
      await messages(b);
      await b.press("button", "Ruth");
      await b.press("button", "All pins");
      const older = await b.until(async () => (await b.all("button", /^Found on walk/))[1], "two pins");
      await b.script("arguments[0].click()", older);
      await b.get("button", "Picture after");
      await b.get("button", "Picture before");
    },
  },
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
      await b.get("article", /^Message from /);
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
      await b.get("button", "Choose together");
    },
  },
  {
    name: "All pins, choosing together",
    open: async (b) => {
      await card(b);
      await b.press("button", "All pins");
      await b.get("main", /^All pins with/);
      await b.press("button", "Choose together");
      for (const box of (await b.all("checkbox", /^Choose /)).slice(0, 2)) await b.script("arguments[0].click()", box);
      await b.get("button", "Ask");
    },
  },
  {
    name: "Conversation, choose together",
    open: async (b) => {
      await cabinTrip(b);
      await b.get("region", "Choose together");
    },
  },
  {
    name: "Choose together, side by side",
    open: async (b) => {
      await cabinTrip(b);
      await b.press("button", "Side by side");
      await b.get("dialog", "Choose together");
    },
  },
  {
    name: "Search",
    open: async (b) => {
      await feed(b);
      await write(b, await b.get("searchbox", "Search"), "a");
      await b.keys("\uE007");
      await b.get("listitem", undefined, await b.get("list", "Search results"));
    },
  },
  { name: "a pin's page, of a moving picture", open: movingPin },
  {
    name: "a pin's page, a moving picture at rest",
    open: async (b) => {
      await movingPin(b);
      await b.press("button", "Pause");
      await b.get("button", "Play");
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
      await pins(b);
    },
  },
  {
    name: "Settings",
    open: async (b) => {
      await feed(b);
      await b.press("button", "Settings");
      await b.get("main", "Settings");
      await b.get("button", "Unblock gift-cards-24");
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
    name: "Feed, pins selected",
    open: async (b) => {
      await b.get("list", "Pins");
      const all = await b.until(async () => {
        const found = await b.all("button", "Select");
        return found.length > 2 && found;
      }, "three pins");
      for (const one of all.slice(0, 3)) await b.script("arguments[0].click()", one);
      await b.get("region", "Selected pins");
    },
  },
  {
    name: "Send pins, several",
    open: async (b) => {
      await b.get("list", "Pins");
      const all = await b.until(async () => {
        const found = await b.all("button", "Select");
        return found.length > 2 && found;
      }, "three pins");
      for (const one of all.slice(0, 3)) await b.script("arguments[0].click()", one);
      await b.press("button", "Send selected pins");
      await b.get("dialog", "Send 3 pins");
    },
  },
  {
    name: "Conversation, pins of one go",
    open: async (b) => {
      await cabinTrip(b);
      await b.get("article", "3 pins from Amina");
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
    name: "New pin, link with tracking",
    open: async (b) => {
      await feed(b);
      await b.press("button", "New pin");
      const field = await b.get("textbox", "Link", await b.get("dialog", "New pin"));
      await b.click(field);
      await b.keys(..."https://lnk.example/sofa?utm_source=mail");
      await b.get("button", "Use the cleaned link");
    },
  },
  {
    name: "All pins, one covered",
    open: async (b) => {
      await messages(b);
      await b.press("button", /^Jonas/);
      await b.press("button", "All pins");
      await b.get("main", "All pins with Jonas");
      await b.get("button", "Show picture", await b.get("list", "Pins"));
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
  {
    name: "Attach pin, a covered one",
    state: "covered",
    open: async (b) => {
      await card(b);
      await b.press("button", "Attach pin");
      await b.get("button", /^Covered: /, await b.get("dialog", "Attach pin"));
    },
  },
  { name: "Message actions, of a pin", open: (b) => actions(b, /^Pin from/) },
  { name: "Message actions, of one's own", open: (b) => actions(b, /^Message from Mei/) },
  {
    name: "Choose an emoji",
    open: async (b) => {
      await actions(b, /^Pin from/);
      await b.press("button", "More emoji");
      await b.get("searchbox", "Find emoji");
    },
  },
  {
    name: "Delete for everyone",
    open: async (b) => {
      await actions(b, /^Message from Mei/);
      await b.press("button", "Delete", await b.get("dialog", "Message actions"));
      await b.get("button", "Delete for everyone");
    },
  },
  {
    name: "Forward",
    open: async (b) => {
      await actions(b, /^Pin from/);
      await b.press("button", "Forward");
      await b.get("list", "Contacts", await b.get("dialog", "Forward"));
    },
  },
  {
    name: "a pin's discussion",
    open: async (b) => {
      await actions(b, /^Pin from/);
      await b.press("button", "Discuss");
      await b.get("region", "Discussion");
    },
  },
  {
    name: "Send pin, to two",
    open: async (b) => {
      await onPin(b, "Send pin");
      const contacts = await b.get("list", "Contacts");
      const [first, second] = await b.until(async () => {
        const boxes = await b.all("checkbox", undefined, contacts);
        return boxes.length > 1 && boxes;
      }, "two contacts");
      for (const box of [first, second]) await b.script("arguments[0].click()", box);
      await b.get("checkbox", "Send as a group");
    },
  },
  {
    name: "Send pin, as a group",
    open: async (b) => {
      await onPin(b, "Send pin");
      const contacts = await b.get("list", "Contacts");
      const boxes = await b.until(async () => {
        const found = await b.all("checkbox", undefined, contacts);
        return found.length > 1 && found.slice(0, 2);
      }, "two contacts");
      for (const box of boxes) await b.script("arguments[0].click()", box);
      await b.press("checkbox", "Send as a group");
      await b.get("textbox", "Group name", await b.get("dialog", "Send pin"));
    },
  },
  {
    name: "a pin's menu",
    open: async (b) => {
      await b.get("list", "Pins");
      await b.script(
        "arguments[0].dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 400, clientY: 300 }))",
        await b.get("article"),
      );
      await b.get("dialog", /^What to do with/);
    },
  },
  {
    name: "Choose a board",
    open: async (b) => {
      await feed(b);
      await b.press("button", "New board");
      await write(b, await b.get("textbox", "Name"), "Attic");
      await b.press("button", "Create");
      await b.get("main", "Attic");
      await b.press("link", "Tackroom");
      await onPin(b, "Save to board");
      await b.get("menu", "Choose a board");
    },
  },
  {
    name: "Keep Tackroom in the tray?",
    state: "closing",
    open: (b) => b.get("alertdialog", "Keep Tackroom in the tray?"),
  },
];
