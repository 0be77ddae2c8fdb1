//! What an export reads: the rows of a room in order, and times as the user's clock shows them.

use super::rows::{all, one};
use super::{Reader, StoreError};
use crate::model::RoomId;

impl Reader {
    /// The rows of all messages that the server has, oldest first, threads among them.
    pub(crate) fn exported(&self, room: &RoomId) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT id FROM message WHERE room = ?1 AND event IS NOT NULL ORDER BY ord, id";
        all(self.conn(), sql, [self.need_room(room)?], |row| row.get(0))
    }

    /// Day (`2026-01-31`) and time (`14:03`) of a moment in ms, in the system's time zone.
    pub(crate) fn local_time(&self, at: i64) -> Result<(String, String), StoreError> {
        let sql = "SELECT strftime('%Y-%m-%d', ?1, 'unixepoch', 'localtime'), strftime('%H:%M', ?1, 'unixepoch', 'localtime')";
        let text = |row: &rusqlite::Row<'_>, at| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
        Ok(one(self.conn(), sql, [at / 1000], |row| Ok((text(row, 0)?, text(row, 1)?)))?.unwrap_or_default())
    }
}
