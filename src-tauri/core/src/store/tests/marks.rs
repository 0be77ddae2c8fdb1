//! What one sets for a conversation: shown at once, told once, and what the server says later.

use serde_json::json;

use crate::model::*;
use crate::outbox::OutgoingKind;
use crate::store::{RoomFacts, RoomKind, Store};
use crate::test_room::*;

const HOUR: i64 = 3_600_000;

fn set(t: &TestRoom, mark: Mark) {
    t.store.write(|w| w.set_mark(&room(ROOM), &mark)).unwrap();
}

fn seen(t: &TestRoom, mark: Mark) {
    t.store.write(|w| w.take_marks(&room(ROOM), &[mark])).unwrap();
}

fn shown(t: &TestRoom) -> Conversation {
    t.store.read(|r| r.conversation(&room(ROOM))).unwrap()
}

/// What waits to be told, and forgets it as if the server had it.
fn told(store: &Store) -> Vec<Mark> {
    let rows = store.read(|r| r.all_outgoing()).unwrap();
    store.write(|w| rows.iter().try_for_each(|row| w.step_sent(row.id, &"$none".into()))).unwrap();
    let mark = |kind| if let OutgoingKind::Mark { mark } = kind { Some(mark) } else { None };
    rows.into_iter().filter_map(|row| mark(row.kind)).collect()
}

#[test]
fn what_is_set_shows_at_once_and_only_the_last_is_told() {
    let t = TestRoom::new();
    set(&t, Mark::OnTop { on: true });
    set(&t, Mark::Unread { on: true });
    set(&t, Mark::Archived { on: true });
    set(&t, Mark::Archived { on: false });
    set(&t, Mark::Archived { on: true });
    let now = shown(&t);
    assert!(now.archived && now.marked_unread && !now.on_top, "what is put away does not stand before all others");
    // An older word of the server changes nothing while one's own waits.
    seen(&t, Mark::Archived { on: false });
    assert!(shown(&t).archived);
    let t = t.restart();
    let mut told_now = told(&t.store);
    told_now.sort_by_key(|mark| mark.what());
    assert_eq!(told_now, [Mark::Archived { on: true }, Mark::OnTop { on: false }, Mark::Unread { on: true }]);
    seen(&t, Mark::Archived { on: false });
    assert!(!shown(&t).archived, "set elsewhere");
    assert!(told(&t.store).is_empty(), "what the server said is not told again");
}

#[test]
fn lists_know_what_is_archived_and_what_stands_on_top() {
    let t = TestRoom::new();
    for name in ["Ash", "Birch", "Cedar"] {
        let id = format!("!{name}:localhost");
        t.store.write(|w| w.put_room(&RoomFacts { name: Some(name.into()), ..room_facts(&id, RoomKind::Conversation) })).unwrap();
    }
    let names = |archived: bool| {
        let list = t.store.read(|r| if archived { r.archived(None, 10) } else { r.conversations(None, 10) }).unwrap();
        list.into_iter().map(|c| c.name).collect::<Vec<_>>()
    };
    let ash = room("!Ash:localhost");
    t.store.write(|w| w.open_head(&ash)).unwrap();
    t.store.write(|w| w.set_mark(&room("!Birch:localhost"), &Mark::OnTop { on: true })).unwrap();
    t.store.write(|w| w.set_mark(&ash, &Mark::Archived { on: true })).unwrap();
    assert_eq!((names(false), names(true)), (vec!["Birch".into(), "Cedar".into(), "Bob".into()], vec!["Ash".to_owned()]));
    assert!(t.store.read(|r| r.heads()).unwrap().is_empty(), "its head went");
    let after = t.store.read(|r| r.conversations(Some(&room("!Birch:localhost")), 10)).unwrap();
    assert_eq!(after.len(), 2, "pages go on behind what stands on top");
    // Kept on top, it is not archived any more.
    t.store.write(|w| w.set_mark(&ash, &Mark::OnTop { on: true })).unwrap();
    assert!(names(true).is_empty() && names(false).contains(&"Ash".into()));
}

#[test]
fn something_new_brings_an_archived_conversation_back_unless_it_is_muted() {
    let t = TestRoom::new();
    set(&t, Mark::Archived { on: true });
    t.live([text(1, ALICE, "mine, from elsewhere")]);
    assert!(shown(&t).archived);
    t.history([text(-9, BOB, "old")]);
    assert!(shown(&t).archived, "loaded history is nothing new");
    told(&t.store);
    t.live([pin(2, BOB, "Kettle")]);
    let now = shown(&t);
    assert!(!now.archived && now.head);
    assert_eq!(told(&t.store), [Mark::Archived { on: false }], "for all devices");

    set(&t, Mark::Notify { notify: Notify::None, until: None });
    set(&t, Mark::Archived { on: true });
    t.live([pin(3, BOB, "Pot")]);
    assert!(shown(&t).archived && !shown(&t).head);
}

#[test]
fn a_mute_for_a_time_ends_by_the_clock_and_is_told() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "x")]);
    set(&t, Mark::Notify { notify: Notify::Mentions, until: Some(START + HOUR) });
    let total = || t.store.read(|r| r.unread_total()).unwrap();
    let told_of = |t: &TestRoom| t.store.read(|r| r.notify_of(&room(ROOM))).unwrap();
    assert!(shown(&t).muted && total() == 0 && told_of(&t) == Notify::None);
    assert_eq!(t.store.read(|r| r.next_mute_end()).unwrap(), Some(START + HOUR));
    assert!(!t.store.write(|w| w.end_mutes()).unwrap());
    told(&t.store);
    t.set_seconds(3_600);
    assert!(!shown(&t).muted && total() == 1, "also where nobody has said so yet");
    assert_eq!(told_of(&t), Notify::Mentions);
    assert!(t.store.write(|w| w.end_mutes()).unwrap());
    assert_eq!(told(&t.store), [Mark::Notify { notify: Notify::Mentions, until: None }]);
    assert_eq!(t.store.read(|r| r.next_mute_end()).unwrap(), None);
}

#[test]
fn of_mentions_only_those_that_name_one_are_told() {
    let t = TestRoom::new();
    set(&t, Mark::Notify { notify: Notify::Mentions, until: None });
    let naming = |n: i64, named: serde_json::Value| {
        let mut event = text(n, BOB, "look");
        event.json["content"]["m.mentions"] = named;
        event
    };
    assert!(t.live([text(1, BOB, "look")]).notices.is_empty());
    assert!(t.live([naming(2, json!({ "user_ids": [CAROL] }))]).notices.is_empty());
    assert_eq!(t.live([naming(3, json!({ "user_ids": [CAROL, ALICE] }))]).notices.len(), 1);
    assert_eq!(t.live([naming(4, json!({ "room": true }))]).notices.len(), 1);
    assert!(t.live([naming(5, json!("nonsense"))]).notices.is_empty());
}

#[test]
fn marked_as_unread_counts_as_one_and_read_reads_all() {
    let t = TestRoom::new();
    let total = || t.store.read(|r| r.unread_total()).unwrap();
    set(&t, Mark::Unread { on: true });
    assert_eq!(total(), 1);
    t.live([text(1, BOB, "a"), text(2, BOB, "b"), in_thread(3, BOB, 1, "c")]);
    assert_eq!(total(), 3, "the mark adds nothing to what is unread");
    set(&t, Mark::Unread { on: false });
    assert_eq!((total(), shown(&t).unread, shown(&t).marked_unread), (0, 0, false));
    let rows = t.store.read(|r| r.all_outgoing()).unwrap();
    let receipts = rows.iter().filter(|row| matches!(row.kind, OutgoingKind::Receipt { .. })).count();
    assert_eq!(receipts, 2, "of the thread, and of the rest: {rows:?}");
    // A receipt that follows takes no mark with it.
    assert_eq!(told(&t.store), [Mark::Unread { on: false }]);
}

#[test]
fn what_is_set_before_the_server_has_made_the_room_waits_for_it() {
    let t = TestRoom::new();
    let local = t.store.write(|w| w.queue_new_conversation(&[CAROL.into()], None, true)).unwrap();
    t.store.write(|w| w.set_mark(&local, &Mark::OnTop { on: true })).unwrap();
    let due = |id: &RoomId| t.store.read(|r| r.next_outgoing(id)).unwrap();
    assert!(matches!(due(&local), crate::outbox::Next::Due(row) if matches!(row.kind, OutgoingKind::CreateRoom { .. })));
    let real = room("!made:localhost");
    t.store.write(|w| w.adopt_room(&local, &real)).unwrap();
    assert!(matches!(due(&real), crate::outbox::Next::Due(row) if matches!(row.kind, OutgoingKind::Mark { .. })));
}
