//! Case C46: no keyring, a locked one, one that hangs. Nothing waits for it, and nothing falls back to plain text.

use std::fs;

use serde_json::{Value, json};

use crate::support::process::signal;
use crate::support::{Desktop, Headless, until};

fn session(headless: &mut Headless) -> Value {
    headless.ask(json!({ "do": "status" }))["session"].clone()
}

fn locked(headless: &mut Headless) -> Value {
    headless.wait_for(json!({ "session": "locked" }))["session"].clone()
}

fn unlock(headless: &mut Headless, passphrase: &str) -> Result<Value, Value> {
    headless.try_ask(json!({ "do": "unlock", "passphrase": passphrase }))
}

#[test]
fn without_a_keyring_a_passphrase_is_chosen_and_asked_for() {
    let desktop = Desktop::with(&["--keyring", "none"]);
    let profile = desktop.profile("none");
    let mut headless = Headless::start(&desktop, &profile);
    let locked = locked(&mut headless);
    assert_eq!((&locked["new"], &locked["can_retry_keyring"]), (&json!(true), &json!(true)));
    assert!(locked["why"].as_str().unwrap().contains("keyring"), "{locked}");
    assert_eq!(unlock(&mut headless, "short").unwrap_err()["code"], "bad_input");
    unlock(&mut headless, "a long passphrase").unwrap();
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();

    let mut headless = Headless::start(&desktop, &profile);
    assert_eq!(self::locked(&mut headless)["new"], false);
    assert_eq!(unlock(&mut headless, "another passphrase").unwrap_err()["code"], "wrong_password");
    unlock(&mut headless, "a long passphrase").unwrap();
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();
    assert!(!fs::read_to_string(profile.join("vault.json")).unwrap().contains("passphrase"));
}

#[test]
fn a_locked_keyring_whose_prompt_is_dismissed_is_asked_again() {
    let desktop = Desktop::new();
    let profile = desktop.profile("locked");
    let mut headless = Headless::start(&desktop, &profile);
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();
    let of = ["--session", "--dest", "org.freedesktop.secrets", "--object-path", "/org/freedesktop/secrets"];
    let lock = ["--method", "org.freedesktop.Secret.Service.Lock", "[objectpath \"/org/freedesktop/secrets/collection/login\"]"];
    desktop.run("gdbus", &[&["call"], of.as_slice(), lock.as_slice()].concat());

    let prompt = || {
        until("the keyring's prompt", 20, || {
            Some(desktop.run("xdotool", &["search", "--onlyvisible", "--class", "gcr-prompter"])).filter(|window| !window.is_empty())
        })
    };
    // Comes back after the silence that the prompt makes.
    let mut headless = Headless::start(&desktop, &profile);
    prompt();
    // The prompt takes keys a moment after it is seen: dismissed until it is gone.
    until("the prompt to be dismissed", 20, || {
        desktop.run("xdotool", &["key", "Escape"]);
        session(&mut headless)["why"].as_str().is_some_and(|why| why.contains("is locked")).then_some(())
    });
    assert_eq!(session(&mut headless)["can_retry_keyring"], true);
    assert_eq!(unlock(&mut headless, "a passphrase is of no use").unwrap_err()["code"], "keyring");
    headless.ask(json!({ "do": "retry-keyring" }));
    prompt();
    headless.quit();
}

#[test]
fn a_keyring_that_hangs_holds_up_nothing_and_is_used_when_it_answers() {
    let desktop = Desktop::new();
    let profile = desktop.profile("hangs");
    let mut headless = Headless::start(&desktop, &profile);
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();
    let daemon = desktop.pids["gnome-keyring-daemon"];
    signal(daemon, "STOP");
    let mut headless = Headless::start(&desktop, &profile);
    let locked = locked(&mut headless);
    signal(daemon, "CONT");
    assert!(locked["why"].as_str().unwrap().contains("not answered"), "{locked}");
    headless.wait_for(json!({ "session": "signed_out" }));
    headless.quit();
}
