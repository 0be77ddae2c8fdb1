import { beforeEach, describe, expect, it } from "vitest";

import { rooms } from "../api/demo/data";
import type { Conversation } from "../api";
import { until, world } from "../testing/world";
import { ComposerController, TEXT_MAX } from "./composer.svelte";
import { LogController } from "./log.svelte";
import { fitting, shownHeads } from "./order";
import { rows } from "./rows";

describe("heads", () => {
  const all = ["a", "b", "c", "d", "e", "f", "g"].map((room) => ({ room }) as Conversation);
  const names = (shown: { heads: Conversation[] }) => shown.heads.map((c) => c.room).join("");

  it.each([
    [3, 700, 3],
    [5, 700, 5],
    [7, 700, 5],
    [7, 290, 4],
    [5, 290, 5],
    [6, 200, 2],
    [4, 50, 1],
    [0, 700, 0],
  ])("of %s heads in %s px %s are shown", (count, height, shown) => expect(fitting(count, height)).toBe(shown));

  it("shows the newest, the newest at the bottom, and counts the rest", () => {
    const shown = shownHeads(all, undefined, 700);
    expect(names(shown)).toBe("cdefg");
    expect(shown.more).toBe(2);
  });

  it("always shows the selected one", () => {
    expect(names(shownHeads(all, "a", 700))).toBe("adefg");
    expect(names(shownHeads(all, "e", 700))).toBe("cdefg");
    expect(names(shownHeads(all, "gone", 700))).toBe("cdefg");
  });
});

describe("rows of a log", () => {
  const w = world();
  const of = (room: string) => w.messages.filter((m) => m.room === room);

  it("names each day once, before its first message", () => {
    const days = rows(of(rooms.ruth), undefined).filter((row) => row.kind === "day");
    expect(days.length).toBeGreaterThan(2);
    expect(new Set(days.map((row) => row.kind === "day" && row.words)).size).toBe(days.length);
    expect(rows(of(rooms.ruth), undefined)[0]?.kind).toBe("day");
  });

  it("puts the stitch before the first unread message, and ends the run there", () => {
    const messages = of(rooms.amina);
    const first = messages.at(-2);
    if (!first) throw new Error("two unread messages");
    const all = rows(messages, { id: first.id, count: 2 });
    const at = all.findIndex((row) => row.kind === "unread");
    expect(all[at]).toMatchObject({ count: 2 });
    expect(all[at + 1]).toMatchObject({ kind: "message", first: true });
  });

  it("says where messages are missing", () => {
    expect(rows(of(rooms.jonas), undefined).filter((row) => row.kind === "gap")).toHaveLength(1);
  });

  it("joins messages of one sender into runs", () => {
    const [a] = of(rooms.amina);
    if (!a) throw new Error("a message");
    const run = [0, 1, 2].map((i) => ({ ...a, id: i + 1, at: a.at + i * 1000 }));
    const shown = rows(run, undefined).flatMap((row) => (row.kind === "message" ? [[row.first, row.last]] : []));
    expect(shown).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });
});

describe("the log", () => {
  it("opens with one page and reads upwards to the start without repeats", async () => {
    world();
    const log = new LogController(rooms.ruth);
    await log.open();
    expect(log.messages).toHaveLength(40);
    while (!log.complete) await log.older();
    const ids = log.messages.map((m) => m.id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(ids[0]).toBe(1);
  });

  it("holds a bounded number, and comes down again to the newest", async () => {
    const w = world();
    const [first] = w.messages;
    if (!first) throw new Error("messages");
    w.messages = Array.from({ length: 700 }, (_, i) => ({ ...first, id: i + 1, at: first.at + i }));
    const log = new LogController(rooms.ruth);
    await log.open();
    while (!log.complete) await log.older();
    expect(log.messages.length).toBeLessThanOrEqual(240);
    expect(log.messages[0]?.id).toBe(1);
    expect(log.atNewest).toBe(false);
    for (let i = 0; i < 40 && !log.atNewest; i++) await log.newer();
    expect(log.atNewest).toBe(true);
    expect(log.messages.at(-1)?.id).toBe(700);
    const ids = log.messages.map((m) => m.id);
    expect(ids).toEqual(ids.map((_, i) => (ids[0] ?? 0) + i));
  });

  it("hears what others write, and keeps the divider while it is open", async () => {
    const w = world();
    const log = new LogController(rooms.amina);
    await log.open();
    const end = log.watch();
    expect(log.divider?.count).toBe(2);
    await log.markRead();
    expect(w.readUpTo.get(rooms.amina)).toBe(log.messages.at(-1)?.id);
    const sender = log.messages.find((m) => !m.mine)?.sender;
    if (!sender) throw new Error("a sender");
    w.add(rooms.amina, sender, { kind: "text", text: "One more" });
    await until(() => log.heard?.body.kind === "text" && log.heard.body.text === "One more", "the new message");
    expect(log.divider?.count).toBe(2);
    end();
  });

  it("follows a conversation that gets its real room", async () => {
    const w = world();
    const log = new LogController(rooms.sam);
    await log.open();
    const real = "!real:lindqvist.example";
    const c = w.conversations.find((other) => other.room === rooms.sam);
    if (!c) throw new Error("the conversation");
    const find = w.conversations.find.bind(w.conversations);
    w.conversations.find = ((check: (c: Conversation) => boolean) => find(check) ?? c) as typeof w.conversations.find;
    c.room = real;
    await log.refresh();
    expect(log.room).toBe(real);
  });

  it("opens around a message that was searched for", async () => {
    world();
    const log = new LogController(rooms.ruth);
    await log.open(60);
    expect(log.messages.some((m) => m.id === 60)).toBe(true);
    expect(log.atNewest).toBe(false);
    await log.newest();
    expect(log.atNewest).toBe(true);
  });

  it("says what failed", async () => {
    world();
    const log = new LogController("!gone:lindqvist.example");
    await log.open();
    expect(log.problem?.code).toBe("not_found");
  });
});

describe("writing", () => {
  let w: ReturnType<typeof world>;
  beforeEach(() => (w = world()));

  it("keeps a draft for each conversation", async () => {
    const ruth = new ComposerController(rooms.ruth);
    ruth.text = "To Ru";
    ruth.typed();
    await ruth.save();
    const sam = new ComposerController(rooms.sam);
    await sam.load();
    expect(sam.text).toBe("");
    const again = new ComposerController(rooms.ruth);
    await again.load();
    expect(again.text).toBe("To Ru");
  });

  it("never lets a late draft overwrite what is being typed", async () => {
    w.drafts.set(rooms.ruth, "old");
    const composer = new ComposerController(rooms.ruth);
    const loading = composer.load();
    composer.text = "new";
    composer.typed();
    await loading;
    expect(composer.text).toBe("new");
  });

  it("sends once however often Enter is pressed, and empties the draft", async () => {
    const composer = new ComposerController(rooms.ruth);
    composer.text = "Hello";
    composer.typed();
    await composer.save();
    const count = w.messages.length;
    await Promise.all([composer.send(), composer.send(), composer.send()]);
    expect(w.messages.length).toBe(count + 1);
    expect(w.drafts.get(rooms.ruth)).toBe("");
  });

  it("gives the text back where it was refused", async () => {
    const composer = new ComposerController("!gone:lindqvist.example");
    composer.text = "Hello";
    expect(await composer.send()).toBe(false);
    expect(composer.text).toBe("Hello");
    expect(composer.problem).toBeTruthy();
  });

  it("says how much too long it is, before sending", async () => {
    const composer = new ComposerController(rooms.ruth);
    composer.text = "é".repeat(TEXT_MAX / 2 + 5);
    expect(await composer.send()).toBe(false);
    expect(String(composer.problem)).toContain("10 bytes");
  });

  it("sends a pin with the text as its note", async () => {
    const composer = new ComposerController(rooms.ruth);
    const pin = w.items[0]?.pin;
    if (!pin) throw new Error("a pin");
    composer.pin = pin;
    composer.text = "For the hall?";
    await composer.send();
    expect(w.messages.at(-1)).toMatchObject({
      room: rooms.ruth,
      body: { kind: "pin", pin: { title: pin.title, note: "For the hall?" } },
    });
  });
});
