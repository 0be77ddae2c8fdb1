//! A store filled through the projection, as sync would fill it.

#![allow(clippy::print_stdout, reason = "a bench prints")]

use std::cell::Cell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tackroom_core::model::{Place, RoomId, UserId};
use tackroom_core::project::{Slice, SourceEvent, apply};
use tackroom_core::store::{MemberFacts, RoomFacts, RoomKind, Store, system_clock};

const ALICE: &str = "@alice:localhost";
const ROOMS: usize = 100;
/// Every other message is in the first room: a long conversation among many.
const BATCH: usize = 500;
const START: i64 = 1_700_000_000_000;

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
                w.set_me(&UserId(ALICE.into()))?;
                for room in 0..ROOMS {
                    put_room(w, room)?;
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

fn room_id(room: usize) -> RoomId {
    RoomId(format!("!room{room}:localhost"))
}

fn put_room(w: &mut tackroom_core::store::Writer, room: usize) -> Result<(), tackroom_core::store::StoreError> {
    let friend = UserId(format!("@friend{room}:localhost"));
    w.put_room(&RoomFacts {
        room: room_id(room),
        kind: RoomKind::Conversation,
        name: None,
        avatar: None,
        encrypted: true,
        joined: true,
        direct_with: vec![friend.clone()],
        can_post: true,
        member_count: 2,
    })?;
    let members = [UserId(ALICE.into()), friend].map(|user| MemberFacts {
        name: Some(format!("Person {}", user.as_str())),
        user,
        avatar: None,
        membership: "join".into(),
    });
    w.put_members(&room_id(room), &members)
}

fn write_batch(store: &Store, room: usize, first: usize, count: usize, live: bool, words: &mut Words) {
    let events = (first..first + count).map(|n| event(room, n, words)).collect();
    let slice = Slice { room: room_id(room), events, gap_before: false, reached_start: false, live };
    store.write(|w| apply(w, &UserId(ALICE.into()), &slice)).unwrap();
}

fn event(room: usize, n: usize, words: &mut Words) -> SourceEvent {
    let id = format!("$event-{room}-{n}-abcdefghijklmnopqrstuvwxyz");
    let target = format!("$event-{room}-{}-abcdefghijklmnopqrstuvwxyz", n.saturating_sub(3));
    let (event_type, content) = match n % 20 {
        0 | 5 | 10 | 15 => ("m.room.message", pin(room, n, words)),
        3 => ("m.reaction", json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": target, "key": "👍" } })),
        _ => ("m.room.message", json!({ "msgtype": "m.text", "body": words.sentence(12) })),
    };
    let sender = if n.is_multiple_of(3) { ALICE.to_owned() } else { format!("@friend{room}:localhost") };
    let at = START + (n as i64) * 60_000;
    let json = json!({ "type": event_type, "event_id": id, "sender": sender, "origin_server_ts": at, "content": content });
    SourceEvent { event_id: id.as_str().into(), json, encrypted: true, locked_session: None, notify: false }
}

fn pin(room: usize, n: usize, words: &mut Words) -> Value {
    let link = format!("https://shop{}.example/{n}", n / 5 % 50);
    json!({
        "msgtype": "m.image", "body": "pin", "filename": "pin.jpg", "file": { "url": format!("mxc://localhost/{room}-{n}"), "key": "0123456789" },
        "info": { "w": 800, "h": 600, "size": 90_000, "mimetype": "image/jpeg", "xyz.amorgan.blurhash": "LKO2?U%2Tw=w]~RBVZRi};RPxuwH" },
        "app.tackroom.pin": { "version": 1, "title": words.sentence(4), "note": words.sentence(20), "link": link }
    })
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

/// The same sentences each time: few words are common, many are rare, one is very rare.
pub struct Words(pub u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn word(&mut self) -> String {
        const COMMON: [&str; 8] = ["the", "and", "wall", "want", "tea", "blue", "with", "garden"];
        match self.next() % 10_000 {
            0 => "zebrafish".to_owned(),
            n if n < 4_000 => COMMON.get(n as usize % COMMON.len()).copied().unwrap_or("the").to_owned(),
            _ => format!("w{:x}", (self.next() % 141).pow(2) + self.next() % 141),
        }
    }

    fn sentence(&mut self, length: usize) -> String {
        (0..length).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}
