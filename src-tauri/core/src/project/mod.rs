//! From a room's events to rows: the one way in which messages come into the store.
//!
//! A [`Slice`] is a run of neighbours as the SDK holds them. [`apply`] finds their places, writes what is new or has
//! changed, and lays relations over their targets, whichever came first. It is idempotent: the same events in any
//! order, in any batches and any number of times end in the same rows. An event's absence means nothing; only a
//! redaction removes. Unreadable events become readable in their place when they come again with their key.
//!
//! Everything of one slice happens in the writer's one transaction, notices included: what was told of is recorded
//! with the message itself, so that neither a crash nor a restart repeats it.

pub(crate) mod happen;
mod notices;
pub(crate) mod parse;
pub(crate) mod place;
pub(crate) mod render;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::fault;
use crate::model::{Change, EventId, MediaId, RoomId, UserId};
use crate::notify::Notice;
use crate::store::{Known, Reader, StoreError, Writer};
pub use parse::transaction_of;
use parse::{Parsed, parse};
use place::{Exhausted, LOCAL, Neighbours, place};

/// An event as the SDK holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceEvent {
    pub event_id: EventId,
    /// The whole event, decrypted where possible: `type`, `sender`, `content`, `origin_server_ts`, `state_key`, `unsigned`.
    pub json: serde_json::Value,
    /// It came encrypted.
    pub encrypted: bool,
    /// The Megolm session that is missed, where it could not be decrypted.
    pub locked_session: Option<String>,
    /// The account's push rules ask for a notification.
    pub notify: bool,
}

/// Neighbours in a room's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    pub room: RoomId,
    /// Oldest first, none left out between them.
    pub events: Vec<SourceEvent>,
    /// Before the first one some are missing that the server may have.
    pub gap_before: bool,
    /// The first one is the room's first.
    pub reached_start: bool,
    /// From live sync: new messages may be notified.
    pub live: bool,
}

/// What a slice did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// Events that became messages.
    pub new: Vec<EventId>,
    /// To be shown by the desktop; at most one a conversation, already recorded.
    pub notices: Vec<Notice>,
    /// Removed messages, with a picture that nothing shows any more.
    pub redacted: Vec<Redacted>,
    /// Own transactions that the server has: their outbox rows are gone.
    pub settled: bool,
    /// The conversation left the archive: that waits in the outbox.
    pub came_back: bool,
}

/// A message that was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    pub event: EventId,
    /// Its files go ([`crate::media::Media::forget`]).
    pub media: Option<MediaId>,
}

/// What one run of [`apply`] gathers.
struct Run<'a> {
    room: &'a RoomId,
    id: i64,
    me: &'a str,
    live: bool,
    board: bool,
    /// The account has some read position here: older unread ones can be told apart.
    counted: bool,
    applied: Applied,
    /// Messages that are new or became readable.
    arrived: Vec<Arrived>,
    /// The last event and its time, by sender and thread (`main`: outside of threads).
    spoke: BTreeMap<(String, String), (String, i64)>,
    /// Names as shown, by user.
    names: BTreeMap<String, String>,
    touched: bool,
}

/// A message that is new or became readable.
struct Arrived {
    /// Its row.
    id: i64,
    event: String,
    /// The push rules ask for a notification.
    wanted: bool,
    /// It names one, or everybody.
    mentions: bool,
    /// It is an edit that names one for the first time; the row is that of the message which it changes.
    edit: bool,
}

/// Writes a slice. A room that the store does not know is left alone: put the room first.
///
/// # Errors
/// Those of the store; nothing is written then.
pub fn apply(w: &mut Writer, me: &UserId, slice: &Slice) -> Result<Applied, StoreError> {
    let Some(id) = w.room_row(&slice.room)? else {
        tracing::debug!(room = %slice.room, "events of a room that is not in the store");
        return Ok(Applied::default());
    };
    let events = unique(slice);
    let (known, ords) = places(w, id, &events, slice.live)?;
    let mut run = Run {
        room: &slice.room,
        id,
        me: me.as_str(),
        live: slice.live,
        board: w.is_board(id)?,
        counted: w.has_read_position(&slice.room, me.as_str())?,
        applied: Applied::default(),
        arrived: Vec::new(),
        spoke: BTreeMap::new(),
        names: BTreeMap::new(),
        touched: false,
    };
    let had_events = w.has_events(id)?;
    let first_ord = ords.first().copied();
    let first_is_new = known.first().is_some_and(Option::is_none);
    for ((event, known), ord) in events.iter().zip(known).zip(ords) {
        run.write(w, event, known, ord)?;
    }
    run.note_senders(w)?;
    fault::point("project.events");
    // Before all that is here nothing is marked: `reached_start` says whether more may come.
    let something_older = match (had_events && first_is_new, first_ord) {
        (true, Some(ord)) => w.previous_ord(id, ord)?.is_some(),
        _ => false,
    };
    mark_gaps(w, &mut run, slice, &events, something_older)?;
    if run.touched {
        w.settle_unread(id, &slice.room)?;
        run.notify(w)?;
        w.changed(Change::Conversation { room: slice.room.clone() });
        w.changed(if run.board { Change::Feed } else { Change::Conversations });
    }
    fault::point("project.written");
    Ok(run.applied)
}

/// The same event twice in a slice (seen with the SDK) counts once, where it stood first.
fn unique(slice: &Slice) -> Vec<Parsed<'_>> {
    let mut seen = BTreeSet::new();
    slice.events.iter().filter(|event| seen.insert(&event.event_id)).map(parse).collect()
}

/// What is known of each event, and its place; where two keys have no room between them, all keys of the room are spread anew.
fn places(w: &mut Writer, id: i64, events: &[Parsed<'_>], live: bool) -> Result<(Vec<Option<Known>>, Vec<i64>), StoreError> {
    for _ in 0..2 {
        let mut known = Vec::with_capacity(events.len());
        for event in events {
            known.push(w.known(id, event.event)?);
        }
        let placed: Vec<Option<i64>> = known.iter().map(|k| k.as_ref().map(|k| k.ord).filter(|ord| *ord < LOCAL)).collect();
        let mut neighbours = InStore { reader: w, room: id, live, events };
        match place(&placed, &mut neighbours)? {
            Ok(ords) => return Ok((known, ords)),
            Err(Exhausted) => w.renumber(id)?,
        }
    }
    Err(StoreError::Io(std::io::Error::other("no room in the order of a conversation")))
}

struct InStore<'a> {
    reader: &'a Reader,
    room: i64,
    live: bool,
    events: &'a [Parsed<'a>],
}

impl Neighbours for InStore<'_> {
    type Error = StoreError;

    fn next(&mut self, ord: i64) -> Result<Option<i64>, StoreError> {
        self.reader.next_ord(self.room, ord)
    }

    fn previous(&mut self, ord: i64) -> Result<Option<i64>, StoreError> {
        self.reader.previous_ord(self.room, ord)
    }

    /// A run without a known neighbour: live ones are the newest, others go by their time.
    fn anchor(&mut self, index: usize) -> Result<Option<i64>, StoreError> {
        match self.events.get(index) {
            Some(event) if !self.live => self.reader.ord_by_time(self.room, event.at),
            _ => self.reader.previous_ord(self.room, LOCAL),
        }
    }
}

/// A gap opens before a new first event, and closes where a slice shows what stands before.
fn mark_gaps(w: &mut Writer, run: &mut Run<'_>, slice: &Slice, events: &[Parsed<'_>], opens: bool) -> Result<(), StoreError> {
    if let Some(first) = events.first() {
        if slice.reached_start {
            run.touched |= w.set_reached_start(run.id)?;
            run.touched |= w.close_gap(first.event)?;
        } else if slice.gap_before && opens {
            run.touched |= w.put_gap(run.id, first.event)?;
        }
    }
    for event in events.iter().skip(1) {
        run.touched |= w.close_gap(event.event)?;
    }
    Ok(())
}
