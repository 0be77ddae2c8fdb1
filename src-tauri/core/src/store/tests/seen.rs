//! "Have we seen this?" over all conversations, by link and by picture.

use crate::media::{MediaFacts, MediaSource};
use crate::model::*;
use crate::project::{Slice, SourceEvent};
use crate::store::{Measured, RoomKind};
use crate::test_room::*;

const WALK: &str = "!walk:localhost";

/// A second conversation, with Carol.
fn walk(t: &TestRoom) {
    t.store
        .write(|w| {
            w.put_room(&room_facts(WALK, RoomKind::Conversation))?;
            w.put_members(&room(WALK), &[member(ALICE, "Alice"), member(CAROL, "Carol"), member(BOB, "Bobby")])
        })
        .unwrap();
}

fn to_walk(t: &TestRoom, events: impl IntoIterator<Item = SourceEvent>) {
    t.apply(&Slice { room: room(WALK), ..slice(events) });
}

fn linked(n: i64, sender: &str, title: &str, link: &str) -> SourceEvent {
    event(n, sender, "m.room.message", pin_content(title, "", link))
}

/// What is said of a pin: who, in what, of what, and which event it is.
fn said(t: &TestRoom, id: &str, event: &str) -> Option<(String, String, SeenWhat, String)> {
    let page = t.store.read(|r| r.messages(&room(id), None, None, 50)).unwrap();
    let shown = page.messages.into_iter().find(|m| m.event.as_ref().is_some_and(|e| e.as_str() == event)).unwrap();
    shown.seen.map(|seen| {
        let earlier = t.store.read(|r| r.message(seen.message)).unwrap().unwrap();
        assert_eq!((earlier.at, earlier.mine, &earlier.room), (seen.at, seen.mine, &seen.room));
        (seen.sender.name, seen.room_name, seen.what, earlier.event.unwrap().0)
    })
}

fn measure(t: &TestRoom, media: MediaId, look: &str) {
    let seen = Measured {
        mime: "image/png",
        bytes: 10,
        width: 40,
        height: 20,
        animated: false,
        blurhash: None,
        colour: "#010203".into(),
        detail: 20,
        look: look.into(),
    };
    t.store.write(|w| w.measure_media(media, &seen)).unwrap();
}

#[test]
fn the_same_link_is_told_with_who_sent_it_and_where() {
    let t = TestRoom::new();
    walk(&t);
    to_walk(&t, [linked(1, CAROL, "Kettle", "https://www.shop.example/kettle/?utm_source=mail")]);
    t.live([linked(5, BOB, "A kettle!", "http://shop.example/kettle#reviews"), linked(6, BOB, "Pot", "https://shop.example/pot")]);
    assert_eq!(said(&t, WALK, "$1"), None, "what came first was not seen before");
    let seen = Some(("Carol".to_owned(), "Bobby, Carol".to_owned(), SeenWhat::Link, "$1".to_owned()));
    assert_eq!(said(&t, ROOM, "$5"), seen);
    assert_eq!(said(&t, ROOM, "$6"), None);
    // The newest of those before it, and one's own is one's own.
    to_walk(&t, [linked(7, ALICE, "Look", "https://shop.example/kettle"), linked(9, CAROL, "Again", "https://shop.example/kettle")]);
    let last = said(&t, WALK, "$9").unwrap();
    assert_eq!((last.0.as_str(), last.3.as_str()), ("Alice", "$7"));
    assert_eq!(said(&t, ROOM, "$5"), seen, "what came later was not before");

    let ask = |link: &str| t.store.read(|r| r.seen_before(Some(link), None)).unwrap();
    let about_to = ask("https://m.shop.example/kettle?fbclid=1").unwrap();
    assert_eq!((about_to.sender.name.as_str(), about_to.mine, about_to.direct), ("Carol", false, false));
    assert!(ask("https://shop.example/pot").unwrap().direct);
    assert!(ask("https://shop.example/other").is_none() && ask("no link").is_none());
}

#[test]
fn what_was_removed_or_stands_on_a_board_was_not_seen_in_a_conversation() {
    let t = TestRoom::new();
    t.apply(&Slice { room: room(BOARD), ..slice([pin(1, BOB, "Kettle")]) });
    t.live([pin(2, BOB, "Pot")]);
    assert_eq!(said(&t, ROOM, "$2"), None);
    t.live([pin(3, BOB, "Pan")]);
    assert!(said(&t, ROOM, "$3").is_some());
    t.live([redaction(4, BOB, 2)]);
    assert_eq!(said(&t, ROOM, "$3"), None);
}

#[test]
fn a_picture_is_known_by_its_look_and_its_pin_told_again() {
    let t = TestRoom::new();
    walk(&t);
    to_walk(&t, [linked(1, CAROL, "Fern", "")]);
    t.live([linked(2, BOB, "Leaves", ""), linked(3, BOB, "Kilim", "")]);
    let media = |title: &str| {
        let source =
            MediaSource::Encrypted { file: serde_json::json!({ "url": format!("mxc://localhost/{title}") }), thumbnail_file: None };
        t.store.write(|w| w.put_media(&source, &MediaFacts::default())).unwrap()
    };
    let look = "0123456789abcdef0123456789abcdef";
    measure(&t, media("Fern"), look);
    assert_eq!(said(&t, ROOM, "$2"), None, "it was not looked at yet");
    // Some bits differ, in all but one of the eight parts that are looked up.
    let mut changes = t.store.changes();
    measure(&t, media("Leaves"), "1123556799abddef1123556789abcdef");
    let told: Vec<Change> = std::iter::from_fn(|| changes.try_recv().ok()).collect();
    assert!(told.contains(&Change::Conversation { room: room(ROOM) }), "{told:?}");
    measure(&t, media("Kilim"), "fedcba98765432100123456789abcdef");
    let seen = said(&t, ROOM, "$2").unwrap();
    assert_eq!((seen.0.as_str(), seen.2, seen.3.as_str()), ("Carol", SeenWhat::Picture, "$1"));
    assert_eq!(said(&t, ROOM, "$3"), None, "too much differs");
    // A file of this device is compared as well, before it is sent.
    let local = t.store.write(|w| w.put_media(&MediaSource::Local { digest: "aa".into() }, &MediaFacts::default())).unwrap();
    measure(&t, local, look);
    let before = t.store.read(|r| r.seen_before(Some("https://other.example/"), Some(local))).unwrap().unwrap();
    assert_eq!((before.sender.name.as_str(), before.what), ("Bob", SeenWhat::Picture));
    // What shows too little is like nothing.
    measure(&t, local, "");
    assert_eq!(t.store.read(|r| r.seen_before(None, Some(local))).unwrap(), None);
}
