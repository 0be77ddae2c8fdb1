//! Case C47: one process owns a profile.

use std::process::Stdio;

use serde_json::json;

use crate::support::{Desktop, Headless, TACKROOM, until};

#[test]
fn two_starts_at_once_are_one_process() {
    let desktop = Desktop::new();
    let profile = desktop.profile("twice");
    let start = || {
        desktop
            .command(TACKROOM)
            .arg("headless")
            .arg("--profile")
            .arg(&profile)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut both = [start(), start()];
    let ended = until("one of them to give way", 20, || both.iter_mut().position(|child| child.try_wait().unwrap().is_some()));
    assert_eq!(both[ended].wait().unwrap().code(), Some(1));
    let other = &mut both[1 - ended];
    assert!(other.try_wait().unwrap().is_none(), "the other one goes on");
    drop(other.stdin.take());
    assert_eq!(other.wait().unwrap().code(), Some(0));
}

#[test]
fn a_second_window_start_hands_over_and_a_killed_one_blocks_nothing() {
    let desktop = Desktop::new();
    let profile = desktop.profile("window");
    let mut window = desktop.command(TACKROOM).arg("--profile").arg(&profile).spawn().unwrap();
    let shown = || Some(desktop.run("xdotool", &["search", "--onlyvisible", "--name", "^Tackroom$"])).filter(|found| !found.is_empty());
    until("the window", 60, shown);
    // By another path to the same folder.
    let link = desktop.profile("link");
    std::os::unix::fs::symlink(&profile, &link).unwrap();
    let second = desktop.command(TACKROOM).arg("--profile").arg(&link).status().unwrap();
    assert_eq!(second.code(), Some(0), "it handed over and ended");
    assert!(window.try_wait().unwrap().is_none(), "the first one goes on");
    window.kill().unwrap();
    window.wait().unwrap();
    let mut headless = Headless::start(&desktop, &profile);
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();
}

#[test]
fn doctor_looks_and_changes_nothing() {
    let desktop = Desktop::new();
    let profile = desktop.profile("doctor");
    let doctor = || desktop.command(TACKROOM).args(["doctor", "--json", "--profile"]).arg(&profile).output().unwrap();
    let done = doctor();
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(0), "{found}");
    let checks: Vec<&str> = found["checks"].as_array().unwrap().iter().map(|check| check["check"].as_str().unwrap()).collect();
    assert_eq!(checks, ["profile", "keyring", "notifications", "store", "server", "web view"]);
    assert!(!profile.join("tackroom.db").exists());

    let mut headless = Headless::start(&desktop, &profile);
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();
    let store = |output: &[u8]| {
        let found: serde_json::Value = serde_json::from_slice(output).unwrap();
        found["checks"].as_array().unwrap().iter().find(|check| check["check"] == "store").unwrap()["state"].clone()
    };
    assert_eq!(store(&doctor().stdout), "fine");
    assert_eq!(desktop.command(TACKROOM).args(["doctor", "--nonsense"]).output().unwrap().status.code(), Some(2));
}
