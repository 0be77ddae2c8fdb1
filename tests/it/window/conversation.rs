//! A conversation in the real window: what other clients write, edit and take back, states, receipts.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::window::{Element, keys};
use crate::support::{Raw, Scene, Server, Window, pictures, stays, until};

fn words(window: &Window, card: &Element) -> String {
    window.text(card)
}

/// Texts, a picture, an edit, reactions, a thread and a removal by another client stand in the window as they are.
#[test]
fn what_another_client_does_is_shown_truly() {
    let scene = Scene::new();
    let (bob, room) = scene.with_bob();
    bob.text(&room, "Hello from elsewhere.");
    let window = scene.window();
    window.press("button", "/^Bob/");
    let card = window.get("region", "Conversation with Bob");
    until("the first words", 30, || words(&window, &card).contains("Hello from elsewhere.").then_some(()));

    let mut quickest = Duration::MAX;
    for number in 0..5 {
        let text = format!("Quick {number}");
        let start = Instant::now();
        bob.text(&room, &text);
        until(&text, 20, || words(&window, &card).contains(&text).then_some(()));
        quickest = quickest.min(start.elapsed());
    }
    assert!(quickest < Duration::from_secs(1), "the quickest of five took {quickest:?}");

    let (first, second) = (bob.text(&room, "A table, perhaps."), bob.text(&room, "Or a chair."));
    let third = bob.text(&room, "Forget this.");
    until("all three", 20, || words(&window, &card).contains("Forget this.").then_some(()));
    let relates = |kind: &str, event: &str| json!({ "rel_type": kind, "event_id": event });
    let new = json!({ "msgtype": "m.text", "body": "A round table." });
    let edit =
        json!({ "msgtype": "m.text", "body": "* A round table.", "m.new_content": new, "m.relates_to": relates("m.replace", &first) });
    bob.send(&room, "m.room.message", &edit);
    let key = json!({ "rel_type": "m.annotation", "event_id": second, "key": "👍" });
    bob.send(&room, "m.reaction", &json!({ "m.relates_to": key }));
    bob.send(&room, "m.room.message", &json!({ "msgtype": "m.text", "body": "In oak.", "m.relates_to": relates("m.thread", &second) }));
    bob.redact(&room, &third);
    let bytes = pictures::jpeg(9, 320, 240);
    let size = bytes.len();
    let url = bob.upload("image/jpeg", bytes);
    let info = json!({ "w": 320, "h": 240, "size": size, "mimetype": "image/jpeg" });
    bob.send(
        &room,
        "m.room.message",
        &json!({ "msgtype": "m.image", "body": "A chair I saw", "filename": "chair.jpg", "url": url, "info": info }),
    );

    let message = |part: &str| {
        let all = window.all_in(Some(&card), "article", "Message from Bob");
        all.into_iter().map(|one| window.text(&one)).find(|text| text.contains(part)).unwrap_or_default()
    };
    until("the edit, marked as one", 20, || message("A round table.").contains("edited").then_some(()));
    assert!(!words(&window, &card).contains("A table, perhaps."), "the words of before are gone");
    until("the reaction and the thread at their message", 20, || {
        let text = message("Or a chair.");
        (text.contains("👍") && text.contains("1 reply") && text.contains("In oak.")).then_some(())
    });
    until("the removal", 20, || (!message("Message removed").is_empty() && !words(&window, &card).contains("Forget this.")).then_some(()));
    until("the picture as a pin", 20, || {
        window.pictures_drawn(&window.get_in(&card, "article", "Pin from Bob: A chair I saw")).then_some(())
    });

    // Each has its sender and time, one's own its state.
    window.fill("textbox", "Message", "I see.");
    window.keys("", keys::ENTER);
    let own = || window.all_in(Some(&card), "article", "Message from Amina").pop().map(|one| window.text(&one)).unwrap_or_default();
    until("“Sent”", 30, || own().contains("Sent").then_some(()));
    let last = bob.messages(&room, 1).pop().unwrap();
    bob.receipt(&room, last["event_id"].as_str().unwrap());
    until("“Read”", 30, || own().contains("Read").then_some(()));
    let times = window.script("return arguments[0].querySelectorAll('article time[datetime]').length", json!([card]));
    let articles = window.all_in(Some(&card), "article", "").len();
    assert_eq!(times.as_u64(), Some(articles as u64 + u64::from(own().contains("Sent"))), "each message has its time");
}

/// What the other's Tackroom writes, encrypted, is in the window in under a second too.
#[test]
fn an_encrypted_message_is_there_in_under_a_second() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    window.get("region", "Conversation with Ruth");
    let mut quickest = Duration::MAX;
    for number in 0..5 {
        let text = format!("Secret {number}");
        let start = Instant::now();
        scene.ruth_writes(&text);
        until(&text, 20, || window.texts("log", "Messages").concat().contains(&text).then_some(()));
        quickest = quickest.min(start.elapsed());
    }
    assert!(quickest < Duration::from_secs(1), "the quickest of five took {quickest:?}");
}

/// Where one has so set, others do not learn that one has read; one's own devices do.
#[test]
fn receipts_are_private_where_so_set() {
    let scene = Scene::new();
    let (bob, room) = scene.with_bob();
    let first = bob.text(&room, "Read me publicly.");
    let own = scene.amina_raw(Server::shared());
    let receipts = |raw: &Raw, event: &str, kind: &str| -> bool {
        let sync = raw.first_sync();
        let events: Vec<Value> = sync["rooms"]["join"][&room]["ephemeral"]["events"].as_array().cloned().unwrap_or_default();
        events.iter().any(|e| e["content"][event][kind][&scene.amina_account.id].is_object())
    };
    let window = scene.window();
    window.press("button", "/^Bob/");
    until("a public receipt at Bob's", 30, || receipts(&bob, &first, "m.read").then_some(()));
    window.press("button", "Hide conversation");

    window.press("button", "Settings");
    window.press("switch", "Show others when I have read");
    window.press("button", "Back");
    let second = bob.text(&room, "Read me privately.");
    window.press("button", "Bob, 1 unread");
    window.get("button", "Bob");
    until("a private receipt at one's own devices", 30, || receipts(&own, &second, "m.read.private").then_some(()));
    stays("nothing of it at Bob's", 2, || !receipts(&bob, &second, "m.read") && !receipts(&bob, &second, "m.read.private"));
}
