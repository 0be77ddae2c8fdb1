//! `tackroom doctor`: what Tackroom needs, each with its state and what to do.
//!
//! Nothing is changed: a profile that is in use, or not there yet, is not opened.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use serde_json::json;
use tackroom_core::{Core, Keys, model::Language};
use tackroom_matrix::StoredSession;

use super::print;
use crate::desktop::notifications;
use crate::instance;
use crate::profile::{Profile, is_open_to_others};
use crate::vault::{self, Opening, Vault};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Fine,
    /// Works, with less than could be.
    Note,
    Wrong,
}

#[derive(Debug, Serialize)]
struct Check {
    check: &'static str,
    state: State,
    words: String,
    /// What to do about it.
    todo: Option<String>,
}

impl Check {
    fn fine(check: &'static str, words: impl Into<String>) -> Self {
        Self { check, state: State::Fine, words: words.into(), todo: None }
    }

    fn other(check: &'static str, state: State, words: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { check, state, words: words.into(), todo: Some(todo.into()) }
    }
}

/// Checks all, and prints. Status 1 where something is wrong.
pub fn run(profile: &Profile, as_json: bool) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut checks = vec![folder(profile)];
    let (keyring, vault) = keyring(profile);
    checks.push(keyring);
    checks.push(runtime.block_on(notification_daemon()));
    checks.push(store(profile, vault.as_deref()));
    checks.push(runtime.block_on(server(vault.as_deref())));
    checks.push(web_view(profile));
    let wrong = checks.iter().any(|check| check.state == State::Wrong);
    if as_json {
        print(&json!({ "version": env!("CARGO_PKG_VERSION"), "profile": profile.folder(), "checks": checks }).to_string());
    } else {
        for check in &checks {
            print(&line(check));
        }
    }
    Ok(if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn line(check: &Check) -> String {
    let state = match check.state {
        State::Fine => "fine ",
        State::Note => "note ",
        State::Wrong => "WRONG",
    };
    let todo = check.todo.as_ref().map(|todo| format!("\n        {todo}")).unwrap_or_default();
    format!("{state}  {}: {}{todo}", check.check, check.words)
}

fn folder(profile: &Profile) -> Check {
    let folder = profile.folder().display();
    let readable = std::fs::metadata(profile.folder());
    match readable {
        Err(error) => Check::other("profile", State::Wrong, format!("{folder}: {error}"), "Choose another with --profile DIR."),
        Ok(facts) if is_open_to_others(&facts) => {
            Check::other("profile", State::Wrong, format!("{folder} is open to others"), format!("chmod 700 {folder}"))
        }
        Ok(_) => match tempfile_in(profile.folder()) {
            Err(error) => {
                Check::other("profile", State::Wrong, format!("{folder} cannot be written: {error}"), "Make room, or allow writing.")
            }
            Ok(()) => Check::fine("profile", format!("{folder}")),
        },
    }
}

/// Whether a file can be written there.
fn tempfile_in(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!("probe-{:016x}", rand::random::<u64>()));
    let written = std::fs::write(&probe, [0; 4096]);
    let removed = std::fs::remove_file(&probe);
    written.and(removed)
}

fn keyring(profile: &Profile) -> (Check, Option<Box<Vault>>) {
    const CHECK: &str = "keyring";
    if profile.vault_file().exists() {
        return (Check::fine(CHECK, "not used: this profile is locked with a passphrase"), None);
    }
    if let Err(error) = vault::keyring::check() {
        tracing::debug!(%error, "the keyring");
        let todo = "Start a Secret Service (GNOME Keyring, KWallet, KeePassXC). Without one Tackroom asks for a passphrase.";
        let state = if profile.has_data() { State::Wrong } else { State::Note };
        return (Check::other(CHECK, state, "no Secret Service answers", todo), None);
    }
    if !profile.has_data() {
        return (Check::fine(CHECK, "answers; nothing of this profile is in it yet"), None);
    }
    match vault::open(profile) {
        Opening::Open(vault) => (Check::fine(CHECK, "open, with the key of this profile"), Some(vault)),
        Opening::Passphrase { why, .. } | Opening::Keyring { why } => {
            (Check::other(CHECK, State::Wrong, why.in_language(Language::English), "Unlock the keyring."), None)
        }
        Opening::Lost { words } => (Check::other(CHECK, State::Wrong, "without this profile's key", words), None),
    }
}

async fn notification_daemon() -> Check {
    const CHECK: &str = "notifications";
    match notifications::Daemon::ask().await {
        Ok(daemon) => {
            let without: Vec<&str> = ["actions", "body"].into_iter().filter(|wanted| !daemon.can(wanted)).collect();
            if without.is_empty() {
                Check::fine(CHECK, daemon.name)
            } else {
                let words = format!("{} has no {}", daemon.name, without.join(" and no "));
                Check::other(CHECK, State::Note, words, "A click on a notification will not open the conversation.")
            }
        }
        Err(error) => {
            tracing::debug!(%error, "the notification daemon");
            Check::other(CHECK, State::Note, "no notification daemon answers", "Start one (dunst, or your desktop's own).")
        }
    }
}

fn store(profile: &Profile, vault: Option<&Vault>) -> Check {
    const CHECK: &str = "store";
    if let Some(owner) = instance::owner(profile) {
        return Check::fine(CHECK, format!("in use by process {owner}"));
    }
    if !profile.has_data() {
        return Check::fine(CHECK, "not there yet");
    }
    let Some(vault) = vault else {
        return Check::other(CHECK, State::Note, "not looked into: locked", "Unlock the profile first.");
    };
    match Core::open(profile.folder(), &Keys::derive(&vault.root())) {
        Ok(opened) if opened.core.store.is_read_only() => {
            Check::other(CHECK, State::Wrong, "can only be read", "Make room on the disk, or allow writing.")
        }
        Ok(_) => Check::fine(CHECK, "opens"),
        Err(problem) => Check::other(CHECK, State::Wrong, "does not open", problem.words),
    }
}

async fn server(vault: Option<&Vault>) -> Check {
    const CHECK: &str = "server";
    let stored = vault.and_then(Vault::session).and_then(|json| serde_json::from_str::<StoredSession>(&json).ok());
    let Some(stored) = stored else { return Check::fine(CHECK, "nobody is signed in, or the profile is locked") };
    match tackroom_matrix::probe(&stored.homeserver).await {
        Ok(server) => Check::fine(CHECK, format!("{} answers, for {}", server.url, stored.user())),
        Err(problem) => Check::other(CHECK, State::Wrong, stored.homeserver, problem.words),
    }
}

fn web_view(profile: &Profile) -> Check {
    const CHECK: &str = "web view";
    let version = match tauri::webview_version() {
        Ok(version) => version,
        Err(error) => return Check::other(CHECK, State::Wrong, error.to_string(), "Install libwebkit2gtk-4.1-0."),
    };
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        return Check::other(CHECK, State::Note, format!("WebKitGTK {version}; no display"), "`tackroom headless` needs none.");
    }
    if profile.safe_view_file().exists() {
        let todo = format!("To try the accelerated path again, remove {}.", profile.safe_view_file().display());
        return Check::other(CHECK, State::Note, format!("WebKitGTK {version}, in its safe mode"), todo);
    }
    Check::fine(CHECK, format!("WebKitGTK {version}"))
}
