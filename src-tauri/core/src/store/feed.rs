//! Rows of the feed.

use super::rows::{one, run};
use super::{Reader, StoreError, Writer};
use crate::api::Code;
use crate::guard;
use crate::model::{Change, FeedItem, FeedItemId, MediaId, MessageId, Pin, PinSource, RoomId, SourceId, UserId};

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

impl Reader {
    /// One pin of the feed.
    pub fn feed_item(&self, item: FeedItemId) -> Result<FeedItem, StoreError> {
        let sql = "SELECT source, title, note, link, media, at, message, sender, pin_source FROM feed_item WHERE id = ?1";
        let found = one(self.conn(), sql, [item.0], |row| {
            Ok((
                SourceId(row.get(0)?),
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?,
                row.get::<_, Option<i64>>(4)?,
                row.get::<_, i64>(5)?,
                row.get::<_, Option<i64>>(6)?,
                row.get::<_, Option<String>>(7)?,
                row.get::<_, Option<String>>(8)?,
            ))
        })?;
        let Some((source, title, note, link, media, at, message, sender, pin_source)) = found else {
            return Err(StoreError::refused(Code::NotFound, "This pin is not in the feed any more."));
        };
        let link = link.as_deref().and_then(guard::link_of);
        let picture = match media {
            Some(media) => self.picture(MediaId(media))?,
            None => None,
        };
        let caption = match (&sender, &link) {
            (Some(sender), _) => format!("From {}", self.profile(&sender.as_str().into())?.name),
            (None, Some(link)) => link.host.clone(),
            (None, None) => String::new(),
        };
        let source_of = pin_source.and_then(|text| serde_json::from_str(&text).ok());
        let pin = Pin { title, note, link, picture, source: source_of };
        Ok(FeedItem { id: item, source, caption, pin, at, sent_to: Vec::new(), message: message.map(MessageId) })
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
        let params = rusqlite::params![
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
}
