// How long a mute lasts.
import { expect, it } from "vitest";

import { muteEnds } from "./mute";

it("ends after an hour, after eight, and tomorrow morning", () => {
  const late = new Date(2026, 10, 30, 23, 30);
  const ends = muteEnds(late).map(([name, end]) => [name, end.toString()]);
  expect(ends).toEqual([
    ["forHour", new Date(2026, 11, 1, 0, 30).toString()],
    ["forHours", new Date(2026, 11, 1, 7, 30).toString()],
    ["untilTomorrow", new Date(2026, 11, 1, 8).toString()],
  ]);
});
