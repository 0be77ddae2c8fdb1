//! Search over what is on this device: conversations by name, messages and feed items by text.
//!
//! Hits come newest first and only as many as asked for are read: ranking every hit of a common word would cost time
//! by the size of the store.

use rusqlite::types::Value;

use super::rows::all;
use super::{Reader, StoreError};
use crate::model::{EventId, FeedItemId, MediaId, MessageId, RoomId, SearchHit};
use crate::search::{Has, Query};
use crate::text::{is_user_id, search_key};

const ROOMS_MAX: u32 = 5;
/// What stands for oneself in `from:`.
const ME: &str = "me";

impl Reader {
    /// Conversations first, then messages and feed items, newest first. The last word may be unfinished. What narrows
    /// the search: [`crate::search`].
    ///
    /// # Errors
    /// `BadInput` where what was typed can be nothing, and those of the store.
    pub fn search(&self, typed: &str, limit: u32) -> Result<Vec<SearchHit>, StoreError> {
        let limit = limit.clamp(1, 200);
        let query = Query::parse(typed)?;
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = Vec::new();
        if query.is_plain() {
            hits = self.search_rooms(&search_key(typed), limit.min(ROOMS_MAX))?;
        }
        let mut dated = Vec::new();
        for words in word_matches(&query.words) {
            dated = self.search_texts(&query, words.as_deref(), limit)?;
            if dated.len() >= limit as usize {
                break;
            }
        }
        hits.extend(dated.into_iter().map(|(_, hit)| hit));
        hits.truncate(limit as usize);
        Ok(hits)
    }

    fn search_texts(&self, query: &Query, words: Option<&str>, limit: u32) -> Result<Vec<(i64, SearchHit)>, StoreError> {
        let mut dated = self.search_messages(query, words, limit)?;
        // Who put an item onto a board is no sender of a message, and feeds hold no files.
        if query.from.is_none() && !query.has.contains(&Has::File) {
            for id in self.search_feed(query, words, limit)? {
                if let Ok(item) = self.feed_item(id) {
                    dated.push((item.at, SearchHit::FeedItem { item }));
                }
            }
        }
        dated.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(dated)
    }

    fn search_rooms(&self, part: &str, limit: u32) -> Result<Vec<SearchHit>, StoreError> {
        let sql = "SELECT room, shown, avatar FROM room WHERE kind = 'conversation' AND instr(shown_key, ?1) > 0
                   ORDER BY last_at DESC LIMIT ?2";
        all(self.conn(), sql, (part, limit), |row| {
            Ok(SearchHit::Conversation { room: RoomId(row.get(0)?), name: row.get(1)?, avatar: row.get::<_, Option<i64>>(2)?.map(MediaId) })
        })
    }

    /// The joins keep their order: newest rows first, and no more are read than are asked for.
    fn search_messages(&self, query: &Query, words: Option<&str>, limit: u32) -> Result<Vec<(i64, SearchHit)>, StoreError> {
        let mut which = Which::default();
        let mut matches = matches(query, words, "host");
        match query.from.as_deref() {
            Some(from) if from.eq_ignore_ascii_case(ME) => which.plain("message.mine = 1"),
            Some(from) if is_user_id(from) => which.with("message.sender = ", Value::Text(from.to_owned())),
            Some(from) => matches.push(format!("who : {}", begun(from))),
            None => {}
        }
        if let Some(place) = &query.place {
            which.containing("room.shown_key", place);
        }
        for has in &query.has {
            which.plain(match has {
                Has::Link => "(message.link IS NOT NULL OR message.body LIKE '%http%://%')",
                Has::Picture => "message.media IS NOT NULL",
                Has::Pin => "message.kind = 'pin'",
                Has::File => "message.kind = 'file'",
            });
        }
        which.between(query, "message.at");
        // No snippet without words: the beginning of the text.
        let beginning = "substr(trim(message.title || ' ' || message.body), 1, 120)";
        let (from, order) = if matches.is_empty() {
            which.plain("message.kind IN ('pin', 'text', 'emote', 'notice', 'file')");
            ("message", "message.id DESC")
        } else {
            which.with("message_text MATCH ", Value::Text(matches.join(" AND ")));
            // By row: later rows are later messages but for loaded history; the few that are read are then sorted by time.
            ("message_text CROSS JOIN message ON message.id = message_text.rowid", "message_text.rowid DESC")
        };
        let text = if words.is_some() { "snippet(message_text, -1, char(2), char(3), '…', 16)" } else { beginning };
        let sql = format!(
            "SELECT message.id, room.room, room.shown, message.who, message.at, message.media, {text}, message.thread_root
             FROM {from} CROSS JOIN room ON room.id = message.room
             WHERE room.kind = 'conversation'{} ORDER BY {order} LIMIT {limit}",
            which.sql
        );
        let mut hits = all(self.conn(), &sql, rusqlite::params_from_iter(which.values), |row| {
            let at = row.get(4)?;
            let hit = SearchHit::Message {
                message: MessageId(row.get(0)?),
                room: RoomId(row.get(1)?),
                conversation: row.get(2)?,
                sender: row.get(3)?,
                snippet: row.get(6)?,
                at,
                picture: row.get::<_, Option<i64>>(5)?.map(MediaId),
                covered: false,
                thread: row.get::<_, Option<String>>(7)?.map(EventId),
            };
            Ok((at, hit))
        })?;
        let trust = self.trust()?;
        for (_, hit) in &mut hits {
            if let SearchHit::Message { message, picture: Some(_), covered, .. } = hit
                && let Some(row) = self.message_row(message.0)?
            {
                *covered = self.is_covered(&row, &trust)?;
            }
        }
        Ok(hits)
    }

    fn search_feed(&self, query: &Query, words: Option<&str>, limit: u32) -> Result<Vec<FeedItemId>, StoreError> {
        let mut which = Which::default();
        let matches = matches(query, words, "link");
        if let Some(place) = &query.place {
            which.with("instr(lower(source.name), lower(", Value::Text(place.clone()));
            which.sql.push_str(")) > 0");
        }
        for has in &query.has {
            which.plain(match has {
                Has::Link => "feed_item.link IS NOT NULL",
                Has::Picture => "feed_item.media IS NOT NULL",
                Has::Pin | Has::File => "1",
            });
        }
        which.between(query, "feed_item.at");
        let (from, order) = if matches.is_empty() {
            ("feed_item", "feed_item.ord DESC, feed_item.id DESC")
        } else {
            which.with("feed_text MATCH ", Value::Text(matches.join(" AND ")));
            ("feed_text CROSS JOIN feed_item ON feed_item.id = feed_text.rowid", "feed_text.rowid DESC")
        };
        let sql = format!(
            "SELECT feed_item.id FROM {from} CROSS JOIN source ON source.id = feed_item.source WHERE 1{} ORDER BY {order} LIMIT {limit}",
            which.sql
        );
        all(self.conn(), &sql, rusqlite::params_from_iter(which.values), |row| row.get(0).map(FeedItemId))
    }
}

/// Conditions that are put together, and their values; what was typed is only ever a value.
#[derive(Default)]
struct Which {
    sql: String,
    values: Vec<Value>,
}

impl Which {
    fn plain(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    fn with(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        self.plain(&format!("{condition}?{}", self.values.len()));
    }

    fn containing(&mut self, column: &str, part: &str) {
        self.with(&format!("instr({column}, "), Value::Text(search_key(part)));
        self.sql.push_str(") > 0");
    }

    /// Days as they begin where the user lives: SQLite asks the system for its time zone.
    fn between(&mut self, query: &Query, column: &str) {
        for (day, sign) in [(&query.since, ">="), (&query.before, "<")] {
            if let Some(day) = day {
                self.with(&format!("{column} {sign} 1000 * unixepoch("), Value::Text(day.clone()));
                self.sql.push_str(", 'utc')");
            }
        }
    }
}

/// What the index is asked for: the words, and the site in the column that has it.
fn matches(query: &Query, words: Option<&str>, site: &str) -> Vec<String> {
    let host = query.host.as_ref().map(|host| format!("{site} : {}", begun(host)));
    words.map(str::to_owned).into_iter().chain(host).collect()
}

/// A text as words that stand together, for the index: nothing in it is a command.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A text as the beginning of words, for the index.
fn begun(text: &str) -> String {
    format!("{}*", quoted(text))
}

/// What is asked for one after the other, until there are enough hits. Every word must be there, the last one as the
/// beginning of a word; nothing typed is taken as a command.
///
/// The index holds beginnings of 2 to 4 letters. A longer one is put together from all words that begin so, which takes
/// long where one of them is common; so the word as it stands is asked for first, and mostly that is enough. A single
/// letter is taken as a word: too many begin with it. No words: no match is asked for.
fn word_matches(words: &[String]) -> Vec<Option<String>> {
    let Some(last) = words.last() else { return vec![None] };
    let whole = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let begun = format!("{whole}*");
    let found = match last.chars().count() {
        1 if last.is_ascii() => vec![whole],
        1..=4 => vec![begun],
        _ => vec![whole, begun],
    };
    // In brackets, so that a column named after them counts for its own words only.
    found.into_iter().map(|found| Some(format!("({found})"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_no_command() {
        let check = |typed: &str, expected: &[&str]| {
            let words: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
            let expected: Vec<Option<String>> = expected.iter().map(|text| Some((*text).to_owned())).collect();
            assert_eq!(word_matches(&words), expected, "{typed}");
        };
        check("tea", &["(\"tea\"*)"]);
        check("t", &["(\"t\")"]);
        check("茶", &["(\"茶\"*)"]);
        check("green  te", &["(\"green\" \"te\"*)"]);
        check("garden", &["(\"garden\")", "(\"garden\"*)"]);
        check("a OR b\" NEAR(", &["(\"a\" \"OR\" \"b\"\"\" \"NEAR(\")", "(\"a\" \"OR\" \"b\"\"\" \"NEAR(\"*)"]);
        assert_eq!(word_matches(&[]), [None]);
    }
}
