//! Dates as feeds write them.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// Milliseconds since the epoch; `None` where no date can be read.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.get(..text.len().min(200)).unwrap_or(text);
    let (date, rest) = iso(text).or_else(|| by_name(text))?;
    let (clock, zone) = clock(rest);
    let at = PrimitiveDateTime::new(date, clock).assume_offset(zone).unix_timestamp();
    at.checked_mul(1000)
}

/// RFC 3339 in UTC, as `preview` prints it.
pub fn rfc3339(ms: i64) -> Option<String> {
    let at = time::OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).ok()?;
    at.format(&time::format_description::well_known::Rfc3339).ok()
}

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(\d{4})-?(\d{2})-?(\d{2})(.*)"));
static DAY_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})(.*)"));
static MONTH_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(.*)"));
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^[\sT,]*(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*([AaPp][Mm])?\s*([+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5})?")
});

fn number(captures: &Captures<'_>, group: usize) -> Option<u32> {
    captures.get(group)?.as_str().parse().ok()
}

fn rest<'a>(captures: &Captures<'a>) -> &'a str {
    captures.get(4).map_or("", |found| found.as_str())
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
    // What claims to be older than the web, or of another age, is a mistake.
    (1970..2200).contains(&date.year()).then_some(date)
}

fn iso(text: &str) -> Option<(Date, &str)> {
    let found = ISO.as_ref()?.captures(text)?;
    Some((date(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?, rest(&found)))
}

fn by_name(text: &str) -> Option<(Date, &str)> {
    for found in DAY_FIRST.as_ref()?.captures_iter(text) {
        if let (Some(day), Some(month), Some(year)) = (number(&found, 1), month(&found, 2), number(&found, 3))
            && let Some(date) = date(full_year(year), month, day)
        {
            return Some((date, rest(&found)));
        }
    }
    let found = MONTH_FIRST.as_ref()?.captures(text)?;
    Some((date(number(&found, 3)?, month(&found, 1)?, number(&found, 2)?)?, rest(&found)))
}

fn full_year(year: u32) -> u32 {
    match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        _ => year,
    }
}

fn month(captures: &Captures<'_>, group: usize) -> Option<u32> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = captures.get(group)?.as_str().to_ascii_lowercase();
    let at = NAMES.iter().position(|short| name.starts_with(short))?;
    u32::try_from(at + 1).ok()
}

/// The time of day and its offset; midnight UTC where nothing readable stands.
fn clock(text: &str) -> (Time, UtcOffset) {
    let midnight = (Time::MIDNIGHT, UtcOffset::UTC);
    let Some(found) = CLOCK.as_ref().and_then(|clock| clock.captures(text)) else { return midnight };
    let (Some(hour), Some(minute)) = (number(&found, 1), number(&found, 2)) else { return midnight };
    let hour = match found.get(4).map(|half| half.as_str().to_ascii_lowercase()).as_deref() {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    let byte = |value: u32| u8::try_from(value).unwrap_or(u8::MAX);
    // A leap second is the one before.
    let second = number(&found, 3).unwrap_or(0).min(59);
    let Ok(time) = Time::from_hms(byte(hour), byte(minute), byte(second)) else { return midnight };
    (time, found.get(5).and_then(|zone| offset(zone.as_str())).unwrap_or(UtcOffset::UTC))
}

fn offset(zone: &str) -> Option<UtcOffset> {
    let minutes = match zone.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        "BST" | "CET" | "WEST" | "IST" | "MEZ" => 60,
        "CEST" | "EET" | "SAST" | "MESZ" => 120,
        "EEST" | "MSK" => 180,
        "JST" | "KST" => 540,
        "AEST" => 600,
        "AEDT" => 660,
        "NZST" => 720,
        "EST" | "CDT" => -300,
        "EDT" => -240,
        "CST" | "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" => -480,
        signed => {
            let sign = if signed.starts_with('-') { -1 } else { 1 };
            let digits: String = signed.chars().filter(char::is_ascii_digit).collect();
            let (hours, minutes) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
            sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
        }
    };
    UtcOffset::from_whole_seconds(minutes * 60).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(parse(text).and_then(rfc3339).as_deref(), expected, "{text}");
        };
        check("Tue, 14 May 2024 09:05:00 +0000", Some("2024-05-14T09:05:00Z"));
        check("014, 14 May 2024 09:05:00 +0000", Some("2024-05-14T09:05:00Z"));
        check("03 Sep 24 08:15 UTC", Some("2024-09-03T08:15:00Z"));
        check("2024-09-03 10:15:44 +0200 CEST", Some("2024-09-03T08:15:44Z"));
        check("2024-09-03T10:15:44+02:00", Some("2024-09-03T08:15:44Z"));
        check("2024-09-03T10:15:44.123Z", Some("2024-09-03T10:15:44Z"));
        check("2024-09-03T10:15Z", Some("2024-09-03T10:15:00Z"));
        check("2024-09-03", Some("2024-09-03T00:00:00Z"));
        check("20240903T101544Z", Some("2024-09-03T10:15:44Z"));
        check("Tue, 3 September 2024 10:15:44 EST", Some("2024-09-03T15:15:44Z"));
        check("Tue, 03-Sep-2024 10:15:44 GMT", Some("2024-09-03T10:15:44Z"));
        check("September 3, 2024", Some("2024-09-03T00:00:00Z"));
        check("Sep 3rd, 2024 5:30 PM", Some("2024-09-03T17:30:00Z"));
        check("3 Sep 1999 10:15:60 -0730", Some("1999-09-03T17:45:59Z"));
        check("3 Sep 99 25:99", Some("1999-09-03T00:00:00Z"));
        check("31 Feb 2024", None);
        check("0000-00-00 00:00:00", None);
        check("yesterday", None);
        check("", None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC*|[0-9:+ TZa-z-]*") {
            let _ = parse(&text);
        }
    }
}
