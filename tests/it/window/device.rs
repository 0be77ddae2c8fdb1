//! A picture of the device becomes a pin: chosen in the system's dialog, dropped, pasted; or goes with a message.

use serde_json::Value;

use crate::support::window::keys;
use crate::support::{Scene, Window, before, pictures, stays, until};

/// Fills in the title of the open New pin, sends it to Ruth, and answers what she got.
fn send(scene: &mut Scene, window: &Window, title: &str) -> Value {
    let dialog = window.get("dialog", "New pin");
    until("the picture in the dialog", 20, || window.pictures_drawn(&dialog).then_some(()));
    window.refill("textbox", "Title", title);
    window.press_in(&dialog, "button", "Send pin");
    let to = window.get("dialog", "Send pin");
    window.press_in(&to, "checkbox", "Ruth");
    window.press_in(&to, "button", "Send");
    window.gone("dialog", "Send pin");
    let message = scene.ruth.message(title);
    window.press("button", "Hide conversation");
    message["body"]["pin"]["picture"].clone()
}

/// The system's own window for choosing a file takes its path by the keyboard.
fn choose_in_the_systems_dialog(scene: &Scene, window: &Window, file: &str) {
    window.press("button", "Choose picture");
    let search = || scene.desktop.run("xdotool", &["search", "--onlyvisible", "--name", "^(Open|Choose|Select|Pictures).*"]);
    let dialog = until("the system's dialog", 20, || search().lines().next().map(str::to_owned).filter(|id| !id.is_empty()));
    scene.desktop.run("xdotool", &["windowfocus", "--sync", &dialog]);
    // A dialog that is still opening on a busy machine loses keys: then the path is typed again over what came.
    until("the dialog to go", 40, || {
        for keys in [&["key", "ctrl+a"][..], &["type", "--delay", "30", file], &["key", "Return"]] {
            scene.desktop.run("xdotool", keys);
        }
        before(3, || search().is_empty().then_some(()))
    });
}

#[test]
fn a_picture_chosen_in_the_systems_dialog_is_sent() {
    let mut scene = Scene::new();
    let window = scene.window();
    let file = pictures::file(&scene.desktop.folder().join("album"), 21);
    window.press("button", "New pin");
    choose_in_the_systems_dialog(&scene, &window, file.to_str().unwrap());
    let picture = send(&mut scene, &window, "From the album");
    assert_eq!((picture["width"].as_u64(), picture["height"].as_u64()), (Some(640), Some(480)), "{picture}");
}

/// Width and height of a picture.
fn size(picture: &Value) -> (Option<u64>, Option<u64>) {
    (picture["width"].as_u64(), picture["height"].as_u64())
}

/// A picture in the clipboard of a desktop, as a program for screenshots puts it there.
fn copy_picture(scene: &Scene, seed: u8, width: u32, height: u32) {
    let file = scene.desktop.folder().join(format!("copied{seed}.png"));
    std::fs::write(&file, pictures::png(seed, width, height)).unwrap();
    scene.desktop.copy("image/png", &file);
}

#[test]
fn a_picture_dropped_on_the_feed_becomes_a_new_pin() {
    let mut scene = Scene::new();
    let window = scene.window();
    let feed = window.get("main", "Feed");
    window.drop_file(&feed, "lamp.png", "image/png", &pictures::png(31, 500, 400));
    let picture = send(&mut scene, &window, "Dropped lamp");
    assert_eq!(size(&picture), (Some(500), Some(400)), "{picture}");
    window.drop_file(&window.get("main", "Feed"), "plan.pdf", "application/pdf", b"%PDF-1.7");
    until("words about a file that is no picture", 20, || window.texts("alert", "").concat().contains("not a picture").then_some(()));
    assert!(!window.has("dialog", "New pin"));
}

/// C49: what a screenshot program or a file manager put into the clipboard, by Ctrl+V in the feed.
#[test]
fn a_picture_pasted_in_the_feed_becomes_a_new_pin() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.get("article", "Board pin 12");
    copy_picture(&scene, 32, 420, 300);
    window.keys(keys::CONTROL, "v");
    let picture = send(&mut scene, &window, "Pasted lamp");
    assert_eq!(size(&picture), (Some(420), Some(300)), "{picture}");

    let file = pictures::file(&scene.desktop.folder().join("album"), 35);
    let list = scene.desktop.folder().join("copied.txt");
    std::fs::write(&list, format!("file://{}\r\n", file.display())).unwrap();
    scene.desktop.copy("text/uri-list", &list);
    window.keys(keys::CONTROL, "v");
    let picture = send(&mut scene, &window, "Copied in the file manager");
    assert_eq!(size(&picture), (Some(640), Some(480)), "{picture}");
}

/// Dropped on a conversation, or pasted where one writes, it goes with the message; text pastes as ever (C49).
#[test]
fn a_picture_dropped_or_pasted_into_a_conversation_goes_with_the_message() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    let card = window.get("region", "Conversation with Ruth");
    let sent = |scene: &mut Scene, note: &str| {
        window.get_in(&card, "button", "Remove picture");
        window.fill("textbox", "Message", note);
        window.keys("", keys::ENTER);
        let message = scene.ruth.message(note);
        size(&message["body"]["pin"]["picture"])
    };
    window.drop_file(&card, "chair.png", "image/png", &pictures::png(33, 360, 480));
    assert_eq!(sent(&mut scene, "Dropped here."), (Some(360), Some(480)));
    copy_picture(&scene, 34, 330, 240);
    window.focus(&window.get("textbox", "Message"));
    window.keys(keys::CONTROL, "v");
    assert_eq!(sent(&mut scene, "Pasted here."), (Some(330), Some(240)));

    let file = scene.desktop.folder().join("words.txt");
    std::fs::write(&file, "Only words.").unwrap();
    scene.desktop.copy("UTF8_STRING", &file);
    window.focus(&window.get("textbox", "Message"));
    window.keys(keys::CONTROL, "v");
    until("the pasted words", 20, || (window.texts("textbox", "Message") == ["Only words."]).then_some(()));
    stays("no picture with them", 1, || !window.has("button", "Remove picture"));
}
