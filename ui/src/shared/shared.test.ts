import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useBackend, type Change } from "../api";
import { addressParts } from "./address";
import { decodeBlurhash } from "./blurhash";
import { addressIn, pictureIn } from "./incoming";
import { clampRatio, measure, placeRatio } from "./place";
import { coalesce, requeryOn } from "./requery";
import { bytes, cut, folded, initial, isLong, plainLine } from "./text";

describe("text of others", () => {
  it.each([
    ["👨‍👩‍👧 Family", "👨‍👩‍👧"],
    ["🇳🇴 Norge", "🇳🇴"],
    ["e\u0301mile", "É".normalize("NFD")],
    ["𝒜da", "𝒜"],
    ["क्षमा", "क्ष"],
    ["42", "4"],
    ["@alice:localhost", "A"],
    ["\u202eEve", "E"],
    ["", "?"],
    ["  ", "?"],
  ])("the initial of %j is %j", (name, letter) => expect(initial(name)).toBe(letter));

  it("steering characters have no say in names", () => {
    expect(plainLine("Eve\u202e gpj.exe\u2067")).toBe("Eve gpj.exe");
    expect(plainLine("two\nlines\t here")).toBe("two lines here");
  });

  it("cuts between graphemes", () => {
    expect(cut("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2)).toBe("👨‍👩‍👧👨‍👩‍👧…");
    expect(cut("short", 10)).toBe("short");
  });

  it("folds long notes and many lines", () => {
    expect(isLong("a".repeat(32_000), 1200, 16)).toBe(true);
    expect(isLong("\n".repeat(10_000), 1200, 16)).toBe(true);
    expect(isLong("short", 1200, 16)).toBe(false);
    expect(folded("a".repeat(32_000), 1200, 16).length).toBeLessThanOrEqual(1201);
    expect(folded("x\n".repeat(10_000), 1200, 16).split("\n").length).toBeLessThanOrEqual(16);
  });

  it("counts bytes as the wire does", () => expect(bytes("aé👍")).toBe(7));
});

describe("reserved places", () => {
  const picture = (media: number, width: number, height: number) => ({
    media,
    width,
    height,
    blurhash: null,
    colour: null,
    alt: null,
  });
  it.each([
    [480, 720, 1.5],
    [90_000, 8, 0.36],
    [8, 90_000, 2.2],
    [0, 0, 1],
    [-5, 100, 1],
    [1e308, 10, 1],
    [Number.NaN, 10, 1],
  ])("%s x %s has the ratio %s", (w, h, ratio) =>
    expect(placeRatio(picture(w + h + 5000, w, h))).toBeCloseTo(ratio, 2),
  );

  it("keeps what was measured for the next time", () => {
    const p = picture(9001, 0, 0);
    measure(p, 300, 150);
    expect(placeRatio(p)).toBe(0.5);
    measure(p, 0, 150);
    expect(placeRatio(p)).toBe(0.5);
  });

  it("is bounded", () => expect([clampRatio(100), clampRatio(0.001)]).toEqual([2.2, 0.36]));
});

describe("blurhash", () => {
  it("decodes the mean colour of one component", () => {
    // One component, its DC value is #ff0000: 0xff0000 = 16711680 in base 83.
    const pixels = decodeBlurhash("00TI:j", 2, 2);
    expect([...(pixels ?? [])].slice(0, 4)).toEqual([255, 0, 0, 255]);
  });
  it.each(["", "x", "LEHV6nWB2yk8pyo0adR*.7kCMdn", "00TI:j00"])("refuses %j", (hash) => {
    expect(decodeBlurhash(hash, 4, 4)).toBeUndefined();
  });
});

describe("addresses", () => {
  it("sets the host apart", () => {
    expect(addressParts("https://shop.example:8443/a?b=1#c")).toEqual({
      before: "https://",
      host: "shop.example",
      after: ":8443/a?b=1#c",
    });
  });
  it("shows the true host after credentials", () => {
    expect(addressParts("https://bank.example@evil.example/x")).toMatchObject({
      before: "https://bank.example@",
      host: "evil.example",
      after: "/x",
    });
  });
  it.each(["javascript:alert(1)", "file:///etc", "nonsense", ""])("%j is no address", (url) => {
    expect(addressParts(url)).toBeUndefined();
  });
});

describe("pastes and drops", () => {
  const image = new File([new Uint8Array(4)], "shot.png", { type: "image/png" });
  const data = (files: File[], texts: Record<string, string>) =>
    ({
      files,
      types: [...Object.keys(texts), ...(files.length ? ["Files"] : [])],
      getData: (type: string) => texts[type] ?? "",
    }) as unknown as DataTransfer;

  it("takes a picture that is alone", () => expect(pictureIn(data([image], {}), true)).toBe(image));
  it("lets text win where both are there", () => {
    expect(pictureIn(data([image], { "text/plain": "a\tb", "text/html": "<table>" }), true)).toBeUndefined();
  });
  it("takes a picture that was copied from a page", () => {
    expect(pictureIn(data([image], { "text/html": "<img>" }), true)).toBe(image);
  });
  it("takes no other file", () => {
    expect(pictureIn(data([new File([], "a.pdf", { type: "application/pdf" })], {}), false)).toBeUndefined();
  });
  it("finds the address of a drop", () => {
    const list = data([], { "text/uri-list": "# comment\r\nhttps://a.example/x\r\n" });
    expect(addressIn(list)).toBe("https://a.example/x");
    expect(addressIn(data([], { "text/uri-list": "file:///etc/passwd" }))).toBeUndefined();
  });
});

describe("asking again", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("answers a burst with one question", async () => {
    const run = vi.fn();
    const { ask } = coalesce(run, 40);
    for (let i = 0; i < 100; i++) ask();
    await vi.advanceTimersByTimeAsync(200);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("asks once more after an answer that was under way", async () => {
    let finish: () => void = () => undefined;
    const run = vi.fn(() => new Promise<void>((done) => (finish = done)));
    const { ask } = coalesce(run, 40);
    ask();
    await vi.advanceTimersByTimeAsync(41);
    ask();
    ask();
    expect(run).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(100);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("survives a failed question, and stops when told", async () => {
    const run = vi.fn(() => Promise.reject(new Error("no")));
    const { ask, stop } = coalesce(run, 40);
    ask();
    await vi.advanceTimersByTimeAsync(100);
    ask();
    await vi.advanceTimersByTimeAsync(100);
    expect(run).toHaveBeenCalledTimes(2);
    ask();
    stop();
    await vi.advanceTimersByTimeAsync(100);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("asks only for what is shown, and for everything on All", async () => {
    let tell: (changes: Change[]) => void = () => undefined;
    useBackend({
      call: () => Promise.reject(new Error("not asked")),
      onChanges: (listener) => {
        tell = listener;
        return () => undefined;
      },
      pictureUrl: () => "",
    });
    const run = vi.fn();
    const end = requeryOn((c) => c.kind === "conversation" && c.room === "!a", run);
    tell([{ kind: "conversation", room: "!b" }, { kind: "feed" }]);
    await vi.advanceTimersByTimeAsync(100);
    expect(run).not.toHaveBeenCalled();
    tell([{ kind: "feed" }, { kind: "conversation", room: "!a" }]);
    await vi.advanceTimersByTimeAsync(100);
    tell([{ kind: "all" }]);
    await vi.advanceTimersByTimeAsync(100);
    expect(run).toHaveBeenCalledTimes(2);
    end();
  });
});
