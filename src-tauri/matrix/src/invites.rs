//! Invitations: listed as requests, joined by themselves only from a person with whom a conversation exists.
//!
//! A room turns "invited" some tens of ms before its stripped state is stored; until then the next notable update is
//! waited for. A board invitation always asks. Names in an invitation are the sender's claim.

use std::sync::Arc;

use matrix_sdk::{
    Room, RoomState,
    ruma::{OwnedUserId, RoomId as RumaRoomId, UserId as RumaUserId, events::room::member::MembershipState},
};
use tackroom_core::{
    api::{Code, Problem},
    model::{Request, RequestKind, RoomId, UserId},
};

use crate::{
    Matrix,
    failure::{internal, problem},
    inner::Inner,
    people::local_part,
    rooms::BOARD,
};

/// A room larger than this is no conversation that vouches for a person.
const PERSONAL: u64 = 50;

/// Lists the invitation, or joins where a conversation with that person exists.
pub async fn invited(inner: &Arc<Inner>, room: &Room) -> anyhow::Result<()> {
    let Ok(invite) = room.invite_details().await else { return Ok(()) };
    let inviter = invite.inviter_id.clone();
    if inner.client.is_user_ignored(&inviter).await {
        return Ok(());
    }
    let board = room.room_type().is_some_and(|kind| kind.as_str() == BOARD);
    let (common, vouched) = in_common(inner, &inviter).await?;
    if vouched && !board && !room.is_space() {
        // It may have been listed before the conversation with that person was known.
        let known = RoomId(room.room_id().to_string());
        inner.core.store.write_async(move |w| w.remove_request(&known)).await?;
        let (inner, room) = (Arc::clone(inner), room.clone());
        tokio::spawn(async move {
            if let Err(error) = join(&inner, &room).await {
                tracing::warn!(%error, "an invitation from a known person was not accepted by itself");
            }
        });
        return Ok(());
    }
    let user = UserId(inviter.to_string());
    let claimed = invite.inviter.as_ref().and_then(|member| member.display_name()).map(ToOwned::to_owned);
    let request = Request {
        room: RoomId(room.room_id().to_string()),
        kind: if board { RequestKind::Board } else { RequestKind::Conversation },
        inviter_name: claimed.unwrap_or_else(|| local_part(&user)),
        inviter: user,
        room_name: room.name(),
        rooms_in_common: common,
        known: vouched,
        at: now(),
        kept_out: false,
    };
    inner.core.store.write_async(move |w| w.put_request(&request)).await?;
    Ok(())
}

/// Names of rooms that both are in, and whether one of them is a conversation. A stranger's that was accepted but not
/// answered vouches for nobody: one Accept must not open the door to all that follows.
async fn in_common(inner: &Inner, user: &RumaUserId) -> anyhow::Result<(Vec<String>, bool)> {
    let unanswered = inner.core.store.read_async(|r| r.stranger_rooms()).await?;
    let (mut names, mut vouched) = (Vec::new(), false);
    for room in inner.client.joined_rooms() {
        if room.is_space() {
            continue;
        }
        let joined = match room.get_member_no_sync(user).await {
            Ok(Some(member)) => *member.membership() == MembershipState::Join,
            _ => false,
        };
        let direct = room.direct_targets().iter().any(|target| target.as_user_id() == Some(user));
        if !joined && !direct {
            continue;
        }
        let board = room.room_type().is_some_and(|kind| kind.as_str() == BOARD);
        let answered = !unanswered.iter().any(|id| id.as_str() == room.room_id().as_str());
        vouched |= answered && !board && (direct || (joined && room.active_members_count() <= PERSONAL && !is_open(&room)));
        if joined && let Some(name) = room.cached_display_name() {
            names.push(name.to_string());
        }
    }
    names.sort();
    Ok((names, vouched))
}

fn is_open(room: &Room) -> bool {
    room.is_public().unwrap_or(false)
}

async fn join(inner: &Arc<Inner>, room: &Room) -> Result<(), matrix_sdk::Error> {
    let invite = room.invite_details().await?;
    let direct = room.is_direct().await.unwrap_or(false);
    room.join().await?;
    if direct {
        inner.known.is_direct_with(room.room_id(), invite.inviter_id);
    }
    inner.todo.facts(room.room_id());
    Ok(())
}

impl Matrix {
    /// Joins the room of an invitation.
    pub async fn accept(&self, room: &RoomId) -> Result<(), Problem> {
        let room = self.invited_room(room, "accept the invitation").await?;
        join(&self.0, &room).await.map_err(|e| problem(&e, "accept the invitation"))?;
        let id = RoomId(room.room_id().to_string());
        let accepted = self.core.store.write_async(move |w| w.accept_request(&id)).await;
        accepted.map_err(|e| internal(e, "remove the invitation"))
    }

    /// Declines an invitation.
    pub async fn decline(&self, room: &RoomId) -> Result<(), Problem> {
        let room = self.invited_room(room, "decline the invitation").await?;
        room.leave().await.map_err(|e| problem(&e, "decline the invitation"))?;
        self.forget_request(room.room_id()).await
    }

    /// Declines, hides the inviter from now on, and tells the server's people of them.
    pub async fn block_and_report(&self, room: &RoomId) -> Result<(), Problem> {
        let doing = "block this person";
        let room = self.invited_room(room, doing).await?;
        let inviter: OwnedUserId = room.invite_details().await.map_err(|e| problem(&e, doing))?.inviter_id;
        self.block(&inviter).await.map_err(|e| problem(&e, doing))?;
        let reported = self.report(&inviter, "Unwanted invitation").await;
        room.leave().await.map_err(|e| problem(&e, doing))?;
        self.forget_request(room.room_id()).await?;
        // Blocked all the same: a server without reporting does not undo it.
        match reported {
            Err(problem) if problem.code == Code::NoNetwork => Err(problem),
            _ => Ok(()),
        }
    }

    async fn invited_room(&self, room: &RoomId, doing: &str) -> Result<Room, Problem> {
        let id = RumaRoomId::parse(room.as_str()).map_err(|e| internal(e, doing))?;
        match self.client.get_room(&id) {
            Some(room) if room.state() == RoomState::Invited => Ok(room),
            _ => {
                self.forget_request(&id).await?;
                Err(Problem::said(Code::NotFound, "invitation-gone", &[]))
            }
        }
    }

    async fn forget_request(&self, room: &RumaRoomId) -> Result<(), Problem> {
        let id = RoomId(room.to_string());
        let gone = self.core.store.write_async(move |w| w.remove_request(&id)).await;
        gone.map_err(|e| internal(e, "remove the invitation"))
    }
}

pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
