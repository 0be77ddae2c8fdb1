import { describe, expect, it } from "vitest";

import type { Contact } from "../api";
import { until, world } from "../testing/world";
import { keyOf, merge, MOST, typedId } from "./contacts";
import { Finder } from "./finder.svelte";
import { RequestsController } from "./requests.svelte";

const ME = "@mei:lindqvist.example";
const contact = (user: string, origin: Contact["origin"] = "known"): Contact => ({
  target: { kind: "person", user },
  name: user,
  avatar: null,
  ambiguous: false,
  origin,
  last_written: null,
  members: [],
});
const keys = (contacts: Contact[]) => contacts.map((c) => keyOf(c.target));

describe("the list of contacts", () => {
  it("has the known first in their order, then the directory, no one twice, never oneself", () => {
    const local = [contact("@ruth:a"), contact("@jonas:a"), contact(ME)];
    const directory = [contact("@jonas:a", "directory"), contact("@ruben:a", "directory"), contact(ME, "directory")];
    expect(keys(merge(local, directory, "r", ME))).toEqual(["@ruth:a", "@jonas:a", "@ruben:a"]);
  });

  it("adds a full ID that is on no list", () => {
    const merged = merge([contact("@ruth:a")], [], "@new:else.example", ME);
    expect(merged.at(-1)).toMatchObject({ origin: "typed", target: { user: "@new:else.example" } });
    expect(keys(merge([contact("@ruth:a.example")], [], "@ruth:a.example", ME))).toEqual(["@ruth:a.example"]);
    expect(merge([], [], ME, ME)).toEqual([]);
  });

  it.each([
    ["@ruth:example.org", true],
    [" @ruth:example.org:8448 ", true],
    ["@ruth:[::1]", false],
    ["@ruth", false],
    ["ruth:example.org", false],
    ["@a b:example.org", false],
    [`@${"a".repeat(300)}:b.example`, false],
  ])("%j is a full ID: %s", (text, is) => expect(typedId(text) !== undefined).toBe(is));
});

describe("finding people", () => {
  it("answers from the store at once and from the directory as one types", async () => {
    world();
    const finder = new Finder(ME);
    const end = finder.watch();
    await until(() => finder.contacts.length === 7, "everyone known");
    finder.query = "ru";
    finder.typed();
    expect(finder.searching).toBe(true);
    await until(() => keys(finder.contacts).includes("@ruben:lindqvist.example"), "the directory's answer");
    expect(keys(finder.contacts)[0]).toBe("@ruth:lindqvist.example");
    expect(finder.searching).toBe(false);
    end();
  });

  it("Enter takes who fits what is typed, however fast it comes", async () => {
    world({ delay: 30 });
    const finder = new Finder(ME);
    const end = finder.watch();
    await until(() => finder.contacts.length === 7, "everyone known");
    finder.query = "jon";
    finder.typed();
    expect(keys(finder.contacts)).toEqual(["@jonas:lindqvist.example"]);
    expect((await finder.first())?.name).toBe("Jonas");
    finder.query = "luci";
    finder.typed();
    expect((await finder.first())?.name).toBe("Lucía");
    finder.query = "nobody at all";
    finder.typed();
    expect(await finder.first()).toBeUndefined();
    end();
  });

  it("takes ten and says so at the eleventh", () => {
    world();
    const finder = new Finder(ME);
    for (let i = 0; i < MOST; i++) finder.toggle(contact(`@p${i}:a.example`));
    expect(finder.full).toBe(false);
    finder.toggle(contact("@one-too-many:a.example"));
    expect(finder.full).toBe(true);
    expect(finder.chosen).toHaveLength(MOST);
    finder.toggle(contact("@p0:a.example"));
    expect(finder.chosen).toHaveLength(MOST - 1);
  });
});

describe("requests", () => {
  it("go when they are answered", async () => {
    const w = world();
    const control = new RequestsController();
    await control.load();
    const [request] = control.requests;
    if (!request) throw new Error("a request");
    expect(await control.answer(request, "accept")).toBe(true);
    expect(control.requests).toHaveLength(1);
    expect(w.requests).toHaveLength(1);
  });
});
