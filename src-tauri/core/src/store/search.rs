//! Search over what is on this device: conversations by name, messages and feed items by text.
//!
//! Hits come newest first and only as many as asked for are read: ranking every hit of a common word would cost time
//! by the size of the store.

use super::rows::all;
use super::{Reader, StoreError};
use crate::model::{EventId, FeedItemId, MediaId, MessageId, RoomId, SearchHit};
use crate::text::search_key;

const ROOMS_MAX: u32 = 5;
const WORDS_MAX: usize = 8;

impl Reader {
    /// Conversations first, then messages and feed items, newest first. The last word may be unfinished.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<SearchHit>, StoreError> {
        let limit = limit.clamp(1, 200);
        let name = search_key(query);
        if name.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = self.search_rooms(&name, limit.min(ROOMS_MAX))?;
        let mut dated = Vec::new();
        for fts in fts_queries(query) {
            dated = self.search_texts(&fts, limit)?;
            if dated.len() >= limit as usize {
                break;
            }
        }
        hits.extend(dated.into_iter().map(|(_, hit)| hit));
        hits.truncate(limit as usize);
        Ok(hits)
    }

    fn search_texts(&self, fts: &str, limit: u32) -> Result<Vec<(i64, SearchHit)>, StoreError> {
        let mut dated = self.search_messages(fts, limit)?;
        for id in self.search_feed(fts, limit)? {
            if let Ok(item) = self.feed_item(id) {
                dated.push((item.at, SearchHit::FeedItem { item }));
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

    fn search_messages(&self, fts: &str, limit: u32) -> Result<Vec<(i64, SearchHit)>, StoreError> {
        // By row: later rows are later messages but for loaded history; the few that are read are then sorted by time.
        let sql = "SELECT message.id, room.room, room.shown, message.who, message.at, message.media,
                     snippet(message_text, -1, char(2), char(3), '…', 16), message.thread_root
                   FROM message_text JOIN message ON message.id = message_text.rowid JOIN room ON room.id = message.room
                   WHERE message_text MATCH ?1 AND room.kind = 'conversation'
                   ORDER BY message_text.rowid DESC LIMIT ?2";
        let mut hits = all(self.conn(), sql, (fts, limit), |row| {
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

    fn search_feed(&self, fts: &str, limit: u32) -> Result<Vec<FeedItemId>, StoreError> {
        let sql = "SELECT rowid FROM feed_text WHERE feed_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
        all(self.conn(), sql, (fts, limit), |row| row.get(0).map(FeedItemId))
    }
}

/// What is asked for one after the other, until there are enough hits. Every word must be there, the last one as the
/// beginning of a word; nothing typed is taken as a command.
///
/// The index holds beginnings of 2 to 4 letters. A longer one is put together from all words that begin so, which takes
/// long where one of them is common; so the word as it stands is asked for first, and mostly that is enough. A single
/// letter is taken as a word: too many begin with it.
fn fts_queries(query: &str) -> Vec<String> {
    let words: Vec<&str> = query.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).take(WORDS_MAX).collect();
    let Some(last) = words.last() else { return Vec::new() };
    let whole = words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\"").replace('\0', ""))).collect::<Vec<_>>().join(" ");
    let begun = format!("{whole}*");
    match last.chars().count() {
        1 if last.is_ascii() => vec![whole],
        1..=4 => vec![begun],
        _ => vec![whole, begun],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_no_command() {
        let check = |typed: &str, expected: &[&str]| assert_eq!(fts_queries(typed), expected, "{typed}");
        check("tea", &["\"tea\"*"]);
        check("t", &["\"t\""]);
        check("茶", &["\"茶\"*"]);
        check("green  te", &["\"green\" \"te\"*"]);
        check("garden", &["\"garden\"", "\"garden\"*"]);
        check("a OR b\" NEAR(", &["\"a\" \"OR\" \"b\"\"\" \"NEAR(\"", "\"a\" \"OR\" \"b\"\"\" \"NEAR(\"*"]);
        check(" \"- * ", &[]);
        check("", &[]);
    }
}
