//! A display with a session bus, keyring and notification daemon, by scripts/desktop.py.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::process::Talker;
use super::{root, until};

/// A desktop that ends with this value.
pub struct Desktop {
    talker: Talker,
    pub env: HashMap<String, String>,
    pub pids: HashMap<String, u32>,
    folder: TempDir,
}

impl Desktop {
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// With more arguments for desktop.py, such as `--keyring none` or `--size 700x600`.
    pub fn with(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("python3");
        command.arg(root().join("scripts/desktop.py")).arg("serve").args(args).arg("--dir").arg(folder.path().join("d"));
        let talker = Talker::start("desktop", command);
        let ready = talker.wait("the desktop", 90, |line| line.get("env").map(|_| line.clone()));
        let mut env: HashMap<String, String> = serde_json::from_value(ready["env"].clone()).unwrap();
        // The SDK logs each 404 of a fresh account as an error.
        env.entry("RUST_LOG".into()).or_insert_with(|| "warn,matrix_sdk=off,matrix_sdk_base=error,matrix_sdk_crypto=error".into());
        let pids = serde_json::from_value(ready["pids"].clone()).unwrap();
        Self { talker, env, pids, folder }
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("d")
    }

    /// A folder for a profile (not made yet), gone with the desktop.
    pub fn profile(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("profile-{name}"))
    }

    /// A command inside this desktop.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.env);
        command
    }

    /// The output of a command inside this desktop.
    pub fn run(&self, program: &str, args: &[&str]) -> String {
        let done = self.command(program).args(args).output().unwrap();
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// How many notifications the daemon has been given: shown, waiting and gone.
    pub fn notified(&self) -> u32 {
        let count = || -> u32 {
            ["displayed", "waiting", "history"].iter().map(|which| self.run("dunstctl", &["count", which]).parse::<u32>().unwrap()).sum()
        };
        // Closed between two of these questions it would count twice: what is said twice is so.
        let mut last = count();
        loop {
            let now = count();
            if now == last {
                return now;
            }
            last = now;
        }
    }

    pub fn displayed(&self) -> u32 {
        self.run("dunstctl", &["count", "displayed"]).parse().unwrap()
    }

    /// What was notified and closed, newest first.
    pub fn notification_history(&self) -> Vec<serde_json::Value> {
        let all: serde_json::Value = serde_json::from_str(&self.run("dunstctl", &["history"])).unwrap();
        all["data"][0].as_array().cloned().unwrap_or_default()
    }

    /// Addresses that were opened in the system's browser.
    pub fn opened(&self) -> Vec<String> {
        lines(&self.folder().join("opened.txt"))
    }

    /// Puts something into the clipboard, as another program does: a file's bytes as of this type.
    pub fn copy(&self, kind: &str, file: &Path) {
        // xclip stays behind as the clipboard's owner, so nothing of it may be waited for but its first process.
        let mut command = self.command("xclip");
        command.args(["-selection", "clipboard", "-t", kind, "-i"]).arg(file).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().unwrap().success(), "nothing was copied");
        // It becomes the owner only after its first process has ended.
        let copied = || self.command("xclip").args(["-o", "-selection", "clipboard", "-t", kind]).output().unwrap().stdout;
        let bytes = fs::read(file).unwrap();
        until("it in the clipboard", 20, || (copied() == bytes).then_some(()));
    }

    /// A screenshot of the whole display, for a look.
    pub fn screenshot(&self, file: &Path) {
        let _ = self.command("import").args(["-window", "root"]).arg(file).status();
    }
}

fn lines(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}
