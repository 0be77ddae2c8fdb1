//! What the guard is told of a pin: whom it is from, where else the same link was put, how much its picture shows.

use crate::guard;
use crate::model::*;
use crate::project::{Slice, SourceEvent};
use crate::store::{Measured, RoomKind};
use crate::test_room::*;

pub(super) const MALLORY: &str = "@mallory:localhost";

/// A room of Mallory's that was accepted and not answered.
pub(super) fn strangers_room(t: &TestRoom, id: &str, kind: RoomKind) {
    let request = Request {
        room: room(id),
        kind: RequestKind::Conversation,
        inviter: MALLORY.into(),
        inviter_name: "Mallory".into(),
        room_name: None,
        rooms_in_common: Vec::new(),
        known: false,
        at: 7,
        kept_out: false,
    };
    t.store
        .write(|w| {
            w.put_request(&request)?;
            w.put_room(&room_facts(id, kind))?;
            w.settle_request(&room(id), true)?;
            w.put_members(&room(id), &[member(ALICE, "Alice"), member(MALLORY, "Mallory")])
        })
        .unwrap();
}

pub(super) fn apply(t: &TestRoom, id: &str, event: SourceEvent) {
    let slice = Slice { room: room(id), ..slice([event]) };
    t.store.write(|w| crate::project::apply(w, &alice(), &slice)).unwrap();
}

/// What is said of the only pin of a room.
fn said(t: &TestRoom, id: &str) -> Vec<String> {
    let page = t.store.read(|r| r.messages(&room(id), None, None, 10)).unwrap();
    let MessageBody::Pin { pin } = &page.messages[0].body else { panic!("no pin") };
    pin.guard.iter().flat_map(|verdict| &verdict.findings).map(|finding| finding.code.clone()).collect()
}

#[test]
fn a_strangers_link_in_two_of_ones_rooms_is_told_in_both() {
    let t = TestRoom::new();
    for id in ["!one:localhost", "!two:localhost"] {
        strangers_room(&t, id, RoomKind::Conversation);
    }
    apply(&t, "!one:localhost", pin(1, MALLORY, "Sale"));
    // The same from somebody else is that one's.
    t.live([pin(2, BOB, "Kettle")]);
    assert!(!said(&t, "!one:localhost").contains(&"repeat".to_owned()), "once is not again");
    apply(&t, "!one:localhost", pin(3, MALLORY, "Sale"));
    assert!(!said(&t, "!one:localhost").contains(&"repeat".to_owned()), "twice in a room is one room");
    let mut changes = t.store.changes();
    apply(&t, "!two:localhost", pin(4, MALLORY, "Other words"));
    let told: Vec<_> = std::iter::from_fn(|| changes.try_recv().ok()).collect();
    assert!(told.contains(&Change::Conversation { room: room("!one:localhost") }), "the first room is asked for again: {told:?}");
    assert!(!told.contains(&Change::Conversation { room: room(ROOM) }), "that of somebody else is not: {told:?}");
    for id in ["!one:localhost", "!two:localhost"] {
        assert!(said(&t, id).contains(&"repeat".to_owned()), "{id}: {:?}", said(&t, id));
    }
    let bobs = t.message("$2");
    assert!(!format!("{:?}", bobs.body).contains("repeat"));

    // Whom one answers is no stranger.
    t.store.write(|w| w.queue_text(&room("!one:localhost"), "Stop it.", None)).unwrap();
    assert!(!said(&t, "!one:localhost").contains(&"repeat".to_owned()));
}

#[test]
fn a_strangers_link_on_a_board_counts_as_well() {
    let t = TestRoom::new();
    strangers_room(&t, "!one:localhost", RoomKind::Conversation);
    strangers_room(&t, "!wall:localhost", RoomKind::Board);
    apply(&t, "!one:localhost", pin(1, MALLORY, "Sale"));
    apply(&t, "!wall:localhost", pin(2, MALLORY, "Sale"));
    let items = t.store.read(|r| r.feed_page(None, None, 10)).unwrap().items;
    let codes: Vec<_> = items[0].pin.guard.iter().flat_map(|v| &v.findings).map(|f| f.code.as_str()).collect();
    assert!(codes.contains(&"repeat"), "{codes:?}");
    assert!(said(&t, "!one:localhost").contains(&"repeat".to_owned()));
}

#[test]
fn a_picture_blown_up_from_few_pixels_is_told_once_it_was_decoded() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Kitchen")]);
    let MessageBody::Pin { pin } = t.message("$1").body else { panic!("no pin") };
    let media = pin.picture.unwrap().media;
    assert!(!said(&t, ROOM).contains(&"tiny_image".to_owned()));
    let measured = |detail| Measured {
        mime: "image/jpeg",
        bytes: 90_000,
        width: 800,
        height: 600,
        animated: false,
        blurhash: None,
        colour: "#123456".into(),
        detail,
        look: String::new(),
    };
    let mut changes = t.store.changes();
    t.store.write(|w| w.measure_media(media, &measured(24))).unwrap();
    assert!(!said(&t, ROOM).contains(&"tiny_image".to_owned()));
    assert_eq!(std::iter::from_fn(|| changes.try_recv().ok()).collect::<Vec<_>>(), [Change::Media { media }]);
    t.store.write(|w| w.measure_media(media, &measured(5))).unwrap();
    assert!(said(&t, ROOM).contains(&"tiny_image".to_owned()));
    let told: Vec<_> = std::iter::from_fn(|| changes.try_recv().ok()).collect();
    assert!(told.contains(&Change::Conversation { room: room(ROOM) }), "what is on screen is asked for again: {told:?}");
    assert!(guard::is_blown_up(5) && !guard::is_blown_up(24));
}

#[test]
fn a_picture_of_an_older_version_is_measured_anew() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Kitchen")]);
    t.store.write(|w| Ok(w.conn().execute("UPDATE media SET measured = 1", [])?)).unwrap();
    let MessageBody::Pin { pin } = t.message("$1").body else { panic!("no pin") };
    let media = pin.picture.unwrap().media;
    assert!(!t.store.read(|r| r.media_row(media)).unwrap().unwrap().measured);
}

#[test]
fn what_is_covered_is_so_in_search_lists_and_notices() {
    let t = TestRoom::new();
    let content = |title: &str, link: &str| {
        let mut content = pin_content(title, "", link);
        content["info"]["w"] = 40.into();
        content["info"]["h"] = 40.into();
        content
    };
    t.set_seconds(10);
    let covered = event(1, BOB, "m.room.message", content("Bargain", "https://bit.ly/3xYz"));
    let applied = t.live([covered]);
    assert!(t.message("$1").is_covered());
    assert_eq!(applied.notices[0].picture, None, "not in the notification");
    let last = || t.store.read(|r| r.conversation(&room(ROOM))).unwrap().last.unwrap().picture;
    assert_eq!(last(), None, "not in the list");
    let hit = |words: &str| match t.store.read(|r| r.search(words, 5)).unwrap().into_iter().next() {
        Some(SearchHit::Message { covered, picture, .. }) => (covered, picture.is_some()),
        other => panic!("{other:?}"),
    };
    assert_eq!(hit("bargain"), (true, true));
    t.live([pin(2, BOB, "Kettle")]);
    assert_eq!(hit("kettle"), (false, true));
    assert!(last().is_some());
}

#[test]
fn a_trusted_person_is_no_stranger_to_be_covered() {
    let t = TestRoom::new();
    strangers_room(&t, "!one:localhost", RoomKind::Conversation);
    strangers_room(&t, "!wall:localhost", RoomKind::Board);
    apply(&t, "!one:localhost", pin(1, MALLORY, "Lamp"));
    apply(&t, "!wall:localhost", pin(2, MALLORY, "Lamp"));
    let covered = || {
        let page = t.store.read(|r| r.messages(&room("!one:localhost"), None, None, 10)).unwrap();
        let feed = t.store.read(|r| r.feed_page(None, None, 10)).unwrap();
        (page.messages[0].stranger, feed.items[0].stranger)
    };
    assert_eq!(covered(), (true, true));
    t.store.write(|w| w.trust_person(&MALLORY.into(), true)).unwrap();
    assert_eq!(covered(), (false, false));
    assert_eq!(t.store.read(|r| r.trusted()).unwrap().people[0].user.as_str(), MALLORY);
    t.store.write(|w| w.trust_person(&MALLORY.into(), false)).unwrap();
    assert_eq!(covered(), (true, true));
}
