//! What is typed into Search: words, and what narrows them.
//!
//! `from:NAME`, `in:NAME`, `host:SITE`, `has:link|picture|pin|file`, `before:DATE`, `after:DATE`, `on:DATE`; a value of several
//! words stands in quotes (`in:"Cabin trip"`). A date is a year, a month or a day: `2026`, `2026-01`, `2026-01-31`; days begin
//! and end where the user lives. What is no such thing is a word like others, so that nothing typed is ever a command of the
//! database.

use crate::api::{Code, Problem};

/// Most words that are looked for.
const WORDS_MAX: usize = 8;

/// A search, understood. Empty parts ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub words: Vec<String>,
    /// The sender: a part of the name, a Matrix ID, or `me`.
    pub from: Option<String>,
    /// A conversation, board or feed: a part of its name.
    pub place: Option<String>,
    pub host: Option<String>,
    pub has: Vec<Has>,
    /// The first day or moment that does not count any more, as `YYYY-MM-DD`.
    pub before: Option<String>,
    /// The first day that counts.
    pub since: Option<String>,
}

/// What a message must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    Link,
    Picture,
    Pin,
    File,
}

impl Query {
    /// Reads what was typed. A part that is still being written (`before:20`) narrows nothing yet.
    ///
    /// # Errors
    /// `BadInput` where a value can be nothing: a date that no calendar has, an unknown `has:`.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let mut query = Self::default();
        for part in parts(typed) {
            match part.split_once(':') {
                Some((key, value)) if OPERATORS.contains(&key.to_ascii_lowercase().as_str()) => {
                    query.narrow(&key.to_ascii_lowercase(), value.trim_matches('"').trim())?;
                }
                _ if part.chars().any(char::is_alphanumeric) && query.words.len() < WORDS_MAX => {
                    query.words.push(part.trim_matches('"').to_owned());
                }
                _ => {}
            }
        }
        Ok(query)
    }

    /// Nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// There are words and nothing else.
    pub fn is_plain(&self) -> bool {
        Self { words: Vec::new(), ..self.clone() }.is_empty()
    }

    fn narrow(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        if value.is_empty() {
            return Ok(());
        }
        let text = || Some(value.to_owned());
        match key {
            "from" => self.from = text(),
            "in" => self.place = text(),
            "host" => self.host = text(),
            "has" => self.has.extend(has(value)?),
            _ => {
                let Some(days) = Days::parse(value)? else { return Ok(()) };
                if key != "after" {
                    self.before = Some(if key == "before" { days.first.clone() } else { days.end });
                }
                if key != "before" {
                    self.since = Some(days.first);
                }
            }
        }
        Ok(())
    }
}

const OPERATORS: [&str; 7] = ["from", "in", "host", "has", "before", "after", "on"];

/// Words, a quoted value being one with its key.
fn parts(typed: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in typed.chars().filter(|c| *c != '\0') {
        match c {
            '"' => {
                quoted = !quoted;
                parts.last_mut().into_iter().for_each(|part| part.push(c));
            }
            c if c.is_whitespace() && !quoted => parts.push(String::new()),
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn has(value: &str) -> Result<Option<Has>, Problem> {
    const KINDS: [(&str, Has); 4] = [("link", Has::Link), ("picture", Has::Picture), ("pin", Has::Pin), ("file", Has::File)];
    let value = value.to_lowercase();
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == value || format!("{name}s") == value) {
        return Ok(Some(*kind));
    }
    if KINDS.iter().any(|(name, _)| name.starts_with(&value)) {
        return Ok(None);
    }
    Err(Problem::said(Code::BadInput, "search-has", &[("value", &value)]))
}

/// A span of whole days, as `YYYY-MM-DD`.
struct Days {
    first: String,
    /// The day after the last.
    end: String,
}

impl Days {
    /// `None` while it is still being written.
    fn parse(value: &str) -> Result<Option<Self>, Problem> {
        let wrong = || Problem::said(Code::BadInput, "search-date", &[("value", &value)]);
        let mut numbers = Vec::new();
        for (at, piece) in value.split('-').enumerate() {
            if piece.is_empty() && at > 0 {
                continue;
            }
            if piece.is_empty() || piece.len() > 4 || !piece.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            if at == 0 && piece.len() < 4 {
                return if numbers.is_empty() && !value.contains('-') { Ok(None) } else { Err(wrong()) };
            }
            numbers.push(piece.parse::<i32>().map_err(|_| wrong())?);
        }
        let month = |n: i32| u8::try_from(n).ok().and_then(|n| time::Month::try_from(n).ok()).ok_or_else(wrong);
        let day = |y: i32, m: i32, d: i32| {
            let d = u8::try_from(d).map_err(|_| wrong())?;
            time::Date::from_calendar_date(y, month(m)?, d).map_err(|_| wrong())
        };
        let (first, end) = match *numbers.as_slice() {
            [y] => (day(y, 1, 1)?, day(y + 1, 1, 1)),
            [y, m] if m == 12 => (day(y, m, 1)?, day(y + 1, 1, 1)),
            [y, m] => (day(y, m, 1)?, day(y, m + 1, 1)),
            [y, m, d] => (day(y, m, d)?, day(y, m, d)?.next_day().ok_or_else(wrong)),
            _ => return Err(wrong()),
        };
        Ok(Some(Self { first: first.to_string(), end: end?.to_string() }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn query(typed: &str) -> Query {
        Query::parse(typed).unwrap()
    }

    #[test]
    fn words_and_what_narrows_them() {
        let all = query("green  sofa from:Ruth in:\"Cabin trip\" host:shop.example has:link has:pins after:2026-01 before:2026-03-15");
        assert_eq!(all.words, ["green", "sofa"]);
        assert_eq!(
            (all.from.as_deref(), all.place.as_deref(), all.host.as_deref()),
            (Some("Ruth"), Some("Cabin trip"), Some("shop.example"))
        );
        assert_eq!(all.has, [Has::Link, Has::Pin]);
        assert_eq!((all.since.as_deref(), all.before.as_deref()), (Some("2026-01-01"), Some("2026-03-15")));
        let on = query("on:2026-12");
        assert_eq!((on.since.as_deref(), on.before.as_deref()), (Some("2026-12-01"), Some("2027-01-01")));
        assert!(query("tea").is_plain() && !query("tea from:me").is_plain());
    }

    #[test]
    fn what_is_typed_is_no_command() {
        assert_eq!(query("a OR b\" NEAR(").words, ["a", "OR", "b\" NEAR("]);
        assert_eq!(query("https://shop.example/x").words, ["https://shop.example/x"]);
        assert_eq!(query("note:this").words, ["note:this"]);
        assert!(query(" \"- * ").is_empty() && query("").is_empty() && query("from: has: before:").is_empty());
    }

    #[test]
    fn half_written_narrows_nothing_and_nonsense_is_said() {
        for typed in ["before:2", "before:202", "has:l", "after:"] {
            assert!(query(typed).is_empty(), "{typed}");
        }
        assert_eq!(query("before:2026-").before.as_deref(), Some("2026-01-01"));
        for typed in ["before:soon", "on:2026-13", "on:2026-02-30", "after:2026-1-2-3", "before:-5", "has:money", "on:99999"] {
            let words = Query::parse(typed).unwrap_err().words;
            assert!(words.contains('“'), "{typed}: {words}");
        }
    }
}
