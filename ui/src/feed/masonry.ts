// Masonry: absolute places from known sizes. Each pin goes to the shortest column, so document order is reading
// order; a pin keeps its column when a size above it is corrected, so only that column moves.

export interface Block {
  id: number;
  /** Height of the whole block at the column's width, px. */
  height: number;
}

export interface Placed {
  id: number;
  column: number;
  x: number;
  y: number;
  height: number;
}

export interface Layout {
  columns: number;
  columnWidth: number;
  height: number;
  places: Placed[];
}

const COLUMN = 216;

/** How many columns of about 216 px fit, and how wide they are. */
export function columnsFor(width: number, gutter: number): { columns: number; columnWidth: number } {
  const columns = Math.max(2, Math.floor((width + gutter) / (COLUMN + gutter)));
  return { columns, columnWidth: Math.max(1, (width - gutter * (columns - 1)) / columns) };
}

/** Lays out all blocks; `kept` names the columns that blocks have had at the same number of columns. */
export function lay(blocks: Block[], width: number, gutter: number, gap: number, kept?: Map<number, number>): Layout {
  const { columns, columnWidth } = columnsFor(width, gutter);
  const heights = new Array<number>(columns).fill(0);
  const places = blocks.map(({ id, height }): Placed => {
    let column = kept?.get(id) ?? -1;
    if (column < 0 || column >= columns) {
      column = 0;
      for (let i = 1; i < columns; i++) if ((heights[i] ?? 0) < (heights[column] ?? 0) - 0.5) column = i;
    }
    const y = heights[column] ?? 0;
    heights[column] = y + height + gap;
    return { id, column, x: column * (columnWidth + gutter), y: Math.round(y), height };
  });
  return { columns, columnWidth, height: places.length ? Math.max(...heights) - gap : 0, places };
}

/** The places that touch `top`…`bottom`. */
export function within(places: Placed[], top: number, bottom: number): Placed[] {
  return places.filter((place) => place.y + place.height >= top && place.y <= bottom);
}

export type Direction = "up" | "down" | "left" | "right";

/** The nearest place from `from` in a direction, by the eye: in the same column up and down, beside it left and right. */
export function neighbour(places: Placed[], from: number, direction: Direction): Placed | undefined {
  const start = places.find((place) => place.id === from);
  if (!start) return places[0];
  const middle = start.y + start.height / 2;
  if (direction === "up" || direction === "down") {
    const column = places.filter((place) => place.column === start.column);
    return column[column.indexOf(start) + (direction === "down" ? 1 : -1)];
  }
  const column = start.column + (direction === "right" ? 1 : -1);
  let best: Placed | undefined;
  let distance = Infinity;
  for (const place of places) {
    if (place.column !== column) continue;
    const off =
      middle < place.y ? place.y - middle : middle > place.y + place.height ? middle - place.y - place.height : 0;
    if (off < distance) [best, distance] = [place, off];
  }
  return best;
}

/** The first place that is visible below `top`: what must not move when the layout changes. */
export function anchorAt(places: Placed[], top: number): { id: number; offset: number } | undefined {
  let best: Placed | undefined;
  for (const place of places) {
    if (place.y + place.height <= top) continue;
    if (!best || place.y < best.y || (place.y === best.y && place.x < best.x)) best = place;
  }
  return best && { id: best.id, offset: best.y - top };
}
