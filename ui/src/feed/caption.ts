// How high a pin's caption will be, before it is drawn: one line or two, by the font's own measure.
let context: CanvasRenderingContext2D | null | undefined;
let font = "";

function measurer(): CanvasRenderingContext2D | null {
  if (context === undefined) {
    context = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  }
  if (context && !font) {
    font = `550 13px ${getComputedStyle(document.body).fontFamily || "sans-serif"}`;
    context.font = font;
  }
  return context;
}

/** Lines of a title at a width, two at most; longer ones are cut with an ellipsis. */
export function titleLines(title: string, width: number): 0 | 1 | 2 {
  if (!title) return 0;
  // Surely two, without measuring; a title may be thousands of letters.
  if (title.length > width / 3) return 2;
  const canvas = measurer();
  const length = canvas ? canvas.measureText(title).width : title.length * 6.6;
  // A hair of room: the canvas and the page round differently.
  return length <= width - 1 ? 1 : 2;
}

/** Height of everything below the picture, px. */
export function captionHeight(lines: number, hasLine: boolean, coarse: boolean): number {
  const words = 8 + lines * 18 + (hasLine ? 18 : 0);
  return coarse ? Math.max(words, 46) : words;
}
