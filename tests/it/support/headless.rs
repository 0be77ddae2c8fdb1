//! Tackroom without a window, by the JSON lines of docs/headless.md.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::process::Talker;
use super::{Account, Desktop, TACKROOM};

/// `tackroom headless` on one profile.
pub struct Headless {
    talker: Talker,
    next: u32,
    pub profile: PathBuf,
}

impl Headless {
    /// Starts it; its commands wait by themselves until the profile is open.
    pub fn start(desktop: &Desktop, profile: &Path) -> Self {
        Self::with(desktop, profile, &[], &[])
    }

    /// With more arguments and environment (`TACKROOM_FAULT`, a proxy).
    pub fn with(desktop: &Desktop, profile: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut command = desktop.command(TACKROOM);
        command.arg("headless").arg("--profile").arg(profile).args(args).envs(env.iter().copied());
        let name = format!("headless {}", profile.file_name().unwrap().to_string_lossy());
        let this = Self { talker: Talker::start(&name, command), next: 1, profile: profile.to_owned() };
        this.talker.wait("ready", 60, |line| (line["event"] == "ready").then_some(()));
        this
    }

    /// Starts it on a new profile and signs in; answers once it is online.
    pub fn signed_in(desktop: &Desktop, server: &str, account: &Account) -> Self {
        let mut this = Self::start(desktop, &desktop.profile(&account.local));
        this.sign_in(server, account);
        this
    }

    pub fn sign_in(&mut self, server: &str, account: &Account) {
        self.ask(json!({ "do": "sign-in", "server": server, "user": account.local, "password": account.password }));
        self.wait_for(json!({ "connection": "online", "timeout": 60 }));
    }

    /// Sends a command without waiting for its answer; its id.
    pub fn post(&mut self, mut command: Value) -> u32 {
        let id = self.next;
        self.next += 1;
        command["id"] = json!(id);
        self.talker.say(&command.to_string());
        id
    }

    /// The answer to a command: `Ok` its line, `Err` the error's.
    #[track_caller]
    pub fn answer(&self, id: u32, what: &str, seconds: u64) -> Result<Value, Value> {
        self.talker.wait(what, seconds, |line| {
            if line["ok"] == id {
                Some(Ok(line.clone()))
            } else if line["event"] == "error" && line["id"] == id {
                Some(Err(line.clone()))
            } else {
                None
            }
        })
    }

    /// Carries out a command; panics where it fails.
    #[track_caller]
    pub fn ask(&mut self, command: Value) -> Value {
        match self.try_ask(command.clone()) {
            Ok(value) => value,
            Err(error) => panic!("{command} failed: {error}"),
        }
    }

    #[track_caller]
    pub fn try_ask(&mut self, command: Value) -> Result<Value, Value> {
        let seconds = command["timeout"].as_u64().unwrap_or(30) + 60;
        let what = format!("the answer to {}", command["do"]);
        let id = self.post(command);
        self.answer(id, &what, seconds)
    }

    #[track_caller]
    pub fn wait_for(&mut self, mut conditions: Value) -> Value {
        conditions["do"] = json!("wait-for");
        self.ask(conditions)
    }

    /// Waits for a stored message that contains a text; answers it.
    #[track_caller]
    pub fn message(&mut self, text: &str) -> Value {
        self.wait_for(json!({ "contains": text, "timeout": 60 }))["message"].clone()
    }

    /// Any call of the UI boundary; its answer.
    #[track_caller]
    pub fn call(&mut self, call: &str, args: Value) -> Value {
        self.ask(json!({ "do": "call", "call": call, "args": args }))["answer"].clone()
    }

    /// The newest messages of a room, oldest first.
    #[track_caller]
    pub fn messages(&mut self, room: &str) -> Vec<Value> {
        let page = self.ask(json!({ "do": "messages", "room": room, "limit": 100 }))["page"].clone();
        page["messages"].as_array().cloned().unwrap()
    }

    /// Accepts the next invitation; the room.
    #[track_caller]
    pub fn accept(&mut self) -> String {
        self.wait_for(json!({ "requests": 1, "timeout": 60 }));
        let requests = self.ask(json!({ "do": "requests" }))["requests"].clone();
        let room = requests[0]["room"].as_str().unwrap().to_owned();
        self.ask(json!({ "do": "accept", "room": room }));
        room
    }

    /// A line that came, or comes, by itself.
    #[track_caller]
    pub fn hears<T>(&self, what: &str, seconds: u64, find: impl FnMut(&Value) -> Option<T>) -> T {
        self.talker.wait(what, seconds, find)
    }

    /// Whether a command has had its good answer.
    pub fn answered(&self, id: u32) -> bool {
        self.talker.lines().iter().any(|line| line["ok"] == id)
    }

    /// Whether the process is gone (a fault point killed it).
    pub fn has_ended(&mut self) -> bool {
        self.talker.has_ended()
    }

    /// Lines of one kind so far.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        self.talker.lines().into_iter().filter(|line| line["event"] == kind).collect()
    }

    pub fn pid(&self) -> u32 {
        self.talker.pid()
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.talker.kill();
    }

    /// Waits until it has ended (a fault point killed it).
    #[track_caller]
    pub fn ended(&mut self, seconds: u64) -> Option<i32> {
        self.talker.ended(seconds)
    }

    /// A clean end.
    #[track_caller]
    pub fn quit(mut self) -> PathBuf {
        assert_eq!(self.talker.end(60), Some(0), "a clean end of headless");
        self.profile.clone()
    }
}
