//! Heads: selecting, closing, opening again from Messages, kept over a restart; reading.

use serde_json::json;

use crate::support::raw::encode;
use crate::support::{Scene, Server, Window, pictures, until};

#[test]
fn a_head_selects_its_x_closes_and_messages_reopens_it() {
    let scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    let card = window.get("region", "Conversation with Ruth");
    window.get_in(&card, "log", "Messages");
    window.get_in(&card, "article", "Pin from Ruth: Green sofa");
    let own = window.get_in(&card, "article", "Message from Amina");
    assert!(window.text(&own).contains("Twelve centimetres too deep."));
    until("the pin's picture", 20, || {
        let pin = window.get_in(&card, "article", "Pin from Ruth: Green sofa");
        window.pictures_drawn(&pin).then_some(())
    });
    let pin = window.texts("article", "Pin from Ruth: Green sofa").concat();
    assert!(["Green sofa", "For under the window?", "shop.example"].iter().all(|part| pin.contains(part)), "title, note, host: {pin}");

    window.press("button", "Close Ruth");
    window.gone("button", "Ruth");
    window.gone("region", "Conversation with Ruth");

    window.press("button", "/^Messages/");
    let list = window.get("list", "Conversations");
    let row = until("Ruth among the conversations", 20, || {
        ["link", "button", "listitem"].iter().find_map(|role| window.all_in(Some(&list), role, "/^Ruth/").into_iter().next())
    });
    window.click(&row);
    window.get("region", "Conversation with Ruth");
    window.get("button", "Ruth");

    let profile = window.close();
    let window = crate::support::Window::open(&scene.desktop, &profile);
    window.get("button", "Ruth");
}

/// Heads stand at the lower left, with the person's picture, or the first letter of the name where there is none.
#[test]
fn heads_have_a_picture_or_a_letter() {
    let scene = Scene::new();
    let (bob, room) = scene.with_bob();
    let url = bob.upload("image/png", pictures::png(40, 96, 96));
    bob.put(&format!("/_matrix/client/v3/profile/{}/avatar_url", encode(&bob.user)), &json!({ "avatar_url": url }));
    bob.text(&room, "Do you know me by my face?");
    let window = scene.window();
    assert_eq!(window.text(&window.get("button", "Ruth")).trim(), "R");
    until("Bob's picture", 30, || window.pictures_drawn(&window.get("button", "Bob, 1 unread")).then_some(()));
    let height = window.script("return innerHeight", json!([])).as_f64().unwrap();
    for head in window.all_in(Some(&window.get("navigation", "Conversations")), "button", "/^(Bob, 1 unread|Ruth)$/") {
        let at = window.rect(&head);
        assert!(at.x < 60.0 && at.y > height / 2.0, "{at:?}");
    }
}

/// A message from the other shows as an unread stud at once, and reading it takes the stud away here and says so there.
#[test]
fn unread_follows_reading() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("button", "Ruth");
    scene.ruth_writes("Are you there?");
    scene.ruth_writes("Hello?");
    window.get("button", "Ruth, 2 unread");
    window.get("button", "/^Messages, 2 unread$/");
    window.press("button", "Ruth, 2 unread");
    window.get("button", "Ruth");
    window.get("button", "Messages");
    let room = scene.room.clone();
    scene.ruth.hears("that Amina has read it", 30, |line| {
        (line["event"] == "message" && line["room"] == room.as_str() && line["message"]["state"]["state"] == "read").then_some(())
    });
}

/// Enter sends, Shift+Enter breaks, an input method's Enter does neither; the draft is kept for each conversation.
#[test]
fn the_composer_sends_breaks_and_keeps() {
    use crate::support::window::keys;
    let mut scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    let field = window.get("textbox", "Message");
    window.type_into(&field, "first line");
    window.keys(keys::SHIFT, keys::ENTER);
    window.keys("", "second line");
    assert_eq!(window.value(&field), "first line\nsecond line");
    window.script(
        "const e = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229, bubbles: true, cancelable: true }); arguments[0].dispatchEvent(e)",
        json!([field]),
    );
    assert_eq!(window.value(&field), "first line\nsecond line", "an input method's Enter sends nothing");
    window.keys("", keys::ENTER);
    let message = scene.ruth.message("second line");
    assert_eq!(message["body"]["text"], "first line\nsecond line");
    until("an empty composer", 10, || window.value(&window.get("textbox", "Message")).is_empty().then_some(()));

    window.fill("textbox", "Message", "half a thought");
    until("the draft in the store", 10, || (window.value(&window.get("textbox", "Message")) == "half a thought").then_some(()));
    window.press("button", "Hide conversation");
    let profile = window.close();
    let window = crate::support::Window::open(&scene.desktop, &profile);
    window.press("button", "Ruth");
    until("the draft after a restart", 20, || (window.value(&window.get("textbox", "Message")) == "half a thought").then_some(()));
}

/// Another head opens its conversation over the open one. Each keeps what was being written, also over a restart.
#[test]
fn each_conversation_keeps_its_draft() {
    let scene = Scene::new();
    let (bob, room) = scene.with_bob();
    bob.text(&room, "Hello from elsewhere.");
    let window = scene.window();
    let draft = |window: &Window, name: &str, text: &str| {
        window.get("region", &format!("Conversation with {name}"));
        until(&format!("“{text}” with {name}"), 20, || (window.texts("textbox", "Message") == [text]).then_some(()));
    };
    window.press("button", "Ruth");
    draft(&window, "Ruth", "");
    window.fill("textbox", "Message", "half a thought for Ruth");
    window.press("button", "/^Bob/");
    draft(&window, "Bob", "");
    window.gone("region", "Conversation with Ruth");
    until("Bob's words", 20, || window.texts("log", "Messages").concat().contains("Hello from elsewhere.").then_some(()));
    assert!(!window.has("article", "Pin from Ruth: Green sofa"), "nothing of Ruth's is left in it");
    window.fill("textbox", "Message", "another for Bob");
    window.press("button", "Ruth");
    draft(&window, "Ruth", "half a thought for Ruth");
    window.press("button", "Bob");
    draft(&window, "Bob", "another for Bob");
    window.press("button", "Hide conversation");

    let profile = window.close();
    let window = Window::open(&scene.desktop, &profile);
    window.press("button", "Bob");
    draft(&window, "Bob", "another for Bob");
    window.press("button", "Ruth");
    draft(&window, "Ruth", "half a thought for Ruth");
}

/// What is read on another device is no news here any more; Mute is a push rule that all devices share.
#[test]
fn another_devices_reading_and_mute_are_shared() {
    let mut scene = Scene::new();
    let own = scene.amina_raw(Server::shared());
    let window = scene.window();
    window.get("button", "Ruth");
    scene.ruth_writes("Read this elsewhere.");
    window.get("button", "Ruth, 1 unread");
    let newest = own.events_of(&scene.room, "m.room.encrypted").pop().unwrap();
    own.receipt(&scene.room, newest["event_id"].as_str().unwrap());
    window.get("button", "Ruth");
    window.get("button", "Messages");

    window.press("button", "Ruth");
    window.press("button", "Mute");
    window.get("button", "Unmute");
    let muted = || {
        let rules = own.get("/_matrix/client/v3/pushrules/global/");
        rules["override"].as_array().unwrap().iter().any(|rule| rule["rule_id"] == scene.room.as_str())
    };
    until("the push rule", 20, || muted().then_some(()));
    window.press("button", "Unmute");
    until("no push rule", 20, || (!muted()).then_some(()));
}
