//! One account on two devices, with two other people: who is there, what they are called, who is blocked, what is direct.

use std::collections::BTreeSet;

use serde_json::json;
use tackroom_core::model::*;

use super::side::Side;
use crate::support::raw::encode;
use crate::support::{Account, Raw, Server, block, stays, until};

/// Amina's two devices; Bela and Carol have plain clients.
struct Two {
    amina: Account,
    devices: [Side; 2],
    bela: Raw,
    carol: Raw,
}

impl Two {
    fn new() -> Self {
        let server = Server::shared();
        let amina = server.account("Amina");
        let devices = [Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &amina)];
        let (bela, carol) = (Raw::log_in(&server.url, &server.account("Bela")), Raw::log_in(&server.url, &server.account("Carol")));
        Self { amina, devices, bela, carol }
    }

    /// Waits until both devices say so of a conversation.
    #[track_caller]
    fn both(&self, room: &RoomId, what: &str, test: impl Fn(&Side, &Conversation) -> bool) {
        for (number, side) in self.devices.iter().enumerate() {
            let says = || side.core.store.read(|r| r.conversation(room)).is_ok_and(|conversation| test(side, &conversation));
            until(&format!("{what} on device {number}"), 30, || says().then_some(()));
        }
    }
}

fn called(raw: &Raw, name: &str) {
    raw.put(&format!("/_matrix/client/v3/profile/{}/displayname", encode(&raw.user)), &json!({ "displayname": name }));
}

fn names(conversation: &Conversation) -> BTreeSet<&str> {
    conversation.members.iter().map(|person| person.name.as_str()).collect()
}

#[test]
fn who_is_there_and_what_they_are_called_is_the_same_on_both_devices() {
    let two = Two::new();
    let (first, carol) = (&two.devices[0], &two.carol);
    let room = two.bela.create_room(&json!({ "name": "Trip", "preset": "private_chat", "invite": [two.amina.id, carol.user] }));
    carol.join(&room);
    let id = first.accept();
    two.both(&id, "the others", |_, c| c.kind == ConversationKind::Group && names(c) == BTreeSet::from(["Bela", "Carol"]));
    carol.text(&room, "Where to?");
    two.both(&id, "her words", |side, _| side.said(&id) == ["Where to?"]);

    // A new name and picture, on what was said before too.
    let avatar = carol.upload("image/png", crate::support::pictures::png(3, 40, 40));
    called(carol, "Carola");
    carol.put(&format!("/_matrix/client/v3/profile/{}/avatar_url", encode(&carol.user)), &json!({ "avatar_url": avatar }));
    two.both(&id, "the new name and picture", |side, c| {
        let sender = &side.messages(&id)[0].sender;
        names(c) == BTreeSet::from(["Bela", "Carola"]) && sender.name == "Carola" && sender.avatar.is_some() && !sender.ambiguous
    });
    // Somebody of the same name is told apart from her, and no longer once one is gone (C38).
    called(&two.bela, "Carola");
    two.both(&id, "two of one name", |_, c| c.members.len() == 2 && c.members.iter().all(|person| person.ambiguous));
    carol.post(&format!("/_matrix/client/v3/rooms/{}/leave", encode(&room)), &json!({}));
    two.both(&id, "that she left", |_, c| names(c) == BTreeSet::from(["Carola"]) && c.member_count == 1 && !c.members[0].ambiguous);
    two.both(&id, "whose words they were", |side, _| side.messages(&id)[0].sender.name == "Carola");
    // She is asked back, and is there again.
    two.bela.invite(&room, &carol.user);
    carol.join(&room);
    two.both(&id, "that she is back", |_, c| c.members.len() == 2 && c.members.iter().all(|person| person.ambiguous));
}

#[test]
fn what_is_direct_or_blocked_on_one_device_is_so_on_the_other() {
    let two = Two::new();
    let [first, second] = &two.devices;
    let direct = two.bela.direct_room(&two.amina.id);
    let id = first.accept();
    assert_eq!(id.as_str(), direct);
    two.bela.text(&direct, "Hello");
    two.both(&id, "a direct conversation", |side, c| {
        c.kind == ConversationKind::Direct && c.name == "Bela" && side.read(|r| r.requests()).is_empty()
    });

    let unwanted = two.carol.direct_room(&two.amina.id);
    for side in &two.devices {
        until("Carol's request", 30, || side.read(|r| r.requests()).iter().any(|request| request.room.as_str() == unwanted).then_some(()));
    }
    let (matrix, room) = (first.matrix().clone(), RoomId(unwanted));
    block(async move { matrix.block_and_report(&room).await }).unwrap();
    until("the request to be gone on the other device", 10, || second.read(|r| r.requests()).is_empty().then_some(()));
    two.carol.create_room(&json!({ "preset": "private_chat", "invite": [two.amina.id] }));
    stays("no request of a blocked person", 3, || two.devices.iter().all(|side| side.read(|r| r.requests()).is_empty()));
}
