//! A recovery key brings the account's keys to the next device, with no other device there.

use std::path::Path;

use serde_json::json;

use super::{conversation, recovery_is, second};
use crate::support::window::Element;
use crate::support::{Account, Desktop, Headless, Server, Window, before, stays, until};

fn holds(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            holds(&path, needle)
        } else {
            std::fs::read(&path).is_ok_and(|bytes| bytes.windows(needle.len()).any(|part| part == needle))
        }
    })
}

#[test]
fn a_second_device_reads_the_past_by_the_recovery_key_alone() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let (amina, mut first, _friend, room) = conversation(&desktop, server, "Older than the second device.");
    recovery_is(&mut first, "off");
    let key = first.call("make_recovery_key", json!({})).as_str().unwrap().to_owned();
    assert!(key.len() > 40, "a whole key");
    recovery_is(&mut first, "on");
    let profile = first.quit();
    assert!(!holds(&profile, key.as_bytes()) && !holds(&profile, key.replace(' ', "").as_bytes()), "the key lies nowhere in the profile");

    let mut next = second(&desktop, &server.url, &amina, "next");
    recovery_is(&mut next, "locked");
    let locked = |side: &mut Headless| side.messages(&room).iter().any(|message| message["body"]["kind"] == "locked");
    until("the locked message", 60, || {
        let there = next.try_ask(json!({ "do": "messages", "room": room })).is_ok();
        (there && locked(&mut next)).then_some(())
    });
    let last = key.chars().next_back().unwrap();
    let wrong = key.replace(last, if last == '2' { "3" } else { "2" });
    let refused = next.try_ask(json!({ "do": "call", "call": "recover", "args": { "key": wrong } })).unwrap_err();
    assert_eq!(refused["code"], "wrong_password", "{refused}");
    assert!(locked(&mut next));
    next.call("recover", json!({ "key": format!(" {key}\n") }));
    next.message("Older than the second device.");
    recovery_is(&mut next, "on");
    until("the device to be trusted", 30, || (next.call("key_state", json!({}))["verified"] == true).then_some(()));
}

#[test]
fn a_new_key_makes_the_old_one_void() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let amina = server.account("Amina");
    let mut first = Headless::signed_in(&desktop, &server.url, &amina);
    recovery_is(&mut first, "off");
    let old = first.call("make_recovery_key", json!({}));
    recovery_is(&mut first, "on");
    let new = first.call("make_recovery_key", json!({}));
    assert_ne!(old, new);
    first.quit();
    let mut next = second(&desktop, &server.url, &amina, "next");
    recovery_is(&mut next, "locked");
    assert!(next.try_ask(json!({ "do": "call", "call": "recover", "args": { "key": old } })).is_err());
    next.call("recover", json!({ "key": new }));
    recovery_is(&mut next, "on");
}

fn sign_in(window: &Window, server: &Server, account: &Account) {
    for (name, text) in [("Homeserver", &server.url), ("Username", &account.local), ("Password", &account.password)] {
        window.fill("textbox", name, text);
    }
    window.press("button", "Sign in");
}

#[track_caller]
fn press_in(window: &Window, dialog: &Element, name: &str) {
    let button = window.get_in(dialog, "button", name);
    window.click(&button);
}

/// In the real window: offered at the first sign-in, put off, made from Settings; the next device asks for it and reads.
#[test]
fn the_window_offers_a_key_and_the_next_one_asks_for_it() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let amina = server.account("Amina");
    let window = Window::open(&desktop, &desktop.profile("first"));
    sign_in(&window, server, &amina);
    let dialog = window.get("dialog", "Recovery key");
    let field = window.get_in(&dialog, "textbox", "Recovery key");
    let first_key = until("a key", 60, || Some(window.value(&field)).filter(|key| key.len() > 40));
    for name in ["Copy", "Save to a file", "Continue"] {
        window.get_in(&dialog, "button", name);
    }
    press_in(&window, &dialog, "Copy");
    until("the copied key", 20, || (desktop.run("xclip", &["-o", "-selection", "clipboard"]) == first_key).then_some(()));
    press_in(&window, &dialog, "Not now");
    window.gone("dialog", "Recovery key");

    let window = Window::open(&desktop, &window.close());
    window.get("main", "Feed");
    stays("no second offer after Not now", 3, || !window.has("dialog", "Recovery key"));
    window.press("button", "Settings");
    until("Set up recovery to be open for use", 30, || {
        window.click(&window.get("button", "Set up recovery"));
        before(3, || window.has("dialog", "Recovery key").then_some(()))
    });
    let dialog = window.get("dialog", "Recovery key");
    let field = window.get_in(&dialog, "textbox", "Recovery key");
    let key = until("a key", 60, || Some(window.value(&field)).filter(|key| key.len() > 40));
    press_in(&window, &dialog, "Continue");
    window.gone("dialog", "Recovery key");
    let log = window.log();
    assert!(!log.contains(&key) && !log.contains(&first_key), "the key is in the log");
    let profile = window.close();

    let ruth = server.account("Ruth");
    let mut friend = Headless::signed_in(&desktop, &server.url, &ruth);
    friend.ask(json!({ "do": "send", "to": amina.id, "text": "Written before the second device." }));
    let mut first = Headless::start(&desktop, &profile);
    first.wait_for(json!({ "connection": "online", "timeout": 60 }));
    first.accept();
    first.message("Written before the second device.");
    let raw = crate::support::Raw::log_in(&server.url, &amina);
    until("the key in the backup", 60, || (raw.get("/_matrix/client/v3/room_keys/version")["count"].as_u64() > Some(0)).then_some(()));
    first.quit();

    let window = Window::open(&desktop, &desktop.profile("second"));
    sign_in(&window, server, &amina);
    let dialog = window.get("dialog", "Recovery key");
    let field = window.get_in(&dialog, "textbox", "Recovery key");
    window.type_into(&field, "EsTc nothing");
    press_in(&window, &dialog, "Continue");
    window.get_in(&dialog, "alert", "");
    window.script("arguments[0].focus(); arguments[0].select()", json!([field]));
    window.type_into(&field, &key);
    press_in(&window, &dialog, "Continue");
    window.gone("dialog", "Recovery key");
    window.press("button", "/^Messages/");
    window.press("button", "/Ruth/");
    until("the older text", 60, || {
        window
            .all("article", "Message from Ruth")
            .first()
            .map(|article| window.text(article))
            .filter(|text| text.contains("Written before"))
    });
}
