//! Heads: selecting, closing, opening again from Messages, kept over a restart; reading.

use serde_json::json;

use crate::support::{Scene, until};

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
