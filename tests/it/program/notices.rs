//! Cases C12 and C15: a notification goes when its message is read or removed, also one of an earlier run.

use serde_json::{Value, json};

use crate::support::{Desktop, Headless, Server, until};

struct Pair {
    // Both end before the desktop that they need.
    amina: Option<Headless>,
    bob: Headless,
    room: String,
    desktop: Desktop,
}

impl Pair {
    /// Amina's notifications go to the desktop; Bob's do not.
    fn new() -> Self {
        let (desktop, server) = (Desktop::new(), Server::shared());
        let (a, b) = (server.account("Amina"), server.account("Bob"));
        let mut amina = Headless::with(&desktop, &desktop.profile(&a.local), &["--notify"], &[]);
        amina.sign_in(&server.url, &a);
        let mut bob = Headless::signed_in(&desktop, &server.url, &b);
        bob.ask(json!({ "do": "send", "to": a.id, "text": "First." }));
        let room = amina.accept();
        amina.message("First.");
        amina.ask(json!({ "do": "send", "room": room, "text": "Yes?" }));
        bob.message("Yes?");
        let pair = Self { amina: Some(amina), bob, room, desktop };
        pair.desktop.run("dunstctl", &["close-all"]);
        pair
    }

    fn amina(&mut self) -> &mut Headless {
        self.amina.as_mut().unwrap()
    }

    fn bob_writes(&mut self, text: &str) -> Value {
        self.bob.ask(json!({ "do": "send", "room": self.room, "text": text }));
        let message = self.amina().message(text);
        self.displayed(1);
        message
    }

    #[track_caller]
    fn displayed(&self, count: u32) {
        until(&format!("{count} notifications on screen"), 20, || (self.desktop.displayed() == count).then_some(()));
    }

    fn reads(&mut self) {
        let room = self.room.clone();
        self.amina().ask(json!({ "do": "read", "room": room }));
    }
}

#[test]
fn it_goes_when_the_message_is_read() {
    let mut pair = Pair::new();
    pair.bob_writes("Read me.");
    pair.reads();
    pair.displayed(0);
}

#[test]
fn it_goes_when_the_message_is_read_after_a_restart() {
    let mut pair = Pair::new();
    pair.bob_writes("Read me later.");
    let profile = pair.amina.take().unwrap().quit();
    assert_eq!(pair.desktop.displayed(), 1, "it outlives the program");
    pair.amina = Some(Headless::with(&pair.desktop, &profile, &["--notify"], &[]));
    pair.reads();
    pair.displayed(0);
}

#[test]
fn it_goes_when_the_message_is_removed() {
    let mut pair = Pair::new();
    let message = pair.bob_writes("Sent by mistake.");
    let room = pair.room.clone();
    pair.bob.ask(json!({ "do": "redact", "room": room, "event": message["event"] }));
    pair.displayed(0);
}
