import { expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import * as data from "../api/demo/data";
import { rows } from "./rows";

it("a run of one go is one row; what comes between or from another breaks it", () => {
  const pin = (id: number, group: string | undefined, sender = data.people.ruth) =>
    data.message(
      rooms.ruth,
      sender,
      Date.now() + id,
      { kind: "pin", pin: data.pin("fern", `${id}`, null) },
      {
        id,
        ...(group ? { group: { id: group, index: 0, count: 9 } } : {}),
      },
    );
  const kinds = (messages: ReturnType<typeof pin>[], unread?: number) =>
    rows(messages, unread ? { id: unread, count: 1 } : undefined)
      .filter((row) => row.kind !== "day")
      .map((row) => (row.kind === "pins" ? row.messages.map((m) => m.id).join("+") : row.key));
  expect(kinds([pin(1, "a"), pin(2, "a"), pin(3, "a"), pin(4, "b"), pin(5, undefined)])).toEqual(["1+2+3", "4", "5"]);
  expect(kinds([pin(1, "a"), pin(2, "a", data.people.amina), pin(3, "a")])).toEqual(["1", "2", "3"]);
  expect(kinds([pin(1, "a"), pin(2, "a"), pin(3, "a"), pin(4, "a")], 3)).toEqual(["1+2", "unread", "3+4"]);
});
