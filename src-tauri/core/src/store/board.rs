//! What a board's message gives to the feed.

use super::rows::one;
use super::{Reader, StoreError, Writer};
use crate::model::{PinSource, RoomId};

pub(crate) struct BoardPin {
    pub room: RoomId,
    pub event: Option<String>,
    pub txn: Option<String>,
    pub kind: String,
    pub at: i64,
    pub title: String,
    pub note: String,
    pub link: Option<String>,
    pub media: Option<i64>,
    pub sender: String,
    pub source: Option<PinSource>,
}

impl Reader {
    /// The message as a board shows it; `None` where its room is no board that one is in.
    pub(crate) fn board_pin(&self, room: i64, message: i64) -> Result<Option<BoardPin>, StoreError> {
        let sql = "SELECT room.room, event, txn, message.kind, at, title, body, link, media, sender, extra
                   FROM message JOIN room ON room.id = message.room
                   WHERE message.id = ?2 AND room.id = ?1 AND room.kind = 'board' AND room.joined = 1";
        one(self.conn(), sql, (room, message), |row| {
            let extra: Option<String> = row.get(10)?;
            let extra: Option<serde_json::Value> = extra.and_then(|text| serde_json::from_str(&text).ok());
            Ok(BoardPin {
                room: RoomId(row.get(0)?),
                event: row.get(1)?,
                txn: row.get(2)?,
                kind: row.get(3)?,
                at: row.get(4)?,
                title: row.get(5)?,
                note: row.get(6)?,
                link: row.get(7)?,
                media: row.get(8)?,
                sender: row.get(9)?,
                source: extra.and_then(|e| e.get("source").cloned()).and_then(|s| serde_json::from_value(s).ok()),
            })
        })
    }

    /// What a relation is.
    pub(crate) fn relation_kind(&self, id: i64) -> Result<Option<String>, StoreError> {
        one(self.conn(), "SELECT kind FROM relation WHERE id = ?1", [id], |row| row.get(0))
    }

    pub(crate) fn known_relation_target(&self, event: &str) -> Result<Option<String>, StoreError> {
        Ok(one(self.conn(), "SELECT target FROM relation WHERE event = ?1", [event], |row| row.get(0))?.flatten())
    }
}

impl Writer {
    pub(crate) fn delete_relation_row(&mut self, id: i64) -> Result<(), StoreError> {
        super::rows::run(self.conn(), "DELETE FROM relation WHERE id = ?1", [id])?;
        Ok(())
    }
}
