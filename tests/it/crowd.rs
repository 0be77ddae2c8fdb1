//! C08: an account in a room of 10,000 members beside a few direct conversations, on a server that sends members when they
//! speak or are asked for; and on one that sends them all, unasked.
//!
//! The room has two members on the real server; the proxy before it lays the crowd over its answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::proxy::Fate;
use crate::support::{Account, Desktop, Headless, Proxy, Raw, Server, until};

const CROWD: usize = 10_000;
/// Sent at once they take the SDK some milliseconds each, in a debug build.
const SENT: usize = 1_000;
const FRIENDS: [&str; 3] = ["Ruth", "Jonas", "Stranka"];

fn member(number: usize) -> Value {
    json!({
        "type": "m.room.member", "state_key": format!("@stranger{number}:localhost"), "sender": format!("@stranger{number}:localhost"),
        "event_id": format!("$stranger{number}"), "origin_server_ts": 1_700_000_000_000_u64 + number as u64,
        "content": { "membership": "join", "displayname": format!("Stranger {number}") },
    })
}

/// Lays the crowd over the room of that name in an answer of simplified sliding sync: so many more, and these sent along.
fn lay(answer: &mut Value, more: usize, sent: usize) {
    let Some(rooms) = answer["rooms"].as_object_mut() else { return };
    for room in rooms.values_mut().filter(|room| room["name"] == "Crowd") {
        room["joined_count"] = json!(more + 2);
        if let Some(state) = room["required_state"].as_array_mut() {
            state.extend((0..sent).map(member));
        }
    }
}

fn counted(answer: &mut Value) {
    lay(answer, CROWD, 0);
}

fn sent(answer: &mut Value) {
    lay(answer, SENT, SENT);
}

/// Resident memory of a process, in MiB.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

struct Scene {
    server: &'static Server,
    desktop: Desktop,
    proxy: Proxy,
    account: Account,
    /// The first friend's client, and the conversation with them.
    friend: Raw,
    direct: String,
    crowd: String,
}

impl Scene {
    fn new() -> Self {
        let server = Server::shared();
        let (desktop, proxy, account) = (Desktop::new(), Proxy::before(server.port), server.account("Amina"));
        let own = Raw::log_in(&server.url, &account);
        let mut direct: Vec<(Raw, String)> = FRIENDS
            .iter()
            .map(|name| {
                let raw = Raw::log_in(&server.url, &server.account(name));
                let room = raw.direct_room(&account.id);
                own.join(&room);
                raw.text(&room, &format!("Hello from {name}."));
                (raw, room)
            })
            .collect();
        let (friend, direct) = direct.remove(0);
        let crowd = friend.create_room(&json!({ "name": "Crowd", "preset": "public_chat" }));
        own.join(&crowd);
        friend.text(&crowd, "Welcome, all.");
        Self { server, desktop, proxy, account, friend, direct, crowd }
    }

    /// A first sign-in, through the proxy or past it, and how long until the direct conversations are there.
    fn sign_in(&self, url: &str, profile: &str) -> (Headless, Duration) {
        let mut amina = Headless::start(&self.desktop, &self.desktop.profile(profile));
        let start = Instant::now();
        amina.sign_in(url, &self.account);
        for name in FRIENDS {
            amina.message(&format!("Hello from {name}."));
        }
        (amina, start.elapsed())
    }

    /// The crowd's room is there, as large as it is, and nobody of it is offered as a contact. The longest wait for contacts.
    fn are_no_contacts(&self, amina: &mut Headless, least: usize) -> Duration {
        amina.message("Welcome, all.");
        let room = until("the crowd as large as it is", 60, || {
            let seen = amina.call("conversation", json!({ "room": self.crowd }));
            (seen["member_count"].as_u64() > Some(least as u64)).then_some(seen)
        });
        let members = room["members"].as_array().unwrap().len();
        assert!(members < 50, "the window gets a few of them: {members}");
        let mut slowest = Duration::ZERO;
        for query in ["", "s", "st", "str"] {
            // The best of three: anything may hold up one.
            let mut took = Duration::MAX;
            for _ in 0..3 {
                let asked = Instant::now();
                let contacts = amina.call("contacts", json!({ "query": query, "limit": 100 }));
                took = took.min(asked.elapsed());
                let names: Vec<&str> = contacts.as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
                assert!(!names.iter().any(|name| name.starts_with("Stranger ")), "nobody's contacts: {names:?}");
                if query.len() > 1 {
                    assert_eq!(names, ["Stranka"], "{query}");
                }
            }
            slowest = slowest.max(took);
        }
        slowest
    }

    /// Writing to a friend goes on as ever, and the crowd's own room takes a text.
    fn writes(&self, amina: &mut Headless) {
        amina.ask(json!({ "do": "send", "room": self.direct, "text": "Quite a crowd." }));
        amina.ask(json!({ "do": "send", "room": self.crowd, "text": "Thank you." }));
        amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
        let said = self.friend.events_of(&self.crowd, "m.room.message");
        assert!(said.iter().any(|event| event["content"]["body"] == "Thank you."), "{said:?}");
    }
}

#[test]
fn ten_thousand_members_are_no_contacts_and_no_burden() {
    let scene = Scene::new();
    // The same account without the crowd: what a sign-in costs on this machine just now.
    let (alone, usual) = scene.sign_in(&scene.server.url, "alone");
    let least = resident(alone.pid());
    alone.quit();

    let asked = Arc::new(AtomicUsize::new(0));
    let (counts, local) = (asked.clone(), scene.crowd.trim_start_matches('!').split(':').next().unwrap().to_owned());
    scene.proxy.rule(move |seen| {
        if seen.path.contains(&local) && seen.path.contains("/members") {
            counts.fetch_add(1, Ordering::SeqCst);
            let chunk: Vec<Value> = (0..CROWD).map(member).collect();
            let body = json!({ "chunk": chunk }).to_string();
            return Fate::Answer(200, vec![("content-type".into(), "application/json".into())], body);
        }
        if seen.path.contains("simplified_msc3575/sync") { Fate::Change(counted) } else { Fate::Pass }
    });
    let (mut amina, usable) = scene.sign_in(&scene.proxy.url, "crowded");
    let slowest = scene.are_no_contacts(&mut amina, CROWD);
    scene.writes(&mut amina);
    let more = resident(amina.pid()).saturating_sub(least);
    eprintln!("crowd: usable after {usable:?}, without it {usual:?}; contacts within {slowest:?}; {more} MiB more");
    assert_eq!(asked.load(Ordering::SeqCst), 0, "nobody asked for all of them");
    assert!(usable < usual * 4 + Duration::from_secs(10), "usable after {usable:?}, without the crowd after {usual:?}");
    assert!(slowest < Duration::from_secs(1), "contacts took {slowest:?}");
    assert!(more < 150, "{more} MiB for 10,000 members");
    amina.quit();
}

#[test]
fn members_that_come_unasked_are_no_contacts_either() {
    let scene = Scene::new();
    scene.proxy.rule(|seen| if seen.path.contains("simplified_msc3575/sync") { Fate::Change(sent) } else { Fate::Pass });
    let (mut amina, usable) = scene.sign_in(&scene.proxy.url, "crowded");
    scene.are_no_contacts(&mut amina, SENT);
    scene.writes(&mut amina);
    eprintln!("crowd: {SENT} members sent unasked, usable after {usable:?}");
    amina.quit();
}
