//! Reading a room's events: from memory where that joins what our store has, else back over the disk.
//!
//! The event cache keeps only the last chunk in memory after a restart or a limited sync. A chunk whose events are all
//! unknown to us says nothing of what lies between: so the chunks on disk are walked back, gaps included, until one of
//! them holds an event that we know. Nothing is written there.

use std::collections::HashSet;

use matrix_sdk::{
    Client, Room,
    deserialized_responses::TimelineEvent,
    ruma::{OwnedEventId, RoomId},
};
use matrix_sdk_base::{
    event_cache::store::EventCacheStoreLockState,
    linked_chunk::{ChunkContent, LinkedChunkId},
};

/// A walk ends after so many events even where none is known: what is older comes with paging.
const FAR_ENOUGH: usize = 1_000;

/// Contiguous events of a room, oldest first.
pub struct Piece {
    pub events: Vec<TimelineEvent>,
    /// Some may be missing between the first of these and what lies before it.
    pub gap_before: bool,
}

/// The room's newest events in pieces, the oldest piece first, far enough back to join what is known.
/// `known` answers which of the given events our store has; `walk`: read the disk whatever memory holds.
pub async fn pieces<K, F>(client: &Client, room: &Room, walk: bool, known: K) -> anyhow::Result<Vec<Piece>>
where
    K: Fn(Vec<OwnedEventId>) -> F,
    F: Future<Output = anyhow::Result<HashSet<OwnedEventId>>>,
{
    let (cache, _guards) = room.event_cache().await?;
    let events = cache.events().await?;
    let ids = ids(&events);
    let oldest = match ids.first().cloned() {
        Some(oldest) => oldest,
        None if !walk => return Ok(Vec::new()),
        None => return on_disk(client, room.room_id(), None, known).await,
    };
    if !walk && known(vec![oldest.clone()]).await?.contains(&oldest) {
        return Ok(vec![Piece { events, gap_before: false }]);
    }
    let mut pieces = on_disk(client, room.room_id(), Some(&oldest), known).await?;
    // A write of the cache that failed leaves events in memory only: they belong behind what the disk has.
    let on_disk: HashSet<OwnedEventId> = pieces.iter().flat_map(|piece| piece.events.iter().filter_map(TimelineEvent::event_id)).collect();
    if ids.iter().any(|id| !on_disk.contains(id)) {
        match pieces.last_mut() {
            Some(last) if ids.iter().any(|id| on_disk.contains(id)) => {
                let ids: HashSet<OwnedEventId> = ids.into_iter().collect();
                last.events.retain(|event| event.event_id().is_none_or(|id| !ids.contains(&id)));
                last.events.extend(events);
            }
            _ => pieces.push(Piece { events, gap_before: true }),
        }
    }
    Ok(pieces)
}

fn ids(events: &[TimelineEvent]) -> Vec<OwnedEventId> {
    events.iter().filter_map(TimelineEvent::event_id).collect()
}

/// Walks back over the disk, past `beyond`, until a chunk that we know.
async fn on_disk<K, F>(client: &Client, room: &RoomId, beyond: Option<&OwnedEventId>, known: K) -> anyhow::Result<Vec<Piece>>
where
    K: Fn(Vec<OwnedEventId>) -> F,
    F: Future<Output = anyhow::Result<HashSet<OwnedEventId>>>,
{
    let mut pieces = vec![Piece { events: Vec::new(), gap_before: false }];
    let mut passed = beyond.is_none();
    let mut count = 0;
    // The lock is taken per chunk: `known` reads our own store, and other calls of the SDK wait for this lock.
    let mut chunk = {
        let guard = match client.event_cache_store().lock().await? {
            EventCacheStoreLockState::Clean(guard) | EventCacheStoreLockState::Dirty(guard) => guard,
        };
        guard.load_last_chunk(LinkedChunkId::Room(room)).await?.0
    };
    while let Some(current) = chunk {
        match current.content {
            ChunkContent::Gap(_) => {
                if let Some(piece) = pieces.last_mut() {
                    piece.gap_before = true;
                }
                pieces.push(Piece { events: Vec::new(), gap_before: false });
            }
            ChunkContent::Items(items) => {
                let ids = ids(&items);
                count += items.len();
                passed |= beyond.is_some_and(|beyond| ids.contains(beyond));
                let reached = !known(ids).await?.is_empty();
                if let Some(piece) = pieces.last_mut() {
                    let newer = std::mem::replace(&mut piece.events, items);
                    piece.events.extend(newer);
                }
                if passed && (reached || count >= FAR_ENOUGH) {
                    if !reached && let Some(piece) = pieces.last_mut() {
                        piece.gap_before = true;
                    }
                    break;
                }
            }
        }
        chunk = {
            let guard = match client.event_cache_store().lock().await? {
                EventCacheStoreLockState::Clean(guard) | EventCacheStoreLockState::Dirty(guard) => guard,
            };
            guard.load_previous_chunk(LinkedChunkId::Room(room), current.identifier).await?
        };
    }
    pieces.retain(|piece| !piece.events.is_empty());
    pieces.reverse();
    Ok(pieces)
}
