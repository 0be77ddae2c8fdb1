// What one sets for a conversation: by the card's button, and by the menu key on its line or head.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import { button, inWindow, open, press } from "../testing/window";
import { until } from "../testing/world";

inWindow();

async function card(name: string): Promise<void> {
  const heads = within(await screen.findByRole("navigation", { name: "Conversations" }));
  await fireEvent.click(await heads.findByRole("button", { name }));
  await screen.findByRole("region", { name: /^Conversation with/ });
}

async function act(name: string): Promise<void> {
  await press("Conversation actions");
  await fireEvent.click(await within(await screen.findByRole("dialog")).findByRole("button", { name }));
}

const closed = () => until(() => !screen.queryByRole("dialog"), "the dialog to close");

it("a conversation is archived out of the list, and taken back", async () => {
  const w = open();
  await card("Ruth");
  await act("Archive");
  await until(() => !screen.queryByRole("region", { name: "Conversation with Ruth" }), "the card to go");
  expect(w.conversation(rooms.ruth).archived).toBe(true);
  await press(/^Messages/);
  const list = await screen.findByRole("list", { name: "Conversations" });
  await within(list).findByRole("button", { name: /^Amina/ });
  expect(within(list).queryByRole("button", { name: /^Ruth/ })).toBeNull();
  await press("Archived");
  const archived = within(await screen.findByRole("list", { name: "Archived" }));
  await fireEvent.contextMenu(await archived.findByRole("button", { name: "Ruth" }));
  await press("Take out of the archive");
  const back = within(await screen.findByRole("list", { name: "Conversations" }));
  await back.findByRole("button", { name: "Ruth" });
});

it("marked as unread it is left, and read when it is opened", async () => {
  const w = open();
  await card("Ruth");
  await act("Mark as unread");
  await until(() => !screen.queryByRole("region", { name: "Conversation with Ruth" }), "the card to go");
  await card("Ruth, unread");
  await until(() => !w.conversation(rooms.ruth).marked_unread, "read");
});

it("kept on top it stands first, from its head's menu", async () => {
  open();
  const heads = within(await screen.findByRole("navigation", { name: "Conversations" }));
  await fireEvent.contextMenu(await heads.findByRole("button", { name: "Cabin trip" }));
  await press("Keep on top");
  await closed();
  await press(/^Messages/);
  const list = within(await screen.findByRole("list", { name: "Conversations" }));
  await until(
    () => list.queryAllByRole("button")[0]?.getAttribute("aria-label") === "Cabin trip",
    "Cabin trip to be first",
  );
});

it("one is told of mentions only, or of nothing for a time", async () => {
  const w = open();
  const ruth = () => w.conversation(rooms.ruth);
  await card("Ruth");
  await act("Notifications");
  await fireEvent.click(await screen.findByRole("radio", { name: "Mentions only" }));
  await closed();
  expect([ruth().notify, ruth().muted]).toEqual(["mentions", false]);
  await act("Notifications");
  await press("Mute for 1 hour");
  await closed();
  const rest = (ruth().muted_until ?? 0) - Date.now();
  expect(rest).toBeGreaterThan(3_590_000);
  expect(rest).toBeLessThanOrEqual(3_600_000);
  // What held before holds again.
  await fireEvent.click(await button("Unmute"));
  await until(() => !ruth().muted, "unmuted");
  expect(ruth().notify).toBe("mentions");
});
