import { afterEach, describe, expect, it } from "vitest";

import { day, list, number, size, time, when, whenSentence } from "./intl";
import { useLanguage } from "./language.svelte";

afterEach(() => useLanguage("en", []));

const now = new Date(2026, 10, 25, 18, 30).getTime();
const HOUR = 3_600_000;
const at = (daysAgo: number, hour = 12) => new Date(2026, 10, 25 - daysAgo, hour).getTime();

describe("days", () => {
  it.each([
    [at(0, 0), "Today"],
    [at(1, 23), "Yesterday"],
    [at(3), "Sunday"],
    [at(6), "Thursday"],
    [at(7), "18 November"],
    [new Date(2025, 11, 31).getTime(), "31 December 2025"],
    [Number.NaN, ""],
    [1e300, ""],
  ])("%s reads %s", (moment, words) => expect(day(moment, now)).toBe(words));

  it("counts by the calendar, not by 24 hours", () => {
    const justAfterMidnight = new Date(2026, 10, 25, 0, 10).getTime();
    expect(day(justAfterMidnight - HOUR, justAfterMidnight)).toBe("Yesterday");
  });

  it("shows the time today, the day before", () => {
    expect(when(at(0, 9), now)).toBe("09:00");
    expect(when(at(1), now)).toBe("Yesterday");
    expect(time(at(0, 14))).toBe("14:00");
  });

  it("fits a sentence", () => {
    expect(whenSentence(at(0, 14), now)).toBe("at 14:00");
    expect(whenSentence(at(1), now)).toBe("yesterday");
    expect(whenSentence(at(3), now)).toBe("on Sunday");
  });
});

describe("words with numbers", () => {
  it("lists names", () => {
    expect(list(["Ruth"])).toBe("Ruth");
    expect(list(["Ruth", "Jonas", "Amina"])).toBe("Ruth, Jonas and Amina");
  });

  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1_500, "1.5 kB"],
    [34_000_000, "34 MB"],
    [2 ** 31, "2.1 GB"],
  ])("%s bytes are %s", (bytes, words) => expect(size(bytes)).toBe(words));
});

describe("the region's ways", () => {
  it.each([
    ["en", ["en-US"], "November 18", "1,234.5", "1.5 kB"],
    ["de", ["de-DE"], "18. November", "1.234,5", "1,5 kB"],
    ["ar", ["ar-EG"], "١٨ نوفمبر", "١٬٢٣٤٫٥", "١٫٥ كيلوبايت"],
  ])("%s in %s", (language, tags, date, digits, kilobytes) => {
    useLanguage(language, tags);
    expect([day(at(7), now), number(1234.5), size(1_500)]).toEqual([date, digits, kilobytes]);
  });

  it("fits German and Arabic sentences", () => {
    useLanguage("de", []);
    expect([at(0, 14), at(1), at(3), at(7)].map((moment) => whenSentence(moment, now))).toEqual([
      "um 14:00",
      "gestern",
      "am Sonntag",
      "am 18. November",
    ]);
    useLanguage("ar", ["ar-EG"]);
    expect(whenSentence(at(3), now)).toBe("يوم \u2068الأحد\u2069");
  });
});
