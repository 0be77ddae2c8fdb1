// docs/ui-contract.md holds: each role and name of it is on some screen, in English, by the rules of a screen reader.
import { readFileSync } from "node:fs";

import { afterAll, beforeAll, expect, it } from "vitest";

import { Browser } from "./support/browser";
import { screens } from "./support/screens";

let browser: Browser;
beforeAll(async () => (browser = await Browser.open()));
afterAll(() => browser.close());

/** The list's rows as `[role, name]`; a name of "" is any. */
function promised(): [string, string][] {
  const text = readFileSync(new URL("../../docs/ui-contract.md", import.meta.url), "utf8");
  const table = text.slice(text.indexOf("|---|"), text.indexOf("## Command line")).split("\n").slice(1);
  return table
    .filter((line) => line.startsWith("|"))
    .flatMap((line) => {
      const [, role, names] = line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      if (!role || names === undefined) throw new Error(`a row that cannot be read: ${line}`);
      return names.startsWith("says ")
        ? [[role, ""]]
        : names.split(" · ").map((name): [string, string] => [role, name]);
    }) as [string, string][];
}

/** A name of the list as a pattern: capitals stand for what differs. */
function pattern(name: string): RegExp {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  const free = plain.replace(/\b(NAME|TITLE|EMOJI)\b/gu, ".+").replace(/\bN\b/gu, "\\d+");
  return new RegExp(`^${free}$`, "u");
}

it("every role and name of the list is on a screen", async () => {
  const found = new Map<string, Set<string>>();
  for (const screen of screens) {
    await browser.go(`${screen.state ?? ""}&language=en`, screen.size);
    await screen.open(browser);
    for (const [role, name] of await browser.named()) found.set(role, (found.get(role) ?? new Set()).add(name));
  }
  const rows = promised();
  expect(rows.length).toBeGreaterThan(100);
  const missing = rows.filter(
    ([role, name]) => ![...(found.get(role) ?? [])].some((one) => name === "" || pattern(name).test(one)),
  );
  expect(missing.map(([role, name]) => `${role} “${name}”`)).toEqual([]);
}, 600_000);
