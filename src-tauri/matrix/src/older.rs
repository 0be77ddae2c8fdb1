//! A page of history against what was written in this run: where it ends, and how it comes into the store.
//!
//! The SDK puts a page before all events of a room that it has in memory. What stands before the first event that this
//! run has written is that page, and is written as history; what stands after is news.

use std::sync::Arc;

use matrix_sdk::{Room, deserialized_responses::TimelineEvent};
use tackroom_core::model::{EventId, RoomId};

use crate::{
    inner::Inner,
    project::{self, CONTEXT, Seen},
    walk::Piece,
};

/// What a page of history brought.
#[derive(Debug, Default)]
pub struct Older {
    /// There is nothing older.
    pub reached_start: bool,
    /// Events that were not known in this run.
    pub events: usize,
    /// Those that became messages.
    pub new: Vec<EventId>,
}

/// Brings what is in memory into the store, before a page of history is asked for: what stands before it then is that page.
pub async fn newest(inner: &Arc<Inner>, room: &Room) -> anyhow::Result<()> {
    project::events(inner, room, false, true).await.map(|_| ())
}

/// Writes what a page has put before the events that were written in this run, as history. `reached_start`: the server
/// has nothing older.
pub async fn older(inner: &Arc<Inner>, room: &Room, reached_start: bool) -> anyhow::Result<Older> {
    let mut projecting = inner.projecting.lock().await;
    let seen = projecting.entry(room.room_id().to_owned()).or_default();
    let id = RoomId(room.room_id().to_string());
    let (cache, _guards) = room.event_cache().await?;
    let mut events = cache.events().await?;
    let count = match first_seen(&events, seen) {
        Some(count) => count,
        None if seen.is_empty() => events.len(),
        None => {
            // A sync with a limit has just made memory anew: that is news, and is read as such.
            let before = events.len();
            project::events_locked(inner, room, false, true, seen).await?;
            return Ok(Older { reached_start: false, events: before, new: Vec::new() });
        }
    };
    events.truncate(count + CONTEXT);
    let mut hashes = Vec::new();
    let nothing = Seen::new();
    // The beginning is told once more, also where nothing new came with it.
    let known = if reached_start { &nothing } else { &*seen };
    let slice = project::slice(&id, Piece { events, gap_before: true }, known, false, &mut hashes);
    let Some(mut slice) = slice.filter(|_| count > 0 || reached_start) else {
        return Ok(Older { reached_start, ..Older::default() });
    };
    slice.reached_start |= reached_start;
    slice.gap_before &= !slice.reached_start;
    let new = project::apply(inner, vec![slice]).await?;
    seen.extend(hashes);
    Ok(Older { reached_start, events: count, new })
}

/// What is in memory from the first event on that was written in this run: what stands before is being loaded as history.
pub async fn newer(room: &Room, seen: &Seen) -> anyhow::Result<Option<Piece>> {
    let (cache, _guards) = room.event_cache().await?;
    let mut events = cache.events().await?;
    let Some(first) = first_seen(&events, seen) else { return Ok(None) };
    Ok(Some(Piece { events: events.split_off(first), gap_before: false }))
}

/// The same of pieces; all of them where none is known.
pub fn without_older(mut pieces: Vec<Piece>, seen: &Seen) -> Vec<Piece> {
    let known = pieces.iter().enumerate().find_map(|(at, piece)| Some((at, first_seen(&piece.events, seen)?)));
    let Some((at, first)) = known else { return pieces };
    let mut pieces = pieces.split_off(at);
    if let Some(piece) = pieces.first_mut().filter(|_| first > 0) {
        piece.events = piece.events.split_off(first);
        piece.gap_before = false;
    }
    pieces
}

fn first_seen(events: &[TimelineEvent], seen: &Seen) -> Option<usize> {
    events.iter().position(|event| event.event_id().is_some_and(|id| seen.contains_key(&id)))
}
