import { beforeEach, describe, expect, it } from "vitest";

import { until, world } from "../testing/world";
import { measure } from "../shared/place";
import { FeedController } from "./feed.svelte";
import { recall } from "./memory";

beforeEach(() => localStorage.clear());

async function open(pins: number) {
  const w = world({ pins });
  const feed = new FeedController(null);
  feed.resize(1232, 16, false);
  const end = feed.watch();
  await until(() => feed.ready, "the first page");
  return { w, feed, end };
}

const newPin = (w: ReturnType<typeof world>, id: number) => {
  const [first] = w.items;
  if (first) w.items.unshift({ ...first, id, at: first.at + 1000 });
  w.tell({ kind: "feed" });
};

describe("a feed", () => {
  it("asks by pages and never shows one pin twice", async () => {
    const { feed, end } = await open(150);
    expect(feed.items).toHaveLength(60);
    await feed.loadMore();
    await feed.loadMore();
    expect(feed.more).toBe(false);
    expect(new Set(feed.items.map((item) => item.id)).size).toBe(150);
    expect(feed.layout.places).toHaveLength(150);
    end();
  });

  it("offers new pins by a line while the reader is further down", async () => {
    const { w, feed, end } = await open(100);
    feed.anchor = { id: 30, offset: -10 };
    newPin(w, 5001);
    newPin(w, 5002);
    await until(() => feed.newer === 2, "the line of 2 new pins");
    expect(feed.items[0]?.id).toBe(1);
    await feed.reload();
    expect(feed.items.slice(0, 2).map((item) => item.id)).toEqual([5002, 5001]);
    expect(feed.newer).toBe(0);
    end();
  });

  it("shows them at once at the top", async () => {
    const { w, feed, end } = await open(10);
    newPin(w, 5001);
    await until(() => feed.items[0]?.id === 5001, "the new pin");
    end();
  });

  it("follows a pin that goes away", async () => {
    const { w, feed, end } = await open(30);
    feed.anchor = { id: 20, offset: 0 };
    w.items = w.items.filter((item) => item.id !== 1);
    w.tell({ kind: "feed" });
    await until(() => feed.items[0]?.id === 2, "the pin after it");
    end();
  });

  it("comes back to the same place after a restart, with new pins on top", async () => {
    const { feed, end } = await open(900);
    while (feed.items.length < 750) await feed.loadMore();
    feed.anchor = { id: 700, offset: -40 };
    feed.focused = 701;
    feed.keepPlace();
    end();
    expect(recall(null)).toEqual({ id: 700, offset: -40, index: 699, focused: 701 });

    const w = world({ pins: 900 });
    for (let i = 0; i < 20; i++) newPin(w, 6000 + i);
    const again = new FeedController(null);
    again.resize(1232, 16, false);
    const stop = again.watch();
    await until(() => again.restored, "the place");
    expect(again.anchor).toEqual({ id: 700, offset: -40 });
    expect(again.focused).toBe(701);
    expect(again.layout.places.some((place) => place.id === 700)).toBe(true);
    stop();
  });

  it("keeps the columns of all pins when a picture turns out to have another shape", async () => {
    const { feed, end } = await open(60);
    const before = new Map(feed.layout.places.map((p) => [p.id, p]));
    const picture = feed.items[0]?.pin.picture;
    if (!picture) throw new Error("a pin with a picture comes first");
    const moved = feed.moved;
    measure(picture, 100, 400);
    expect(feed.moved).toBeGreaterThan(moved);
    expect(feed.layout.places.every((p) => p.column === before.get(p.id)?.column)).toBe(true);
    measure(picture, picture.width, picture.height);
    end();
  });
});
