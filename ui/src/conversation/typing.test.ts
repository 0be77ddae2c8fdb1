import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { rooms } from "../api/demo/data";
import * as data from "../api/demo/data";
import { inWindow, open, press, type } from "../testing/window";
import { until, world } from "../testing/world";
import { Writing } from "./typing.svelte";

inWindow();
afterEach(() => vi.useRealTimers());

it("who is writing stands in the conversation's head, and goes", async () => {
  const w = open();
  await press(/^Ruth/);
  const card = within(await screen.findByRole("region", { name: "Conversation with Ruth" }));
  w.typing.set(rooms.ruth, [data.people.ruth]);
  w.tell({ kind: "typing", room: rooms.ruth });
  await card.findByText("Ruth is writing…");
  w.typing.delete(rooms.ruth);
  w.tell({ kind: "typing", room: rooms.ruth });
  await until(() => !card.queryByText("Ruth is writing…"), "the words to go");
  // One's own writing is told, and taken back when it is sent.
  const field = card.getByRole("textbox", { name: "Message" });
  await type(field, "Hm");
  await until(() => w.toldTyping.length === 1, "it to be told");
  await fireEvent.click(card.getByRole("button", { name: "Send message" }));
  await until(() => w.toldTyping.at(-1)?.typing === false, "it to be taken back");
});

it("writing is told once in a while, and taken back by rest, by leaving and by an empty field", () => {
  vi.useFakeTimers();
  const w = world();
  const told = () => w.toldTyping.map((one) => one.typing);
  const writing = new Writing(rooms.ruth);
  writing.wrote(" ");
  expect(told()).toEqual([]);
  for (let i = 0; i < 20; i++) {
    writing.wrote("a");
    vi.advanceTimersByTime(200);
  }
  expect(told()).toEqual([true, true]);
  vi.advanceTimersByTime(6_000);
  expect(told()).toEqual([true, true, false]);
  writing.ceased();
  expect(told().length).toBe(3);
  writing.wrote("b");
  writing.wrote("");
  expect(told()).toEqual([true, true, false, true, false]);
});

it("a pin's page says who has seen it, with the ID where two have one name", async () => {
  const w = open();
  const event = "$lake";
  w.messages.push(
    data.message(
      rooms.group,
      data.people.tomas,
      Date.now(),
      { kind: "pin", pin: data.pin("lake", "Quiet lake", null) },
      {
        id: 9500,
        event,
        readers: [{ ...data.people.amina, ambiguous: true }, data.people.oskar],
      },
    ),
  );
  await press(/^Cabin trip/);
  const card = await screen.findByRole("article", { name: "Pin from Tomas: Quiet lake" });
  await within(card).findByRole("img", { name: "Read by Amina and Oskar" });
  await fireEvent.click(within(card).getByRole("button", { name: "Quiet lake" }));
  await screen.findByText(`Seen by Amina (${data.people.amina.user}) and Oskar`);
});
