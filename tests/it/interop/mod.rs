//! One encrypted room, used by Tackroom and by matrix-js-sdk, a client that shares no code with it but the encryption: what each does is
//! shown by the other. docs/interoperation.md is the table of it.
//!
//! Amina has Tackroom without a window, Ruth a program on matrix-js-sdk (tests/js/room.mjs).

mod files;
mod inward;
mod outward;

use serde_json::{Value, json};

use crate::support::peer::Peer;
use crate::support::{Account, Desktop, Headless, Server, until};

/// Both sides, in a room in which each has said one thing.
struct Both {
    /// Ends before the desktop that it needs.
    amina: Headless,
    ruth: Peer,
    amina_account: Account,
    ruth_account: Account,
    room: String,
    desktop: Desktop,
}

impl Both {
    fn new() -> Self {
        let server = Server::shared();
        let desktop = Desktop::new();
        let (amina_account, ruth_account) = (server.account("Amina"), server.account("Ruth"));
        // Ruth's keys must be known before the first message is encrypted for her.
        let mut ruth = Peer::signed_in(&server.url, &ruth_account);
        let mut amina = Headless::signed_in(&desktop, &server.url, &amina_account);
        amina.ask(json!({ "do": "send", "to": ruth_account.id, "text": "Hello Ruth" }));
        let room =
            until("matrix-js-sdk to be invited", 60, || ruth.ask(json!({ "do": "invitations" }))["rooms"][0].as_str().map(str::to_owned));
        ruth.ask(json!({ "do": "join", "room": room }));
        let mut both = Self { amina, ruth, amina_account, ruth_account, room, desktop };
        let hello = both.ruth_sees("the first message", |m| m["body"] == "Hello Ruth");
        assert_eq!((&hello["encrypted"], &hello["locked"]), (&json!(true), &json!(false)), "{hello}");
        both.ruth_sends(json!({ "msgtype": "m.text", "body": "Hello Amina" }), None);
        both.amina_sees("the answer", |m| m["body"]["text"] == "Hello Amina");
        both
    }

    /// What matrix-js-sdk shows, oldest first.
    fn ruths(&mut self) -> Vec<Value> {
        self.ruth.ask(json!({ "do": "shows", "room": self.room }))["messages"].as_array().cloned().unwrap_or_default()
    }

    /// Waits for a message that matrix-js-sdk shows so.
    #[track_caller]
    fn ruth_sees(&mut self, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        let mut last = Vec::new();
        let found = crate::support::before(60, || {
            last = self.ruths();
            last.iter().find(|message| test(message)).cloned()
        });
        found.unwrap_or_else(|| panic!("matrix-js-sdk does not show {what}: {last:#?}"))
    }

    /// Waits until matrix-js-sdk shows this event so.
    #[track_caller]
    fn ruth_sees_of(&mut self, event: &str, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        self.ruth_sees(what, |message| message["event"] == event && test(message))
    }

    /// What Tackroom shows outside of threads, oldest first.
    fn aminas(&mut self) -> Vec<Value> {
        let room = self.room.clone();
        self.amina.messages(&room)
    }

    #[track_caller]
    fn amina_sees(&mut self, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        let mut last = Vec::new();
        let found = crate::support::before(60, || {
            last = self.aminas();
            last.iter().find(|message| test(message)).cloned()
        });
        found.unwrap_or_else(|| panic!("Tackroom does not show {what}: {last:#?}"))
    }

    #[track_caller]
    fn amina_sees_of(&mut self, event: &str, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        self.amina_sees(what, |message| message["event"] == event && test(message))
    }

    /// Waits for an answer in a thread.
    #[track_caller]
    fn amina_sees_in_thread(&mut self, root: &str, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        let args = json!({ "room": self.room, "root": root, "before": null, "limit": 50 });
        let mut last = Value::Null;
        let found = crate::support::before(60, || {
            last = self.amina.call("thread_messages", args.clone());
            last["messages"].as_array().unwrap().iter().find(|message| test(message)).cloned()
        });
        found.unwrap_or_else(|| panic!("Tackroom does not show {what}: {last:#}"))
    }

    /// Writes in Tackroom; the event, once the server has it.
    #[track_caller]
    fn amina_writes(&mut self, text: &str, reply_to: Option<&str>, thread: Option<&str>) -> String {
        let args = json!({ "room": self.room, "text": text, "reply_to": reply_to, "thread": thread });
        let row = self.amina.call("send_text", args);
        self.event_of(&row)
    }

    #[track_caller]
    fn event_of(&mut self, row: &Value) -> String {
        until("the server to have it", 60, || {
            self.amina.call("message", json!({ "message": row }))["event"]
                .as_str()
                .filter(|event| event.starts_with('$'))
                .map(str::to_owned)
        })
    }

    /// Tackroom's row of an event.
    #[track_caller]
    fn row_of(&mut self, event: &str) -> Value {
        until("the event in Tackroom", 60, || {
            let message = self.amina.call("message_of_event", json!({ "event": event }));
            (!message["id"].is_null()).then(|| message["id"].clone())
        })
    }

    /// Sends a message from matrix-js-sdk; its event.
    #[track_caller]
    fn ruth_sends(&mut self, content: Value, thread: Option<&str>) -> String {
        self.ruth_sends_as("m.room.message", content, thread)
    }

    #[track_caller]
    fn ruth_sends_as(&mut self, kind: &str, content: Value, thread: Option<&str>) -> String {
        let wanted = json!({ "do": "send", "room": self.room, "type": kind, "content": content, "thread": thread });
        self.ruth.ask(wanted)["event"].as_str().unwrap().to_owned()
    }

    /// Reads up to this event in matrix-js-sdk.
    #[track_caller]
    fn ruth_reads(&mut self, event: &str) {
        let wanted = json!({ "do": "read", "room": self.room, "event": event });
        until("matrix-js-sdk to have the event", 60, || (self.ruth.ask(wanted.clone())["read"] == true).then_some(()));
    }

    /// Outside of threads both show so many messages, in the same order, removed ones in their places.
    #[track_caller]
    fn show_the_same(&mut self, count: usize) {
        until("both to show the same", 30, || {
            let order = |messages: &[Value], removed: fn(&Value) -> bool| -> Vec<(Value, bool)> {
                messages.iter().filter(|m| m["thread_root"].is_null()).map(|m| (m["event"].clone(), removed(m))).collect()
            };
            let ours = order(&self.aminas(), |m| m["body"]["kind"] == "removed");
            let theirs = order(&self.ruths(), |m| m["removed"] == true);
            (ours.len() == count && ours == theirs).then_some(())
        });
    }
}
