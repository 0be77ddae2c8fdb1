//! Pins of the feed: pages of them, newest first by `(ord, id)`, and what boards and feeds write there.
//!
//! `ord` is a time in ms, fixed when the item is first seen: the board event's own, a feed's date where that can be believed,
//! else the moment it was first seen. An item keeps its place whatever is edited later.

use rusqlite::{Row, params};

use super::guard::{Judged, Trust};
use super::rich::Of;
use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::api::Code;
use crate::guard;
use crate::media::{MediaFacts, MediaSource};
use crate::model::{Change, FeedItem, FeedItemId, FeedPage, FeedPlace, MediaId, MessageId, Pin, PinSource, RoomId, SourceId, UserId};
use crate::rich;

/// A feed's date further ahead than this is not believed.
const FUTURE_MAX: i64 = 24 * 3600 * 1000;
/// Pins that are kept of one web feed; more than one document may hold, so that none comes again.
const KEPT_MAX: i64 = 2_000;
/// Most names of those one has sent a pin to.
const SENT_TO_MAX: i64 = 5;

/// What a board's message gives to the feed.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardItem {
    /// The event's ID; our transaction ID until there is one.
    pub identity: String,
    pub at: i64,
    pub title: String,
    pub note: String,
    pub link: Option<String>,
    pub media: Option<MediaId>,
    pub sender: UserId,
    pub pin_source: Option<PinSource>,
    pub message: MessageId,
}

/// An item as a feed's document gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadItem {
    /// Its names, coarse to fine; `own` is the index of the one that is its identity within its document.
    pub names: [String; 3],
    pub own: usize,
    /// As the feed says, ms.
    pub date: Option<i64>,
    pub title: String,
    pub note: String,
    pub link: Option<String>,
    pub picture: Option<(MediaSource, MediaFacts)>,
}

const COLUMNS: &str = "feed_item.id, feed_item.source, feed_item.ord, feed_item.title, feed_item.note, feed_item.link, feed_item.media,
  feed_item.sender, feed_item.pin_source, feed_item.message, source.name, source.kind, coalesce(source.site, source.url),
  coalesce((SELECT room.stranger FROM room WHERE room.room = source.room), 0)";

struct ItemRow {
    id: i64,
    source: i64,
    ord: i64,
    title: String,
    note: String,
    link: Option<String>,
    media: Option<i64>,
    sender: Option<String>,
    pin_source: Option<String>,
    message: Option<i64>,
    source_name: String,
    source_kind: String,
    site: Option<String>,
    stranger: bool,
}

fn item_row(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        id: row.get(0)?,
        source: row.get(1)?,
        ord: row.get(2)?,
        title: row.get(3)?,
        note: row.get(4)?,
        link: row.get(5)?,
        media: row.get(6)?,
        sender: row.get(7)?,
        pin_source: row.get(8)?,
        message: row.get(9)?,
        source_name: row.get(10)?,
        source_kind: row.get(11)?,
        site: row.get(12)?,
        stranger: row.get(13)?,
    })
}

/// Where a pin was found: as it says itself, else where it stands.
fn found_at(row: &ItemRow) -> Option<PinSource> {
    let said = row.pin_source.as_deref().and_then(|text| serde_json::from_str(text).ok());
    Some(said.unwrap_or_else(|| PinSource { kind: row.source_kind.clone(), name: row.source_name.clone(), url: row.site.clone() }))
}

impl Reader {
    /// A page of the feed, or of one source, newest first; `after` is the last place of the page before.
    pub fn feed_page(&self, source: Option<SourceId>, after: Option<FeedPlace>, limit: u32) -> Result<FeedPage, StoreError> {
        let (ord, id) = after.map_or((i64::MAX, i64::MAX), |place| (place.ord, place.id.0));
        let rows = match source {
            Some(source) => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM feed_item JOIN source ON source.id = feed_item.source
                     WHERE feed_item.source = ?1 AND (feed_item.ord, feed_item.id) < (?2, ?3)
                     ORDER BY feed_item.ord DESC, feed_item.id DESC LIMIT ?4"
                );
                all(self.conn(), &sql, (source.0, ord, id, limit), item_row)?
            }
            None => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM feed_item CROSS JOIN source ON source.id = feed_item.source
                     WHERE (feed_item.ord, feed_item.id) < (?1, ?2)
                     ORDER BY feed_item.ord DESC, feed_item.id DESC LIMIT ?3"
                );
                all(self.conn(), &sql, (ord, id, limit), item_row)?
            }
        };
        let full = rows.len() as u64 == u64::from(limit);
        let last = rows.last().map(|row| FeedPlace { ord: row.ord, id: FeedItemId(row.id) });
        let trust = self.trust()?;
        let items = rows.into_iter().map(|row| self.item_of(row, &trust)).collect::<Result<Vec<_>, _>>()?;
        Ok(FeedPage { items, after: last.filter(|_| full) })
    }

    /// How many pins stand before a place.
    pub fn feed_newer(&self, source: Option<SourceId>, than: FeedPlace) -> Result<u32, StoreError> {
        let count = match source {
            Some(source) => {
                let sql = "SELECT count(*) FROM feed_item WHERE source = ?1 AND (ord, id) > (?2, ?3)";
                one(self.conn(), sql, (source.0, than.ord, than.id.0), |row| row.get(0))?
            }
            None => {
                let sql = "SELECT count(*) FROM feed_item WHERE (ord, id) > (?1, ?2)";
                one(self.conn(), sql, (than.ord, than.id.0), |row| row.get(0))?
            }
        };
        Ok(count.unwrap_or(0))
    }

    /// One pin of the feed.
    pub fn feed_item(&self, item: FeedItemId) -> Result<FeedItem, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM feed_item JOIN source ON source.id = feed_item.source WHERE feed_item.id = ?1");
        match one(self.conn(), &sql, [item.0], item_row)? {
            Some(row) => self.item_of(row, &self.trust()?),
            None => Err(StoreError::said(Code::NotFound, "pin-gone", &[])),
        }
    }

    /// What the guard judges when a link of an item is opened: its own, or one in its note; `None` where it is gone.
    pub(super) fn judged_feed_item(&self, item: FeedItemId, url: &str) -> Result<Option<Judged>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM feed_item JOIN source ON source.id = feed_item.source WHERE feed_item.id = ?1");
        let Some(row) = one(self.conn(), &sql, [item.0], item_row)? else { return Ok(None) };
        let trust = self.trust()?;
        let judged = self.judged_row_of(&row, found_at(&row), &trust)?;
        if judged.opens(url) {
            return Ok(Some(judged));
        }
        Ok(Some(self.judged_in_text(&self.note_of(&row)?, &trust, url)?.unwrap_or(judged)))
    }

    fn note_of<'a>(&self, row: &'a ItemRow) -> Result<Of<'a>, StoreError> {
        let (room, mine) = match row.message {
            Some(message) => self.message_row(message)?.map_or((0, false), |message| (message.room, message.mine)),
            None => (0, false),
        };
        // A board's note is what its sender typed; of a feed it is words that a page put there.
        let marked = row.message.and_then(|_| rich::from_marks(&row.note));
        let blocks = marked.unwrap_or_else(|| rich::plain(&row.note));
        Ok(Of { room, sender: row.sender.as_deref().unwrap_or_default(), mine, text: &row.note, raw: None, blocks })
    }

    fn judged_row_of(&self, row: &ItemRow, source: Option<PinSource>, trust: &Trust) -> Result<Judged, StoreError> {
        let judged = Judged { link: row.link.clone(), title: row.title.clone(), note: row.note.clone(), source, ..Judged::default() };
        self.judge_item(judged, row.media, row.message, trust)
    }

    fn item_of(&self, row: ItemRow, trust: &Trust) -> Result<FeedItem, StoreError> {
        let link = row.link.as_deref().and_then(guard::link_of);
        let picture = match row.media {
            Some(media) => self.picture(MediaId(media))?,
            None => None,
        };
        let caption = match (&row.sender, &link) {
            (Some(sender), _) => format!("From {}", self.profile(&sender.as_str().into())?.name),
            (None, Some(link)) => link.host.clone(),
            (None, None) => row.source_name.clone(),
        };
        let source = found_at(&row);
        let guard = self.judged_row_of(&row, source.clone(), trust)?.verdict(trust);
        let sent_to = self.sent_to(row.link.as_deref(), row.media)?;
        let stranger = row.stranger && !row.sender.as_deref().is_some_and(|sender| trust.person(sender));
        let rich = self.rich(&self.note_of(&row)?, trust)?;
        let pin = Pin { title: row.title, note: row.note, link, picture, source, guard };
        let message = row.message.map(MessageId);
        Ok(FeedItem { id: FeedItemId(row.id), source: SourceId(row.source), caption, pin, at: row.ord, sent_to, stranger, message, rich })
    }

    /// The conversations that one's own pins with this link (or, without one, this picture) went to, newest first.
    fn sent_to(&self, link: Option<&str>, media: Option<i64>) -> Result<Vec<String>, StoreError> {
        let by = |condition: &str| {
            format!(
                "SELECT room.shown FROM message JOIN room ON room.id = message.room
                 WHERE {condition} AND message.mine = 1 AND message.kind = 'pin' AND room.kind = 'conversation'
                 GROUP BY room.id ORDER BY max(message.at) DESC LIMIT ?2"
            )
        };
        match (link, media) {
            (Some(link), _) => all(self.conn(), &by("message.link = ?1"), (link, SENT_TO_MAX), |row| row.get(0)),
            (None, Some(media)) => all(self.conn(), &by("message.media = ?1"), (media, SENT_TO_MAX), |row| row.get(0)),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// The stored item that a read one is: by its own name, else by another of its names where that is sure.
    fn item_by_names(&self, source: SourceId, item: &ReadItem) -> Result<Option<(i64, String)>, StoreError> {
        let sql = "SELECT id, hash, link, title FROM feed_item WHERE source = ?1 AND identity = ?2";
        for at in std::iter::once(item.own).chain((0..3).rev().filter(|at| *at != item.own)) {
            let Some(name) = item.names.get(at) else { continue };
            let found = one(self.conn(), sql, (source.0, name), |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?, row.get::<_, String>(3)?))
            })?;
            let Some((id, hash, link, title)) = found else { continue };
            // A coarser name was stored when it was this item's alone; now others share it.
            let sure = at >= item.own || (link == item.link && (item.own < 2 || title == item.title));
            if sure {
                return Ok(Some((id, hash)));
            }
        }
        Ok(None)
    }
}

impl Writer {
    /// Writes a board's pin.
    pub fn put_board_item(&mut self, room: &RoomId, item: &BoardItem) -> Result<(), StoreError> {
        let sql = "INSERT INTO feed_item (source, identity, ord, at, title, note, link, media, sender, pin_source, message, seen_at)
                   SELECT id, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM source WHERE room = ?1
                   ON CONFLICT (source, identity) DO UPDATE SET title = excluded.title, note = excluded.note, link = excluded.link,
                     media = excluded.media, pin_source = excluded.pin_source, message = excluded.message";
        let pin_source = item.pin_source.as_ref().map(serde_json::to_string).transpose()?;
        let params = params![
            room.as_str(),
            item.identity,
            item.at,
            item.title,
            item.note,
            item.link,
            item.media.map(|m| m.0),
            item.sender.as_str(),
            pin_source,
            item.message.0,
            self.now(),
        ];
        run(self.conn(), sql, params)?;
        self.changed(Change::Feed);
        Ok(())
    }

    /// Removes a board's pin.
    pub fn remove_board_item(&mut self, room: &RoomId, identity: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM feed_item WHERE identity = ?2 AND source = (SELECT id FROM source WHERE room = ?1)";
        if run(self.conn(), sql, (room.as_str(), identity))? > 0 {
            self.changed(Change::Feed);
        }
        Ok(())
    }

    /// Writes the items of a feed's document, newest first as they stand there. Answers how many were not known.
    pub(crate) fn put_items(&mut self, source: SourceId, items: &[ReadItem]) -> Result<usize, StoreError> {
        let now = self.now();
        let (mut new, mut touched) = (0, false);
        for (at, item) in items.iter().enumerate() {
            let hash = hash_of(item);
            let known = self.item_by_names(source, item)?;
            if known.as_ref().is_some_and(|(_, old)| *old == hash) {
                continue;
            }
            let media = match &item.picture {
                Some((picture, facts)) => Some(self.put_media(picture, facts)?.0),
                None => None,
            };
            let identity = item.names.get(item.own);
            touched = true;
            if let Some((id, _)) = known {
                let sql = "UPDATE feed_item SET identity = ?2, title = ?3, note = ?4, link = ?5, media = ?6, hash = ?7 WHERE id = ?1";
                run(self.conn(), sql, params![id, identity, item.title, item.note, item.link, media, hash])?;
                continue;
            }
            // Without a date that can be believed, the document's order is kept, from now backwards.
            let seen = now - i64::try_from(at).unwrap_or(0);
            let ord = item.date.filter(|date| *date <= now + FUTURE_MAX).map_or(seen, |date| date.min(now));
            let sql = "INSERT INTO feed_item (source, identity, ord, at, title, note, link, media, hash, seen_at)
                       VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            run(self.conn(), sql, params![source.0, identity, ord, item.title, item.note, item.link, media, hash, now])?;
            new += 1;
        }
        if new > 0 {
            let sql = "DELETE FROM feed_item WHERE id IN
                       (SELECT id FROM feed_item WHERE source = ?1 ORDER BY ord DESC, id DESC LIMIT -1 OFFSET ?2)";
            run(self.conn(), sql, (source.0, KEPT_MAX))?;
        }
        if touched {
            self.changed(Change::Feed);
        }
        Ok(new)
    }
}

/// Of all that an update may change, and of the identity, which may have to become finer.
fn hash_of(item: &ReadItem) -> String {
    use sha2::{Digest as _, Sha256};
    let picture = item.picture.as_ref().map(|(source, _)| source.key());
    let text = serde_json::json!([item.names.get(item.own), item.title, item.note, item.link, picture]).to_string();
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
