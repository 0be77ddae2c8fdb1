//! What one sets for a conversation, in the account's data, so that all of one's devices show the same.
//!
//! Archived is the tag `m.lowpriority`, on top `m.favourite`, marked as unread `m.marked_unread`; of what one is told are
//! push rules. The end of a mute for a time stands beside its rule, as `app.tackroom.mute` in the room's account data
//! (`{ "until": ms, "then": "all" | "mentions" }`): any device takes the rule away when the time has come.
//!
//! Out: a row of the outbox ([`tell`]). In: account data of a sync name the room ([`Heard`]), which is read after the
//! messages of that sync are stored ([`take`]): what is archived stays so though what it was archived with came along.
//! Push rules tell of no room, so all are looked at ([`keep`]).

use std::{collections::HashSet, sync::Arc, sync::Mutex, time::Duration};

use matrix_sdk::{
    Room,
    notification_settings::{IsEncrypted, IsOneToOne, NotificationSettings, RoomNotificationMode},
    ruma::{
        OwnedRoomId, RoomId as RumaRoomId,
        events::{
            AnyRoomAccountDataEvent, RoomAccountDataEventType,
            marked_unread::MarkedUnreadEventContent,
            tag::{TagInfo, TagName},
        },
        serde::Raw,
    },
};
use serde_json::{Value, json};
use tackroom_core::model::{Connection, Mark, Notify, RoomId};

use crate::{failure::Failure, inner::Inner, invites::now, rooms::lock, send::Attempt};

/// Holds the end of a mute for a time.
const MUTE: &str = "app.tackroom.mute";
/// After so many attempts with the network there, the server does not want it.
const ATTEMPTS: u32 = 8;
/// A first sync brings many rooms at once.
const MERGE: Duration = Duration::from_millis(300);
/// The clock may be set, or the machine sleep: ends are looked for at least this often.
const LOOK: Duration = Duration::from_secs(60);

/// Rooms whose account data changed and were not read yet.
#[derive(Default)]
pub struct Heard(Mutex<HashSet<OwnedRoomId>>);

impl Heard {
    /// Sync brought account data of this room.
    pub fn of(&self, inner: &Inner, room: &RumaRoomId, events: &[Raw<AnyRoomAccountDataEvent>]) {
        for raw in events {
            match raw.get_field::<String>("type").ok().flatten().as_deref() {
                Some("m.tag" | "m.marked_unread" | "com.famedly.marked_unread") => {
                    lock(&self.0).insert(room.to_owned());
                    inner.todo.events(room);
                }
                Some(MUTE) => inner.rules.notify_one(),
                _ => {}
            }
        }
    }

    /// All that is known of the room is to be read.
    pub fn anew(&self, room: &RumaRoomId) {
        lock(&self.0).insert(room.to_owned());
    }
}

/// Takes over what the account's data say of the room, once all that sync brought is stored.
pub async fn take(inner: &Inner, room: &Room) -> anyhow::Result<()> {
    if inner.watch.waits_for(room.room_id()) || !lock(&inner.marks.0).remove(room.room_id()) {
        return Ok(());
    }
    let id = RoomId(room.room_id().to_string());
    let seen = [
        Mark::Archived { on: room.is_low_priority() },
        Mark::OnTop { on: room.is_favourite() },
        Mark::Unread { on: room.is_marked_unread() },
    ];
    inner.core.store.write_async(move |w| w.take_marks(&id, &seen)).await?;
    Ok(())
}

/// One row of the outbox. Refused, it is given up, and what the server has shows again.
pub async fn tell(inner: &Inner, room: &Room, id: i64, attempts: u32, mark: &Mark) -> anyhow::Result<Attempt> {
    let device = inner.client.device_id().map(ToString::to_string).unwrap_or_default();
    inner.core.store.write_async(move |w| w.step_in_flight(id, now(), &device)).await?;
    let failure = match send(inner, room, mark).await {
        Ok(()) => None,
        Err(Failure::Local(why)) if attempts >= ATTEMPTS && inner.reach() == Connection::Online => {
            Some(Failure::Refused { status: 0, code: "M_UNKNOWN".to_owned(), message: why })
        }
        Err(failure) => Some(failure),
    };
    match failure {
        Some(failure @ (Failure::Network(_) | Failure::Later { .. } | Failure::SessionEnded { .. } | Failure::Local(_))) => {
            return Ok(Attempt::Failed(failure));
        }
        Some(failure) => {
            tracing::warn!(?failure, "a mark was refused");
            inner.core.store.write_async(move |w| w.step_pointless(id)).await?;
            inner.marks.anew(room.room_id());
            inner.todo.events(room.room_id());
            inner.rules.notify_one();
        }
        None => inner.core.store.write_async(move |w| w.step_pointless(id)).await?,
    }
    Ok(Attempt::Went)
}

async fn send(inner: &Inner, room: &Room, mark: &Mark) -> Result<(), Failure> {
    let tag = async |name: TagName, on: bool| {
        let done = if on { room.set_tag(name, TagInfo::new()).await.map(drop) } else { room.remove_tag(name).await.map(drop) };
        done.map_err(|e| Failure::of(&e))
    };
    match mark {
        Mark::Archived { on } => tag(TagName::LowPriority, *on).await,
        Mark::OnTop { on } => tag(TagName::Favorite, *on).await,
        Mark::Unread { on } => room.set_account_data(MarkedUnreadEventContent::new(*on)).await.map(drop).map_err(|e| Failure::of(&e)),
        Mark::Notify { notify, until } => {
            let until = until.filter(|until| *until > now());
            put_end(room, *notify, until).await?;
            let mode = if until.is_some() { Notify::None } else { *notify };
            put_rule(inner, room, mode).await
        }
    }
}

/// Writes when the mute ends, or that it has no end. Nothing is written where nothing stood.
async fn put_end(room: &Room, then: Notify, until: Option<i64>) -> Result<(), Failure> {
    let content = match until {
        Some(until) => json!({ "until": until, "then": then }),
        None if end_of(room).await.is_none() => return Ok(()),
        None => json!({}),
    };
    let raw = Raw::new(&content).map_err(|e| Failure::Local(e.to_string()))?.cast_unchecked();
    room.set_account_data_raw(MUTE.into(), raw).await.map(drop).map_err(|e| Failure::of(&e))
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
async fn rule_of(settings: &NotificationSettings, room: &Room) -> Mark {
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
        let mut states = Vec::new();
        for room in inner.client.joined_rooms() {
            states.push((RoomId(room.room_id().to_string()), [rule_of(settings, &room).await]));
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
