//! Into the outbox: what the person does becomes a row, and a message that is shown, in one transaction.

use rand::Rng;
use serde_json::{Map, Value, json};

use super::events::{Look, NewMessage};
use super::rows::{one, run};
use super::{ReadUpTo, Reader, RoomFacts, RoomKind, StoreError, Writer};
use crate::api::Code;
use crate::model::{Change, EventId, MediaId, MessageId, PINS_MAX, PinGroup, PinInput, RoomId, TxnId, UserId, group_name};
use crate::outbox::content::{check_pin, check_text, text_content};
use crate::outbox::{About, Lane, OutgoingKind, Step};
use crate::project::place::LOCAL;
use crate::project::render::{Relations, Rendered, render};
use crate::{guard, text};

impl Reader {
    pub(super) fn check_writable(&self, room: &RoomId) -> Result<i64, StoreError> {
        let id = self.need_room(room)?;
        let sql = "SELECT joined, can_post FROM room WHERE id = ?1";
        match one(self.conn(), sql, [id], |row| Ok((row.get::<_, bool>(0)?, row.get::<_, bool>(1)?)))? {
            Some((true, true)) => Ok(id),
            Some((false, _)) => Err(StoreError::said(Code::Forbidden, "not-in-it", &[])),
            _ => Err(StoreError::said(Code::Forbidden, "read-only-here", &[])),
        }
    }
}

impl Writer {
    /// Queues a pin: message and outbox row in one.
    ///
    /// # Errors
    /// A refusal in words where it is too long, empty, or nothing may be written there.
    pub fn queue_pin(&mut self, room: &RoomId, pin: &PinInput) -> Result<MessageId, StoreError> {
        self.queue_pin_about(room, pin, &About::default())
    }

    /// [`Writer::queue_pin`], as an answer, in a thread, or as one of a group.
    ///
    /// # Errors
    /// As there.
    pub fn queue_pin_about(&mut self, room: &RoomId, pin: &PinInput, about: &About) -> Result<MessageId, StoreError> {
        check_pin(pin)?;
        let about = About { named: self.named_in(room, &pin.note)?, ..self.placed(room, about)? };
        self.queue_message(room, OutgoingKind::Pin { pin: pin.clone(), about })
    }

    /// Queues several pins as one group, each as an event of its own, in this order.
    ///
    /// # Errors
    /// As [`Writer::queue_pin`], and where there are none or more than [`PINS_MAX`].
    pub fn queue_pins(&mut self, room: &RoomId, pins: &[PinInput]) -> Result<Vec<MessageId>, StoreError> {
        if pins.is_empty() || pins.len() > PINS_MAX {
            return Err(StoreError::said(Code::BadInput, "pins-count", &[("most", &PINS_MAX), ("n", &pins.len())]));
        }
        let count = u32::try_from(pins.len()).unwrap_or(u32::MAX);
        let id = new_txn().0;
        let group = |index| (count > 1).then(|| PinGroup { id: id.clone(), index, count });
        let about = |index| About { group: group(index), ..About::default() };
        pins.iter().zip(0..).map(|(pin, index)| self.queue_pin_about(room, pin, &about(index))).collect()
    }

    /// Queues a text.
    ///
    /// # Errors
    /// As [`Writer::queue_pin`].
    pub fn queue_text(&mut self, room: &RoomId, text: &str, reply_to: Option<&EventId>) -> Result<MessageId, StoreError> {
        self.queue_text_about(room, text, &About { reply_to: reply_to.cloned(), ..About::default() })
    }

    /// [`Writer::queue_text`], as an answer or in a thread.
    ///
    /// # Errors
    /// As there.
    pub fn queue_text_about(&mut self, room: &RoomId, text: &str, about: &About) -> Result<MessageId, StoreError> {
        check_text(text)?;
        let about = self.placed(room, about)?;
        let named = if about.choice.is_some() { Vec::new() } else { self.named_in(room, text)? };
        let (reply_to, about) = (about.reply_to.clone(), About { reply_to: None, named, ..about });
        self.queue_message(room, OutgoingKind::Text { text: text.to_owned(), reply_to, about })
    }

    /// In a thread, what is written names the last message there, for clients that know no threads.
    fn placed(&self, room: &RoomId, about: &About) -> Result<About, StoreError> {
        let mut about = about.clone();
        if let Some(root) = &about.thread {
            let id = self.need_room(room)?;
            let sql = "SELECT event FROM message WHERE thread_root = ?1 AND room = ?2 AND event IS NOT NULL ORDER BY ord DESC LIMIT 1";
            let last = one(self.conn(), sql, (root.as_str(), id), |row| row.get(0).map(EventId))?;
            about.thread_last = Some(last.unwrap_or_else(|| root.clone()));
        }
        Ok(about)
    }

    fn queue_message(&mut self, room: &RoomId, kind: OutgoingKind) -> Result<MessageId, StoreError> {
        let room = self.resolve(room)?;
        let id = self.check_writable(&room)?;
        let (txn, now) = (new_txn(), self.now());
        let message = self.insert_local(id, &txn, &kind, now)?;
        self.insert_outgoing(&room, &txn, &kind, Some(message), now)?;
        self.note_wrote(id, now)?;
        self.refresh_room(id)?;
        if !self.is_board(id)? {
            self.bring_back(&room, now)?;
            self.open_head(&room)?;
        }
        self.changed(Change::Conversation { room });
        self.changed(Change::Conversations);
        Ok(MessageId(message))
    }

    /// The message that stands for what is not sent yet.
    fn insert_local(&mut self, room: i64, txn: &TxnId, kind: &OutgoingKind, at: i64) -> Result<i64, StoreError> {
        let me = self.me()?.ok_or_else(|| StoreError::refused(Code::SessionEnded, "Sign in first."))?;
        let sql = "SELECT coalesce(max(ord) + 1, ?2) FROM message WHERE room = ?1 AND ord >= ?2";
        let ord = one(self.conn(), sql, (room, LOCAL), |row| row.get(0))?.unwrap_or(LOCAL);
        let (shown, media) = local_view(kind);
        let about = kind.about();
        let encrypted = one(self.conn(), "SELECT encrypted FROM room WHERE id = ?1", [room], |row| row.get(0))?.unwrap_or(true);
        let who = self.person_in(room, me.as_str())?.name;
        let new = NewMessage {
            room,
            ord,
            event: None,
            txn: Some(txn.as_str()),
            sender: me.as_str(),
            who: &who,
            mine: true,
            at,
            event_type: "m.room.message",
            encrypted,
            session: None,
            content: "{}",
            hash: "",
            relations: Relations { reply_to: about.reply_to.map(|event| event.0), thread_root: about.thread.map(|event| event.0) },
            unread: false,
        };
        // A picture whose row is gone (a rebuild) is said by the sender's step, not by a failing insert.
        let media = match media {
            Some(media) => self.picture(media)?.map(|picture| picture.media.0),
            None => None,
        };
        let message = self.insert_message(&new, &Look { shown, media, edited: false })?;
        self.show_on_board(room, message)?;
        Ok(message)
    }

    pub(super) fn insert_outgoing(
        &mut self,
        room: &RoomId,
        txn: &TxnId,
        kind: &OutgoingKind,
        message: Option<i64>,
        at: i64,
    ) -> Result<i64, StoreError> {
        let sql = "INSERT INTO outbox (room, txn, lane, kind, step, message, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let text = serde_json::to_string(kind)?;
        // What is said of a conversation that the server has not made yet waits until it has.
        let lane = if room.is_local() { Lane::Message } else { kind.lane() };
        run(self.conn(), sql, (room.as_str(), txn.as_str(), lane.as_str(), text, Step::Queued.as_str(), message, at))?;
        Ok(self.conn().last_insert_rowid())
    }

    /// A conversation that the server is to make. An existing one with that person is used instead.
    pub fn queue_new_conversation(&mut self, users: &[UserId], name: Option<String>, direct: bool) -> Result<RoomId, StoreError> {
        if let (true, [user]) = (direct, users)
            && let Some(room) = self.direct_room(user)?
        {
            return Ok(room);
        }
        let (txn, now) = (new_txn(), self.now());
        let room = RoomId::local(&txn);
        let count = u32::try_from(users.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.put_room(&RoomFacts {
            room: room.clone(),
            kind: RoomKind::Conversation,
            name: name.clone(),
            avatar: None,
            encrypted: true,
            joined: true,
            direct_with: if direct { users.to_vec() } else { Vec::new() },
            can_post: true,
            member_count: count,
        })?;
        let id = self.need_room(&room)?;
        for user in users {
            let person = self.profile(user)?;
            let sql = "INSERT INTO member (room, user, name, name_key, avatar, membership) VALUES (?1, ?2, ?3, ?4, ?5, 'invite') ON CONFLICT DO UPDATE SET avatar = excluded.avatar";
            let avatar = person.avatar.map(|media| media.0);
            run(self.conn(), sql, (id, user.as_str(), &person.name, text::look_alike_key(&person.name), avatar))?;
        }
        self.refresh_shown(id)?;
        run(self.conn(), "UPDATE room SET last_at = ?2 WHERE id = ?1", (id, now))?;
        let kind = OutgoingKind::CreateRoom { users: users.to_vec(), name, direct };
        self.insert_outgoing(&room, &txn, &kind, None, now)?;
        self.changed(Change::Conversations);
        Ok(room)
    }

    /// A new group; a name of nothing is none.
    ///
    /// # Errors
    /// A refusal in words where the name is too long.
    pub fn queue_group(&mut self, users: &[UserId], name: Option<&str>) -> Result<RoomId, StoreError> {
        let name = group_name(name.unwrap_or_default()).map_err(StoreError::Refused)?;
        self.queue_new_conversation(users, name, false)
    }

    /// How far one has read; of each thread only the last waits.
    pub fn queue_receipt(&mut self, room: &RoomId, read: &ReadUpTo, private: bool) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        let kind = OutgoingKind::Receipt { event: read.event.clone(), private, thread: read.thread.clone() };
        let sql = "DELETE FROM outbox WHERE room = ?1 AND lane = 'receipt' AND json_extract(kind, '$.kind') = 'receipt'
                     AND json_extract(kind, '$.thread') IS ?2";
        run(self.conn(), sql, (room.as_str(), read.thread.as_ref().map(EventId::as_str)))?;
        let now = self.now();
        self.insert_outgoing(&room, &new_txn(), &kind, None, now)?;
        Ok(())
    }

    /// The server has made the room of a local one: everything moves there, the local ID still leads to it.
    pub fn adopt_room(&mut self, local: &RoomId, real: &RoomId) -> Result<(), StoreError> {
        let Some(local_id) = self.room_row(local)? else { return Ok(()) };
        let (from, to) = (local.as_str(), real.as_str());
        if from == to || self.resolve(local)? != *local {
            return Ok(());
        }
        run(
            self.conn(),
            "INSERT INTO room_alias (local, room) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET room = excluded.room",
            (from, to),
        )?;
        run(self.conn(), "DELETE FROM outbox WHERE room = ?1 AND kind LIKE '{\"kind\":\"create_room\"%'", [from])?;
        let known = one(self.conn(), "SELECT id FROM room WHERE room = ?1", [to], |row| row.get::<_, i64>(0))?;
        match known {
            // The sync brought it before the answer came.
            Some(real_id) => {
                run(self.conn(), "UPDATE message SET room = ?2 WHERE room = ?1", (local_id, real_id))?;
                run(
                    self.conn(),
                    "UPDATE room SET written_at = max(written_at, (SELECT written_at FROM room WHERE id = ?1)) WHERE id = ?2",
                    (local_id, real_id),
                )?;
                run(self.conn(), "DELETE FROM room WHERE id = ?1", [local_id])?;
                self.refresh_room(real_id)?;
            }
            None => {
                run(self.conn(), "UPDATE room SET room = ?2 WHERE id = ?1", (local_id, to))?;
            }
        }
        run(self.conn(), "UPDATE outbox SET room = ?2 WHERE room = ?1", (from, to))?;
        for table in ["head", "draft"] {
            run(self.conn(), &format!("UPDATE OR IGNORE {table} SET room = ?2 WHERE room = ?1"), (from, to))?;
            run(self.conn(), &format!("DELETE FROM {table} WHERE room = ?1"), [from])?;
        }
        self.changed(Change::Conversation { room: local.clone() });
        self.changed(Change::Conversation { room: real.clone() });
        self.changed(Change::Conversations);
        self.changed(Change::Heads);
        Ok(())
    }

    /// What is not sent yet shows by what will be sent.
    pub(super) fn show_unsent(&mut self, message: i64, kind: &OutgoingKind) -> Result<(), StoreError> {
        let (shown, media) = local_view(kind);
        self.show_message(message, &Look { shown, media: media.map(|media| media.0), edited: false })?;
        Ok(())
    }

    /// After a rebuild: shows again what is still to be sent.
    pub(super) fn restore_unsent(&mut self) -> Result<(), StoreError> {
        for row in self.all_outgoing()? {
            if row.message.is_some() || !row.kind.has_content() {
                continue;
            }
            let id = match self.room_row(&row.room)? {
                Some(id) => id,
                None => {
                    let sql =
                        "INSERT INTO room (room, kind, shown, last_at, created_at) VALUES (?1, 'conversation', 'Conversation', ?2, ?2)";
                    run(self.conn(), sql, (row.room.as_str(), row.created_at))?;
                    self.conn().last_insert_rowid()
                }
            };
            let message = self.insert_local(id, &row.txn, &row.kind, row.created_at)?;
            run(self.conn(), "UPDATE outbox SET message = ?2 WHERE id = ?1", (row.id, message))?;
            self.refresh_room(id)?;
        }
        Ok(())
    }
}

/// What is shown before the server has it.
fn local_view(kind: &OutgoingKind) -> (Rendered, Option<MediaId>) {
    match kind {
        OutgoingKind::Pin { pin, about } => {
            let source = pin.source.as_ref().map(|source| ("source".to_owned(), json!(source)));
            let group = about.group.as_ref().map(|group| ("group".to_owned(), json!(group)));
            let extra: Map<String, Value> = source.into_iter().chain(group).collect();
            let link = pin.link.as_deref().and_then(guard::link_of);
            let shown = Rendered {
                kind: "pin",
                title: text::one_line(&pin.title),
                body: text::clean(&pin.note),
                host: link.as_ref().map(|l| l.host.clone()).unwrap_or_default(),
                link: link.map(|l| l.url),
                picture: None,
                extra: (!extra.is_empty()).then_some(Value::Object(extra)),
            };
            (shown, pin.picture)
        }
        OutgoingKind::Text { text, about, .. } => {
            // As it will be read again when it was sent.
            let content = text_content(text, about, &TxnId(String::new())).unwrap_or_else(|_| json!({ "msgtype": "m.text", "body": text }));
            (Rendered { picture: None, ..render("m.room.message", &content, None) }, None)
        }
        _ => (Rendered { kind: "unknown", ..Rendered::default() }, None),
    }
}

pub(super) fn new_txn() -> TxnId {
    let random: u128 = rand::rng().random();
    TxnId(format!("tackroom{random:032x}"))
}
