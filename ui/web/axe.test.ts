// Nothing that axe-core knows of WCAG 2.2 (A, AA) and of good practice is wrong on any screen or dialog, light and dark.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Browser } from "./support/browser";
import { screens } from "./support/screens";

let browser: Browser;
beforeAll(async () => (browser = await Browser.open()));
afterAll(() => browser.close());

describe("axe finds nothing, light and dark, on", () => {
  it.each(screens.map(({ name, ...screen }) => [name, screen] as const))("%s", async (_name, screen) => {
    await browser.go(`${screen.state ?? ""}&theme=light`, screen.size);
    await screen.open(browser);
    const light = await browser.axe();
    // A theme is colours alone: the page stays as it is.
    await browser.script("document.documentElement.dataset.theme = 'dark'");
    expect({ light, dark: await browser.axe() }).toEqual({ light: [], dark: [] });
  });
});

it("axe sees a fault where there is one", async () => {
  await browser.go("session=signed_out");
  await browser.get("button", "Sign in");
  await browser.script("document.querySelector('h1').style.color = '#ccc'; document.documentElement.lang = ''");
  const found = (await browser.axe()).map((line) => line.split(":")[0]);
  expect(found).toEqual(expect.arrayContaining(["color-contrast", "html-has-lang"]));
});
