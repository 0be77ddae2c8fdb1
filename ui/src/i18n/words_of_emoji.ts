// The part of the words that is the names of a verification's emoji. Two people compare them aloud, so they are those
// that the Matrix specification gives to other programs too; which emoji has which is here, by the order there.
import { text } from "./speak";

const NAMES = {
  dog: "🐶",
  cat: "🐱",
  lion: "🦁",
  horse: "🐎",
  unicorn: "🦄",
  pig: "🐷",
  elephant: "🐘",
  rabbit: "🐰",
  panda: "🐼",
  rooster: "🐓",
  penguin: "🐧",
  turtle: "🐢",
  fish: "🐟",
  octopus: "🐙",
  butterfly: "🦋",
  flower: "🌷",
  tree: "🌳",
  cactus: "🌵",
  mushroom: "🍄",
  globe: "🌏",
  moon: "🌙",
  cloud: "☁",
  fire: "🔥",
  banana: "🍌",
  apple: "🍎",
  strawberry: "🍓",
  corn: "🌽",
  pizza: "🍕",
  cake: "🎂",
  heart: "❤",
  smiley: "😀",
  robot: "🤖",
  hat: "🎩",
  glasses: "👓",
  spanner: "🔧",
  santa: "🎅",
  thumbsUp: "👍",
  umbrella: "☂",
  hourglass: "⌛",
  clock: "⏰",
  gift: "🎁",
  lightBulb: "💡",
  book: "📕",
  pencil: "✏",
  paperclip: "📎",
  scissors: "✂",
  lock: "🔒",
  key: "🔑",
  hammer: "🔨",
  telephone: "☎",
  flag: "🏁",
  train: "🚂",
  bicycle: "🚲",
  aeroplane: "✈",
  rocket: "🚀",
  trophy: "🏆",
  ball: "⚽",
  guitar: "🎸",
  trumpet: "🎺",
  bell: "🔔",
  anchor: "⚓",
  headphones: "🎧",
  folder: "📁",
  pin: "📌",
} as const;

export type EmojiName = keyof typeof NAMES;

const byEmoji = new Map<string, EmojiName>(Object.entries(NAMES).map(([name, symbol]) => [symbol, name as EmojiName]));

/** Which of the 64 this is, with or without the mark that asks for the coloured form; none for others. */
export const nameOfEmoji = (symbol: string): EmojiName | undefined => byEmoji.get(symbol.replaceAll("\ufe0f", ""));

export const emoji = Object.fromEntries(Object.keys(NAMES).map((name) => [name, text])) as Record<
  EmojiName,
  typeof text
>;
