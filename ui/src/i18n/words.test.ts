import { FluentResource } from "@fluent/bundle";
import { afterEach, describe, expect, it } from "vitest";

import { LANGUAGES, SOURCES, fromSystem, localeOf, say, useLanguage } from "./language.svelte";
import { idOf, shapes, type Shape } from "./speak";
import { list, nameOfEmoji, t } from "./index";

const components = import.meta.glob<string>("../**/*.svelte", { eager: true, query: "?raw", import: "default" });
const modules = import.meta.glob<string>(["../**/*.ts", "!../**/*.test.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});
const sources = Object.entries({ ...components, ...modules });

afterEach(() => useLanguage("en", []));

/** Every word of the shape: its place, its message's name and the variables it is given (none: a composed one). */
function entries(shape: Shape, path: string[] = []): { path: string[]; id: string; given: string[] | undefined }[] {
  return Object.entries(shape).flatMap(([key, entry]) => {
    const here = [...path, key];
    if (typeof entry === "object") return entries(entry, here);
    const made = typeof entry === "function" ? (entry as (...args: unknown[]) => unknown)(["x"], ["x"], ["x"]) : {};
    const given = typeof made === "string" ? undefined : Object.keys(made as object).sort();
    return [{ path: here, id: idOf(here), given }];
  });
}

const all = shapes.flatMap((shape) => entries(shape));
const messages = all.filter((entry) => entry.given !== undefined);

type Found = { variables: Set<string>; selects: Map<string, Set<string>> };

/** What a message holds, by a walk over its parsed form. */
function look(pattern: unknown, found: Found = { variables: new Set(), selects: new Map() }): Found {
  if (Array.isArray(pattern)) pattern.forEach((part) => look(part, found));
  else if (typeof pattern === "object" && pattern !== null) {
    const part = pattern as Record<string, unknown>;
    if (part.type === "var") found.variables.add(String(part.name));
    if (part.type === "select") {
      const selector = part.selector as { name: string };
      const keys = (part.variants as { key: { value: unknown } }[]).map((variant) => String(variant.key.value));
      found.selects.set(selector.name, new Set(keys));
    }
    Object.values(part).forEach((value) => look(value, found));
  }
  return found;
}

const files = Object.fromEntries(
  LANGUAGES.map((name) => [
    name,
    new Map(new FluentResource(SOURCES[name]).body.map((entry) => [entry.id, look(entry.value)])),
  ]),
);

// Said by the i18n folder itself. Those named "app-…" are said by the app (core/src/words.rs).
const OWN = ["day-today", "day-yesterday", "when-at", "when-yesterday", "when-on-weekday", "when-on-date"];

describe.each(LANGUAGES)("the messages in %s.ftl", (name) => {
  const file = files[name] as Map<string, Found>;

  it("are all that the UI says, and no more", () => {
    const ofTheUi = [...file.keys()].filter((id) => !id.startsWith("app-"));
    expect(ofTheUi.sort()).toEqual([...OWN, ...messages.map((entry) => entry.id)].sort());
  });

  it("were all understood by the parser", () => {
    const written = [...SOURCES[name].matchAll(/^([a-zA-Z][\w-]*) *=/gmu)].map((match) => match[1]);
    expect([...file.keys()]).toEqual(written);
    expect(new Set(written).size).toBe(written.length);
  });

  it("use only the variables that they are given", () => {
    const wrong = messages.filter(({ id, given }) =>
      [...(file.get(id)?.variables ?? [])].some((variable) => !given?.includes(variable)),
    );
    expect(wrong.map((entry) => entry.id)).toEqual([]);
  });

  it("leave out no variable but a count", () => {
    const left = messages.flatMap(({ id, given }) =>
      (given ?? []).filter((variable) => !file.get(id)?.variables.has(variable)).map((variable) => `${id} ${variable}`),
    );
    expect(left).toEqual([]);
  });

  it("have each plural form of the language wherever they count", () => {
    const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
    // "0" and "1" are a literal nought and one: nothing else in these languages has those forms.
    const missing = [...file].flatMap(([id, { selects }]) =>
      [...selects.values()].flatMap((keys) =>
        forms
          .filter((form) => !keys.has(form) && !(form === "one" && (keys.has("0") || keys.has("1"))))
          .map((form) => `${id} ${form}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("can all be said", () => {
    useLanguage(name, []);
    for (const { id, given } of messages) {
      for (const n of [0, 1, 2, 3, 11, 100]) {
        const said = say(id, Object.fromEntries((given ?? []).map((variable) => [variable, n])));
        expect(said, id).not.toMatch(/[{}]/u);
        if (!empty.has(id)) expect(said, id).not.toBe("");
      }
    }
  });
});

/** Those that may say nothing. */
const empty = new Set(["connection-online", ...Object.keys(t.problem).map((code) => `problem-${code}`)]);

describe("the other languages", () => {
  it.each(LANGUAGES.filter((name) => name !== "en"))("%s translates every sentence", (name) => {
    const same = all.filter(({ id }) => {
      const words = (language: string) => {
        useLanguage(language, []);
        return say(id, Object.fromEntries((messages.find((m) => m.id === id)?.given ?? []).map((v) => [v, "x"])));
      };
      const [ours, theirs] = [words("en"), words(name)];
      return ours === theirs && /(?:[a-z]{2,}[ .]+){3}/u.test(ours);
    });
    expect(same.map((entry) => entry.id)).toEqual([]);
  });

  it("are chosen by the system, English where it has none of them", () => {
    expect(fromSystem(["fr-FR", "de-AT", "en"])).toBe("de");
    expect(fromSystem(["ar_EG"])).toBe("ar");
    expect(fromSystem(["ja"])).toBe("en");
    expect(localeOf("de", ["en-US", "de-AT"])).toBe("de-AT");
    expect(localeOf("ar", ["en-US"])).toBe("ar");
    expect(localeOf("en", ["de"])).toBe("en-GB");
  });

  it("tell the document which they are and which way they run", () => {
    useLanguage("ar", []);
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["ar", "rtl"]);
    useLanguage("de", []);
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["de", "ltr"]);
  });

  it("reach words that were taken out before the change", () => {
    const feed = t.feed;
    expect(feed.sendPin).toBe("Send pin");
    useLanguage("de", []);
    expect(feed.sendPin).toBe("Pin senden");
    expect(feed.newer(1)).toBe("1 neuer Pin");
    expect(feed.newer(1200)).toBe("1.200 neue Pins");
    expect(list(["Ruth", "Jonas", "Amina"])).toBe("Ruth, Jonas und Amina");
  });

  it("have six forms in Arabic", () => {
    useLanguage("ar", ["ar-EG"]);
    expect([0, 1, 2, 3, 11, 100].map((n) => t.feed.newer(n).replace(/[\u2068\u2069]/gu, ""))).toEqual([
      "لا دبابيس جديدة",
      "دبوس جديد واحد",
      "دبوسان جديدان",
      "٣ دبابيس جديدة",
      "١١ دبوسًا جديدًا",
      "١٠٠ دبوس جديد",
    ]);
  });

  it("keep a name apart from right-to-left words, and plain in left-to-right ones", () => {
    expect(t.heads.close("Ruth")).toBe("Close Ruth");
    useLanguage("ar", []);
    expect(t.heads.close("Ruth")).toBe("إغلاق \u2068Ruth\u2069");
  });
});

describe("all words on screen come from the message files", () => {
  it.each(Object.entries(components))("%s has none of its own", (_path, source) => {
    const markup = source
      .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, "")
      .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, "{}")
      .replace(/=>/g, "");
    const texts = [...markup.matchAll(/>([^<>{}]*[A-Za-z]{2}[^<>{}]*)</g)].map((match) => match[1]?.trim());
    const attributes = [...markup.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g)];
    expect([...texts, ...attributes.map((match) => match[1])].filter(Boolean)).toEqual([]);
  });

  it("and none of them is idle", () => {
    const idle = all.filter(({ path, id }) => {
      const names = path.map((_, i) => path.slice(i).join("."));
      return !sources.some(([file, source]) => {
        if (file.startsWith("./words.ts")) return source.includes(`say("${id}"`);
        if (new RegExp(`\\bt\\.${path.join("\\.")}\\b`, "u").test(source)) return true;
        // By a part that was taken out (`const words = t.feed`), or by a code (`t.problem[code]`).
        return names.some((rest, i) => {
          const head = path.slice(0, i).join(".");
          if (!head) return false;
          if (new RegExp(`\\bt\\.${head.replaceAll(".", "\\.")}\\[`, "u").test(source) && !rest.includes("."))
            return true;
          const taken = new RegExp(
            `const (\\w+) = \\$?(?:derived\\()?t\\.${head.replaceAll(".", "\\.")}\\b\\)?;`,
            "u",
          ).exec(source);
          return (
            taken !== null && new RegExp(`\\b${taken[1]}(?:\\.${rest.replaceAll(".", "\\.")}\\b|\\[)`, "u").test(source)
          );
        });
      });
    });
    expect(idle.map((entry) => entry.path.join("."))).toEqual([]);
  });
});

describe("the names of a verification's emoji", () => {
  const named = Object.keys(t.emoji);

  it("are 64, as the specification has them, in each language", () => {
    expect(named.length).toBe(64);
    for (const name of LANGUAGES) {
      useLanguage(name, []);
      const said = Object.values(t.emoji);
      expect(said.filter((words) => words.trim() === "" || words.startsWith("emoji-"))).toEqual([]);
      // Two that are called alike could not be told apart aloud.
      expect(new Set(said).size, name).toBe(64);
      expect(name === "en" || said.filter((words, i) => words === SPECIFIED[i]).length < 8, name).toBe(true);
    }
    useLanguage("en", []);
    expect(Object.values(t.emoji)).toEqual(SPECIFIED);
  });

  it("are found by the emoji, with or without its mark for colour", () => {
    expect(["🐶", "❤️", "❤", "☎️", "📌"].map(nameOfEmoji)).toEqual(["dog", "heart", "heart", "telephone", "pin"]);
    expect(nameOfEmoji("🪿")).toBeUndefined();
  });
});

/** The English descriptions of the specification's table, by number. */
const SPECIFIED = [
  ...["Dog", "Cat", "Lion", "Horse", "Unicorn", "Pig", "Elephant", "Rabbit", "Panda", "Rooster", "Penguin", "Turtle"],
  ...["Fish", "Octopus", "Butterfly", "Flower", "Tree", "Cactus", "Mushroom", "Globe", "Moon", "Cloud", "Fire"],
  ...["Banana", "Apple", "Strawberry", "Corn", "Pizza", "Cake", "Heart", "Smiley", "Robot", "Hat", "Glasses"],
  ...["Spanner", "Santa", "Thumbs Up", "Umbrella", "Hourglass", "Clock", "Gift", "Light Bulb", "Book", "Pencil"],
  ...["Paperclip", "Scissors", "Lock", "Key", "Hammer", "Telephone", "Flag", "Train", "Bicycle", "Aeroplane"],
  ...["Rocket", "Trophy", "Ball", "Guitar", "Trumpet", "Bell", "Anchor", "Headphones", "Folder", "Pin"],
];

it("every code of a problem has its line", () => {
  const source = sources.find(([path]) => path.endsWith("/api/types.ts"))?.[1] ?? "";
  const union = /export type Code =([^;]*);/.exec(source)?.[1] ?? "";
  const codes = [...union.matchAll(/"([a-z_]+)"/g)].map((match) => match[1]);
  expect(codes.length).toBeGreaterThan(15);
  expect(Object.keys(t.problem).sort()).toEqual([...codes].sort());
});

it("the connection has the exact words of the contract", () => {
  expect({ ...t.connection }).toEqual({
    offline: "Offline. Showing what is saved on this device.",
    connecting: "Connecting…",
    online: "",
  });
});

const FORBIDDEN = { en: /sorry|oops|please/iu, de: /\bbitte\b|leider|entschuldig/iu, ar: /عذر|آسف/iu };

it.each(LANGUAGES)("no sentence of %s.ftl apologises or shouts", (name) => {
  const lines = SOURCES[name].split("\n").filter((line) => !line.startsWith("#"));
  expect(lines.filter((line) => line.includes("!") || FORBIDDEN[name].test(line))).toEqual([]);
});
