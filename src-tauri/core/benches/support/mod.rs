//! A store filled through the projection, as sync would fill it.

#![allow(clippy::print_stdout, reason = "a bench prints")]

mod generate;

use std::cell::Cell;
use std::time::{Duration, Instant};

use tackroom_core::model::{Place, UserId};
use tackroom_core::project::{Slice, apply};
use tackroom_core::store::{Store, system_clock};

use generate::{Words, event, put_room, room_id};

const ROOMS: usize = 100;
/// Every other message is in the first room: a long conversation among many.
const BATCH: usize = 500;

pub struct Filled {
    dir: tempfile::TempDir,
    store: Store,
    pub took: Duration,
    places: Vec<Place>,
    turn: Cell<usize>,
}

impl Filled {
    pub fn new(messages: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("tackroom.db"), &[7; 32], system_clock()).unwrap().store;
        let start = Instant::now();
        store
            .write(|w| {
                w.set_me(&me())?;
                for room in 0..ROOMS {
                    put_room(w, &me(), room)?;
                }
                Ok(())
            })
            .unwrap();
        let mut words = Words(7);
        let mut next = vec![0; ROOMS];
        let mut written = 0;
        let mut turn = 0;
        while written < messages {
            let room = if turn % 2 == 0 { 0 } else { 1 + (turn / 2) % (ROOMS - 1) };
            let count = BATCH.min(messages - written);
            let first = next.get(room).copied().unwrap_or_default();
            write_batch(&store, room, first, count, false, &mut words);
            if let Some(next) = next.get_mut(room) {
                *next += count;
            }
            written += count;
            if messages >= 100_000 && written % (messages / 10) < BATCH {
                println!("filling: {} %", written * 100 / messages);
            }
            turn += 1;
        }
        let took = start.elapsed();
        let places = places(&store);
        Self { dir, store, took, places, turn: Cell::new(0) }
    }

    pub fn bytes(&self) -> u64 {
        let files = std::fs::read_dir(self.dir.path()).unwrap();
        files.filter_map(|f| f.ok()?.metadata().ok()).map(|m| m.len()).sum()
    }

    pub fn newest_page(&self) {
        let page = self.store.read(|r| r.messages(&room_id(0), None, None, 30)).unwrap();
        assert_eq!(page.messages.len(), 30);
    }

    pub fn page_somewhere(&self) {
        self.turn.set(self.turn.get() + 1);
        let place = self.places.get(self.turn.get() % self.places.len()).copied();
        let page = self.store.read(|r| r.messages(&room_id(0), place, None, 30)).unwrap();
        assert!(!page.messages.is_empty());
    }

    pub fn conversations(&self) {
        assert_eq!(self.store.read(|r| r.conversations(None, 30)).unwrap().len(), 30);
    }

    pub fn search(&self, query: &str) {
        assert!(!self.store.read(|r| r.search(query, 30)).unwrap().is_empty(), "{query}");
    }

    /// New events of one room, as live sync brings them.
    pub fn project(&self, batch: usize, count: usize) {
        let room = ROOMS - 1;
        write_batch(&self.store, room, 10_000_000 + batch * count, count, true, &mut Words(batch as u64));
    }
}

fn me() -> UserId {
    UserId("@alice:localhost".into())
}

fn write_batch(store: &Store, room: usize, first: usize, count: usize, live: bool, words: &mut Words) {
    let events = (first..first + count).map(|n| event(&me(), room, n, words)).collect();
    let slice = Slice { room: room_id(room), events, gap_before: false, reached_start: false, live };
    store.write(|w| apply(w, &me(), &slice)).unwrap();
}

/// Places spread over the first room.
fn places(store: &Store) -> Vec<Place> {
    let mut places = Vec::new();
    let mut before = None;
    while let Some(page) = Some(store.read(|r| r.messages(&room_id(0), before, None, 200)).unwrap()) {
        before = page.before;
        match before {
            Some(place) if places.len() < 200 => places.push(place),
            _ => break,
        }
    }
    if places.is_empty() {
        places.push(Place { ord: i64::MAX, id: tackroom_core::model::MessageId(i64::MAX) });
    }
    places
}
