// For everyone: by keyboard alone with a visible focus, from right to left, with text at 200 %, with fingers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Browser, KEY, SIZES } from "./support/browser";
import { FOCUSED, LOST, SMALL_TARGETS } from "./support/measure";
import { screens, type Screen } from "./support/screens";

let browser: Browser;
beforeAll(async () => (browser = await Browser.open()));
afterAll(() => browser.close());

const screen = (name: string): Screen => {
  const found = screens.find((other) => other.name === name);
  if (!found) throw new Error(`no screen ${name}`);
  return found;
};

/** Screens whose mirrored form is measured for loss. */
const MIRRORED = ["Feed", "Conversation", "Messages", "Settings", "Send pin", "New pin", "a pin's page"];

interface Focused {
  name: string;
  tag: string;
  ring: boolean;
  seen: boolean;
}

describe("by keyboard alone", () => {
  /** Every stop on the way, each of which must show where it is. */
  const stops: Focused[] = [];

  async function stop(): Promise<Focused> {
    const at = await browser.script<Focused | null>(FOCUSED);
    if (!at) return { name: "", tag: "body", ring: true, seen: true };
    stops.push(at);
    expect(at, JSON.stringify(at)).toMatchObject({ ring: true, seen: true });
    return at;
  }

  /** Tab until a control of this name has the focus. */
  async function tabTo(name: RegExp, most = 40): Promise<void> {
    const passed: string[] = [];
    for (let i = 0; i < most; i++) {
      await browser.keys(KEY.tab);
      const at = await stop();
      passed.push(at.name);
      if (name.test(at.name)) return;
    }
    throw new Error(`${String(name)} is not within ${most} stops: ${passed.join(" | ")}`);
  }

  it("a pin is sent, its conversation answered and closed", async () => {
    await browser.go();
    await browser.get("list", "Pins");
    // To the first pin, by arrows to another, and Send pin by its key.
    await browser.until(async () => {
      await browser.keys(KEY.tab);
      return (await stop()).tag === "article";
    }, "the focus on a pin");
    await browser.keys(KEY.right);
    expect((await stop()).tag).toBe("article");
    await browser.keys("s");
    await browser.get("dialog", "Send pin");
    await tabTo(/^Lucía/);
    await browser.keys(KEY.space);
    await tabTo(/^Note/);
    await browser.keys(..."Look");
    await tabTo(/^Send$/);
    await browser.keys(KEY.enter);
    // The conversation opens with its composer.
    await browser.get("region", "Conversation with Lucía");
    await browser.until(async () => (await browser.script<Focused>(FOCUSED))?.name === "Message", "the composer");
    await stop();
    await browser.keys(..."Hello", KEY.enter);
    await browser.until(
      async () =>
        (await browser.script<string>("return document.querySelector('[role=log]').innerText")).includes("Hello"),
      "what was written",
    );
    // Escape closes the card and stands on its head; Delete closes that.
    await browser.keys(KEY.escape);
    await browser.gone("region", "Conversation with Lucía");
    expect((await stop()).name).toMatch(/^Lucía/);
    await browser.keys(KEY.delete);
    await browser.gone("button", /^Close Lucía/);
    await browser.until(() => browser.script(FOCUSED), "the focus on the next head");
    // From Messages it comes back.
    await browser.keys(KEY.escape);
    await browser.chord(KEY.control, "k");
    expect((await stop()).name).toBe("Search");
    await tabTo(/^Messages/);
    await browser.keys(KEY.enter);
    await browser.get("main", "Messages");
    await tabTo(/^Lucía/);
    await browser.keys(KEY.enter);
    await browser.get("region", "Conversation with Lucía");
    expect(stops.length).toBeGreaterThan(10);
  });

  it("a dialog keeps the focus and gives it back", async () => {
    await browser.go();
    await browser.get("list", "Pins");
    await tabTo(/^New pin/);
    await browser.keys(KEY.enter);
    await browser.get("dialog", "New pin");
    for (let i = 0; i < 14; i++) {
      await browser.keys(KEY.tab);
      const inside = await browser.script<boolean>(
        "return document.activeElement === document.body || document.activeElement.closest('dialog') !== null",
      );
      expect(inside).toBe(true);
    }
    await browser.keys(KEY.escape);
    await browser.gone("dialog", "New pin");
    expect((await stop()).name).toMatch(/^New pin/);
  });
});

describe("with the mouse", () => {
  it("the buttons of a cover and of Check this link are pressed, nothing lies over them", async () => {
    const covered = screen("Conversation, covered pin");
    await browser.go("", covered.size);
    await covered.open(browser);
    await browser.click(await browser.get("button", "Check link"));
    await browser.get("list", "What was found", await browser.get("alertdialog", "Check this link"));
    await browser.click(await browser.get("button", "Open cleaned link"));
    await browser.gone("alertdialog", "Check this link");
    await browser.click(await browser.get("button", "Show picture"));
    await browser.gone("button", "Show picture");
  });
});

describe("from right to left", () => {
  interface Box {
    left: number;
    right: number;
  }
  const box = (selector: string) =>
    browser.script<Box>(
      "const { left, right } = document.querySelector(arguments[0]).getBoundingClientRect(); return { left, right }",
      selector,
    );

  it("all is mirrored: heads at the lower right, the card beside them, the first pin at the right", async () => {
    const [width] = SIZES[0];
    await browser.go("language=en");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('[data-head]')"), "heads");
    await browser.script("document.querySelector('[data-head]').click()");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('.card.docked')"), "the card");
    await browser.still();
    const ltr = await Promise.all([".dock", ".card.docked", "[data-pin]"].map(box));
    await browser.go("language=ar");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('[data-head]')"), "heads");
    await browser.script("document.querySelector('[data-head]').click()");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('.card.docked')"), "the card");
    await browser.still();
    const rtl = await Promise.all([".dock", ".card.docked", "[data-pin]"].map(box));
    expect(await browser.script("return [document.dir, document.documentElement.lang]")).toEqual(["rtl", "ar"]);
    ltr.forEach(({ left, right }, i) => {
      expect(Math.abs((rtl[i]?.right ?? 0) - (width - left)), `${i} right`).toBeLessThanOrEqual(16);
      expect(Math.abs((rtl[i]?.left ?? 0) - (width - right)), `${i} left`).toBeLessThanOrEqual(16);
    });
    expect(ltr[0]?.left).toBeLessThan(100);
  });

  it("the arrow to the left goes to the next column", async () => {
    await browser.go("language=ar");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('[data-pin]')"), "pins");
    await browser.until(async () => {
      await browser.keys(KEY.tab);
      return (await browser.script<Focused | null>(FOCUSED))?.tag === "article";
    }, "the focus on a pin");
    const at = () => browser.script<number>("return document.activeElement.getBoundingClientRect().left");
    const before = await at();
    await browser.keys(KEY.left);
    expect(await at()).toBeLessThan(before - 100);
  });

  it("a name that runs the other way keeps to itself", async () => {
    await browser.go("language=ar&hostile");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('[data-head]')"), "heads");
    const loose = await browser.script<string[]>(
      `return [...document.querySelectorAll("article[data-pin] h2, .names strong, .row strong")]
         .filter((e) => e.dir !== "auto").map((e) => e.textContent)`,
    );
    expect(loose).toEqual([]);
  });

  it.each(MIRRORED.map((name) => [name] as const))("%s loses nothing", async (name) => {
    const { state, open } = screen(name);
    await browser.go(state);
    await open(browser);
    await browser.script("document.documentElement.dir = 'rtl'");
    expect(await browser.script<string[]>(LOST)).toEqual([]);
  });
});

describe.each(SIZES.map(([width, height]) => [`${width}x${height}`, [width, height]] as const))(
  "text at 200 % at %s",
  (_words, size) => {
    const names = ["Sign in", "Feed", "Conversation", "Messages", "Settings", "Send pin", "New pin", "Check this link"];
    it.each(names.map((name) => [name] as const))("loses nothing on %s", async (name) => {
      const narrow = size[0] < 640;
      const wanted = screen(narrow && name === "Conversation" ? "Conversation, narrow" : name);
      await browser.go(wanted.state, size);
      await wanted.open(browser);
      await browser.script("document.documentElement.style.fontSize = '200%'");
      await browser.still();
      expect(await browser.script<string[]>(LOST)).toEqual([]);
    });
  },
);

describe.each([
  ["820x1180", [820, 1180]],
  ["1180x820", [1180, 820]],
] as const)("a tablet of %s", (_words, size) => {
  const names = ["Feed", "Conversation", "Messages", "Settings", "Send pin", "New pin", "a pin's page", "Requests"];
  it.each(names.map((name) => [name] as const))("has targets of 44 px and more on %s", async (name) => {
    const { state, open } = screen(name);
    await browser.go(state, size);
    await open(browser);
    await browser.script("document.documentElement.dataset.pointer = 'coarse'");
    await browser.still();
    expect(await browser.script<string[]>(SMALL_TARGETS)).toEqual([]);
  });

  it("keeps the composer above a keyboard on the screen", async () => {
    await browser.go("", size);
    await screen("Conversation").open(browser);
    const bottom = () =>
      browser.script<number>("return document.querySelector('textarea').getBoundingClientRect().bottom");
    await browser.click(await browser.get("textbox", "Message"));
    const seen = size[1] - 340;
    expect(await bottom()).toBeGreaterThan(seen);
    await browser.script(
      `Object.defineProperty(visualViewport, "height", { value: arguments[0], configurable: true });
       visualViewport.dispatchEvent(new Event("resize"));`,
      seen,
    );
    await browser.until(async () => (await bottom()) <= seen, "the composer above the keyboard");
    expect(await browser.script("return document.activeElement.tagName")).toBe("TEXTAREA");
    expect(await browser.all("log", "Messages")).toHaveLength(1);
  });

  it("opens a pin's menu by a long press, and closes a head by a swipe", async () => {
    await browser.go("", size);
    await browser.get("list", "Pins");
    await browser.until(() => browser.script<boolean>("return !!document.querySelector('[data-pin]')"), "pins");
    const touch = `
      const at = (e, type, x, y) => e.dispatchEvent(new PointerEvent(type,
        { bubbles: true, cancelable: true, pointerType: "touch", isPrimary: true, clientX: x, clientY: y }));`;
    await browser.script(`${touch} at(document.querySelector("[data-pin]"), "pointerdown", 200, 200)`);
    await browser.get("button", "Copy link");
    await browser.press("button", "Cancel");
    const before = await browser.script<string[]>(
      "return [...document.querySelectorAll('[data-head]')].map(h => h.dataset.head)",
    );
    await browser.script(`${touch} const h = document.querySelector("[data-head]");
      at(h, "pointerdown", 40, 40); at(h, "pointermove", 70, 42); at(h, "pointermove", 100, 43); at(h, "pointerup", 100, 43);`);
    await browser.until(
      () =>
        browser.script<boolean>(
          "return [...document.querySelectorAll('[data-head]')].every(h => h.dataset.head !== arguments[0])",
          before[0],
        ),
      "the head's end",
    );
  });
});
