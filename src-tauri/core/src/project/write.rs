//! One event into its row, and relations over their targets.

use serde_json::Value;

use super::parse::{Parsed, Role};
use super::render::{Rendered, mentions, relations, render};
use super::{Arrived, Redacted, Run};
use crate::model::{EventId, MediaId, MessageId};
use crate::store::{Known, KnownRow, Look, NewMessage, NewRelation, StoreError, Writer};

impl Run<'_> {
    pub(super) fn write(&mut self, w: &mut Writer, event: &Parsed<'_>, known: Option<Known>, ord: i64) -> Result<(), StoreError> {
        if let Some(known) = &known
            && known.hash == event.hash
        {
            if known.ord != ord {
                w.move_event(known.row, ord)?;
                self.touched = true;
                // Which edit is the newest goes by their places.
                if let Role::Edit { target, .. } = &event.role {
                    self.lay_over(w, target, false)?;
                }
            }
            return Ok(());
        }
        self.touched = true;
        if event.sender == self.me
            && let Some(txn) = event.txn
        {
            self.applied.settled |= w.settle_txn(txn)?;
            w.drop_local_relation(txn)?;
            w.name_settled(txn, event.event)?;
        }
        match &event.role {
            // Emptied, an edit looks like a message; it stays what it was, and its target is shown without it.
            Role::Message if event.redacted && known.as_ref().is_some_and(|k| matches!(k.row, KnownRow::Relation(_))) => {
                self.write_relation(w, event, ord, known)?;
            }
            Role::Message => self.write_message(w, event, ord, known)?,
            _ => self.write_relation(w, event, ord, known)?,
        }
        w.place_receipts(self.id, self.room, event.event)
    }

    fn write_message(&mut self, w: &mut Writer, event: &Parsed<'_>, ord: i64, known: Option<Known>) -> Result<(), StoreError> {
        let mine = event.sender == self.me;
        let mut row = match known.map(|k| k.row) {
            Some(KnownRow::Message(id)) => Some(id),
            // It was a locked edit, say, and is a message after all.
            Some(KnownRow::Relation(id)) => {
                w.delete_relation_row(id)?;
                None
            }
            None => None,
        };
        if row.is_none()
            && mine
            && let Some(txn) = event.txn
        {
            row = w.message_of_txn(self.id, txn)?;
        }
        let text = event.content.to_string();
        let who = self.name_of(w, event.sender)?;
        let new = NewMessage {
            room: self.id,
            ord,
            event: Some(event.event),
            txn: None,
            sender: event.sender,
            who: &who,
            mine,
            at: event.at,
            event_type: event.event_type,
            encrypted: event.encrypted,
            session: event.session,
            content: &text,
            hash: &event.hash,
            relations: relations(event.content),
            unread: !mine && !self.board && (self.live || self.counted),
        };
        let (id, arrives) = match row {
            Some(id) => {
                let locked = w.message_state(id)?.is_some_and(|m| m.kind == "locked");
                w.update_message(id, &new)?;
                self.show(w, id, event.redacted)?;
                (id, locked)
            }
            None => (self.insert(w, event, &new)?, true),
        };
        if arrives {
            let mentions = mentions(event.content, self.me);
            self.arrived.push(Arrived { id, event: event.event.to_owned(), wanted: event.notify, mentions, edit: false });
        }
        if !event.redacted {
            let thread = relations(event.content).thread_root.unwrap_or_else(|| "main".to_owned());
            self.spoke.insert((event.sender.to_owned(), thread), (event.event.to_owned(), event.at));
        }
        Ok(())
    }

    fn insert(&mut self, w: &mut Writer, event: &Parsed<'_>, new: &NewMessage<'_>) -> Result<i64, StoreError> {
        self.applied.new.push(event.event.into());
        if event.redacted || w.is_redacted(event.event)? {
            let unseen = Look { shown: Rendered { kind: "unknown", ..Rendered::default() }, media: None, edited: false };
            let id = w.insert_message(new, &unseen)?;
            self.remove(w, id, event.event, None)?;
            return Ok(id);
        }
        let look = look(w, event.event, event.sender, event.event_type, event.encrypted, event.content)?;
        let id = w.insert_message(new, &look)?;
        if self.board {
            w.show_on_board(self.id, id)?;
        }
        Ok(id)
    }

    fn name_of(&mut self, w: &Writer, user: &str) -> Result<String, StoreError> {
        if let Some(name) = self.names.get(user) {
            return Ok(name.clone());
        }
        let name = w.person_in(self.id, user)?.name;
        self.names.insert(user.to_owned(), name.clone());
        Ok(name)
    }

    /// The last words of each settle who spoke when, and how far they have read.
    pub(super) fn note_senders(&mut self, w: &mut Writer) -> Result<(), StoreError> {
        for ((sender, thread), (event, at)) in std::mem::take(&mut self.spoke) {
            w.note_spoke(self.id, &sender, at)?;
            w.read_by_writing(self.id, self.room, &sender, &thread, &event, at)?;
            if sender == self.me {
                w.note_wrote(self.id, at)?;
            }
        }
        Ok(())
    }

    fn write_relation(&mut self, w: &mut Writer, event: &Parsed<'_>, ord: i64, known: Option<Known>) -> Result<(), StoreError> {
        // What was locked has turned out to be no message of its own; its place stays.
        if let Some(KnownRow::Message(id)) = known.as_ref().map(|k| k.row) {
            w.delete_message_row(id)?;
        }
        let (kind, target, body) = match &event.role {
            Role::Edit { target, content } => ("edit", Some(target.as_str()), content.to_string()),
            Role::Reaction { target, key } => ("reaction", Some(target.as_str()), key.clone()),
            Role::Redaction { target } => ("redaction", Some(target.as_str()), String::new()),
            Role::LockedEdit { session } => ("locked", None, session.clone()),
            Role::Happened(kept) => ("other", None, serde_json::to_string(kept).unwrap_or_default()),
            Role::Message | Role::Other => ("other", None, String::new()),
        };
        let redacted = event.redacted || w.is_redacted(event.event)?;
        let old_kind = match known.as_ref().map(|k| k.row) {
            Some(KnownRow::Relation(id)) => w.relation_kind(id)?,
            _ => None,
        };
        // A redacted edit or reaction comes again without its content: what it was about is still known from before.
        let kind = match (kind, old_kind.as_deref()) {
            ("other", Some("edit")) => "edit",
            ("other", Some("reaction")) => "reaction",
            _ => kind,
        };
        w.put_relation(&NewRelation {
            room: self.id,
            ord,
            event: event.event,
            kind,
            target,
            sender: event.sender,
            at: event.at,
            event_type: event.event_type,
            body: if redacted { String::new() } else { body },
            encrypted: event.encrypted,
            redacted,
            hash: &event.hash,
        })?;
        let target = match target {
            Some(target) => Some(target.to_owned()),
            None => w.known_relation_target(event.event)?,
        };
        let Some(target) = target else { return Ok(()) };
        self.lay_over(w, &target, kind == "redaction")?;
        // An edit says in its own `m.mentions` whom it names for the first time.
        if kind == "edit" && known.is_none() && !redacted && mentions(event.content, self.me) {
            self.note_named(w, event, &target)?;
        }
        Ok(())
    }

    /// One is named by an edit: the message has something to tell once more, if it is its sender's.
    fn note_named(&mut self, w: &Writer, event: &Parsed<'_>, target: &str) -> Result<(), StoreError> {
        let Some(KnownRow::Message(id)) = w.known(self.id, target)?.map(|known| known.row) else { return Ok(()) };
        if w.message_state(id)?.is_some_and(|state| state.sender == event.sender && state.kind != "removed") {
            self.arrived.push(Arrived { id, event: event.event.to_owned(), wanted: event.notify, mentions: true, edit: true });
        }
        Ok(())
    }

    /// Brings a relation's target up to date, if it is here.
    fn lay_over(&mut self, w: &mut Writer, target: &str, removes: bool) -> Result<(), StoreError> {
        match w.known(self.id, target)?.map(|k| k.row) {
            Some(KnownRow::Message(id)) => self.show(w, id, false),
            Some(KnownRow::Relation(id)) if removes => {
                w.redact_relation(id)?;
                match w.relation_target(id)? {
                    Some(of) => self.lay_over(w, &of, false),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Makes what a message shows from its content, its edits and whether it was removed.
    fn show(&mut self, w: &mut Writer, id: i64, removed: bool) -> Result<(), StoreError> {
        let Some(state) = w.message_state(id)? else { return Ok(()) };
        let event = state.event.clone().unwrap_or_default();
        if removed || w.is_redacted(&event)? {
            return self.remove(w, id, &event, state.media);
        }
        let content = serde_json::from_str(&state.content).unwrap_or_default();
        let look = look(w, &event, &state.sender, &state.event_type, state.encrypted, &content)?;
        w.show_message(id, &look)?;
        if self.board {
            w.show_on_board(self.id, id)?;
        }
        Ok(())
    }

    fn remove(&mut self, w: &mut Writer, id: i64, event: &str, media: Option<i64>) -> Result<(), StoreError> {
        w.empty_edits(event)?;
        if !w.empty_message(id)? {
            return Ok(());
        }
        if self.board {
            w.remove_board_item(self.room, event)?;
        }
        let media = match media.map(MediaId) {
            Some(media) if w.is_media_unused(media)? => Some(media),
            _ => None,
        };
        self.applied.redacted.push(Redacted { event: EventId(event.to_owned()), media });
        Ok(())
    }
}

/// A content with its newest edit laid over it.
fn look(w: &mut Writer, event: &str, sender: &str, event_type: &str, encrypted: bool, content: &Value) -> Result<Look, StoreError> {
    if event_type == "m.room.encrypted" {
        return Ok(Look { shown: Rendered { kind: "locked", ..Rendered::default() }, media: None, edited: false });
    }
    let edits = w.edits(event)?;
    // Only the sender may edit, and never from encrypted to plain.
    let edit = edits.iter().find(|(by, _, edit_encrypted)| by == sender && (*edit_encrypted || !encrypted));
    let edit = edit.and_then(|(_, body, _)| serde_json::from_str(body).ok());
    let shown = render(event_type, content, edit.as_ref());
    let media = match &shown.picture {
        Some((source, facts)) => Some(w.put_media(source, facts)?.0),
        None => None,
    };
    Ok(Look { shown, media, edited: edit.is_some() })
}

impl Writer {
    /// Shows a message anew after what is laid over it changed here.
    pub(crate) fn show_anew(&mut self, id: i64) -> Result<(), StoreError> {
        let Some(state) = self.message_state(id)? else { return Ok(()) };
        let name = match (&state.event, &state.txn) {
            (Some(event), _) => event.clone(),
            (None, Some(txn)) => format!("~{txn}"),
            (None, None) => return Ok(()),
        };
        if state.kind == "removed" || state.content == "{}" {
            return Ok(());
        }
        let content = serde_json::from_str(&state.content).unwrap_or_default();
        let look = look(self, &name, &state.sender, &state.event_type, state.encrypted, &content)?;
        self.show_message(id, &look)?;
        self.show_on_board(state.room, id)
    }

    /// A board's pin is an item of the feed too; its identity is the event, before that our transaction ID.
    pub(crate) fn show_on_board(&mut self, room: i64, id: i64) -> Result<(), StoreError> {
        let Some(pin) = self.board_pin(room, id)? else { return Ok(()) };
        if let (Some(_), Some(txn)) = (&pin.event, &pin.txn) {
            self.remove_board_item(&pin.room, txn)?;
        }
        let Some(identity) = pin.event.or(pin.txn) else { return Ok(()) };
        if pin.kind != "pin" {
            return self.remove_board_item(&pin.room, &identity);
        }
        let item = crate::store::BoardItem {
            identity,
            at: pin.at,
            title: pin.title,
            note: pin.note,
            link: pin.link,
            media: pin.media.map(MediaId),
            sender: pin.sender.as_str().into(),
            pin_source: pin.source,
            message: MessageId(id),
        };
        self.put_board_item(&pin.room, &item)?;
        Ok(())
    }

    /// Fills the feed from a room that turns out to be a board.
    pub(crate) fn fill_board(&mut self, room: i64) -> Result<(), StoreError> {
        for id in self.message_ids(room)? {
            self.show_on_board(room, id)?;
        }
        Ok(())
    }
}
