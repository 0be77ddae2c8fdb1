/** Lengths of a scrolled box, in pixels. */
export interface Scroll {
  top: number;
  /** How far the end of the content lies below the visible part. */
  below: number;
}

const NEAR = 24;

/**
 * Whether the log still follows its end. Only the reader leaves the end, by scrolling up: content that grows below
 * tells of itself by a scroll event as well, and that must not count as leaving.
 */
export function followsEnd(followed: boolean, before: number, now: Scroll): boolean {
  if (now.below < NEAR) return true;
  return followed && now.top >= before - 1;
}
