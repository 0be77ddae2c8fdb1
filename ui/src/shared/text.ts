// Text of others: whole graphemes, one line, bounded.
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters that steer direction or are invisible; they have no say outside their own text. */
const STEERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line without steering characters, for names, titles and labels of controls. */
export function plainLine(text: string): string {
  return text.replace(STEERING, "").replace(/\s+/gu, " ").trim();
}

/** The first whole grapheme of a name, in capitals where it has them; "?" for an empty name. */
export function initial(name: string): string {
  const clean = plainLine(name).replace(/^[@#!]/u, "");
  for (const { segment } of graphemes.segment(clean)) return segment.toLocaleUpperCase();
  return "?";
}

/** At most `count` graphemes, with an ellipsis where something was cut. */
export function cut(text: string, count: number): string {
  if (text.length <= count) return text;
  let kept = "";
  let n = 0;
  for (const { segment } of graphemes.segment(text.slice(0, count * 24))) {
    if (n++ === count) return `${kept.trimEnd()}…`;
    kept += segment;
  }
  return kept.length < text.length ? `${kept}…` : kept;
}

/** Whether a text is so long that it is shown folded first. Never walks more than it must. */
export function isLong(text: string, letters: number, lines: number): boolean {
  if (text.length > letters) return true;
  let breaks = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) if (++breaks >= lines) return true;
  return false;
}

/** The part of a long text that is shown while it is folded. */
export function folded(text: string, letters: number, lines: number): string {
  const head = cut(text, letters);
  const rows = head.split("\n", lines + 1);
  return rows.length > lines ? `${rows.slice(0, lines).join("\n").trimEnd()}…` : head;
}

/** UTF-8 bytes, as the wire counts them. */
export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
