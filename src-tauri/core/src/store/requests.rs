//! Invitations that wait for an answer.

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Request, RoomId};

impl Reader {
    /// The newest first.
    pub fn requests(&self) -> Result<Vec<Request>, StoreError> {
        let texts = all(self.conn(), "SELECT body FROM request ORDER BY at DESC, room", [], |row| row.get::<_, String>(0))?;
        Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }

    pub fn request(&self, room: &RoomId) -> Result<Option<Request>, StoreError> {
        let text = one(self.conn(), "SELECT body FROM request WHERE room = ?1", [room.as_str()], |row| row.get::<_, String>(0))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

impl Writer {
    /// Adds an invitation, or writes what is known of it by now; it keeps the time when it first came.
    pub fn put_request(&mut self, request: &Request) -> Result<(), StoreError> {
        let mut request = request.clone();
        if let Some(old) = self.request(&request.room)? {
            request.at = old.at;
            if old == request {
                return Ok(());
            }
        }
        let sql = "INSERT INTO request (room, body, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET body = excluded.body";
        run(self.conn(), sql, (request.room.as_str(), serde_json::to_string(&request)?, request.at))?;
        self.changed(Change::Requests);
        Ok(())
    }

    pub fn remove_request(&mut self, room: &RoomId) -> Result<(), StoreError> {
        if run(self.conn(), "DELETE FROM request WHERE room = ?1", [room.as_str()])? > 0 {
            self.changed(Change::Requests);
        }
        Ok(())
    }
}
