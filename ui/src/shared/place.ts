// Reserved places for pictures: their proportions before the picture is here (cases C19, C21).
import type { MediaId, Picture } from "../api";

/** Bounds of height / width of a place: a strip 90000x8 or a pillar still gets a place that one can look at. */
const MIN = 0.36;
const MAX = 2.2;
/** Where nothing is known. */
const DEFAULT = 1;

const KEEP = 5000;
const measured = new Map<MediaId, number>();
const listeners = new Set<(media: MediaId) => void>();

const sane = (n: number): boolean => Number.isFinite(n) && n > 0 && n < 1e6;

/** Height / width as far as it is known: what was measured, else what the sender says. */
export function trueRatio(picture: Picture): number | undefined {
  const seen = measured.get(picture.media);
  if (seen !== undefined) return seen;
  return sane(picture.width) && sane(picture.height) ? picture.height / picture.width : undefined;
}

/** Height / width of the place that is kept for it. */
export function placeRatio(picture: Picture): number {
  return clampRatio(trueRatio(picture) ?? DEFAULT);
}

export function clampRatio(ratio: number): number {
  return Math.min(MAX, Math.max(MIN, ratio));
}

/** Remembers the true proportions of a decoded picture and tells those who lay out. */
export function measure(picture: Picture, width: number, height: number): void {
  if (!sane(width) || !sane(height)) return;
  const ratio = height / width;
  const before = trueRatio(picture);
  if (before !== undefined && Math.abs(before - ratio) <= 0.01 * ratio) return;
  measured.delete(picture.media);
  measured.set(picture.media, ratio);
  if (measured.size > KEEP) {
    const oldest = measured.keys().next().value;
    if (oldest !== undefined) measured.delete(oldest);
  }
  for (const listener of listeners) listener(picture.media);
}

export function onMeasured(listener: (media: MediaId) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
