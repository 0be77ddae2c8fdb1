//! Invitations that wait for an answer, and rooms that came of a stranger's.
//!
//! A request is listed until it is answered; one that "Who may write to you" keeps out is listed apart. Accepted, its
//! row waits until the room is here and marks it: from then on until one writes there, it is a stranger's room.

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Request, RoomId, Settings, WhoMayWrite};

impl Reader {
    /// The newest first; those that are kept out stand among them, marked.
    pub fn requests(&self) -> Result<Vec<Request>, StoreError> {
        let sql = "SELECT body FROM request WHERE accepted = 0 ORDER BY at DESC, room";
        let texts = all(self.conn(), sql, [], |row| row.get::<_, String>(0))?;
        let settings = self.settings()?;
        texts.iter().filter_map(|text| serde_json::from_str(text).ok()).map(|request| self.judged(request, &settings)).collect()
    }

    /// One that waits for an answer.
    pub fn request(&self, room: &RoomId) -> Result<Option<Request>, StoreError> {
        match self.stored_request(room)? {
            Some((request, false)) => Ok(Some(self.judged(request, &self.settings()?)?)),
            _ => Ok(None),
        }
    }

    /// The request, and whether it was accepted.
    fn stored_request(&self, room: &RoomId) -> Result<Option<(Request, bool)>, StoreError> {
        let sql = "SELECT body, accepted FROM request WHERE room = ?1";
        let found = one(self.conn(), sql, [room.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
        Ok(found.and_then(|(text, accepted)| Some((serde_json::from_str(&text).ok()?, accepted))))
    }

    fn judged(&self, mut request: Request, settings: &Settings) -> Result<Request, StoreError> {
        let written =
            || one(self.conn(), "SELECT 1 FROM person WHERE user = ?1 AND written_at > 0", [request.inviter.as_str()], |_| Ok(()));
        request.kept_out = !request.known
            && match settings.who_may_write {
                WhoMayWrite::Anyone => false,
                WhoMayWrite::RoomsInCommon => request.rooms_in_common.is_empty() && written()?.is_none(),
                WhoMayWrite::WrittenTo => written()?.is_none(),
            };
        Ok(request)
    }

    /// Whether the room came of a stranger's request and one has not written there yet.
    pub fn is_stranger_room(&self, room: &RoomId) -> Result<bool, StoreError> {
        match self.room_row(room)? {
            Some(id) => self.is_stranger(id),
            None => Ok(false),
        }
    }

    /// All rooms that are marked so, and those that were accepted and are not here yet.
    pub fn stranger_rooms(&self) -> Result<Vec<RoomId>, StoreError> {
        let sql = "SELECT room FROM room WHERE stranger = 1 UNION SELECT room FROM request WHERE accepted = 1";
        all(self.conn(), sql, [], |row| row.get(0).map(RoomId))
    }

    pub(super) fn is_stranger(&self, id: i64) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT stranger FROM room WHERE id = ?1", [id], |row| row.get(0))?.unwrap_or(false))
    }
}

impl Writer {
    /// Adds an invitation, or writes what is known of it by now; it keeps the time when it first came.
    pub fn put_request(&mut self, request: &Request) -> Result<(), StoreError> {
        let mut request = Request { kept_out: false, ..request.clone() };
        if let Some((old, accepted)) = self.stored_request(&request.room)? {
            request.at = old.at;
            if old == request && !accepted {
                return Ok(());
            }
        }
        let sql = "INSERT INTO request (room, body, at) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET body = excluded.body, accepted = 0";
        run(self.conn(), sql, (request.room.as_str(), serde_json::to_string(&request)?, request.at))?;
        self.changed(Change::Requests);
        Ok(())
    }

    /// It is answered, or is not there any more.
    pub fn remove_request(&mut self, room: &RoomId) -> Result<(), StoreError> {
        if run(self.conn(), "DELETE FROM request WHERE room = ?1", [room.as_str()])? > 0 {
            self.changed(Change::Requests);
        }
        Ok(())
    }

    /// It was accepted: gone from the list, and its room is marked as soon as it is here.
    pub fn accept_request(&mut self, room: &RoomId) -> Result<(), StoreError> {
        if run(self.conn(), "UPDATE request SET accepted = 1 WHERE room = ?1 AND accepted = 0", [room.as_str()])? > 0 {
            self.changed(Change::Requests);
        }
        if self.room_row(room)?.is_some() { self.settle_request(room, true) } else { Ok(()) }
    }

    /// The room is joined (accepted here or on another device) or left: its request is over. A stranger's room is marked
    /// until one writes there.
    pub fn settle_request(&mut self, room: &RoomId, joined: bool) -> Result<(), StoreError> {
        let Some((request, _)) = self.stored_request(room)? else { return Ok(()) };
        if joined && !request.known {
            self.set_stranger(room, true)?;
        }
        self.remove_request(room)
    }

    /// Whether pictures of this room are covered and its links inert.
    pub fn set_stranger(&mut self, room: &RoomId, stranger: bool) -> Result<(), StoreError> {
        let Some(id) = self.room_row(room)? else { return Ok(()) };
        if run(self.conn(), "UPDATE room SET stranger = ?2 WHERE id = ?1 AND stranger <> ?2", (id, stranger))? > 0 {
            let room = self.resolve(room)?;
            self.changed(Change::Conversation { room });
            self.changed(if self.is_board(id)? { Change::Feed } else { Change::Conversations });
        }
        Ok(())
    }
}
