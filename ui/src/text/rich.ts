// Texts with marks and links, as the core hands them over: what is pressable in them, and their beginning.
import type { Mention, TextBlock, TextLink, TextSpan } from "../api";
import { cut, plainLine } from "../shared/text";

/** All links of a text, in order. */
export function linksOf(blocks: TextBlock[]): TextLink[] {
  return blocks.flatMap((block) => {
    if (block.kind === "text") return block.spans.flatMap(({ link }) => (link ? [link] : []));
    if (block.kind === "quote") return linksOf(block.blocks);
    if (block.kind === "list") return block.items.flatMap((item) => linksOf(item.blocks));
    return [];
  });
}

/** The host that opens, where the words of a link are not that address. */
export function hostToSay({ text, link }: TextSpan): string | undefined {
  if (!link) return undefined;
  const written = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  const host = link.host.toLowerCase();
  const says = written.startsWith(host) && /^([/?#:]|$)/.test(written.slice(host.length));
  return says ? undefined : link.host;
}

/** A person who is named: as they are called there, and by their ID where that could be somebody else. */
export function nameOf({ name, user, ambiguous }: Mention): string {
  const shown = `@${cut(plainLine(name), 60)}`;
  return ambiguous ? `${shown} (${plainLine(user)})` : shown;
}

/** The beginning of a text: so many letters and lines. */
export function folded(blocks: TextBlock[], letters: number, lines: number): TextBlock[] {
  return take(blocks, { letters, lines });
}

interface Left {
  letters: number;
  lines: number;
}

function take(blocks: TextBlock[], left: Left): TextBlock[] {
  const kept: TextBlock[] = [];
  for (const block of blocks) {
    if (left.letters <= 0 || left.lines <= 0) break;
    if (block.kind === "text") {
      const spans: TextSpan[] = [];
      for (const span of block.spans) {
        if (left.letters <= 0 || left.lines <= 0) break;
        spans.push({ ...span, text: beginning(span.text, left) });
      }
      left.lines -= 1;
      kept.push({ ...block, spans });
    } else if (block.kind === "code") {
      kept.push({ ...block, text: beginning(block.text, left) });
      left.lines -= 1;
    } else if (block.kind === "quote") {
      kept.push({ ...block, blocks: take(block.blocks, left) });
    } else {
      const items = [];
      for (const item of block.items) {
        if (left.letters <= 0 || left.lines <= 0) break;
        items.push({ blocks: take(item.blocks, left) });
      }
      kept.push({ ...block, items });
    }
  }
  return kept;
}

/** The beginning of one text, taken from what is left. */
function beginning(text: string, left: Left): string {
  let head = cut(text, left.letters);
  const rows = head.split("\n", left.lines + 1);
  if (rows.length > left.lines) head = `${rows.slice(0, left.lines).join("\n")}…`;
  left.letters -= text.length;
  left.lines -= Math.min(rows.length, left.lines + 1) - 1;
  return head;
}
