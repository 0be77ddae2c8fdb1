//! The outbox's rows: born with the message that is shown (`queue.rs`), moved step by step by `matrix`.
//!
//! Every step's function is a no-op for a row that is gone: the echo may have settled it before the answer came.

use rusqlite::Row;
use serde_json::Value;

use super::relate::local_name;
use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::api::{Code, Said, spoken};
use crate::model::{Change, EventId, MessageId, RoomId, TxnId};
use crate::outbox::{Next, Outgoing, OutgoingKind, Step, Upload};

const COLUMNS: &str = "id, room, txn, kind, step, message, upload, content, device, in_flight_at, created_at, attempts, not_before";

impl Reader {
    /// Rooms in which something can go on: none whose first message was refused, for it waits for the user.
    pub fn outgoing_rooms(&self) -> Result<Vec<RoomId>, StoreError> {
        let sql = "SELECT room FROM outbox AS o
                   WHERE lane = 'receipt'
                      OR step <> 'refused' AND id = (SELECT min(id) FROM outbox WHERE room = o.room AND lane = 'message')
                   GROUP BY room ORDER BY min(id)";
        all(self.conn(), sql, [], |row| row.get(0).map(RoomId))
    }

    /// What stands next in a room. Receipts do not wait for messages, messages keep their order.
    pub fn next_outgoing(&self, room: &RoomId) -> Result<Next, StoreError> {
        let now = self.now();
        let first = |lane: &str| {
            let sql = format!("SELECT {COLUMNS} FROM outbox WHERE room = ?1 AND lane = ?2 ORDER BY id LIMIT 1");
            one(self.conn(), &sql, (room.as_str(), lane), outgoing)
        };
        let receipt = first("receipt")?;
        if let Some(row) = receipt.as_ref().filter(|row| row.not_before <= now) {
            return Ok(Next::Due(Box::new(row.clone())));
        }
        let receipt_at = receipt.map(|row| row.not_before);
        Ok(match first("message")? {
            Some(row) if row.state != Step::Refused && row.not_before <= now => Next::Due(Box::new(row)),
            Some(row) if row.state != Step::Refused => Next::Later(receipt_at.map_or(row.not_before, |at| at.min(row.not_before))),
            blocked => match (receipt_at, blocked) {
                (Some(at), _) => Next::Later(at),
                (None, Some(_)) => Next::Blocked,
                (None, None) => Next::Empty,
            },
        })
    }

    /// Messages that the server does not have yet, refused ones too.
    pub fn outgoing_count(&self) -> Result<u32, StoreError> {
        Ok(one(self.conn(), "SELECT count(*) FROM outbox WHERE lane = 'message'", [], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn outgoing(&self, id: i64) -> Result<Option<Outgoing>, StoreError> {
        one(self.conn(), &format!("SELECT {COLUMNS} FROM outbox WHERE id = ?1"), [id], outgoing)
    }

    /// All rows, oldest first.
    pub fn all_outgoing(&self) -> Result<Vec<Outgoing>, StoreError> {
        all(self.conn(), &format!("SELECT {COLUMNS} FROM outbox ORDER BY id"), [], outgoing)
    }

    fn step_of(&self, id: i64) -> Result<Option<Step>, StoreError> {
        let step = one(self.conn(), "SELECT step FROM outbox WHERE id = ?1", [id], |row| row.get::<_, String>(0))?;
        Ok(step.as_deref().and_then(Step::parse))
    }
}

impl Writer {
    /// The picture can be read and was shrunk.
    pub fn step_prepared(&mut self, id: i64) -> Result<(), StoreError> {
        self.step(id, Step::Prepared)?;
        Ok(())
    }

    /// The picture is on the server.
    pub fn step_uploaded(&mut self, id: i64, upload: &Upload) -> Result<(), StoreError> {
        if self.step(id, Step::Uploaded)? {
            run(self.conn(), "UPDATE outbox SET upload = ?2 WHERE id = ?1", (id, serde_json::to_string(upload)?))?;
        }
        Ok(())
    }

    /// The event's content stands. The message shows by it from now on, so that an answer without an echo is enough.
    pub fn step_content(&mut self, id: i64, content: &Value) -> Result<(), StoreError> {
        if self.step(id, Step::Fixed)? {
            let text = content.to_string();
            run(self.conn(), "UPDATE outbox SET content = ?2 WHERE id = ?1", (id, &text))?;
            run(self.conn(), "UPDATE message SET content = ?2 WHERE id = (SELECT message FROM outbox WHERE id = ?1)", (id, &text))?;
        }
        Ok(())
    }

    /// [`Writer::step_content`] for what was made ready from `row`. False: the row went, or the person has changed it
    /// since, so that this is not what is to be sent.
    pub fn step_fixed(&mut self, row: &Outgoing, content: &Value) -> Result<bool, StoreError> {
        let same = self.outgoing(row.id)?.is_some_and(|now| now.kind == row.kind);
        if same {
            self.step_content(row.id, content)?;
        }
        Ok(same)
    }

    /// [`Writer::step_in_flight`] for what was made ready from `row`. False: the row went, or is to be made ready anew.
    pub fn step_begin(&mut self, row: &Outgoing, now: i64, device: &str) -> Result<bool, StoreError> {
        let ready = |now: &Outgoing| !row.kind.has_content() || matches!(now.state, Step::Fixed | Step::InFlight);
        let same = self.outgoing(row.id)?.is_some_and(|now| now.kind == row.kind && ready(&now));
        if same {
            self.step_in_flight(row.id, now, device)?;
        }
        Ok(same)
    }

    /// The request is about to be made. The time of the first try stays.
    pub fn step_in_flight(&mut self, id: i64, now: i64, device: &str) -> Result<(), StoreError> {
        if self.step(id, Step::InFlight)? {
            let sql = "UPDATE outbox SET in_flight_at = coalesce(in_flight_at, ?2), device = coalesce(device, ?3), attempts = attempts + 1 WHERE id = ?1";
            run(self.conn(), sql, (id, now, device))?;
        }
        Ok(())
    }

    /// It was looked for in the room and is not there: from now on it counts as begun by this device.
    pub fn step_anew(&mut self, id: i64, now: i64, device: &str) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE outbox SET in_flight_at = ?2, device = ?3 WHERE id = ?1", (id, now, device))?;
        Ok(())
    }

    /// The server has it. The row goes; the message waits for its place.
    pub fn step_sent(&mut self, id: i64, event: &EventId) -> Result<(), StoreError> {
        let Some(row) = self.outgoing(id)? else { return Ok(()) };
        run(self.conn(), "DELETE FROM outbox WHERE id = ?1", [id])?;
        if row.kind.target().is_some() {
            self.relation_sent(&row.txn, event)?;
        } else if let Some(MessageId(message)) = row.message {
            self.name_settled(row.txn.as_str(), event.as_str())?;
            match self.message_of_event(event.as_str())? {
                // The echo made a row of its own: it has the place, ours goes.
                Some(MessageId(echo)) if echo != message => {
                    run(self.conn(), "UPDATE outbox SET message = ?2 WHERE message = ?1", (message, echo))?;
                    self.delete_message_row(message)?;
                    // What was done to it meanwhile knows it by this name.
                    run(self.conn(), "UPDATE message SET txn = ?2 WHERE id = ?1", (echo, row.txn.as_str()))?;
                }
                _ => {
                    let sql = "UPDATE message SET event = ?2 WHERE id = ?1 AND event IS NULL";
                    run(self.conn(), sql, (message, event.as_str()))?;
                }
            }
        }
        self.outgoing_changed(&row.room)
    }

    /// The server said no. `code` is one of those of `MessageState::NotSent`.
    pub fn step_refused(&mut self, id: i64, code: &str, words: &str) -> Result<(), StoreError> {
        let Some(row) = self.outgoing(id)? else { return Ok(()) };
        if matches!(
            row.kind,
            OutgoingKind::Receipt { .. } | OutgoingKind::Mark { .. } | OutgoingKind::Reaction { .. } | OutgoingKind::Redact { .. }
        ) {
            // No message stands for these, so nobody could decide: they must not hold up what follows.
            tracing::warn!(code, "not sent and given up: {}", row.kind_name());
            run(self.conn(), "DELETE FROM outbox WHERE id = ?1", [id])?;
            self.relation_gone(&row.txn)?;
            if row.kind.target().is_some() {
                let language = self.language()?;
                let why = spoken(words, language);
                let said = match row.kind {
                    OutgoingKind::Reaction { .. } => Said::new("not-taken-reaction", &[("why", &why)]),
                    _ => Said::new("not-taken-removal", &[("why", &why)]),
                };
                self.add_alert(&said.in_language(language))?;
            }
        } else if self.step(id, Step::Refused)? {
            run(self.conn(), "UPDATE outbox SET code = ?2, words = ?3 WHERE id = ?1", (id, code, words))?;
        }
        self.outgoing_changed(&row.room)
    }

    /// Not now: try again at `not_before`. `words` say what it waits for.
    pub fn step_later(&mut self, id: i64, not_before: i64, words: Option<&str>) -> Result<(), StoreError> {
        let Some(row) = self.outgoing(id)? else { return Ok(()) };
        run(self.conn(), "UPDATE outbox SET not_before = ?2, words = ?3 WHERE id = ?1", (id, not_before, words))?;
        self.outgoing_changed(&row.room)
    }

    /// The network is back: whatever waits may be tried at once.
    pub fn outgoing_now(&mut self) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE outbox SET not_before = 0 WHERE not_before > 0", [])?;
        Ok(())
    }

    /// A committed result is lost (the picture, the upload): back to the start.
    pub fn step_back(&mut self, id: i64) -> Result<(), StoreError> {
        if self.step(id, Step::Queued)? {
            run(self.conn(), "UPDATE outbox SET upload = NULL WHERE id = ?1", [id])?;
        }
        Ok(())
    }

    /// The person presses Retry: from the last step whose result is stored.
    pub fn retry(&mut self, message: MessageId) -> Result<(), StoreError> {
        let Some(row) = self.refused_for(message)? else { return Ok(()) };
        let back = match (&row.content, &row.upload) {
            (Some(_), _) => Step::Fixed,
            (None, Some(_)) => Step::Uploaded,
            (None, None) => Step::Queued,
        };
        if row.state == Step::Refused {
            self.step(row.id, back)?;
        }
        run(self.conn(), "UPDATE outbox SET not_before = 0, code = NULL, words = NULL WHERE id = ?1", [row.id])?;
        self.outgoing_changed(&row.room)
    }

    /// The person presses Delete on what was not sent.
    ///
    /// # Errors
    /// A refusal while the request is under way: it may have arrived.
    pub fn delete_unsent(&mut self, message: MessageId) -> Result<(), StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE message = ?1 ORDER BY id LIMIT 1");
        let Some(row) = one(self.conn(), &sql, [message.0], outgoing)? else { return Ok(()) };
        if let OutgoingKind::Edit { .. } = row.kind {
            // The message itself is there; only its edit goes.
            run(self.conn(), "DELETE FROM outbox WHERE id = ?1", [row.id])?;
            self.relation_gone(&row.txn)?;
            return self.outgoing_changed(&row.room);
        }
        if row.state == Step::InFlight {
            return Err(StoreError::said(Code::Forbidden, "being-sent", &[]));
        }
        run(self.conn(), "DELETE FROM outbox WHERE id = ?1", [row.id])?;
        if let Some(id) = self.room_row(&row.room)?
            && self.is_board(id)?
        {
            self.remove_board_item(&row.room, row.txn.as_str())?;
        }
        self.delete_message_row(message.0)?;
        run(self.conn(), "DELETE FROM relation WHERE target = ?1", [local_name(row.txn.as_str())])?;
        self.outgoing_changed(&row.room)
    }

    /// What this row is about is no more: nothing is to be sent.
    pub fn step_pointless(&mut self, id: i64) -> Result<(), StoreError> {
        let Some(row) = self.outgoing(id)? else { return Ok(()) };
        run(self.conn(), "DELETE FROM outbox WHERE id = ?1", [id])?;
        self.relation_gone(&row.txn)?;
        self.outgoing_changed(&row.room)
    }

    /// The row that Retry is about: the message's own, or the room's that could not be made.
    fn refused_for(&self, message: MessageId) -> Result<Option<Outgoing>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE message = ?1 ORDER BY id LIMIT 1");
        let own = one(self.conn(), &sql, [message.0], outgoing)?;
        let Some(row) = own else { return Ok(None) };
        if row.state == Step::Refused {
            return Ok(Some(row));
        }
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE room = ?1 AND lane = 'message' ORDER BY id LIMIT 1");
        let first = one(self.conn(), &sql, [row.room.as_str()], outgoing)?;
        Ok(Some(first.filter(|first| matches!(first.kind, OutgoingKind::CreateRoom { .. })).unwrap_or(row)))
    }

    /// An echo came: whatever had this transaction ID is settled. Not a new conversation, whose ID stands in its first event: it
    /// is settled when its rows got the real room ([`Writer::adopt_room`]), also where the program ends before that.
    pub(crate) fn settle_txn(&mut self, txn: &str) -> Result<bool, StoreError> {
        Ok(run(self.conn(), "DELETE FROM outbox WHERE txn = ?1 AND kind NOT LIKE '{\"kind\":\"create_room\"%'", [txn])? > 0)
    }

    /// Moves a row on; false where it is gone.
    fn step(&mut self, id: i64, next: Step) -> Result<bool, StoreError> {
        let Some(now) = self.step_of(id)? else { return Ok(false) };
        if !now.may_become(next) {
            return Err(StoreError::refused(
                Code::Internal,
                format!("an outgoing message cannot go from {} to {}", now.as_str(), next.as_str()),
            ));
        }
        run(self.conn(), "UPDATE outbox SET step = ?2 WHERE id = ?1", (id, next.as_str()))?;
        Ok(true)
    }

    fn outgoing_changed(&mut self, room: &RoomId) -> Result<(), StoreError> {
        if let Some(id) = self.room_row(room)? {
            self.refresh_room(id)?;
        }
        self.changed(Change::Conversation { room: room.clone() });
        self.changed(Change::Conversations);
        Ok(())
    }
}

impl Outgoing {
    fn kind_name(&self) -> &'static str {
        match self.kind {
            OutgoingKind::CreateRoom { .. } => "new conversation",
            OutgoingKind::Pin { .. } => "pin",
            OutgoingKind::Text { .. } => "text",
            OutgoingKind::Edit { .. } => "edit",
            OutgoingKind::Redact { .. } => "removal",
            OutgoingKind::Reaction { .. } => "reaction",
            OutgoingKind::Receipt { .. } => "receipt",
            OutgoingKind::Mark { .. } => "mark",
        }
    }
}

fn outgoing(row: &Row<'_>) -> rusqlite::Result<Outgoing> {
    let json = |at: usize| -> rusqlite::Result<Option<Value>> {
        let text: Option<String> = row.get(at)?;
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|e| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, e.into()))
    };
    let bad = |at: usize| rusqlite::Error::InvalidColumnType(at, "outbox".into(), rusqlite::types::Type::Text);
    let kind = json(3)?.and_then(|kind| serde_json::from_value(kind).ok()).ok_or_else(|| bad(3))?;
    let step: String = row.get(4)?;
    Ok(Outgoing {
        id: row.get(0)?,
        room: RoomId(row.get(1)?),
        txn: TxnId(row.get(2)?),
        kind,
        state: Step::parse(&step).ok_or_else(|| bad(4))?,
        message: row.get::<_, Option<i64>>(5)?.map(MessageId),
        upload: json(6)?.and_then(|upload| serde_json::from_value(upload).ok()),
        content: json(7)?,
        device: row.get(8)?,
        in_flight_at: row.get(9)?,
        created_at: row.get(10)?,
        attempts: row.get(11)?,
        not_before: row.get(12)?,
    })
}
