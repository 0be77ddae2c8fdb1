//! Tackroom is killed at each recorded step of sending and in the middle of a burst; restarted, each pin is in the room
//! exactly once and in order, and the store has every event.
//!
//! A seed picks the point and its n-th passing (`TACKROOM_FAULT`), never a time. `make test` runs 10 rounds of each,
//! `make soak` 50 (`TACKROOM_CRASH_ROUNDS`); `TACKROOM_CRASH_SEED` begins elsewhere, to repeat a round that was red.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::proxy::Fate;
use crate::support::{Account, Desktop, Headless, Proxy, Raw, Server, before, pictures};

/// Each step that sending commits, in its order (tackroom-matrix, steps.rs).
const SENDING: [&str; 7] =
    ["send.prepared", "send.uploading", "send.uploaded", "send.fixed", "send.in_flight", "send.answered", "send.sent"];
const RECEIVING: [&str; 2] = ["project.events", "project.applied"];

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn rounds() -> std::ops::Range<u64> {
    let first = number("TACKROOM_CRASH_SEED", 0);
    first..first + number("TACKROOM_CRASH_ROUNDS", 10)
}

/// A small generator (splitmix64): the same seed is the same round on every machine.
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Amina, who will be killed, and Ruth, who watches: an encrypted conversation that both are in.
struct Pair {
    ruth: Headless,
    desktop: Desktop,
    profile: PathBuf,
    room: String,
    amina: Account,
}

impl Pair {
    fn new(server: &Server, url: &str) -> Self {
        let desktop = Desktop::new();
        let (amina, ruth_account) = (server.account("Amina"), server.account("Ruth"));
        let mut killed = Headless::signed_in(&desktop, url, &amina);
        let mut ruth = Headless::signed_in(&desktop, &server.url, &ruth_account);
        ruth.ask(json!({ "do": "send", "to": amina.id, "text": "Before all." }));
        let room = killed.accept();
        killed.message("Before all.");
        killed.ask(json!({ "do": "send", "room": room, "text": "Both are here." }));
        ruth.message("Both are here.");
        let profile = killed.quit();
        Self { ruth, desktop, profile, room, amina }
    }

    fn amina(&self, fault: Option<&str>) -> Headless {
        let env: Vec<(&str, &str)> = fault.map(|fault| ("TACKROOM_FAULT", fault)).into_iter().collect();
        Headless::with(&self.desktop, &self.profile, &[], &env)
    }

    /// Titles and texts of this round that Ruth has, in the room's order.
    fn at_ruths(&mut self, mark: &str) -> Vec<String> {
        let room = self.room.clone();
        words(&self.ruth.messages(&room), mark)
    }
}

fn words(messages: &[Value], mark: &str) -> Vec<String> {
    let word = |m: &Value| m["body"]["text"].as_str().or_else(|| m["body"]["pin"]["title"].as_str()).map(str::to_owned);
    messages.iter().filter_map(word).filter(|text| text.starts_with(mark)).collect()
}

fn pin(title: &str, folder: &Path, seed: u8) -> Value {
    json!({ "title": title, "link": "https://shop.example/crash", "picture": pictures::file(folder, seed) })
}

#[test]
fn a_kill_at_any_step_of_sending_leaves_each_pin_once_and_in_order() {
    let server = Server::shared();
    let mut pair = Pair::new(server, &server.url);
    let folder = pair.desktop.folder().join("pictures");
    let mut struck = BTreeSet::new();
    for seed in rounds() {
        let point = SENDING[usize::try_from(seed).unwrap() % SENDING.len()];
        let fault = format!("{point}:{}", 1 + mixed(seed) % 3);
        let mark = format!("round {seed} ");
        let titles: Vec<String> = (1..=3).map(|n| format!("{mark}pin {n}")).collect();

        let mut amina = pair.amina(Some(&fault));
        let asked: Vec<u32> = titles
            .iter()
            .map(|title| {
                amina.post(json!({ "do": "send", "room": pair.room, "pin": pin(title, &folder, u8::try_from(seed % 200).unwrap()) }))
            })
            .collect();
        let ended = before(60, || amina.has_ended().then_some(()));
        assert!(ended.is_some(), "round {seed}: {fault} was never passed");
        struck.insert(point);
        // What was answered was promised; what was not may be there once or not at all.
        let promised: Vec<&String> = titles.iter().zip(&asked).filter(|(_, id)| amina.answered(**id)).map(|(title, _)| title).collect();
        drop(amina);

        let mut amina = pair.amina(None);
        amina.wait_for(json!({ "connection": "online", "outbox": 0, "timeout": 60 }));
        let last = format!("{mark}end");
        amina.ask(json!({ "do": "send", "room": pair.room, "text": last }));
        pair.ruth.message(&last);
        let there = pair.at_ruths(&mark);
        let mut expected: Vec<&String> = titles.iter().filter(|title| there.contains(title)).collect();
        expected.push(&last);
        assert_eq!(there.iter().collect::<Vec<_>>(), expected, "round {seed}, {fault}: once, and in order");
        for title in promised {
            assert!(there.contains(title), "round {seed}, {fault}: {title} was promised and is lost");
        }
        amina.quit();
    }
    if rounds().count() >= SENDING.len() {
        assert_eq!(struck.len(), SENDING.len(), "each step was struck: {struck:?}");
    }
}

#[test]
fn a_kill_in_the_middle_of_a_burst_loses_nothing() {
    let server = Server::shared();
    let mut pair = Pair::new(server, &server.url);
    for seed in rounds() {
        let fault = format!("{}:{}", RECEIVING[usize::try_from(seed).unwrap() % 2], 1 + mixed(seed) % 4);
        let mark = format!("burst {seed} ");
        let texts: Vec<String> = (1..=15).map(|n| format!("{mark}line {n}")).collect();
        let mut amina = pair.amina(Some(&fault));
        for text in &texts {
            pair.ruth.post(json!({ "do": "send", "room": pair.room, "text": text }));
        }
        // A burst may come in fewer slices than the point's number: then it is killed from outside, when all is sent.
        if before(25, || amina.has_ended().then_some(())).is_none() {
            amina.kill();
        }
        drop(amina);
        pair.ruth.wait_for(json!({ "outbox": 0, "timeout": 60 }));
        let mut amina = pair.amina(None);
        amina.message(texts.last().unwrap());
        let room = pair.room.clone();
        let all = before(40, || Some(words(&amina.messages(&room), &mark)).filter(|there| *there == texts));
        assert!(all.is_some(), "round {seed}, {fault}: {:?}", words(&amina.messages(&room), &mark));
        amina.quit();
    }
}

/// The server has the event, the answer is lost, and the program is killed before it can ask again.
#[test]
fn a_lost_answer_and_a_kill_are_still_one_event() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let pair = Pair::new(server, &proxy.url);
    let plain = Raw::log_in(&server.url, &pair.amina);
    let count = || plain.events_of(&pair.room, "m.room.encrypted").len();
    let mut amina = pair.amina(None);
    // A first one, for an encrypted message waits for the first sync of a run.
    amina.ask(json!({ "do": "send", "room": pair.room, "text": "The one before." }));
    amina.wait_for(json!({ "connection": "online", "outbox": 0, "timeout": 60 }));
    let first = count();
    proxy.rule(|seen| {
        let lost = seen.path.contains("/send/m.room.encrypted") || seen.path.contains("/sync") || seen.path.contains("sliding");
        if lost { Fate::DropAnswer } else { Fate::Pass }
    });
    amina.ask(json!({ "do": "send", "room": pair.room, "text": "Heard, not answered." }));
    let arrived = before(60, || (count() == first + 1).then_some(()));
    assert!(arrived.is_some(), "the server got it");
    amina.kill();
    proxy.pass();
    let mut amina = pair.amina(None);
    amina.wait_for(json!({ "connection": "online", "outbox": 0, "timeout": 60 }));
    amina.ask(json!({ "do": "send", "room": pair.room, "text": "The next one." }));
    amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    assert_eq!(count(), first + 2, "one event for each");
    amina.quit();
}
