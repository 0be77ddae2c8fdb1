//! What is told of a room: its name, members, whether one may post; joining, leaving, new boards.
//!
//! Notable updates mark a room, [`refresh`] writes its facts when they differ from what was written last. Members come
//! from what is loaded; small conversations load theirs once, large rooms never unasked (C08).

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Arc, Mutex, PoisonError},
};

use matrix_sdk::{
    Room, RoomMemberships, RoomState,
    deserialized_responses::TimelineEvent,
    room::RoomMember,
    ruma::{
        OwnedRoomId, OwnedUserId, RoomId as RumaRoomId,
        api::client::room::{Visibility, create_room::v3 as create},
        events::MessageLikeEventType,
        serde::Raw,
    },
};
use matrix_sdk_base::RoomInfoNotableUpdate;
use tackroom_core::{
    api::{Code, Problem},
    model::{RoomId, UserId},
    store::{MemberFacts, RoomFacts, RoomKind},
};
use tokio::sync::{Semaphore, broadcast};

use crate::{
    Matrix,
    failure::{internal, problem},
    inner::Inner,
    invites,
};

/// The creation type of a room that is a board.
pub const BOARD: &str = "app.tackroom.board";
/// Rooms up to this size are small: all members are loaded and listed.
const SMALL: u64 = 100;
/// Larger rooms list those who spoke, up to this many.
const LISTED: usize = 200;

/// What was written last of each room, and what is known before sync tells it.
#[derive(Default)]
pub struct Known {
    hashes: Mutex<HashMap<OwnedRoomId, u64>>,
    /// Direct conversations made or accepted in this run: the account data that says so comes later.
    direct: Mutex<HashMap<OwnedRoomId, OwnedUserId>>,
    asked_members: Mutex<HashSet<OwnedRoomId>>,
}

impl Known {
    /// The room is a direct conversation with this person, though sync has not said so yet.
    pub fn is_direct_with(&self, room: &RumaRoomId, user: OwnedUserId) {
        lock(&self.direct).insert(room.to_owned(), user);
    }
}

/// Hears which rooms changed.
pub async fn listen(inner: Arc<Inner>, mut updates: broadcast::Receiver<RoomInfoNotableUpdate>) {
    loop {
        match updates.recv().await {
            Ok(update) => inner.todo.facts(&update.room_id),
            Err(broadcast::error::RecvError::Lagged(_)) => inner.todo.all(&inner.client),
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

/// Writes what is told of the room, where it changed.
pub async fn refresh(inner: &Arc<Inner>, room: &Room) -> anyhow::Result<()> {
    match room.state() {
        RoomState::Invited => return invites::invited(inner, room).await,
        RoomState::Knocked => return Ok(()),
        RoomState::Joined | RoomState::Left | RoomState::Banned => {}
    }
    let id = RoomId(room.room_id().to_string());
    let joined = room.state() == RoomState::Joined;
    if room.is_space() {
        return Ok(());
    }
    if joined && !room.are_members_synced() && room.joined_members_count() <= SMALL {
        load_members(inner, room);
    }
    let facts = facts(inner, room, joined).await;
    let mut members = if joined { members(room).await? } else { Vec::new() };
    if joined {
        members.extend(gone(inner, room, &members).await?);
    }
    let mut hasher = DefaultHasher::new();
    format!("{facts:?}{members:?}").hash(&mut hasher);
    let hash = hasher.finish();
    if lock(&inner.known.hashes).get(room.room_id()) == Some(&hash) {
        return Ok(());
    }
    let written = inner.core.store.write_async(move |w| {
        // A room that was left before this device knew it (a declined invitation) is no conversation.
        if !joined && !w.rooms()?.contains(&id) {
            return w.settle_request(&id, false);
        }
        w.put_room(&facts)?;
        w.settle_request(&id, joined)?;
        w.put_members(&id, &members)
    });
    written.await?;
    lock(&inner.known.hashes).insert(room.room_id().to_owned(), hash);
    inner.rules.notify_one();
    Ok(())
}

async fn facts(inner: &Inner, room: &Room, joined: bool) -> RoomFacts {
    let board = room.room_type().is_some_and(|kind| kind.as_str() == BOARD);
    let name = room.name().filter(|name| !name.trim().is_empty());
    let can_post = match room.power_levels().await {
        Ok(levels) => levels.user_can_send_message(room.own_user_id(), MessageLikeEventType::RoomMessage),
        Err(_) => joined,
    };
    RoomFacts {
        room: RoomId(room.room_id().to_string()),
        kind: if board { RoomKind::Board } else { RoomKind::Conversation },
        direct_with: if board { Vec::new() } else { direct_with(inner, room, name.is_some()).await },
        name,
        avatar: room.avatar_url().map(|mxc| mxc.to_string()),
        // Unknown is not plain: what is sent asks again before it is sent.
        encrypted: !room.encryption_state().is_unknown() && room.encryption_state().is_encrypted(),
        joined,
        can_post: joined && can_post,
        member_count: u32::try_from(room.active_members_count()).unwrap_or(u32::MAX),
    }
}

/// Whom a direct conversation is with; empty: a group.
pub async fn direct_with(inner: &Inner, room: &Room, named: bool) -> Vec<UserId> {
    let mut people: BTreeSet<String> = room
        .direct_targets()
        .iter()
        .filter_map(|target| target.as_user_id())
        .filter(|user| *user != room.own_user_id())
        .map(ToString::to_string)
        .collect();
    if people.is_empty()
        && let Some(user) = lock(&inner.known.direct).get(room.room_id())
    {
        people.insert(user.to_string());
    }
    // Other clients make conversations of two without saying that they are direct.
    if people.is_empty()
        && !named
        && room.active_members_count() == 2
        && let Ok(members) = room.members_no_sync(RoomMemberships::ACTIVE).await
    {
        people.extend(members.iter().map(|m| m.user_id()).filter(|u| *u != room.own_user_id()).map(ToString::to_string));
    }
    people.into_iter().map(UserId).collect()
}

async fn members(room: &Room) -> anyhow::Result<Vec<MemberFacts>> {
    let found =
        if room.active_members_count() <= SMALL { room.members_no_sync(RoomMemberships::ACTIVE).await? } else { speakers(room).await? };
    let mut facts: Vec<MemberFacts> = found.iter().map(member).collect();
    if facts.len() < 2 {
        // Not loaded yet: the heroes of the room's name are known at once.
        for hero in room.heroes() {
            if facts.iter().all(|fact| fact.user.as_str() != hero.user_id.as_str()) {
                facts.push(MemberFacts {
                    user: UserId(hero.user_id.to_string()),
                    name: hero.display_name,
                    avatar: hero.avatar_url.map(|mxc| mxc.to_string()),
                    membership: "join".to_owned(),
                });
            }
        }
    }
    facts.sort_by(|a, b| a.user.cmp(&b.user));
    Ok(facts)
}

/// Those whom our store still counts and who are not there any more: [`members`] are only those who are.
async fn gone(inner: &Inner, room: &Room, here: &[MemberFacts]) -> anyhow::Result<Vec<MemberFacts>> {
    let id = RoomId(room.room_id().to_string());
    let counted = inner.core.store.read_async(move |r| r.present(&id)).await?;
    let mut gone = Vec::new();
    for user in counted.iter().filter(|user| here.iter().all(|fact| fact.user != **user)) {
        let Ok(user) = OwnedUserId::try_from(user.as_str()) else { continue };
        let found = room.get_member_no_sync(&user).await?;
        gone.extend(found.iter().map(member).filter(|fact| !matches!(fact.membership.as_str(), "join" | "invite")));
    }
    Ok(gone)
}

/// Of a large room only those whose messages are here.
async fn speakers(room: &Room) -> anyhow::Result<Vec<RoomMember>> {
    let (cache, _guards) = room.event_cache().await?;
    let mut users: BTreeSet<OwnedUserId> = cache.events().await?.iter().filter_map(TimelineEvent::sender).collect();
    users.extend(room.heroes().into_iter().map(|hero| hero.user_id));
    users.insert(room.own_user_id().to_owned());
    let mut found = Vec::new();
    for user in users.into_iter().take(LISTED) {
        found.extend(room.get_member_no_sync(&user).await?);
    }
    Ok(found)
}

pub fn member(member: &RoomMember) -> MemberFacts {
    MemberFacts {
        user: UserId(member.user_id().to_string()),
        name: member.display_name().map(ToOwned::to_owned),
        avatar: member.avatar_url().map(|mxc| mxc.to_string()),
        membership: member.membership().to_string(),
    }
}

/// Loads a small room's members once, in the background, two rooms at a time.
fn load_members(inner: &Arc<Inner>, room: &Room) {
    static AT_ONCE: Semaphore = Semaphore::const_new(2);
    if !lock(&inner.known.asked_members).insert(room.room_id().to_owned()) {
        return;
    }
    let (inner, room) = (Arc::clone(inner), room.clone());
    tokio::spawn(async move {
        inner.first_sync().await;
        let Ok(_permit) = AT_ONCE.acquire().await else { return };
        match room.sync_members().await {
            Ok(()) => inner.todo.facts(room.room_id()),
            Err(error) => {
                tracing::debug!(%error, "members were not loaded");
                lock(&inner.known.asked_members).remove(room.room_id());
            }
        }
    });
}

impl Matrix {
    /// Makes a board: a room of pins, not encrypted, others by invitation.
    pub async fn create_board(&self, name: &str) -> Result<RoomId, Problem> {
        let doing = "make the board";
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::said(Code::BadInput, "board-name", &[]));
        }
        let mut content = create::CreationContent::new();
        content.room_type = Some(BOARD.into());
        let mut request = create::Request::new();
        request.name = Some(name.to_owned());
        request.visibility = Visibility::Private;
        request.preset = Some(create::RoomPreset::PrivateChat);
        request.creation_content = Some(Raw::new(&content).map_err(|e| internal(e, doing))?);
        let room = self.client.create_room(request).await.map_err(|e| problem(&e, doing))?;
        let facts = RoomFacts {
            room: RoomId(room.room_id().to_string()),
            kind: RoomKind::Board,
            name: Some(name.to_owned()),
            avatar: None,
            encrypted: false,
            joined: true,
            direct_with: Vec::new(),
            can_post: true,
            member_count: 0,
        };
        let id = facts.room.clone();
        let written = self.core.store.write_async(move |w| w.put_room(&facts)).await;
        written.map_err(|e| internal(e, doing))?;
        Ok(id)
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
