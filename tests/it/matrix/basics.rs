//! Two people write to each other, encrypted; a third by plain HTTP.

use tackroom_core::model::*;

use super::side::{Side, pin, says};
use crate::support::{Raw, Server, until};

#[test]
fn two_people_send_each_other_pins_encrypted() {
    let server = Server::shared();
    let (a, b) = (server.account("Amina"), server.account("Bela"));
    let (a, b) = (Side::sign_in(&server.url, &a), Side::sign_in(&server.url, &b));
    let local = a.direct(&b);
    a.pin(&local, &pin("Oak bench", "For the garden", Some("https://example.org/bench")));
    let room = b.accept();
    let got = b.sees(&room, "Oak bench");
    let MessageBody::Pin { pin: got_pin } = &got.body else { panic!("{got:?}") };
    assert_eq!(got_pin.note, "For the garden");
    assert_eq!(got_pin.link.as_ref().map(|link| link.url.as_str()), Some("https://example.org/bench"));
    assert!(b.read(|r| r.conversation(&room)).encrypted);
    assert_eq!(b.read(|r| r.conversation(&room)).kind, ConversationKind::Direct);

    until("one notice", 10, || (b.notices.lock().unwrap().len() == 1).then_some(()));

    b.text(&room, "It is lovely");
    a.sees(&room, "It is lovely");
    a.sent_all();
    assert_eq!(a.said(&local), ["Oak bench", "It is lovely"], "the local ID leads to the real room");
    assert!(a.messages(&room).iter().all(|message| message.event.is_some()));
    assert_eq!(a.read(|r| r.conversations(None, 10)).len(), 1);
}

#[test]
fn a_plain_room_with_another_client() {
    let server = Server::shared();
    let (a, c) = (server.account("Amina"), server.account("Carol"));
    let (a, raw) = (Side::sign_in(&server.url, &a), Raw::log_in(&server.url, &c));
    let room = raw.direct_room(a.me.as_str());
    raw.text(&room, "first");
    let id = a.accept();
    assert_eq!(id.as_str(), room);
    a.sees(&id, "first");
    a.text(&id, "second");
    a.pin(&id, &pin("Third", "", Some("https://example.org/3")));
    raw.messages(&room, 3);
    a.sent_all();
    assert_eq!(a.said(&id), ["first", "second", "Third"]);
    assert!(!a.read(|r| r.conversation(&id)).encrypted);
    let sent = raw.messages(&room, 3);
    assert_eq!(sent[2]["content"]["app.tackroom.pin"]["title"], "Third");
    assert!(sent.iter().skip(1).all(|event| event["content"]["app.tackroom.txn"].is_string()), "{sent:?}");
    assert!(says(&a.messages(&id)[2]) == "Third");
}
