//! The SDK's sync position runs ahead of the events it has stored: what that loses, our running flag and watch bring
//! back. The event cache's file is locked by another writer, so that the loss needs no luck.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tackroom_core::model::*;

use super::side::{Side, WithCarol, with_carol};
use crate::support::{Desktop, Headless, Proxy, Raw, Server, until};

/// Holds the write lock of the SDK's event cache while it lives.
struct Lock(Child);

impl Lock {
    fn hold(profile: &Path) -> Self {
        let file = profile.join("matrix/cache/matrix-sdk-event-cache.sqlite3");
        assert!(file.exists(), "{}", file.display());
        let program = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],isolation_level=None,timeout=20)\nc.execute('BEGIN IMMEDIATE')\nprint('held',flush=True)\nsys.stdin.readline()\nc.execute('ROLLBACK')";
        let mut child =
            Command::new("python3").args(["-c", program]).arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "held");
        Self(child)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.stdin.take().map(|mut stdin| stdin.write_all(b"\n"));
        let _ = self.0.wait();
    }
}

fn texts(from: usize, to: usize) -> Vec<String> {
    (from..to).map(|number| number.to_string()).collect()
}

struct Pair {
    a: Side,
    raw: Raw,
    room: String,
    id: RoomId,
}

fn pair() -> Pair {
    let WithCarol { a, raw, room, id, .. } = with_carol();
    raw.text(&room, "0");
    a.sees(&id, "0");
    Pair { a, raw, room, id }
}

/// Sends 1..=10 while the cache is locked, until the sync has brought them (and moved its position on).
fn lose(pair: &Pair) {
    for number in 1..11 {
        pair.raw.text(&pair.room, &number.to_string());
    }
    let matrix = pair.a.matrix().clone();
    // One that waited too long for the lock is shown from memory; "0" stands there from before.
    until("the sync to have delivered them", 20, || (matrix.undelivered() + pair.a.said(&pair.id).len() > 10).then_some(()));
    // The position is written right after the delivery, in another file.
    std::thread::sleep(Duration::from_millis(700));
}

/// Tackroom as a process of its own, killed while its event cache is locked; what it shows after the next start.
fn killed_while_locked(next_start: &[(&str, &str)]) -> Vec<String> {
    let server = Server::shared();
    // Only for seeing when the sync asks again: then it has taken the answer before, and moved its position on.
    let proxy = Proxy::before(server.port);
    let asked = || proxy.count("POST", "simplified_msc3575/sync");
    let desktop = Desktop::new();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let mut a = Headless::signed_in(&desktop, &proxy.url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    let room = raw.direct_room(&amina.id);
    raw.text(&room, "message 0");
    a.accept();
    a.message("message 0");
    let lock = Lock::hold(&a.profile);
    let before = asked();
    for number in 1..11 {
        raw.text(&room, &format!("message {number}"));
    }
    let mut quiet = (asked(), Instant::now());
    until("the sync to have taken them all", 30, || {
        if asked() != quiet.0 {
            quiet = (asked(), Instant::now());
        }
        (asked() > before && quiet.1.elapsed() > Duration::from_secs(2)).then_some(())
    });
    a.kill();
    drop(lock);
    let profile = a.profile.clone();
    drop(a);
    let mut a = Headless::with(&desktop, &profile, &[], next_start);
    a.wait_for(json!({ "connection": "online", "timeout": 60 }));
    raw.text(&room, "message 11");
    a.message("message 11");
    let said = |a: &mut Headless| -> Vec<String> {
        a.messages(&room).iter().filter_map(|m| m["body"]["text"].as_str().map(str::to_owned)).collect()
    };
    crate::support::before(15, || (said(&mut a).len() == 12).then_some(()));
    said(&mut a)
}

#[test]
fn a_kill_while_the_event_cache_is_locked_loses_nothing() {
    let all: Vec<String> = (0..12).map(|number| format!("message {number}")).collect();
    assert_eq!(killed_while_locked(&[]), all);
}

#[test]
fn the_same_kill_without_the_cure_does_lose_them() {
    // The deliberate fault: the next start trusts the SDK's position.
    let said = killed_while_locked(&[("TACKROOM_TRUST_POSITION", "1")]);
    assert!(said.len() < 12, "the hole that the running flag is for is not there (any more): {said:?}");
}

#[test]
fn a_quick_clean_exit_while_the_cache_is_busy_loses_nothing() {
    let mut pair = pair();
    let lock = Lock::hold(pair.a.folder.path());
    lose(&pair);
    let held = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(800));
        drop(lock);
    });
    pair.a.stop();
    held.join().unwrap();
    pair.a.restore();
    pair.a.start();
    until("all of them", 30, || (pair.a.said(&pair.id) == texts(0, 11)).then_some(()));
}

#[test]
fn a_failed_write_of_the_cache_heals_while_running() {
    let pair = pair();
    let lock = Lock::hold(pair.a.folder.path());
    lose(&pair);
    // Longer than SQLite waits for the lock: the cache's write fails, and is only logged.
    std::thread::sleep(Duration::from_secs(9));
    drop(lock);
    pair.raw.text(&pair.room, "11");
    until("all of them, by the watch", 90, || (pair.a.said(&pair.id) == texts(0, 12)).then_some(()));
}

#[test]
fn a_clean_stop_leaves_no_flag_and_nothing_is_asked_for_twice() {
    let mut pair = pair();
    pair.a.stop();
    pair.a.restore();
    assert!(!pair.a.read(|r| r.was_running()));
    pair.a.start();
    pair.a.online();
    pair.raw.text(&pair.room, "1");
    pair.a.sees(&pair.id, "1");
    assert_eq!(pair.a.said(&pair.id), texts(0, 2));
}
