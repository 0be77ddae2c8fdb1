//! Pages of messages, by key and never by offset: a page costs the same in a conversation of ten and of a million.

use rusqlite::Row;
use serde_json::Value;

use super::guard::Trust;
use super::relate::local_name;
use super::rows::{all, one};
use super::{Reader, StoreError};
use crate::api::{Code, Said, spoken};
use crate::lines;
use crate::model::{
    EventId, Language, MediaId, Message, MessageBody, MessageId, MessagePage, MessageState, PinGroup, Place, Quote, Reaction, RoomId,
    UserId,
};
use crate::outbox::Step;

pub(super) const PAGE_MAX: u32 = 200;
const NAMES_MAX: usize = 10;
const READERS_MAX: i64 = 200;

pub(super) const COLUMNS: &str =
    "message.id, message.ord, message.event, message.sender, message.mine, message.at, message.event_type, message.kind,
  message.title, message.body, message.link, message.media, message.extra, message.edited, message.reply_to, message.thread_root,
  outbox.step, outbox.code, outbox.words, message.host, message.room,
  EXISTS (SELECT 1 FROM relation WHERE relation.target = coalesce(message.event, '~' || message.txn) AND relation.kind = 'redaction'),
  message.txn, message.same_link
  FROM message LEFT JOIN outbox ON outbox.id = (SELECT min(id) FROM outbox own WHERE own.message = message.id)";

/// A message's row with its outbox row.
pub(super) struct MessageRow {
    pub id: i64,
    pub ord: i64,
    pub event: Option<String>,
    pub sender: String,
    pub mine: bool,
    pub at: i64,
    pub event_type: String,
    pub kind: String,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
    pub host: String,
    pub media: Option<i64>,
    /// What is kept beside the columns; null where nothing is.
    pub extra: Value,
    pub edited: bool,
    pub reply_to: Option<String>,
    pub thread_root: Option<String>,
    pub outbox: Option<OutboxPart>,
    pub room: i64,
    /// Removed, here or by the server's word.
    pub removed: bool,
    pub txn: Option<String>,
    /// Its link, to be compared (`guard::same_link`).
    pub same_link: Option<String>,
}

impl MessageRow {
    /// By what reactions and edits name it.
    fn name(&self) -> Option<String> {
        self.event.clone().or_else(|| self.txn.as_deref().map(local_name))
    }
}

pub(super) struct OutboxPart {
    pub refused: bool,
    pub code: Option<String>,
    pub words: Option<String>,
}

/// A read position of another.
struct ReadUpTo {
    user: String,
    thread: String,
    ord: i64,
}

/// What all messages of a page share.
pub(super) struct PageFacts {
    room: RoomId,
    stranger: bool,
    pub me: Option<UserId>,
    read: Vec<ReadUpTo>,
    blocked: Option<Blocked>,
    pub trust: Trust,
    pub language: Language,
}

/// The first refused row of the room's outbox: what follows waits for it.
struct Blocked {
    message: Option<i64>,
    first_message: Option<i64>,
    code: String,
    words: String,
    what: Said,
}

impl Reader {
    /// The newest page, the one before `before`, or the one around a message (about half before it and half after).
    /// Oldest first.
    pub fn messages(&self, room: &RoomId, before: Option<Place>, around: Option<MessageId>, limit: u32) -> Result<MessagePage, StoreError> {
        self.page_of(room, before, around, limit, "1")
    }

    fn page_of(
        &self,
        room: &RoomId,
        before: Option<Place>,
        around: Option<MessageId>,
        limit: u32,
        condition: &str,
    ) -> Result<MessagePage, StoreError> {
        let id = self.need_room(room)?;
        let limit = limit.clamp(1, PAGE_MAX);
        let end = match around {
            Some(message) => self.place_after(id, message, limit / 2)?,
            None => before.map_or((i64::MAX, i64::MAX), |place| (place.ord, place.id.0)),
        };
        let sql = format!(
            "SELECT {COLUMNS} WHERE message.room = ?1 AND (message.ord, message.id) < (?2, ?3) AND {condition}
             ORDER BY message.ord DESC, message.id DESC LIMIT ?4"
        );
        let (mut page, older, places) = self.page_in_place(room, id, &sql, end, limit, None)?;
        page.happened = self.mark_happenings(id, older, end.0, &places, &mut page.messages)?;
        Ok(page)
    }

    /// The pins of a conversation, newest page first; within a page oldest first.
    pub fn conversation_pins(&self, room: &RoomId, before: Option<Place>, limit: u32) -> Result<MessagePage, StoreError> {
        let id = self.need_room(room)?;
        let end = before.map_or((i64::MAX, i64::MAX), |place| (place.ord, place.id.0));
        let sql = format!(
            "SELECT {COLUMNS} WHERE message.room = ?1 AND message.kind = 'pin' AND (message.ord, message.id) < (?2, ?3)
             ORDER BY message.ord DESC, message.id DESC LIMIT ?4"
        );
        let mut page = self.page(room, id, &sql, end, limit.clamp(1, PAGE_MAX), None)?;
        let language = self.language()?;
        for message in &mut page.messages {
            message.said_about = match &message.event {
                Some(event) => self.said_about(id, event, language)?,
                None => None,
            };
        }
        Ok(page)
    }

    /// One message as shown; `None` where it is gone.
    pub fn message(&self, message: MessageId) -> Result<Option<Message>, StoreError> {
        let Some(row) = self.message_row(message.0)? else { return Ok(None) };
        let Some(room) = one(self.conn(), "SELECT room FROM room WHERE id = ?1", [row.room], |r| r.get(0))?.map(RoomId) else {
            return Ok(None);
        };
        let facts = self.page_facts(&room, row.ord)?;
        Ok(Some(self.message_of(row, &facts)?))
    }

    /// The message that an event became.
    pub fn message_by_event(&self, event: &EventId) -> Result<Option<Message>, StoreError> {
        match one(self.conn(), "SELECT id FROM message WHERE event = ?1", [event.as_str()], |row| row.get(0).map(MessageId))? {
            Some(id) => self.message(id),
            None => Ok(None),
        }
    }

    pub(super) fn message_row(&self, id: i64) -> Result<Option<MessageRow>, StoreError> {
        one(self.conn(), &format!("SELECT {COLUMNS} WHERE message.id = ?1"), [id], message_row)
    }

    /// The place just after the `half`-th message that follows.
    fn place_after(&self, room: i64, message: MessageId, half: u32) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT ord, id FROM message WHERE id = ?1 AND room = ?2";
        let found = one(self.conn(), sql, (message.0, room), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        let (ord, id) = found.ok_or_else(|| StoreError::said(Code::NotFound, "message-gone", &[]))?;
        let sql = "SELECT ord, id FROM message WHERE room = ?1 AND (ord, id) > (?2, ?3) ORDER BY ord, id LIMIT 1 OFFSET ?4";
        let end = one(self.conn(), sql, (room, ord, id, half), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(end.unwrap_or((i64::MAX, i64::MAX)))
    }

    pub(super) fn page(
        &self,
        room: &RoomId,
        id: i64,
        sql: &str,
        end: (i64, i64),
        limit: u32,
        thread: Option<&str>,
    ) -> Result<MessagePage, StoreError> {
        Ok(self.page_in_place(room, id, sql, end, limit, thread)?.0)
    }

    /// [`Reader::page`], with the place of the message before it and the places of its own.
    fn page_in_place(
        &self,
        room: &RoomId,
        id: i64,
        sql: &str,
        end: (i64, i64),
        limit: u32,
        thread: Option<&str>,
    ) -> Result<(MessagePage, Option<i64>, Vec<i64>), StoreError> {
        let room = self.resolve(room)?;
        // One more than asked: says whether there are older ones, and where a gap before the first belongs.
        let mut rows = match thread {
            Some(root) => all(self.conn(), sql, (id, end.0, end.1, limit + 1, root), message_row)?,
            None => all(self.conn(), sql, (id, end.0, end.1, limit + 1), message_row)?,
        };
        let older = if rows.len() > limit as usize { rows.pop() } else { None };
        rows.reverse();
        let before = match (&older, rows.first()) {
            (Some(_), Some(first)) => Some(Place { ord: first.ord, id: MessageId(first.id) }),
            _ => None,
        };
        let lowest = rows.first().map_or(i64::MAX, |row| row.ord);
        let facts = self.page_facts(&room, lowest)?;
        let places: Vec<i64> = rows.iter().map(|row| row.ord).collect();
        let mut messages = rows.into_iter().map(|row| self.message_of(row, &facts)).collect::<Result<Vec<_>, _>>()?;
        let older = older.map(|row| row.ord);
        self.mark_gaps(id, older, &places, &mut messages)?;
        self.mark_readers(id, &facts, &places, end.0, &mut messages)?;
        let reached_start = self.has_reached_start(id)?;
        let sql = "SELECT id FROM message WHERE room = ?1 AND unread = 1 AND thread_root IS ?2 ORDER BY ord LIMIT 1";
        let first_unread = one(self.conn(), sql, (id, thread), |row| row.get(0).map(MessageId))?;
        let page = MessagePage { complete: reached_start && before.is_none(), messages, happened: Vec::new(), before, first_unread };
        Ok((page, older, places))
    }

    fn page_facts(&self, room: &RoomId, lowest: i64) -> Result<PageFacts, StoreError> {
        let me = self.me()?;
        let sql = "SELECT user, thread, ord FROM receipt WHERE room = ?1 AND ord >= ?2 AND user <> ?3 ORDER BY ord DESC LIMIT ?4";
        let mine = me.as_ref().map_or("", UserId::as_str);
        let read = all(self.conn(), sql, (room.as_str(), lowest, mine, READERS_MAX), |row| {
            Ok(ReadUpTo { user: row.get(0)?, thread: row.get(1)?, ord: row.get(2)? })
        })?;
        let sql = "SELECT outbox.message, outbox.code, outbox.words, message.title, message.kind,
                     (SELECT min(later.message) FROM outbox later WHERE later.room = outbox.room AND later.lane = 'message')
                   FROM outbox LEFT JOIN message ON message.id = outbox.message
                   WHERE outbox.room = ?1 AND outbox.lane = 'message' AND outbox.step = 'refused' ORDER BY outbox.id LIMIT 1";
        let blocked = one(self.conn(), sql, [room.as_str()], |row| {
            Ok(Blocked {
                message: row.get(0)?,
                code: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                words: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                what: what_blocks(row.get(3)?, row.get(4)?),
                first_message: row.get(5)?,
            })
        })?;
        let stranger = match self.room_row(room)? {
            Some(id) => self.is_stranger(id)?,
            None => false,
        };
        Ok(PageFacts { room: room.clone(), stranger, me, read, blocked, trust: self.trust()?, language: self.language()? })
    }

    fn message_of(&self, row: MessageRow, facts: &PageFacts) -> Result<Message, StoreError> {
        let mut body = self.body_of(&row)?;
        match &mut body {
            MessageBody::Pin { pin } => pin.guard = self.judged_row(&row, &facts.trust)?.verdict(&facts.trust),
            MessageBody::File { guard, .. } => *guard = self.judged_row(&row, &facts.trust)?.verdict(&facts.trust),
            _ => {}
        }
        let sender = self.person_in(row.room, &row.sender)?;
        let stranger = facts.stranger && !row.mine && !facts.trust.person(&row.sender);
        let (reactions, thread) = match row.name() {
            // What others said about it is theirs: it stays within reach when its root is removed.
            Some(name) if row.removed => (Vec::new(), self.thread(row.room, &name, facts.language)?),
            Some(name) => (self.reactions(row.room, &name, facts.me.as_ref())?, self.thread(row.room, &name, facts.language)?),
            None => (Vec::new(), None),
        };
        let reply_to = match &row.reply_to {
            Some(target) => Some(self.quote(row.room, target, facts.language)?),
            None => None,
        };
        let state = state_of(&row, facts);
        let group = if row.kind == "pin" && !row.removed { group_of(&row) } else { None };
        let choice = self.choice_of(&row, facts)?;
        let written = written_of(&row);
        let rich = if choice.is_some() { None } else { self.rich_of(&row, &facts.trust)? };
        let seen = match &body {
            MessageBody::Pin { .. } => self.seen_earlier(row.same_link.as_deref(), row.media.map(MediaId), (row.at, row.id))?.map(Box::new),
            _ => None,
        };
        Ok(Message {
            id: MessageId(row.id),
            room: facts.room.clone(),
            event: row.event.map(EventId),
            sender,
            mine: row.mine,
            at: row.at,
            body,
            edited: row.edited,
            reactions,
            reply_to,
            thread_root: row.thread_root.map(EventId),
            thread,
            state,
            readers: Vec::new(),
            stranger,
            gap_before: false,
            happened: None,
            seen,
            group,
            choice,
            rich,
            written,
            said_about: None,
        })
    }

    pub(super) fn reactions(&self, room: i64, event: &str, me: Option<&UserId>) -> Result<Vec<Reaction>, StoreError> {
        let sql = "SELECT body, sender FROM relation WHERE target = ?1 AND kind = 'reaction' AND redacted = 0 AND room = ?2
                     AND NOT EXISTS (SELECT 1 FROM relation gone WHERE gone.target = relation.event AND gone.kind = 'redaction')
                   ORDER BY ord";
        let given = all(self.conn(), sql, (event, room), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut by_key: Vec<(String, Vec<String>)> = Vec::new();
        for (key, sender) in given {
            match by_key.iter_mut().find(|(k, _)| *k == key) {
                // The same from the same counts once.
                Some((_, senders)) if senders.contains(&sender) => {}
                Some((_, senders)) => senders.push(sender),
                None => by_key.push((key, vec![sender])),
            }
        }
        by_key
            .into_iter()
            .map(|(key, senders)| {
                let names = senders.iter().take(NAMES_MAX).map(|user| Ok(self.person_in(room, user)?.name));
                Ok(Reaction {
                    key,
                    count: u32::try_from(senders.len()).unwrap_or(u32::MAX),
                    mine: me.is_some_and(|me| senders.iter().any(|s| s == me.as_str())),
                    names: names.collect::<Result<_, StoreError>>()?,
                })
            })
            .collect()
    }

    /// A page of a conversation without what stands in threads; see [`Reader::messages`].
    pub fn main_messages(
        &self,
        room: &RoomId,
        before: Option<Place>,
        around: Option<MessageId>,
        limit: u32,
    ) -> Result<MessagePage, StoreError> {
        self.page_of(room, before, around, limit, "message.thread_root IS NULL")
    }

    pub(super) fn quote(&self, room: i64, event: &str, language: Language) -> Result<Quote, StoreError> {
        let sql = format!("SELECT {COLUMNS} WHERE message.event = ?1 AND message.room = ?2");
        let (sender, text) = match one(self.conn(), &sql, (event, room), message_row)? {
            Some(row) => (self.person_in(room, &row.sender)?.name, lines::line(&self.body_of(&row)?, language)),
            None => (String::new(), "An earlier message".to_owned()),
        };
        Ok(Quote { event: event.into(), sender, text })
    }

    /// A gap is shown before the first message that stands at or after the event before which some are missing.
    fn mark_gaps(&self, room: i64, older: Option<i64>, places: &[i64], messages: &mut [Message]) -> Result<(), StoreError> {
        for gap in self.gap_places(room)? {
            if older.is_some_and(|ord| ord >= gap) {
                continue;
            }
            if let Some(message) = places.iter().position(|ord| *ord >= gap).and_then(|at| messages.get_mut(at)) {
                message.gap_before = true;
            }
        }
        Ok(())
    }

    /// A receipt stands on the last message that is not after it.
    fn mark_readers(&self, room: i64, facts: &PageFacts, places: &[i64], end: i64, messages: &mut [Message]) -> Result<(), StoreError> {
        let mut seen: Vec<&str> = Vec::new();
        for read in &facts.read {
            // One who has several (threads) stands where the furthest is; what lies beyond the page is not on it.
            if seen.contains(&read.user.as_str()) {
                continue;
            }
            seen.push(&read.user);
            if read.ord >= end {
                continue;
            }
            if let Some(message) = places.iter().rposition(|ord| *ord <= read.ord).and_then(|at| messages.get_mut(at))
                && message.sender.user.as_str() != read.user
            {
                message.readers.push(self.person_in(room, &read.user)?);
            }
        }
        Ok(())
    }
}

/// The pins that it was sent together with.
fn group_of(row: &MessageRow) -> Option<PinGroup> {
    serde_json::from_value(row.extra.get("group")?.clone()).ok()
}

/// A text as it was typed, where that is another than what is shown.
fn written_of(row: &MessageRow) -> Option<String> {
    row.extra.get("written").and_then(Value::as_str).filter(|_| !row.removed).map(str::to_owned)
}

fn what_blocks(title: Option<String>, kind: Option<String>) -> Said {
    match (kind.as_deref(), title.filter(|title| !title.is_empty())) {
        (Some("pin"), Some(title)) => Said::new("waits-pin", &[("title", &crate::text::cut(&title, 40))]),
        (Some("pin"), None) => Said::new("waits-some-pin", &[]),
        (Some(_), _) => Said::new("waits-message", &[]),
        (None, _) => Said::new("waits-before", &[]),
    }
}

fn state_of(row: &MessageRow, facts: &PageFacts) -> MessageState {
    if !row.mine {
        return MessageState::Received;
    }
    if let Some(outbox) = &row.outbox {
        return unsent_state(row, outbox, facts);
    }
    let read = facts.read.iter().any(|read| {
        let counts = match (read.thread.as_str(), &row.thread_root) {
            ("", _) | ("main", None) => true,
            (thread, Some(root)) => thread == root,
            _ => false,
        };
        counts && read.ord >= row.ord
    });
    if read { MessageState::Read } else { MessageState::Sent }
}

fn unsent_state(row: &MessageRow, outbox: &OutboxPart, facts: &PageFacts) -> MessageState {
    let say = |words: &str| spoken(words, facts.language);
    if outbox.refused {
        return MessageState::NotSent {
            code: outbox.code.clone().unwrap_or_else(|| "rejected".into()),
            words: say(outbox.words.as_deref().unwrap_or_default()),
        };
    }
    match &facts.blocked {
        // The room itself could not be made: said on its first message.
        Some(blocked) if blocked.message.is_none() && blocked.first_message == Some(row.id) => {
            MessageState::NotSent { code: blocked.code.clone(), words: say(&blocked.words) }
        }
        Some(blocked) if blocked.message.is_none_or(|id| id < row.id) => {
            MessageState::Sending { waits_for: Some(blocked.what.in_language(facts.language)) }
        }
        _ => MessageState::Sending { waits_for: outbox.words.as_deref().map(say) },
    }
}

pub(super) fn message_row(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    let step: Option<String> = row.get(16)?;
    Ok(MessageRow {
        id: row.get(0)?,
        ord: row.get(1)?,
        event: row.get(2)?,
        sender: row.get(3)?,
        mine: row.get(4)?,
        at: row.get(5)?,
        event_type: row.get(6)?,
        kind: row.get(7)?,
        title: row.get(8)?,
        body: row.get(9)?,
        link: row.get(10)?,
        media: row.get(11)?,
        extra: row.get::<_, Option<String>>(12)?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        edited: row.get(13)?,
        reply_to: row.get(14)?,
        thread_root: row.get(15)?,
        outbox: match step {
            Some(step) => Some(OutboxPart { refused: step == Step::Refused.as_str(), code: row.get(17)?, words: row.get(18)? }),
            None => None,
        },
        host: row.get(19)?,
        room: row.get(20)?,
        removed: row.get(21)?,
        txn: row.get(22)?,
        same_link: row.get(23)?,
    })
}
