//! Whose devices an encrypted message is for, asked for before it is encrypted.
//!
//! A device that signed in while this one was away, or a moment ago, would get a message that it can never read: the
//! SDK learns of new devices by sync alone. So the people of a small room are asked for once a run, and those without
//! any device known each time.

use std::time::Duration;

use matrix_sdk::{
    Room, RoomMemberships,
    ruma::{UserId as RumaUserId, api::client::keys::get_keys},
};

use crate::{http, inner::Inner};

/// Of larger rooms nobody is asked for: their devices come with the sync.
const SMALL: usize = 20;
/// How long a person in a direct conversation who has no device yet is waited for.
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks the server for the devices of the room's people, where they may be unknown.
pub async fn of_room(inner: &Inner, room: &Room) {
    let Ok(members) = room.members(RoomMemberships::ACTIVE).await else { return };
    if members.len() > SMALL {
        return;
    }
    let pair = members.len() == 2;
    for member in members.iter().map(|member| member.user_id()) {
        if !inner.outbox.first_for(member) && has_devices(inner, member).await {
            continue;
        }
        ask(inner, member).await;
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while pair && !has_devices(inner, member).await && tokio::time::Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(400)).await;
            ask(inner, member).await;
        }
    }
}

async fn ask(inner: &Inner, user: &RumaUserId) {
    if let Err(error) = inner.client.encryption().request_user_identity(user).await {
        tracing::debug!(%error, "a person's devices were not asked for");
    }
}

async fn has_devices(inner: &Inner, user: &RumaUserId) -> bool {
    match inner.client.encryption().get_user_devices(user).await {
        Ok(devices) => devices.keys().next().is_some(),
        Err(_) => false,
    }
}

/// Waits, at most some seconds, until the server has this new device's keys: who writes before cannot be read here.
pub async fn own_keys_are_up(inner: &Inner) {
    let (Some(me), Some(device)) = (inner.client.user_id(), inner.client.device_id()) else { return };
    for _ in 0..40 {
        let mut request = get_keys::v3::Request::new();
        request.device_keys.insert(me.to_owned(), Vec::new());
        match inner.client.send(request).with_request_config(http::once()).await {
            Ok(answer) if answer.device_keys.get(me).is_some_and(|devices| devices.contains_key(device)) => return,
            Ok(_) => tokio::time::sleep(Duration::from_millis(150)).await,
            // Without the network there is nothing to wait for.
            Err(_) => return,
        }
    }
}
