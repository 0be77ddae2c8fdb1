//! New conversations, made by the server when it is reached; encrypted.
//!
//! The server has no transaction IDs for making rooms: so ours stands in the room's creation event, and a row whose
//! request was begun before is looked for among the joined rooms first. With one person, a direct conversation that
//! exists is used.

use std::{sync::Arc, time::Duration};

use matrix_sdk::{
    Room,
    ruma::{
        OwnedUserId,
        api::client::room::create_room::v3 as create,
        events::{InitialStateEvent, StateEventType, direct::DirectEventContent, room::encryption::RoomEncryptionEventContent},
        serde::Raw,
    },
};
use serde_json::{Value, json};
use tackroom_core::{
    fault,
    model::{RoomId, UserId},
    outbox::{Outgoing, Step, content::TXN_KEY},
    store::{RoomFacts, RoomKind},
};
use tokio::time::Instant;

use crate::{failure::Failure, inner::Inner, invites::now, send::Attempt, steps::device};

/// How long the people of a new conversation may take to be known.
const MEMBERS_PATIENCE: Duration = Duration::from_secs(4);

/// Makes the conversation of the row, or takes the one that is there, and gives its rows the real room.
pub async fn conversation(
    inner: &Arc<Inner>,
    row: &Outgoing,
    users: &[UserId],
    name: Option<&str>,
    direct: bool,
) -> anyhow::Result<Attempt> {
    // Which conversations exist is known after the first sync.
    inner.first_sync().await;
    let mut people = Vec::new();
    for user in users {
        match OwnedUserId::try_from(user.as_str()) {
            Ok(user) => people.push(user),
            Err(_) => {
                let message = format!("{user} is no Matrix ID");
                return Ok(Attempt::Failed(Failure::Refused { status: 0, code: "M_BAD_ID".to_owned(), message }));
            }
        }
    }
    let there = match (direct, people.as_slice()) {
        (true, [user]) => existing(inner, user),
        _ => None,
    };
    let there = match there {
        Some(room) => Some(room),
        None if row.state == Step::InFlight => made_before(inner, row).await,
        None => None,
    };
    let room = match there {
        Some(room) => room,
        None => {
            let (id, device) = (row.id, device(inner));
            inner.core.store.write_async(move |w| w.step_in_flight(id, now(), &device)).await?;
            fault::point("send.creating");
            match make(inner, row, &people, name, direct).await {
                Ok(room) => room,
                Err(failure) => return Ok(Attempt::Failed(failure)),
            }
        }
    };
    know_members(&room, &people).await;
    fault::point("send.created");
    if let (true, [user]) = (direct, people.as_slice()) {
        inner.known.is_direct_with(room.room_id(), user.clone());
        mark(inner, &room, user).await;
    }
    let facts = RoomFacts {
        room: RoomId(room.room_id().to_string()),
        kind: RoomKind::Conversation,
        name: name.map(ToOwned::to_owned),
        avatar: None,
        encrypted: true,
        joined: true,
        direct_with: if direct { users.to_vec() } else { Vec::new() },
        can_post: true,
        member_count: u32::try_from(users.len() + 1).unwrap_or(u32::MAX),
    };
    let (local, real) = (row.room.clone(), facts.room.clone());
    let known = inner.client.get_room(room.room_id()).is_some_and(|room| room.is_state_fully_synced());
    let adopted = inner.core.store.write_async(move |w| {
        if !known {
            w.put_room(&facts)?;
        }
        w.adopt_room(&local, &real)
    });
    adopted.await?;
    fault::point("send.adopted");
    inner.todo.facts(room.room_id());
    inner.outbox.kick();
    Ok(Attempt::Went)
}

/// A joined direct conversation with the person.
fn existing(inner: &Inner, user: &OwnedUserId) -> Option<Room> {
    inner.client.get_dm_rooms(user).find(|room| room.state() == matrix_sdk::RoomState::Joined)
}

/// The room of an earlier attempt whose answer was lost.
async fn made_before(inner: &Inner, row: &Outgoing) -> Option<Room> {
    for room in inner.client.joined_rooms() {
        let Ok(Some(event)) = room.get_state_event(StateEventType::RoomCreate, "").await else { continue };
        let raw = match &event {
            matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState::Sync(raw) => raw.json().get(),
            matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState::Stripped(raw) => raw.json().get(),
        };
        let Ok(event) = serde_json::from_str::<Value>(raw) else { continue };
        if event.pointer("/content").and_then(|content| content.get(TXN_KEY)) == Some(&json!(row.txn)) {
            return Some(room);
        }
    }
    None
}

async fn make(inner: &Inner, row: &Outgoing, people: &[OwnedUserId], name: Option<&str>, direct: bool) -> Result<Room, Failure> {
    let local = |error: serde_json::Error| Failure::Local(error.to_string());
    let mut request = create::Request::new();
    request.invite = people.to_vec();
    request.is_direct = direct;
    request.name = name.map(ToOwned::to_owned);
    request.preset = Some(if direct { create::RoomPreset::TrustedPrivateChat } else { create::RoomPreset::PrivateChat });
    let encryption = RoomEncryptionEventContent::with_recommended_defaults();
    request.initial_state = vec![InitialStateEvent::with_empty_state_key(encryption).to_raw_any()];
    let marked = serde_json::value::to_raw_value(&json!({ TXN_KEY: row.txn })).map_err(local)?;
    request.creation_content = Some(Raw::from_json(marked));
    let making = inner.client.create_room(request);
    match tokio::time::timeout(Duration::from_secs(60), making).await {
        Ok(made) => made.map_err(|e| Failure::of(&e)),
        Err(_) => Err(Failure::Network("no answer".to_owned())),
    }
}

/// Waits, at most some seconds, until the SDK knows of everybody who was invited. The sync may have shown the room, and its
/// members been asked for, before the last invitation was made: with that list, which counts as whole, the first message
/// would be encrypted for nobody.
async fn know_members(room: &Room, people: &[OwnedUserId]) {
    let deadline = Instant::now() + MEMBERS_PATIENCE;
    while Instant::now() < deadline {
        for user in people {
            if matches!(room.get_member_no_sync(user).await, Ok(None)) {
                room.mark_members_missing();
            }
        }
        if room.are_members_synced() {
            return;
        }
        // Without the network the list stays marked as missing, and is asked for before the first message.
        if room.sync_members().await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The SDK only logs where the room could not be marked as direct.
async fn mark(inner: &Inner, room: &Room, user: &OwnedUserId) {
    let account = inner.client.account();
    let marked = match account.fetch_account_data_static::<DirectEventContent>().await {
        Ok(Some(raw)) => {
            raw.deserialize().is_ok_and(|direct| direct.iter().any(|(_, rooms)| rooms.iter().any(|marked| marked == room.room_id())))
        }
        Ok(None) => false,
        Err(_) => return,
    };
    if !marked && let Err(error) = account.mark_as_dm(room.room_id(), std::slice::from_ref(user)).await {
        tracing::warn!(%error, "the conversation was not marked as direct");
    }
}
