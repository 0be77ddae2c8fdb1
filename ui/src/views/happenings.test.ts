// The small lines between messages: what happened to a conversation.
import { render, screen, within } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";

import type { Happening, What } from "../api";
import * as data from "../api/demo/data";
import Happenings from "../conversation/Happenings.svelte";
import { wordsOf } from "../conversation/happenings";
import { rows } from "../conversation/rows";
import { useLanguage } from "../i18n/language.svelte";
import { fireEvent } from "@testing-library/svelte";
import { inWindow, open } from "../testing/window";
import { until } from "../testing/world";

inWindow();
afterEach(() => useLanguage("en", []));

const { ruth, jonas, amina } = data.people;
const happening = (what: What, more: Partial<Happening> = {}) => data.happening(what, ruth, Date.now(), more);
const said = (what: What, more: Partial<Happening> = {}) =>
  wordsOf(happening(what, more)).replace(/[\u2066-\u2069]/gu, "");

it("each is said in words, also what oneself did or got", () => {
  const mine = { by: data.mei, mine: true };
  const me = { people: [data.mei], me: true };
  expect([
    said("created", { name: "Flat" }),
    said("created", mine),
    said("named", { name: "Flat" }),
    said("named", { ...mine, name: null }),
    said("picture"),
    said("picture_gone", mine),
    said("joined", { people: [ruth, jonas] }),
    said("joined", me),
    said("left", { people: [ruth, jonas, amina], more: 4 }),
    said("invited", { people: [jonas] }),
    said("invited", { ...mine, people: [jonas, amina] }),
    said("invited", me),
    said("removed", me),
    said("banned", { ...mine, people: [jonas] }),
    said("called", { people: [ruth], before: "Carol", name: "Caroline" }),
    said("called", { ...me, before: "Mei", name: "M" }),
    said("face", { people: [ruth] }),
    said("role", { people: [jonas], role: "moderator" }),
    said("role", { ...me, role: "admin" }),
  ]).toEqual([
    "Ruth started the group “Flat”",
    "You started the group",
    "Ruth named the group “Flat”",
    "You removed the group’s name",
    "Ruth changed the group’s picture",
    "You removed the group’s picture",
    "Ruth and Jonas joined",
    "You joined",
    "Ruth, Jonas, Amina and 4 others left",
    "Ruth invited Jonas",
    "You invited Jonas and Amina",
    "Ruth invited you",
    "Ruth removed you",
    "You banned Jonas",
    "Carol is now Caroline",
    "You are now called M",
    "Ruth changed their picture",
    "Now a moderator: Jonas",
    "You are now an admin",
  ]);
  useLanguage("de", []);
  expect(said("called", { people: [ruth], before: "Carol", name: "Caroline" })).toBe("Carol heißt jetzt Caroline");
});

it("names of others are cut and isolated, and carry the ID where they look alike", () => {
  const hostile = `\u202e${"W".repeat(500)}`;
  const words = wordsOf(happening("called", { people: [ruth], before: hostile, name: "x\ny" }));
  expect(words).toBe(`\u2068${"W".repeat(40)}…\u2069 is now \u2068x y\u2069`);
  const twin = { ...jonas, ambiguous: true };
  expect(said("joined", { people: [twin] })).toBe(`Jonas (${jonas.user}) joined`);
});

it("they stand before the message that follows, end a run, and come last where nothing follows", () => {
  const at = Date.now() - 60_000;
  const text = (id: number, more = {}) =>
    data.message("!r:x", ruth, at + id, { kind: "text", text: `${id}` }, { id, ...more });
  const one = { ...happening("joined", { people: [jonas] }), at: at + 1 };
  const all = rows([text(1), text(2, { happened: [one] })], undefined, Date.now(), [one]).filter(
    (r) => r.kind !== "day",
  );
  expect(all.map((row) => row.key)).toEqual(["1", "happened 2", "2", "happened after"]);
  expect(all[0]).toMatchObject({ last: true });
  expect(all[2]).toMatchObject({ first: true });
  // A day's name stands before what happened on it.
  const earlier = { ...one, at: at - 3 * 86_400_000 };
  const days = rows([text(2, { happened: [earlier] })], undefined).map((row) => row.kind);
  expect(days).toEqual(["day", "happened", "day", "message"]);
});

it("of many the newest are shown, the others when they are asked for", async () => {
  const happened = Array.from({ length: 6 }, (_, i) => happening("named", { name: `N${i}` }));
  render(Happenings, { happened });
  const named = () => screen.getAllByText(/named the group/).map((line) => /N\d/u.exec(line.textContent)?.[0]);
  expect(named()).toEqual(["N2", "N3", "N4", "N5"]);
  await fireEvent.click(screen.getByRole("button", { name: "2 changes" }));
  expect(screen.getAllByText(/named the group/)).toHaveLength(6);
});

it("they are read in the conversation, old ones and what happens now", async () => {
  const w = open();
  const heads = within(await screen.findByRole("navigation", { name: "Conversations" }));
  await fireEvent.click(await heads.findByRole("button", { name: "Cabin trip" }));
  const log = await screen.findByRole("log", { name: "Messages" });
  await until(() => log.textContent.includes("Oskar L."), "the line of a new name");
  w.groups.tell(data.rooms.group, "named", { name: "Cabin in May" });
  w.tell({ kind: "conversation", room: data.rooms.group });
  await until(() => /You named the group “\u2068Cabin in May\u2069”/u.test(log.textContent), "what happens now");
});
