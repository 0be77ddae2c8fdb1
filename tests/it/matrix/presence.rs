//! Presence of others: who is writing, who has seen a pin, new names and pictures, two with names that look alike (C38).

use serde_json::json;
use tackroom_core::model::*;

use super::side::{InCarolsGroup, Side, in_carols_group, pin};
use crate::support::{Raw, Server, block, pictures, raw::encode, stays, until};

fn typing(side: &Side, room: &RoomId) -> Vec<String> {
    side.matrix().typing(room).into_iter().map(|user| user.0).collect()
}

fn set_typing(side: &Side, room: &RoomId, on: bool) {
    let (matrix, room) = (side.matrix().clone(), room.clone());
    block(async move { matrix.set_typing(&room, on).await }).unwrap();
}

fn raw_typing(raw: &Raw, room: &str, on: bool) {
    let path = format!("/_matrix/client/v3/rooms/{}/typing/{}", encode(room), encode(&raw.user));
    raw.put(&path, &json!({ "typing": on, "timeout": 20_000 }));
}

#[test]
fn writing_is_shown_and_told_unless_switched_off_and_never_to_a_stranger() {
    let server = Server::shared();
    let account = server.account("Amina");
    let (a, b) = (Side::sign_in(&server.url, &account), Side::sign_in(&server.url, &server.account("Bela")));
    let second = Side::sign_in(&server.url, &account);
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let strangers = RoomId(raw.direct_room(a.me.as_str()));
    a.accept();
    let local = a.direct(&b);
    a.text(&local, "Hello");
    let room = b.accept();
    a.sent_all();
    // Until she answers, Amina is a stranger to Bela.
    b.text(&room, "Hello you");
    b.sent_all();
    a.sees(&room, "Hello you");
    let mut changes = a.core.store.changes();
    // Who goes on writing tells it again, as the window does: the server takes it back after seconds.
    let goes_on = |side: &Side| {
        set_typing(&b, &room, true);
        (typing(side, &room) == [b.me.as_str()]).then_some(())
    };
    until("Bela to be writing", 30, || goes_on(&a));
    until("Bela to be writing, on the other device", 30, || goes_on(&second));
    let wanted = Change::Typing { room: room.clone() };
    until("the window to be told", 10, || std::iter::from_fn(|| changes.try_recv().ok()).any(|change| change == wanted).then_some(()));
    set_typing(&b, &room, false);
    until("Bela to have ceased", 30, || typing(&a, &room).is_empty().then_some(()));

    // Off in Settings: not told any more. What another client tells is shown all the same.
    b.write(|w| {
        let settings = w.settings()?;
        w.put_settings(&Settings { show_typing: false, ..settings })
    });
    set_typing(&b, &room, true);
    stays("nothing to be told", 3, || typing(&a, &room).is_empty());

    // Carol is a stranger who was accepted: she sees nothing until she is answered.
    set_typing(&a, &strangers, true);
    raw_typing(&raw, strangers.as_str(), true);
    until("Carol to be writing", 30, || (typing(&a, &strangers) == [raw.user.as_str()]).then_some(()));
    assert!(!raw.typing(strangers.as_str()).contains(&a.me.0), "a stranger is not told");
    a.text(&strangers, "Who are you?");
    a.sent_all();
    until("who was answered to be told", 30, || {
        set_typing(&a, &strangers, true);
        raw.typing(strangers.as_str()).contains(&a.me.0).then_some(())
    });
}

#[test]
fn a_group_sees_who_has_seen_a_pin_new_names_and_pictures_and_tells_look_alikes_apart() {
    let InCarolsGroup { a, second, b, raw, room } = in_carols_group();
    a.pin(&room, &pin("Kilim", "", None));
    let (there, event) = (b.sees(&room, "Kilim"), {
        a.sent_all();
        a.message(&room, "its event", |m| m.event.is_some()).event.unwrap()
    });
    let seen_by = |side: &Side, title: &str| {
        let id = side.sees(&room, title).id;
        let mut names: Vec<String> = side.read(|r| r.seen_by(id)).into_iter().map(|person| person.name).collect();
        names.sort();
        names
    };
    assert!(seen_by(&a, "Kilim").is_empty());
    raw.receipt(room.as_str(), event.as_str());
    for side in [&a, &second] {
        until("Carol to have seen it", 30, || (seen_by(side, "Kilim") == ["Carol"]).then_some(()));
    }
    // Bela reads in Tackroom: a receipt as of any client.
    b.write(|w| match w.mark_read(&room, None, there.id)? {
        Some(read) => w.queue_receipt(&room, &read, false),
        None => Ok(()),
    });
    until("both to have seen it", 30, || (seen_by(&a, "Kilim") == ["Bela", "Carol"]).then_some(()));
    until("Carol's for Bela, whose own is not among them", 30, || (seen_by(&b, "Kilim") == ["Carol"]).then_some(()));

    // A new name and picture: in the conversation, in what was written before, among contacts.
    raw.text(room.as_str(), "Me again.");
    assert!(!a.sees(&room, "Me again.").sender.ambiguous);
    let avatar = raw.upload("image/png", pictures::png(4, 64, 64));
    let profile = |what: &str| format!("/_matrix/client/v3/profile/{}/{what}", encode(&raw.user));
    raw.put(&profile("displayname"), &json!({ "displayname": "Caroline" }));
    raw.put(&profile("avatar_url"), &json!({ "avatar_url": avatar }));
    for side in [&a, &second] {
        until("the new name and picture", 30, || {
            let sender = side.sees(&room, "Me again.").sender;
            (sender.name == "Caroline" && sender.avatar.is_some()).then_some(())
        });
    }
    let contacts = a.read(|r| r.contacts("caroline", 10));
    assert!(contacts.iter().any(|contact| contact.name == "Caroline" && contact.avatar.is_some()), "{contacts:?}");

    // She takes a name that looks like Bela's, with a Cyrillic е: both carry their ID from now on.
    assert!(!a.sees(&room, "Kilim").sender.ambiguous);
    raw.put(&profile("displayname"), &json!({ "displayname": "B\u{435}la" }));
    b.text(&room, "I am Bela.");
    a.sees(&room, "I am Bela.");
    until("both to be told apart", 30, || {
        let marked = |text: &str| a.sees(&room, text).sender.ambiguous;
        (marked("Me again.") && marked("I am Bela.")).then_some(())
    });
}
