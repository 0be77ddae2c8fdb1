//! What is said about one message, and the pins beside a pin.

use super::messages::{COLUMNS, PAGE_MAX};
use super::rows::{all, one};
use super::{Reader, StoreError};
use crate::lines;
use crate::model::{EventId, Language, MessageId, MessagePage, PinNeighbours, Place, RoomId, ThreadSummary, UnreadThread};

impl Reader {
    pub(super) fn thread(&self, room: i64, root: &str, language: Language) -> Result<Option<ThreadSummary>, StoreError> {
        let sql =
            "SELECT count(*), coalesce(max(at), 0), sum(unread) FROM message WHERE thread_root = ?1 AND room = ?2 AND kind <> 'removed'";
        let found =
            one(self.conn(), sql, (root, room), |row| Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<u32>>(2)?)))?;
        let Some((count, last_at, unread)) = found.filter(|(count, ..)| *count > 0) else { return Ok(None) };
        let sql = "SELECT sender FROM message WHERE thread_root = ?1 AND room = ?2 AND kind <> 'removed'
                   GROUP BY sender ORDER BY max(ord) DESC LIMIT 5";
        let senders = all(self.conn(), sql, (root, room), |row| row.get::<_, String>(0))?;
        let people = senders.iter().map(|user| self.person_in(room, user)).collect::<Result<_, _>>()?;
        let sql = "SELECT id FROM message WHERE thread_root = ?1 AND room = ?2 AND kind <> 'removed' ORDER BY ord DESC, id DESC LIMIT 1";
        let last = match one(self.conn(), sql, (root, room), |row| row.get::<_, i64>(0))? {
            Some(id) => self.message_row(id)?,
            None => None,
        };
        let last = match last {
            Some(row) => lines::line(&self.body_of(&row)?, language),
            None => String::new(),
        };
        Ok(Some(ThreadSummary { count, last_at, people, last, unread: unread.unwrap_or(0) }))
    }

    /// A page of what is said about one message; see [`Reader::messages`].
    pub fn thread_messages(&self, room: &RoomId, root: &EventId, before: Option<Place>, limit: u32) -> Result<MessagePage, StoreError> {
        let id = self.need_room(room)?;
        let end = before.map_or((i64::MAX, i64::MAX), |place| (place.ord, place.id.0));
        let sql = format!(
            "SELECT {COLUMNS} WHERE message.thread_root = ?5 AND message.room = ?1 AND (message.ord, message.id) < (?2, ?3)
             ORDER BY message.ord DESC, message.id DESC LIMIT ?4"
        );
        self.page(room, id, &sql, end, limit.clamp(1, PAGE_MAX), Some(root.as_str()))
    }

    /// Threads of a conversation in which something is unread, the one with the newest first.
    pub fn unread_threads(&self, room: &RoomId) -> Result<Vec<UnreadThread>, StoreError> {
        let id = self.need_room(room)?;
        let sql = "SELECT thread_root, count(*) FROM message WHERE room = ?1 AND unread = 1 AND thread_root IS NOT NULL
                   GROUP BY thread_root ORDER BY max(ord) DESC LIMIT 20";
        let threads = all(self.conn(), sql, [id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))?;
        let language = self.language()?;
        threads.into_iter().map(|(root, unread)| Ok(UnreadThread { about: self.quote(id, &root, language)?, unread })).collect()
    }

    /// The pins with a picture that stand before and after this one in its conversation.
    pub fn pin_neighbours(&self, message: MessageId) -> Result<PinNeighbours, StoreError> {
        let sql = "SELECT room, ord FROM message WHERE id = ?1";
        let Some((room, ord)) = one(self.conn(), sql, [message.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))? else {
            return Ok(PinNeighbours::default());
        };
        let beside = |is: &str, order: &str| {
            let sql = format!(
                "SELECT id FROM message WHERE room = ?1 AND kind = 'pin' AND media IS NOT NULL AND (ord, id) {is} (?2, ?3)
                   AND NOT EXISTS (SELECT 1 FROM relation WHERE relation.target = message.event AND relation.kind = 'redaction')
                 ORDER BY ord {order}, id {order} LIMIT 1"
            );
            one(self.conn(), &sql, (room, ord, message.0), |row| row.get(0).map(MessageId))
        };
        let (older, newer) = (beside("<", "DESC")?, beside(">", "ASC")?);
        let read = |id: Option<MessageId>| id.map_or(Ok(None), |id| self.message(id));
        Ok(PinNeighbours { older: read(older)?, newer: read(newer)? })
    }
}
