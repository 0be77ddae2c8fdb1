// Pictures of every screen and dialog for `make screenshots`, where TACKROOM_SHOTS names their folder.
import { mkdirSync, writeFileSync } from "node:fs";

import { afterAll, beforeAll, describe, it } from "vitest";

import { Browser, SIZES } from "./support/browser";
import { screens } from "./support/screens";

const folder = process.env.TACKROOM_SHOTS ?? "";
const only = process.env.TACKROOM_SHOTS_ONLY;

let browser: Browser;
beforeAll(async () => {
  browser = await Browser.open();
  browser.patience = 8_000;
});
afterAll(() => browser.close());

const name = (words: string) => words.toLowerCase().replace(/[^a-z]+/gu, "-");

describe("pictures of", () => {
  const all = [...screens, ...screens.map((s) => ({ ...s, name: `${s.name} rtl`, rtl: true }))];
  it.each(all.filter((s) => !only || new RegExp(only, "u").test(s.name)).map((s) => [s.name, s] as const))(
    "%s",
    async (words, screen) => {
      mkdirSync(folder, { recursive: true });
      for (const size of screen.size ? [screen.size] : SIZES) {
        await browser.go(`${screen.state ?? ""}&theme=light`, size);
        try {
          await screen.open(browser);
        } catch (failed) {
          // Some ways lie open in a wide window only; the narrow one has its own entry.
          if (size[0] >= 640) throw failed;
          continue;
        }
        if ("rtl" in screen) await browser.script("document.documentElement.dir = 'rtl'");
        for (const theme of ["light", "dark"]) {
          await browser.script("document.documentElement.dataset.theme = arguments[0]", theme);
          await browser.still();
          writeFileSync(`${folder}/${name(words)}-${size[0]}-${theme}.png`, await browser.screenshot());
        }
      }
    },
  );
});
