//! Requests of strangers: who is kept out, and what is covered until one answers.

use crate::model::*;
use crate::project::{Applied, Slice, SourceEvent};
use crate::store::{RoomFacts, RoomKind};
use crate::test_room::*;

const CLUB: &str = "!club:localhost";

fn request(known: bool, rooms_in_common: &[&str]) -> Request {
    Request {
        room: room(CLUB),
        kind: RequestKind::Conversation,
        inviter: CAROL.into(),
        inviter_name: "Carol".into(),
        room_name: None,
        rooms_in_common: rooms_in_common.iter().map(|name| (*name).to_owned()).collect(),
        known,
        at: 7,
        kept_out: false,
    }
}

fn join(t: &TestRoom, kind: RoomKind) {
    t.store
        .write(|w| {
            w.put_room(&room_facts(CLUB, kind))?;
            w.settle_request(&room(CLUB), true)?;
            w.put_members(&room(CLUB), &[member(ALICE, "Alice"), member(CAROL, "Carol")])
        })
        .unwrap();
}

fn club(t: &TestRoom) -> Conversation {
    t.store.read(|r| r.conversation(&room(CLUB))).unwrap()
}

fn apply(t: &TestRoom, events: impl IntoIterator<Item = SourceEvent>) -> Applied {
    let slice = Slice { room: room(CLUB), ..slice(events) };
    t.store.write(|w| crate::project::apply(w, &alice(), &slice)).unwrap()
}

#[test]
fn a_room_of_a_stranger_stays_marked_until_one_answers() {
    let t = TestRoom::new();
    t.store.write(|w| w.put_request(&request(false, &[]))).unwrap();
    t.store.write(|w| w.accept_request(&room(CLUB))).unwrap();
    assert!(t.store.read(|r| r.requests()).unwrap().is_empty(), "it is answered");
    assert_eq!(t.store.read(|r| r.stranger_rooms()).unwrap(), [room(CLUB)], "also before the room is here");
    join(&t, RoomKind::Conversation);
    assert!(club(&t).stranger);

    apply(&t, [pin(1, CAROL, "Sale")]);
    let page = || t.store.read(|r| r.messages(&room(CLUB), None, None, 10)).unwrap().messages;
    assert!(page()[0].stranger);
    let last = club(&t).last.unwrap();
    assert_eq!((last.text.as_str(), last.picture), ("Sale", None), "no picture of it in lists");

    // What Matrix tells of the room later changes nothing of it.
    join(&t, RoomKind::Conversation);
    let t = t.restart();
    assert!(club(&t).stranger);
    t.store.write(|w| w.queue_text(&room(CLUB), "Who are you?", None)).unwrap();
    assert!(!club(&t).stranger);
    let page = t.store.read(|r| r.messages(&room(CLUB), None, None, 10)).unwrap().messages;
    assert!(page.iter().all(|message| !message.stranger));
}

#[test]
fn an_answer_from_another_device_counts_and_a_reaction_does_not() {
    let t = TestRoom::new();
    t.store.write(|w| w.put_request(&request(false, &[]))).unwrap();
    // Accepted on another device: the room comes without a word from here.
    join(&t, RoomKind::Conversation);
    apply(&t, [pin(1, CAROL, "Sale"), reaction(2, ALICE, 1, "👍")]);
    assert!(club(&t).stranger);
    apply(&t, [text(3, ALICE, "Hello")]);
    assert!(!club(&t).stranger);
}

#[test]
fn a_known_persons_board_is_not_covered_and_a_strangers_is() {
    for known in [true, false] {
        let t = TestRoom::new();
        t.store.write(|w| w.put_request(&Request { kind: RequestKind::Board, ..request(known, &[]) })).unwrap();
        t.store.write(|w| w.accept_request(&room(CLUB))).unwrap();
        join(&t, RoomKind::Board);
        apply(&t, [pin(1, CAROL, "Sale")]);
        let items = t.store.read(|r| r.feed_page(None, None, 10)).unwrap().items;
        assert_eq!((items.len(), items[0].stranger), (1, !known));
    }
}

#[test]
fn a_declined_request_marks_nothing() {
    let t = TestRoom::new();
    t.store.write(|w| w.put_request(&request(false, &[]))).unwrap();
    t.store.write(|w| w.settle_request(&room(CLUB), false)).unwrap();
    join(&t, RoomKind::Conversation);
    assert!(!club(&t).stranger);
}

#[test]
fn an_invitation_to_a_room_again_is_a_request_again() {
    let t = TestRoom::new();
    for _ in 0..2 {
        t.store.write(|w| w.put_request(&request(false, &[]))).unwrap();
        assert_eq!(t.store.read(|r| r.requests()).unwrap().len(), 1);
        t.store.write(|w| w.accept_request(&room(CLUB))).unwrap();
        assert!(t.store.read(|r| r.requests()).unwrap().is_empty());
    }
}

#[test]
fn who_may_write_keeps_others_apart_and_drops_nothing() {
    use WhoMayWrite::{Anyone, RoomsInCommon, WrittenTo};
    let kept = |setting: WhoMayWrite, request: &Request, written: bool| {
        let t = TestRoom::new();
        t.store
            .write(|w| {
                w.put_settings(&Settings { who_may_write: setting, ..Settings::default() })?;
                if written {
                    w.note_written(&CAROL.into(), 5)?;
                }
                w.put_request(request)
            })
            .unwrap();
        let listed = t.store.read(|r| r.requests()).unwrap();
        assert_eq!(listed.len(), 1, "kept apart, not dropped");
        listed[0].kept_out
    };
    let table = [
        (Anyone, request(false, &[]), false, false),
        (RoomsInCommon, request(false, &[]), false, true),
        (RoomsInCommon, request(false, &["Club"]), false, false),
        (RoomsInCommon, request(false, &[]), true, false),
        (WrittenTo, request(false, &["Club"]), false, true),
        (WrittenTo, request(false, &[]), true, false),
        (WrittenTo, request(true, &[]), false, false),
    ];
    for (setting, request, written, expected) in table {
        assert_eq!(kept(setting, &request, written), expected, "{setting:?} {request:?} written: {written}");
    }
}

#[test]
fn a_hundred_requests_are_a_list_of_a_hundred_lines() {
    let t = TestRoom::new();
    for i in 0..100 {
        t.store.write(|w| w.put_request(&Request { room: RoomId(format!("!r{i}:localhost")), at: i, ..request(false, &[]) })).unwrap();
    }
    let listed = t.store.read(|r| r.requests()).unwrap();
    assert_eq!(listed.iter().map(|r| r.at).collect::<Vec<_>>(), (0..100).rev().collect::<Vec<_>>());
}

#[test]
fn a_strangers_picture_is_in_no_notification() {
    let t = TestRoom::new();
    t.store.write(|w| w.put_request(&request(false, &[]))).unwrap();
    join(&t, RoomKind::Conversation);
    t.set_seconds(10);
    let applied = apply(&t, [pin(1, CAROL, "Sale")]);
    assert_eq!((applied.notices.len(), applied.notices[0].picture), (1, None));
}

#[test]
fn a_room_that_nobody_asked_for_is_no_strangers() {
    let t = TestRoom::new();
    t.store.write(|w| w.put_room(&RoomFacts { direct_with: vec![CAROL.into()], ..room_facts(CLUB, RoomKind::Conversation) })).unwrap();
    assert!(!club(&t).stranger);
}
