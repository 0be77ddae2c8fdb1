//! Synapse for the tests, by scripts/synapse.py, and accounts on it.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::Talker;
use super::{Raw, root};

/// A homeserver that ends with this value.
pub struct Server {
    talker: Mutex<Talker>,
    pub url: String,
    pub port: u16,
    pub secret: String,
    _folder: TempDir,
}

/// An account as made by the tests.
#[derive(Clone, Debug)]
pub struct Account {
    /// `@local:localhost`
    pub id: String,
    pub local: String,
    pub password: String,
    /// The display name.
    pub name: String,
}

impl Server {
    /// The server that all tests share which leave it running.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| Self::with(&json!({})))
    }

    /// A server of one's own, to be stopped and started.
    pub fn own() -> Self {
        Self::with(&json!({}))
    }

    /// A server of one's own with more configuration laid over the usual one.
    pub fn with(config: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("python3");
        command
            .arg(root().join("scripts/synapse.py"))
            .args(["serve", "--config", &config.to_string(), "--dir"])
            .arg(folder.path().join("s"));
        let talker = Talker::start("Synapse", command);
        let ready = talker.wait("the homeserver", 300, |line| line.get("url").map(|_| line.clone()));
        Self {
            talker: Mutex::new(talker),
            url: ready["url"].as_str().unwrap().into(),
            port: u16::try_from(ready["port"].as_u64().unwrap()).unwrap(),
            secret: ready["secret"].as_str().unwrap().into(),
            _folder: folder,
        }
    }

    fn order(&self, word: &str) {
        let mut talker = self.talker.lock().unwrap();
        let before = talker.lines().len();
        talker.say(word);
        let mut seen = 0;
        talker.wait(&format!("{word} of the homeserver"), 120, |line| {
            seen += 1;
            (seen > before && line["ok"] == word).then_some(())
        });
    }

    /// Ends the server; its port refuses.
    pub fn stop(&self) {
        self.order("stop");
    }

    /// SIGKILL.
    pub fn kill(&self) {
        self.order("kill");
    }

    pub fn start(&self) {
        self.order("start");
    }

    /// SIGSTOP: connections succeed and nothing answers.
    pub fn pause(&self) {
        self.order("pause");
    }

    pub fn resume(&self) {
        self.order("resume");
    }

    /// A new account; the local part is made unique, the display name is as given.
    pub fn account(&self, name: &str) -> Account {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let word: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let local = format!("{word}{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let account = Account { id: format!("@{local}:localhost"), password: format!("password of {local}"), local, name: name.to_owned() };
        let where_ = "/_synapse/admin/v1/register";
        let raw = Raw::anonymous(&self.url);
        let nonce = raw.get(where_)["nonce"].as_str().unwrap().to_owned();
        let mac = self.mac(&nonce, &account);
        raw.post(
            where_,
            &json!({ "nonce": nonce, "username": account.local, "password": account.password, "displayname": name, "admin": false, "mac": mac }),
        );
        account
    }

    /// HMAC-SHA1 as the admin API wants it; Python has it, so that the tests need no crate for it.
    fn mac(&self, nonce: &str, account: &Account) -> String {
        let program =
            "import hmac,hashlib,sys;k,*w=sys.argv[1:];print(hmac.new(k.encode(),'\\0'.join(w).encode(),hashlib.sha1).hexdigest())";
        let args = [program, &self.secret, nonce, &account.local, &account.password, "notadmin"];
        let done = Command::new("python3").arg("-c").args(args).output().unwrap();
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }
}
