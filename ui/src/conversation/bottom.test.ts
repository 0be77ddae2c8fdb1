import { describe, expect, it } from "vitest";

import { followsEnd } from "./bottom";

describe("following the end of a conversation", () => {
  it.each([
    ["stands at the end", true, 500, { top: 500, below: 0 }, true],
    ["grew below before the scroll event came", true, 500, { top: 500, below: 60 }, true],
    ["the reader scrolls up", true, 500, { top: 430, below: 70 }, false],
    ["the reader is above and it grows", false, 300, { top: 300, below: 900 }, false],
    ["the reader comes back down", false, 300, { top: 480, below: 20 }, true],
  ])("%s", (_, followed, before, now, expected) => {
    expect(followsEnd(followed, before, now)).toBe(expected);
  });
});
