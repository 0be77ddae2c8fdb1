//! Which conversations show a head at the lower left. Kept through a rebuild and a restart.

use super::rows::{all, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Conversation, RoomId};

impl Reader {
    /// In the order in which they were opened, the newest last, or were put: they do not move under the pointer by themselves.
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

    /// Puts a head before another one; before none: to the end. What is opened later still comes last.
    pub fn move_head(&mut self, room: &RoomId, before: Option<&RoomId>) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        let before = before.map(|before| self.resolve(before)).transpose()?;
        let sql = "SELECT room, at FROM head ORDER BY at, room";
        let heads = all(self.conn(), sql, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        let (mut rooms, places): (Vec<_>, Vec<_>) = heads.into_iter().unzip();
        let known = rooms.len();
        rooms.retain(|other| other != room.as_str());
        if rooms.len() == known {
            return Ok(());
        }
        let at = before.and_then(|before| rooms.iter().position(|other| other == before.as_str())).unwrap_or(rooms.len());
        rooms.insert(at, room.0);
        for (room, place) in rooms.iter().zip(places) {
            run(self.conn(), "UPDATE head SET at = ?2 WHERE room = ?1", (room, place))?;
        }
        self.changed(Change::Heads);
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
