//! What one does to a message that is there: edit it, react to it, remove it. Shown at once, sent by the outbox.
//!
//! Until the server has it, it stands among the relations under a name of our own, [`local_name`], at a place after all
//! that the server has placed. Sent, it takes the event's ID; the echo then gives it its place. Refused, it goes, and
//! what was there before shows again. A removal that the server does not have yet only hides: nothing is emptied on our
//! word alone.
//!
//! A message that is itself on its way is meant by the same name, `~` and its transaction ID, until its event is known.

use serde_json::Value;

use super::events::NewRelation;
use super::queue::new_txn;
use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::api::Code;
use crate::model::{Change, EventId, MessageId, PinEdit, RoomId, TxnId};
use crate::outbox::content::{check_edit, check_text, edited_pin, edited_text, named_in};
use crate::outbox::{OutgoingKind, Step};
use crate::project::place::LOCAL;

/// The name of something that the server has no event for yet.
pub(crate) fn local_name(txn: &str) -> String {
    format!("~{txn}")
}

/// One's own message, as what is done to it needs it.
struct Target {
    id: i64,
    room: RoomId,
    row: i64,
    /// The event, or its local name.
    name: String,
    mine: bool,
    kind: String,
    encrypted: bool,
    /// The content with the newest edit laid over it.
    content: Value,
    /// Its outbox row and where that stands, while it is unsent.
    unsent: Option<(i64, Step)>,
}

impl Reader {
    fn target(&self, message: MessageId) -> Result<Target, StoreError> {
        let sql = "SELECT message.id, room.room, message.room, message.event, message.txn, mine, message.kind, message.encrypted,
                     message.content, outbox.id, outbox.step
                   FROM message JOIN room ON room.id = message.room LEFT JOIN outbox ON outbox.txn = message.txn AND message.event IS NULL
                   WHERE message.id = ?1";
        let found = one(self.conn(), sql, [message.0], |row| {
            let (event, txn): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
            let step: Option<String> = row.get(10)?;
            Ok(Target {
                id: row.get(0)?,
                room: RoomId(row.get(1)?),
                row: row.get(2)?,
                name: event.or_else(|| txn.as_deref().map(local_name)).unwrap_or_default(),
                mine: row.get(5)?,
                kind: row.get(6)?,
                encrypted: row.get(7)?,
                content: serde_json::from_str(&row.get::<_, String>(8)?).unwrap_or_default(),
                unsent: row.get::<_, Option<i64>>(9)?.zip(step.as_deref().and_then(Step::parse)),
            })
        })?;
        let mut target = found.ok_or_else(|| StoreError::said(Code::NotFound, "message-gone", &[]))?;
        if let Some((_, edit, _)) = self.edits(&target.name)?.into_iter().next() {
            target.content = over(&target.content, serde_json::from_str(&edit)?);
        }
        Ok(target)
    }

    /// The event that is meant by a name; `None` where it was a local one that the server never got.
    pub fn event_meant(&self, name: &EventId) -> Result<Option<EventId>, StoreError> {
        let Some(txn) = name.as_str().strip_prefix('~') else { return Ok(Some(name.clone())) };
        let sql = "SELECT event FROM message WHERE txn = ?1 UNION ALL SELECT event FROM relation WHERE event = ?2";
        Ok(one(self.conn(), sql, (txn, name.as_str()), |row| row.get::<_, Option<String>>(0))?.flatten().map(EventId))
    }

    /// One's own newest message that can be edited, for Arrow Up.
    pub fn last_editable(&self, room: &RoomId, thread: Option<&EventId>) -> Result<Option<MessageId>, StoreError> {
        let id = self.need_room(room)?;
        let sql = "SELECT id FROM message WHERE room = ?1 AND mine = 1 AND kind IN ('pin', 'text', 'emote') AND thread_root IS ?2
                   ORDER BY ord DESC, id DESC LIMIT 1";
        one(self.conn(), sql, (id, thread.map(EventId::as_str)), |row| row.get(0).map(MessageId))
    }

    /// One's own reaction: its relation row and name.
    fn own_reaction(&self, target: &str, key: &str) -> Result<Option<(i64, String)>, StoreError> {
        let me = self.me()?;
        let me = me.as_ref().map_or("", |me| me.as_str());
        let sql = "SELECT id, event FROM relation WHERE target = ?1 AND kind = 'reaction' AND redacted = 0 AND sender = ?2 AND body = ?3
                     AND NOT EXISTS (SELECT 1 FROM relation gone WHERE gone.target = relation.event AND gone.kind = 'redaction')";
        one(self.conn(), sql, (target, me, key), |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl Writer {
    /// Changes the words of one's own text.
    ///
    /// # Errors
    /// A refusal in words where it is another's, of another kind, too long or empty.
    pub fn queue_edit_text(&mut self, message: MessageId, text: &str) -> Result<(), StoreError> {
        check_text(text)?;
        let target = self.editable(message, |kind| matches!(kind, "text" | "emote"))?;
        let named = self.named_in(&target.room, text)?;
        if let Some((outbox, step)) = target.unsent
            && may_be_changed(step)
        {
            return self.change_unsent(&target, outbox, |kind| {
                if let OutgoingKind::Text { text: old, about, .. } = kind {
                    text.clone_into(old);
                    about.named = named;
                }
            });
        }
        let content = edited_text(&target.content, text, &named);
        self.queue_edit(&target, content)
    }

    /// Changes title, note and link of one's own pin; its picture and all else of its block stay.
    ///
    /// # Errors
    /// As [`Writer::queue_edit_text`].
    pub fn queue_edit_pin(&mut self, message: MessageId, edit: &PinEdit) -> Result<(), StoreError> {
        let target = self.editable(message, |kind| kind == "pin")?;
        if let Some((outbox, step)) = target.unsent
            && may_be_changed(step)
        {
            return self.change_unsent(&target, outbox, |kind| {
                if let OutgoingKind::Pin { pin, .. } = kind {
                    edit.title.clone_into(&mut pin.title);
                    edit.note.clone_into(&mut pin.note);
                    pin.link.clone_from(&edit.link);
                }
            });
        }
        let content = edited_pin(&target.content, edit);
        self.queue_edit(&target, content)
    }

    /// Gives a reaction, or takes it back.
    pub fn queue_react(&mut self, message: MessageId, key: &str, on: bool) -> Result<(), StoreError> {
        let target = self.target(message)?;
        match (on, self.own_reaction(&target.name, key)?) {
            (true, None) if !key.is_empty() && key.len() <= 64 => self.queue_reaction(&target.room, &EventId(target.name), key),
            (false, Some((row, name))) => self.take_back(&target.room, row, &name),
            _ => Ok(()),
        }
    }

    /// Removes a message for all; one that was not sent yet is only taken from the outbox.
    pub fn queue_remove(&mut self, message: MessageId) -> Result<(), StoreError> {
        let target = self.target(message)?;
        match target.unsent {
            Some((_, step)) if step != Step::InFlight => self.delete_unsent(message),
            _ => self.queue_redact(&target.room, &EventId(target.name)),
        }
    }

    /// Queues a reaction to an event.
    pub fn queue_reaction(&mut self, room: &RoomId, event: &EventId, key: &str) -> Result<(), StoreError> {
        let kind = OutgoingKind::Reaction { event: event.clone(), key: key.to_owned() };
        self.queue_relation(room, kind, "reaction", event, key.to_owned(), None)
    }

    /// Queues the removal of an event.
    pub fn queue_redact(&mut self, room: &RoomId, event: &EventId) -> Result<(), StoreError> {
        self.queue_relation(room, OutgoingKind::Redact { event: event.clone() }, "redaction", event, String::new(), None)
    }

    fn editable(&self, message: MessageId, fits: impl Fn(&str) -> bool) -> Result<Target, StoreError> {
        let target = self.target(message)?;
        if !target.mine || !fits(&target.kind) {
            return Err(StoreError::said(Code::Forbidden, "not-yours", &[]));
        }
        Ok(target)
    }

    fn queue_edit(&mut self, target: &Target, content: Value) -> Result<(), StoreError> {
        check_edit(&content)?;
        let event = EventId(target.name.clone());
        let before = named_in(&target.content);
        let users = named_in(&content).into_iter().filter(|user| !before.contains(user)).collect();
        let kind = OutgoingKind::Edit { event: event.clone(), content: content.clone(), users };
        self.queue_relation(&target.room, kind, "edit", &event, content.to_string(), Some(target))?;
        self.show_anew(target.id)
    }

    /// Nothing of it has left this device: what will be sent is changed in its place.
    fn change_unsent(&mut self, target: &Target, outbox: i64, change: impl FnOnce(&mut OutgoingKind)) -> Result<(), StoreError> {
        let Some(row) = self.outgoing(outbox)? else { return Ok(()) };
        let mut kind = row.kind.clone();
        change(&mut kind);
        if let OutgoingKind::Pin { pin, .. } = &kind {
            crate::outbox::content::check_pin(pin)?;
        }
        let step = match row.state {
            _ if row.upload.is_some() => Step::Uploaded,
            // The picture, which may be on its way to the server now, stays the same.
            Step::Prepared => Step::Prepared,
            _ => Step::Queued,
        };
        let sql = "UPDATE outbox SET kind = ?2, content = NULL, step = ?3, not_before = 0, code = NULL, words = NULL WHERE id = ?1";
        run(self.conn(), sql, (outbox, serde_json::to_string(&kind)?, step.as_str()))?;
        self.show_unsent(target.id, &kind)?;
        self.relation_changed(&target.room, target.row)
    }

    fn take_back(&mut self, room: &RoomId, relation: i64, name: &str) -> Result<(), StoreError> {
        if let Some(txn) = name.strip_prefix('~') {
            let sql = "DELETE FROM outbox WHERE txn = ?1 AND step <> 'in_flight'";
            if run(self.conn(), sql, [txn])? > 0 {
                self.delete_relation_row(relation)?;
                return self.relation_changed(room, self.need_room(room)?);
            }
        }
        self.queue_redact(room, &EventId(name.to_owned()))
    }

    fn queue_relation(
        &mut self,
        room: &RoomId,
        kind: OutgoingKind,
        relation: &'static str,
        target: &EventId,
        body: String,
        edited: Option<&Target>,
    ) -> Result<(), StoreError> {
        let room = self.resolve(room)?;
        let id = self.check_writable(&room)?;
        let me = self.me()?.ok_or_else(|| StoreError::refused(Code::SessionEnded, "Sign in first."))?;
        let (txn, now) = (new_txn(), self.now());
        let sql = "SELECT coalesce(max(ord) + 1, ?2) FROM relation WHERE room = ?1 AND ord >= ?2";
        let ord = one(self.conn(), sql, (id, LOCAL), |row| row.get(0))?.unwrap_or(LOCAL);
        self.put_relation(&NewRelation {
            room: id,
            ord,
            event: &local_name(txn.as_str()),
            kind: relation,
            target: Some(target.as_str()),
            sender: me.as_str(),
            at: now,
            event_type: if relation == "redaction" { "m.room.redaction" } else { "m.room.message" },
            body,
            encrypted: edited.is_some_and(|target| target.encrypted),
            redacted: false,
            hash: "",
        })?;
        // An edit's message shows how far the edit has come.
        self.insert_outgoing(&room, &txn, &kind, edited.map(|target| target.id), now)?;
        self.relation_changed(&room, id)
    }

    fn relation_changed(&mut self, room: &RoomId, id: i64) -> Result<(), StoreError> {
        self.changed(Change::Conversation { room: room.clone() });
        self.changed(if self.is_board(id)? { Change::Feed } else { Change::Conversations });
        Ok(())
    }

    /// The server has what stood under a local name: it bears its event's ID from now on.
    pub(super) fn relation_sent(&mut self, txn: &TxnId, event: &EventId) -> Result<(), StoreError> {
        let name = local_name(txn.as_str());
        // The echo was first: it stands there under its own name.
        let sql = "DELETE FROM relation WHERE event = ?1 AND EXISTS (SELECT 1 FROM relation WHERE event = ?2)";
        if run(self.conn(), sql, (&name, event.as_str()))? == 0 {
            run(self.conn(), "UPDATE relation SET event = ?2 WHERE event = ?1", (&name, event.as_str()))?;
        }
        self.name_settled(txn.as_str(), event.as_str())
    }

    /// What was said about a local name is about the event from now on.
    pub(crate) fn name_settled(&mut self, txn: &str, event: &str) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE relation SET target = ?2 WHERE target = ?1", (local_name(txn), event))?;
        Ok(())
    }

    /// The echo of one's own edit, reaction or removal is here: what stood for it goes.
    pub(crate) fn drop_local_relation(&mut self, txn: &str) -> Result<(), StoreError> {
        run(self.conn(), "DELETE FROM relation WHERE event = ?1", [local_name(txn)])?;
        Ok(())
    }

    /// It will not be sent: what was there before shows again.
    pub(super) fn relation_gone(&mut self, txn: &TxnId) -> Result<(), StoreError> {
        let name = local_name(txn.as_str());
        let target = one(self.conn(), "SELECT target FROM relation WHERE event = ?1", [&name], |row| row.get::<_, Option<String>>(0))?;
        run(self.conn(), "DELETE FROM relation WHERE event = ?1", [&name])?;
        let Some(target) = target.flatten() else { return Ok(()) };
        let sql = "SELECT id FROM message WHERE event = ?1 OR txn = ?2";
        for id in all(self.conn(), sql, (&target, target.strip_prefix('~')), |row| row.get::<_, i64>(0))? {
            self.show_anew(id)?;
        }
        Ok(())
    }
}

/// The newest edit, with what it does not bring: a client that knows no pins leaves out picture and block.
fn over(original: &Value, edit: Value) -> Value {
    let (Some(original), Value::Object(mut edit)) = (original.as_object(), edit) else { return original.clone() };
    for key in ["msgtype", "filename", "url", "file", "info", crate::outbox::content::PIN_KEY] {
        if let Some(value) = original.get(key) {
            edit.entry(key).or_insert_with(|| value.clone());
        }
    }
    Value::Object(edit)
}

/// Whether a row at this step can still be sent as something else: the server has not been asked to take it, or said no.
fn may_be_changed(step: Step) -> bool {
    step != Step::InFlight
}
