//! The projection's side of the store: places, relations, and the rows made from events. Only `project` writes here.

use std::collections::HashSet;

use rusqlite::Row;

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::guard;
use crate::model::{EventId, MediaId, MessageId, RoomId};
use crate::project::place::{LOCAL, STRIDE};
use crate::project::render::{Relations, Rendered};

/// Where a known event stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPlace {
    pub ord: i64,
    pub at: i64,
}

/// What the store knows of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub(crate) row: KnownRow,
    pub(crate) ord: i64,
    pub(crate) hash: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KnownRow {
    Message(i64),
    Relation(i64),
}

/// A message's row as the projection needs it.
#[derive(Clone, Debug)]
pub(crate) struct MessageState {
    pub event: Option<String>,
    pub event_type: String,
    pub sender: String,
    pub at: i64,
    pub kind: String,
    pub content: String,
    pub encrypted: bool,
    pub media: Option<i64>,
    pub unread: bool,
    pub txn: Option<String>,
    pub room: i64,
}

/// What a message shows, with the row of its picture.
pub(crate) struct Look {
    pub shown: Rendered,
    pub media: Option<i64>,
    pub edited: bool,
}

/// What is written of an event that is a message.
pub(crate) struct NewMessage<'a> {
    pub room: i64,
    pub ord: i64,
    pub event: Option<&'a str>,
    pub txn: Option<&'a str>,
    pub sender: &'a str,
    /// The sender's name, for search.
    pub who: &'a str,
    pub mine: bool,
    pub at: i64,
    pub event_type: &'a str,
    pub encrypted: bool,
    pub session: Option<&'a str>,
    pub content: &'a str,
    pub hash: &'a str,
    pub relations: Relations,
    pub unread: bool,
}

/// What is written of any other event.
pub(crate) struct NewRelation<'a> {
    pub room: i64,
    pub ord: i64,
    pub event: &'a str,
    pub kind: &'static str,
    pub target: Option<&'a str>,
    pub sender: &'a str,
    pub at: i64,
    pub event_type: &'a str,
    pub body: String,
    pub encrypted: bool,
    pub redacted: bool,
    pub hash: &'a str,
}

impl Reader {
    /// Those of the events that the store has.
    pub fn known_events(&self, room: &RoomId, events: &[EventId]) -> Result<HashSet<EventId>, StoreError> {
        let Some(room) = self.room_row(room)? else { return Ok(HashSet::new()) };
        let mut known = HashSet::new();
        for event in events {
            if self.known(room, event.as_str())?.is_some() {
                known.insert(event.clone());
            }
        }
        Ok(known)
    }

    pub(crate) fn known(&self, room: i64, event: &str) -> Result<Option<Known>, StoreError> {
        let sql = "SELECT 0, id, ord, hash FROM message WHERE event = ?1 AND room = ?2
                   UNION ALL SELECT 1, id, ord, hash FROM relation WHERE event = ?1 AND room = ?2 LIMIT 1";
        one(self.conn(), sql, (event, room), |row| {
            let id = row.get(1)?;
            let found = if row.get(0)? { KnownRow::Relation(id) } else { KnownRow::Message(id) };
            Ok(Known { row: found, ord: row.get(2)?, hash: row.get(3)? })
        })
    }

    /// An event's place in its room's order; `None` for one that is not known, or not placed by the server yet.
    pub(crate) fn event_place(&self, room: i64, event: &str) -> Result<Option<EventPlace>, StoreError> {
        let sql = "SELECT ord, at FROM message WHERE event = ?1 AND room = ?2 AND ord < ?3
                   UNION ALL SELECT ord, at FROM relation WHERE event = ?1 AND room = ?2 AND ord < ?3 LIMIT 1";
        one(self.conn(), sql, (event, room, LOCAL), |row| Ok(EventPlace { ord: row.get(0)?, at: row.get(1)? }))
    }

    /// The newest event that the server placed.
    pub fn last_event(&self, room: &RoomId) -> Result<Option<EventId>, StoreError> {
        let Some(room) = self.room_row(room)? else { return Ok(None) };
        let sql = "SELECT event FROM (
                     SELECT * FROM (SELECT event, ord FROM message WHERE room = ?1 AND ord < ?2 AND event IS NOT NULL ORDER BY ord DESC LIMIT 1)
                     UNION ALL SELECT * FROM (SELECT event, ord FROM relation WHERE room = ?1 AND ord < ?2 ORDER BY ord DESC LIMIT 1)
                   ) ORDER BY ord DESC LIMIT 1";
        Ok(one(self.conn(), sql, (room, LOCAL), |row| row.get::<_, Option<String>>(0))?.flatten().map(EventId))
    }

    /// Sessions whose keys are missed in a room.
    pub fn locked_sessions(&self, room: &RoomId) -> Result<Vec<String>, StoreError> {
        let Some(room) = self.room_row(room)? else { return Ok(Vec::new()) };
        let sql = "SELECT DISTINCT session FROM message WHERE room = ?1 AND kind = 'locked' AND session <> ''
                   UNION SELECT body FROM relation WHERE room = ?1 AND kind = 'locked' AND body <> ''";
        all(self.conn(), sql, [room], |row| row.get(0))
    }

    /// Rooms in which keys are missed.
    pub fn locked_rooms(&self) -> Result<Vec<RoomId>, StoreError> {
        let sql = "SELECT room FROM room WHERE EXISTS (SELECT 1 FROM message WHERE message.room = room.id AND kind = 'locked')";
        all(self.conn(), sql, [], |row| row.get(0).map(RoomId))
    }

    /// The events before which some are missing.
    pub fn gaps(&self, room: &RoomId) -> Result<Vec<EventId>, StoreError> {
        let Some(room) = self.room_row(room)? else { return Ok(Vec::new()) };
        all(self.conn(), "SELECT event FROM gap WHERE room = ?1 ORDER BY event", [room], |row| row.get(0).map(EventId))
    }

    /// Whether the room's first event is here.
    pub fn reached_start(&self, room: &RoomId) -> Result<bool, StoreError> {
        match self.room_row(room)? {
            Some(room) => self.has_reached_start(room),
            None => Ok(false),
        }
    }

    pub(super) fn has_reached_start(&self, room: i64) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT reached_start FROM room WHERE id = ?1", [room], |row| row.get(0))?.unwrap_or(false))
    }

    pub(crate) fn next_ord(&self, room: i64, ord: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT min(ord) FROM (
                     SELECT * FROM (SELECT ord FROM message WHERE room = ?1 AND ord > ?2 AND ord < ?3 ORDER BY ord LIMIT 1)
                     UNION ALL SELECT * FROM (SELECT ord FROM relation WHERE room = ?1 AND ord > ?2 AND ord < ?3 ORDER BY ord LIMIT 1))";
        Ok(one(self.conn(), sql, (room, ord, LOCAL), |row| row.get(0))?.flatten())
    }

    pub(crate) fn previous_ord(&self, room: i64, ord: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT max(ord) FROM (
                     SELECT * FROM (SELECT ord FROM message WHERE room = ?1 AND ord < min(?2, ?3) ORDER BY ord DESC LIMIT 1)
                     UNION ALL SELECT * FROM (SELECT ord FROM relation WHERE room = ?1 AND ord < min(?2, ?3) ORDER BY ord DESC LIMIT 1))";
        Ok(one(self.conn(), sql, (room, ord, LOCAL), |row| row.get(0))?.flatten())
    }

    /// The newest event that is not younger than `at`: where a run without known neighbours goes.
    pub(crate) fn ord_by_time(&self, room: i64, at: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT max(ord) FROM (
                     SELECT * FROM (SELECT ord FROM message WHERE room = ?1 AND ord < ?3 AND at <= ?2 ORDER BY ord DESC LIMIT 1)
                     UNION ALL SELECT * FROM (SELECT ord FROM relation WHERE room = ?1 AND ord < ?3 AND at <= ?2 ORDER BY ord DESC LIMIT 1))";
        Ok(one(self.conn(), sql, (room, at, LOCAL), |row| row.get(0))?.flatten())
    }

    pub(crate) fn message_state(&self, id: i64) -> Result<Option<MessageState>, StoreError> {
        let sql = "SELECT event, event_type, sender, at, kind, content, encrypted, media, unread, txn, room FROM message WHERE id = ?1";
        one(self.conn(), sql, [id], message_state)
    }

    /// One's own message that waits for its echo.
    pub(crate) fn message_of_txn(&self, room: i64, txn: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT id FROM message WHERE txn = ?2 AND room = ?1 AND mine = 1";
        one(self.conn(), sql, (room, txn), |row| row.get(0))
    }

    /// The edits of an event, newest first: sender, new content, encrypted.
    pub(crate) fn edits(&self, event: &str) -> Result<Vec<(String, String, bool)>, StoreError> {
        let sql = "SELECT sender, body, encrypted FROM relation WHERE target = ?1 AND kind = 'edit' AND redacted = 0 ORDER BY ord DESC";
        all(self.conn(), sql, [event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// Whether the server says that this event was redacted. One's own word alone, still on its way, empties nothing.
    pub(crate) fn is_redacted(&self, event: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM relation WHERE target = ?1 AND kind = 'redaction' AND ord < ?2 LIMIT 1";
        Ok(one(self.conn(), sql, (event, LOCAL), |_| Ok(()))?.is_some())
    }

    /// The target of a relation.
    pub(crate) fn relation_target(&self, id: i64) -> Result<Option<String>, StoreError> {
        Ok(one(self.conn(), "SELECT target FROM relation WHERE id = ?1", [id], |row| row.get(0))?.flatten())
    }

    pub(crate) fn has_events(&self, room: i64) -> Result<bool, StoreError> {
        Ok(self.next_ord(room, i64::MIN)?.is_some())
    }

    pub(crate) fn was_notified(&self, event: &str) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT 1 FROM notified WHERE event = ?1", [event], |_| Ok(()))?.is_some())
    }
}

impl Writer {
    pub(crate) fn insert_message(&mut self, new: &NewMessage<'_>, look: &Look) -> Result<i64, StoreError> {
        let shown = &look.shown;
        let sql = "INSERT INTO message (room, ord, event, txn, sender, mine, at, event_type, kind, title, body, link, host, who, media,
                     extra, encrypted, session, reply_to, thread_root, unread, content, hash, edited, same_link)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)";
        let extra = shown.extra.as_ref().map(ToString::to_string);
        let params = rusqlite::params![
            new.room,
            new.ord,
            new.event,
            new.txn,
            new.sender,
            new.mine,
            new.at,
            new.event_type,
            shown.kind,
            shown.title,
            shown.body,
            shown.link,
            shown.host,
            new.who,
            look.media,
            extra,
            new.encrypted,
            new.session,
            new.relations.reply_to,
            new.relations.thread_root,
            new.unread,
            new.content,
            new.hash,
            look.edited,
            shown.link.as_deref().and_then(guard::same_link),
        ];
        run(self.conn(), sql, params)?;
        let id = self.conn().last_insert_rowid();
        if shown.link.is_some() {
            self.tell_repeat(id)?;
        }
        Ok(id)
    }

    /// The event as last seen, on a row that is there: what the server says wins over what we assumed.
    pub(crate) fn update_message(&mut self, id: i64, new: &NewMessage<'_>) -> Result<(), StoreError> {
        let sql = "UPDATE message SET ord = ?2, event = ?3, at = ?4, event_type = ?5, encrypted = ?6, session = ?7, reply_to = ?8,
                     thread_root = ?9, content = ?10, hash = ?11, sender = ?12 WHERE id = ?1";
        let params = rusqlite::params![
            id,
            new.ord,
            new.event,
            new.at,
            new.event_type,
            new.encrypted,
            new.session,
            new.relations.reply_to,
            new.relations.thread_root,
            new.content,
            new.hash,
            new.sender,
        ];
        run(self.conn(), sql, params)?;
        Ok(())
    }

    /// What a message shows by now.
    pub(crate) fn show_message(&mut self, id: i64, look: &Look) -> Result<bool, StoreError> {
        let Look { shown, media, edited } = look;
        let sql = "UPDATE message SET kind = ?2, title = ?3, body = ?4, link = ?5, host = ?6, media = ?7, extra = ?8, edited = ?9,
                     same_link = ?10
                   WHERE id = ?1 AND (kind <> ?2 OR title <> ?3 OR body <> ?4 OR link IS NOT ?5 OR host <> ?6 OR media IS NOT ?7
                     OR extra IS NOT ?8 OR edited <> ?9)";
        let extra = shown.extra.as_ref().map(ToString::to_string);
        let same_link = shown.link.as_deref().and_then(guard::same_link);
        let params = rusqlite::params![id, shown.kind, shown.title, shown.body, shown.link, shown.host, media, extra, edited, same_link];
        let changed = run(self.conn(), sql, params)? > 0;
        // A link that was locked until its key came.
        if changed && shown.link.is_some() {
            self.tell_repeat(id)?;
        }
        Ok(changed)
    }

    /// Takes everything from a message that was removed; its place stays.
    pub(crate) fn empty_message(&mut self, id: i64) -> Result<bool, StoreError> {
        let sql =
            "UPDATE message SET kind = 'removed', title = '', body = '', link = NULL, same_link = NULL, host = '', who = '', media = NULL, extra = NULL,
                     edited = 0, content = '{}', session = NULL, unread = 0, reply_to = NULL, thread_root = NULL
                   WHERE id = ?1 AND kind <> 'removed'";
        Ok(run(self.conn(), sql, [id])? > 0)
    }

    /// Takes the texts of an event's edits.
    pub(crate) fn empty_edits(&mut self, event: &str) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE relation SET body = '' WHERE target = ?1 AND kind = 'edit' AND body <> ''", [event])?;
        Ok(())
    }

    pub(crate) fn delete_message_row(&mut self, id: i64) -> Result<(), StoreError> {
        run(self.conn(), "DELETE FROM message WHERE id = ?1", [id])?;
        Ok(())
    }

    pub(crate) fn put_relation(&mut self, new: &NewRelation<'_>) -> Result<(), StoreError> {
        let sql = "INSERT INTO relation (room, ord, event, kind, target, sender, at, event_type, body, encrypted, redacted, hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                   ON CONFLICT (event) DO UPDATE SET ord = excluded.ord, kind = excluded.kind, target = coalesce(excluded.target, target),
                     sender = excluded.sender, at = excluded.at, event_type = excluded.event_type, body = excluded.body,
                     encrypted = excluded.encrypted, redacted = max(redacted, excluded.redacted), hash = excluded.hash";
        let params = rusqlite::params![
            new.room,
            new.ord,
            new.event,
            new.kind,
            new.target,
            new.sender,
            new.at,
            new.event_type,
            new.body,
            new.encrypted,
            new.redacted,
            new.hash,
        ];
        run(self.conn(), sql, params)?;
        Ok(())
    }

    /// An edit or reaction was removed; its text goes.
    pub(crate) fn redact_relation(&mut self, id: i64) -> Result<bool, StoreError> {
        Ok(run(self.conn(), "UPDATE relation SET redacted = 1, body = '' WHERE id = ?1 AND redacted = 0", [id])? > 0)
    }

    pub(crate) fn move_event(&mut self, row: KnownRow, ord: i64) -> Result<(), StoreError> {
        match row {
            KnownRow::Message(id) => run(self.conn(), "UPDATE message SET ord = ?2 WHERE id = ?1", (id, ord))?,
            KnownRow::Relation(id) => run(self.conn(), "UPDATE relation SET ord = ?2 WHERE id = ?1", (id, ord))?,
        };
        Ok(())
    }

    pub(crate) fn put_gap(&mut self, room: i64, event: &str) -> Result<bool, StoreError> {
        Ok(run(self.conn(), "INSERT INTO gap (event, room) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (event, room))? > 0)
    }

    pub(crate) fn close_gap(&mut self, event: &str) -> Result<bool, StoreError> {
        Ok(run(self.conn(), "DELETE FROM gap WHERE event = ?1", [event])? > 0)
    }

    pub(crate) fn set_reached_start(&mut self, room: i64) -> Result<bool, StoreError> {
        Ok(run(self.conn(), "UPDATE room SET reached_start = 1 WHERE id = ?1 AND reached_start = 0", [room])? > 0)
    }

    /// Never tell of this event again.
    pub(crate) fn put_notified(&mut self, event: &str) -> Result<(), StoreError> {
        run(self.conn(), "INSERT INTO notified (event, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (event, self.now()))?;
        Ok(())
    }

    /// Spreads a room's keys anew: its order stays.
    pub(crate) fn renumber(&mut self, room: i64) -> Result<(), StoreError> {
        let sql = "SELECT 0, id, ord FROM message WHERE room = ?1 AND ord < ?2
                   UNION ALL SELECT 1, id, ord FROM relation WHERE room = ?1 AND ord < ?2 ORDER BY 3, 2";
        let rows = all(self.conn(), sql, (room, LOCAL), |row| {
            let id = row.get(1)?;
            Ok(if row.get(0)? { KnownRow::Relation(id) } else { KnownRow::Message(id) })
        })?;
        let mut ord = 0;
        for row in rows {
            self.move_event(row, ord)?;
            ord += STRIDE;
        }
        self.place_receipts_anew(room)
    }

    /// Brings the room's last line, count and member order up to date after its messages changed.
    pub(crate) fn refresh_room(&mut self, room: i64) -> Result<(), StoreError> {
        let sql = "SELECT id, at FROM message WHERE room = ?1 ORDER BY ord DESC, id DESC LIMIT 1";
        let last = one(self.conn(), sql, [room], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        let unread = one(self.conn(), "SELECT count(*) FROM message WHERE room = ?1 AND unread = 1", [room], |row| row.get::<_, i64>(0))?;
        // A sender's clock that runs ahead does not keep its conversation on top.
        let (id, at) = last.map_or((None, None), |(id, at)| (Some(id), Some(at.min(self.now()))));
        let sql = "UPDATE room SET last_message = ?2, last_at = coalesce(?3, last_at), unread = ?4 WHERE id = ?1";
        run(self.conn(), sql, (room, id, at, unread.unwrap_or(0)))?;
        Ok(())
    }

    pub(crate) fn note_spoke(&mut self, room: i64, user: &str, at: i64) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE member SET spoke_at = ?3 WHERE room = ?1 AND user = ?2 AND spoke_at < ?3", (room, user, at))?;
        Ok(())
    }

    pub(crate) fn note_wrote(&mut self, room: i64, at: i64) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE room SET written_at = ?2 WHERE id = ?1 AND written_at < ?2", (room, at))?;
        // Whoever answers is no stranger to the other any more.
        if self.is_stranger(room)?
            && let Some(name) = self.name_of_row(room)?
        {
            self.set_stranger(&name, false)?;
        }
        let sql = "SELECT member.user FROM member JOIN room ON room.id = member.room
                   WHERE room.id = ?1 AND room.direct = 1 AND member.membership IN ('join', 'invite')";
        let me = self.me()?;
        for user in all(self.conn(), sql, [room], |row| row.get::<_, String>(0))? {
            if me.as_ref().is_none_or(|me| me.as_str() != user) {
                self.note_written(&user.as_str().into(), at)?;
            }
        }
        Ok(())
    }

    /// True where no other message shows this picture.
    pub(crate) fn is_media_unused(&self, media: MediaId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM message WHERE media = ?1 UNION ALL SELECT 1 FROM feed_item WHERE media = ?1 LIMIT 1";
        Ok(one(self.conn(), sql, [media.0], |_| Ok(()))?.is_none())
    }

    /// The message that an event became.
    pub(crate) fn message_of_event(&self, event: &str) -> Result<Option<MessageId>, StoreError> {
        one(self.conn(), "SELECT id FROM message WHERE event = ?1", [event], |row| row.get(0).map(MessageId))
    }

    /// All pins of a board, for a room that turns out to be one.
    pub(crate) fn message_ids(&self, room: i64) -> Result<Vec<i64>, StoreError> {
        all(self.conn(), "SELECT id FROM message WHERE room = ?1 AND kind = 'pin' ORDER BY ord, id", [room], |row| row.get(0))
    }
}

fn message_state(row: &Row<'_>) -> rusqlite::Result<MessageState> {
    Ok(MessageState {
        event: row.get(0)?,
        event_type: row.get(1)?,
        sender: row.get(2)?,
        at: row.get(3)?,
        kind: row.get(4)?,
        content: row.get(5)?,
        encrypted: row.get(6)?,
        media: row.get(7)?,
        unread: row.get(8)?,
        txn: row.get(9)?,
        room: row.get(10)?,
    })
}
