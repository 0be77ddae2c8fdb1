//! Who has read how far: from the ephemeral events of each sync into the store, before the events of that sync.
//!
//! The same stream tells what sync delivered, which the watch holds until our store has it.

use std::{sync::Arc, time::Instant};

use matrix_sdk::{
    deserialized_responses::TimelineEvent,
    ruma::{
        RoomId as RumaRoomId,
        events::{
            AnyRoomAccountDataEvent, AnySyncEphemeralRoomEvent,
            receipt::{ReceiptThread, ReceiptType},
        },
        serde::Raw,
    },
    sync::{JoinedRoomUpdate, RoomUpdates},
};
use tackroom_core::{
    model::{EventId, UserId},
    store::ReceiptFacts,
};
use tokio::sync::broadcast;

use crate::{inner::Inner, invites::now};

/// Hears what each sync brought.
pub async fn listen(inner: Arc<Inner>, mut updates: broadcast::Receiver<RoomUpdates>) {
    loop {
        match updates.recv().await {
            Ok(updates) => {
                tackroom_core::fault::point("receipts.heard");
                for (room, update) in &updates.joined {
                    delivered(&inner, room, update);
                }
                for (room, update) in &updates.left {
                    inner.marks.of(&inner, room, &update.account_data);
                }
                for room in updates.invited.keys().chain(updates.left.keys()).chain(updates.knocked.keys()) {
                    inner.todo.facts(room);
                }
            }
            // What was delivered is not known: read every room back over the disk.
            Err(broadcast::error::RecvError::Lagged(_)) => {
                for room in inner.client.rooms() {
                    inner.marks.anew(room.room_id());
                }
                inner.todo.walk_all(&inner.client);
            }
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

fn delivered(inner: &Inner, room: &RumaRoomId, update: &JoinedRoomUpdate) {
    let events = update.timeline.events.iter().filter_map(TimelineEvent::event_id);
    inner.watch.delivered(room, events, Instant::now());
    let mut receipts = Vec::new();
    for raw in &update.ephemeral {
        receipts.extend(of_event(raw));
        inner.heard_typing(room, raw);
    }
    receipts.extend(update.account_data.iter().filter_map(|raw| fully_read(inner, raw)));
    if !receipts.is_empty() {
        inner.todo.receipts(room, receipts);
    }
    inner.marks.of(inner, room, &update.account_data);
}

/// The receipts of an `m.receipt` event.
fn of_event(raw: &Raw<AnySyncEphemeralRoomEvent>) -> Vec<ReceiptFacts> {
    let Ok(AnySyncEphemeralRoomEvent::Receipt(event)) = raw.deserialize() else { return Vec::new() };
    let mut facts = Vec::new();
    for (id, kinds) in event.content.0 {
        for (kind, users) in kinds {
            if !matches!(kind, ReceiptType::Read | ReceiptType::ReadPrivate) {
                continue;
            }
            for (user, receipt) in users {
                facts.push(ReceiptFacts {
                    user: UserId(user.to_string()),
                    event: EventId(id.to_string()),
                    at: receipt.ts.map_or_else(now, |ts| i64::try_from(u64::from(ts.0)).unwrap_or(i64::MAX)),
                    thread: match receipt.thread {
                        ReceiptThread::Thread(root) => Some(EventId(root.to_string())),
                        ReceiptThread::Main => Some(EventId("main".to_owned())),
                        _ => None,
                    },
                });
            }
        }
    }
    facts
}

/// One's own marker, from any of one's devices. It says nothing of threads.
fn fully_read(inner: &Inner, raw: &Raw<AnyRoomAccountDataEvent>) -> Option<ReceiptFacts> {
    match raw.deserialize() {
        Ok(AnyRoomAccountDataEvent::FullyRead(event)) => {
            let (event, thread) = (EventId(event.content.event_id.to_string()), Some(EventId("main".to_owned())));
            Some(ReceiptFacts { user: inner.me.clone(), event, at: now(), thread })
        }
        _ => None,
    }
}
