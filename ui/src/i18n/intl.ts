// Numbers, plurals, lists, dates and sizes in the user's language. Clocks and zones are the system's.
const LOCALE = "en";

const rules = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE);
const lists = new Intl.ListFormat(LOCALE, { type: "conjunction" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: "long" });
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const dayMonthYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

export function plural(n: number, forms: { one: string; other: string }): string {
  return rules.select(n) === "one" ? forms.one : forms.other;
}

export const number = (n: number): string => numbers.format(n);

/** "Ruth", "Ruth and Jonas", "Ruth, Jonas and Amina". */
export const list = (names: string[]): string => lists.format(names).replace(", and ", " and ");

/** Whole days from `at` to `now` by the calendar; negative for the future. */
function daysBetween(at: number, now: number): number {
  const midnight = (ms: number) => {
    const date = new Date(ms);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

const valid = (at: number): boolean => Number.isFinite(at) && Math.abs(at) <= 8.64e15;

export const time = (at: number): string => (valid(at) ? clock.format(at) : "");

/** "Today", "Yesterday", "Sunday" this week, then "3 November", with the year where it is another. */
export function day(at: number, now = Date.now()): string {
  if (!valid(at)) return "";
  const days = daysBetween(at, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days > 1 && days < 7) return weekday.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at);
}

/** The time today, else the day: for lists. */
export function when(at: number, now = Date.now()): string {
  return valid(at) && daysBetween(at, now) === 0 ? time(at) : day(at, now);
}

/** As part of a sentence: "at 14:04", "yesterday", "on Sunday", "on 3 November". */
export function whenSentence(at: number, now = Date.now()): string {
  if (!valid(at)) return "";
  const days = daysBetween(at, now);
  if (days === 0) return `at ${time(at)}`;
  if (days === 1) return "yesterday";
  return `on ${day(at, now)}`;
}

/** Whether two moments lie on different days. */
export const otherDay = (a: number, b: number): boolean => daysBetween(a, b) !== 0;

/** For machines, in a `datetime` attribute. */
export const iso = (at: number): string => (valid(at) ? new Date(at).toISOString() : "");

const UNITS = ["bytes", "kB", "MB", "GB"] as const;

/** "34 MB"; powers of 1000 as file managers show them, one digit below ten. */
export function size(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(value)} ${UNITS[unit]}`;
}
