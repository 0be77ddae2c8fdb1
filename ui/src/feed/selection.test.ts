import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import * as data from "../api/demo/data";
import { inWindow, open, press } from "../testing/window";
import { until } from "../testing/world";
import { PINS_MAX } from "../shared/incoming";
import { selection } from "./selection.svelte";

inWindow();

it("pins are picked out of the feed and sent in one go, in the order in which they were picked", async () => {
  selection.clear();
  const w = open();
  const list = within(await screen.findByRole("list", { name: "Pins" }));
  const [first, second] = await list.findAllByRole("button", { name: "Select" });
  if (!first || !second) throw new Error("two pins");
  await fireEvent.click(second);
  await fireEvent.click(first);
  await screen.findByText("2 pins selected");
  // While some are picked, a press on a pin picks; by keyboard X does.
  const third = (await list.findAllByRole("article"))[2];
  if (!third) throw new Error("a third pin");
  await fireEvent.click(third);
  await screen.findByText("3 pins selected");
  third.focus();
  await fireEvent.keyDown(third, { key: "x" });
  await screen.findByText("2 pins selected");
  await press("Send selected pins");
  const dialog = within(await screen.findByRole("dialog", { name: "Send 2 pins" }));
  await fireEvent.click(await dialog.findByRole("checkbox", { name: "Ruth" }));
  await fireEvent.click(dialog.getByRole("button", { name: "Send" }));
  const sent = await until(() => {
    const found = w.messages.filter((m) => m.group?.id.startsWith("go "));
    return found.length === 2 && found;
  }, "both to be sent");
  expect(sent.map((m) => (m.body.kind === "pin" ? m.body.pin.title : ""))).toEqual([
    "Six ridges, an hour after sunset",
    "Peg rail, four pegs, oiled birch",
  ]);
  const card = within(await screen.findByRole("region", { name: "Conversation with Ruth" }));
  const group = within(await card.findByRole("article", { name: /^2 pins from / }));
  expect(screen.queryByRole("region", { name: "Selected pins" })).toBeNull();
  // Each is still a pin of its own.
  expect(group.getAllByRole("button", { name: "Actions" }).length).toBe(2);
  await fireEvent.click(group.getByRole("button", { name: "Six ridges, an hour after sunset" }));
  await screen.findByRole("main", { name: "Six ridges, an hour after sunset" });
});

it("several pictures dropped on the window are sent in one go", async () => {
  const w = open();
  await screen.findByRole("main", { name: "Feed" });
  const files = [1, 2, 3].map((n) => new File([new Uint8Array([n])], `${n}.png`, { type: "image/png" }));
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { files, types: ["Files"], getData: () => "" } });
  document.body.dispatchEvent(event);
  await screen.findByRole("dialog", { name: "Send 3 pins" });
  expect(w.added.length).toBe(3);
});

it("no more than a hundred are picked", () => {
  selection.clear();
  for (let id = 0; id <= PINS_MAX; id++) selection.toggle(id, data.pin("fern", `${id}`, null));
  expect(selection.pins.length).toBe(PINS_MAX);
  expect(selection.full && !selection.has(PINS_MAX)).toBe(true);
  selection.toggle(7, data.pin("fern", "7", null));
  expect(selection.pins.length).toBe(PINS_MAX - 1);
  selection.clear();
  expect(selection.active).toBe(false);
});
