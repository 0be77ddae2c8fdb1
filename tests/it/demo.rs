//! `make run` without a display, as a newcomer's machine in CI has none: the whole demo from nothing, one round, and the
//! counted truth as its last line. A second start finds all of it there.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{Desktop, Server, TACKROOM, Window, root, until};

fn run(folder: &std::path::Path, command: &str) -> String {
    let done = Command::new("python3")
        .arg(root().join("scripts/demo.py"))
        .arg(command)
        .env("TACKROOM_DEMO", folder)
        .env("TACKROOM_PROGRAM", TACKROOM)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{text}\n{}", String::from_utf8_lossy(&done.stderr));
    text
}

#[test]
fn one_round_without_a_display_and_a_second_start() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    let first = run(&demo, "run");
    assert_eq!(first.trim().lines().last(), Some("demo: sent 1, answered 1, notified 1"), "{first}");
    for step in ["Homeserver", "Conversations, encrypted"] {
        let begun = first.lines().any(|line| line.starts_with("· ") && line.contains(step));
        let ended = first.lines().any(|line| line.starts_with("  ") && line.contains(step) && line.ends_with(" s"));
        assert!(begun && ended, "{step} is told when it begins and when it ends: {first}");
    }
    let picture = first.lines().find_map(|line| line.strip_prefix("Screenshot: ")).expect("where the screenshot is");
    let picture = image::open(picture).unwrap();
    assert!(picture.width() >= 1000 && picture.height() >= 600);

    let start = Instant::now();
    let second = run(&demo, "run");
    assert_eq!(second.trim().lines().last(), Some("demo: sent 1, answered 1, notified 1"), "{second}");
    assert!(!second.contains("Conversations, encrypted"), "what is there is not laid out again: {second}");
    assert!(start.elapsed() < Duration::from_secs(120));

    run(&demo, "clean");
    assert!(!demo.exists(), "the demo is gone");
}

/// The demo on one's own desktop has its secrets in one's own keyring; they go with it, and nobody else's do.
#[test]
fn the_demos_secrets_go_with_it() {
    let desktop = Desktop::new();
    let demo = desktop.folder().join("demo");
    std::fs::create_dir(&demo).unwrap();
    let ours = "app.tackroom.demo-1f2e3d4c";
    let state = serde_json::json!({ "port": 1, "password": "x", "service": ours, "own_desktop": false, "complete": true });
    std::fs::write(demo.join("state.json"), state.to_string()).unwrap();
    for service in [ours, "app.tackroom"] {
        desktop.run("sh", &["-c", &format!("printf hidden | secret-tool store --label=t service {service} username mei/root")]);
    }
    let kept = |service: &str| desktop.run("secret-tool", &["lookup", "service", service, "username", "mei/root"]);
    assert_eq!((kept(ours).as_str(), kept("app.tackroom").as_str()), ("hidden", "hidden"));
    let script = root().join("scripts/demo.py");
    let done = desktop.command("python3").arg(script).arg("clean").env("TACKROOM_DEMO", &demo).output().unwrap();
    assert!(done.status.success() && !demo.exists(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!((kept(ours).as_str(), kept("app.tackroom").as_str()), ("", "hidden"));
}

/// Where there is no apt, what is missing is named and nothing is begun.
#[test]
fn without_apt_it_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    for tool in ["rustc", "cargo", "node", "npm", "rustup", "env"] {
        let found = Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().unwrap();
        let path = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        if !path.is_empty() {
            std::os::unix::fs::symlink(path, folder.path().join(tool)).unwrap();
        }
    }
    // The interpreter itself: what stands in for it on some machines needs a shell.
    let python = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output().unwrap();
    let python = String::from_utf8_lossy(&python.stdout).trim().to_owned();
    let done = Command::new(python).arg(root().join("scripts/setup.py")).arg("services").env("PATH", folder.path()).output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_ne!(done.status.code(), Some(0), "{text}");
    assert!(text.contains("This system has no apt. Please install") && text.contains("WebKitWebDriver"), "{text}");
}

/// `make run SERVER=…` opens the window without the demo, with that homeserver filled in and looked at.
#[test]
fn a_server_of_ones_own_is_filled_in() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let script = desktop.folder().join("make-run");
    let words = format!("#!/bin/sh\nexec make -s -C '{}' run SERVER='{}'\n", root().display(), server.url);
    std::fs::write(&script, words).unwrap();
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let profile = desktop.profile("mine");
    let demo = desktop.folder().join("demo");
    let env = [("TACKROOM_PROGRAM", TACKROOM), ("TACKROOM_PROFILE", profile.to_str().unwrap()), ("TACKROOM_DEMO", demo.to_str().unwrap())];
    let window = Window::of(&script, &desktop, &profile, &[], &env);
    assert_eq!(window.value(&window.get("textbox", "Homeserver")), server.url);
    until("that it was looked at", 20, || window.text(&window.get("main", "Sign in to Tackroom")).contains("Found.").then_some(()));
    let account = server.account("Amina");
    window.refill("textbox", "Username", &account.local);
    window.refill("textbox", "Password", &account.password);
    window.press("button", "Sign in");
    window.get("main", "Feed");
    assert!(!demo.exists(), "nothing of the demo is laid out");
}
