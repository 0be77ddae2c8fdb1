//! What one sets for a conversation on all of one's devices: archived, on top, marked as unread, of what one is told.
//!
//! What one sets here shows at once and waits in the outbox; until it is told, what the account's data say of the same
//! thing is old and left alone. That stays so until they say when it was set ([`mark_time`](Writer::take_marks)): what
//! the SDK still has from before the wish was told, also after a restart, undoes nothing. Which of two devices' wishes
//! holds is [`crate::outbox::mark`]'s rule. A mute for a time ends here by the clock, so also offline; any device says so.
//!
//! Out of the archive comes a conversation by hand, when one writes there (a pin or a text; not a reaction, not an edit),
//! and when something new and unread comes, unless it is muted: then it stays away until one fetches it. (As in Signal.)

use super::queue::new_txn;
use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Mark, MessageId, Notify, RoomId};
use crate::outbox::OutgoingKind;
use crate::outbox::mark::Said;

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

    /// One's own wish that waits to be told: what stood before it, and when it was made.
    fn waiting(&self, room: &RoomId, what: &str) -> Result<Option<(Option<Mark>, i64)>, StoreError> {
        let sql = format!("SELECT kind, created_at FROM {WAITING}");
        let found = one(self.conn(), &sql, (room.as_str(), what), |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        let Some((kind, at)) = found else { return Ok(None) };
        let over = if let OutgoingKind::Mark { over, .. } = serde_json::from_str(&kind)? { over } else { None };
        Ok(Some((over, at)))
    }

    /// When it was set last on any device, as far as this one knows.
    fn mark_time(&self, room: &RoomId, what: &str) -> Result<Option<i64>, StoreError> {
        one(self.conn(), "SELECT at FROM mark_time WHERE room = ?1 AND what = ?2", (room.as_str(), what), |row| row.get(0))
    }

    /// Rooms for which it is known when this was set.
    pub fn timed_marks(&self, what: &str) -> Result<Vec<RoomId>, StoreError> {
        all(self.conn(), "SELECT room FROM mark_time WHERE what = ?1", [what], |row| row.get(0).map(RoomId))
    }

    /// What shows of the same kind as `mark`.
    fn shown_mark(&self, room: &RoomId, mark: &Mark) -> Result<Option<Mark>, StoreError> {
        let sql = "SELECT archived, on_top, marked_unread, notify, muted_until FROM room WHERE room = ?1";
        one(self.conn(), sql, [room.as_str()], |row| {
            Ok(match mark {
                Mark::Archived { .. } => Mark::Archived { on: row.get(0)? },
                Mark::OnTop { .. } => Mark::OnTop { on: row.get(1)? },
                Mark::Unread { .. } => Mark::Unread { on: row.get(2)? },
                Mark::Notify { .. } => {
                    let notify = Notify::parse(&row.get::<_, String>(3)?).unwrap_or_default();
                    Mark::Notify { notify, until: row.get(4)? }
                }
            })
        })
    }
}

impl Writer {
    /// The person sets something: it shows at once and goes out when it can, once, as it was last.
    pub fn set_mark(&mut self, room: &RoomId, mark: &Mark) -> Result<(), StoreError> {
        let now = self.now();
        self.set_mark_at(room, mark, now)
    }

    /// [`Writer::set_mark`] for something that happened at this time.
    fn set_mark_at(&mut self, room: &RoomId, mark: &Mark, at: i64) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        let id = self.need_room(&room)?;
        if *mark == (Mark::Unread { on: false }) {
            self.read_all(id, &room)?;
        }
        let (over, before) = match self.waiting(&room, mark.what())? {
            Some((over, at)) => (over, Some(at)),
            None => (self.shown_mark(&room, mark)?, None),
        };
        // After all that this device knew of when it happened here.
        let known = self.mark_time(&room, mark.what())?.max(before);
        let at = at.min(self.now()).max(known.map_or(0, |known| known.saturating_add(1)));
        self.show_mark(&room, mark)?;
        run(self.conn(), &format!("DELETE FROM {WAITING}"), (room.as_str(), mark.what()))?;
        self.insert_outgoing(&room, &new_txn(), &OutgoingKind::Mark { mark: mark.clone(), over }, None, at)?;
        // What was put away does not stand before all others.
        let gives_way = match mark {
            Mark::Archived { on: true } => Mark::OnTop { on: false },
            Mark::OnTop { on: true } => Mark::Archived { on: false },
            _ => return Ok(()),
        };
        let sql = "SELECT archived = 1 AND on_top = 1 FROM room WHERE id = ?1";
        if one(self.conn(), sql, [id], |row| row.get(0))?.unwrap_or(false) { self.set_mark_at(&room, &gives_way, at) } else { Ok(()) }
    }

    /// Something that happened at this time brings the conversation back from the archive. True: it was there.
    pub(crate) fn bring_back(&mut self, room: &RoomId, at: i64) -> Result<bool, StoreError> {
        let archived = self.is_archived(room)?;
        if archived {
            self.set_mark_at(room, &Mark::Archived { on: false }, at)?;
        }
        Ok(archived)
    }

    /// Takes over what the account's data say, where nothing of one's own waits to be told and they are not older than
    /// what this device knows of.
    pub fn take_marks(&mut self, room: &RoomId, seen: &[Said]) -> Result<(), StoreError> {
        for said in seen {
            let what = said.mark.what();
            if said.at < self.mark_time(room, what)? {
                continue;
            }
            self.put_mark_time(room, what, said.at)?;
            if self.waiting(room, what)?.is_none() {
                self.show_mark(room, &said.mark)?;
            }
        }
        Ok(())
    }

    /// The server has what one set at that time.
    pub fn mark_told(&mut self, id: i64, room: &RoomId, what: &str, at: i64) -> Result<(), StoreError> {
        self.put_mark_time(room, what, Some(at))?;
        self.step_pointless(id)
    }

    /// What one set was overtaken: the account's data hold.
    pub fn mark_overtaken(&mut self, id: i64, room: &RoomId, said: &Said) -> Result<(), StoreError> {
        self.step_pointless(id)?;
        self.put_mark_time(room, said.mark.what(), said.at)?;
        if self.waiting(room, said.mark.what())?.is_none() { self.show_mark(room, &said.mark) } else { Ok(()) }
    }

    fn put_mark_time(&mut self, room: &RoomId, what: &str, at: Option<i64>) -> Result<(), StoreError> {
        let Some(at) = at else { return Ok(()) };
        let sql = "INSERT INTO mark_time (room, what, at) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at > at";
        run(self.conn(), sql, (room.as_str(), what, at))?;
        Ok(())
    }

    /// Ends mutes whose time has come, for all of one's devices. True: something is to be told.
    pub fn end_mutes(&mut self) -> Result<bool, StoreError> {
        let sql = "SELECT room, notify, muted_until FROM room WHERE muted_until <= ?1";
        let ended = all(self.conn(), sql, [self.now()], |row| Ok((RoomId(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, i64>(2)?)))?;
        for (room, notify, end) in &ended {
            let notify = Notify::parse(notify).unwrap_or_default();
            self.set_mark_at(room, &Mark::Notify { notify, until: None }, *end)?;
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
