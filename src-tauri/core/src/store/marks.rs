//! What one sets for a conversation on all of one's devices: archived, on top, marked as unread, of what one is told.
//!
//! What one sets here shows at once and waits in the outbox; until it is told, what the account's data say of the same
//! thing is old and left alone. A mute for a time ends here by the clock, so also offline; any device then says so.

use super::queue::new_txn;
use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Mark, MessageId, Notify, RoomId};
use crate::outbox::OutgoingKind;

/// One's own wish for a room (`?1`) of one kind (`?2`) that waits to be told.
const WAITING: &str = "outbox WHERE room = ?1 AND json_extract(kind, '$.kind') = 'mark' AND json_extract(kind, '$.mark.what') = ?2";

impl Reader {
    /// Of which messages of the room one is told, now.
    pub fn notify_of(&self, room: &RoomId) -> Result<Notify, StoreError> {
        let sql = "SELECT notify, coalesce(muted_until, 0) FROM room WHERE room = ?1";
        let found = one(self.conn(), sql, [room.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        Ok(found.map_or(
            Notify::All,
            |(notify, until)| {
                if until > self.now() { Notify::None } else { Notify::parse(&notify).unwrap_or_default() }
            },
        ))
    }

    pub fn is_muted(&self, room: &RoomId) -> Result<bool, StoreError> {
        Ok(self.notify_of(room)? == Notify::None)
    }

    /// When the next mute for a time ends, ms.
    pub fn next_mute_end(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT muted_until FROM room WHERE muted_until IS NOT NULL ORDER BY muted_until LIMIT 1";
        one(self.conn(), sql, [], |row| row.get(0))
    }

    pub(crate) fn is_archived(&self, room: &RoomId) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT archived FROM room WHERE room = ?1", [room.as_str()], |row| row.get(0))?.unwrap_or(false))
    }

    /// One's own wish waits to be told.
    fn mark_waits(&self, room: &RoomId, what: &str) -> Result<bool, StoreError> {
        let sql = format!("SELECT 1 FROM {WAITING}");
        Ok(one(self.conn(), &sql, (room.as_str(), what), |_| Ok(()))?.is_some())
    }
}

impl Writer {
    /// The person sets something: it shows at once and goes out when it can, once, as it was last.
    pub fn set_mark(&mut self, room: &RoomId, mark: &Mark) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        let id = self.need_room(&room)?;
        if *mark == (Mark::Unread { on: false }) {
            self.read_all(id, &room)?;
        }
        self.show_mark(&room, mark)?;
        run(self.conn(), &format!("DELETE FROM {WAITING}"), (room.as_str(), mark.what()))?;
        let now = self.now();
        self.insert_outgoing(&room, &new_txn(), &OutgoingKind::Mark { mark: mark.clone() }, None, now)?;
        // What was put away does not stand before all others.
        let gives_way = match mark {
            Mark::Archived { on: true } => Mark::OnTop { on: false },
            Mark::OnTop { on: true } => Mark::Archived { on: false },
            _ => return Ok(()),
        };
        let sql = "SELECT archived = 1 AND on_top = 1 FROM room WHERE id = ?1";
        if one(self.conn(), sql, [id], |row| row.get(0))?.unwrap_or(false) { self.set_mark(&room, &gives_way) } else { Ok(()) }
    }

    /// Takes over what the account's data say, where nothing of one's own waits to be told.
    pub fn take_marks(&mut self, room: &RoomId, seen: &[Mark]) -> Result<(), StoreError> {
        for mark in seen {
            if !self.mark_waits(room, mark.what())? {
                self.show_mark(room, mark)?;
            }
        }
        Ok(())
    }

    /// Ends mutes whose time has come, for all of one's devices. True: something is to be told.
    pub fn end_mutes(&mut self) -> Result<bool, StoreError> {
        let sql = "SELECT room, notify FROM room WHERE muted_until <= ?1";
        let ended = all(self.conn(), sql, [self.now()], |row| Ok((RoomId(row.get(0)?), row.get::<_, String>(1)?)))?;
        for (room, notify) in &ended {
            let notify = Notify::parse(notify).unwrap_or_default();
            self.set_mark(room, &Mark::Notify { notify, until: None })?;
        }
        Ok(!ended.is_empty())
    }

    fn show_mark(&mut self, room: &RoomId, mark: &Mark) -> Result<(), StoreError> {
        let flag = |column: &str| format!("UPDATE room SET {column} = ?2 WHERE room = ?1 AND {column} <> ?2");
        let name = room.as_str();
        let touched = match mark {
            Mark::Archived { on } => run(self.conn(), &flag("archived"), (name, on))?,
            Mark::OnTop { on } => run(self.conn(), &flag("on_top"), (name, on))?,
            Mark::Unread { on } => run(self.conn(), &flag("marked_unread"), (name, on))?,
            Mark::Notify { notify, until } => {
                let sql = "UPDATE room SET notify = ?2, muted_until = ?3
                           WHERE room = ?1 AND (notify <> ?2 OR muted_until IS NOT ?3)";
                run(self.conn(), sql, (name, notify.as_str(), until))?
            }
        };
        if touched == 0 {
            return Ok(());
        }
        if *mark == (Mark::Archived { on: true }) {
            self.close_head(room)?;
        }
        self.changed(Change::Conversation { room: room.clone() });
        self.changed(Change::Conversations);
        self.changed(Change::Heads);
        Ok(())
    }

    /// "Mark as read": all threads, and what stands outside of them.
    fn read_all(&mut self, id: i64, room: &RoomId) -> Result<(), StoreError> {
        let private = !self.settings()?.public_receipts;
        // Of each thread the row with the greatest place; threads first, so that the rest is then said for all.
        let sql = "SELECT thread_root, id, max(ord) FROM message WHERE room = ?1 AND unread = 1
                   GROUP BY thread_root ORDER BY thread_root IS NULL";
        let newest = all(self.conn(), sql, [id], |row| Ok((row.get::<_, Option<String>>(0)?, MessageId(row.get(1)?))))?;
        for (root, message) in newest {
            let root = root.as_deref().map(Into::into);
            if let Some(read) = self.mark_read(room, root.as_ref(), message)? {
                self.queue_receipt(room, &read, private)?;
            }
        }
        Ok(())
    }
}
