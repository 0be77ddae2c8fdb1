//! Keys that outlive a machine: recovery by a key, verification by emoji, a contact's changed identity.

mod identity;
mod recovery;
mod verification;

use serde_json::{Value, json};

use crate::support::{Account, Desktop, Headless, Raw, Server, until};

/// Waits until the account's keys stand so on this device.
#[track_caller]
fn recovery_is(side: &mut Headless, state: &str) {
    until(&format!("recovery to be {state}"), 60, || (side.call("key_state", json!({}))["recovery"] == state).then_some(()));
}

/// A second session of an account, signed in on a profile of its own.
fn second(desktop: &Desktop, url: &str, account: &Account, name: &str) -> Headless {
    let mut side = Headless::start(desktop, &desktop.profile(name));
    side.sign_in(url, account);
    side
}

/// Two people and an encrypted conversation in which the friend wrote this text; the first person's Tackroom has read it,
/// and the key of it is in the backup on the server.
fn conversation(desktop: &Desktop, server: &Server, text: &str) -> (Account, Headless, Headless, String) {
    let (amina, ruth) = (server.account("Amina"), server.account("Ruth"));
    let mut first = Headless::signed_in(desktop, &server.url, &amina);
    let mut friend = Headless::signed_in(desktop, &server.url, &ruth);
    friend.ask(json!({ "do": "send", "to": amina.id, "text": text }));
    let room = first.accept();
    let message = first.message(text);
    assert_eq!(message["body"]["kind"], "text", "{message}");
    let raw = Raw::log_in(&server.url, &amina);
    until("the key in the backup", 60, || {
        let (status, version) = raw.ask(reqwest::Method::GET, "/_matrix/client/v3/room_keys/version", None);
        (status == 200 && version["count"].as_u64() > Some(0)).then_some(())
    });
    (amina, first, friend, room)
}

fn stage(side: &mut Headless) -> Value {
    side.call("verification", json!({}))["stage"].clone()
}

/// Waits for a stage of the verification; answers it.
#[track_caller]
fn stage_is(side: &mut Headless, wanted: &str) -> Value {
    until(&format!("the verification to be {wanted}"), 60, || Some(stage(side)).filter(|stage| stage["stage"] == wanted))
}

/// The names of the seven emoji.
#[track_caller]
fn emoji(side: &mut Headless) -> Vec<String> {
    let comparing = stage_is(side, "comparing");
    let names: Vec<String> = comparing["emoji"].as_array().unwrap().iter().map(|e| e["name"].as_str().unwrap().to_lowercase()).collect();
    assert_eq!(names.len(), 7, "{comparing}");
    names
}

/// Sync may show a new conversation while the server still makes it, and without whom it is for. That is chance: hence
/// eight, four at a time.
#[test]
fn the_first_message_to_somebody_new_is_readable() {
    let server = Server::shared();
    let pair = move || {
        for _ in 0..2 {
            let desktop = Desktop::new();
            let (amina, ruth) = (server.account("Amina"), server.account("Ruth"));
            let mut first = Headless::signed_in(&desktop, &server.url, &amina);
            let mut friend = Headless::signed_in(&desktop, &server.url, &ruth);
            friend.ask(json!({ "do": "send", "to": amina.id, "text": "The very first." }));
            first.accept();
            assert_eq!(first.message("The very first.")["body"]["kind"], "text");
        }
    };
    let pairs: Vec<_> = (0..4).map(|_| std::thread::spawn(pair)).collect();
    for pair in pairs {
        pair.join().unwrap();
    }
}
