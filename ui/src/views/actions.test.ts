// What is done to a message: by button, right click, long press and keyboard; on the demo backend.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import { findEmoji, emojiGroups } from "../conversation/emoji";
import { inWindow, open } from "../testing/window";
import { until } from "../testing/world";

inWindow();

const OWN = "Yes. I look for a rug to go with it.";

async function ruth() {
  const w = open();
  await fireEvent.click(await screen.findByRole("button", { name: "Ruth" }));
  const card = await screen.findByRole("region", { name: "Conversation with Ruth" });
  await within(card).findByText(OWN);
  const article = (text: string | RegExp): HTMLElement => {
    const found = within(card).getByText(text).closest("article");
    if (!found) throw new Error(`no message ${String(text)}`);
    return found;
  };
  const actions = async (text: string | RegExp) => {
    await fireEvent.click(within(article(text)).getByRole("button", { name: "Actions" }));
    return within(await screen.findByRole("dialog", { name: "Message actions" }));
  };
  return { w, card, article, actions };
}

describe("actions of a message", () => {
  it("are opened by button, right click, long press and the menu key", async () => {
    const { article } = await ruth();
    const open = () => screen.findByRole("dialog", { name: "Message actions" });
    const close = async () => {
      await fireEvent.keyDown(await open(), { key: "Escape" });
      await until(() => !screen.queryByRole("dialog"), "it to close");
    };
    await fireEvent.contextMenu(article(OWN), { clientX: 40, clientY: 40 });
    await close();
    // The menu key comes without a place.
    await fireEvent.contextMenu(within(article(OWN)).getByRole("button", { name: "Actions" }), {
      clientX: 0,
      clientY: 0,
    });
    await close();
    await fireEvent.pointerDown(article(OWN), { pointerType: "touch", clientX: 40, clientY: 40 });
    await close();
    // A finger that moves scrolls.
    await fireEvent.pointerDown(article(OWN), { pointerType: "touch", clientX: 40, clientY: 40 });
    await fireEvent.pointerMove(article(OWN), { pointerType: "touch", clientX: 40, clientY: 80 });
    await new Promise((done) => setTimeout(done, 700));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("give a reaction at hand, take it back, and find any other by name", async () => {
    const { w, actions, article } = await ruth();
    const reactions = () => w.messages.find((m) => "text" in m.body && m.body.text === OWN)?.reactions ?? [];
    await fireEvent.click((await actions(OWN)).getByRole("button", { name: "React with ❤️" }));
    await until(() => reactions()[0]?.mine, "the reaction");
    const chip = await within(article(OWN)).findByRole("button", { name: /^❤️ 1/, pressed: true });
    await fireEvent.click(chip);
    await until(() => reactions().length === 0, "it to be taken back");
    await fireEvent.click((await actions(OWN)).getByRole("button", { name: "More emoji" }));
    const picker = within(await screen.findByRole("dialog", { name: "Choose an emoji" }));
    await fireEvent.input(picker.getByRole("searchbox", { name: "Find emoji" }), { target: { value: "hot bev" } });
    await fireEvent.click(await picker.findByRole("button", { name: "hot beverage" }));
    await until(() => reactions()[0]?.key === "☕", "the other reaction");
  });

  it("edit a text in the composer, which then gives the draft back", async () => {
    const { w, card, actions } = await ruth();
    const field = within(card).getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
    await fireEvent.input(field, { target: { value: "half a thought" } });
    await fireEvent.click((await actions(OWN)).getByRole("button", { name: "Edit" }));
    await until(() => field.value === OWN, "the words to be edited");
    await fireEvent.input(field, { target: { value: "No rug." } });
    await fireEvent.keyDown(field, { key: "Enter" });
    await until(() => w.messages.some((m) => "text" in m.body && m.body.text === "No rug." && m.edited), "the edit");
    await until(() => field.value === "half a thought", "the draft");
  });

  it("Arrow Up in an empty field edits the last of one's own; Escape leaves it as it was", async () => {
    const { w, card } = await ruth();
    const field = within(card).getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
    await fireEvent.keyDown(field, { key: "ArrowUp" });
    await until(() => field.value === OWN, "the words to be edited");
    await fireEvent.keyDown(field, { key: "Escape" });
    await until(() => field.value === "", "the empty field");
    expect(w.of(rooms.ruth).some((m) => m.mine && m.edited)).toBe(false);
    await fireEvent.input(field, { target: { value: "x" } });
    await fireEvent.keyDown(field, { key: "ArrowUp" });
    expect(field.value).toBe("x");
  });

  it("delete for everyone after asking", async () => {
    const { w, actions } = await ruth();
    const dialog = await actions(OWN);
    await fireEvent.click(dialog.getByRole("button", { name: "Delete" }));
    expect(w.of(rooms.ruth).some((m) => m.body.kind === "removed")).toBe(false);
    await fireEvent.click(await screen.findByRole("button", { name: "Delete for everyone" }));
    await until(() => w.messages.some((m) => m.room === rooms.ruth && m.body.kind === "removed"), "the removal");
  });

  it("offer only what is possible: another's text has no Edit and no Delete", async () => {
    const { actions } = await ruth();
    const dialog = await actions(/Then the peg rail/);
    expect(dialog.queryByRole("button", { name: "Edit" })).toBeNull();
    expect(dialog.queryByRole("button", { name: "Delete" })).toBeNull();
    expect(dialog.getByRole("button", { name: "Reply" })).toBeTruthy();
  });

  it("forward to others, copy a link, edit a pin", async () => {
    const { w, actions } = await ruth();
    const copied: string[] = [];
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(copied.push(text)) },
    });
    await fireEvent.click((await actions("Two-seater in bottle green")).getByRole("button", { name: "Copy link" }));
    await until(() => copied[0]?.startsWith("https://"), "the link");
    await fireEvent.click((await actions("Two-seater in bottle green")).getByRole("button", { name: "Forward" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Forward" }));
    await fireEvent.click(await dialog.findByRole("checkbox", { name: "Amina" }));
    const before = w.of(rooms.amina).length;
    await fireEvent.click(dialog.getByRole("button", { name: "Send" }));
    await until(() => w.of(rooms.amina).length === before + 1, "the forwarded pin");
  });
});

describe("the discussion of a pin", () => {
  it("stands beside the picture, and what is written there stays there", async () => {
    const { w, card } = await ruth();
    await fireEvent.click(within(card).getByRole("button", { name: /^4 replies/ }));
    const page = within(await screen.findByRole("main", { name: "Two-seater in bottle green" }));
    const discussion = within(await page.findByRole("region", { name: "Discussion" }));
    await discussion.findByText("Then the narrow one.");
    expect(discussion.getAllByRole("article")).toHaveLength(4);
    const field = discussion.getByRole("textbox", { name: "Message" });
    await fireEvent.input(field, { target: { value: "In oak?" } });
    await fireEvent.keyDown(field, { key: "Enter" });
    await until(
      () => w.messages.some((m) => m.thread_root === "$sofa" && "text" in m.body && m.body.text === "In oak?"),
      "it",
    );
    await discussion.findByText("In oak?");
    expect(within(card).queryByText("In oak?")).toBeNull();
  });

  it("arrow keys go through the pictures of the conversation, plus and minus zoom", async () => {
    const { card } = await ruth();
    await fireEvent.click(within(card).getByText("Two-seater in bottle green"));
    const page = await screen.findByRole("main", { name: "Two-seater in bottle green" });
    const zoom = within(page).getByRole<HTMLButtonElement>("button", { name: "Zoom out" });
    expect(zoom.disabled).toBe(true);
    await fireEvent.keyDown(page, { key: "+" });
    await until(() => !zoom.disabled, "it to be larger");
    await fireEvent.keyDown(page, { key: "ArrowLeft" });
    const older = within(await screen.findByRole("main", { name: /^Found on walk/ }));
    await older.findByRole("button", { name: "Picture after" });
    await fireEvent.keyDown(window, { key: "ArrowRight" });
    await screen.findByRole("main", { name: "Two-seater in bottle green" });
  });
});

it("emoji are found by the beginnings of the words of their names", async () => {
  const groups = await emojiGroups();
  expect(groups.length).toBe(9);
  expect(findEmoji(groups, "seed").map((e) => e.emoji)).toContain("🌱");
  expect(findEmoji(groups, "xyzzy")).toEqual([]);
  expect(findEmoji(groups, "a").length).toBe(120);
});
