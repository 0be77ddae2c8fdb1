import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import * as data from "../api/demo/data";
import { inWindow, open, press, type } from "../testing/window";
import { until } from "../testing/world";

inWindow();

const ask = async () => screen.findByRole("region", { name: "Choose together" });

it("pins stand side by side with their votes, and a press votes and takes it back", async () => {
  const w = open();
  await press(/^Cabin trip/);
  const region = await ask();
  const dunes = await within(region).findByRole("button", { name: "Vote for The dunes behind the station, 2 votes" });
  expect(dunes.getAttribute("aria-pressed")).toBe("false");
  await fireEvent.click(dunes);
  await within(region).findByRole("button", { name: "Vote for The dunes behind the station, 3 votes", pressed: true });
  const pin = w.messages.find((m) => m.event === "$dunes");
  expect(pin?.reactions).toEqual([expect.objectContaining({ key: "✅", count: 3, mine: true })]);
  await press("Side by side");
  const dialog = await screen.findByRole("dialog", { name: "Choose together" });
  await fireEvent.click(within(dialog).getByRole("button", { name: /^Vote for The dunes.*3 votes$/ }));
  await within(dialog).findByRole("button", { name: /^Vote for The dunes.*2 votes$/ });
  await fireEvent.click(within(dialog).getByRole("button", { name: "The dunes behind the station" }));
  await screen.findByRole("main", { name: "The dunes behind the station" });
});

it("two to nine of a conversation's pins are chosen under All pins and asked about", async () => {
  const w = open();
  w.add(rooms.ruth, data.people.ruth, { kind: "pin", pin: data.pin("arch", "An arch", null) }, { event: "$arch" });
  await press(/^Ruth/);
  await press("All pins");
  await press("Choose together");
  const send = await screen.findByRole("button", { name: "Ask" });
  const boxes = () => screen.findAllByRole("checkbox", { name: /^Choose / });
  const [first] = await boxes();
  if (!first) throw new Error("a pin");
  await fireEvent.click(first);
  expect(send.hasAttribute("disabled")).toBe(true);
  for (const box of (await boxes()).slice(1)) if (!box.hasAttribute("disabled")) await fireEvent.click(box);
  await screen.findByText("9 pins chosen. Choose 2 to 9.");
  expect((await boxes()).filter((box) => box.hasAttribute("disabled")).length).toBeGreaterThan(0);
  await type(screen.getByRole("textbox", { name: "Question" }), "For the hall?");
  await fireEvent.click(send);
  await until(() => w.messages.at(-1)?.choice?.pins.length === 9, "the question to be sent");
  expect(w.messages.at(-1)?.choice?.question).toBe("For the hall?");
});
