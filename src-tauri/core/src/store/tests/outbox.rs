//! The outbox's rows, from Send to settled.

use serde_json::json;

use crate::api::Code;
use crate::model::{MessageId, MessageState, PinInput, RoomId};
use crate::outbox::{Next, Outgoing, OutgoingKind, Step, Upload, UploadedFile};
use crate::store::{ReadUpTo, RoomFacts, RoomKind, StoreError};
use crate::test_room::*;

fn say(t: &TestRoom, id: &RoomId, words: &str) -> MessageId {
    t.store.write(|w| w.queue_text(id, words, None)).unwrap()
}

fn next(t: &TestRoom, id: &RoomId) -> Next {
    t.store.read(|r| r.next_outgoing(id)).unwrap()
}

fn due(t: &TestRoom, id: &RoomId) -> Outgoing {
    match next(t, id) {
        Next::Due(row) => *row,
        other => panic!("{other:?}"),
    }
}

fn state(t: &TestRoom, message: MessageId) -> MessageState {
    t.store.read(|r| r.message(message)).unwrap().unwrap().state
}

fn input(title: &str) -> PinInput {
    PinInput { title: title.into(), note: "n".into(), link: Some("https://a.example/x".into()), picture: None, alt: None, source: None }
}

fn read(event: &str) -> ReadUpTo {
    ReadUpTo { event: event.into(), thread: None }
}

fn upload() -> Upload {
    let file = |uri: &str| UploadedFile { source: json!(uri), mimetype: "image/jpeg".into(), size: 10, width: 8, height: 6 };
    Upload { main: file("mxc://x/a"), thumbnail: Some(file("mxc://x/b")), file_name: "pin.jpg".into(), blurhash: None, colour: None }
}

#[test]
fn a_pin_goes_step_by_step_and_each_step_survives_a_restart() {
    let t = TestRoom::new();
    let id = room(ROOM);
    let message = t.store.write(|w| w.queue_pin(&id, &input("Kettle"))).unwrap();
    assert_eq!(state(&t, message), MessageState::Sending { waits_for: None });
    let row = due(&t, &id);
    assert!(matches!(&row.kind, OutgoingKind::Pin { pin, .. } if pin.title == "Kettle"));
    t.store.write(|w| w.step_prepared(row.id)).unwrap();
    t.store.write(|w| w.step_uploaded(row.id, &upload())).unwrap();
    let t = t.restart();
    assert_eq!(due(&t, &id).upload, Some(upload()));
    let content = json!({ "msgtype": "m.image", "body": "x" });
    t.store.write(|w| w.step_content(row.id, &content)).unwrap();
    t.store.write(|w| w.step_in_flight(row.id, START + 5, "DEV1")).unwrap();
    let t = t.restart();
    t.store.write(|w| w.step_in_flight(row.id, START + 99, "DEV2")).unwrap();
    let again = due(&t, &id);
    assert_eq!(
        (again.state, again.content, again.in_flight_at, again.device.as_deref()),
        (Step::InFlight, Some(content), Some(START + 5), Some("DEV1"))
    );
    assert_eq!((again.attempts, again.txn), (2, row.txn));
    t.store.write(|w| w.step_sent(row.id, &"$9".into())).unwrap();
    assert_eq!(next(&t, &id), Next::Empty);
    assert_eq!(state(&t, message), MessageState::Sent);
    // All further steps of a row that is gone are nothing.
    t.store
        .write(|w| {
            w.step_sent(row.id, &"$9".into()).and_then(|()| w.step_refused(row.id, "x", "y")).and_then(|()| w.step_later(row.id, 1, None))
        })
        .unwrap();
}

#[test]
fn steps_cannot_be_skipped() {
    let t = TestRoom::new();
    say(&t, &room(ROOM), "x");
    let row = due(&t, &room(ROOM));
    assert!(t.store.write(|w| w.step_uploaded(row.id, &upload())).is_err());
    assert_eq!(due(&t, &room(ROOM)).state, Step::Queued);
}

/// C03: what is refused holds up its own conversation only, and says so.
#[test]
fn a_refused_message_blocks_what_follows_in_its_room() {
    let t = TestRoom::new();
    let other = RoomFacts { name: Some("B".into()), ..room_facts("!b:localhost", RoomKind::Conversation) };
    t.store.write(|w| w.put_room(&other)).unwrap();
    let (a, b) = (room(ROOM), other.room);
    let pin = t.store.write(|w| w.queue_pin(&a, &input("Kettle"))).unwrap();
    let after = say(&t, &a, "two");
    say(&t, &b, "three");
    let row = due(&t, &a);
    t.store.write(|w| w.step_refused(row.id, "too_large", "Not sent: the picture is 34 MB and this server takes 10 MB.")).unwrap();
    // Nothing can go on here: a room that is listed all the same would be tried without a pause.
    assert_eq!(t.store.read(|r| r.outgoing_rooms()).unwrap(), std::slice::from_ref(&b));
    let t = t.restart();
    assert_eq!(next(&t, &a), Next::Blocked);
    assert!(matches!(next(&t, &b), Next::Due(_)));
    assert_eq!(
        state(&t, pin),
        MessageState::NotSent { code: "too_large".into(), words: "Not sent: the picture is 34 MB and this server takes 10 MB.".into() }
    );
    assert_eq!(state(&t, after), MessageState::Sending { waits_for: Some("Waits for the pin “Kettle” above".into()) });
    // The list says it too, where it is the last line.
    assert!(!t.store.read(|r| r.conversation(&a)).unwrap().last.unwrap().not_sent);
    // Receipts go on.
    t.store.write(|w| w.queue_receipt(&a, &read("$1"), false)).unwrap();
    assert!(matches!(due(&t, &a).kind, OutgoingKind::Receipt { .. }));
    let receipt = due(&t, &a).id;
    t.store.write(|w| w.step_sent(receipt, &"$1".into())).unwrap();
    // Retry: from where it stood. Delete lets the next go.
    t.store.write(|w| w.retry(pin)).unwrap();
    assert_eq!((due(&t, &a).id, due(&t, &a).state), (row.id, Step::Queued));
    t.store.write(|w| w.step_refused(row.id, "forbidden", "no").and_then(|()| w.delete_unsent(pin))).unwrap();
    assert!(matches!(due(&t, &a).kind, OutgoingKind::Text { text, .. } if text == "two"));
    assert_eq!(t.messages().len(), 1);
}

#[test]
fn retry_goes_on_from_the_last_stored_step() {
    let t = TestRoom::new();
    let id = room(ROOM);
    let pin = t.store.write(|w| w.queue_pin(&id, &input("x"))).unwrap();
    let row = due(&t, &id).id;
    t.store
        .write(|w| w.step_prepared(row).and_then(|()| w.step_uploaded(row, &upload())).and_then(|()| w.step_refused(row, "r", "w")))
        .unwrap();
    t.store.write(|w| w.retry(pin)).unwrap();
    assert_eq!(due(&t, &id).state, Step::Uploaded);
    t.store
        .write(|w| {
            w.step_content(row, &json!({})).and_then(|()| w.step_in_flight(row, 1, "D")).and_then(|()| w.step_refused(row, "r", "w"))
        })
        .unwrap();
    t.store.write(|w| w.retry(pin)).unwrap();
    assert_eq!(due(&t, &id).state, Step::Fixed);
    t.store.write(|w| w.step_in_flight(row, 2, "D")).unwrap();
    let error = t.store.write(|w| w.delete_unsent(pin)).unwrap_err();
    assert!(matches!(error, StoreError::Refused(p) if p.code == Code::Forbidden), "it may have arrived");
}

#[test]
fn waiting_is_no_refusal() {
    let t = TestRoom::new();
    let id = room(ROOM);
    let message = say(&t, &id, "x");
    let row = due(&t, &id).id;
    t.store.write(|w| w.step_later(row, START + 9_000, Some("Waits: the server asked for 9 seconds."))).unwrap();
    assert_eq!(next(&t, &id), Next::Later(START + 9_000));
    assert_eq!(state(&t, message), MessageState::Sending { waits_for: Some("Waits: the server asked for 9 seconds.".into()) });
    t.set_seconds(9);
    assert!(matches!(next(&t, &id), Next::Due(_)));
    t.store.write(|w| w.step_later(row, START + 99_000, None).and_then(|()| w.outgoing_now())).unwrap();
    assert!(matches!(next(&t, &id), Next::Due(_)));
}

#[test]
fn only_the_last_receipt_waits() {
    let t = TestRoom::new();
    let id = room(ROOM);
    t.store.write(|w| w.queue_receipt(&id, &read("$1"), false).and_then(|()| w.queue_receipt(&id, &read("$2"), true))).unwrap();
    let rows = t.store.read(|r| r.all_outgoing()).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].kind, OutgoingKind::Receipt { event: "$2".into(), private: true, thread: None });
}

#[test]
fn a_new_conversation_is_there_at_once_and_becomes_the_real_one() {
    let t = TestRoom::new();
    let local = t.store.write(|w| w.queue_new_conversation(&[CAROL.into()], None, true)).unwrap();
    assert!(local.as_str().starts_with("!new-"));
    say(&t, &local, "Hello Carol");
    t.store.write(|w| w.set_draft(&local, "and")).unwrap();
    let again = t.store.write(|w| w.queue_new_conversation(&[CAROL.into()], None, true)).unwrap();
    assert_eq!(again, local, "not a second one");
    let row = due(&t, &local);
    assert_eq!(row.kind, OutgoingKind::CreateRoom { users: vec![CAROL.into()], name: None, direct: true });
    for sync_first in [false, true] {
        if sync_first {
            let facts =
                RoomFacts { direct_with: vec![CAROL.into()], member_count: 2, ..room_facts("!real:localhost", RoomKind::Conversation) };
            t.store.write(|w| w.put_room(&facts)).unwrap();
        }
    }
    let real = room("!real:localhost");
    t.store.write(|w| w.step_in_flight(row.id, START, "D").and_then(|()| w.adopt_room(&local, &real))).unwrap();
    let by_local = t.store.read(|r| r.conversation(&local)).unwrap();
    assert_eq!((by_local.room, by_local.name.as_str(), by_local.head), (real.clone(), "Carol", true));
    assert_eq!(t.store.read(|r| r.draft(&local)).unwrap(), "and");
    assert!(matches!(due(&t, &real).kind, OutgoingKind::Text { .. }));
    assert_eq!(t.store.read(|r| r.messages(&local, None, None, 10)).unwrap().messages[0].room, real);
    say(&t, &local, "still by the old ID");
    assert_eq!(t.store.read(|r| r.outgoing_rooms()).unwrap(), [real]);
    assert_eq!(t.store.read(|r| r.conversations(None, 10)).unwrap().len(), 2);
    // Adopting twice changes nothing.
    t.store.write(|w| w.adopt_room(&local, &room("!other:localhost"))).unwrap();
    assert_eq!(t.store.read(|r| r.conversations(None, 10)).unwrap().len(), 2);
}

#[test]
fn a_room_that_cannot_be_made_says_so_on_its_first_message() {
    let t = TestRoom::new();
    let local = t.store.write(|w| w.queue_new_conversation(&["@no:one".into()], Some("G".into()), false)).unwrap();
    let (first, second) = (say(&t, &local, "a"), say(&t, &local, "b"));
    let row = due(&t, &local);
    t.store.write(|w| w.step_refused(row.id, "rejected", "There is no such person.")).unwrap();
    assert_eq!(state(&t, first), MessageState::NotSent { code: "rejected".into(), words: "There is no such person.".into() });
    assert!(matches!(state(&t, second), MessageState::Sending { waits_for: Some(_) }));
    t.store.write(|w| w.retry(first)).unwrap();
    assert_eq!(due(&t, &local).id, row.id);
}

#[test]
fn an_existing_conversation_is_used() {
    let t = TestRoom::new();
    assert_eq!(t.store.write(|w| w.queue_new_conversation(&[BOB.into()], None, true)).unwrap(), room(ROOM));
}

#[test]
fn bounds_are_said_in_numbers() {
    let t = TestRoom::new();
    let refused = |pin: PinInput| match t.store.write(|w| w.queue_pin(&room(ROOM), &pin)) {
        Err(StoreError::Refused(problem)) => problem,
        other => panic!("{other:?}"),
    };
    let long_title = refused(PinInput { title: "x".repeat(301), ..input("") });
    assert_eq!(long_title.words, "Not sent: the title has 301 bytes and may have 300. Please shorten it.");
    let long_note = refused(PinInput { note: "x".repeat(70_000), ..input("t") });
    assert!(long_note.code == Code::TooLarge && long_note.words.contains("24576"), "{}", long_note.words);
    assert_eq!(refused(PinInput { link: Some("file:///etc/passwd".into()), ..input("t") }).code, Code::Blocked);
    assert_eq!(refused(PinInput { note: String::new(), link: None, ..input(" ") }).code, Code::BadInput);
    assert!(t.store.write(|w| w.queue_text(&room(ROOM), &"x".repeat(70_000), None)).is_err());
    assert!(t.messages().is_empty() && next(&t, &room(ROOM)) == Next::Empty);
}

#[test]
fn nothing_is_queued_where_one_may_not_write() {
    let t = TestRoom::new();
    let gone = RoomFacts { joined: false, ..room_facts("!gone:localhost", RoomKind::Conversation) };
    t.store.write(|w| w.put_room(&gone)).unwrap();
    assert!(t.store.write(|w| w.queue_text(&gone.room, "x", None)).is_err());
}

/// A row that was written by an echo without our transaction ID and the answer of the server are one message.
#[test]
fn answer_after_a_nameless_echo() {
    let t = TestRoom::new();
    say(&t, &room(ROOM), "mine");
    let row = due(&t, &room(ROOM)).id;
    t.store.write(|w| w.step_content(row, &json!({})).and_then(|()| w.step_in_flight(row, 1, "D"))).unwrap();
    t.live([locked(1, ALICE, "s")]);
    t.store.write(|w| w.step_sent(row, &"$1".into())).unwrap();
    assert_eq!(t.messages().len(), 1);
}

#[test]
fn several_pins_go_out_in_order_as_one_group_and_are_read_as_one() {
    let t = TestRoom::new();
    let id = room(ROOM);
    let pins: Vec<PinInput> = (0..100).map(|n| input(&format!("Pin {n}"))).collect();
    let sent = t.store.write(|w| w.queue_pins(&id, &pins)).unwrap();
    assert_eq!(sent.len(), 100);
    let rows = t.store.read(|r| r.all_outgoing()).unwrap();
    let mut names = std::collections::HashSet::new();
    for (index, (row, message)) in rows.iter().zip(&sent).enumerate() {
        assert_eq!(row.message, Some(*message));
        let content = crate::outbox::content::pin_content(&pins[index], None, &row.kind.about(), &row.txn).unwrap();
        let group = &content["app.tackroom.pin"]["group"];
        assert_eq!((group["index"].as_u64(), group["count"].as_u64()), (Some(index as u64), Some(100)));
        names.insert(group["id"].as_str().unwrap().to_owned());
        let shown = t.store.read(|r| r.message(*message)).unwrap().unwrap();
        assert_eq!(shown.group.map(|group| (group.index, group.count)), Some((index as u32, 100)), "before it is sent");
    }
    assert_eq!(names.len(), 1, "one group");
    // Its echo keeps it; one alone is no group; neither none nor 101 are taken, and then none of them goes.
    let content = crate::outbox::content::pin_content(&pins[0], None, &rows[0].kind.about(), &rows[0].txn).unwrap();
    t.live([event(1, ALICE, "m.room.message", content)]);
    assert_eq!(t.message("$1").group.map(|group| group.index), Some(0));
    let one = t.store.write(|w| w.queue_pins(&id, &pins[..1])).unwrap();
    assert_eq!(t.store.read(|r| r.message(one[0])).unwrap().unwrap().group, None);
    let before = t.store.read(|r| r.outgoing_count()).unwrap();
    let many: Vec<PinInput> = (0..101).map(|n| input(&format!("Pin {n}"))).collect();
    assert!(t.store.write(|w| w.queue_pins(&id, &many)).is_err() && t.store.write(|w| w.queue_pins(&id, &[])).is_err());
    let bad = [input("Good"), PinInput { title: "x".repeat(400), ..input("") }];
    assert!(t.store.write(|w| w.queue_pins(&id, &bad)).is_err());
    assert_eq!(t.store.read(|r| r.outgoing_count()).unwrap(), before);
}

#[test]
fn a_group_of_anothers_that_cannot_be_is_none() {
    let t = TestRoom::new();
    let mut number = 0;
    let mut group = |group: serde_json::Value| {
        number += 1;
        let mut content = pin_content("Kettle", "", "");
        content["app.tackroom.pin"]["group"] = group;
        t.live([event(number, BOB, "m.room.message", content)]);
        t.message(&format!("${number}")).group
    };
    assert!(group(json!({ "id": "a", "index": 1, "count": 2 })).is_some());
    for bad in [
        json!({ "id": "a", "index": 2, "count": 2 }),
        json!({ "id": "", "index": 0, "count": 2 }),
        json!({ "id": "a", "index": 0, "count": 101 }),
    ] {
        assert_eq!(group(bad.clone()), None, "{bad}");
    }
    for bad in [
        json!({ "id": "a", "index": 0, "count": 1 }),
        json!({ "id": "x".repeat(101), "index": 0, "count": 2 }),
        json!(7),
        json!({ "id": 7 }),
    ] {
        assert_eq!(group(bad.clone()), None, "{bad}");
    }
}

/// Sync may show the new room before the answer that it was made: whoever is killed then must still find it again.
#[test]
fn the_first_event_of_a_new_room_does_not_settle_its_making() {
    let t = TestRoom::new();
    let local = t.store.write(|w| w.queue_group(&[BOB.into(), CAROL.into()], Some(" Cabin\ntrip "))).unwrap();
    t.store.write(|w| w.queue_text(&local, "first", None)).unwrap();
    let rows = || t.store.read(|r| r.all_outgoing()).unwrap();
    let making = rows()[0].clone();
    assert!(matches!(&making.kind, OutgoingKind::CreateRoom { name: Some(name), direct: false, .. } if name == "Cabin trip"));
    let real = room("!real:localhost");
    t.store.write(|w| w.put_room(&room_facts(real.as_str(), crate::store::RoomKind::Conversation))).unwrap();
    let mut create = event(1, ALICE, "m.room.create", serde_json::json!({ "app.tackroom.txn": making.txn }));
    create.json["state_key"] = "".into();
    t.apply(&crate::project::Slice { room: real.clone(), ..slice([create]) });
    assert_eq!(rows().len(), 2, "it is still to be given its room");
    t.store.write(|w| w.adopt_room(&local, &real)).unwrap();
    assert_eq!(rows().iter().map(|row| row.room.clone()).collect::<Vec<_>>(), [real]);
}

#[test]
fn a_groups_name_is_of_one_line_and_bounded() {
    let t = TestRoom::new();
    let name_of = |name: &str| {
        let room = t.store.write(|w| w.queue_group(&[BOB.into()], Some(name)))?;
        t.store.read(|r| r.conversation(&room)).map(|c| c.name)
    };
    assert_eq!(name_of(&"x".repeat(80)).unwrap().len(), 80);
    assert_eq!(name_of("  ").unwrap(), "Bob");
    assert!(name_of(&"x".repeat(81)).is_err());
}
