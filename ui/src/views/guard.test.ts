// What the guard says, in every place where a pin or a link is shown or sent: covers, files, the offer of a clean link.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import App from "../App.svelte";
import type { Message, Pin, Verdict } from "../api";
import { rooms } from "../api/demo/data";
import type { World } from "../api/demo/world";
import { shown } from "../guard/shown.svelte";
import { inWindow, open, press, type } from "../testing/window";
import { until, world } from "../testing/world";

inWindow();
afterEach(() => shown.clear());

const found: Verdict = {
  severity: "cover",
  findings: [{ code: "tiny_image", severity: "warn", words: "Tiny.", evidence: "40 x 40" }],
  cleaned: "https://lnk.example/sofa",
};

/** A pin of Jonas, in his conversation and in the feed. */
const TITLE = "Set of three, ash glaze";

function cover(w: World): void {
  for (const message of w.messages) if (isIt(message)) message.body.pin.guard = found;
  for (const item of w.items) if (item.pin.title === TITLE) item.pin.guard = found;
}

/** Opens a conversation that had no head. */
async function enter(w: World, room: string): Promise<void> {
  const conversation = w.conversations.find((one) => one.room === room);
  if (!conversation) throw new Error(`no ${room}`);
  conversation.head = true;
  w.headOrder = [room, ...w.headOrder];
  render(App);
  await press(new RegExp(`^${conversation.name}`));
}

function isIt(message: Message): message is Message & { body: { kind: "pin"; pin: Pin } } {
  return message.body.kind === "pin" && message.body.pin.title === TITLE && !message.mine;
}

describe("a covered pin", () => {
  it("is covered in All pins until it is shown", async () => {
    const w = world();
    cover(w);
    const message = w.messages.find(isIt);
    if (!message) throw new Error(`no ${TITLE} of another`);
    await enter(w, message.room);
    await press("All pins");
    const list = await screen.findByRole("list", { name: "Pins" });
    const pin = await until(
      () =>
        within(list)
          .queryAllByRole("listitem")
          .find((li) => li.textContent?.includes(TITLE)),
      "the pin",
    );
    expect(pin.querySelector("img")).toBeNull();
    expect(within(pin).queryByRole("button", { name: TITLE })).toBeNull();
    expect(pin.textContent).toContain("The picture is tiny");
    await fireEvent.click(within(pin).getByRole("button", { name: "Check link" }));
    await screen.findByRole("alertdialog", { name: "Check this link" });
    await press("Go back");
    await fireEvent.click(within(pin).getByRole("button", { name: "Show picture" }));
    await until(() => pin.querySelector("img") ?? undefined, "the picture");
    within(pin).getByRole("button", { name: TITLE });
  });

  it("is covered among the search results and on its page", async () => {
    const w = world();
    cover(w);
    render(App);
    await type(await screen.findByRole("searchbox", { name: "Search" }), TITLE.toLowerCase());
    const results = await screen.findByRole("list", { name: "Search results" });
    const rows = await until(() => {
      const all = within(results)
        .queryAllByRole("listitem")
        .filter((li) => li.textContent?.includes(TITLE));
      return all.length >= 1 ? all : undefined;
    }, "the hits");
    const others = rows.filter((row) => row.textContent?.includes("Covered"));
    expect(others.length).toBeGreaterThan(0);
    for (const row of others) expect(row.querySelector("img")).toBeNull();
    const item = w.items.find((one) => one.pin.title === TITLE);
    if (!item) return;
    const [row] = others.filter((one) => !one.textContent?.includes("Amina"));
    if (!row) throw new Error("no hit in the feed");
    await fireEvent.click(within(row).getByRole("button"));
    const page = await screen.findByRole("main", { name: TITLE });
    expect(page.querySelector(".stage img")).toBeNull();
    expect(within(page).queryByRole("button", { name: "Send pin" })).toBeNull();
    await fireEvent.click(within(page).getByRole("button", { name: "Show picture" }));
    await until(() => page.querySelector(".stage img") ?? undefined, "the picture");
    within(page).getByRole("button", { name: "Send pin" });
  });

  it("is not passed on by Attach pin", async () => {
    const w = world();
    const [item] = w.items;
    if (!item) throw new Error("an empty feed");
    item.pin.guard = found;
    render(App);
    await press("Ruth");
    await press("Attach pin");
    const dialog = await screen.findByRole("dialog", { name: "Attach pin" });
    const choice = await within(dialog).findByRole("button", { name: `Covered: ${item.pin.title}` });
    expect(choice.querySelector("img")).toBeNull();
    expect((choice as HTMLButtonElement).disabled).toBe(true);
  });
});

it("a file's name that deceives is told, and its caption's link is checked", async () => {
  const w = world();
  const file = w.messages.find((message) => message.body.kind === "file");
  if (file?.body.kind !== "file") throw new Error("no file");
  file.body.name = "scan.pdf.exe";
  file.body.caption = "See https://lnk.example/scan";
  file.body.link = { url: "https://lnk.example/scan", host: "lnk.example" };
  file.body.guard = {
    severity: "cover",
    findings: [{ code: "file_name", severity: "cover", words: "Deceives.", evidence: "scan.pdf.exe" }],
    cleaned: null,
  };
  await enter(w, rooms.jonas);
  const log = await screen.findByRole("log", { name: "Messages" });
  await until(() => log.textContent?.includes("The file is a program or an archive"), "the words");
  expect(log.textContent).toContain("See https://lnk.example/scan");
  const bubble = within(log).getByText("scan.pdf.exe").closest("article");
  if (!bubble) throw new Error("no message of it");
  await fireEvent.click(within(bubble).getByRole("button", { name: "Check link" }));
  await screen.findByRole("alertdialog", { name: "Check this link" });
});

describe("a link that carries tracking is offered without it", () => {
  const TRACKED = "https://lnk.example/sofa?id=3&utm_source=mail&fbclid=x";
  const CLEAN = "https://lnk.example/sofa?id=3";

  it("in Send pin, by one press", async () => {
    const w = world();
    const [item] = w.items;
    if (!item) throw new Error("an empty feed");
    item.pin.link = { url: TRACKED, host: "lnk.example" };
    render(App);
    const pin = await screen.findByRole("article", { name: item.pin.title });
    await fireEvent.click(within(pin).getByRole("button", { name: "Send pin" }));
    const dialog = await screen.findByRole("dialog", { name: "Send pin" });
    await fireEvent.click(await within(dialog).findByRole("button", { name: "Use the cleaned link" }));
    await until(() => within(dialog).queryByRole("button", { name: "Use the cleaned link" }) === null, "no more offer");
    await fireEvent.click(await within(dialog).findByRole("checkbox", { name: "Ruth" }));
    await fireEvent.click(within(dialog).getByRole("button", { name: "Send" }));
    await until(() => screen.queryByRole("dialog", { name: "Send pin" }) === null, "the dialog to go");
    expect(w.messages.at(-1)?.body).toMatchObject({ kind: "pin", pin: { link: { url: CLEAN } } });
  });

  it("in New pin, and what was found of the page stays", async () => {
    open();
    await press("New pin");
    const dialog = await screen.findByRole("dialog", { name: "New pin" });
    const field = within(dialog).getByRole("textbox", { name: "Link" });
    await type(field, TRACKED);
    await fireEvent.click(await within(dialog).findByRole("button", { name: "Use the cleaned link" }));
    expect((field as HTMLInputElement).value).toBe(CLEAN);
    await until(() => within(dialog).queryByRole("button", { name: "Use the cleaned link" }) === null, "no more offer");
  });

  it("in the composer, in the midst of words, and only where there is something to clean", async () => {
    const w = open();
    await press("Ruth");
    const field = await screen.findByRole("textbox", { name: "Message" });
    await type(field, `Look (${CLEAN}), or not.`);
    await type(field, `Look (${TRACKED}), or not.`);
    await press("Use the cleaned link");
    await until(() => (field as HTMLTextAreaElement).value === `Look (${CLEAN}), or not.`, "the cleaned words");
    await until(() => screen.queryByRole("button", { name: "Use the cleaned link" }) === null, "no more offer");
    await fireEvent.keyDown(field, { key: "Enter" });
    await until(() => w.messages.at(-1)?.body.kind === "text", "the message");
    expect(w.messages.at(-1)?.body).toMatchObject({ text: `Look (${CLEAN}), or not.` });
  });
});
