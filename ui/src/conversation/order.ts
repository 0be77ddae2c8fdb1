// Which heads are shown. Their order is the app's: as they were opened, the newest last and at the bottom.
import type { Conversation, RoomId } from "../api";

export const MOST_HEADS = 5;
const HEAD = 48;
const GAP = 12;

/** How many heads fit in a height, with room for "+n" where not all do. */
export function fitting(count: number, height: number): number {
  const slots = Math.max(1, Math.floor((height + GAP) / (HEAD + GAP)));
  const most = Math.min(MOST_HEADS, slots);
  if (count <= most) return count;
  return Math.max(1, Math.min(MOST_HEADS, slots - 1));
}

export interface Shown {
  /** From top to bottom: the newest is the last. */
  heads: Conversation[];
  more: number;
}

/** The newest that fit; the selected one is always among them. */
export function shownHeads(all: Conversation[], selected: RoomId | undefined, height: number): Shown {
  const count = fitting(all.length, height);
  const heads = all.slice(all.length - count);
  const chosen = all.find((c) => c.room === selected);
  if (chosen && !heads.includes(chosen)) heads[0] = chosen;
  return { heads, more: all.length - heads.length };
}
