// Several pictures in one go: chosen or dropped, what is none named and left out; and what is told of all of them.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { people, picture, rooms } from "../api/demo/data";
import { selection } from "../feed/selection.svelte";
import { inWindow, open, press, type } from "../testing/window";
import { until } from "../testing/world";

inWindow();

const file = (name: string, kind = "image/png") => new File([new Uint8Array([name.length])], name, { type: kind });

function drop(target: EventTarget, files: File[]): void {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { files, types: ["Files"], getData: () => "" } });
  target.dispatchEvent(event);
}

async function card() {
  await fireEvent.click(await screen.findByRole("button", { name: "Ruth" }));
  const region = await screen.findByRole("region", { name: "Conversation with Ruth" });
  return { region, in: within(region) };
}

it("dropped on a conversation they go with the message, in order; what is no picture is named and left out", async () => {
  const w = open();
  const { region, in: talk } = await card();
  drop(region, [file("1.png"), file("notes.txt", "text/plain"), file("22.png"), file("333.png")]);
  await talk.findByText("3 pictures");
  await talk.findByText("Left out: notes.txt. Tackroom cannot take it as a picture.");
  await type(talk.getByRole("textbox", { name: "Message" }), "From the walk");
  await fireEvent.click(talk.getByRole("button", { name: "Send message" }));
  await until(() => w.of(rooms.ruth).at(-1)?.group, "the group");
  const sent = w.of(rooms.ruth).slice(-3);
  expect(sent.map(({ body }) => body.kind === "pin" && body.pin.picture?.media)).toEqual([10_001, 10_002, 10_003]);
  expect(sent[0]?.body).toMatchObject({ pin: { note: "From the walk" } });
  expect(new Set(sent.map(({ group }) => group?.id)).size).toBe(1);
  await until(() => talk.queryByText("3 pictures") === null, "an empty composer");
});

it("dropped on the feed they are sent in one go, without what is no picture", async () => {
  open();
  await screen.findByRole("main", { name: "Feed" });
  drop(document.body, [file("1.png"), file("film.mp4", "video/mp4"), file("folder", ""), file("22.png")]);
  const dialog = within(await screen.findByRole("dialog", { name: "Send 2 pins" }));
  await dialog.findByText("Left out: film.mp4 and folder. Tackroom cannot take them as pictures.");
});

it("several are chosen in the dialog of New pin", async () => {
  const w = open();
  const refused = [{ name: "notes.txt", words: "This is no picture." }];
  w.chosen = { pictures: [picture("lamp"), picture("fern")], refused, beyond: 3 };
  await press("New pin");
  await press("Choose picture");
  const dialog = within(await screen.findByRole("dialog", { name: "Send 2 pins" }));
  await dialog.findByText(/^Left out: notes\.txt\..* 100 go in one go; 3 more were left out\.$/);
  expect(screen.queryByRole("dialog", { name: "New pin" })).toBeNull();
});

it("one that cannot be taken says why, and New pin stays", async () => {
  const w = open();
  w.chosen = { pictures: [], refused: [{ name: "notes.txt", words: "This file is no picture." }], beyond: 0 };
  await press("New pin");
  await press("Choose picture");
  const dialog = within(await screen.findByRole("dialog", { name: "New pin" }));
  await dialog.findByText(/This file is no picture/);
});

it("which of them were sent before is told, and all their links are cleaned by one press", async () => {
  selection.clear();
  const w = open();
  const [first, second] = w.items;
  if (!first || !second) throw new Error("two pins");
  first.pin.link = { url: "https://shop.example/lamp?utm_source=x", host: "shop.example" };
  for (const item of [first, second]) w.add(rooms.ruth, people.ruth, { kind: "pin", pin: structuredClone(item.pin) });
  const list = within(await screen.findByRole("list", { name: "Pins" }));
  for (const select of (await list.findAllByRole("button", { name: "Select" })).slice(0, 3))
    await fireEvent.click(select);
  await press("Send selected pins");
  const dialog = within(await screen.findByRole("dialog", { name: "Send 3 pins" }));
  await dialog.findByText("2 of these 3 were sent before:");
  await dialog.findByText("1 link carries tracking or a detour.");
  await fireEvent.click(dialog.getByRole("button", { name: "Use the cleaned link" }));
  await until(() => dialog.queryByText(/tracking or a detour/) === null, "the offer to go");
  await fireEvent.click(await dialog.findByRole("checkbox", { name: "Ruth" }));
  await fireEvent.click(dialog.getByRole("button", { name: "Send" }));
  const sent = await until(
    () => w.messages.find((m) => m.group?.id.startsWith("go ") && m.group.index === 0),
    "the first of the group",
  );
  expect(sent.body).toMatchObject({ pin: { link: { url: "https://shop.example/lamp" } } });
});
