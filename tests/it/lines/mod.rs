//! What a conversation around pins is for, line by line, through the window's own calls: two devices of one account and two
//! other people in one encrypted group on Synapse. Each test is one line; docs/coverage.md has its row.

mod about;
mod devices;
mod finding;
mod keeping;
mod notices;
mod seen;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::support::proxy::Fate;
use crate::support::{Account, Desktop, Headless, Proxy, Server, before, pictures, until};

/// Amina's two devices.
const DESK: usize = 0;
const TABLET: usize = 1;
/// Two other people.
const BELA: usize = 2;
const CAROL: usize = 3;
const ALL: [usize; 4] = [DESK, TABLET, BELA, CAROL];
const DEVICES: [usize; 2] = [DESK, TABLET];

/// All in a group that Amina made, in which everybody has said hello.
struct Four {
    /// End before the desktop that they need.
    sides: Vec<Headless>,
    amina: Account,
    bela: Account,
    carol: Account,
    room: String,
    /// Before both of Amina's devices.
    proxy: Proxy,
    desktop: Desktop,
}

impl Four {
    fn new() -> Self {
        Self::with(&[], &[])
    }

    /// With more arguments and environment for Amina's first device.
    fn with(args: &[&str], environment: &[(&str, &str)]) -> Self {
        let (server, desktop) = (Server::shared(), Desktop::new());
        let proxy = Proxy::before(server.port);
        let [amina, bela, carol] = ["Amina", "Bela", "Carol"].map(|name| server.account(name));
        let mut sides = Vec::new();
        for (number, (account, url)) in
            [(&amina, &proxy.url), (&amina, &proxy.url), (&bela, &server.url), (&carol, &server.url)].into_iter().enumerate()
        {
            let profile = desktop.profile(&format!("{number}-{}", account.local));
            let (args, environment) = if number == DESK { (args, environment) } else { (&[][..], &[][..]) };
            let mut side = Headless::with(&desktop, &profile, args, environment);
            side.sign_in(url, account);
            sides.push(side);
        }
        let mut four = Self { sides, amina, bela, carol, room: String::new(), proxy, desktop };
        let users = [&four.bela.id, &four.carol.id].map(ToString::to_string);
        let local = four.call(DESK, "start_group", json!({ "users": users, "name": "Cabin" }));
        four.call(DESK, "send_text", text(local.as_str().unwrap(), "Hello all"));
        for other in [BELA, CAROL] {
            four.room = four.sides[other].accept();
        }
        // The first device knows the conversation under the server's name only then.
        four.told(DESK);
        let hello = until("the first message", 60, || four.with_text(DESK, "Hello all")["event"].as_str().map(str::to_owned));
        four.show(&ALL, &hello, "the greeting", |m| m["body"]["text"] == "Hello all");
        for (who, text) in [(BELA, "Hello from Bela"), (CAROL, "Hello from Carol")] {
            let event = four.writes(who, text);
            four.show(&ALL, &event, text, |m| m["body"]["kind"] == "text");
        }
        four
    }

    #[track_caller]
    fn call(&mut self, who: usize, call: &str, args: Value) -> Value {
        self.sides[who].call(call, args)
    }

    /// The newest message with this text, of the conversation's last ones.
    fn with_text(&mut self, who: usize, text: &str) -> Value {
        let room = self.room.clone();
        let messages = self.sides[who].messages(&room);
        messages.into_iter().rev().find(|m| m["body"]["text"] == text || m["body"]["pin"]["title"] == text).unwrap_or(Value::Null)
    }

    /// The event of a row, once the server has it.
    #[track_caller]
    fn event_of(&mut self, who: usize, row: &Value) -> String {
        until("the server to have it", 60, || {
            let event = self.call(who, "message", json!({ "message": row }))["event"].clone();
            event.as_str().filter(|event| event.starts_with('$')).map(str::to_owned)
        })
    }

    /// The row of an event on one device.
    #[track_caller]
    fn row(&mut self, who: usize, event: &str) -> Value {
        until("the event", 60, || {
            let message = self.call(who, "message_of_event", json!({ "event": event }));
            (!message["id"].is_null()).then(|| message["id"].clone())
        })
    }

    #[track_caller]
    fn writes(&mut self, who: usize, text: &str) -> String {
        self.writes_about(who, text, None, None)
    }

    #[track_caller]
    fn writes_about(&mut self, who: usize, words: &str, reply_to: Option<&str>, thread: Option<&str>) -> String {
        let mut args = text(&self.room, words);
        (args["reply_to"], args["thread"]) = (json!(reply_to), json!(thread));
        let row = self.call(who, "send_text", args);
        self.event_of(who, &row)
    }

    /// A picture as a device takes it up: its number in the store.
    fn picture(&mut self, who: usize, seed: u8) -> Value {
        let base64 = base64::engine::general_purpose::STANDARD.encode(pictures::jpeg(seed, 640, 480));
        self.call(who, "picture_from_bytes", json!({ "name": "found.jpg", "base64": base64 }))["media"].clone()
    }

    /// Sends a pin with a picture to the conversation.
    #[track_caller]
    fn pins(&mut self, who: usize, seed: u8, title: &str, note: &str, link: Option<&str>) -> String {
        let picture = self.picture(who, seed);
        let row = self.attach(who, pin(title, note, link, &picture));
        self.event_of(who, &row)
    }

    /// Puts a pin into the conversation; its row.
    #[track_caller]
    fn attach(&mut self, who: usize, pin: Value) -> Value {
        let args = json!({ "room": self.room, "pin": pin, "reply_to": null, "thread": null });
        self.call(who, "attach_pin", args)
    }

    /// Waits until each of them shows the event so.
    #[track_caller]
    fn show(&mut self, sides: &[usize], event: &str, what: &str, test: impl Fn(&Value) -> bool) {
        for who in sides {
            let mut last = Value::Null;
            let found = before(60, || {
                last = self.call(*who, "message_of_event", json!({ "event": event }));
                test(&last).then_some(())
            });
            assert!(found.is_some(), "{who} does not show {what}: {last:#}");
        }
    }

    /// Waits until each of them says so of the conversation.
    #[track_caller]
    fn say(&mut self, sides: &[usize], what: &str, test: impl Fn(&Value) -> bool) {
        let room = self.room.clone();
        for who in sides {
            let mut last = Value::Null;
            let found = before(60, || {
                let asked = self.sides[*who].try_ask(json!({ "do": "call", "call": "conversation", "args": { "room": room } }));
                last = asked.map_or(Value::Null, |line| line["answer"].clone());
                test(&last).then_some(())
            });
            assert!(found.is_some(), "{who} does not say {what}: {last:#}");
        }
    }

    /// The direct conversation with a person, where there is one.
    fn direct_with(&mut self, who: usize, user: &str) -> Option<String> {
        let all = self.call(who, "conversations", json!({ "archived": false, "offset_room": null, "limit": 50 }));
        let is = |c: &&Value| c["kind"] == "direct" && c["members"][0]["user"] == user;
        all.as_array().unwrap().iter().find(is)?["room"].as_str().map(str::to_owned)
    }

    /// The same, once the server has it: who knows one another needs no request.
    #[track_caller]
    fn alone_with(&mut self, who: usize, user: &str) -> String {
        until("the conversation of two", 60, || self.direct_with(who, user).filter(|room| !room.starts_with("!new-")))
    }

    /// Reads the conversation, or one of its threads, up to an event.
    fn reads(&mut self, who: usize, thread: Option<&str>, event: &str) {
        let (message, room) = (self.row(who, event), self.room.clone());
        self.call(who, "mark_read", json!({ "room": room, "thread": thread, "message": message }));
        self.told(who);
    }

    /// Waits until the server knows all that was done on a device.
    #[track_caller]
    fn told(&mut self, who: usize) {
        self.sides[who].wait_for(json!({ "told": true, "timeout": 60 }));
    }

    /// Cuts Amina's devices off, and waits until both say so.
    fn goes_offline(&mut self) {
        self.proxy.rule(|_| Fate::Cut);
        // What waits for news is answered by this; the next question is cut.
        let room = self.room.clone();
        self.call(CAROL, "set_typing", json!({ "room": room, "typing": true }));
        for who in DEVICES {
            self.sides[who].wait_for(json!({ "connection": "offline", "timeout": 60 }));
        }
    }

    fn comes_back(&mut self) {
        self.proxy.pass();
        for who in DEVICES {
            self.sides[who].wait_for(json!({ "connection": "online", "timeout": 90 }));
        }
    }
}

/// The arguments of `send_text`, about nothing.
fn text(room: &str, words: &str) -> Value {
    json!({ "room": room, "text": words, "reply_to": null, "thread": null })
}

fn pin(title: &str, note: &str, link: Option<&str>, picture: &Value) -> Value {
    json!({ "title": title, "note": note, "link": link, "picture": picture, "alt": null, "source": null })
}

fn events(page: &Value) -> Vec<String> {
    page["messages"].as_array().unwrap().iter().map(|message| message["event"].as_str().unwrap_or_default().to_owned()).collect()
}
