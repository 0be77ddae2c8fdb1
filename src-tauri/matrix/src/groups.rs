//! Groups: who is in one and what one may do there, from what the SDK holds; and the acts that change it.
//!
//! Acts ask the server at once: they go by what is so there, and nobody wants an invitation or a removal to happen hours
//! later. Offline they say so and change nothing. An act answers when the sync has told it back (or some seconds later), so
//! that who asks next sees it.

use std::{collections::HashMap, time::Duration};

use matrix_sdk::{
    Room, RoomMemberships, RoomState,
    room::RoomMember,
    ruma::{
        OwnedUserId, RoomId as RumaRoomId, UserId as RumaUserId,
        api::client::{
            membership::{ban_user, kick_user, unban_user},
            state::{get_state_event_for_key, send_state_event},
        },
        events::{
            StateEventType,
            room::{
                history_visibility::HistoryVisibility,
                member::MembershipState,
                power_levels::{RoomPowerLevels, UserPowerLevel},
            },
        },
        serde::Raw,
    },
};
use serde_json::{Map, Value, json};
use tackroom_core::{
    api::{Code, Problem},
    model::{Banned, Connection, Group, GroupMember, MediaId, NotAdded, OlderPins, Person, Role, RoomId, UserId, check_people, group_name},
};
use tokio::time::{Instant, sleep, timeout};

use crate::{
    Matrix,
    failure::{Failure, http_problem, internal, problem},
    http,
    rooms::member,
};

/// How long the list of a room's members may take.
const MEMBERS_WAIT: Duration = Duration::from_secs(10);
/// How long an act waits for the sync to tell it back.
const TOLD_BACK: Duration = Duration::from_secs(4);
/// An invitation brings the keys of older messages along: they are gathered and uploaded first.
const INVITE_WAIT: Duration = Duration::from_secs(60);
/// How long leaving may take.
const LEAVE_WAIT: Duration = Duration::from_secs(10);
/// Most members that are listed.
const LISTED: usize = 500;

impl Matrix {
    /// Who is in a conversation, and what one may do there. Also offline, by what was known last.
    ///
    /// # Errors
    /// `NotFound` for a conversation that the server has not made yet.
    pub async fn group(&self, room: &RoomId) -> Result<Group, Problem> {
        let doing = "show the group";
        let room = self.known_room(room, doing).await?;
        let joined = room.state() == RoomState::Joined;
        if joined && !room.are_members_synced() && self.reach() == Connection::Online {
            // Without an answer those are shown who are known.
            let _ = timeout(MEMBERS_WAIT, room.sync_members()).await;
        }
        let mut members =
            if joined { room.members_no_sync(RoomMemberships::ACTIVE).await.map_err(|e| problem(&e, doing))? } else { Vec::new() };
        let levels = room.power_levels().await.ok();
        members.sort_by_key(|one| (one.user_id() != room.own_user_id(), std::cmp::Reverse(role_of(levels.as_ref(), one.user_id()))));
        let count = members.len();
        members.truncate(LISTED);
        let mut out = if joined { room.members_no_sync(RoomMemberships::BAN).await.map_err(|e| problem(&e, doing))? } else { Vec::new() };
        out.truncate(LISTED);
        let all: Vec<_> = members.iter().chain(&out).cloned().collect();
        let (people, avatar) = self.people_of(&room, &all).await.map_err(|e| internal(e, doing))?;
        let may_unban = |user: &RumaUserId| levels.as_ref().is_some_and(|l| l.user_can_unban_user(room.own_user_id(), user));
        let banned =
            out.iter().filter_map(|one| Some(Banned { person: people.get(one.user_id())?.clone(), may_unban: may_unban(one.user_id()) }));
        let mut banned: Vec<_> = banned.collect();
        banned.sort_by_cached_key(|one| (one.person.name.to_lowercase(), one.person.user.clone()));
        let mut members: Vec<GroupMember> =
            members.iter().filter_map(|one| Some(as_shown(levels.as_ref(), &room, one, people.get(one.user_id())?.clone()))).collect();
        members.sort_by_cached_key(|one| (!one.me, std::cmp::Reverse(one.role), one.person.name.to_lowercase(), one.person.user.clone()));
        let may = |what: StateEventType| joined && levels.as_ref().is_some_and(|l| l.user_can_send_state(room.own_user_id(), what));
        let role = role_of(levels.as_ref(), room.own_user_id());
        let known = u64::try_from(count).unwrap_or(u64::MAX).max(room.active_members_count());
        Ok(Group {
            room: RoomId(room.room_id().to_string()),
            name: room.name().map(|name| tackroom_core::text::one_line(&name)).filter(|name| !name.is_empty()),
            avatar,
            more: u32::try_from(known.saturating_sub(members.len() as u64)).unwrap_or(u32::MAX),
            role,
            may_name: may(StateEventType::RoomName),
            may_picture: may(StateEventType::RoomAvatar),
            may_add: joined && levels.as_ref().is_some_and(|l| l.user_can_invite(room.own_user_id())),
            older_pins: older_pins(&room.history_visibility_or_default()),
            encrypted: !room.encryption_state().is_unknown() && room.encryption_state().is_encrypted(),
            only_admin: role == Role::Admin && !members.iter().any(|one| !one.me && one.role == Role::Admin),
            joined,
            members,
            banned,
        })
    }

    /// Gives the group a name; an empty one takes it away.
    pub async fn set_group_name(&self, room: &RoomId, name: &str) -> Result<(), Problem> {
        let doing = "change the name";
        let name = group_name(name)?.unwrap_or_default();
        let room = self.joined_room(room, doing).await?;
        self.set_state(&room, StateEventType::RoomName, json!({ "name": name }), doing).await?;
        told_back(|| async { room.name().unwrap_or_default() == name }).await;
        Ok(())
    }

    /// Gives the group a picture that is on this device, made small and without metadata; `None` takes it away.
    pub async fn set_group_picture(&self, room: &RoomId, picture: Option<MediaId>) -> Result<(), Problem> {
        let doing = "change the picture";
        let room = self.joined_room(room, doing).await?;
        let content = match picture {
            Some(picture) => self.upload_picture(picture, doing).await?,
            None => json!({}),
        };
        let url = content.get("url").and_then(Value::as_str).map(ToOwned::to_owned);
        self.set_state(&room, StateEventType::RoomAvatar, content, doing).await?;
        told_back(|| async { room.avatar_url().map(|mxc| mxc.to_string()) == url }).await;
        self.todo.facts(room.room_id());
        Ok(())
    }

    /// Not encrypted: a room's picture is part of its state, which is not, and people who are only invited see it.
    async fn upload_picture(&self, picture: MediaId, doing: &str) -> Result<Value, Problem> {
        let prepared = self.core.media.prepare_for_sending(picture).await?;
        let file = prepared.thumb.unwrap_or(prepared.main);
        let (mime, size) = (file.format.mime(), file.bytes.len());
        let kind = mime.parse().map_err(|_| internal(format!("{mime} is no media type"), doing))?;
        let uploaded = self.client.media().upload(&kind, file.bytes, Some(http::sending(size))).await;
        let uri = uploaded.map_err(|e| problem(&e, doing))?.content_uri;
        Ok(json!({ "url": uri, "info": { "mimetype": mime, "size": size, "w": file.width, "h": file.height } }))
    }

    /// Invites people, one after the other. Where the room's history is open to new members, the SDK sends each of them the
    /// keys of older messages that this device and the backup have.
    pub async fn add_people(&self, room: &RoomId, users: &[UserId]) -> Result<Vec<NotAdded>, Problem> {
        let doing = "add people";
        check_people(users.len())?;
        let room = self.joined_room(room, doing).await?;
        let mut not_added = Vec::new();
        let mut added = Vec::new();
        for user in users {
            match self.invite(&room, user).await {
                Ok(id) => added.push(id),
                Err(problem) => not_added.push(NotAdded { user: user.clone(), problem }),
            }
        }
        told_back(|| async {
            for user in &added {
                if !is_there(&room, user).await {
                    return false;
                }
            }
            true
        })
        .await;
        self.todo.facts(room.room_id());
        Ok(not_added)
    }

    async fn invite(&self, room: &Room, user: &UserId) -> Result<OwnedUserId, Problem> {
        let doing = format!("add {user}");
        let id = OwnedUserId::try_from(user.as_str()).map_err(|_| Problem::said(Code::BadInput, "no-matrix-id", &[("user", user)]))?;
        if let Ok(Some(known)) = room.get_member_no_sync(&id).await {
            match known.membership() {
                MembershipState::Join | MembershipState::Invite => return Ok(id),
                MembershipState::Ban => {
                    let words = format!("Could not {doing}: they were banned from this conversation.");
                    return Err(Problem::new(Code::Forbidden, words).otherwise("banned", &[]));
                }
                _ => {}
            }
        }
        match timeout(INVITE_WAIT, room.invite_user_by_id(&id)).await {
            Ok(Ok(())) => Ok(id),
            Ok(Err(error)) => Err(problem(&error, &doing)),
            Err(_) => Err(Failure::Network(String::new()).problem(&doing)),
        }
    }

    /// Removes somebody, or takes their invitation back. They can be added again.
    pub async fn remove_person(&self, room: &RoomId, user: &UserId) -> Result<(), Problem> {
        let doing = format!("remove {user}");
        let (room, id) = self.about(room, user, &doing).await?;
        let request = kick_user::v3::Request::new(room.room_id().to_owned(), id.clone());
        self.client.send(request).with_request_config(http::once()).await.map_err(|e| http_problem(&e, &doing))?;
        told_back(|| async { !is_there(&room, &id).await }).await;
        self.todo.facts(room.room_id());
        Ok(())
    }

    /// Removes somebody, or their invitation, for good.
    pub async fn ban_person(&self, room: &RoomId, user: &UserId) -> Result<(), Problem> {
        let doing = format!("ban {user}");
        let (room, id) = self.about(room, user, &doing).await?;
        let request = ban_user::v3::Request::new(room.room_id().to_owned(), id.clone());
        self.client.send(request).with_request_config(http::once()).await.map_err(|e| http_problem(&e, &doing))?;
        told_back(|| is_banned(&room, &id)).await;
        self.todo.facts(room.room_id());
        Ok(())
    }

    /// Lifts a ban: they can be added again.
    pub async fn unban_person(&self, room: &RoomId, user: &UserId) -> Result<(), Problem> {
        let doing = format!("lift the ban of {user}");
        let (room, id) = self.about(room, user, &doing).await?;
        let request = unban_user::v3::Request::new(room.room_id().to_owned(), id.clone());
        self.client.send(request).with_request_config(http::once()).await.map_err(|e| http_problem(&e, &doing))?;
        told_back(|| async { !is_banned(&room, &id).await }).await;
        Ok(())
    }

    /// Gives a role. What else the room's power levels say stays as it is on the server.
    pub async fn set_role(&self, room: &RoomId, user: &UserId, role: Role) -> Result<(), Problem> {
        let doing = format!("change the role of {user}");
        let (room, id) = self.about(room, user, &doing).await?;
        let kind = StateEventType::RoomPowerLevels;
        let request = get_state_event_for_key::v3::Request::new(room.room_id().to_owned(), kind.clone(), String::new());
        let answer = self.client.send(request).with_request_config(http::once()).await.map_err(|e| http_problem(&e, &doing))?;
        let content = serde_json::from_str(answer.event_or_content.get()).map_err(|e| internal(e, &doing))?;
        let content = with_level(content, user.as_str(), role.level());
        self.set_state(&room, kind, content, &doing).await?;
        told_back(|| async { room.power_levels().await.is_ok_and(|levels| role_of(Some(&levels), &id) == role) }).await;
        Ok(())
    }

    /// Leaves; what was read stays on this device.
    pub async fn leave_group(&self, room: &RoomId) -> Result<(), Problem> {
        let doing = "leave the conversation";
        let room = self.joined_room(room, doing).await?;
        match timeout(LEAVE_WAIT, room.leave()).await {
            Ok(left) => left.map_err(|e| problem(&e, doing))?,
            Err(_) => return Err(Failure::Network(String::new()).problem(doing)),
        }
        self.todo.facts(room.room_id());
        Ok(())
    }

    async fn set_state(&self, room: &Room, kind: StateEventType, content: Value, doing: &str) -> Result<(), Problem> {
        let body = serde_json::value::to_raw_value(&content).map_err(|e| internal(e, doing))?;
        let request = send_state_event::v3::Request::new_raw(room.room_id().to_owned(), kind, String::new(), Raw::from_json(body));
        let sent = self.client.send(request).with_request_config(http::once()).await;
        sent.map(|_| ()).map_err(|e| http_problem(&e, doing))
    }

    /// The names of members as this room shows them, and the room's picture.
    async fn people_of(&self, room: &Room, members: &[RoomMember]) -> anyhow::Result<(HashMap<OwnedUserId, Person>, Option<MediaId>)> {
        let id = RoomId(room.room_id().to_string());
        let facts: Vec<_> = members.iter().map(member).collect();
        let users: Vec<UserId> = facts.iter().map(|fact| fact.user.clone()).collect();
        let found = self.core.store.write_async(move |w| {
            // Of a large room only those who spoke were known.
            w.put_members(&id, &facts)?;
            Ok((w.people_of(&id, &users)?, w.conversation(&id)?.avatar))
        });
        let (people, avatar) = found.await?;
        Ok((members.iter().map(|one| one.user_id().to_owned()).zip(people).collect(), avatar))
    }

    async fn known_room(&self, room: &RoomId, doing: &str) -> Result<Room, Problem> {
        let asked = room.clone();
        let id = self.core.store.read_async(move |r| r.resolve(&asked)).await.map_err(|e| internal(e, doing))?;
        if id.is_local() {
            return Err(Problem::new(
                Code::NoNetwork,
                format!("Could not {doing}: the server has not made it yet. It does so when you are online."),
            )
            .otherwise("not-made", &[]));
        }
        let id = RumaRoomId::parse(id.as_str()).map_err(|e| internal(e, doing))?;
        self.client.get_room(&id).ok_or_else(|| Failure::NotInRoom.problem(doing))
    }

    /// For acts on somebody.
    async fn about(&self, room: &RoomId, user: &UserId, doing: &str) -> Result<(Room, OwnedUserId), Problem> {
        let room = self.joined_room(room, doing).await?;
        let id = OwnedUserId::try_from(user.as_str()).map_err(|e| internal(e, doing))?;
        Ok((room, id))
    }

    /// For acts: one is in it, and the server is reached as far as is known.
    async fn joined_room(&self, room: &RoomId, doing: &str) -> Result<Room, Problem> {
        let room = self.known_room(room, doing).await?;
        if room.state() != RoomState::Joined {
            return Err(Failure::NotInRoom.problem(doing));
        }
        if self.reach() == Connection::Offline {
            let words = format!("Could not {doing}: you are offline. Try again when you are online.");
            return Err(Problem::new(Code::NoNetwork, words).otherwise("offline", &[]));
        }
        Ok(room)
    }
}

/// Power levels with one more, or less, that differs from what everybody has.
fn with_level(content: Value, user: &str, level: i64) -> Value {
    let mut content = match content {
        Value::Object(content) => content,
        _ => Map::new(),
    };
    let usual = content.get("users_default").and_then(Value::as_i64).unwrap_or(0);
    let users = content.entry("users").or_insert_with(|| json!({}));
    if !users.is_object() {
        *users = json!({});
    }
    if let Some(users) = users.as_object_mut() {
        if level == usual {
            users.remove(user);
        } else {
            users.insert(user.to_owned(), level.into());
        }
    }
    Value::Object(content)
}

async fn is_there(room: &Room, user: &RumaUserId) -> bool {
    let known = room.get_member_no_sync(user).await;
    matches!(known, Ok(Some(member)) if matches!(member.membership(), MembershipState::Join | MembershipState::Invite))
}

async fn is_banned(room: &Room, user: &RumaUserId) -> bool {
    matches!(room.get_member_no_sync(user).await, Ok(Some(member)) if *member.membership() == MembershipState::Ban)
}

/// Waits until the sync has told what was done, a few seconds at most.
async fn told_back<F: Future<Output = bool>>(is_so: impl Fn() -> F) {
    let deadline = Instant::now() + TOLD_BACK;
    while !is_so().await && Instant::now() < deadline {
        sleep(Duration::from_millis(50)).await;
    }
}

fn role_of(levels: Option<&RoomPowerLevels>, user: &RumaUserId) -> Role {
    match levels.map(|levels| levels.for_user(user)) {
        Some(UserPowerLevel::Int(level)) => Role::of(level.into()),
        // Who made the room, from room version 12 on.
        Some(_) => Role::Admin,
        None => Role::Member,
    }
}

fn as_shown(levels: Option<&RoomPowerLevels>, room: &Room, one: &RoomMember, person: Person) -> GroupMember {
    let (own, user) = (room.own_user_id(), one.user_id());
    let me = own == user;
    GroupMember {
        person,
        me,
        invited: *one.membership() == MembershipState::Invite,
        role: role_of(levels, user),
        may_give: levels.map(|levels| may_give(levels, own, user)).unwrap_or_default(),
        may_remove: !me && levels.is_some_and(|levels| levels.user_can_kick_user(own, user)),
        may_ban: !me && levels.is_some_and(|levels| levels.user_can_ban_user(own, user)),
    }
}

/// The roles that `own` may give to `user`: nobody gives more than they have.
fn may_give(levels: &RoomPowerLevels, own: &RumaUserId, user: &RumaUserId) -> Vec<Role> {
    if !levels.user_can_change_user_power_level(own, user) {
        return Vec::new();
    }
    let most = match levels.for_user(own) {
        UserPowerLevel::Int(level) => level.into(),
        _ => i64::MAX,
    };
    Role::ALL.into_iter().filter(|role| role.level() <= most).collect()
}

fn older_pins(visibility: &HistoryVisibility) -> OlderPins {
    match visibility {
        HistoryVisibility::WorldReadable => OlderPins::Public,
        HistoryVisibility::Invited => OlderPins::SinceInvited,
        HistoryVisibility::Joined => OlderPins::SinceJoined,
        // What is not known counts as shared, by the specification.
        _ => OlderPins::All,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use matrix_sdk::ruma::{events::room::power_levels::RoomPowerLevelsSource, room_version_rules::AuthorizationRules, user_id};

    use super::*;

    #[test]
    fn a_level_is_set_beside_what_is_not_understood() {
        let before = json!({ "users": { "@a:x": 100 }, "ban": 60, "org.example": 1 });
        let after = with_level(before.clone(), "@b:x", 50);
        assert_eq!(after, json!({ "users": { "@a:x": 100, "@b:x": 50 }, "ban": 60, "org.example": 1 }));
        assert_eq!(with_level(after, "@b:x", 0), before);
        assert_eq!(with_level(json!(7), "@b:x", 100), json!({ "users": { "@b:x": 100 } }));
        assert_eq!(
            with_level(json!({ "users_default": 50, "users": 3 }), "@b:x", 0),
            json!({ "users_default": 50, "users": { "@b:x": 0 } })
        );
    }

    #[test]
    fn nobody_gives_more_than_they_have_or_to_their_equals() {
        let (admin, moderator, other, member) = (user_id!("@a:x"), user_id!("@m:x"), user_id!("@n:x"), user_id!("@o:x"));
        let mut levels = RoomPowerLevels::new(RoomPowerLevelsSource::None, &AuthorizationRules::V6, Vec::new());
        levels.users.insert(admin.to_owned(), 100.into());
        levels.users.insert(moderator.to_owned(), 50.into());
        levels.users.insert(other.to_owned(), 50.into());
        levels.events.insert("m.room.power_levels".into(), 50.into());
        assert_eq!(may_give(&levels, admin, member), Role::ALL);
        assert_eq!(may_give(&levels, moderator, member), [Role::Member, Role::Moderator]);
        assert_eq!(may_give(&levels, moderator, moderator), [Role::Member, Role::Moderator]);
        assert_eq!(may_give(&levels, moderator, other), []);
        assert_eq!(may_give(&levels, moderator, admin), []);
        assert_eq!(may_give(&levels, member, member), []);
        assert_eq!(role_of(Some(&levels), admin), Role::Admin);
    }
}
