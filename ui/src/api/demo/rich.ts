// Texts of the demo with marks, links and people, as the core hands them over.
import type { Message, RichText, TextSpan } from "../types";
import { mei, message, people, rooms, spamVerdict } from "./data";

const MARKS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])|\*\*([^*\n]+)\*\*|(?<!\w)_([^_\n]+)_|~~([^~\n]+)~~|`([^`\n]+)`/g;

/** The commonest marks of one paragraph; absent where there are none. */
export function richOf(text: string): RichText | undefined {
  const spans: TextSpan[] = [];
  let end = 0;
  for (const found of text.matchAll(MARKS)) {
    const [all, url, bold, italic, strike, code] = found;
    if (found.index > end) spans.push({ text: text.slice(end, found.index), styles: [] });
    end = found.index + all.length;
    if (url !== undefined) spans.push({ text: url, styles: [], link: { url, host: new URL(url).host } });
    else if (bold !== undefined) spans.push({ text: bold, styles: ["bold"] });
    else if (italic !== undefined) spans.push({ text: italic, styles: ["italic"] });
    else if (strike !== undefined) spans.push({ text: strike, styles: ["strike"] });
    else if (code !== undefined) spans.push({ text: code, styles: ["code"] });
  }
  if (spans.length === 0) return undefined;
  if (end < text.length) spans.push({ text: text.slice(end), styles: [] });
  return { blocks: [{ kind: "text", spans }] };
}

const plain = (text: string): TextSpan => ({ text, styles: [] });

/** What others wrote with marks, links and names. */
export function richMessages(): Message[] {
  const at = Date.now();
  const url = "https://slowweekends.example/dunes/map";
  const guard = { ...spamVerdict, severity: "warn" as const };
  const named = (person: typeof mei, me: boolean): TextSpan => ({
    ...plain(`@${person.name}`),
    mention: { user: person.user, name: person.name, ambiguous: false, me },
  });
  return [
    message(
      rooms.group,
      people.amina,
      at - 172 * 60_000,
      { kind: "text", text: "Mei, Oskar: the plan\nTrain\nFerry, if it runs\nMap: slowweekends.example/dunes/map" },
      {
        rich: {
          blocks: [
            {
              kind: "text",
              spans: [
                named(mei, true),
                plain(", "),
                named(people.oskar, false),
                plain(": "),
                { text: "the plan", styles: ["bold"] },
              ],
            },
            {
              kind: "list",
              start: 1,
              items: [
                { blocks: [{ kind: "text", spans: [plain("Train")] }] },
                {
                  blocks: [{ kind: "text", spans: [plain("Ferry, "), { text: "if it runs", styles: ["italic"] }] }],
                },
              ],
            },
            { kind: "quote", blocks: [{ kind: "text", spans: [plain("Nobody walks well at seven.")] }] },
            { kind: "code", text: "07:40  Hbf  platform 4" },
            {
              kind: "text",
              spans: [
                plain("The "),
                { text: "map of the dunes", styles: [], link: { url, host: "slowweekends.example" } },
              ],
            },
          ],
        },
      },
    ),
    message(
      rooms.jonas,
      people.jonas,
      at - 246 * 60_000 - 1,
      { kind: "text", text: "Cheaper here: https://lnk.example/3xYz" },
      {
        rich: {
          blocks: [
            {
              kind: "text",
              spans: [
                plain("Cheaper here: "),
                {
                  text: "https://lnk.example/3xYz",
                  styles: [],
                  link: { url: "https://lnk.example/3xYz", host: "lnk.example", guard },
                },
              ],
            },
          ],
          guard,
        },
      },
    ),
    message(
      rooms.lucia,
      people.lucia,
      at - (4 * 24 * 60 + 1) * 60_000,
      { kind: "text", text: "Both are here: https://limeandlath.example/a https://limeandlath.example/b" },
      {
        stranger: true,
        rich: richOf("Both are here: https://limeandlath.example/a https://limeandlath.example/b"),
      },
    ),
  ];
}

/** All messages with those among them, each where its time stands. */
export function withRich(all: Message[]): Message[] {
  for (const one of richMessages()) {
    const at = all.findIndex((other) => other.room === one.room && other.at > one.at);
    all.splice(at < 0 ? all.length : at, 0, { ...one, id: all.length + 1 });
  }
  return all;
}
