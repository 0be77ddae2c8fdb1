//! Who is writing just now: heard with each sync, kept in memory only, and told of oneself where the person wants that.
//!
//! The server says it for each room as a whole and takes it back after some seconds; what it said is worth nothing once the
//! server cannot be reached.

use std::{collections::HashMap, sync::Mutex};

use matrix_sdk::{
    RoomState,
    ruma::{OwnedRoomId, RoomId as RumaRoomId, events::AnySyncEphemeralRoomEvent, serde::Raw},
};
use tackroom_core::{
    api::Problem,
    model::{Change, RoomId, UserId},
};

use crate::{
    Matrix,
    failure::{internal, problem},
    inner::Inner,
    rooms::lock,
};

/// Most people that are named as writing in one room.
const NAMED: usize = 20;

/// Who is writing, by room.
#[derive(Default)]
pub struct Typing {
    rooms: Mutex<HashMap<OwnedRoomId, Vec<UserId>>>,
}

impl Typing {
    /// These and nobody else write in the room; true where that is new.
    fn set(&self, room: &RumaRoomId, users: Vec<UserId>) -> bool {
        let mut rooms = lock(&self.rooms);
        let before = if users.is_empty() { rooms.remove(room) } else { rooms.insert(room.to_owned(), users.clone()) };
        before.unwrap_or_default() != users
    }

    fn of(&self, room: &RumaRoomId) -> Vec<UserId> {
        lock(&self.rooms).get(room).cloned().unwrap_or_default()
    }

    /// Forgets all; the rooms in which somebody wrote.
    fn clear(&self) -> Vec<OwnedRoomId> {
        lock(&self.rooms).drain().map(|(room, _)| room).collect()
    }
}

impl Inner {
    /// Takes what an ephemeral event says of typing.
    pub(crate) fn heard_typing(&self, room: &RumaRoomId, raw: &Raw<AnySyncEphemeralRoomEvent>) {
        let Ok(AnySyncEphemeralRoomEvent::Typing(event)) = raw.deserialize() else { return };
        let others = event.content.user_ids.into_iter().map(|user| UserId(user.to_string())).filter(|user| *user != self.me);
        if self.typing.set(room, others.take(NAMED).collect()) {
            self.core.store.tell([Change::Typing { room: RoomId(room.to_string()) }]);
        }
    }

    /// The server cannot be reached: who wrote may have ceased long since.
    pub(crate) fn nobody_types(&self) {
        let rooms = self.typing.clear();
        self.core.store.tell(rooms.into_iter().map(|room| Change::Typing { room: RoomId(room.to_string()) }));
    }
}

impl Matrix {
    /// Who of the others is writing in a room now.
    pub fn typing(&self, room: &RoomId) -> Vec<UserId> {
        RumaRoomId::parse(room.as_str()).map(|room| self.0.typing.of(&room)).unwrap_or_default()
    }

    /// Tells the others that one is writing, or has ceased to. Not told: where the settings say so, to strangers who were not
    /// answered, and in a conversation that the server does not know yet.
    pub async fn set_typing(&self, room: &RoomId, typing: bool) -> Result<(), Problem> {
        let doing = "tell that you are writing";
        let asked = room.clone();
        let shown = self.core.store.read_async(move |r| {
            let room = r.resolve(&asked)?;
            Ok((r.settings()?.show_typing && !r.is_stranger_room(&room)?, room))
        });
        let (shown, room) = shown.await.map_err(|e| internal(e, doing))?;
        // What was told before the setting was changed is taken back.
        let Some(room) = RumaRoomId::parse(room.as_str()).ok().and_then(|id| self.client.get_room(&id)) else { return Ok(()) };
        if room.state() != RoomState::Joined || (typing && !shown) {
            return Ok(());
        }
        room.typing_notice(typing).await.map_err(|e| problem(&e, doing))
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::room_id;

    use super::*;

    #[test]
    fn only_what_is_new_is_told_and_all_is_forgotten_at_once() {
        let (typing, room) = (Typing::default(), room_id!("!a:localhost"));
        let bob = || vec![UserId::from("@bob:localhost")];
        assert!(!typing.set(room, Vec::new()));
        assert!(typing.set(room, bob()) && !typing.set(room, bob()));
        assert_eq!(typing.of(room), bob());
        assert_eq!(typing.of(room_id!("!b:localhost")), []);
        assert_eq!(typing.clear(), [room.to_owned()]);
        assert!(typing.of(room).is_empty() && typing.clear().is_empty());
        assert!(typing.set(room, bob()) && typing.set(room, Vec::new()));
    }
}
