//! Who has read how far, and what of it is unread for oneself.
//!
//! A receipt may come before its event; it then waits with `ord` NULL. Positions only go forward. A thread's receipt
//! settles that thread, one of `main` all outside threads, one without a thread everything up to its event. Whoever
//! writes has read what stands before, in that thread or outside of threads. One's own positions are kept through a rebuild.

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, EventId, MessageId, Person, RoomId, UserId};

/// Most people that are named who have seen a message.
const SEEN_BY_MAX: u32 = 200;

/// A read receipt of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFacts {
    pub user: UserId,
    pub event: EventId,
    /// When it was read, ms.
    pub at: i64,
    /// `None`: not threaded; `main`, or the thread's root.
    pub thread: Option<EventId>,
}

/// How far one has read, as it is told to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadUpTo {
    pub event: EventId,
    /// `None`: of all threads; `main`, or a thread's root.
    pub thread: Option<EventId>,
}

impl Reader {
    pub(crate) fn has_read_position(&self, room: &RoomId, me: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM receipt WHERE room = ?1 AND user = ?2 LIMIT 1";
        Ok(one(self.conn(), sql, (room.as_str(), me), |_| Ok(()))?.is_some())
    }

    /// Who of the others has read up to a message, by their receipts: of its thread, of what stands outside of threads, or of
    /// all. Those who read last first; whoever wrote it is not among them.
    pub fn seen_by(&self, message: MessageId) -> Result<Vec<Person>, StoreError> {
        let sql = "SELECT room.id, room.room, message.ord, message.sender, coalesce(message.thread_root, 'main')
                   FROM message JOIN room ON room.id = message.room WHERE message.id = ?1 AND message.event IS NOT NULL";
        let found = one(self.conn(), sql, [message.0], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get::<_, String>(3)?, row.get::<_, String>(4)?))
        })?;
        let Some((id, room, ord, sender, thread)) = found else { return Ok(Vec::new()) };
        let me = self.me()?;
        let me = me.as_ref().map_or("", UserId::as_str);
        let sql = "SELECT user, max(at) AS last FROM receipt WHERE room = ?1 AND ord >= ?2 AND user NOT IN (?3, ?4) AND thread IN ('', ?5)
                   GROUP BY user ORDER BY last DESC, user LIMIT ?6";
        let users = all(self.conn(), sql, (room, ord, me, sender, thread, SEEN_BY_MAX), |row| row.get::<_, String>(0))?;
        users.iter().map(|user| self.person_in(id, user)).collect()
    }
}

impl Writer {
    /// Takes over receipts of a sync; one's own settle what is unread.
    pub fn put_receipts(&mut self, room: &RoomId, receipts: &[ReceiptFacts]) -> Result<(), StoreError> {
        let id = self.room_row(room)?;
        let mut moved = false;
        for facts in receipts {
            let thread = facts.thread.as_ref().map_or("", EventId::as_str);
            moved |= self.put_receipt(id, room, facts.user.as_str(), thread, facts.event.as_str(), facts.at)?;
        }
        let (Some(id), true) = (id, moved) else { return Ok(()) };
        self.settle_unread(id, room)?;
        self.changed(Change::Conversation { room: room.clone() });
        self.changed(Change::Conversations);
        Ok(())
    }

    pub(crate) fn put_receipt(
        &mut self,
        id: Option<i64>,
        room: &RoomId,
        user: &str,
        thread: &str,
        event: &str,
        at: i64,
    ) -> Result<bool, StoreError> {
        let ord = match id {
            Some(id) => self.event_place(id, event)?.map(|place| place.ord),
            None => None,
        };
        // One that waits for its event does not overwrite a known position: it gets a place of its own until then.
        let sql = "INSERT INTO receipt (room, user, thread, event, ord, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT DO UPDATE SET event = excluded.event, ord = excluded.ord, at = excluded.at
                   WHERE (excluded.ord IS NOT NULL AND (ord IS NULL OR ord < excluded.ord)) OR (ord IS NULL AND excluded.ord IS NULL AND event <> excluded.event)";
        let waiting = format!("{thread} …");
        let slot = if ord.is_some() { thread } else { &waiting };
        Ok(run(self.conn(), sql, (room.as_str(), user, slot, event, ord, at))? > 0)
    }

    /// An event got its place: receipts that waited for it take theirs.
    pub(crate) fn place_receipts(&mut self, id: i64, room: &RoomId, event: &str) -> Result<(), StoreError> {
        let sql = "SELECT user, thread, at FROM receipt WHERE event = ?1 AND room = ?2 AND ord IS NULL";
        let waiting = all(self.conn(), sql, (event, room.as_str()), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })?;
        for (user, slot, at) in waiting {
            let thread = slot.strip_suffix(" …").unwrap_or(&slot);
            self.put_receipt(Some(id), room, &user, thread, event, at)?;
            run(
                self.conn(),
                "DELETE FROM receipt WHERE room = ?1 AND user = ?2 AND thread = ?3 AND ord IS NULL",
                (room.as_str(), user, slot),
            )?;
        }
        Ok(())
    }

    /// After all keys of a room were spread anew.
    pub(crate) fn place_receipts_anew(&mut self, id: i64) -> Result<(), StoreError> {
        let sql = "UPDATE receipt SET ord = coalesce((SELECT ord FROM message WHERE message.event = receipt.event),
                     (SELECT ord FROM relation WHERE relation.event = receipt.event), ord)
                   WHERE room = (SELECT room FROM room WHERE id = ?1) AND ord IS NOT NULL";
        run(self.conn(), sql, [id])?;
        Ok(())
    }

    /// Whoever wrote this has read what stands before it.
    pub(crate) fn read_by_writing(
        &mut self,
        id: i64,
        room: &RoomId,
        user: &str,
        thread: &str,
        event: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        self.put_receipt(Some(id), room, user, thread, event, at)?;
        Ok(())
    }

    /// Takes "unread" from what stands before one's own positions.
    pub(crate) fn settle_unread(&mut self, id: i64, room: &RoomId) -> Result<(), StoreError> {
        let Some(me) = self.me()? else { return Ok(()) };
        let sql = "SELECT thread, ord FROM receipt WHERE room = ?1 AND user = ?2 AND ord IS NOT NULL";
        let positions = all(self.conn(), sql, (room.as_str(), me.as_str()), |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        for (thread, ord) in positions {
            // What an edit made unread again is read where the edit is.
            let all_threads = "UPDATE message SET unread = 0 WHERE room = ?1 AND unread = 1 AND ord <= ?2 AND NOT EXISTS (
                                 SELECT 1 FROM relation WHERE relation.event = json_extract(message.extra, '$.named_by') AND relation.ord > ?2)";
            match thread.as_str() {
                "" => run(self.conn(), all_threads, (id, ord))?,
                "main" => run(self.conn(), &format!("{all_threads} AND thread_root IS NULL"), (id, ord))?,
                root => run(self.conn(), &format!("{all_threads} AND thread_root = ?3"), (id, ord, root))?,
            };
        }
        self.refresh_room(id)
    }

    /// A message that was changed to name one is unread up to that edit; false where one has read that far.
    pub(crate) fn unread_by_edit(&mut self, message: i64, edit: &str) -> Result<bool, StoreError> {
        let Some(me) = self.me()? else { return Ok(false) };
        let sql = "UPDATE message SET unread = 1, extra = json_set(coalesce(extra, '{}'), '$.named_by', ?2)
                   WHERE id = ?1 AND NOT EXISTS (
                     SELECT 1 FROM receipt JOIN relation ON relation.event = ?2
                     WHERE receipt.room = (SELECT room FROM room WHERE room.id = message.room) AND receipt.user = ?3
                       AND receipt.ord >= relation.ord AND receipt.thread IN ('', coalesce(message.thread_root, 'main')))";
        let changed = run(self.conn(), sql, (message, edit, me.as_str()))? > 0;
        let room = one(self.conn(), "SELECT room FROM message WHERE id = ?1", [message], |row| row.get::<_, i64>(0))?;
        if let (true, Some(room)) = (changed, room) {
            self.refresh_room(room)?;
        }
        Ok(changed)
    }

    /// One has read up to this message, of a thread or of what stands outside threads. Answers what is to be told;
    /// `None` where the server knows already, or need not know (own messages only).
    pub fn mark_read(&mut self, room: &RoomId, thread: Option<&EventId>, message: MessageId) -> Result<Option<ReadUpTo>, StoreError> {
        let room = self.resolve(room)?;
        let (Some(id), Some(me)) = (self.room_row(&room)?, self.me()?) else { return Ok(None) };
        let Some(ord) =
            one(self.conn(), "SELECT ord FROM message WHERE id = ?1 AND room = ?2", (message.0, id), |row| row.get::<_, i64>(0))?
        else {
            return Ok(None);
        };
        // The newest event of others up to there: never a receipt on one's own.
        let sql = "SELECT event FROM message WHERE room = ?1 AND ord <= ?2 AND mine = 0 AND event IS NOT NULL AND thread_root IS ?3
                   ORDER BY ord DESC LIMIT 1";
        let root = thread.map(EventId::as_str);
        let Some(event) = one(self.conn(), sql, (id, ord, root), |row| row.get::<_, String>(0))? else { return Ok(None) };
        // Where an edit has named one since, up to that edit, if nothing unread stands between.
        let sql = "SELECT relation.event FROM message JOIN relation ON relation.event = json_extract(message.extra, '$.named_by')
                   WHERE message.room = ?1 AND message.unread = 1 AND message.ord <= ?2 AND message.thread_root IS ?3
                     AND relation.ord > ?2 AND NOT EXISTS (SELECT 1 FROM message later WHERE later.room = ?1 AND later.unread = 1
                       AND later.ord > ?2 AND later.ord < relation.ord)
                   ORDER BY relation.ord DESC LIMIT 1";
        let event = one(self.conn(), sql, (id, ord, root), |row| row.get::<_, String>(0))?.unwrap_or(event);
        let sql = "SELECT 1 FROM message WHERE room = ?1 AND unread = 1 AND thread_root IS NOT NULL LIMIT 1";
        let slot = match root {
            Some(root) => Some(root.to_owned()),
            // Where no thread waits to be read, it is said for all of them, as clients without threads do.
            None => one(self.conn(), sql, [id], |_| Ok("main".to_owned()))?,
        };
        let now = self.now();
        let moved = self.put_receipt(Some(id), &room, me.as_str(), slot.as_deref().unwrap_or_default(), &event, now)?;
        let unread = one(self.conn(), "SELECT unread FROM room WHERE id = ?1", [id], |row| row.get::<_, i64>(0))?.unwrap_or(0);
        if unread > 0 || moved {
            self.settle_unread(id, &room)?;
            self.changed(Change::Conversation { room: room.clone() });
            self.changed(Change::Conversations);
            self.changed(Change::Heads);
        }
        Ok(moved.then_some(ReadUpTo { event: EventId(event), thread: slot.map(EventId) }))
    }
}
