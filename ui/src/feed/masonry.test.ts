import { describe, expect, it } from "vitest";

import { anchorAt, columnsFor, lay, neighbour, within, type Block } from "./masonry";

const blocks = (...heights: number[]): Block[] => heights.map((height, i) => ({ id: i + 1, height }));

describe("columns", () => {
  it.each([
    [1232, 16, 5, 233.6],
    [788, 16, 3, 252],
    [374, 8, 2, 183],
    [608, 16, 2, 296],
    [100, 8, 2, 46],
  ])("%s px wide with a gutter of %s: %s columns", (width, gutter, columns, columnWidth) => {
    const answer = columnsFor(width, gutter);
    expect(answer.columns).toBe(columns);
    expect(answer.columnWidth).toBeCloseTo(columnWidth, 1);
  });
});

describe("places", () => {
  it("puts each pin into the shortest column, the first of equals", () => {
    const { places, height } = lay(blocks(100, 50, 10, 10), 464, 16, 16);
    expect(places.map((p) => [p.column, p.y])).toEqual([
      [0, 0],
      [1, 0],
      [1, 66],
      [1, 92],
    ]);
    expect(height).toBe(102);
  });

  it("keeps a pin's column when a size above is corrected: only that column moves", () => {
    const kept = new Map<number, number>();
    const before = lay(blocks(100, 100, 100, 100, 100, 100), 464, 16, 16);
    for (const p of before.places) kept.set(p.id, p.column);
    const after = lay(blocks(300, 100, 100, 100, 100, 100), 464, 16, 16, kept);
    expect(after.places.map((p) => p.column)).toEqual(before.places.map((p) => p.column));
    const moved = after.places.filter((p, i) => p.y !== before.places[i]?.y);
    expect(moved.every((p) => p.column === 0)).toBe(true);
  });

  it("is empty without pins", () => expect(lay([], 464, 16, 16)).toMatchObject({ height: 0, places: [] }));

  it("draws only what is near, whatever the number", () => {
    const { places } = lay(blocks(...Array.from({ length: 10_000 }, (_, i) => 100 + (i % 7) * 30)), 1232, 16, 16);
    const near = within(places, 50_000, 51_000);
    expect(near.length).toBeGreaterThan(10);
    expect(near.length).toBeLessThan(60);
  });

  it("names the first visible pin and its distance", () => {
    const { places } = lay(blocks(100, 300, 100), 464, 16, 16);
    expect(anchorAt(places, 150)).toEqual({ id: 2, offset: -150 });
    expect(anchorAt(places, 5_000)).toBeUndefined();
  });
});

describe("arrows", () => {
  const { places } = lay(blocks(100, 200, 100, 100), 464, 16, 16);
  it.each([
    [1, "right", 2],
    [1, "down", 3],
    [3, "up", 1],
    [3, "right", 2],
    [2, "left", 1],
    [4, "up", 2],
  ] as const)("from pin %s %s to pin %s", (from, direction, to) => {
    expect(neighbour(places, from, direction)?.id).toBe(to);
  });
  it("stops at the edges", () => {
    expect(neighbour(places, 1, "up")).toBeUndefined();
    expect(neighbour(places, 1, "left")).toBeUndefined();
  });
});
