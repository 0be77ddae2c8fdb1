//! matrix-js-sdk in Node as another session of an account (tests/js/session.mjs).

use std::process::Command;

use serde_json::{Value, json};

use super::process::Talker;
use super::{Account, root};

pub struct Peer {
    talker: Talker,
    next: u32,
}

impl Peer {
    /// Starts it and signs in, on a device of its own, whose keys are in memory.
    pub fn signed_in(server: &str, account: &Account) -> Self {
        let mut command = Command::new("node");
        command.arg(root().join("tests/js/session.mjs"));
        let mut this = Self { talker: Talker::start("matrix-js-sdk", command), next: 1 };
        this.ask(json!({ "do": "sign-in", "server": server, "user": account.local, "password": account.password }));
        this
    }

    #[track_caller]
    pub fn ask(&mut self, mut command: Value) -> Value {
        let id = self.next;
        self.next += 1;
        command["id"] = json!(id);
        self.talker.say(&command.to_string());
        let what = format!("matrix-js-sdk to answer {}", command["do"]);
        self.talker.wait(&what, 90, |line| {
            assert!(line["event"] != "error" || line["id"] != id, "{line}");
            (line["ok"] == id).then(|| line.clone())
        })
    }

    #[track_caller]
    pub fn hears<T>(&self, what: &str, find: impl FnMut(&Value) -> Option<T>) -> T {
        self.talker.wait(what, 60, find)
    }

    /// The names of the seven emoji that it shows.
    #[track_caller]
    pub fn emoji(&self) -> Vec<String> {
        self.hears("the emoji", |line| {
            line["names"].as_array().map(|names| names.iter().map(|n| n.as_str().unwrap().to_lowercase()).collect())
        })
    }
}
