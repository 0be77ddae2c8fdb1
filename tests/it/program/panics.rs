//! A part of the program panics, in its own code or in the SDK's: what is to be sent goes out all the same, and what comes
//! is shown, with no restart of the program.

use serde_json::json;

use crate::support::{Desktop, Headless, Raw, Server};

fn mine(raw: &Raw, room: &str, text: &str) -> usize {
    raw.events_of(room, "m.room.message").iter().filter(|event| event["content"]["body"] == text).count()
}

/// Amina, signed in and with the fault for her next start; Bob and the room that both are in.
fn scene(fault: &str) -> (Desktop, Headless, Raw, String) {
    let server = Server::shared();
    let (desktop, account) = (Desktop::new(), server.account("Amina"));
    let bob = Raw::log_in(&server.url, &server.account("Bob"));
    let mut amina = Headless::signed_in(&desktop, &server.url, &account);
    let room = bob.direct_room(&account.id);
    assert_eq!(amina.accept(), room);
    bob.text(&room, "Before.");
    amina.message("Before.");
    let profile = amina.quit();
    let amina = Headless::with(&desktop, &profile, &[], &[("TACKROOM_FAULT", fault)]);
    (desktop, amina, bob, room)
}

#[test]
fn a_panic_while_sending_sends_it_once_all_the_same() {
    let (_desktop, mut amina, bob, room) = scene("panic@send.in_flight:1");
    for text in ["First.", "Second."] {
        amina.ask(json!({ "do": "send", "room": room, "text": text }));
    }
    amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    assert_eq!((mine(&bob, &room, "First."), mine(&bob, &room, "Second.")), (1, 1));
    amina.quit();
}

#[test]
fn a_panic_while_reading_a_room_loses_no_message() {
    let (_desktop, mut amina, bob, room) = scene("panic@project.applied:1");
    bob.text(&room, "Read me.");
    amina.message("Read me.");
    amina.quit();
}

#[test]
fn an_account_of_which_a_part_has_ended_is_opened_anew() {
    let (_desktop, mut amina, bob, room) = scene("panic@receipts.heard:2");
    // The listener for what sync brings ends at its second news.
    for text in ["One.", "Two.", "Three."] {
        bob.text(&room, text);
        amina.message(text);
    }
    amina.ask(json!({ "do": "send", "room": room, "text": "Still here." }));
    amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    let events = bob.events_of(&room, "m.room.message");
    let sent: Vec<_> = events.iter().filter(|event| event["content"]["body"] == "Still here.").collect();
    assert_eq!(sent.len(), 1);
    bob.receipt(&room, sent[0]["event_id"].as_str().unwrap());
    amina.wait_for(json!({ "contains": "Still here.", "state": "read", "timeout": 60 }));
    amina.quit();
}
