//! What is still due of the notifications that stand.

use super::rows::one;
use super::{Reader, StoreError};
use crate::model::{EventId, RoomId};
use crate::notify::{self, Notice};

impl Reader {
    /// Of notices that are shown, those that are settled: read here or elsewhere, or removed.
    pub fn settled(&self, events: &[EventId]) -> Result<Vec<EventId>, StoreError> {
        let mut settled = Vec::new();
        for event in events {
            let sql = "SELECT 1 FROM message WHERE event = ?1 AND unread = 1";
            if one(self.conn(), sql, [event.as_str()], |_| Ok(()))?.is_none() {
                settled.push(event.clone());
            }
        }
        Ok(settled)
    }

    /// One notice for those of these events that are still due; `None` where none is.
    pub fn due_notice(&self, room: &RoomId, events: &[EventId]) -> Result<Option<Notice>, StoreError> {
        let settled = self.settled(events)?;
        let mut messages = Vec::new();
        for event in events.iter().filter(|event| !settled.contains(event)) {
            messages.extend(self.message_by_event(event)?);
        }
        if messages.is_empty() {
            return Ok(None);
        }
        Ok(notify::notice(&self.conversation(room)?, &messages, self.language()?))
    }
}
