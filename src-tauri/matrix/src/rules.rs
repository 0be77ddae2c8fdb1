//! Of what one is told, in a conversation: push rules, and beside them the end of a mute for a time ([`crate::marks`]).
//!
//! Push rules tell of no room when they change, so all are looked at ([`keep`]).

use std::{collections::HashSet, sync::Arc, time::Duration};

use matrix_sdk::{
    Room,
    notification_settings::{IsEncrypted, IsOneToOne, NotificationSettings, RoomNotificationMode},
    ruma::events::RoomAccountDataEventType,
};
use serde_json::{Value, json};
use tackroom_core::{
    model::{Mark, Notify, RoomId},
    outbox::mark::Said,
};

use crate::{failure::Failure, inner::Inner, invites::now, marks};

/// Holds the end of a mute for a time.
pub const MUTE: &str = "app.tackroom.mute";
/// A first sync brings many rooms at once.
const MERGE: Duration = Duration::from_millis(300);
/// The clock may be set, or the machine sleep: ends are looked for at least this often.
const LOOK: Duration = Duration::from_secs(60);

/// Sets of what one is told; `until`: muted up to then.
pub async fn put(inner: &Inner, room: &Room, notify: Notify, until: Option<i64>) -> Result<(), Failure> {
    let until = until.filter(|until| *until > now());
    put_end(room, notify, until).await?;
    let mode = if until.is_some() { Notify::None } else { notify };
    put_rule(inner, room, mode).await
}

/// Writes when the mute ends, or that it has no end. Nothing is written where nothing stood.
async fn put_end(room: &Room, then: Notify, until: Option<i64>) -> Result<(), Failure> {
    let content = match until {
        Some(until) => json!({ "until": until, "then": then }),
        None if end_of(room).await.is_none() => return Ok(()),
        None => json!({}),
    };
    marks::put_data(room, MUTE.to_owned(), &content).await
}

async fn put_rule(inner: &Inner, room: &Room, notify: Notify) -> Result<(), Failure> {
    let settings = inner.push_rules().await;
    let id = room.room_id();
    let done = match notify {
        Notify::None => settings.set_room_notification_mode(id, RoomNotificationMode::Mute).await,
        Notify::Mentions => settings.set_room_notification_mode(id, RoomNotificationMode::MentionsAndKeywordsOnly).await,
        Notify::All if by_default(settings, room).await == RoomNotificationMode::AllMessages => {
            settings.delete_user_defined_room_rules(id).await
        }
        Notify::All => settings.set_room_notification_mode(id, RoomNotificationMode::AllMessages).await,
    };
    // The SDK does not say why; a rule that went meanwhile is known as gone at the next attempt.
    done.map_err(|e| Failure::Local(crate::failure::chain(&e)))
}

/// What holds where no rule is for this room.
async fn by_default(settings: &NotificationSettings, room: &Room) -> RoomNotificationMode {
    let encrypted = IsEncrypted::from(room.encryption_state().is_encrypted());
    let one_to_one = IsOneToOne::from(room.active_members_count() == 2);
    settings.get_default_room_notification_mode(encrypted, one_to_one).await
}

/// When a mute for a time ends, and what holds then.
async fn end_of(room: &Room) -> Option<(i64, Notify)> {
    let raw = room.account_data(RoomAccountDataEventType::from(MUTE)).await.ok()??;
    let content = raw.get_field::<Value>("content").ok()??;
    let then = content.get("then").and_then(Value::as_str).and_then(Notify::parse).filter(|then| *then != Notify::None);
    Some((content.get("until")?.as_i64()?, then.unwrap_or_default()))
}

/// Of what one is told in a room, by its push rules and the end beside them.
pub async fn of(settings: &NotificationSettings, room: &Room) -> Mark {
    let mode = match settings.get_user_defined_room_notification_mode(room.room_id()).await {
        Some(mode) => mode,
        None => by_default(settings, room).await,
    };
    let notify = match mode {
        RoomNotificationMode::AllMessages => Notify::All,
        RoomNotificationMode::MentionsAndKeywordsOnly => Notify::Mentions,
        RoomNotificationMode::Mute => Notify::None,
    };
    // Also where it has passed: then it is ended here, by the clock.
    let end = if notify == Notify::None { end_of(room).await } else { None };
    match end {
        Some((until, then)) => Mark::Notify { notify: then, until: Some(until) },
        None => Mark::Notify { notify, until: None },
    }
}

/// Follows the push rules that other devices set, and looks at rooms that are new here.
pub async fn keep(inner: Arc<Inner>) {
    let settings = inner.push_rules().await;
    let mut changes = settings.subscribe_to_changes();
    loop {
        let timed: HashSet<RoomId> = match inner.core.store.read_async(|r| r.timed_marks("notify")).await {
            Ok(rooms) => rooms.into_iter().collect(),
            Err(error) => {
                tracing::warn!(%error, "of what one is told was not read");
                HashSet::new()
            }
        };
        let mut states = Vec::new();
        for room in inner.client.joined_rooms() {
            let id = RoomId(room.room_id().to_string());
            // Of most rooms nobody ever set it.
            let is_set = timed.contains(&id) || settings.get_user_defined_room_notification_mode(room.room_id()).await.is_some();
            let (at, set) = if is_set { marks::times(&room, "notify").await } else { (None, None) };
            states.push((id, [Said { mark: of(settings, &room).await, at, set }]));
        }
        let written = inner.core.store.write_async(move |w| states.iter().try_for_each(|(room, mark)| w.take_marks(room, mark)));
        if let Err(error) = written.await {
            tracing::warn!(%error, "of what one is told was not stored");
        }
        inner.outbox.kick();
        tokio::select! {
            changed = changes.recv() => {
                if matches!(changed, Err(tokio::sync::broadcast::error::RecvError::Closed)) {
                    return;
                }
            }
            () = inner.rules.notified() => {}
        }
        tokio::time::sleep(MERGE).await;
    }
}

/// Ends mutes whose time has come.
pub async fn end(inner: Arc<Inner>) {
    let mut news = inner.outbox.news();
    loop {
        news.borrow_and_update();
        let wait = match inner.core.store.read_async(|r| r.next_mute_end()).await {
            Ok(Some(at)) => Duration::from_millis((at - now()).max(0).unsigned_abs()).min(LOOK),
            _ => LOOK,
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = news.changed() => match changed {
                Ok(()) => continue,
                Err(_) => return,
            },
        }
        match inner.core.store.write_async(|w| w.end_mutes()).await {
            Ok(true) => inner.outbox.kick(),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "a mute was not ended; trying again");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    }
}
