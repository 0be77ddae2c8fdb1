//! Which conversations show a head at the lower left. Kept through a rebuild and a restart.

use super::rows::{all, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Conversation, RoomId};

impl Reader {
    /// In the order in which they were opened, the newest last: they do not move under the pointer.
    pub fn heads(&self) -> Result<Vec<Conversation>, StoreError> {
        let rooms = all(
            self.conn(),
            "SELECT room.id FROM head CROSS JOIN room ON room.room = head.room WHERE room.kind = 'conversation'
             ORDER BY head.at, room.id",
            [],
            |row| row.get::<_, i64>(0),
        )?;
        self.conversation_rows(rooms)
    }
}

impl Writer {
    /// Shows the head: on selecting, on sending, and when an unread message comes.
    pub fn open_head(&mut self, room: &RoomId) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        // Two heads opened within one millisecond still have an order.
        let sql = "INSERT INTO head (room, at) VALUES (?1, max(?2, (SELECT coalesce(max(at), 0) + 1 FROM head))) ON CONFLICT DO NOTHING";
        if run(self.conn(), sql, (room.as_str(), self.now()))? > 0 {
            self.changed(Change::Heads);
        }
        Ok(())
    }

    /// Takes the head away; the conversation stays.
    pub fn close_head(&mut self, room: &RoomId) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        if run(self.conn(), "DELETE FROM head WHERE room = ?1", [room.as_str()])? > 0 {
            self.changed(Change::Heads);
        }
        Ok(())
    }
}
