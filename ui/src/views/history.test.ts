// Older messages loaded on request, and a date that one goes to; from a conversation's actions.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { beforeAll, expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import { ofField, toField } from "../conversation/date";
import { inWindow, open, press, type } from "../testing/window";
import { until } from "../testing/world";

inWindow();
beforeAll(() => {
  // A log in whose middle one is: at neither end, where more would be asked for.
  Element.prototype.scrollIntoView = () => undefined;
  Object.defineProperty(HTMLElement.prototype, "scrollHeight", { get: () => 9000 });
  Object.defineProperty(HTMLElement.prototype, "scrollTop", { get: () => 3000, set: () => undefined });
});

const DAY = 86_400_000;

async function card(): Promise<void> {
  const heads = within(await screen.findByRole("navigation", { name: "Conversations" }));
  await fireEvent.click(await heads.findByRole("button", { name: "Ruth" }));
  await screen.findByRole("region", { name: /^Conversation with/ });
}

async function ask(name: string) {
  await card();
  await press("Conversation actions");
  await fireEvent.click(await within(await screen.findByRole("dialog")).findByRole("button", { name }));
  return within(await screen.findByRole("dialog", { name }));
}

it("a field's day is the user's own, and the 31st of a short month is none", () => {
  const at = new Date(2024, 1, 29, 17, 5).getTime();
  expect(toField(at)).toBe("2024-02-29");
  expect(ofField("2024-02-29")).toBe(new Date(2024, 1, 29).getTime());
  expect(ofField(" 2024-3-5 ")).toBe(new Date(2024, 2, 5).getTime());
  for (const none of ["", "2024-02-30", "2024-13-01", "5 March 2024"]) expect(ofField(none)).toBeUndefined();
});

it("older messages are loaded in the background, with how far they are, until one stops it", async () => {
  const w = open();
  const dialog = await ask("Older messages");
  await dialog.findByText(/^On this device are the messages back to/);
  await fireEvent.click(dialog.getByRole("checkbox", { name: /^With their pictures/ }));
  await press("Load older messages");
  await until(() => w.history.loading(rooms.ruth)?.pictures, "the wish for pictures");
  w.history.goOn(rooms.ruth);
  await dialog.findByText(/^60 older messages loaded, back to .+/);
  // The dialog may be closed: it goes on, and the conversation says so.
  await press("Close");
  await until(() => !screen.queryByRole("dialog"), "the dialog to close");
  w.history.goOn(rooms.ruth);
  const talk = within(await screen.findByRole("region", { name: "Conversation with Ruth" }));
  await talk.findByText(/^120 older messages loaded/);
  await fireEvent.click(talk.getByRole("button", { name: "Stop" }));
  await until(() => talk.queryByText(/older messages loaded/) === null, "the line to go");
  expect(w.history.loading(rooms.ruth)).toBeNull();
});

it("all of it here is said, and what waits for the network says that", async () => {
  const w = open({ connection: "offline" });
  const dialog = await ask("Older messages");
  await press("Load older messages");
  await dialog.findByText("Loading older messages… · waits until you are online");
  w.state.connection = "online";
  for (let n = 0; n < 6; n++) w.history.goOn(rooms.ruth);
  await dialog.findByText("All messages of this conversation are on this device.");
  expect(dialog.queryByRole("button", { name: "Load older messages" })).toBeNull();
});

it("a date that is here is gone to", async () => {
  const w = open();
  const dialog = await ask("Go to a date");
  const wanted = w.of(rooms.ruth).find((m) => m.at >= (ofField(toField(Date.now() - 7 * DAY)) ?? 0));
  await type(dialog.getByLabelText("Date"), toField(Date.now() - 7 * DAY));
  await press("Show");
  await until(() => !screen.queryByRole("dialog"), "the dialog to close");
  const found = await until(() => document.querySelector(".found"), "the message");
  expect(found.getAttribute("data-row")).toBe(String(wanted?.id));
  // The newest are out of sight, and within reach.
  await press("Jump to newest");
  const last = w.of(rooms.ruth).at(-1);
  await until(() => document.querySelector(`[data-row="${last?.id}"]`), "the newest message");
});

it("a date from before what is here offers to load until there, and goes there by itself", async () => {
  const w = open();
  const dialog = await ask("Go to a date");
  await type(dialog.getByLabelText("Date"), toField(Date.now() - 50 * DAY));
  await press("Show");
  await dialog.findByText(/^What was written before .+ is not all on this device\.$/);
  await press(/^Load back to/);
  await until(() => w.history.loading(rooms.ruth), "the loading");
  w.history.goOn(rooms.ruth);
  await until(() => !screen.queryByRole("dialog"), "the dialog to close");
  const found = await until(() => document.querySelector(".found"), "the message of that day");
  const message = w.messages.find((m) => String(m.id) === found.getAttribute("data-row"));
  expect(toField(message?.at ?? 0)).toBe(toField(Date.now() - 50 * DAY));
});

it("a date after the newest is said, and no date too", async () => {
  open();
  const dialog = await ask("Go to a date");
  await press("Show");
  await dialog.findByText(/^This is no date/);
  await type(dialog.getByLabelText("Date"), toField(Date.now() + 3 * DAY));
  await press("Show");
  await dialog.findByText(/^Nothing was written on .+ or later\.$/);
});
