// Which language is spoken, and its messages. The choice is "system" or one of ours; the region (dates, digits) is the
// system's where its language is the spoken one. Reading a word is reactive.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

import arEmoji from "./ar.emoji.ftl?raw";
import arProblems from "./ar.problems.ftl?raw";
import ar from "./ar.ftl?raw";
import deEmoji from "./de.emoji.ftl?raw";
import deProblems from "./de.problems.ftl?raw";
import de from "./de.ftl?raw";
import enEmoji from "./en.emoji.ftl?raw";
import enProblems from "./en.problems.ftl?raw";
import en from "./en.ftl?raw";

export const LANGUAGES = ["en", "de", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Variables = Record<string, string | number>;

/** Each language in its own words. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", de: "Deutsch", ar: "العربية" };

/** Each language's files, as one. */
export const SOURCES: Record<Language, string> = {
  en: [en, enEmoji, enProblems].join("\n"),
  de: [de, deEmoji, deProblems].join("\n"),
  ar: [ar, arEmoji, arProblems].join("\n"),
};

const RIGHT_TO_LEFT: readonly Language[] = ["ar"];

const isLanguage = (name: string): name is Language => (LANGUAGES as readonly string[]).includes(name);
const base = (tag: string): string => tag.toLowerCase().split(/[-_]/u)[0] ?? "";

/** The first of the system's languages that is ours, else English. */
export function fromSystem(tags: readonly string[]): Language {
  return tags.map(base).find(isLanguage) ?? "en";
}

/** The tag for dates, numbers and lists: the system's, with its region, where its language is the spoken one. */
export function localeOf(language: Language, tags: readonly string[]): string {
  return tags.find((tag) => base(tag) === language) ?? (language === "en" ? "en-GB" : language);
}

const systemTags = (): readonly string[] => (typeof navigator === "undefined" ? [] : navigator.languages);

let spoken = $state.raw(speakerOf("en", "en-GB"));

interface Speaker {
  language: Language;
  locale: string;
  bundle: FluentBundle;
}

function speakerOf(language: Language, locale: string): Speaker {
  // Names of others stand isolated among right-to-left words; left-to-right ones keep the names of controls exact.
  const bundle = new FluentBundle(locale, { useIsolating: RIGHT_TO_LEFT.includes(language) });
  bundle.addResource(new FluentResource(SOURCES[language]));
  return { language, locale, bundle };
}

/** Speaks the chosen language from now on, and tells the document. `tags` are the system's languages. */
export function useLanguage(choice: string, tags = systemTags()): void {
  const language = isLanguage(choice) ? choice : fromSystem(tags);
  const locale = localeOf(language, tags);
  if (spoken.language !== language || spoken.locale !== locale) spoken = speakerOf(language, locale);
  if (typeof document === "undefined") return;
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}

/** The choice as it was set last, for the first frame: the settings themselves are asked for later. */
export function rememberedLanguage(): string {
  try {
    return localStorage.getItem("language") ?? "system";
  } catch {
    return "system";
  }
}

export const language = (): Language => spoken.language;
export const locale = (): string => spoken.locale;
export const rightToLeft = (): boolean => RIGHT_TO_LEFT.includes(spoken.language);

const fallback = speakerOf("en", "en-GB");

/** A message by its name in the files. One that is missing is said in English; the tests let none be missing. */
export function say(id: string, variables?: Variables): string {
  for (const { bundle } of [spoken, fallback]) {
    const pattern = bundle.getMessage(id)?.value;
    if (pattern) return bundle.formatPattern(pattern, variables as Record<string, FluentVariable>, []);
  }
  return id;
}
