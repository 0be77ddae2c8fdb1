// Pictures are asked for by the screen's pixels, and anew where the window comes to another screen (case C25).
import { render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";

import App from "../App.svelte";
import { useBackend } from "../api";
import { demoBackend } from "../api/demo";
import { Scale, scale } from "../shared/scale.svelte";
import { inWindow } from "../testing/window";
import { until } from "../testing/world";

inWindow();
afterEach(() => {
  vi.unstubAllGlobals();
  scale.ratio = 1;
});

const PLACE = 236;

describe("a picture's width", () => {
  it.each([
    [1, 320],
    [1.5, 640],
    [2, 640],
    [3, 1280],
  ])("at a scale of %d is enough for the screen's pixels of 236 px: %d", (ratio, width) => {
    vi.stubGlobal("devicePixelRatio", ratio);
    const enough = new Scale().width(PLACE);
    expect(enough).toBe(width);
    expect(enough).toBeGreaterThanOrEqual(PLACE * ratio);
  });

  it("follows the window from screen to screen", () => {
    const heard: [string, () => void][] = [];
    vi.stubGlobal("matchMedia", (query: string) => ({
      addEventListener: (_: string, listener: () => void) => heard.push([query, listener]),
    }));
    vi.stubGlobal("devicePixelRatio", 1);
    const watched = new Scale();
    for (const [ratio, before] of [
      [2, 1],
      [1.5, 2],
    ] as const) {
      const [query, listener] = heard.pop() ?? ["", () => undefined];
      expect(query).toBe(`(resolution: ${before}dppx)`);
      vi.stubGlobal("devicePixelRatio", ratio);
      listener();
      expect(watched.ratio).toBe(ratio);
    }
  });

  it("of the feed's pictures changes with the screen", async () => {
    const backend = demoBackend({ delay: 0, lively: false, pins: 26 });
    useBackend({ ...backend, pictureUrl: (media, width) => `pin://${media}/${width}` });
    render(App);
    const list = await screen.findByRole("list", { name: "Pins" });
    const widths = () => [...list.querySelectorAll("img")].map((image) => Number(image.src.split("/").at(-1)));
    const before = await until(() => widths().length > 0 && widths(), "pictures");
    scale.ratio = 4;
    await until(
      () => widths().length === before.length && widths().every((w, at) => w > (before[at] ?? 0)),
      "sharper pictures",
    );
  });
});
