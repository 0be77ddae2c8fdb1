//! Mute, by the push rules that all of one's devices share.

use std::sync::Arc;

use matrix_sdk::{notification_settings::RoomNotificationMode, ruma::RoomId as RumaRoomId};
use tackroom_core::{api::Problem, model::RoomId};

use crate::{Matrix, failure::internal, inner::Inner};

impl Matrix {
    /// Mutes a conversation on all of one's devices, or unmutes it.
    pub async fn set_muted(&self, room: &RoomId, muted: bool) -> Result<(), Problem> {
        let doing = if muted { "mute the conversation" } else { "unmute the conversation" };
        let id = RumaRoomId::parse(room.as_str()).map_err(|e| internal(e, doing))?;
        let settings = self.client.notification_settings().await;
        let done = if muted {
            settings.set_room_notification_mode(&id, RoomNotificationMode::Mute).await
        } else {
            settings.delete_user_defined_room_rules(&id).await
        };
        done.map_err(|e| internal(crate::failure::chain(&e), doing))?;
        let room = room.clone();
        let written = self.core.store.write_async(move |w| w.set_muted(&room, muted)).await;
        written.map_err(|e| internal(e, doing))
    }
}

/// Follows what other devices set, and looks at rooms that are new here.
pub async fn keep(inner: Arc<Inner>) {
    let settings = inner.client.notification_settings().await;
    let mut changes = settings.subscribe_to_changes();
    loop {
        let mut states = Vec::new();
        for room in inner.client.joined_rooms() {
            let mode = settings.get_user_defined_room_notification_mode(room.room_id()).await;
            states.push((RoomId(room.room_id().to_string()), mode == Some(RoomNotificationMode::Mute)));
        }
        let written = inner.core.store.write_async(move |w| {
            for (room, muted) in &states {
                w.set_muted(room, *muted)?;
            }
            Ok(())
        });
        if let Err(error) = written.await {
            tracing::warn!(%error, "which conversations are muted was not stored");
        }
        tokio::select! {
            changed = changes.recv() => {
                if matches!(changed, Err(tokio::sync::broadcast::error::RecvError::Closed)) {
                    return;
                }
            }
            () = inner.mutes.notified() => {}
        }
        // A first sync brings many rooms at once.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}
