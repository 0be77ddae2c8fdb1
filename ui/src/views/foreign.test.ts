// What comes from others or from outside: names that mislead, texts without end, files that are dropped and pasted.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { picture } from "../api/demo/data";
import { inWindow, open } from "../testing/window";
import { until } from "../testing/world";

inWindow();

const STEERING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe("text of others", () => {
  async function eve() {
    open({ hostile: true });
    await fireEvent.click(await screen.findByRole("button", { name: /^Eve/ }));
    const card = await screen.findByRole("region", { name: /^Conversation with Eve/ });
    await within(card).findAllByRole("article");
    return card;
  }

  it("a name that misleads carries the Matrix ID and steers nothing", async () => {
    const card = await eve();
    const head = screen.getByRole("button", { name: "Eve moc.elpmaxe (@eve:lindqvist.example)" });
    expect(head.getAttribute("title")).not.toMatch(STEERING);
    expect(card.getAttribute("aria-label")).not.toMatch(STEERING);
    expect(within(card).getAllByText(/@eve:lindqvist\.example/).length).toBeGreaterThan(0);
    for (const named of document.querySelectorAll("[aria-label]")) {
      expect(named.getAttribute("aria-label")).not.toMatch(STEERING);
    }
    expect(within(card).getByText("holidaygpj.exe", { selector: "bdi" })).toBeTruthy();
  });

  it("what is written is isolated, bounded and folded", async () => {
    const card = await eve();
    for (const text of card.querySelectorAll(".bubble .text, .note .text")) {
      expect(text.getAttribute("dir")).toBe("auto");
      expect((text.textContent ?? "").length).toBeLessThan(1300);
    }
    const [more] = within(card).getAllByRole("button", { name: "Show more" });
    if (!more) throw new Error("folded texts");
    await fireEvent.click(more);
    expect(within(card).getAllByRole("button", { name: "Show less" })).toHaveLength(1);
  });

  it("no odd message hides the others", async () => {
    const card = await eve();
    expect(within(card).getAllByRole("article").length).toBe(15);
    expect(within(card).getByText("File, 1,000,000 GB")).toBeTruthy();
  });
});

describe("pictures from outside", () => {
  const png = () => new File([new Uint8Array([137, 80, 78, 71])], "shot.png", { type: "image/png" });
  const transfer = (files: File[], texts: Record<string, string> = {}) => ({
    files,
    types: [...Object.keys(texts), ...(files.length ? ["Files"] : [])],
    getData: (type: string) => texts[type] ?? "",
  });

  function send(kind: string, target: EventTarget, name: "dataTransfer" | "clipboardData", data: object): Event {
    const event = new Event(kind, { bubbles: true, cancelable: true });
    Object.defineProperty(event, name, { value: data });
    target.dispatchEvent(event);
    return event;
  }

  it("dropped on a board become new pins, one after the other", async () => {
    open();
    await fireEvent.click(await screen.findByRole("link", { name: "Hallway" }));
    await screen.findByRole("main", { name: "Hallway" });
    send("drop", document.body, "dataTransfer", transfer([png(), png()]));
    for (let i = 0; i < 2; i++) {
      const dialog = await screen.findByRole("dialog", { name: "New pin" });
      await until(() => dialog.querySelector("img"), "the picture");
      await fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
      await until(() => !dialog.isConnected, "the dialog to close");
    }
    await new Promise((done) => setTimeout(done, 50));
    expect(screen.queryByRole("dialog", { name: "New pin" })).toBeNull();
  });

  it("other files are refused in words", async () => {
    open();
    await screen.findByRole("main", { name: "Feed" });
    send("drop", document.body, "dataTransfer", transfer([new File([], "a.pdf", { type: "application/pdf" })]));
    expect((await screen.findByRole("alert")).textContent).toContain("not a picture");
  });

  it("pasted into a conversation goes with the message; text pastes as ever", async () => {
    const w = open();
    await fireEvent.click(await screen.findByRole("button", { name: "Ruth" }));
    const card = within(await screen.findByRole("region", { name: "Conversation with Ruth" }));
    const field = card.getByRole("textbox", { name: "Message" });
    const both = send("paste", field, "clipboardData", transfer([png()], { "text/plain": "a\tb" }));
    expect(both.defaultPrevented).toBe(false);
    const picture = send("paste", field, "clipboardData", transfer([png()]));
    expect(picture.defaultPrevented).toBe(true);
    await card.findByRole("button", { name: "Remove picture" });
    await fireEvent.input(field, { target: { value: "This one" } });
    await fireEvent.click(card.getByRole("button", { name: "Send message" }));
    await until(() => w.messages.at(-1)?.body.kind === "pin", "the pin");
    expect(w.messages.at(-1)?.body).toMatchObject({ pin: { note: "This one", picture: { media: 10_001 } } });
  });

  it("that the web view does not hand out are asked for from the app, unless there is text", async () => {
    const w = open();
    await screen.findByRole("main", { name: "Feed" });
    w.clipboard = picture("lamp");
    send("paste", document.body, "clipboardData", transfer([], { "text/plain": "words" }));
    send("paste", document.body, "clipboardData", transfer([]));
    const dialog = await screen.findByRole("dialog", { name: "New pin" });
    await until(() => dialog.querySelector("img"), "the picture");
    await fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    await until(() => !dialog.isConnected, "the dialog to close");
    w.clipboard = null;
    send("paste", document.body, "clipboardData", transfer([]));
    await new Promise((done) => setTimeout(done, 50));
    expect(screen.queryByRole("dialog", { name: "New pin" })).toBeNull();
  });
});
