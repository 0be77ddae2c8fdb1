// Fingers and what a keyboard on the screen leaves: touch PointerEvents made by script, and a stand-in visual viewport.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";

import { useLanguage } from "../i18n";
import { viewport } from "../shared/viewport.svelte";
import { inWindow, open } from "../testing/window";
import { until } from "../testing/world";

inWindow();
afterEach(() => useLanguage("en", []));

const finger = (at: Element, type: string, x: number, y: number) =>
  fireEvent(
    at,
    new PointerEvent(type, { bubbles: true, pointerType: "touch", isPrimary: true, clientX: x, clientY: y, button: 0 }),
  );

async function longPress(at: Element): Promise<void> {
  await finger(at, "pointerdown", 100, 100);
  await until(() => screen.queryByRole("dialog"), "the menu");
  await finger(at, "pointerup", 100, 100);
  await fireEvent.click(at);
}

describe("a long press", () => {
  it("opens a pin's menu in the feed, and does not open the pin", async () => {
    open();
    const list = within(await screen.findByRole("list", { name: "Pins" }));
    const [pin] = await list.findAllByRole("article");
    await longPress(pin as HTMLElement);
    const menu = within(screen.getByRole("dialog"));
    for (const name of ["Send pin", "Save to board", "Open link", "Copy link"]) {
      expect(menu.getByRole("button", { name })).toBeTruthy();
    }
    expect(screen.getByRole("main", { name: "Feed" })).toBeTruthy();
    await fireEvent.click(menu.getByRole("button", { name: "Send pin" }));
    await screen.findByRole("dialog", { name: "Send pin" });
  });

  it("copies the link", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
    const w = open();
    const [pin] = await screen.findAllByRole("article");
    await longPress(pin as HTMLElement);
    await fireEvent.click(screen.getByRole("button", { name: "Copy link" }));
    await until(() => writeText.mock.calls.length, "the copy");
    expect(writeText).toHaveBeenCalledWith(w.items[0]?.pin.link?.url);
  });

  it("opens it in a conversation, too, also by the Menu key", async () => {
    open();
    await fireEvent.click(await screen.findByRole("button", { name: /^Ruth/ }));
    const log = within(await screen.findByRole("log", { name: "Messages" }));
    const pins = await log.findAllByRole("article", { name: /^Pin from/ });
    const card = pins[0]?.querySelector(".card") as HTMLElement;
    await longPress(card);
    expect(screen.getByRole("button", { name: "Copy link" })).toBeTruthy();
    await fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    await until(() => !screen.queryByRole("dialog"), "the menu's end");
    await fireEvent.contextMenu(card);
    await screen.findByRole("button", { name: "Copy link" });
  });

  it("is none where the finger scrolls", async () => {
    open();
    const [pin] = await screen.findAllByRole("article");
    vi.useFakeTimers();
    try {
      await finger(pin as HTMLElement, "pointerdown", 100, 100);
      await finger(pin as HTMLElement, "pointermove", 100, 130);
      vi.advanceTimersByTime(2_000);
    } finally {
      vi.useRealTimers();
    }
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe.each(["en", "ar"] as const)("a swipe in %s", (language) => {
  const swipe = async (head: Element, x: number, y = 0) => {
    await finger(head, "pointerdown", 40, 40);
    await finger(head, "pointermove", 40 + x / 2, 40 + y);
    await finger(head, "pointermove", 40 + x, 40 + y);
    await finger(head, "pointerup", 40 + x, 40 + y);
    await fireEvent.click(head);
  };
  const heads = () => [...document.querySelectorAll<HTMLElement>("[data-head]")];

  it.each([-50, 60])("of %s px closes a head and opens nothing", async (x) => {
    open({ language });
    await until(() => heads().length > 1, "the heads");
    const [first] = heads();
    const room = first?.dataset.head;
    await swipe(first as HTMLElement, x);
    await until(() => heads().every((head) => head.dataset.head !== room), "the head's end");
    expect(document.querySelector("[data-conversation]")).toBeNull();
  });

  it("that is short, or goes along the heads, closes none", async () => {
    open({ language });
    await until(() => heads().length > 1, "the heads");
    const before = heads().length;
    await swipe(heads()[0] as HTMLElement, 20);
    await swipe(heads()[0] as HTMLElement, 45, 90);
    expect(heads().length).toBe(before);
  });
});

describe("a keyboard on the screen", () => {
  class StandIn extends EventTarget {
    height = innerHeight;
    offsetTop = 0;
    scale = 1;
    shows(height: number, scale = 1): void {
      this.height = height;
      this.scale = scale;
      this.dispatchEvent(new Event("resize"));
    }
  }
  const seen = () => document.documentElement.style.getPropertyValue("--seen-height");

  it("leaves the layout what is seen above it, and gives it back", () => {
    const standIn = new StandIn();
    viewport.watch(standIn as unknown as VisualViewport);
    standIn.shows(innerHeight - 300);
    expect(seen()).toBe(`${innerHeight - 300}px`);
    expect(viewport.height).toBe(innerHeight - 300);
    standIn.shows(innerHeight);
    expect(seen()).toBe("");
    expect(viewport.height).toBe(innerHeight);
  });

  it("is not a page that two fingers have zoomed", () => {
    const standIn = new StandIn();
    viewport.watch(standIn as unknown as VisualViewport);
    standIn.shows(innerHeight / 2, 2);
    expect(seen()).toBe("");
  });
});
