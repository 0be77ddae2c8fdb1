// Numbers, lists, dates and sizes in the spoken language and the system's region. The time zone is the system's.
import { locale, say } from "./language.svelte";

/** One formatter for each locale and kind: making one is what costs. */
function kept<T>(make: (tag: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const tag = locale();
    let formatter = made.get(tag);
    if (!formatter) made.set(tag, (formatter = make(tag)));
    return formatter;
  };
}

const date = (options: Intl.DateTimeFormatOptions) => kept((tag) => new Intl.DateTimeFormat(tag, options));
const unit = (name: string, unitDisplay: "long" | "short", maximumFractionDigits: number) =>
  kept((tag) => new Intl.NumberFormat(tag, { style: "unit", unit: name, unitDisplay, maximumFractionDigits }));

const numbers = kept((tag) => new Intl.NumberFormat(tag));
const lists = kept((tag) => new Intl.ListFormat(tag, { type: "conjunction" }));
const clock = date({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = date({ weekday: "long" });
const dayMonth = date({ day: "numeric", month: "long" });
const dayMonthYear = date({ day: "numeric", month: "long", year: "numeric" });

export const number = (n: number): string => numbers().format(n);

/** "Ruth", "Ruth and Jonas", "Ruth, Jonas and Amina". */
export const list = (names: string[]): string => lists().format(names).replace(", and ", " and ");

/** Whole days from `at` to `now` by the calendar; negative for the future. */
function daysBetween(at: number, now: number): number {
  const midnight = (ms: number) => {
    const date = new Date(ms);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

const valid = (at: number): boolean => Number.isFinite(at) && Math.abs(at) <= 8.64e15;
const isWeekday = (days: number): boolean => days > 1 && days < 7;

export const time = (at: number): string => (valid(at) ? clock().format(at) : "");

/** "3 November", with the year where it is another. */
function calendarDay(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayMonth() : dayMonthYear()).format(at);
}

/** "Today", "Yesterday", "Sunday" this week, then the date. */
export function day(at: number, now = Date.now()): string {
  if (!valid(at)) return "";
  const days = daysBetween(at, now);
  if (days === 0) return say("day-today");
  if (days === 1) return say("day-yesterday");
  return isWeekday(days) ? weekday().format(at) : calendarDay(at, now);
}

/** The time today, else the day: for lists. */
export function when(at: number, now = Date.now()): string {
  return valid(at) && daysBetween(at, now) === 0 ? time(at) : day(at, now);
}

/** The date alone: "3 November", with the year where it is another. */
export const dateOf = (at: number, now = Date.now()): string => (valid(at) ? calendarDay(at, now) : "");

/** As part of a sentence: "at 14:04", "yesterday", "on Sunday", "on 3 November". */
export function whenSentence(at: number, now = Date.now()): string {
  if (!valid(at)) return "";
  const days = daysBetween(at, now);
  if (days === 0) return say("when-at", { time: time(at) });
  if (days === 1) return say("when-yesterday");
  return isWeekday(days)
    ? say("when-on-weekday", { day: weekday().format(at) })
    : say("when-on-date", { date: calendarDay(at, now) });
}

/** Whether two moments lie on different days. */
export const otherDay = (a: number, b: number): boolean => daysBetween(a, b) !== 0;

/** For machines, in a `datetime` attribute. */
export const iso = (at: number): string => (valid(at) ? new Date(at).toISOString() : "");

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"].map((name, power) => ({
  exact: unit(name, power === 0 ? "long" : "short", 1),
  whole: unit(name, power === 0 ? "long" : "short", 0),
}));

/** "34 MB"; powers of 1000 as file managers show them, one digit below ten. */
export function size(bytes: number): string {
  let value = Math.max(0, bytes);
  let power = 0;
  while (value >= 1000 && power < UNITS.length - 1) {
    value /= 1000;
    power++;
  }
  const formats = UNITS[power];
  return (power > 0 && value < 10 ? formats?.exact() : formats?.whole())?.format(value) ?? "";
}
