import { expect, it } from "vitest";

import { pieces } from "./search.svelte";

it("a search snippet falls into pieces", () => {
  expect(pieces("peg \u0002rail\u0003, four")).toEqual([
    { text: "peg ", match: false },
    { text: "rail", match: true },
    { text: ", four", match: false },
  ]);
  expect(pieces("plain")).toEqual([{ text: "plain", match: false }]);
});
