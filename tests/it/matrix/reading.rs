//! Unread counts and notices follow reading, here and on other devices (C11, C16).

use serde_json::json;
use tackroom_core::model::*;

use super::side::{Side, WithCarol, with_carol};
use crate::support::{Raw, Server, raw::encode, until};

fn unread(side: &Side, room: &RoomId) -> u32 {
    side.read(|r| r.conversation(room)).unread
}

#[test]
fn what_was_read_on_another_device_neither_counts_nor_notifies() {
    let server = Server::shared();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let mut a = Side::sign_in(&server.url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    let other = Raw::log_in(&server.url, &amina);
    let mut rooms = Vec::new();
    for number in 0..3 {
        let room = raw.create_room(&json!({ "name": format!("Room {number}"), "preset": "private_chat", "invite": [a.me.as_str()] }));
        other.join(&room);
        rooms.push(room);
    }
    for room in &rooms {
        let id = RoomId(room.clone());
        raw.text(room, "hello");
        until("the room", 30, || a.core.store.read(|r| r.conversation(&id)).ok());
        a.sees(&id, "hello");
    }
    let seen = rooms.len();
    until("a notice of each hello", 30, || (a.notices.lock().unwrap().len() == seen).then_some(()));
    a.stop();
    for room in &rooms {
        let mut ninth = String::new();
        for number in 0..10 {
            let event = raw.text(room, &format!("message {number}"));
            if number == 8 {
                ninth = event;
            }
        }
        let markers = json!({ "m.read": ninth, "m.fully_read": ninth });
        other.post(&format!("/_matrix/client/v3/rooms/{}/read_markers", encode(room)), &markers);
    }
    a.restore();
    a.start();
    for room in &rooms {
        let id = RoomId(room.clone());
        a.sees(&id, "message 9");
        until("one unread", 10, || (unread(&a, &id) == 1).then_some(()));
    }
    assert_eq!(a.read(|r| r.unread_total()), 3);
    until("one notice a room", 30, || (a.notices.lock().unwrap().len() == seen + 3).then_some(()));
    let told: Vec<usize> = a.notices.lock().unwrap().iter().skip(seen).map(|notice| notice.events.len()).collect();
    assert_eq!(told, [1, 1, 1], "none for those that were read");
}

#[test]
fn a_thread_reply_is_read_by_a_threaded_and_by_an_unthreaded_receipt() {
    let WithCarol { amina, a, raw, room, id } = with_carol();
    let other = Raw::log_in(&Server::shared().url, &amina);
    let reply = |root: &str, text: &str| {
        raw.send(
            &room,
            "m.room.message",
            &json!({ "msgtype": "m.text", "body": text,
                     "m.relates_to": { "rel_type": "m.thread", "event_id": root, "is_falling_back": true, "m.in_reply_to": { "event_id": root } } }),
        )
    };
    let receipt = |event: &str, body: serde_json::Value| {
        other.post(&format!("/_matrix/client/v3/rooms/{}/receipt/m.read/{}", encode(&room), encode(event)), &body);
    };
    let root = raw.text(&room, "a pin");
    a.sees(&id, "a pin");
    receipt(&root, json!({}));
    until("nothing unread", 10, || (unread(&a, &id) == 0).then_some(()));
    let first = reply(&root, "reply one");
    a.sees(&id, "reply one");
    until("one unread", 10, || (unread(&a, &id) == 1).then_some(()));
    receipt(&first, json!({ "thread_id": root }));
    until("nothing unread by a threaded receipt", 10, || (unread(&a, &id) == 0).then_some(()));
    let second = reply(&root, "reply two");
    a.sees(&id, "reply two");
    until("one unread", 10, || (unread(&a, &id) == 1).then_some(()));
    receipt(&second, json!({}));
    until("nothing unread by an unthreaded receipt", 10, || (unread(&a, &id) == 0).then_some(()));
}

#[test]
fn reading_here_tells_the_sender_and_ones_other_devices() {
    let WithCarol { amina, a, raw, room, id } = with_carol();
    let event = raw.text(&room, "read me");
    let message = a.sees(&id, "read me");
    let mut since = raw.get("/_matrix/client/v3/sync?timeout=0")["next_batch"].as_str().unwrap().to_owned();
    a.write(|w| {
        if let Some(read) = w.mark_read(&id, None, message.id)? {
            w.queue_receipt(&id, &read, false)?;
        }
        Ok(())
    });
    assert_eq!(unread(&a, &id), 0);
    // Synapse answers the same first sync from a cache: go on from one to the next.
    let receipt = |sync: &serde_json::Value| {
        let events = sync["rooms"]["join"][&room]["ephemeral"]["events"].as_array().cloned().unwrap_or_default();
        events.iter().any(|e| e["content"][&event]["m.read"][a.me.as_str()].is_object())
    };
    until("the receipt to arrive", 20, || {
        let sync = raw.get(&format!("/_matrix/client/v3/sync?timeout=1000&since={since}"));
        since = sync["next_batch"].as_str().unwrap().to_owned();
        receipt(&sync).then_some(())
    });
    let own = Raw::log_in(&Server::shared().url, &amina);
    let sync = own.get("/_matrix/client/v3/sync?timeout=0");
    let data = sync["rooms"]["join"][&room]["account_data"]["events"].as_array().cloned().unwrap_or_default();
    assert!(data.iter().any(|e| e["type"] == "m.fully_read" && e["content"]["event_id"] == event.as_str()), "{data:?}");
    // What the other has read of ours is shown.
    let mine = a.text(&id, "mine");
    let sent = a.message(&id, "mine to be sent", |m| m.id == mine && m.event.is_some()).event.unwrap();
    raw.receipt(&room, sent.as_str());
    a.message(&id, "mine to be read", |m| m.event.as_ref() == Some(&sent) && m.state == MessageState::Read);
}
