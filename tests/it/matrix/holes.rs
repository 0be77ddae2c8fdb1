//! The SDK's sync position runs ahead of the events it has stored: what that loses, our running flag and watch bring
//! back. The event cache's file is locked by another writer, so that the loss needs no luck.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tackroom_core::model::*;

use super::side::Side;
use crate::support::{Raw, Server, until};

/// Holds the write lock of the SDK's event cache while it lives.
struct Lock(Child);

impl Lock {
    fn hold(side: &Side) -> Self {
        let file = side.folder.path().join("matrix/cache/matrix-sdk-event-cache.sqlite3");
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
    let server = Server::shared();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let a = Side::sign_in(&server.url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
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
    until("the sync to have delivered them", 20, || (matrix.undelivered() >= 10).then_some(()));
    // The position is written right after the delivery, in another file.
    std::thread::sleep(Duration::from_millis(700));
}

#[test]
fn a_quick_clean_exit_while_the_cache_is_busy_loses_nothing() {
    let mut pair = pair();
    let lock = Lock::hold(&pair.a);
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
    let lock = Lock::hold(&pair.a);
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
