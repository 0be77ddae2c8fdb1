//! What the desktop's daemon is told: once for each message, never again, and its action opens that conversation.

use serde_json::json;

use crate::support::{Scene, stays, until};

#[test]
fn one_message_is_one_notification_also_after_a_restart() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("button", "Ruth");
    let before = scene.desktop.notified();
    scene.ruth_writes("Only once, please.");
    window.get("button", "Ruth, 1 unread");
    until("the notification", 20, || (scene.desktop.notified() == before + 1).then_some(()));
    let profile = window.close();
    let window = crate::support::Window::open(&scene.desktop, &profile);
    window.get("button", "Ruth, 1 unread");
    window.get("status", "");
    stays("a single notification", 4, || scene.desktop.notified() == before + 1);
}

#[test]
fn its_action_opens_that_conversation() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("button", "Ruth");
    let before = scene.desktop.displayed();
    scene.ruth_writes("Click me.");
    until("the notification on screen", 20, || (scene.desktop.displayed() == before + 1).then_some(()));
    assert!(!window.has("region", "Conversation with Ruth"));
    scene.desktop.run("dunstctl", &["action", "0"]);
    let card = window.get("region", "Conversation with Ruth");
    until("the message in view", 20, || window.text(&card).contains("Click me.").then_some(()));
}

/// Nothing for one's own messages, a muted conversation, or the one that is open in the focused window.
#[test]
fn not_for_oneself_nor_for_what_is_muted() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    window.fill("textbox", "Message", "My own words.");
    window.keys("", crate::support::window::keys::ENTER);
    scene.ruth.message("My own words.");
    assert_eq!(scene.desktop.notified(), 0, "one's own message");
    window.close();

    let mut amina = crate::support::Headless::start(&scene.desktop, &scene.profile);
    amina.ask(json!({ "do": "mute", "room": scene.room, "muted": true }));
    let profile = amina.quit();
    let window = crate::support::Window::open(&scene.desktop, &profile);
    window.get("main", "Feed");
    scene.ruth_writes("Psst.");
    window.get("button", "Ruth, 1 unread");
    stays("no notification for a muted conversation", 3, || scene.desktop.notified() == 0);
}

/// The sender, the text as it is (C14), and where the daemon can, the picture of a pin.
#[test]
fn it_says_who_and_what() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("button", "Ruth");
    let text = "I <3 this </brb> &lt; 50 %";
    scene.ruth_writes(text);
    until("the notification", 20, || (scene.desktop.displayed() == 1).then_some(()));
    scene.desktop.run("dunstctl", &["close-all"]);
    let shown = until("it in the history", 10, || scene.desktop.notification_history().into_iter().next());
    assert!(shown["summary"]["data"].as_str().unwrap().contains("Ruth"), "{shown}");
    let body = shown["body"]["data"].as_str().unwrap();
    let read = body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    assert!(read.contains(text), "{body}");
}

/// A pin's title and picture are in its notification: the picture's colour is nowhere else on the screen.
#[test]
fn a_pin_is_notified_with_its_picture() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("button", "Ruth");
    let violet = image::Rgb([250, 0, 250]);
    let file = scene.desktop.folder().join("violet.png");
    image::RgbImage::from_pixel(480, 360, violet).save(&file).unwrap();
    let shot = scene.desktop.folder().join("screen.png");
    let seen = |scene: &Scene| {
        scene.desktop.screenshot(&shot);
        let Ok(picture) = image::open(&shot) else { return 0 };
        let near = |a: u8, b: u8| a.abs_diff(b) < 12;
        picture.to_rgb8().pixels().filter(|p| p.0.iter().zip(violet.0).all(|(a, b)| near(*a, b))).count()
    };
    assert_eq!(seen(&scene), 0, "the colour is new");
    let (room, pin) = (scene.room.clone(), json!({ "title": "Violet wall", "note": "Too much?", "picture": file }));
    scene.ruth.ask(json!({ "do": "send", "room": room, "pin": pin }));
    until("the picture on the screen", 30, || (seen(&scene) > 500).then_some(()));
    assert_eq!(scene.desktop.displayed(), 1);
    scene.desktop.run("dunstctl", &["close-all"]);
    let shown = until("it in the history", 10, || scene.desktop.notification_history().into_iter().next());
    let words = format!("{} {}", shown["summary"]["data"], shown["body"]["data"]);
    assert!(words.contains("Ruth") && words.contains("Violet wall"), "{words}");
}

/// None for what comes into the conversation that is open before one's eyes; it is read at once.
#[test]
fn not_for_the_conversation_that_is_open() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    let card = window.get("region", "Conversation with Ruth");
    scene.ruth_writes("You are looking at me.");
    until("the message", 20, || window.text(&card).contains("You are looking at me.").then_some(()));
    window.get("button", "Ruth");
    stays("no notification", 3, || scene.desktop.notified() == 0);
    // The same, once it is put away, is told.
    window.press("button", "Hide conversation");
    scene.ruth_writes("And now?");
    until("a notification", 20, || (scene.desktop.notified() == 1).then_some(()));
}
