//! `make run` without a display, as a newcomer's machine in CI has none: the whole demo from nothing, one round, and the
//! counted truth as its last line. A second start finds all of it there.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{TACKROOM, root};

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
