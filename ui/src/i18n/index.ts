export {
  LANGUAGE_NAMES,
  LANGUAGES,
  language,
  locale,
  rememberedLanguage,
  rightToLeft,
  useLanguage,
  type Language,
} from "./language.svelte";
export { t } from "./words";
export { say as sayOf } from "./language.svelte";
export { nameOfEmoji } from "./words_of_emoji";
export { dateOf, day, iso, list, number, otherDay, size, time, when, whenSentence } from "./intl";
