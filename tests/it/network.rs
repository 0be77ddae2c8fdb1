//! Servers and networks that misbehave, seen through a proxy: what is written still arrives once, in order, and says why
//! where it cannot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::proxy::Fate;
use crate::support::{Desktop, Headless, Proxy, Raw, Server, pictures, stays, until};

/// Amina behind a proxy, in plain rooms with Bob, who is a plain client.
struct Behind {
    amina: Headless,
    bob: Raw,
    proxy: Proxy,
    desktop: Desktop,
    rooms: Vec<String>,
}

impl Behind {
    fn new(rooms: usize) -> Self {
        let server = Server::shared();
        let desktop = Desktop::new();
        let proxy = Proxy::before(server.port);
        let (amina_account, bob_account) = (server.account("Amina"), server.account("Bob"));
        let bob = Raw::log_in(&server.url, &bob_account);
        let mut amina = Headless::signed_in(&desktop, &proxy.url, &amina_account);
        let rooms = (0..rooms)
            .map(|number| {
                let room =
                    bob.create_room(&json!({ "name": format!("Room {number}"), "preset": "private_chat", "invite": [amina_account.id] }));
                // Amina has not answered Bob: each of his invitations asks.
                assert_eq!(amina.accept(), room);
                bob.text(&room, &format!("hello {number}"));
                amina.message(&format!("hello {number}"));
                room
            })
            .collect();
        Self { amina, bob, proxy, desktop, rooms }
    }

    fn text(&mut self, room: usize, text: &str) -> Value {
        let room = self.rooms[room].clone();
        self.amina.ask(json!({ "do": "send", "room": room, "text": text }))["message"].clone()
    }

    /// What Bob sees of Amina's in a room.
    fn heard(&self, room: usize) -> Vec<String> {
        let mine = |event: &&Value| event["sender"] != self.bob.user.as_str();
        let events = self.bob.events_of(&self.rooms[room], "m.room.message");
        events.iter().filter(mine).map(|event| event["content"]["body"].as_str().unwrap_or_default().to_owned()).collect()
    }

    fn state(&mut self, room: usize, message: &Value) -> Value {
        let room = self.rooms[room].clone();
        self.amina.messages(&room).into_iter().find(|m| m["id"] == *message).map(|m| m["state"].clone()).unwrap_or_default()
    }
}

/// C02: sync brings the event while the answer is held; that settles it, and nothing is sent twice.
#[test]
fn the_echo_settles_a_message_whose_answer_hangs() {
    let mut this = Behind::new(1);
    this.proxy.rule(|seen| {
        if seen.method == "PUT" && seen.path.contains("/send/m.room.message") { Fate::Delay(Duration::from_secs(25)) } else { Fate::Pass }
    });
    let message = this.text(0, "Held.");
    this.amina.wait_for(json!({ "message": message, "state": "sent", "timeout": 15 }));
    this.proxy.pass();
    this.text(0, "After.");
    until("both at Bob's", 60, || (this.heard(0).len() >= 2).then_some(()));
    assert_eq!(this.heard(0), ["Held.", "After."]);
}

/// C03: a refused picture holds up what follows in its conversation, says why, and nothing else; Delete lets it go on.
#[test]
fn a_refusal_holds_up_its_own_conversation_only() {
    let mut this = Behind::new(2);
    this.proxy.rule(|seen| {
        if seen.method == "POST" && seen.path.contains("/media/") && seen.path.contains("upload") {
            let body = json!({ "errcode": "M_TOO_LARGE", "error": "Upload request body is too large" });
            Fate::Answer(413, vec![("content-type".into(), "application/json".into())], body.to_string())
        } else {
            Fate::Pass
        }
    });
    this.text(0, "text 1");
    let room = this.rooms[0].clone();
    let picture = pictures::file(&this.desktop.folder().join("pictures"), 3);
    this.amina.ask(json!({ "do": "send", "room": room, "pin": { "title": "Too large", "picture": picture } }));
    let second = this.text(0, "text 2");
    this.text(1, "text 3");
    until("the other conversation", 30, || (this.heard(1) == ["text 3"]).then_some(()));
    let refused = until("the refusal", 60, || {
        let all = this.amina.messages(&room);
        all.into_iter().find(|m| m["body"]["pin"]["title"] == "Too large" && m["state"]["state"] == "not_sent")
    });
    assert_eq!(refused["state"]["code"], "too_large", "{refused}");
    assert!(refused["state"]["words"].as_str().unwrap().chars().any(char::is_numeric), "in numbers: {refused}");
    let waiting = this.state(0, &second);
    assert_eq!(waiting["state"], "sending", "{waiting}");
    assert!(waiting["waits_for"].is_string(), "it says for what it waits: {waiting}");
    stays("text 2 waiting", 2, || this.heard(0) == ["text 1"]);
    this.amina.call("delete_unsent", json!({ "message": refused["id"] }));
    until("text 2", 30, || (this.heard(0) == ["text 1", "text 2"]).then_some(()));
}

/// C04: limits of every shape are waited for; nothing turns red, all arrive once and in order.
#[test]
fn limits_are_waited_for() {
    let mut this = Behind::new(1);
    let count = Arc::new(AtomicU32::new(0));
    let counter = count.clone();
    this.proxy.rule(move |seen| {
        if seen.method != "PUT" || !seen.path.contains("/send/") {
            return Fate::Pass;
        }
        let answer = |headers: &[(&str, &str)], body: String| {
            Fate::Answer(429, headers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(), body)
        };
        match counter.fetch_add(1, Ordering::SeqCst) {
            0 => answer(
                &[("content-type", "application/json")],
                json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "slow", "retry_after_ms": 1500 }).to_string(),
            ),
            2 => answer(&[("content-type", "text/html")], "<html>slow down</html>".into()),
            4 => answer(
                &[("retry-after", "-9309"), ("content-type", "application/json")],
                json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "slow" }).to_string(),
            ),
            _ => Fate::Pass,
        }
    });
    let texts: Vec<String> = (1..=6).map(|n| format!("limited {n}")).collect();
    for text in &texts {
        this.text(0, text);
    }
    until("all six", 90, || (this.heard(0).len() >= 6).then_some(()));
    assert_eq!(this.heard(0), texts);
    assert!(count.load(Ordering::SeqCst) >= 9, "three of them were limited first");
    let room = this.rooms[0].clone();
    assert!(this.amina.messages(&room).iter().all(|m| m["state"]["state"] != "not_sent"));
}

/// C06: a server without simplified sliding sync is synced the classic way, without a word.
#[test]
fn classic_sync_does_as_well() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let proxy = Proxy::before(server.port);
    let unrecognized = || {
        Fate::Answer(
            404,
            vec![("content-type".into(), "application/json".into())],
            json!({ "errcode": "M_UNRECOGNIZED", "error": "no" }).to_string(),
        )
    };
    proxy.rule(move |seen| {
        if seen.path.contains("/versions") {
            let body = json!({ "versions": ["v1.1", "v1.5", "v1.11"], "unstable_features": {} });
            Fate::Answer(200, vec![("content-type".into(), "application/json".into())], body.to_string())
        } else if seen.path.contains("simplified_msc3575") || seen.path.contains("msc4186") {
            unrecognized()
        } else {
            Fate::Pass
        }
    });
    let (amina, bob) = (server.account("Amina"), server.account("Bob"));
    let mut tackroom = Headless::signed_in(&desktop, &proxy.url, &amina);
    let plain = Raw::log_in(&server.url, &bob);
    let room = plain.direct_room(&amina.id);
    assert_eq!(tackroom.accept(), room);
    plain.text(&room, "The classic way.");
    tackroom.message("The classic way.");
    tackroom.ask(json!({ "do": "send", "room": room, "text": "And back." }));
    let seen = plain.messages(&room, 2);
    assert_eq!(seen[1]["content"]["body"], "And back.");
    assert!(proxy.count("GET", "/v3/sync") > 0);
    assert_eq!(proxy.count("POST", "simplified_msc3575"), 0);
}

/// C07: a soft log-out keeps all; signing in again is the same device, and the outbox goes out once.
#[test]
fn a_soft_log_out_keeps_everything() {
    let mut this = Behind::new(1);
    let ended = |soft: bool| {
        let body = json!({ "errcode": "M_UNKNOWN_TOKEN", "error": "Access token has expired", "soft_logout": soft });
        Fate::Answer(401, vec![("content-type".into(), "application/json".into())], body.to_string())
    };
    let device = this.amina.call("app_state", json!({}))["session"]["account"]["device"].clone();
    this.proxy.rule(move |seen| if seen.path.contains("/login") || seen.path.contains("/versions") { Fate::Pass } else { ended(true) });
    this.amina.wait_for(json!({ "session": "expired", "timeout": 60 }));
    this.text(0, "Written meanwhile.");
    let room = this.rooms[0].clone();
    assert!(!this.amina.messages(&room).is_empty(), "everything stays readable");
    this.proxy.pass();
    let password = format!("password of {}", this.amina.profile.file_name().unwrap().to_string_lossy().trim_start_matches("profile-"));
    this.amina.ask(json!({ "do": "sign-in-again", "password": password }));
    until("the message, once", 60, || (this.heard(0) == ["Written meanwhile."]).then_some(()));
    assert_eq!(this.amina.call("app_state", json!({}))["session"]["account"]["device"], device, "the same device");
}
