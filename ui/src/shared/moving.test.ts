// Moving pictures move in view only, a few at a time, and not at all where the system asks for less motion.
import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Picture as PictureType } from "../api";
import { until, world } from "../testing/world";
import { AT_ONCE } from "./moving.svelte";
import Picture from "./Picture.svelte";

/** What the system asks for; before anything of ours looks at it. */
const system = vi.hoisted(() => {
  const heard: ((event: { matches: boolean }) => void)[] = [];
  const query = { matches: false, addEventListener: (_: string, hear: (typeof heard)[0]) => heard.push(hear) };
  Object.assign(globalThis, { matchMedia: () => query });
  return { lessMotion: (matches: boolean) => heard.forEach((hear) => hear({ matches })) };
});

type Seen = (entries: { isIntersecting: boolean }[]) => void;
let watched: { element: Element; tell: Seen }[] = [];

class FakeObserver {
  readonly #tell: Seen;
  constructor(tell: Seen) {
    this.#tell = tell;
  }
  observe(element: Element): void {
    watched.push({ element, tell: this.#tell });
  }
  disconnect(): void {
    watched = watched.filter(({ tell }) => tell !== this.#tell);
  }
}

beforeEach(() => {
  watched = [];
  system.lessMotion(false);
  vi.stubGlobal("IntersectionObserver", FakeObserver);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const gif = (media: number): PictureType => ({
  media, width: 100, height: 100, blurhash: null, colour: null, alt: null, animated: true,
}); // prettier-ignore

async function shown(count: number, more: { play?: boolean; width?: 320 | 640 } = {}) {
  world();
  const all = Array.from({ length: count }, (_, i) => render(Picture, { picture: gif(i + 1), width: 640, ...more }));
  for (const { container } of all) {
    const image = container.querySelector("img");
    if (!image) throw new Error("no picture");
    image.decode = () => Promise.resolve();
    await fireEvent.load(image);
  }
  const moving = () => all.map(({ container }) => container.querySelector("[data-moving]") !== null);
  return { all, moving, count: () => moving().filter(Boolean).length };
}

const inView = (at: number, isIntersecting: boolean) => watched[at]?.tell([{ isIntersecting }]);

it("in view it moves, out of view it stands still", async () => {
  const { count } = await shown(1);
  expect(count()).toBe(0);
  inView(0, true);
  await until(() => count() === 1, "it to move");
  inView(0, false);
  await until(() => count() === 0, "it to stand still");
});

it("of forty in view a few move, and each gets its turn", async () => {
  const { count, moving } = await shown(40);
  for (let n = 0; n < 40; n++) inView(n, true);
  await until(() => count() === AT_ONCE, "a few to move");
  expect(moving().indexOf(false)).toBe(AT_ONCE);
  inView(0, false);
  await until(() => moving()[AT_ONCE] === true, "the next to move");
  expect(count()).toBe(AT_ONCE);
});

it("with less motion none moves by itself, and one that is pressed does", async () => {
  system.lessMotion(true);
  const { count, all } = await shown(2);
  inView(0, true);
  inView(1, true);
  await new Promise((done) => setTimeout(done, 50));
  expect(count()).toBe(0);
  await all[0]?.rerender({ play: true });
  await until(() => count() === 1, "the one that plays");
});

it("small ones stand still, and one is stopped by Pause", async () => {
  const small = await shown(1, { width: 320 });
  expect(small.count()).toBe(0);
  expect(watched.length).toBe(0);
  cleanup();
  const paused = await shown(1, { play: false });
  inView(0, true);
  await new Promise((done) => setTimeout(done, 50));
  expect(paused.count()).toBe(0);
});
