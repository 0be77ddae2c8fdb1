// Emoji by group and name, of Unicode's list (the kept package unicode-emoji-json). Loaded when first asked for.
export interface Emoji {
  emoji: string;
  name: string;
}
export interface EmojiGroup {
  slug: string;
  name: string;
  emojis: Emoji[];
}

let loaded: Promise<EmojiGroup[]> | undefined;

export function emojiGroups(): Promise<EmojiGroup[]> {
  loaded ??= import("unicode-emoji-json/data-by-group.json").then((file) => file.default);
  return loaded;
}

/** Those whose names have every word that was typed, at the beginning of a word. */
export function findEmoji(groups: EmojiGroup[], query: string): Emoji[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name }: Emoji) => {
    const parts = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  return groups.flatMap((group) => group.emojis.filter(fits)).slice(0, 120);
}
