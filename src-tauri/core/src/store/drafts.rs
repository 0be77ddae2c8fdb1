//! What is being written, one text a conversation. Kept through a rebuild.

use super::rows::{one, run};
use super::{Reader, StoreError, Writer};
use crate::model::RoomId;

impl Reader {
    /// The draft; empty where there is none.
    pub fn draft(&self, room: &RoomId) -> Result<String, StoreError> {
        let room = self.resolve(room)?;
        let text = one(self.conn(), "SELECT text FROM draft WHERE room = ?1", [room.as_str()], |row| row.get(0))?;
        Ok(text.unwrap_or_default())
    }
}

impl Writer {
    /// Keeps the draft; an empty text removes it.
    pub fn set_draft(&mut self, room: &RoomId, text: &str) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        if text.is_empty() {
            run(self.conn(), "DELETE FROM draft WHERE room = ?1", [room.as_str()])?;
        } else {
            let sql = "INSERT INTO draft (room, text, at) VALUES (?1, ?2, ?3)
                       ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at";
            run(self.conn(), sql, (room.as_str(), text, self.now()))?;
        }
        Ok(())
    }
}
