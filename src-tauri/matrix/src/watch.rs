//! What sync delivered, held against what our store has dealt with.
//!
//! The SDK saves its sync position before its event cache has stored the events, and a failed write of the cache is only
//! logged. So each delivered event stays here until the projection has committed it: after [`SLOW`] the
//! room is read again (a failed write sends no wake-up, though the events stand in memory), after [`LOST`] the cache
//! has failed and the sync is healed. A clean stop waits until nothing is left.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, RoomId};

/// After this a room is read again.
pub const SLOW: Duration = Duration::from_secs(2);
/// After this the event cache has failed for the room.
pub const LOST: Duration = Duration::from_secs(30);

struct Waiting {
    /// Each delivered event that our store has not committed, with when it came.
    events: HashMap<OwnedEventId, Instant>,
    /// When the room was last named slow.
    asked: Instant,
}

/// The events that sync delivered to each room and that our store does not have yet.
#[derive(Default)]
pub struct Watch {
    rooms: Mutex<HashMap<OwnedRoomId, Waiting>>,
}

/// What is late.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// Read these rooms again, the disk included.
    pub slow: Vec<OwnedRoomId>,
    /// The event cache has lost events of these.
    pub lost: Vec<OwnedRoomId>,
}

impl Watch {
    /// Sync has delivered these events to the room.
    pub fn delivered(&self, room: &RoomId, events: impl IntoIterator<Item = OwnedEventId>, now: Instant) {
        let mut rooms = self.lock();
        let waiting = rooms.entry(room.to_owned()).or_insert_with(|| Waiting { events: HashMap::new(), asked: now });
        for event in events {
            waiting.events.entry(event).or_insert(now);
        }
        if waiting.events.is_empty() {
            rooms.remove(room);
        }
    }

    /// Our store has committed these events of the room.
    pub fn dealt_with(&self, room: &RoomId, events: &HashSet<OwnedEventId>) {
        let mut rooms = self.lock();
        if let Some(waiting) = rooms.get_mut(room) {
            waiting.events.retain(|event, _| !events.contains(event));
            if waiting.events.is_empty() {
                rooms.remove(room);
            }
        }
    }

    /// Something was delivered to the room that our store does not have yet.
    pub fn waits_for(&self, room: &RoomId) -> bool {
        self.lock().contains_key(room)
    }

    /// The room does not concern us (left, a space): nothing is waited for.
    pub fn forget(&self, room: &RoomId) {
        self.lock().remove(room);
    }

    /// What is late by now. A slow room is named once per [`SLOW`], a lost one once per [`LOST`].
    pub fn late(&self, now: Instant) -> Late {
        let mut late = Late::default();
        for (room, waiting) in self.lock().iter_mut() {
            let oldest = waiting.events.values().min().copied().unwrap_or(now);
            if now.duration_since(oldest) >= LOST {
                late.lost.push(room.clone());
                waiting.asked = now;
                waiting.events.values_mut().for_each(|since| *since = now);
            } else if now.duration_since(waiting.asked.max(oldest)) >= SLOW {
                waiting.asked = now;
                late.slow.push(room.clone());
            }
        }
        late
    }

    /// Nothing is waited for.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// How many events are waited for.
    #[cfg(feature = "testing")]
    pub fn count(&self) -> usize {
        self.lock().values().map(|waiting| waiting.events.len()).sum()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<OwnedRoomId, Waiting>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use matrix_sdk::ruma::{event_id, room_id};

    use super::*;

    #[test]
    fn late_rooms_are_named_and_lost_ones_once() {
        let (watch, start) = (Watch::default(), Instant::now());
        let room = room_id!("!a:localhost");
        watch.delivered(room, [event_id!("$1").to_owned()], start);
        assert_eq!(watch.late(start + SLOW / 2), Late::default());
        assert_eq!(watch.late(start + SLOW).slow, [room.to_owned()]);
        assert_eq!(watch.late(start + SLOW), Late::default());
        assert_eq!(watch.late(start + LOST).lost, [room.to_owned()]);
        assert!(watch.late(start + LOST).lost.is_empty());
    }

    #[test]
    fn every_event_must_be_dealt_with() {
        let (watch, start) = (Watch::default(), Instant::now());
        let room = room_id!("!a:localhost");
        watch.delivered(room, [event_id!("$1").to_owned(), event_id!("$2").to_owned()], start);
        watch.dealt_with(room, &HashSet::from([event_id!("$2").to_owned()]));
        assert!(!watch.is_empty());
        watch.dealt_with(room, &HashSet::from([event_id!("$1").to_owned()]));
        assert!(watch.is_empty());
    }

    #[test]
    fn constant_traffic_does_not_hide_a_loss() {
        let (watch, start) = (Watch::default(), Instant::now());
        let room = room_id!("!a:localhost");
        watch.delivered(room, [event_id!("$lost").to_owned()], start);
        for second in 0..30 {
            let now = start + Duration::from_secs(second);
            watch.delivered(room, [event_id!("$1").to_owned()], now);
            watch.dealt_with(room, &HashSet::from([event_id!("$1").to_owned()]));
            assert!(watch.late(now).lost.is_empty());
        }
        assert_eq!(watch.late(start + LOST).lost, [room.to_owned()]);
    }
}
