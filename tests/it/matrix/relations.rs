//! What one does to messages that are there, on the wire as a plain HTTP client sees it, and as the other side shows it.

use serde_json::{Value, json};
use tackroom_core::model::*;
use tackroom_core::outbox::About;

use super::oracle::agree;
use super::side::{Side, pin};
use crate::support::{Raw, Server, block, pictures, until};

/// Events of a room whose relation says this.
fn related(raw: &Raw, room: &str, kind: &str) -> Vec<Value> {
    raw.events(room).into_iter().filter(|event| event["content"]["m.relates_to"]["rel_type"] == kind).collect()
}

#[test]
fn edits_reactions_answers_and_removals_are_matrixs_own() {
    let server = Server::shared();
    let carol = server.account("Carol");
    let (a, raw) = (Side::sign_in(&server.url, &server.account("Amina")), Raw::log_in(&server.url, &carol));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    let hers = raw.text(&room, "Which kettle?");
    let question = a.sees(&id, "Which kettle?");
    let media = a.core.media.clone();
    let picture = block(async move { media.import(pictures::jpeg(5, 400, 300), "kettle.jpg").await }).unwrap();
    let input =
        PinInput { picture: Some(picture.media), alt: Some("A kettle".into()), ..pin("Ketle", "Blu", Some("https://shop.example/k")) };
    let kettle = a.pin(&id, &input);
    let words = a.text(&id, "this on");
    a.sent_all();
    let of = |message: MessageId| a.read(|r| r.message(message)).unwrap().event.unwrap();
    let (kettle_event, words_event) = (of(kettle), of(words));

    let edit = PinEdit { title: "Kettle".into(), note: "Blue".into(), link: Some("https://shop.example/k".into()) };
    a.write(|w| {
        w.queue_edit_pin(kettle, &edit)?;
        w.queue_edit_text(words, "this one")?;
        w.queue_react(question.id, "👍", true)?;
        w.queue_text_about(&id, "an answer", &About { reply_to: Some(EventId(hers.clone())), ..About::default() })?;
        w.queue_text_about(&id, "in its thread", &About { thread: Some(kettle_event.clone()), ..About::default() })
    });
    a.sent_all();

    let edits = related(&raw, &room, "m.replace");
    assert_eq!(edits.len(), 2, "{edits:#?}");
    let original = raw.events(&room).into_iter().find(|e| e["event_id"] == kettle_event.as_str()).unwrap();
    let (new, block_of) = (&edits[0]["content"]["m.new_content"], |content: &Value| content["app.tackroom.pin"].clone());
    assert_eq!(edits[0]["content"]["m.relates_to"]["event_id"], kettle_event.as_str());
    assert_eq!((&new["url"], &new["info"]), (&original["content"]["url"], &original["content"]["info"]), "the picture stays");
    assert_eq!((block_of(new)["title"].as_str(), block_of(new)["alt"].as_str()), (Some("Kettle"), Some("A kettle")));
    assert_eq!(block_of(new)["colour"], block_of(&original["content"])["colour"]);
    assert_eq!(edits[0]["content"]["url"], original["content"]["url"], "also for clients without edits");
    assert!(edits[0]["content"].get("app.tackroom.pin").is_none());
    assert_eq!(edits[1]["content"]["m.new_content"], json!({ "msgtype": "m.text", "body": "this one" }));
    assert!(edits.iter().all(|e| e["content"]["app.tackroom.txn"].is_string()));
    let reaction = &related(&raw, &room, "m.annotation")[0];
    assert_eq!((reaction["type"].as_str(), reaction["content"]["m.relates_to"]["key"].as_str()), (Some("m.reaction"), Some("👍")));
    assert_eq!(reaction["content"]["m.relates_to"]["event_id"], hers.as_str());
    let answer = raw.events(&room).into_iter().find(|e| e["content"]["body"] == "an answer").unwrap();
    assert_eq!(answer["content"]["m.relates_to"], json!({ "m.in_reply_to": { "event_id": hers } }));
    assert_eq!(
        related(&raw, &room, "m.thread")[0]["content"]["m.relates_to"],
        json!({ "rel_type": "m.thread", "event_id": kettle_event, "is_falling_back": true, "m.in_reply_to": { "event_id": kettle_event } })
    );
    a.message(&id, "the edited pin, settled", |m| m.event.as_ref() == Some(&kettle_event) && m.edited && m.state == MessageState::Sent);
    agree(&a, &id, 5);

    a.write(|w| {
        w.queue_react(question.id, "👍", false)?;
        w.queue_remove(kettle)?;
        w.queue_remove(words)
    });
    a.sent_all();
    let left = raw.events(&room);
    let find = |event: &str| left.iter().find(|e| e["event_id"] == event).unwrap()["content"].clone();
    for gone in [kettle_event.as_str(), words_event.as_str(), reaction["event_id"].as_str().unwrap()] {
        assert_eq!(find(gone), json!({}), "{gone} is removed on the server");
    }
    until("the reaction to be gone here", 20, || a.read(|r| r.message(question.id)).unwrap().reactions.is_empty().then_some(()));
    agree(&a, &id, 5);
}

#[test]
fn what_is_done_while_away_goes_out_once_in_order_and_encrypted() {
    let server = Server::own();
    let (mut a, b) = (Side::sign_in(&server.url, &server.account("Amina")), Side::sign_in(&server.url, &server.account("Bela")));
    let local = a.direct(&b);
    a.text(&local, "first");
    let room = b.accept();
    b.sees(&room, "first");
    b.text(&room, "hers");
    let hers = a.sees(&room, "hers");
    a.sent_all();
    server.pause();
    let unsent = a.text(&room, "unsent");
    let first = a.sees(&room, "first");
    a.write(|w| {
        w.queue_edit_text(first.id, "first, edited")?;
        w.queue_react(hers.id, "🌱", true)?;
        w.queue_edit_text(unsent, "unsent, edited")
    });
    a.text(&room, "never mind");
    // Shown at once, with no server.
    assert_eq!(a.said(&room), ["first, edited", "hers", "unsent, edited", "never mind"]);
    assert!(a.read(|r| r.message(hers.id)).unwrap().reactions[0].mine);
    // Killed programs are crash.rs's: a crash played within this process can leave the SDK's cache as no kill does.
    a.restart();
    let last = a.messages(&room).pop().unwrap();
    a.write(|w| w.queue_remove(last.id));
    server.resume();
    a.sent_all();
    b.sees(&room, "unsent, edited");
    b.sees(&room, "first, edited");
    b.message(&room, "one reaction", |m| m.reactions.iter().any(|r| r.key == "🌱" && r.count == 1));
    agree(&b, &room, 3);
    until("both show the same", 20, || (a.said(&room) == b.said(&room)).then_some(()));
}

#[test]
fn a_thread_is_read_by_itself_on_all_devices() {
    let server = Server::shared();
    let amina = server.account("Amina");
    let (a, other) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &amina));
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    let root = raw.text(&room, "root");
    let relates = json!({ "rel_type": "m.thread", "event_id": root, "is_falling_back": true, "m.in_reply_to": { "event_id": root } });
    raw.send(&room, "m.room.message", &json!({ "msgtype": "m.text", "body": "threaded", "m.relates_to": relates }));
    let threaded = a.sees(&id, "threaded");
    other.sees(&id, "threaded");
    let root = EventId(root);
    let read = |thread: Option<EventId>| {
        a.write(|w| {
            if let Some(read) = w.mark_read(&id, thread.as_ref(), threaded.id)? {
                w.queue_receipt(&id, &read, false)?;
            }
            Ok(())
        });
        a.sent_all();
    };
    let unread = |side: &Side| side.read(|r| r.conversation(&id)).unread;
    assert_eq!((unread(&a), unread(&other)), (2, 2));
    read(None);
    until("the other device has one unread", 20, || (unread(&a) == 1 && unread(&other) == 1).then_some(()));
    assert_eq!(other.read(|r| r.unread_threads(&id))[0].about.text, "root");
    read(Some(root));
    until("and then none", 20, || (unread(&a) == 0 && unread(&other) == 0).then_some(()));
}
