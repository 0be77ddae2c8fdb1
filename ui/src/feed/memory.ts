// Where the reader was in each feed, kept over a restart: ids and pixels only.
import type { SourceId } from "../api";

export interface FeedMemory {
  /** The first visible pin, and how far it stood from the top, px. */
  id: number;
  offset: number;
  /** Its position in the list: so many must be asked for. */
  index: number;
  focused?: number;
}

const PREFIX = "feed-place:";
const keyOf = (source: SourceId | null): string => `${PREFIX}${source ?? "all"}`;

export function remember(source: SourceId | null, memory: FeedMemory | undefined): void {
  try {
    if (memory) localStorage.setItem(keyOf(source), JSON.stringify(memory));
    else localStorage.removeItem(keyOf(source));
  } catch {
    // A feed that begins at its top is no loss.
  }
}

export function recall(source: SourceId | null): FeedMemory | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(source)) ?? "null");
    if (typeof found !== "object" || found === null) return undefined;
    const { id, offset, index, focused } = found as Partial<FeedMemory>;
    if (![id, offset, index].every((n) => typeof n === "number" && Number.isFinite(n))) return undefined;
    return { id: id as number, offset: offset as number, index: index as number, focused };
  } catch {
    return undefined;
  }
}

/** After signing out nothing of it stays. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}
