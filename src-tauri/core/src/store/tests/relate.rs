//! Edits, reactions and removals of one's own: shown at once, settled once, taken back where they are refused.

use serde_json::json;

use crate::model::{EventId, MessageBody, MessageId, MessageState, PinEdit, PinInput};
use crate::outbox::content::{PIN_KEY, edit_content};
use crate::outbox::{About, Next, Outgoing, OutgoingKind, Step};
use crate::project::SourceEvent;
use crate::test_room::*;

fn due(t: &TestRoom) -> Outgoing {
    match t.store.read(|r| r.next_outgoing(&room(ROOM))).unwrap() {
        Next::Due(row) => *row,
        other => panic!("{other:?}"),
    }
}

fn id(t: &TestRoom, event: &str) -> MessageId {
    t.message(event).id
}

/// The server's answer to what is next in the outbox.
fn answered(t: &TestRoom, event: &str) -> Outgoing {
    let row = due(t);
    t.store
        .write(|w| {
            w.step_in_flight(row.id, START, "DEV")?;
            w.step_sent(row.id, &event.into())
        })
        .unwrap();
    row
}

/// The echo of what the row sent.
fn echo(n: i64, row: &Outgoing) -> SourceEvent {
    match &row.kind {
        OutgoingKind::Edit { event, content, users } => event_with(n, "m.room.message", edit_content(event, content, users, &row.txn)),
        OutgoingKind::Reaction { event, key } => {
            let relates = json!({ "rel_type": "m.annotation", "event_id": event, "key": key });
            event_with(n, "m.reaction", json!({ "m.relates_to": relates, "app.tackroom.txn": row.txn }))
        }
        OutgoingKind::Redact { event } => {
            let mut source = event_with(n, "m.room.redaction", json!({ "redacts": event }));
            source.json["unsigned"] = json!({ "transaction_id": row.txn });
            source
        }
        other => panic!("{other:?}"),
    }
}

fn event_with(n: i64, kind: &str, content: serde_json::Value) -> SourceEvent {
    event(n, ALICE, kind, content)
}

fn local_relations(t: &TestRoom) -> i64 {
    t.store.read(|r| Ok(r.conn().query_row("SELECT count(*) FROM relation WHERE event LIKE '~%'", [], |row| row.get(0))?)).unwrap()
}

fn first_reaction(t: &TestRoom, event: &str) -> Option<(String, u32, bool)> {
    t.message(event).reactions.first().map(|r| (r.key.clone(), r.count, r.mine))
}

#[test]
fn an_edit_of_a_text_shows_at_once_and_is_sent_once() {
    let t = TestRoom::new();
    t.live([text(1, ALICE, "Tee?")]);
    t.store.write(|w| w.queue_edit_text(id(&t, "$1"), "Tea?")).unwrap();
    let shown = t.message("$1");
    assert_eq!((shown.body, shown.edited), (MessageBody::Text { text: "Tea?".into() }, true));
    assert_eq!(shown.state, MessageState::Sending { waits_for: None });
    let t = t.restart();
    let row = due(&t);
    let OutgoingKind::Edit { event, content, .. } = &row.kind else { panic!("{:?}", row.kind) };
    let wire = edit_content(event, content, &[], &row.txn);
    assert_eq!(wire["m.relates_to"], json!({ "rel_type": "m.replace", "event_id": "$1" }));
    assert_eq!(wire["m.new_content"], json!({ "msgtype": "m.text", "body": "Tea?" }));
    assert_eq!((wire["body"].as_str(), wire["app.tackroom.txn"].as_str()), (Some("* Tea?"), Some(row.txn.as_str())));
    answered(&t, "$2");
    assert_eq!(t.message("$1").state, MessageState::Sent);
    t.live([echo(2, &row)]);
    assert_eq!(t.shown(), "Alice: Tea? (edited)");
    assert_eq!(local_relations(&t), 0);
    // An echo that comes before the answer is as good.
    t.store.write(|w| w.queue_edit_text(id(&t, "$1"), "Coffee?")).unwrap();
    t.live([echo(3, &due(&t))]);
    assert_eq!((t.shown().as_str(), local_relations(&t)), ("Alice: Coffee? (edited)", 0));
    assert_eq!(t.store.read(|r| r.next_outgoing(&room(ROOM))).unwrap(), Next::Empty);
}

#[test]
fn an_edit_of_a_pin_keeps_picture_and_block() {
    let t = TestRoom::new();
    let mut sent = pin(1, ALICE, "Kettle");
    sent.json["content"][PIN_KEY]["from_the_future"] = json!(7);
    sent.json["content"][PIN_KEY]["alt"] = json!("A kettle");
    t.live([sent]);
    let before = t.message("$1");
    let edit = PinEdit { title: "Teapot".into(), note: "Blue".into(), link: None };
    t.store.write(|w| w.queue_edit_pin(before.id, &edit)).unwrap();
    let row = due(&t);
    let OutgoingKind::Edit { event, content, .. } = &row.kind else { panic!("{:?}", row.kind) };
    let block = &content[PIN_KEY];
    assert_eq!(
        (block["title"].as_str(), block["from_the_future"].as_i64(), block["alt"].as_str()),
        (Some("Teapot"), Some(7), Some("A kettle"))
    );
    assert!(block.get("link").is_none() && content["file"].is_object() && content["info"]["w"] == 800);
    assert!(content["body"] == "Teapot\nBlue" && content.get("m.relates_to").is_none());
    let wire = edit_content(event, content, &[], &row.txn);
    assert!(wire["file"] == content["file"] && wire["msgtype"] == "m.image" && wire.get(PIN_KEY).is_none());
    for after in [t.message("$1"), {
        answered(&t, "$2");
        t.live([echo(2, &row)]);
        t.message("$1")
    }] {
        let (MessageBody::Pin { pin }, MessageBody::Pin { pin: old }) = (&after.body, &before.body) else { panic!("{after:?}") };
        assert_eq!((pin.title.as_str(), pin.note.as_str(), &pin.link, &pin.picture), ("Teapot", "Blue", &None, &old.picture));
    }
    // And another edit is laid over the newest one.
    t.store.write(|w| w.queue_edit_pin(before.id, &PinEdit { title: "Pot".into(), ..edit })).unwrap();
    let OutgoingKind::Edit { content, .. } = due(&t).kind else { panic!() };
    assert_eq!((content["body"].as_str(), content[PIN_KEY]["from_the_future"].as_i64()), (Some("Pot\nBlue"), Some(7)));
}

#[test]
fn only_ones_own_words_can_be_edited_and_only_within_bounds() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "Hello"), text(2, ALICE, "Hi"), pin(3, ALICE, "Kettle")]);
    let text_edit = |event: &str, words: &str| t.store.write(|w| w.queue_edit_text(id(&t, event), words)).is_err();
    assert!(text_edit("$1", "x") && text_edit("$3", "x") && text_edit("$2", " ") && text_edit("$2", &"x".repeat(24_400)));
    let pin_edit = |event: &str, edit: PinEdit| t.store.write(|w| w.queue_edit_pin(id(&t, event), &edit)).is_err();
    let good = PinEdit { title: "Pot".into(), note: String::new(), link: None };
    assert!(pin_edit("$2", good.clone()) && pin_edit("$3", PinEdit { title: "x".repeat(301), ..good.clone() }));
    assert!(pin_edit("$3", PinEdit { link: Some("javascript:alert(1)".into()), ..good.clone() }));
    assert!(!pin_edit("$3", PinEdit { title: String::new(), ..good }), "a picture without words is a pin");
    assert_eq!(t.store.read(|r| r.last_editable(&room(ROOM), None)).unwrap(), Some(id(&t, "$3")));
}

#[test]
fn what_is_still_here_is_changed_in_place_and_what_is_on_its_way_by_an_edit() {
    let t = TestRoom::new();
    let message = t.store.write(|w| w.queue_text(&room(ROOM), "Tee", None)).unwrap();
    t.store.write(|w| w.queue_edit_text(message, "Tea")).unwrap();
    let row = due(&t);
    assert!(matches!(&row.kind, OutgoingKind::Text { text, .. } if text == "Tea"));
    assert_eq!(t.store.read(|r| r.all_outgoing()).unwrap().len(), 1);
    t.store.write(|w| w.step_content(row.id, &json!({ "msgtype": "m.text", "body": "Tea", "app.tackroom.txn": row.txn }))).unwrap();
    t.store.write(|w| w.step_in_flight(row.id, START, "DEV")).unwrap();
    // Offline, say: it may have arrived, so it is edited as what it will be.
    t.store.write(|w| w.queue_edit_text(message, "Coffee")).unwrap();
    assert_eq!(t.shown(), "Alice: Coffee (edited)");
    let edit = t.store.read(|r| r.all_outgoing()).unwrap().pop().unwrap();
    let name = edit.kind.target().unwrap().clone();
    assert_eq!(t.store.read(|r| r.event_meant(&name)).unwrap(), None, "the server has it not");
    t.store.write(|w| w.step_sent(row.id, &"$1".into())).unwrap();
    assert_eq!(t.store.read(|r| r.event_meant(&name)).unwrap(), Some("$1".into()));
    t.live([event_with(1, "m.room.message", json!({ "msgtype": "m.text", "body": "Tea", "app.tackroom.txn": row.txn }))]);
    assert_eq!(t.shown(), "Alice: Coffee (edited)");
    t.store
        .write(|w| {
            w.step_in_flight(edit.id, START, "DEV")?;
            w.step_sent(edit.id, &"$2".into())
        })
        .unwrap();
    t.live([event_with(
        2,
        "m.room.message",
        edit_content(&"$1".into(), &json!({ "msgtype": "m.text", "body": "Coffee" }), &[], &edit.txn),
    )]);
    assert_eq!((t.shown().as_str(), local_relations(&t)), ("Alice: Coffee (edited)", 0));
}

#[test]
fn a_refused_edit_is_said_and_its_delete_brings_the_old_words_back() {
    let t = TestRoom::new();
    t.live([text(1, ALICE, "Old")]);
    let message = id(&t, "$1");
    t.store.write(|w| w.queue_edit_text(message, "New")).unwrap();
    t.store.write(|w| w.step_refused(due(&t).id, "forbidden", "No")).unwrap();
    assert!(matches!(t.message("$1").state, MessageState::NotSent { .. }));
    t.store.write(|w| w.retry(message)).unwrap();
    assert_eq!(due(&t).state, Step::Queued);
    t.store.write(|w| w.step_refused(due(&t).id, "forbidden", "No")).unwrap();
    t.store.write(|w| w.delete_unsent(message)).unwrap();
    assert_eq!(t.shown(), "Alice: Old");
    assert_eq!(t.message("$1").state, MessageState::Sent);
}

#[test]
fn a_reaction_is_given_and_taken_back() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "Tea?"), reaction(2, BOB, 1, "👍")]);
    let message = id(&t, "$1");
    let react = |on| t.store.write(|w| w.queue_react(message, "👍", on)).unwrap();
    react(true);
    react(true);
    assert_eq!(first_reaction(&t, "$1"), Some(("👍".into(), 2, true)));
    let row = answered(&t, "$3");
    assert_eq!(t.store.read(|r| r.next_outgoing(&room(ROOM))).unwrap(), Next::Empty, "twice is once");
    assert_eq!(first_reaction(&t, "$1"), Some(("👍".into(), 2, true)));
    t.live([echo(3, &row)]);
    react(false);
    assert_eq!(first_reaction(&t, "$1"), Some(("👍".into(), 1, false)));
    assert!(matches!(&due(&t).kind, OutgoingKind::Redact { event } if event.as_str() == "$3"));
    let row = answered(&t, "$4");
    assert_eq!(first_reaction(&t, "$1"), Some(("👍".into(), 1, false)));
    t.live([echo(4, &row)]);
    assert_eq!((first_reaction(&t, "$1"), local_relations(&t)), (Some(("👍".into(), 1, false)), 0));
    // Taken back before anything was sent: nothing is sent.
    react(true);
    react(false);
    assert_eq!(t.store.read(|r| r.next_outgoing(&room(ROOM))).unwrap(), Next::Empty);
    assert_eq!(first_reaction(&t, "$1"), Some(("👍".into(), 1, false)));
}

#[test]
fn a_refused_reaction_goes_and_holds_nothing_up() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "Tea?")]);
    t.store.write(|w| w.queue_react(id(&t, "$1"), "🌱", true)).unwrap();
    t.store.write(|w| w.queue_text(&room(ROOM), "after", None)).unwrap();
    t.store.write(|w| w.step_refused(due(&t).id, "forbidden", "Not allowed here.")).unwrap();
    assert_eq!(first_reaction(&t, "$1"), None);
    assert!(matches!(due(&t).kind, OutgoingKind::Text { .. }));
    assert_eq!(t.store.alerts(), ["A reaction was not taken: Not allowed here."]);
}

/// The sender reads a row, and the person edits or deletes the message before the next step is stored.
#[test]
fn an_edit_while_its_message_is_made_ready_is_what_is_sent() {
    let t = TestRoom::new();
    let message = t.store.write(|w| w.queue_text(&room(ROOM), "Tee", None)).unwrap();
    let old = due(&t);
    let edit = |words: &str| t.store.write(|w| w.queue_edit_text(message, words)).unwrap();
    let fixed = |row: &Outgoing, body: &str| t.store.write(|w| w.step_fixed(row, &json!({ "body": body }))).unwrap();
    let begun = |row: &Outgoing| t.store.write(|w| w.step_begin(row, START, "DEV")).unwrap();
    edit("Tea");
    assert!(!fixed(&old, "Tee"), "made from what it was");
    let row = due(&t);
    assert!(fixed(&row, "Tea"));
    edit("Coffee");
    assert!(!begun(&row), "fixed, and changed before it was begun");
    let row = due(&t);
    assert!(matches!(&row.kind, OutgoingKind::Text { text, .. } if text == "Coffee") && row.content.is_none());
    assert!(fixed(&row, "Coffee") && begun(&due(&t)) && begun(&due(&t)), "and again after a failure");
    assert_eq!((t.shown().as_str(), t.store.read(|r| r.all_outgoing()).unwrap().len()), ("Alice: Coffee", 1));

    let second = t.store.write(|w| w.queue_text(&room(ROOM), "never mind", None)).unwrap();
    let row = t.store.read(|r| r.all_outgoing()).unwrap().pop().unwrap();
    assert!(fixed(&row, "never mind"));
    t.store.write(|w| w.queue_remove(second)).unwrap();
    assert!(!begun(&row), "deleted before it was begun");
}

#[test]
fn an_edit_meant_the_message_also_where_its_echo_had_no_name() {
    let t = TestRoom::new();
    let message = t.store.write(|w| w.queue_text(&room(ROOM), "Tee", None)).unwrap();
    let row = due(&t);
    t.store
        .write(|w| {
            w.step_content(row.id, &json!({ "msgtype": "m.text", "body": "Tee" }))?;
            w.step_in_flight(row.id, START, "DEV")?;
            w.queue_edit_text(message, "Tea")
        })
        .unwrap();
    t.live([locked(1, ALICE, "s")]);
    t.store.write(|w| w.step_sent(row.id, &"$1".into())).unwrap();
    let edit = due(&t);
    assert_eq!(t.store.read(|r| r.event_meant(edit.kind.target().unwrap())).unwrap(), Some("$1".into()));
    assert_eq!(edit.message, Some(id(&t, "$1")), "it shows how far its edit has come");
}

#[test]
fn a_removal_hides_at_once_and_empties_only_by_the_servers_word() {
    let t = TestRoom::new();
    t.live([pin(1, ALICE, "Kettle"), reply(2, BOB, 1, "Nice"), reaction(3, BOB, 1, "👍")]);
    let message = id(&t, "$1");
    t.store.write(|w| w.queue_remove(message)).unwrap();
    assert_eq!(t.message("$1").body, MessageBody::Removed);
    assert!(t.message("$1").reactions.is_empty());
    assert_eq!(t.message("$2").reply_to.unwrap().text, "Message removed");
    // Refused: it is there as before.
    t.store.write(|w| w.step_refused(due(&t).id, "forbidden", "No.")).unwrap();
    assert!(matches!(t.message("$1").body, MessageBody::Pin { .. }));
    assert_eq!(t.store.alerts(), ["A removal was not taken: No."]);

    t.store.write(|w| w.queue_remove(message)).unwrap();
    let row = answered(&t, "$4");
    assert_eq!(t.message("$1").body, MessageBody::Removed, "also until the echo comes");
    let applied = t.live([echo(4, &row)]);
    assert_eq!(applied.redacted.len(), 1, "its files go now");
    assert_eq!((t.message("$1").body, local_relations(&t)), (MessageBody::Removed, 0));
}

#[test]
fn what_was_not_sent_yet_is_only_taken_from_the_outbox() {
    let t = TestRoom::new();
    let first = t.store.write(|w| w.queue_text(&room(ROOM), "never mind", None)).unwrap();
    t.store.write(|w| w.queue_remove(first)).unwrap();
    assert_eq!((t.shown().as_str(), t.store.read(|r| r.next_outgoing(&room(ROOM))).unwrap()), ("", Next::Empty));
    // It may have arrived: then it is removed as what it will be.
    let second = t.store.write(|w| w.queue_text(&room(ROOM), "too late", None)).unwrap();
    let row = due(&t);
    t.store
        .write(|w| {
            w.step_content(row.id, &json!({ "body": "too late" }))?;
            w.step_in_flight(row.id, START, "DEV")
        })
        .unwrap();
    t.store.write(|w| w.queue_remove(second)).unwrap();
    assert_eq!(t.shown(), "Alice: Message removed");
    t.store.write(|w| w.step_sent(row.id, &"$1".into())).unwrap();
    assert_eq!(t.shown(), "Alice: Message removed");
    let removal = due(&t);
    assert_eq!(t.store.read(|r| r.event_meant(removal.kind.target().unwrap())).unwrap(), Some("$1".into()));
}

#[test]
fn what_is_about_something_that_never_came_to_be_is_pointless() {
    let t = TestRoom::new();
    let message = t.store.write(|w| w.queue_text(&room(ROOM), "x", None)).unwrap();
    let row = due(&t);
    t.store
        .write(|w| {
            w.step_content(row.id, &json!({ "body": "x" }))?;
            w.step_in_flight(row.id, START, "DEV")
        })
        .unwrap();
    t.store.write(|w| w.queue_react(message, "👍", true)).unwrap();
    t.store
        .write(|w| {
            w.step_refused(row.id, "forbidden", "No")?;
            w.delete_unsent(message)
        })
        .unwrap();
    let rest = due(&t);
    assert_eq!(t.store.read(|r| r.event_meant(rest.kind.target().unwrap())).unwrap(), None);
    t.store.write(|w| w.step_pointless(rest.id)).unwrap();
    assert_eq!((local_relations(&t), t.store.read(|r| r.next_outgoing(&room(ROOM))).unwrap()), (0, Next::Empty));
}

#[test]
fn an_answer_in_a_thread_says_so_on_the_wire_and_stands_in_its_place() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Kettle"), in_thread(2, BOB, 1, "See?")]);
    let about = About { thread: Some("$1".into()), ..About::default() };
    t.store.write(|w| w.queue_text_about(&room(ROOM), "I see", &about)).unwrap();
    let row = due(&t);
    let OutgoingKind::Text { text, .. } = &row.kind else { panic!("{:?}", row.kind) };
    let content = crate::outbox::content::text_content(text, &row.kind.about(), &row.txn).unwrap();
    assert_eq!(
        content["m.relates_to"],
        json!({ "rel_type": "m.thread", "event_id": "$1", "is_falling_back": true, "m.in_reply_to": { "event_id": "$2" } })
    );
    let main = t.store.read(|r| r.main_messages(&room(ROOM), None, None, 10)).unwrap();
    assert_eq!(main.messages.len(), 1);
    let root: EventId = "$1".into();
    let thread = t.store.read(|r| r.thread_messages(&room(ROOM), &root, None, 1)).unwrap();
    assert_eq!((thread.messages.len(), thread.messages[0].mine, thread.before.is_some()), (1, true, true));
    let older = t.store.read(|r| r.thread_messages(&room(ROOM), &root, thread.before, 1)).unwrap();
    assert_eq!((older.messages[0].event.as_ref().unwrap().as_str(), older.before), ("$2", None));
    assert_eq!(t.message("$1").thread.map(|thread| (thread.count, thread.last)), Some((2, "I see".into())));
    // An answer within the thread names what it answers.
    let about = About { thread: Some(root), reply_to: Some("$2".into()), ..About::default() };
    let pin = PinInput { title: "Pot".into(), note: String::new(), link: None, picture: None, alt: None, source: None };
    t.store.write(|w| w.queue_pin_about(&room(ROOM), &pin, &about)).unwrap();
    let row = t.store.read(|r| r.all_outgoing()).unwrap().pop().unwrap();
    let content = crate::outbox::content::pin_content(&pin, None, &row.kind.about(), &row.txn).unwrap();
    assert_eq!(content["m.relates_to"]["is_falling_back"], false);
    assert_eq!(content["m.relates_to"]["m.in_reply_to"]["event_id"], "$2");
}

#[test]
fn what_was_said_about_a_removed_pin_stays_within_reach() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Kettle"), in_thread(2, BOB, 1, "See?"), redaction(3, BOB, 1)]);
    let root = t.message("$1");
    assert_eq!(root.body, MessageBody::Removed);
    assert_eq!(root.thread.map(|thread| (thread.count, thread.last)), Some((1, "See?".into())));
}

#[test]
fn the_pins_beside_a_pin_are_those_with_a_picture() {
    let t = TestRoom::new();
    let bare =
        event(3, BOB, "m.room.message", json!({ "msgtype": "m.text", "body": "x", PIN_KEY: { "version": 1, "title": "No picture" } }));
    t.live([pin(1, BOB, "One"), text(2, BOB, "words"), bare, pin(4, ALICE, "Two"), pin(5, BOB, "Three")]);
    let beside = |event: &str| {
        let found = t.store.read(|r| r.pin_neighbours(id(&t, event))).unwrap();
        let title =
            |m: Option<crate::model::Message>| m.map(|m| crate::lines::line(&m.body, crate::model::Language::English)).unwrap_or_default();
        (title(found.older), title(found.newer))
    };
    assert_eq!(beside("$4"), ("One".into(), "Three".into()));
    assert_eq!(beside("$1"), (String::new(), "Two".into()));
    t.store.write(|w| w.queue_remove(id(&t, "$4"))).unwrap();
    assert_eq!(beside("$1"), (String::new(), "Three".into()));
}

/// All pins of a conversation, each with what was said about it.
#[test]
fn what_was_said_about_a_pin_stands_beside_it_among_all_pins() {
    let t = TestRoom::new();
    let pin =
        |n: i64, title: &str| event_with(n, "m.room.message", json!({ "msgtype": "m.image", "body": title, "url": "mxc://localhost/p" }));
    let about = |n: i64, words: &str, relates: serde_json::Value| {
        event_with(n, "m.room.message", json!({ "msgtype": "m.text", "body": words, "m.relates_to": relates }))
    };
    let thread = |n: i64, words: &str| about(n, words, json!({ "rel_type": "m.thread", "event_id": "$1" }));
    t.live([pin(1, "Chair"), pin(2, "Lamp"), thread(3, "one"), about(4, "two", json!({ "m.in_reply_to": { "event_id": "$1" } }))]);
    t.live([thread(5, "three"), thread(6, "four"), thread(7, "gone")]);
    t.live([redaction(8, ALICE, 7)]);
    let said = |t: &TestRoom| -> Vec<Option<(u32, Vec<String>)>> {
        let page = t.store.read(|r| r.conversation_pins(&room(ROOM), None, 10)).unwrap();
        let words = |said: Box<crate::model::SaidAbout>| (said.count, said.last.iter().map(|quote| quote.text.clone()).collect());
        page.messages.into_iter().map(|message| message.said_about.map(words)).collect()
    };
    let last = ["two", "three", "four"].map(str::to_owned).to_vec();
    assert_eq!(said(&t), [Some((4, last)), None], "the last three, in their order");
    assert_eq!(t.message("$1").said_about, None, "only there");
}
