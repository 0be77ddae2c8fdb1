//! Places, gaps, and what follows from them.

use crate::model::{MessageId, Place};
use crate::project::Slice;
use crate::test_room::*;

#[test]
fn history_goes_before_and_news_after() {
    let t = TestRoom::new();
    t.live((10..13).map(|n| text(n, BOB, &n.to_string())));
    t.history((5..11).map(|n| text(n, BOB, &n.to_string())));
    t.live((12..15).map(|n| text(n, BOB, &n.to_string())));
    let expected: Vec<String> = (5..15).map(|n| format!("Bob: {n}")).collect();
    assert_eq!(t.shown(), expected.join("\n"));
}

#[test]
fn a_gap_is_shown_until_it_is_filled() {
    let t = TestRoom::new();
    // The first slice of a room has a gap before it, of which nothing is said.
    t.apply(&Slice { gap_before: true, ..slice([text(1, BOB, "1"), text(2, BOB, "2")]) });
    assert!(t.store.read(|r| r.gaps(&room(ROOM))).unwrap().is_empty());
    t.apply(&Slice { gap_before: true, ..slice([text(8, BOB, "8"), text(9, BOB, "9")]) });
    assert_eq!(t.shown(), "Bob: 1\nBob: 2\n… Bob: 8\nBob: 9");
    // One page closes a part of it.
    t.apply(&Slice { gap_before: true, live: false, ..slice((5..10).map(|n| text(n, BOB, &n.to_string()))) });
    assert_eq!(t.shown(), "Bob: 1\nBob: 2\n… Bob: 5\nBob: 6\nBob: 7\nBob: 8\nBob: 9");
    t.history((2..6).map(|n| text(n, BOB, &n.to_string())));
    assert!(!t.shown().contains('…'));
    t.apply(&Slice { reached_start: true, live: false, ..slice([text(0, BOB, "0"), text(1, BOB, "1")]) });
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 50)).unwrap();
    assert!(page.complete && page.before.is_none());
    assert_eq!(page.messages.len(), 10);
}

#[test]
fn a_gap_before_an_event_that_shows_nothing_stands_before_the_next_message() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "1")]);
    t.apply(&Slice { gap_before: true, ..slice([reaction(8, BOB, 1, "👍"), text(9, BOB, "9")]) });
    assert_eq!(t.shown(), "Bob: 1 👍1\n… Bob: 9");
}

#[test]
fn absence_removes_nothing() {
    let t = TestRoom::new();
    t.live((1..6).map(|n| text(n, BOB, &n.to_string())));
    t.live([]);
    t.live([text(5, BOB, "5")]);
    t.live([text(2, BOB, "2"), text(4, BOB, "4")]);
    assert_eq!(t.messages().len(), 5);
}

#[test]
fn unsent_ones_stand_at_the_end_until_the_server_places_them() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "1")]);
    t.store.write(|w| w.queue_text(&room(ROOM), "mine", None)).unwrap();
    t.store.write(|w| w.queue_text(&room(ROOM), "mine too", None)).unwrap();
    t.live([text(2, BOB, "2")]);
    assert_eq!(t.shown(), "Bob: 1\nBob: 2\nAlice: mine\nAlice: mine too");
    // The answer came, the echo not yet: it still stands at the end, and is not known to have a place.
    let outgoing = t.store.read(|r| r.all_outgoing()).unwrap();
    t.store
        .write(|w| {
            w.step_content(outgoing[0].id, &serde_json::json!({ "msgtype": "m.text", "body": "mine" }))?;
            w.step_in_flight(outgoing[0].id, START, "DEVICE")?;
            w.step_sent(outgoing[0].id, &"$3".into())
        })
        .unwrap();
    t.live([text(4, BOB, "4")]);
    assert_eq!(t.shown(), "Bob: 1\nBob: 2\nBob: 4\nAlice: mine\nAlice: mine too");
    t.live([text(2, BOB, "2"), text(3, ALICE, "mine"), text(4, BOB, "4")]);
    assert_eq!(t.shown(), "Bob: 1\nBob: 2\nAlice: mine\nBob: 4\nAlice: mine too");
}

#[test]
fn pages_are_cut_by_key() {
    let t = TestRoom::new();
    t.live((1..=100).map(|n| text(n, BOB, &n.to_string())));
    let mut before: Option<Place> = None;
    let mut seen = Vec::new();
    loop {
        let page = t.store.read(|r| r.messages(&room(ROOM), before, None, 30)).unwrap();
        seen.splice(0..0, page.messages.iter().map(|m| crate::lines::line(&m.body, crate::model::Language::English)));
        // What comes meanwhile does not shift the pages.
        t.live([text(100 + i64::try_from(seen.len()).unwrap(), BOB, "new")]);
        match page.before {
            Some(place) => before = Some(place),
            None => break,
        }
    }
    assert_eq!(seen, (1..=100).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn only_the_page_with_the_first_message_begins_the_conversation() {
    let t = TestRoom::new();
    t.apply(&Slice { reached_start: true, live: false, ..slice((1..=50).map(|n| text(n, BOB, &n.to_string()))) });
    let page = |before| t.store.read(|r| r.messages(&room(ROOM), before, None, 40)).unwrap();
    let newest = page(None);
    assert!(!newest.complete, "ten older ones are here");
    let first = page(newest.before);
    assert!(first.complete && first.before.is_none());
    assert_eq!(first.messages.len(), 10);
}

#[test]
fn a_page_around_a_message_has_half_of_it_on_each_side() {
    let t = TestRoom::new();
    t.live((1..=100).map(|n| text(n, BOB, &n.to_string())));
    let id: MessageId = t.message("$50").id;
    let page = t.store.read(|r| r.messages(&room(ROOM), None, Some(id), 20)).unwrap();
    let lines: Vec<String> = page.messages.iter().map(|m| crate::lines::line(&m.body, crate::model::Language::English)).collect();
    assert_eq!(lines, (41..=60).map(|n| n.to_string()).collect::<Vec<_>>());
    let last = page.messages.last().unwrap().id;
    let next = t.store.read(|r| r.messages(&room(ROOM), None, Some(last), 20)).unwrap();
    assert_eq!(crate::lines::line(&next.messages.last().unwrap().body, crate::model::Language::English), "70");
}

#[test]
fn order_survives_many_insertions_at_one_place() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "1"), text(1000, BOB, "1000")]);
    // Each comes just before the last one: the space between two keys is halved each time until it is spread anew.
    for n in 2..60 {
        t.history([text(n - 1, BOB, &(n - 1).to_string()), text(n, BOB, &n.to_string()), text(1000, BOB, "1000")]);
    }
    let mut expected: Vec<String> = (1..60).map(|n| format!("Bob: {n}")).collect();
    expected.push("Bob: 1000".into());
    assert_eq!(t.shown(), expected.join("\n"));
}

/// The newest edit is the one that stands last, also after a slice has shown that another does.
#[test]
fn edits_that_change_places_are_told_anew() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "1")]);
    t.live([text_edit(3, BOB, 1, "the last")]);
    t.live([text_edit(2, BOB, 1, "the first")]);
    assert_eq!(t.shown(), "Bob: the first (edited)", "what came last is taken for the newest");
    t.live([text(1, BOB, "1"), text_edit(2, BOB, 1, "the first"), text_edit(3, BOB, 1, "the last")]);
    assert_eq!(t.shown(), "Bob: the last (edited)");
}
