//! Unread counts and notices.

use crate::model::{Mark, Notify, RoomId};
use crate::store::{ReceiptFacts, View};
use crate::test_room::*;

fn receipt(user: &str, event: &str, thread: Option<&str>) -> ReceiptFacts {
    ReceiptFacts { user: user.into(), event: event.into(), at: START, thread: thread.map(Into::into) }
}

fn put(t: &TestRoom, receipts: &[ReceiptFacts]) {
    t.store.write(|w| w.put_receipts(&room(ROOM), receipts)).unwrap();
}

#[test]
fn one_notice_a_message_and_never_again() {
    let t = TestRoom::new();
    let told = t.live([pin(1, BOB, "Kettle")]);
    let notice = &told.notices[0];
    assert_eq!((notice.sender.as_str(), notice.title.as_str(), notice.body.as_str()), ("Bob", "Kettle", "A note"));
    assert!(notice.picture.is_some() && notice.conversation.is_none());
    assert_eq!(t.unread(), 1);
    assert!(t.live([pin(1, BOB, "Kettle")]).notices.is_empty());
    let t = t.restart();
    assert!(t.live([pin(1, BOB, "Kettle"), text_edit(2, BOB, 1, "Pot")]).notices.is_empty());
    // Even where the rows are gone and come anew.
    t.store.write(|w| w.forget_room(&room(ROOM))).unwrap();
    t.store.write(|w| w.put_room(&room_facts(ROOM, crate::store::RoomKind::Conversation))).unwrap();
    assert!(t.live([pin(1, BOB, "Kettle")]).notices.is_empty());
}

#[test]
fn no_notice_for_what_is_seen_or_not_wanted() {
    let own = TestRoom::new();
    assert!(own.live([text(1, ALICE, "mine")]).notices.is_empty());
    assert_eq!(own.unread(), 0);

    let watched = TestRoom::new();
    watched.store.set_view(View { focused: true, open: Some(room(ROOM)) });
    assert!(watched.live([text(1, BOB, "x")]).notices.is_empty());
    watched.store.set_view(View { focused: false, open: Some(room(ROOM)) });
    assert_eq!(watched.live([text(2, BOB, "x")]).notices.len(), 1);

    let muted = TestRoom::new();
    let notify = |t: &TestRoom, notify| t.store.write(|w| w.set_mark(&room(ROOM), &Mark::Notify { notify, until: None })).unwrap();
    notify(&muted, Notify::None);
    assert!(muted.live([text(1, BOB, "x")]).notices.is_empty());
    assert_eq!(muted.unread(), 1);
    notify(&muted, Notify::All);
    assert!(muted.live([text(1, BOB, "x")]).notices.is_empty());

    let before_sign_in = TestRoom::new();
    assert!(before_sign_in.live([text(-60, BOB, "x")]).notices.is_empty());
    let loaded = TestRoom::new();
    assert!(loaded.history([text(1, BOB, "x")]).notices.is_empty());
}

/// C11: 30 messages in 3 rooms came while this device was off, 27 were read on another.
#[test]
fn what_was_read_elsewhere_is_not_told() {
    let t = TestRoom::new();
    let rooms: Vec<RoomId> = (0..3).map(|i| room(&format!("!r{i}:localhost"))).collect();
    let mut notices = Vec::new();
    for (i, id) in rooms.iter().enumerate() {
        let base = i64::try_from(i).unwrap() * 10;
        t.store.write(|w| w.put_room(&room_facts(id.as_str(), crate::store::RoomKind::Conversation))).unwrap();
        t.store.write(|w| w.put_receipts(id, &[receipt(ALICE, &format!("${}", base + 9), None)])).unwrap();
        let slice = crate::project::Slice { room: id.clone(), ..slice((base + 1..=base + 10).map(|n| text(n, BOB, "x"))) };
        notices.extend(t.apply(&slice).notices);
        assert_eq!(t.store.read(|r| r.conversation(id)).unwrap().unread, 1);
    }
    assert_eq!(notices.len(), 3, "one each");
    assert_eq!(t.store.read(|r| r.unread_total()).unwrap(), 3);
}

#[test]
fn counts_follow_reading_elsewhere_and_here() {
    let t = TestRoom::new();
    t.live((1..=5).map(|n| text(n, BOB, "x")));
    assert_eq!(t.unread(), 5);
    put(&t, &[receipt(ALICE, "$3", None)]);
    assert_eq!(t.unread(), 2);
    // An older receipt takes nothing back.
    put(&t, &[receipt(ALICE, "$1", None)]);
    assert_eq!(t.unread(), 2);
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 10)).unwrap();
    assert_eq!(page.first_unread, Some(t.message("$4").id));
    let last = t.message("$5").id;
    assert_eq!(t.store.write(|w| w.mark_read(&room(ROOM), None, last)).unwrap().map(|read| read.event), Some("$5".into()));
    assert_eq!(t.unread(), 0);
    assert_eq!(t.store.write(|w| w.mark_read(&room(ROOM), None, last)).unwrap(), None, "the server knows");
    // A receipt may come before its event.
    put(&t, &[receipt(ALICE, "$7", None)]);
    t.live((6..=8).map(|n| text(n, BOB, "x")));
    assert_eq!(t.unread(), 1);
    let t = t.restart();
    assert_eq!(t.unread(), 1);
}

#[test]
fn answering_is_reading() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "x"), text(2, BOB, "y"), text(3, ALICE, "z"), text(4, BOB, "w")]);
    assert_eq!(t.unread(), 1);
}

#[test]
fn loaded_history_is_not_unread_unless_it_is_known_to_be() {
    let t = TestRoom::new();
    t.live([text(10, BOB, "x")]);
    t.history([text(8, BOB, "x"), text(9, BOB, "x"), text(10, BOB, "x")]);
    assert_eq!(t.unread(), 1);
    // Away for long: the read position is known, what stands after it is unread though it is loaded later.
    let t = TestRoom::new();
    t.live([text(1, BOB, "x")]);
    put(&t, &[receipt(ALICE, "$1", None)]);
    t.apply(&crate::project::Slice { gap_before: true, ..slice([text(8, BOB, "x"), text(9, BOB, "x")]) });
    t.history((1..=9).map(|n| text(n, BOB, "x")));
    assert_eq!(t.unread(), 8);
}

/// C16: the last event is a reply in a thread; all three ways of reading settle it, and reading what stands outside of
/// threads leaves the thread unread.
#[test]
fn a_thread_leaves_no_badge_behind() {
    let with_thread = || {
        let t = TestRoom::new();
        t.live([pin(1, BOB, "Kettle"), in_thread(2, BOB, 1, "See?")]);
        assert_eq!(t.unread(), 2);
        t
    };
    let threaded = with_thread();
    put(&threaded, &[receipt(ALICE, "$1", Some("main")), receipt(ALICE, "$2", Some("$1"))]);
    assert_eq!(threaded.unread(), 0);

    let only_main = with_thread();
    put(&only_main, &[receipt(ALICE, "$1", Some("main"))]);
    assert_eq!(only_main.unread(), 1);

    let unthreaded = with_thread();
    put(&unthreaded, &[receipt(ALICE, "$2", None)]);
    assert_eq!(unthreaded.unread(), 0);

    let here = with_thread();
    let reply = here.message("$2").id;
    let main = here.store.write(|w| w.mark_read(&room(ROOM), None, reply)).unwrap().unwrap();
    assert_eq!((main.event.as_str(), main.thread.as_ref().map(|t| t.as_str())), ("$1", Some("main")));
    assert_eq!(here.unread(), 1, "the thread was not opened yet");
    let root = here.message("$1");
    assert_eq!(root.thread.map(|thread| (thread.unread, thread.last)), Some((1, "See?".into())));
    assert_eq!(here.store.read(|r| r.unread_threads(&room(ROOM))).unwrap()[0].about.text, "Kettle");
    let thread = here.store.write(|w| w.mark_read(&room(ROOM), Some(&"$1".into()), reply)).unwrap().unwrap();
    assert_eq!((thread.event.as_str(), thread.thread.as_ref().map(|t| t.as_str())), ("$2", Some("$1")));
    assert_eq!(here.unread(), 0);
    assert!(here.store.read(|r| r.unread_threads(&room(ROOM))).unwrap().is_empty());
    assert_eq!(here.store.read(|r| r.settled(&["$1".into(), "$2".into()])).unwrap().len(), 2);
}

#[test]
fn others_receipts_show_who_read() {
    let t = TestRoom::new();
    t.live([text(1, ALICE, "a"), text(2, ALICE, "b")]);
    assert_eq!(t.message("$2").state, crate::model::MessageState::Sent);
    put(&t, &[receipt(BOB, "$1", None)]);
    assert_eq!(t.message("$1").state, crate::model::MessageState::Read);
    assert_eq!(t.message("$2").state, crate::model::MessageState::Sent);
    assert_eq!(t.message("$1").readers[0].name, "Bob");
    put(&t, &[receipt(BOB, "$2", Some("main"))]);
    assert!(t.message("$1").readers.is_empty());
    assert_eq!(t.message("$2").readers[0].name, "Bob");
    assert_eq!(t.store.read(|r| r.conversation(&room(ROOM))).unwrap().read_at, Some(START));
}

#[test]
fn an_unread_message_opens_its_head_but_a_read_one_does_not() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "x")]);
    assert_eq!(t.store.read(|r| r.heads()).unwrap().len(), 1);
    t.store.write(|w| w.close_head(&room(ROOM))).unwrap();
    t.live([text(2, ALICE, "from my other device")]);
    assert!(t.store.read(|r| r.heads()).unwrap().is_empty());
}

/// An edit that names one for the first time is told, and its message is unread again, until one has read that far.
#[test]
fn an_edit_that_names_one_is_told_and_counts() {
    let t = TestRoom::new();
    t.store
        .write(|w| w.set_mark(&room(ROOM), &crate::model::Mark::Notify { notify: crate::model::Notify::Mentions, until: None }))
        .unwrap();
    t.set_seconds(10);
    let naming = |n: i64, target: i64, users: serde_json::Value| {
        let mut event = text_edit(n, BOB, target, "Tea, @Alice?");
        event.json["content"]["m.mentions"] = serde_json::json!({ "user_ids": users });
        event
    };
    let applied = t.live([text(1, BOB, "Tea?"), text(2, BOB, "Or coffee")]);
    assert!(applied.notices.is_empty(), "nobody is named");
    let read = |t: &TestRoom, event: &str| {
        let id = t.message(event).id;
        t.store.write(|w| w.mark_read(&room(ROOM), None, id)).unwrap()
    };
    read(&t, "$2");
    assert_eq!(t.unread(), 0);
    // A change that names nobody new tells nothing.
    assert!(t.live([text_edit(3, BOB, 1, "Tea, now?")]).notices.is_empty());
    assert_eq!(t.unread(), 0);
    let applied = t.live([naming(4, 1, serde_json::json!([ALICE]))]);
    assert_eq!(applied.notices.iter().map(|notice| notice.body.as_str()).collect::<Vec<_>>(), ["Tea, @Alice?"]);
    assert_eq!(t.unread(), 1);
    // What comes after it does not read it, nor is it told again.
    assert!(t.live([naming(4, 1, serde_json::json!([ALICE])), text(5, BOB, "x")]).notices.is_empty());
    assert_eq!(t.unread(), 2);
    // Read here, it is told to the server as read up to the edit, so that other devices know.
    let told = read(&t, "$2").unwrap();
    assert_eq!((told.event.as_str(), t.unread()), ("$4", 1));
    // Only its sender's edit counts, and none by oneself.
    let mut of_carol = naming(6, 1, serde_json::json!([ALICE]));
    of_carol.json["sender"] = CAROL.into();
    assert!(t.live([of_carol]).notices.is_empty());
    assert_eq!(t.unread(), 1);
}
