//! The desktop's manners, with the real window: tray, closing into it, what other programs hand over.

use std::path::Path;
use std::process::Stdio;

use crate::support::tray::Tray;
use crate::support::{Desktop, Headless, Scene, Server, TACKROOM, Window, pictures, root, until};
use serde_json::json;

/// The window's number while it is on screen.
fn shown(desktop: &Desktop) -> Option<String> {
    Some(desktop.run("xdotool", &["search", "--onlyvisible", "--name", "^Tackroom$"])).filter(|found| !found.is_empty())
}

/// Closes it as a window manager does.
fn close(desktop: &Desktop) {
    let window = until("the window on screen", 20, || shown(desktop));
    close_this(desktop, &window);
}

fn close_this(desktop: &Desktop, window: &str) {
    let window = window.lines().next().unwrap();
    let script = root().join("scripts/close_window.py");
    desktop.run("python3", &[&script.display().to_string(), window]);
}

fn start(desktop: &Desktop, profile: &Path, args: &[&str]) -> Option<i32> {
    let mut command = desktop.command(TACKROOM);
    command.arg("--profile").arg(profile).args(args).stdin(Stdio::null()).stdout(Stdio::null());
    command.status().unwrap().code()
}

/// Somebody who is signed in and has no conversation yet.
fn alone(desktop: &Desktop) -> std::path::PathBuf {
    let server = Server::shared();
    Headless::signed_in(desktop, &server.url, &server.account("Amina")).quit()
}

#[test]
fn the_tray_counts_asks_once_and_brings_the_window_back() {
    let mut scene = Scene::new();
    let tray = Tray::start(&scene.desktop);
    let window = scene.window();
    until("the item", 30, || (tray.title() == "Tackroom").then_some(()));
    assert_eq!(tray.layout(), 5);
    let labels: Vec<String> = tray.entries().into_iter().map(|(_, label)| label).collect();
    assert_eq!(labels, ["Open Tackroom", "New pin", "Messages", "Quit"]);

    // A window that answers is asked; one that is only just there is not.
    assert_eq!(start(&scene.desktop, &scene.profile, &["tackroom:messages"]), Some(0));
    window.get("main", "Messages");
    close(&scene.desktop);
    window.press("button", "Keep in the tray");
    until("the window to go", 15, || shown(&scene.desktop).is_none().then_some(()));
    scene.ruth_writes("Are you there?");
    until("the count", 30, || (tray.title() == "Tackroom, 1 unread").then_some(()));
    assert!(tray.entries().iter().any(|(_, label)| label == "Messages (1 unread)"));
    tray.click();
    until("the window", 15, || shown(&scene.desktop));
    // Asked once: the second time it goes by itself.
    close(&scene.desktop);
    until("the window to go again", 15, || shown(&scene.desktop).is_none().then_some(()));
    tray.choose("New pin");
    until("the window again", 15, || shown(&scene.desktop));
    window.get("dialog", "New pin");
    let pid = window.pid().unwrap();
    tray.choose("Quit");
    until("the end", 30, || (!Path::new(&format!("/proc/{pid}")).exists()).then_some(()));
}

#[test]
fn without_a_tray_closing_is_the_end_and_nothing_is_asked() {
    let desktop = Desktop::new();
    let profile = alone(&desktop);
    let mut window = desktop.command(TACKROOM).arg("--profile").arg(&profile).spawn().unwrap();
    until("the window", 60, || shown(&desktop));
    // A hidden start shows itself where nothing could bring it back.
    until("the end", 60, || {
        // It may go by itself after it was looked for.
        if let Some(window) = shown(&desktop) {
            close_this(&desktop, &window);
        }
        window.try_wait().unwrap()
    });
    let mut hidden = desktop.command(TACKROOM).args(["--hidden", "--profile"]).arg(&profile).spawn().unwrap();
    until("the window of a hidden start", 60, || shown(&desktop));
    hidden.kill().unwrap();
    hidden.wait().unwrap();
}

#[test]
fn send_and_links_are_handed_to_the_window_that_is_there() {
    let desktop = Desktop::new();
    let profile = alone(&desktop);
    let window = Window::open(&desktop, &profile);
    window.get("main", "Feed");
    let picture = pictures::file(&desktop.folder().join("pictures"), 3);
    assert_eq!(start(&desktop, &profile, &["send", &picture.display().to_string()]), Some(0));
    let send = window.get("dialog", "Send pin");
    until("the picture", 20, || window.pictures_drawn(&send).then_some(()));
    window.press("button", "Close");
    window.gone("dialog", "Send pin");
    assert_eq!(start(&desktop, &profile, &["send", "http://127.0.0.1:9/bench"]), Some(0));
    window.get("dialog", "Send pin");
    window.press("button", "Close");
    window.gone("dialog", "Send pin");
    assert_eq!(start(&desktop, &profile, &["send", "/nowhere/at/all.png"]), Some(1));
    assert_eq!(start(&desktop, &profile, &["nonsense:x"]), Some(2));

    assert_eq!(start(&desktop, &profile, &["matrix:u/somebody:else.example"]), Some(0));
    let find = window.get("dialog", "New conversation");
    let field = window.get_in(&find, "searchbox", "Find people");
    assert_eq!(window.value(&field), "@somebody:else.example");
    window.press("button", "Close");
    assert_eq!(start(&desktop, &profile, &["tackroom:messages"]), Some(0));
    window.get("list", "Conversations");
    assert_eq!(start(&desktop, &profile, &["matrix:roomid/nowhere:else.example"]), Some(0));
    let page = window.get("main", "Messages");
    let said = || window.script("return document.body.innerText", json!([])).as_str().is_some_and(|text| text.contains("You are not in"));
    until("why it leads nowhere", 20, || said().then_some(()));
    assert_eq!(window.all("main", "Messages"), [page], "it stays where it was");
}

#[test]
fn a_link_to_a_person_one_knows_opens_the_conversation() {
    let scene = Scene::new();
    let window = scene.window();
    let user = scene.ruth_account.id.trim_start_matches('@');
    assert_eq!(start(&scene.desktop, &scene.profile, &[&format!("matrix:u/{user}")]), Some(0));
    window.get("region", "Conversation with Ruth");
    let room = scene.room.trim_start_matches('!');
    window.press("button", "Hide conversation");
    assert_eq!(start(&scene.desktop, &scene.profile, &[&format!("matrix:roomid/{room}")]), Some(0));
    window.get("region", "Conversation with Ruth");
}

#[test]
fn starting_with_the_session_is_off_until_it_is_switched_on() {
    let desktop = Desktop::new();
    let mut amina = Headless::start(&desktop, &desktop.profile("a start"));
    let entries = || std::fs::read_dir(desktop.folder().join("config/autostart")).map_or(0, Iterator::count);
    assert_eq!(amina.call("desktop", json!({}))["starts_with_session"], false);
    amina.call("set_starts_with_session", json!({ "on": true }));
    assert_eq!((amina.call("desktop", json!({}))["starts_with_session"].clone(), entries()), (json!(true), 1));
    let file = std::fs::read_dir(desktop.folder().join("config/autostart")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(desktop.command("desktop-file-validate").arg(&file).output().map_or(0, |done| done.stdout.len()), 0);
    let entry = std::fs::read_to_string(&file).unwrap();
    let command = entry.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap();
    assert_eq!(command, format!("\"{TACKROOM}\" \"--hidden\" \"--profile\" \"{}\"", amina.profile.canonicalize().unwrap().display()));
    amina.call("set_starts_with_session", json!({ "on": false }));
    assert_eq!(entries(), 0);
    amina.quit();
}
