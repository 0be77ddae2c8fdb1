// Which heads are shown, and in which order (look: newest at the bottom, five at most, then "+n").
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

/** `latest` comes latest first. The selected head is always among the shown. */
export function shownHeads(latest: Conversation[], selected: RoomId | undefined, height: number): Shown {
  const room = fitting(latest.length, height);
  const shown = latest.slice(0, room);
  const chosen = latest.find((c) => c.room === selected);
  if (chosen && !shown.includes(chosen)) shown[shown.length - 1] = chosen;
  return { heads: shown.reverse(), more: latest.length - shown.length };
}

/** Keeps the order that is on screen while the pointer is near; new ones come first, gone ones go. */
export function keepOrder(before: Conversation[], now: Conversation[]): Conversation[] {
  const at = new Map(before.map((c, i) => [c.room, i]));
  return [...now].sort((a, b) => (at.get(a.room) ?? -1) - (at.get(b.room) ?? -1));
}
