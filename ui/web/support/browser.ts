// One window of the web view's engine, driven through WebDriver: by roles and names as a person finds things.
import { readFileSync } from "node:fs";

import axe from "axe-core";
import { inject } from "vitest";

const BY_ROLE = readFileSync(new URL("../../../scripts/by_role.js", import.meta.url), "utf8");
const KEEP_DRAWING = readFileSync(new URL("../../../scripts/keep_drawing.js", import.meta.url), "utf8");
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** For a busy machine; nothing waits this long where it is idle. */
const DEADLINE = 90_000;

export type Element = { [ELEMENT]: string };
export type Size = readonly [number, number];
export const SIZES = [
  [1280, 800],
  [820, 1180],
  [390, 844],
] as const satisfies Size[];

export class Browser {
  /** How long something is waited for, ms. */
  patience = DEADLINE;

  private constructor(private readonly session: string) {}

  static async open(): Promise<Browser> {
    const options = { binary: MINI_BROWSER(), args: ["--automation"] };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
    const { sessionId } = (await ask("POST", "/session", { capabilities })) as { sessionId: string };
    const browser = new Browser(`/session/${sessionId}`);
    await browser.ask("POST", "/window/rect", { x: 0, y: 0, width: 1400, height: 1400 });
    return browser;
  }

  async close(): Promise<void> {
    await this.ask("DELETE", "");
  }

  private ask(method: string, path: string, body?: object): Promise<unknown> {
    return ask(method, `${this.session}${path}`, body);
  }

  /** Opens the demo in a state, such as `session=signed_out&language=ar`, in a page of exactly the size. */
  async go(state = "", [width, height]: Size = SIZES[0]): Promise<void> {
    await this.ask("POST", "/frame", { id: null });
    await this.ask("POST", "/url", { url: "about:blank" });
    // A frame is as small as a page may be; a window of the engine's own browser is not.
    const frame = await this.script<Element>(
      `const frame = document.createElement("iframe");
       frame.style.cssText = "border: 0; position: fixed; inset: 0";
       frame.width = arguments[1]; frame.height = arguments[2]; frame.src = arguments[0];
       frame.allow = "clipboard-write"; document.body.append(frame); frame.focus(); return frame;`,
      `${inject("page")}?quiet&${state}`,
      width,
      height,
    );
    await this.ask("POST", "/frame", { id: frame });
    await this.until(
      () => this.script<boolean>("return document.readyState === 'complete' && innerWidth === arguments[0]", width),
      "the page",
    );
    await this.script("window.focus()");
  }

  async script<T = unknown>(code: string, ...args: unknown[]): Promise<T> {
    return (await this.ask("POST", "/execute/sync", { script: code, args })) as T;
  }

  async scriptAsync<T = unknown>(code: string, ...args: unknown[]): Promise<T> {
    return (await this.ask("POST", "/execute/async", { script: code, args })) as T;
  }

  all(role: string, name?: string | RegExp, root: Element | null = null): Promise<Element[]> {
    const wanted = name instanceof RegExp ? `/${name.source}/` : (name ?? null);
    return this.script<Element[]>(`${BY_ROLE}\nreturn byRole(...arguments);`, root, role, wanted);
  }

  /** Role and name of everything that is shown, and all text as `text`. */
  named(): Promise<[string, string][]> {
    return this.script<[string, string][]>(`${BY_ROLE}
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const all = [...document.querySelectorAll("*")].filter((e) => roleOf(e) && shown(e)).map((e) => [roleOf(e), nameOf(e)]);
      while (texts.nextNode()) all.push(["text", squeeze(texts.currentNode.data)]);
      for (const e of document.querySelectorAll("[role=status], output")) all.push(["status", squeeze(e.textContent)]);
      return all;`);
  }

  /** The first such element, once it is there. */
  get(role: string, name?: string | RegExp, root: Element | null = null): Promise<Element> {
    return this.until(async () => (await this.all(role, name, root))[0], `${role} “${String(name)}”`);
  }

  async gone(role: string, name?: string | RegExp): Promise<void> {
    await this.until(async () => (await this.all(role, name)).length === 0, `no ${role} “${String(name)}”`);
  }

  async press(role: string, name: string | RegExp, root: Element | null = null): Promise<void> {
    await this.script("arguments[0].click()", await this.get(role, name, root));
  }

  /** A click of the mouse in its middle, which gives the focus as a script's click does not. */
  async click(element: Element): Promise<void> {
    await this.ask("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Keys as a keyboard sends them, to whatever has the focus. */
  async keys(...keys: string[]): Promise<void> {
    const actions = keys.flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async chord(modifier: string, key: string): Promise<void> {
    const actions = [
      { type: "keyDown", value: modifier },
      { type: "keyDown", value: key },
      { type: "keyUp", value: key },
      { type: "keyUp", value: modifier },
    ];
    await this.ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Waits for something true; fails at a deadline. */
  async until<T>(check: () => Promise<T | undefined | false | null>, what: string): Promise<T> {
    const end = Date.now() + this.patience;
    let last: unknown;
    for (;;) {
      try {
        const found = await check();
        if (found) return found;
      } catch (failed) {
        last = failed;
      }
      if (Date.now() > end)
        throw new Error(`${what} did not come within ${this.patience / 1000} s${last ? `: ${String(last)}` : ""}`);
      await new Promise((done) => setTimeout(done, 30));
    }
  }

  /** Until the pictures in view are drawn and nothing moves. */
  async still(): Promise<void> {
    await this.until(
      () =>
        this.script<boolean>(`return [...document.images].every(i => i.complete)
          && document.getAnimations().every(a => a.playState !== "running")`),
      "a page at rest",
    );
  }

  /** What axe finds against WCAG 2.2 A and AA, one line for each place. */
  async axe(): Promise<string[]> {
    await this.still();
    if (!(await this.script<boolean>("return 'axe' in window"))) await this.script(axe.source);
    return this.scriptAsync<string[]>(
      `const done = arguments[0];
       axe.run(document, { runOnly: { type: "tag", values: ${JSON.stringify(RULES)} }, resultTypes: ["violations"] })
         .then(({ violations }) => done(violations.flatMap((v) => v.nodes.map(
           (n) => v.id + ": " + n.target.join(" ") + " " + n.html.slice(0, 160) + " " + (n.failureSummary ?? "").slice(0, 300)))),
           (failed) => done(["axe failed: " + failed]));`,
    );
  }

  /** A picture of the page alone. */
  async screenshot(): Promise<Buffer> {
    await this.script(KEEP_DRAWING);
    await this.ask("POST", "/frame", { id: null });
    const frame = await this.script<Element>("return document.querySelector('iframe')");
    const png = (await this.ask("GET", `/element/${frame[ELEMENT]}/screenshot`)) as string;
    await this.ask("POST", "/frame", { id: frame });
    return Buffer.from(png, "base64");
  }
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** WebKit's own small browser, which comes with the library of the web view. */
function MINI_BROWSER(): string {
  return process.env.TACKROOM_MINI_BROWSER ?? "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${inject("driver")}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok) {
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${error}: ${message}`);
  }
  return value;
}

/** Keys by their WebDriver code points. */
export const KEY = {
  tab: "\uE004",
  enter: "\uE007",
  escape: "\uE00C",
  shift: "\uE008",
  control: "\uE009",
  left: "\uE012",
  up: "\uE013",
  right: "\uE014",
  down: "\uE015",
  space: " ",
  delete: "\uE017",
};
