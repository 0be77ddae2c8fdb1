//! What one sets for a conversation, in the account's data, so that all of one's devices show the same.
//!
//! Archived is the tag `m.lowpriority`, on top `m.favourite`, marked as unread `m.marked_unread`; of what one is told are
//! push rules. The end of a mute for a time stands beside its rule, as `app.tackroom.mute` in the room's account data
//! (`{ "until": ms, "then": "all" | "mentions" }`): any device takes the rule away when the time has come. When each was
//! set stands there too, as `app.tackroom.set.archived` and so on (`{ "at": ms, "mark": … }`), for `tackroom_core::outbox::mark`.
//!
//! Out: a row of the outbox ([`tell`]). The server is asked first what holds now, for sync may not have brought it yet; the
//! time is written after the mark, so that whoever has the time has the mark too. In: account data of a sync name the room
//! ([`Heard`]), which is read after the messages of that sync are stored ([`take`]): what is archived stays so though what it
//! was archived with came along. Push rules have a module of their own ([`crate::rules`]).

use std::{collections::HashSet, sync::Mutex};

use matrix_sdk::{
    Room,
    ruma::{
        OwnedRoomId, RoomId as RumaRoomId,
        api::client::{config::get_room_account_data, tag::get_tags},
        events::{
            AnyRoomAccountDataEvent, RoomAccountDataEventType,
            marked_unread::MarkedUnreadEventContent,
            tag::{TagInfo, TagName},
        },
        serde::Raw,
    },
};
use serde_json::{Value, json};
use tackroom_core::{
    model::{Connection, Mark, RoomId},
    outbox::{Outgoing, mark::Said},
};

use crate::{failure::Failure, inner::Inner, invites::now, rooms::lock, rules, send::Attempt};

/// Holds when a mark was set; which of them follows.
const SET: &str = "app.tackroom.set.";
/// After so many attempts with the network there, the server does not want it.
const ATTEMPTS: u32 = 8;

/// Rooms whose account data changed and were not read yet.
#[derive(Default)]
pub struct Heard(Mutex<HashSet<OwnedRoomId>>);

impl Heard {
    /// Sync brought account data of this room.
    pub fn of(&self, inner: &Inner, room: &RumaRoomId, events: &[Raw<AnyRoomAccountDataEvent>]) {
        for raw in events {
            let Some(kind) = raw.get_field::<String>("type").ok().flatten() else { continue };
            match (kind.as_str(), kind.strip_prefix(SET)) {
                (rules::MUTE, _) | (_, Some("notify")) => inner.rules.notify_one(),
                ("m.tag" | "m.marked_unread" | "com.famedly.marked_unread", _) | (_, Some(_)) => {
                    self.anew(room);
                    inner.todo.events(room);
                }
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
    let times = [times(room, "archived").await, times(room, "on_top").await, times(room, "unread").await];
    let marks = [
        Mark::Archived { on: is_tagged(room, &TagName::LowPriority).await },
        Mark::OnTop { on: is_tagged(room, &TagName::Favorite).await },
        Mark::Unread { on: is_marked_unread(room).await },
    ];
    let seen: Vec<Said> = marks.into_iter().zip(times).map(|(mark, (at, set))| Said { mark, at, set }).collect();
    inner.core.store.write_async(move |w| w.take_marks(&id, &seen)).await?;
    Ok(())
}

/// When a mark was set, and what, as sync brought it last. To be read before the mark itself, and that from the same store:
/// a sync in between may bring a mark that is newer than its time, but no time that is newer than its mark.
pub async fn times(room: &Room, what: &str) -> (Option<i64>, Option<Mark>) {
    times_in(synced(room, &format!("{SET}{what}")).await.as_ref())
}

/// Account data of the room, as sync brought them last.
async fn synced(room: &Room, kind: &str) -> Option<Value> {
    room.account_data(kind.into()).await.ok()??.get_field("content").ok()?
}

async fn is_tagged(room: &Room, name: &TagName) -> bool {
    synced(room, "m.tag").await.is_some_and(|content| content.get("tags").and_then(|tags| tags.get(name.as_ref())).is_some())
}

/// The name of before the mark was in the specification counts where there is no other, as in the SDK.
async fn is_marked_unread(room: &Room) -> bool {
    let content = match synced(room, "m.marked_unread").await {
        None => synced(room, "com.famedly.marked_unread").await,
        content => content,
    };
    content.and_then(|content| content.get("unread")?.as_bool()).unwrap_or_default()
}

/// What another device wrote of when it set what; nonsense is nothing.
fn times_in(content: Option<&Value>) -> (Option<i64>, Option<Mark>) {
    let field = |name: &str| content.and_then(|content| content.get(name));
    let at = field("at").and_then(Value::as_i64).filter(|at| (0..=1 << 53).contains(at));
    (at, field("mark").and_then(|mark| serde_json::from_value(mark.clone()).ok()))
}

/// What the server has of a mark now. Of what one is told, push rules as of the last sync.
async fn said_now(inner: &Inner, room: &Room, mark: &Mark) -> Result<Said, Failure> {
    let (at, set) = times_in(stored_now(inner, room, format!("{SET}{}", mark.what())).await?.as_ref());
    let tagged = async |name: TagName| {
        let request = get_tags::v3::Request::new(room.own_user_id().to_owned(), room.room_id().to_owned());
        let answer = inner.client.send(request).await.map_err(|e| Failure::of_http(&e))?;
        Ok::<_, Failure>(answer.tags.contains_key(&name))
    };
    let mark = match mark {
        Mark::Archived { .. } => Mark::Archived { on: tagged(TagName::LowPriority).await? },
        Mark::OnTop { .. } => Mark::OnTop { on: tagged(TagName::Favorite).await? },
        Mark::Unread { .. } => {
            let content = stored_now(inner, room, "m.marked_unread".to_owned()).await?;
            Mark::Unread { on: content.and_then(|content| content.get("unread")?.as_bool()).unwrap_or_default() }
        }
        Mark::Notify { .. } => rules::of(inner.push_rules().await, room).await,
    };
    Ok(Said { mark, at, set })
}

/// Account data of the room as they are on the server.
async fn stored_now(inner: &Inner, room: &Room, kind: String) -> Result<Option<Value>, Failure> {
    let (me, id) = (room.own_user_id().to_owned(), room.room_id().to_owned());
    let request = get_room_account_data::v3::Request::new(me, id, RoomAccountDataEventType::from(kind));
    match inner.client.send(request).await.map_err(|e| Failure::of_http(&e)) {
        Ok(answer) => Ok(serde_json::from_str(answer.account_data.json().get()).ok()),
        Err(Failure::Refused { status: 404, .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// One row of the outbox. Overtaken by another device or refused, it is given up, and what the server has shows again.
pub async fn tell(inner: &Inner, room: &Room, row: &Outgoing, mark: &Mark, over: Option<&Mark>) -> anyhow::Result<Attempt> {
    let (id, at) = (row.id, row.created_at);
    let device = inner.client.device_id().map(ToString::to_string).unwrap_or_default();
    inner.core.store.write_async(move |w| w.step_in_flight(id, now(), &device)).await?;
    let failure = match told(inner, room, mark, over, at).await {
        Ok(None) => None,
        Ok(Some(said)) => {
            tracing::debug!(room = %row.room, ?mark, at, ?said, "a mark was set later elsewhere");
            let room = row.room.clone();
            inner.core.store.write_async(move |w| w.mark_overtaken(id, &room, &said)).await?;
            return Ok(Attempt::Went);
        }
        Err(Failure::Local(why)) if row.attempts >= ATTEMPTS && inner.reach() == Connection::Online => {
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
        }
        None => {
            let (room, what) = (row.room.clone(), mark.what());
            inner.core.store.write_async(move |w| w.mark_told(id, &room, what, at)).await?;
        }
    }
    // What sync brought while this waited was left alone.
    inner.marks.anew(room.room_id());
    inner.todo.events(room.room_id());
    if matches!(mark, Mark::Notify { .. }) {
        inner.rules.notify_one();
    }
    Ok(Attempt::Went)
}

/// Tells the server, unless something newer holds there: that is answered then.
async fn told(inner: &Inner, room: &Room, mark: &Mark, over: Option<&Mark>, at: i64) -> Result<Option<Said>, Failure> {
    let said = said_now(inner, room, mark).await?;
    if !said.gives_way_to(mark, over, at) {
        return Ok(Some(said));
    }
    send(inner, room, mark).await?;
    put_data(room, format!("{SET}{}", mark.what()), &json!({ "at": at, "mark": mark })).await?;
    Ok(None)
}

pub async fn put_data(room: &Room, kind: String, content: &Value) -> Result<(), Failure> {
    let raw = Raw::new(content).map_err(|e| Failure::Local(e.to_string()))?.cast_unchecked();
    room.set_account_data_raw(kind.into(), raw).await.map(drop).map_err(|e| Failure::of(&e))
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
        Mark::Notify { notify, until } => rules::put(inner, room, *notify, *until).await,
    }
}
