import { describe, expect, it } from "vitest";

import { t } from "./index";

const components = import.meta.glob<string>("../**/*.svelte", { eager: true, query: "?raw", import: "default" });
const types = import.meta.glob<string>("../api/types.ts", { eager: true, query: "?raw", import: "default" });

describe("all words on screen come from one file", () => {
  it.each(Object.entries(components))("%s has none of its own", (_path, source) => {
    const markup = source
      .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, "")
      .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, "{}")
      .replace(/=>/g, "");
    const texts = [...markup.matchAll(/>([^<>{}]*[A-Za-z]{2}[^<>{}]*)</g)].map((match) => match[1]?.trim());
    const attributes = [...markup.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g)];
    expect([...texts, ...attributes.map((match) => match[1])].filter(Boolean)).toEqual([]);
  });
});

it("every code of a problem has its line", () => {
  const source = Object.values(types)[0] ?? "";
  const union = /export type Code =([^;]*);/.exec(source)?.[1] ?? "";
  const codes = [...union.matchAll(/"([a-z_]+)"/g)].map((match) => match[1]);
  expect(codes.length).toBeGreaterThan(15);
  expect(Object.keys(t.problem).sort()).toEqual([...codes].sort());
});

it("the connection has the exact words of the contract", () => {
  expect(t.connection).toEqual({
    offline: "Offline. Showing what is saved on this device.",
    connecting: "Connecting…",
    online: "",
  });
});

it("no sentence apologises or shouts", () => {
  const all: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") all.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(t);
  expect(all.filter((words) => /!|sorry|oops|please/i.test(words))).toEqual([]);
});
