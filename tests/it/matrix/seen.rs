//! "Have we seen this?": the same picture or link, in whatever conversation it came, on one's own second device too.

use tackroom_core::model::*;

use super::side::{Side, pin};
use crate::support::scene::pin_content;
use crate::support::{Raw, Server, block, pictures, until};

/// A picture as it lies on a person's disk: another file of the same photograph for another width.
fn photograph(seed: u8, width: u32) -> Vec<u8> {
    pictures::jpeg(seed, width, width * 3 / 4)
}

fn import(side: &Side, bytes: Vec<u8>) -> MediaId {
    let media = side.core.media.clone();
    block(async move { media.import(bytes, "found.jpg").await }).unwrap().media
}

/// Shows a message's picture, as the window would: only what was seen here is compared.
fn look(side: &Side, message: &Message) {
    let MessageBody::Pin { pin: Pin { picture: Some(picture), .. } } = &message.body else { panic!("no picture: {message:?}") };
    let (media, id) = (side.core.media.clone(), picture.media);
    block(async move { media.get(id, 640).await }).unwrap();
}

/// What is said of a pin: who sent what of it before, and in which message.
fn told(side: &Side, room: &RoomId, title: &str) -> Option<(String, SeenWhat, MessageId)> {
    let seen = side.sees(room, title).seen?;
    Some((seen.sender.name, seen.what, seen.message))
}

#[test]
fn a_picture_and_a_link_that_came_before_are_told_with_who_sent_them() {
    let server = Server::shared();
    let account = server.account("Amina");
    let (a, b) = (Side::sign_in(&server.url, &account), Side::sign_in(&server.url, &server.account("Bela")));
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let walk = RoomId(raw.direct_room(a.me.as_str()));
    a.accept();
    // Carol has another client: a plain picture, and later the link of a shop.
    let bytes = photograph(3, 900);
    let (size, url) = (bytes.len(), raw.upload("image/jpeg", bytes));
    let content = pin_content("Bench", "", "https://shop.example/bench?utm_source=mail", &url, 900, 675, size);
    raw.send(walk.as_str(), "m.room.message", &content);
    let carols = a.sees(&walk, "Bench");
    assert_eq!(carols.seen, None, "it is the first");
    look(&a, &carols);

    // Bela found the same photograph elsewhere, smaller, and sends it encrypted.
    let local = b.direct(&a);
    b.pin(&local, &PinInput { picture: Some(import(&b, photograph(3, 700))), ..pin("A bench", "", None) });
    let tea = a.accept();
    look(&a, &a.sees(&tea, "A bench"));
    until("the picture to be known", 20, || told(&a, &tea, "A bench"));
    assert_eq!(told(&a, &tea, "A bench"), Some(("Carol".into(), SeenWhat::Picture, carols.id)));
    b.pin(
        &tea,
        &PinInput { picture: Some(import(&b, photograph(31, 700))), ..pin("Another", "", Some("https://www.shop.example/bench/")) },
    );
    look(&a, &a.sees(&tea, "Another"));
    assert_eq!(told(&a, &tea, "Another"), Some(("Carol".into(), SeenWhat::Link, carols.id)));

    // At Send pin, before anything goes out; once sent it is one's own.
    let mine = import(&a, photograph(31, 800));
    let ask = |side: &Side, link: Option<&str>, picture| side.read(|r| r.seen_before(link, picture));
    let before = ask(&a, None, Some(mine)).expect("Bela's");
    assert_eq!((before.sender.name.as_str(), before.what, before.direct), ("Bela", SeenWhat::Picture, true));
    a.pin(&walk, &PinInput { picture: Some(mine), ..pin("Look", "", Some("http://shop.example/bench")) });
    a.sent_all();
    let again = ask(&a, Some("https://shop.example/bench#top"), Some(mine)).unwrap();
    assert!(again.mine && again.what == SeenWhat::Both && again.room == walk, "{again:?}");

    // A second device of the account tells of links without having seen a picture, and of pictures once they are shown.
    let other = Side::sign_in(&server.url, &account);
    other.knows(&walk);
    let there = other.sees(&walk, "Look");
    assert_eq!(told(&other, &walk, "Look").map(|(name, what, _)| (name, what)), Some(("Carol".into(), SeenWhat::Link)));
    look(&other, &there);
    assert!(ask(&other, None, Some(import(&other, photograph(31, 500)))).is_some_and(|seen| seen.mine && seen.what == SeenWhat::Picture));
}
