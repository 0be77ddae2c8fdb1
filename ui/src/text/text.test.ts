// Texts with marks and links: what is shown of them, and that a link goes the way of a pin's link.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import App from "../App.svelte";
import type { Message, TextBlock, TextLink } from "../api";
import { people, rooms, SPAM } from "../api/demo/data";
import type { World } from "../api/demo/world";
import { shown } from "../guard/shown.svelte";
import { inWindow, press } from "../testing/window";
import { until, world } from "../testing/world";
import { folded, hostToSay, nameOf } from "./rich";

inWindow();
afterEach(() => shown.clear());

const GUARD = {
  severity: "warn" as const,
  findings: [{ code: "shortener", severity: "warn" as const, words: "", evidence: "lnk.example" }],
  cleaned: null,
};

function blocks(...texts: (string | TextLink)[]): TextBlock[] {
  const spans = texts.map((part) =>
    typeof part === "string" ? { text: part, styles: [] } : { text: part.url, styles: [], link: part },
  );
  return [{ kind: "text", spans }];
}

const link = (url: string, guard?: TextLink["guard"]): TextLink => ({
  url,
  host: new URL(url).host,
  ...(guard && { guard }),
});

/** Jonas says something; his conversation is open. */
async function said(w: World, more: Partial<Message>, text = "Look"): Promise<HTMLElement> {
  const message = w.add(rooms.jonas, people.jonas, { kind: "text", text }, more);
  render(App);
  await press(/^Jonas/);
  return until(
    () => screen.queryAllByRole("article", { name: "Message from Jonas" }).find((a) => a.textContent?.includes(text)),
    `message ${message.id}`,
  );
}

describe("a link in a text", () => {
  it("opens by the question that a pin's link is opened by", async () => {
    const w = world();
    const bad = link(SPAM, GUARD);
    const article = await said(w, { rich: { blocks: blocks("Look: ", bad, " now"), guard: GUARD } }, "Look: ");
    expect(article.textContent).toContain("A short link");
    await fireEvent.click(within(article).getByRole("link", { name: bad.url }));
    const dialog = await screen.findByRole("alertdialog", { name: "Check this link" });
    expect(within(dialog).getByRole("list", { name: "What was found" }).textContent).toContain("short link");
    expect(dialog.textContent).toContain("lnk.example");
    expect(w.opened).toEqual([]);
    await press("Open anyway");
    expect(w.opened).toEqual([bad.url]);
  });

  it("is pressed by Enter too, and a link behind words says its host", async () => {
    const w = world();
    const rich = {
      blocks: [
        { kind: "text" as const, spans: [{ text: "amazon.com", styles: [], link: link("https://evil.example/a") }] },
      ],
    };
    const article = await said(w, { rich }, "amazon.com");
    expect(article.textContent).toContain("(evil.example)");
    await fireEvent.keyDown(within(article).getByRole("link", { name: "amazon.com" }), { key: "Enter" });
    await screen.findByRole("alertdialog", { name: "Check this link" });
  });

  it("of a stranger is only looked at, until it is asked for", async () => {
    const w = world();
    const one = { blocks: blocks("Look ", link("https://a.example/")) };
    let article = await said(w, { stranger: true, rich: one }, "Look ");
    expect(within(article).queryByRole("link")).toBeNull();
    await fireEvent.click(within(article).getByRole("button", { name: "Check link" }));
    await screen.findByRole("alertdialog", { name: "Check this link" });
    await press("Go back");
    const two = { blocks: blocks("Both ", link("https://a.example/"), " ", link("https://b.example/")) };
    w.add(rooms.jonas, people.jonas, { kind: "text", text: "Both " }, { stranger: true, rich: two });
    article = await until(
      () => screen.queryAllByRole("article").find((a) => a.textContent?.includes("Both ")),
      "the second",
    );
    expect(within(article).queryByRole("link")).toBeNull();
    await fireEvent.click(within(article).getByRole("button", { name: "Show links" }));
    expect(within(article).getAllByRole("link")).toHaveLength(2);
  });

  it("that the guard would cover is only looked at, from whomever", async () => {
    const w = world();
    const guard = { ...GUARD, severity: "cover" as const };
    const article = await said(
      w,
      { rich: { blocks: blocks("Look ", link("https://a.example/", guard)), guard } },
      "Look ",
    );
    expect(within(article).queryByRole("link")).toBeNull();
    within(article).getByRole("button", { name: "Check link" });
  });
});

describe("a text with marks", () => {
  it("shows each kind of mark, whom it names, and nothing else", async () => {
    world();
    render(App);
    await press(/^Cabin trip/);
    const article = await until(
      () => screen.queryAllByRole("article").find((a) => a.textContent?.includes("the plan")),
      "the plan",
    );
    expect(article.querySelector("ol")?.children).toHaveLength(2);
    expect(article.querySelector("blockquote")?.textContent).toContain("Nobody walks well");
    expect(article.querySelector("pre")?.textContent).toBe("07:40  Hbf  platform 4");
    expect(article.querySelector(".me")?.textContent).toBe("@Mei");
    await fireEvent.click(within(article).getByRole("link", { name: "@Oskar" }));
    const dialog = await screen.findByRole("dialog", { name: "New conversation" });
    expect(within(dialog).getByRole<HTMLInputElement>("searchbox").value).toBe("@oskar:lindqvist.example");
  });

  it("says a host that its words do not show", () => {
    const of = (text: string, url: string) => hostToSay({ text, styles: [], link: link(url) });
    expect(of("https://a.example/x", "https://a.example/x")).toBeUndefined();
    expect(of("a.example", "https://a.example/")).toBeUndefined();
    expect(of("A.example/x", "https://a.example/x")).toBeUndefined();
    expect(of("here", "https://a.example/")).toBe("a.example");
    expect(of("a.example.evil.example", "https://a.example/")).toBe("a.example");
    expect(of("http://good.example@a.example/", "http://a.example/")).toBe("a.example");
    expect(hostToSay({ text: "here", styles: [] })).toBeUndefined();
    expect(nameOf({ user: "@m:x", name: "Ru\u202eth", ambiguous: true, me: false })).toBe("@Ruth (@m:x)");
  });

  it("is folded by letters and lines, in whatever block they stand", () => {
    const words = (all: TextBlock[]): string =>
      all
        .map((b) =>
          b.kind === "text"
            ? b.spans.map((s) => s.text).join("")
            : b.kind === "code"
              ? b.text
              : words(b.kind === "quote" ? b.blocks : b.items.flatMap((i) => i.blocks)),
        )
        .join("|");
    const list: TextBlock = { kind: "list", start: null, items: ["a", "b", "c"].map((x) => ({ blocks: blocks(x) })) };
    expect(words(folded([...blocks("one two three")], 7, 9))).toBe("one two…");
    expect(words(folded([...blocks("one\ntwo\nthree")], 99, 2))).toBe("one\ntwo…");
    expect(words(folded([list, ...blocks("after")], 99, 2))).toBe("a|b");
    expect(
      words(
        folded(
          [
            { kind: "quote", blocks: [list] },
            { kind: "code", text: "x\ny" },
          ],
          99,
          4,
        ),
      ),
    ).toBe("a|b|c|x…");
    expect(words(folded([list], 99, 9))).toBe("a|b|c");
  });
});
