//! A pin onto a head, with the mouse and by the keyboard.

use serde_json::json;

use crate::support::window::keys;
use crate::support::{Raw, Scene, Server, stays, until};

/// Held over a head a pin says whom it would go to; let go, it is sent there, once. Escape ends a drag without a pin.
#[test]
fn a_pin_dragged_onto_a_head_is_sent_there() {
    let mut scene = Scene::new();
    let window = scene.window();
    let head = window.get("button", "Ruth");
    window.drag_over(&window.get("article", "Board pin 12"), &head);
    until("words about where it goes", 10, || window.all("status", "").iter().any(|s| window.text(s) == "Send to Ruth").then_some(()));
    window.keys("", keys::ESCAPE);
    window.drop_it();
    assert!(!window.all("status", "").iter().any(|s| window.text(s) == "Send to Ruth"), "Escape ends the drag");

    window.drag_over(&window.get("article", "Board pin 11"), &head);
    until("words about where it goes", 10, || window.all("status", "").iter().any(|s| window.text(s) == "Send to Ruth").then_some(()));
    window.drop_it();
    let card = window.get("region", "Conversation with Ruth");
    window.get_in(&card, "article", "Pin from Amina: Board pin 11");
    window.get("main", "Feed");
    let message = scene.ruth.message("Board pin 11");
    assert_eq!(message["body"]["pin"]["link"]["url"], "https://shop.example/11");
    assert!(message["body"]["pin"]["picture"]["width"].as_u64() > Some(0), "{message}");
    let room = scene.room.clone();
    let pins = |scene: &mut Scene, title: &str| scene.ruth.messages(&room).iter().filter(|m| m["body"]["pin"]["title"] == title).count();
    assert_eq!(pins(&mut scene, "Board pin 11"), 1);
    assert_eq!(pins(&mut scene, "Board pin 12"), 0, "what Escape ended was not sent");
}

/// The board's link takes a pin as a head does.
#[test]
fn a_pin_dragged_onto_a_board_is_saved_there() {
    let scene = Scene::new();
    let server = Server::shared();
    let amina = scene.amina_raw(server);
    let other =
        amina.create_room(&json!({ "name": "Attic", "preset": "private_chat", "creation_content": { "type": "app.tackroom.board" } }));
    let window = scene.window();
    let board = window.get("link", "Attic");
    window.drag_over(&window.get("article", "Board pin 12"), &board);
    window.drop_it();
    let event = until("the pin on the board", 30, || amina.events_of(&other, "m.room.message").into_iter().next());
    assert_eq!(event["content"]["app.tackroom.pin"]["title"], "Board pin 12", "{event}");
    window.get("main", "Feed");
}

/// From the feed to the sent pin without a mouse: F6 to the pins, S, a name, Enter twice; the focus comes back.
#[test]
fn the_keyboard_sends_a_pin_too() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("article", "Board pin 12");
    let focused = |name: &str| {
        window.script("const a = document.activeElement; return a.matches('article') ? a.getAttribute('aria-label') : ''", json!([]))
            == name
    };
    until("the focus on a pin", 20, || {
        window.keys("", keys::F6);
        focused("Board pin 12").then_some(())
    });
    window.keys("", "s");
    let dialog = window.get("dialog", "Send pin");
    window.get_in(&dialog, "checkbox", "Ruth");
    window.keys("", "Ruth");
    window.keys("", keys::ENTER);
    until("Ruth chosen", 10, || window.text(&dialog).contains("Goes to Ruth").then_some(()));
    window.keys("", keys::ENTER);
    window.gone("dialog", "Send pin");
    scene.ruth.message("Board pin 12");
    let room = scene.room.clone();
    let raw = Raw::log_in(&scene.url, &scene.amina_account);
    let count = raw.events_of(&room, "m.room.encrypted").len();
    stays("one event for one pin", 2, || raw.events_of(&room, "m.room.encrypted").len() == count);
    assert_eq!(count, 4, "three messages of before and the pin");
}
