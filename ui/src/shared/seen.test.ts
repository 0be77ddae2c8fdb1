import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import * as data from "../api/demo/data";
import { inWindow, open, press } from "../testing/window";

inWindow();

/** A pin of Ruth's, a day ago, in the group. */
function seenOnce(picture: string, title: string) {
  const w = open();
  const pin = data.pin(picture, title, "nordichomes.example");
  const at = Date.now() - 26 * 60 * 60_000;
  w.messages.push(
    data.message(rooms.group, data.people.tomas, at, { kind: "pin", pin }, { id: 9000, event: "$before" }),
  );
  return w;
}

it("Send pin says who sent this before, and goes there", async () => {
  seenOnce("pegs", "Peg rail, four pegs, oiled birch");
  const [first] = await within(await screen.findByRole("list", { name: "Pins" })).findAllByRole("button", {
    name: "Send pin",
  });
  if (!first) throw new Error("a pin");
  await fireEvent.click(first);
  const dialog = await screen.findByRole("dialog", { name: "Send pin" });
  await fireEvent.click(await within(dialog).findByRole("button", { name: /^Seen before: Tomas sent this pin to / }));
  expect(screen.queryByRole("dialog")).toBeNull();
  const card = await screen.findByRole("region", { name: /^Conversation with/ });
  await within(card).findByRole("article", { name: "Pin from Tomas: Peg rail, four pegs, oiled birch" });
});

it("a pin in a conversation says it on its card, and not the first time", async () => {
  const w = seenOnce("stairs", "Handrail");
  w.add(rooms.ruth, data.people.ruth, { kind: "pin", pin: data.pin("stairs", "Look at this", "elsewhere.example") });
  await press(/^Ruth/);
  const again = await screen.findByRole("article", { name: "Pin from Ruth: Look at this" });
  await within(again).findByRole("button", { name: /^Seen before: Tomas sent this picture to / });
  const sofa = await screen.findByRole("article", { name: /^Pin from Ruth: Two-seater/ });
  expect(within(sofa).queryByRole("button", { name: /^Seen before/ })).toBeNull();
});
