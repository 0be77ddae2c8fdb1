//! The same program on a Wayland desktop (Weston), without an X display to fall back on.

use std::process::Stdio;

use crate::support::{Desktop, Scene, Server, TACKROOM, until, window::keys};

#[test]
fn a_conversation_its_notification_and_a_second_start_work_without_x() {
    let server = Server::shared();
    let mut scene = Scene::at(Desktop::with(&["--display", "wayland"]), server, &server.url);
    assert!(!scene.desktop.env.contains_key("DISPLAY"), "there is an X display to fall back on");
    let window = scene.window();
    window.press("button", "Ruth");
    window.get("region", "Conversation with Ruth");
    window.fill("textbox", "Message", "Written on Wayland.");
    window.keys("", keys::ENTER);
    scene.ruth.message("Written on Wayland.");
    window.press("button", "Hide conversation");

    let before = scene.desktop.displayed();
    scene.ruth_writes("Come back to this.");
    until("the notification on screen", 30, || (scene.desktop.displayed() == before + 1).then_some(()));
    scene.desktop.run("dunstctl", &["action", "0"]);
    let card = window.get("region", "Conversation with Ruth");
    until("the message in view", 20, || window.text(&card).contains("Come back to this.").then_some(()));

    let mut second = scene.desktop.command(TACKROOM);
    second.arg("--profile").arg(&scene.profile).arg("tackroom:new-pin").stdin(Stdio::null()).stdout(Stdio::null());
    assert_eq!(second.status().unwrap().code(), Some(0));
    window.get("dialog", "New pin");
}
