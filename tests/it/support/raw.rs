//! An independent Matrix client: plain HTTP, no encryption, none of Tackroom's code.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Account, block, http};

/// One account by its access token (or none).
#[derive(Clone)]
pub struct Raw {
    pub url: String,
    pub token: String,
    pub user: String,
    pub device: String,
}

impl Raw {
    pub fn anonymous(url: &str) -> Self {
        Self { url: url.into(), token: String::new(), user: String::new(), device: String::new() }
    }

    /// Logs in, as a device of its own.
    pub fn log_in(url: &str, account: &Account) -> Self {
        let user = json!({ "type": "m.id.user", "user": account.local });
        let body =
            json!({ "type": "m.login.password", "identifier": user, "password": account.password, "initial_device_display_name": "raw" });
        let answer = Self::anonymous(url).post("/_matrix/client/v3/login", &body);
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        Self { url: url.into(), token: text("access_token"), user: text("user_id"), device: text("device_id") }
    }

    /// A request; its status and its JSON.
    pub fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let mut request = http().request(method, format!("{}{path}", self.url));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        block(async move {
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
        })
    }

    #[track_caller]
    fn good(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let (status, answer) = self.ask(method.clone(), path, body);
        assert!(status < 300, "{method} {path}: {status} {answer}");
        answer
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.good(Method::GET, path, None)
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.good(Method::POST, path, Some(body))
    }

    #[track_caller]
    pub fn put(&self, path: &str, body: &Value) -> Value {
        self.good(Method::PUT, path, Some(body))
    }

    /// The client API of a room.
    fn room(room: &str, rest: &str) -> String {
        format!("/_matrix/client/v3/rooms/{}/{rest}", encode(room))
    }

    /// Makes a room; `body` as of createRoom.
    #[track_caller]
    pub fn create_room(&self, body: &Value) -> String {
        self.post("/_matrix/client/v3/createRoom", body)["room_id"].as_str().unwrap().to_owned()
    }

    /// An unencrypted direct room with someone.
    #[track_caller]
    pub fn direct_room(&self, with: &str) -> String {
        let room = self.create_room(&json!({ "invite": [with], "is_direct": true, "preset": "trusted_private_chat" }));
        self.put(&format!("/_matrix/client/v3/user/{}/account_data/m.direct", encode(&self.user)), &json!({ with: [&room] }));
        room
    }

    /// Whom the account has blocked, by the server's word: an object by Matrix ID.
    #[track_caller]
    pub fn blocked(&self) -> Value {
        self.get(&format!("/_matrix/client/v3/user/{}/account_data/m.ignored_user_list", encode(&self.user)))["ignored_users"].take()
    }

    #[track_caller]
    pub fn join(&self, room: &str) {
        self.post(&Self::room(room, "join"), &json!({}));
    }

    #[track_caller]
    pub fn invite(&self, room: &str, user: &str) {
        self.post(&Self::room(room, "invite"), &json!({ "user_id": user }));
    }

    /// Sends an event; its ID.
    #[track_caller]
    pub fn send(&self, room: &str, kind: &str, content: &Value) -> String {
        let txn = format!("raw{}", std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos());
        self.put(&Self::room(room, &format!("send/{kind}/{txn}")), content)["event_id"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub fn text(&self, room: &str, text: &str) -> String {
        self.send(room, "m.room.message", &json!({ "msgtype": "m.text", "body": text }))
    }

    #[track_caller]
    pub fn redact(&self, room: &str, event: &str) {
        self.put(&Self::room(room, &format!("redact/{}/r{}", encode(event), std::process::id())), &json!({}));
    }

    #[track_caller]
    pub fn receipt(&self, room: &str, event: &str) {
        self.post(&Self::room(room, &format!("receipt/m.read/{}", encode(event))), &json!({}));
    }

    /// Who is writing in a room, as a first sync tells it.
    #[track_caller]
    pub fn typing(&self, room: &str) -> Vec<String> {
        let filter = r#"{"room":{"timeline":{"limit":1}},"presence":{"types":[]}}"#;
        // A first sync answers at once, whatever the timeout; Synapse keeps its answer for the same question, so each is another.
        let other = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() % 1_000_000;
        let answer = self.get(&format!("/_matrix/client/v3/sync?timeout={other}&filter={}", encode(filter)));
        let events = answer["rooms"]["join"][room]["ephemeral"]["events"].as_array().cloned().unwrap_or_default();
        let typing = events.into_iter().find(|event| event["type"] == "m.typing");
        let users = typing.map(|event| event["content"]["user_ids"].clone());
        serde_json::from_value(users.unwrap_or_default()).unwrap_or_default()
    }

    /// All events of a room that this account can see, oldest first.
    #[track_caller]
    pub fn events(&self, room: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut from = String::new();
        loop {
            let page = self.get(&Self::room(room, &format!("messages?dir=f&limit=200{from}")));
            all.extend(page["chunk"].as_array().unwrap().iter().cloned());
            match page["end"].as_str() {
                Some(end) => from = format!("&from={end}"),
                None => return all,
            }
        }
    }

    /// Events of one type.
    #[track_caller]
    pub fn events_of(&self, room: &str, kind: &str) -> Vec<Value> {
        self.events(room).into_iter().filter(|event| event["type"] == kind).collect()
    }

    /// Waits until there are so many messages (`m.room.message` or encrypted) in the room; answers them.
    #[track_caller]
    pub fn messages(&self, room: &str, count: usize) -> Vec<Value> {
        let messages = || -> Vec<Value> {
            self.events(room).into_iter().filter(|e| e["type"] == "m.room.message" || e["type"] == "m.room.encrypted").collect()
        };
        super::until(&format!("{count} messages in the room"), 60, || Some(messages()).filter(|all| all.len() >= count))
    }

    /// What a first sync answers now. Synapse keeps the answers to equal questions for a while, so each differs.
    #[track_caller]
    pub fn first_sync(&self) -> Value {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(20);
        let limit = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let filter = json!({ "room": { "timeline": { "limit": limit } } }).to_string();
        self.get(&format!("/_matrix/client/v3/sync?timeout=0&filter={}", encode(&filter)))
    }

    /// Rooms this account is invited to.
    #[track_caller]
    pub fn invitations(&self) -> Vec<String> {
        let sync = self.first_sync();
        sync["rooms"]["invite"].as_object().map(|rooms| rooms.keys().cloned().collect()).unwrap_or_default()
    }

    /// Uploads bytes; the `mxc://` address.
    #[track_caller]
    pub fn upload(&self, mime: &str, bytes: Vec<u8>) -> String {
        let request =
            http().post(format!("{}/_matrix/media/v3/upload", self.url)).bearer_auth(&self.token).header("content-type", mime).body(bytes);
        let answer: Value = block(async move { request.send().await.unwrap().json().await.unwrap() });
        answer["content_uri"].as_str().unwrap().to_owned()
    }

    /// The bytes behind an `mxc://` address.
    #[track_caller]
    pub fn download(&self, mxc: &str) -> Vec<u8> {
        let path = mxc.strip_prefix("mxc://").unwrap();
        let request = http().get(format!("{}/_matrix/client/v1/media/download/{path}", self.url)).bearer_auth(&self.token);
        block(async move {
            let answer = request.send().await.unwrap();
            assert!(answer.status().is_success(), "download of {path}: {}", answer.status());
            answer.bytes().await.unwrap().to_vec()
        })
    }
}

/// Percent-encoding of one part of a path.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}
