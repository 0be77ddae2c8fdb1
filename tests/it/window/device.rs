//! A picture of the device becomes a pin, by the system's dialog.

use crate::support::{Scene, Window, pictures, until};

/// Fills in the title of the open New pin, sends it to Ruth, and answers what she got.
fn send(scene: &mut Scene, window: &Window, title: &str) -> serde_json::Value {
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
    scene.desktop.run("xdotool", &["type", "--delay", "30", file]);
    until("the dialog to go", 20, || {
        scene.desktop.run("xdotool", &["key", "Return"]);
        search().is_empty().then_some(())
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
