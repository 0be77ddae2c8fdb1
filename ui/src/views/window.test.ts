// The window by roles and names (ui-contract.md), on the demo backend. Layout and pictures need a real engine: see
// the end-to-end tests.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { people, rooms } from "../api/demo/data";
import { button, inWindow, open, press, type } from "../testing/window";
import { until } from "../testing/world";

inWindow();

describe("sign in", () => {
  it("has its fields and buttons, and shows what the server offers", async () => {
    open({ session: "signed_out" });
    const server = await screen.findByRole("textbox", { name: "Homeserver" });
    expect(screen.getByRole("textbox", { name: "Username" })).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Password" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Sign in with browser" })).toBeNull();
    await type(server, "lindqvist.example");
    await fireEvent.blur(server);
    await button("Sign in with browser");
    await button("Create account");
  });

  it("begins with the homeserver that the start named, and has looked at it", async () => {
    open({ session: "signed_out", server: "lindqvist.example" });
    const server = await screen.findByRole("textbox", { name: "Homeserver" });
    expect((server as HTMLInputElement).value).toBe("lindqvist.example");
    await button("Sign in with browser");
  });

  it("says in an alert what failed, then lets one in", async () => {
    open({ session: "signed_out" });
    const server = await screen.findByRole("textbox", { name: "Homeserver" });
    await type(server, "nowhere");
    await fireEvent.blur(server);
    expect((await screen.findByRole("alert")).textContent).toContain("nowhere");
    await type(server, "lindqvist.example");
    await type(screen.getByRole("textbox", { name: "Username" }), "mei");
    await type(screen.getByRole("textbox", { name: "Password" }), "wrong");
    await press("Sign in");
    await until(() => screen.queryByRole("alert")?.textContent?.includes("do not go together"), "the alert");
    await type(screen.getByRole("textbox", { name: "Password" }), "right");
    await press("Sign in");
    await screen.findByRole("main", { name: "Feed" });
  });
});

it("asks for a passphrase where there is no keyring, and says why", async () => {
  open({ session: "new" });
  const dialog = await screen.findByRole("dialog", { name: "Choose a passphrase" });
  expect(dialog.textContent).toContain("keyring");
  await type(within(dialog).getByRole("textbox", { name: "Passphrase" }), "short");
  await press("Continue");
  expect((await screen.findByRole("alert")).textContent).toContain("8");
  await type(within(dialog).getByRole("textbox", { name: "Passphrase" }), "long enough now");
  await press("Continue");
  await screen.findByRole("main", { name: "Feed" });
});

describe("the main window", () => {
  it("has bar, sources, pins and heads by their names", async () => {
    open();
    await screen.findByRole("article", { name: "Kilim with three diamonds" });
    for (const name of ["New pin", "Messages, 2 unread", "Settings", "Add feed", "New board"]) await button(name);
    expect(screen.getByRole("searchbox", { name: "Search" })).toBeTruthy();
    expect(screen.getByRole("list", { name: "Pins" })).toBeTruthy();
    expect(
      within(screen.getByRole("navigation", { name: "Sources" })).getByRole("link", { name: "Nordic Homes" }),
    ).toBeTruthy();
    const heads = within(screen.getByRole("navigation", { name: "Conversations" }));
    for (const name of ["Amina, 2 unread", "Ruth", "Cabin trip", "Close Ruth"]) {
      expect(heads.getByRole("button", { name })).toBeTruthy();
    }
    const pin = within(screen.getByRole("article", { name: "Kilim with three diamonds" }));
    for (const name of ["Send pin", "Save to board", "Open link"])
      expect(pin.getByRole("button", { name })).toBeTruthy();
  });

  it("has no Save to board where no board takes pins", async () => {
    const w = open();
    await screen.findByRole("article", { name: "Kilim with three diamonds" });
    for (const board of w.boards) board.can_post = false;
    w.tell({ kind: "boards" });
    await until(() => screen.queryAllByRole("button", { name: "Save to board" }).length === 0, "no button");
  });

  it("says that it is offline, connecting, and nothing when online", async () => {
    const w = open({ connection: "offline" });
    await screen.findByText("Offline. Showing what is saved on this device.");
    const line = () => screen.getAllByRole("status").map((element) => element.textContent?.trim());
    w.state.connection = "connecting";
    w.tell({ kind: "connection" });
    await until(() => line().includes("Connecting…"), "connecting");
    w.state.connection = "online";
    w.tell({ kind: "connection" });
    await until(() => !line().some((words) => words?.includes("Connecting")), "nothing");
  });

  it("says that the disk is full until there is room, and tries again when asked", async () => {
    open({ storage: true });
    await screen.findByRole("list", { name: "Pins" });
    const words = await screen.findByText(/^The disk that holds .* is full\./);
    expect(words.closest("[role=alert]")).not.toBeNull();
    await press("Try again");
    await until(() => screen.queryByText(/is full\./) === null, "the words to go");
  });

  it("shows the whole address and asks before a link opens", async () => {
    const w = open();
    const pin = within(await screen.findByRole("article", { name: "Kilim with three diamonds" }));
    await fireEvent.click(pin.getByRole("button", { name: "Open link" }));
    const dialog = within(await screen.findByRole("alertdialog", { name: "Check this link" }));
    expect(dialog.getByText("weaverscollective.example").tagName).toBe("STRONG");
    await fireEvent.click(dialog.getByRole("button", { name: "Go back" }));
    expect(w.opened).toEqual([]);
    await fireEvent.click(pin.getByRole("button", { name: "Open link" }));
    await press("Open anyway");
    await until(() => w.opened.length === 1, "the link");
    expect(w.opened[0]).toMatch(/^https:\/\/weaverscollective\.example\//);
  });

  it("opens a pin's page and comes back", async () => {
    open();
    await fireEvent.click(await screen.findByRole("article", { name: "Kilim with three diamonds" }));
    await screen.findByRole("main", { name: "Kilim with three diamonds" });
    await press("Back");
    await screen.findByRole("main", { name: "Feed" });
  });

  it("opens a board as a page of its own, and makes a new one", async () => {
    open();
    await fireEvent.click(await screen.findByRole("link", { name: "Hallway" }));
    await screen.findByRole("main", { name: "Hallway" });
    await press("New board");
    await type(
      within(await screen.findByRole("dialog", { name: "New board" })).getByRole("textbox", { name: "Name" }),
      "Kitchen",
    );
    await press("Create");
    await screen.findByRole("main", { name: "Kitchen" });
  });

  it("adds a feed, or says why not", async () => {
    open();
    await press("Add feed");
    const dialog = within(await screen.findByRole("dialog", { name: "Add feed" }));
    await type(dialog.getByRole("textbox", { name: "Feed address" }), "nonsense");
    await press("Add");
    await dialog.findByRole("alert");
    await type(dialog.getByRole("textbox", { name: "Feed address" }), "https://greenroom.example/feed");
    await press("Add");
    await screen.findByRole("link", { name: "greenroom.example/feed" });
  });
});

describe("Send pin", () => {
  async function dialog() {
    const pin = within(await screen.findByRole("article", { name: "Kilim with three diamonds" }));
    await fireEvent.click(pin.getByRole("button", { name: "Send pin" }));
    return within(await screen.findByRole("dialog", { name: "Send pin" }));
  }

  it("goes to several, one conversation each, with a note, and opens the first", async () => {
    const w = open();
    const send = await dialog();
    const list = within(send.getByRole("list", { name: "Contacts" }));
    await until(() => list.queryAllByRole("listitem").length === 7, "the contacts");
    expect(list.getAllByRole("listitem")[0]?.getAttribute("aria-label")).toBe("Amina");
    expect(send.getByRole("button", { name: "Send" }).hasAttribute("disabled")).toBe(true);
    await fireEvent.click(list.getByRole("checkbox", { name: "Jonas" }));
    await fireEvent.click(list.getByRole("checkbox", { name: "Tomas" }));
    expect(send.getByRole("checkbox", { name: "Send as a group" })).toBeTruthy();
    await type(send.getByRole("textbox", { name: "Note" }), "For the hall?");
    await fireEvent.click(send.getByRole("button", { name: "Send" }));
    await screen.findByRole("region", { name: "Conversation with Jonas" });
    expect(w.messages.slice(-2).map((m) => m.room)).toEqual([rooms.jonas, rooms.tomas]);
    expect(w.messages.at(-1)?.body).toMatchObject({ kind: "pin", pin: { note: "For the hall?" } });
    await screen.findByRole("article", { name: "Pin from Mei: Kilim with three diamonds" });
  });

  it("goes to a group, and to a full Matrix ID that is on no list", async () => {
    const w = open();
    const send = await dialog();
    const find = send.getByRole("searchbox", { name: "Find people" });
    await type(find, "@new:else.example");
    await fireEvent.click(await send.findByRole("checkbox", { name: "@new:else.example" }));
    await fireEvent.click(await send.findByRole("checkbox", { name: "Ruth" }));
    await fireEvent.click(send.getByRole("checkbox", { name: "Send as a group" }));
    await fireEvent.click(send.getByRole("button", { name: "Send" }));
    await until(() => w.conversations.find((c) => c.room.startsWith("!new-")), "the group");
    expect(w.conversations[0]).toMatchObject({ kind: "group", member_count: 2 });
  });

  it("asks for a group's name only where it becomes one, and gives it", async () => {
    const w = open();
    const send = await dialog();
    for (const name of ["Ruth", "Jonas"]) await fireEvent.click(await send.findByRole("checkbox", { name }));
    expect(send.queryByRole("textbox", { name: "Group name" })).toBeNull();
    await fireEvent.click(send.getByRole("checkbox", { name: "Send as a group" }));
    await type(send.getByRole("textbox", { name: "Group name" }), " Pegs ");
    await fireEvent.click(send.getByRole("button", { name: "Send" }));
    await until(() => w.conversations.find((c) => c.name === "Pegs"), "the group");
    expect(w.conversations[0]).toMatchObject({ kind: "group", member_count: 2 });
  });

  it("Enter of an input method accepts text only", async () => {
    open();
    const send = await dialog();
    const find = send.getByRole("searchbox", { name: "Find people" });
    await type(find, "Ruth");
    await fireEvent.keyDown(find, { key: "Enter", isComposing: true });
    expect(send.queryByRole("button", { name: "Remove Ruth" })).toBeNull();
    await fireEvent.keyDown(find, { key: "Escape", isComposing: true });
    expect(screen.queryByRole("dialog", { name: "Send pin" })).toBeTruthy();
    await until(() => send.queryAllByRole("listitem")[0]?.getAttribute("aria-label") === "Ruth", "Ruth alone");
    await fireEvent.keyDown(find, { key: "Enter" });
    await send.findByRole("button", { name: "Remove Ruth" });
    await fireEvent.keyDown(find, { key: "Escape" });
    await until(() => !screen.queryByRole("dialog", { name: "Send pin" }), "the dialog to close");
  });
});

describe("a conversation", () => {
  const card = async (name: string) => {
    await press(name);
    return within(await screen.findByRole("region", { name: /^Conversation with/ }));
  };

  it("has header, log and composer by their names", async () => {
    open();
    const ruth = await card("Ruth");
    expect(await ruth.findByRole("log", { name: "Messages" })).toBeTruthy();
    for (const name of ["All pins", "Hide conversation", "Send message", "Attach pin", "Mute"]) {
      expect(await ruth.findByRole("button", { name })).toBeTruthy();
    }
    expect(ruth.getByRole("textbox", { name: "Message" })).toBeTruthy();
    expect(await ruth.findByRole("article", { name: "Pin from Ruth: Two-seater in bottle green" })).toBeTruthy();
    const mine = ruth.getAllByRole("article", { name: "Message from Mei" });
    expect(mine.at(-1)?.textContent).toContain("Read");
    await fireEvent.click(ruth.getByRole("button", { name: "Hide conversation" }));
    await until(() => !screen.queryByRole("region", { name: "Conversation with Ruth" }), "the card to go");
    expect(await button("Ruth")).toBeTruthy();
  });

  it("a head's x closes it, Messages opens the conversation again", async () => {
    open();
    await press("Close Ruth");
    await until(() => !screen.queryByRole("button", { name: "Ruth" }), "the head to go");
    await press(/^Messages/);
    const list = within(await screen.findByRole("list", { name: "Conversations" }));
    await fireEvent.click(await list.findByRole("button", { name: "Ruth" }));
    await screen.findByRole("region", { name: "Conversation with Ruth" });
  });

  it("another head opens its own conversation over the open one, with its own draft", async () => {
    open();
    const field = async (name: string) =>
      within(await screen.findByRole("region", { name: `Conversation with ${name}` })).findByRole("textbox", {
        name: "Message",
      }) as Promise<HTMLTextAreaElement>;
    await press("Ruth");
    await screen.findByRole("article", { name: "Pin from Ruth: Two-seater in bottle green" });
    await type(await field("Ruth"), "To Ruth");
    await press("Cabin trip");
    await type(await field("Cabin trip"), "To all");
    expect(screen.queryByRole("region", { name: "Conversation with Ruth" })).toBeNull();
    expect(screen.queryByRole("article", { name: "Pin from Ruth: Two-seater in bottle green" })).toBeNull();
    await press("Ruth");
    const ruth = await field("Ruth");
    await until(() => ruth.value === "To Ruth", "Ruth's draft");
    await press("Cabin trip");
    const trip = await field("Cabin trip");
    await until(() => trip.value === "To all", "the trip's draft");
  });

  it.each([
    ["isComposing", { isComposing: true }],
    ["key code 229", { keyCode: 229 }],
    ["the key Process", { key: "Process" }],
  ])("Enter with %s does not send", async (_name, init) => {
    const w = open();
    const ruth = await card("Ruth");
    const field = ruth.getByRole("textbox", { name: "Message" });
    const count = w.messages.length;
    await type(field, "にほんご");
    await fireEvent.keyDown(field, { key: "Enter", ...init });
    await new Promise((done) => setTimeout(done, 20));
    expect(w.messages.length).toBe(count);
  });

  it("compositionend just before Enter does not send; the next Enter does, Shift+Enter breaks", async () => {
    const w = open();
    const ruth = await card("Ruth");
    const field = ruth.getByRole("textbox", { name: "Message" });
    const count = w.messages.length;
    await type(field, "日本語");
    field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    await fireEvent.keyDown(field, { key: "Enter" });
    await new Promise((done) => setTimeout(done, 20));
    expect(w.messages.length).toBe(count);
    await fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    await new Promise((done) => setTimeout(done, 20));
    expect(w.messages.length).toBe(count);
    await fireEvent.keyDown(field, { key: "Enter" });
    await until(() => w.messages.length === count + 1, "the message");
  });

  it("shows what it cannot show, honestly", async () => {
    open();
    await press(/^Messages/);
    const list = within(await screen.findByRole("list", { name: "Conversations" }));
    await fireEvent.click(await list.findByRole("button", { name: "Jonas" }));
    const log = within(await screen.findByRole("log", { name: "Messages" }));
    for (const words of [/^Locked/, /^Message removed/, /m\.poll\.start/, /measures\.pdf/, /missing here/]) {
      expect((await log.findAllByText(words)).length).toBeGreaterThan(0);
    }
  });

  it("Not sent has its reason, Retry and Delete; what follows says that it waits", async () => {
    const w = open();
    await press(/^Messages/);
    const list = within(await screen.findByRole("list", { name: "Conversations" }));
    await fireEvent.click(await list.findByRole("button", { name: "Sam" }));
    const pin = within(await screen.findByRole("article", { name: "Pin from Mei: Bridle leather, six tans" }));
    expect(pin.getByText("Not sent")).toBeTruthy();
    expect(pin.getByText(/34 MB/)).toBeTruthy();
    expect(screen.getByText(/waits for the pin above/)).toBeTruthy();
    await fireEvent.click(pin.getByRole("button", { name: "Retry" }));
    await until(() => w.messages.some((m) => m.body.kind === "pin" && m.state.state === "sending"), "another try");
  });

  it("one live region hears what comes", async () => {
    const w = open();
    await card("Ruth");
    await screen.findAllByRole("article");
    w.add(rooms.ruth, people.ruth, { kind: "text", text: "Look at this" });
    await until(
      () => document.querySelector('[aria-live="polite"]')?.textContent?.includes("Ruth: Look at this"),
      "the words",
    );
  });

  it("is marked as read while it is before one's eyes", async () => {
    const w = open();
    await card("Amina, 2 unread");
    await until(() => w.readUpTo.has(rooms.amina), "the mark");
    await until(() => screen.queryByRole("button", { name: "Amina" }), "the head without a stud");
  });
});

describe("other pages", () => {
  it("requests are accepted or declined", async () => {
    const w = open();
    await press(/^Messages/);
    await fireEvent.click(await screen.findByRole("link", { name: "Requests" }));
    const requests = within(await screen.findByRole("region", { name: "Requests" }));
    expect((await requests.findAllByRole("button", { name: "Accept" })).length).toBe(2);
    expect(requests.getAllByRole("button", { name: "Block and report" }).length).toBe(2);
    const [, second] = requests.getAllByRole("button", { name: "Decline" });
    if (second) await fireEvent.click(second);
    await until(() => w.requests.length === 1, "one request");
  });

  it("all pins stand there with their notes and what was said about each", async () => {
    open();
    await press("Ruth");
    await press("All pins");
    const all = within(await screen.findByRole("main", { name: "All pins with Ruth" }));
    const pin = within((await all.findByText("4 replies")).closest("li") ?? document.body);
    pin.getByRole("button", { name: "Two-seater in bottle green" });
    pin.getByText("For under the window?");
    const lines = pin.getAllByText(/narrower|green too|narrow one/).map((line) => line.textContent);
    expect(lines).toEqual(["Ruth There is one 20 cm narrower.", "Mei In green too?", "Ruth Then the narrow one."]);
  });

  it("all pins are exported into a folder", async () => {
    const w = open();
    await press("Ruth");
    await press("All pins");
    await press("Export");
    const count = w.of("!ruth:lindqvist.example").length;
    await screen.findByText(`${count} messages are in /home/mei/Ruth.`);
  });

  it("requests that are not wanted are kept apart, not dropped", async () => {
    const w = open();
    await press("Settings");
    await fireEvent.click(await screen.findByRole("radio", { name: "People in my rooms" }));
    await until(() => w.state.settings.who_may_write === "rooms_in_common", "the setting");
    await press(/^Messages/);
    await fireEvent.click(await screen.findByRole("link", { name: "Requests" }));
    const requests = within(await screen.findByRole("region", { name: "Requests" }));
    const kept = (await requests.findByText("Kept out (1)")).closest("details");
    expect(kept?.open).toBe(false);
    expect(kept?.textContent).toContain("best-deals-4411");
    expect(requests.getByRole("article", { name: "Vera Lindqvist" }).closest("details")).toBeNull();
  });

  it("who is blocked stands in Settings and can be unblocked", async () => {
    const w = open();
    await press(/^Messages/);
    await fireEvent.click(await screen.findByRole("link", { name: "Requests" }));
    const requests = within(await screen.findByRole("region", { name: "Requests" }));
    const article = within(requests.getByRole("article", { name: "Vera Lindqvist" }));
    await fireEvent.click(article.getByRole("button", { name: "Block and report" }));
    await until(() => w.blocked.length === 2, "the list");
    await press("Settings");
    const group = within(await screen.findByRole("group", { name: "Blocked people" }));
    await fireEvent.click(await group.findByRole("button", { name: "Unblock Vera Lindqvist" }));
    await until(() => group.queryByText("Vera Lindqvist") === null, "one fewer");
    await fireEvent.click(group.getByRole("button", { name: "Unblock gift-cards-24" }));
    await group.findByText("Nobody is blocked.");
    expect(w.blocked).toEqual([]);
  });

  it("search finds messages and pins", async () => {
    open();
    await type(await screen.findByRole("searchbox", { name: "Search" }), "rail");
    const results = within(await screen.findByRole("list", { name: "Search results" }));
    await until(() => results.queryAllByRole("listitem").length > 3, "results");
    await fireEvent.click(results.getByRole("button", { name: /peg rail and a narrow chair/ }));
    await screen.findByRole("region", { name: "Conversation with Ruth" });
  });

  it("settings has its groups; signing out asks first", async () => {
    const w = open();
    await press("Settings");
    const main = within(await screen.findByRole("main", { name: "Settings" }));
    for (const name of ["Account", "Who may write to you", "Notifications", "Appearance", "Feeds", "Storage"]) {
      expect(main.getByRole("group", { name })).toBeTruthy();
    }
    await fireEvent.click(main.getByRole("radio", { name: "Dark" }));
    await until(() => w.state.settings.theme === "dark", "the theme");
    expect(document.documentElement.dataset.theme).toBe("dark");
    await fireEvent.click(main.getByRole("button", { name: "Sign out" }));
    const dialog = within(await screen.findByRole("alertdialog", { name: "Sign out" }));
    await fireEvent.click(dialog.getByRole("button", { name: "Cancel" }));
    expect(w.state.session.state).toBe("signed_in");
    await fireEvent.click(main.getByRole("button", { name: "Sign out" }));
    await press("Sign out and remove data");
    await screen.findByRole("textbox", { name: "Homeserver" });
  });

  it("the language is chosen, and all words follow", async () => {
    const w = open();
    await press("Settings");
    const choice = await screen.findByRole("combobox", { name: "Language" });
    await fireEvent.change(choice, { target: { value: "ar" } });
    await until(() => w.state.settings.language === "ar", "the language");
    await screen.findByRole("main", { name: "الإعدادات" });
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["ar", "rtl"]);
    await fireEvent.change(screen.getByRole("combobox", { name: "اللغة" }), { target: { value: "en" } });
    await screen.findByRole("main", { name: "Settings" });
  });

  it("what is asked from outside is opened, also what was asked before the window was there", async () => {
    const w = open();
    w.asks.push({ ask: "conversation", room: rooms.lucia, message: null });
    await screen.findByRole("main", { name: "Feed" });
    await screen.findByRole("region", { name: "Conversation with Lucía" });
    w.asks.push({ ask: "requests" });
    w.tell({ kind: "asked" });
    await screen.findByRole("region", { name: "Requests" });
  });

  it("send, a new pin, a person and the question of closing are asked from outside", async () => {
    const w = open();
    await screen.findByRole("main", { name: "Feed" });
    const ask = (...asks: typeof w.asks) => (w.asks.push(...asks), w.tell({ kind: "asked" }));
    ask({ ask: "send", link: "https://shop.example/bench", picture: null, title: "" });
    const send = within(await screen.findByRole("dialog", { name: "Send pin" }));
    await fireEvent.click(send.getByRole("button", { name: "Close" }));
    ask({ ask: "new_pin", link: "https://shop.example/lamp" });
    const made = within(await screen.findByRole("dialog", { name: "New pin" }));
    expect(made.getByRole<HTMLInputElement>("textbox", { name: "Link" }).value).toBe("https://shop.example/lamp");
    await fireEvent.click(made.getByRole("button", { name: "Close" }));
    ask({ ask: "person", user: "@new:else.example" });
    const find = within(await screen.findByRole("dialog", { name: "New conversation" }));
    expect(find.getByRole<HTMLInputElement>("searchbox").value).toBe("@new:else.example");
    await fireEvent.click(find.getByRole("button", { name: "Close" }));
    ask({ ask: "close" });
    await screen.findByRole("alertdialog", { name: "Keep Tackroom in the tray?" });
    await press("Keep in the tray");
    await until(() => w.state.settings.on_close === "tray", "the choice");
  });
});
