//! What one sets for a conversation: shown at once, told once, and what the server says later.

use serde_json::json;

use crate::model::*;
use crate::outbox::OutgoingKind;
use crate::outbox::mark::Said;
use crate::store::{RoomFacts, RoomKind, Store};
use crate::test_room::*;

const HOUR: i64 = 3_600_000;

fn set(t: &TestRoom, mark: Mark) {
    t.store.write(|w| w.set_mark(&room(ROOM), &mark)).unwrap();
}

/// The account's data say so, and no device said when.
fn seen(t: &TestRoom, mark: Mark) {
    seen_at(t, mark, None);
}

fn said(mark: Mark, at: Option<i64>) -> Said {
    Said { set: at.map(|_| mark.clone()), mark, at }
}

fn seen_at(t: &TestRoom, mark: Mark, at: Option<i64>) {
    t.store.write(|w| w.take_marks(&room(ROOM), &[said(mark, at)])).unwrap();
}

/// The only wish that waits, and when it was made.
fn wish(t: &TestRoom) -> (i64, Mark, Option<Mark>, i64) {
    let rows = t.store.read(|r| r.all_outgoing()).unwrap();
    let mut marks = rows.into_iter().filter_map(|row| match row.kind {
        OutgoingKind::Mark { mark, over } => Some((row.id, mark, over, row.created_at)),
        _ => None,
    });
    let found = marks.next().unwrap();
    assert!(marks.next().is_none());
    found
}

fn shown(t: &TestRoom) -> Conversation {
    t.store.read(|r| r.conversation(&room(ROOM))).unwrap()
}

/// What waits to be told, and forgets it as if the server had it.
fn told(store: &Store) -> Vec<Mark> {
    let rows = store.read(|r| r.all_outgoing()).unwrap();
    store.write(|w| rows.iter().try_for_each(|row| w.step_sent(row.id, &"$none".into()))).unwrap();
    let mark = |kind| if let OutgoingKind::Mark { mark, .. } = kind { Some(mark) } else { None };
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
    seen_at(&t, Mark::Archived { on: false }, Some(START + 1));
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
fn who_writes_into_an_archived_conversation_brings_it_back_also_where_it_is_muted() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "x")]);
    for muted in [Notify::All, Notify::None] {
        set(&t, Mark::Notify { notify: muted, until: None });
        for pins in [false, true] {
            set(&t, Mark::Archived { on: true });
            told(&t.store);
            // What is done to messages is no writing.
            t.store.write(|w| w.queue_reaction(&room(ROOM), &"$1".into(), "👍")).unwrap();
            assert!(shown(&t).archived);
            let pin = PinInput { title: "Kettle".into(), note: String::new(), link: None, picture: None, alt: None, source: None };
            t.store
                .write(
                    |w| if pins { w.queue_pins(&room(ROOM), &[pin]).map(drop) } else { w.queue_text(&room(ROOM), "hello", None).map(drop) },
                )
                .unwrap();
            let now = shown(&t);
            assert!(!now.archived && now.head, "{muted:?}, pins: {pins}");
            assert_eq!(wish(&t).1, Mark::Archived { on: false }, "for all devices");
            told(&t.store);
        }
    }
}

#[test]
fn what_was_told_is_not_undone_by_what_is_older() {
    let t = TestRoom::new();
    let other = |mark: &Mark| match mark {
        Mark::Archived { .. } => Mark::Archived { on: false },
        Mark::OnTop { .. } => Mark::OnTop { on: true },
        Mark::Unread { .. } => Mark::Unread { on: false },
        Mark::Notify { .. } => Mark::Notify { notify: Notify::All, until: None },
    };
    let all = [
        Mark::Archived { on: true },
        Mark::OnTop { on: false },
        Mark::Unread { on: true },
        Mark::Notify { notify: Notify::None, until: None },
    ];
    for mark in &all {
        set(&t, mark.clone());
        let (id, .., at) = wish(&t);
        t.store.write(|w| w.mark_told(id, &room(ROOM), mark.what(), at)).unwrap();
    }
    let as_set = |t: &TestRoom| {
        let now = shown(t);
        now.archived && !now.on_top && now.marked_unread && now.muted
    };
    let t = t.restart();
    for mark in &all {
        // The SDK's data of before, with and without a time.
        seen(&t, other(mark));
        seen_at(&t, other(mark), Some(START - 1));
        assert!(as_set(&t), "{mark:?}");
    }
    // Sync brings what was told; from then on what the data say holds, also from clients that leave no time.
    for mark in &all {
        seen_at(&t, mark.clone(), Some(START));
        assert!(as_set(&t), "{mark:?}");
    }
    for mark in &all {
        seen_at(&t, other(mark), Some(START));
    }
    let now = shown(&t);
    assert!(!now.archived && now.on_top && !now.marked_unread && !now.muted);
}

#[test]
fn an_older_wish_gives_way_to_what_was_set_later_elsewhere() {
    let t = TestRoom::new();
    let (on, off) = (Mark::Archived { on: true }, Mark::Archived { on: false });
    seen_at(&t, on.clone(), Some(START - 5));
    set(&t, off.clone());
    let (id, mark, over, at) = wish(&t);
    assert_eq!((&mark, &over, at), (&off, &Some(on.clone()), START));
    let later = said(on.clone(), Some(START + 60_000));
    assert!(!later.gives_way_to(&mark, over.as_ref(), at));
    t.store.write(|w| w.mark_overtaken(id, &room(ROOM), &later)).unwrap();
    assert!(shown(&t).archived && told(&t.store).is_empty());

    // Pressed here it is later than all that is known here, though this clock is a minute behind.
    set(&t, off.clone());
    let (id, mark, over, at) = wish(&t);
    assert!(at > START + 60_000 && later.gives_way_to(&mark, over.as_ref(), at));
    // One that was changed while it was on its way is another wish, and holds against what overtook the first.
    set(&t, on.clone());
    set(&t, off.clone());
    t.store.write(|w| w.mark_overtaken(id, &room(ROOM), &said(on, Some(at + 1)))).unwrap();
    assert!(!shown(&t).archived);
    assert!(wish(&t).3 > at);
}

#[test]
fn what_happens_by_itself_has_the_time_of_its_cause() {
    let t = TestRoom::new();
    t.set_seconds(1_000);
    let on = Mark::Archived { on: true };
    seen_at(&t, on.clone(), Some(START));
    t.live([text(7, BOB, "of a while ago, came only now")]);
    let (.., over, at) = wish(&t);
    assert_eq!((over, at), (Some(on), START + 7_000), "archived anew after that message, it stays archived");
    told(&t.store);
    set(&t, Mark::Notify { notify: Notify::All, until: Some(START + 1_005_000) });
    told(&t.store);
    t.set_seconds(5_000);
    t.store.write(|w| w.end_mutes()).unwrap();
    assert_eq!(wish(&t).3, START + 1_005_000);
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
