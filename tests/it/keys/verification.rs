//! Two sessions of one account trust each other after the same seven emoji were seen on both.

use serde_json::json;

use super::{conversation, emoji, recovery_is, second, stage_is};
use crate::support::peer::Peer;
use crate::support::{Desktop, Headless, Server, Window, until};

fn answer(side: &mut Headless, matching: bool) {
    side.call("answer_verification", json!({ "matching": matching }));
}

fn trusted(side: &mut Headless) -> bool {
    side.call("key_state", json!({}))["verified"] == true
}

/// With a second Tackroom, which afterwards reads what is older than itself.
#[test]
fn two_tackrooms_show_the_same_emoji_and_then_share_their_keys() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let (amina, mut first, _friend, _room) = conversation(&desktop, server, "Older than the second session.");
    let mut next = second(&desktop, &server.url, &amina, "next");
    assert!(!trusted(&mut next));

    next.call("start_verification", json!({}));
    stage_is(&mut first, "asked");
    first.call("accept_verification", json!({}));
    assert_eq!(emoji(&mut first), emoji(&mut next));
    answer(&mut first, false);
    for side in [&mut first, &mut next] {
        let ended = stage_is(side, "cancelled");
        assert!(ended["words"].as_str().unwrap().contains("did not match"), "{ended}");
    }
    assert!(!trusted(&mut next), "what did not match is not trusted");

    next.call("start_verification", json!({}));
    stage_is(&mut first, "asked");
    first.call("accept_verification", json!({}));
    assert_eq!(emoji(&mut first), emoji(&mut next));
    answer(&mut next, true);
    answer(&mut first, true);
    stage_is(&mut first, "done");
    stage_is(&mut next, "done");
    until("trust", 30, || trusted(&mut next).then_some(()));
    next.message("Older than the second session.");
}

/// With matrix-js-sdk, whichever of the two asks.
#[test]
fn matrix_js_sdk_shows_the_same_emoji() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let amina = server.account("Amina");
    let mut tackroom = Headless::signed_in(&desktop, &server.url, &amina);
    recovery_is(&mut tackroom, "off");
    let mut js = Peer::signed_in(&server.url, &amina);
    let device = tackroom.call("app_state", json!({}))["session"]["account"]["device"].clone();
    assert_eq!(js.ask(json!({ "do": "trusts", "device": device }))["trusted"], false);

    js.ask(json!({ "do": "request" }));
    stage_is(&mut tackroom, "asked");
    tackroom.call("accept_verification", json!({}));
    assert_eq!(js.emoji(), emoji(&mut tackroom));
    answer(&mut tackroom, true);
    js.ask(json!({ "do": "match" }));
    stage_is(&mut tackroom, "done");
    js.hears("the end", |line| (line["event"] == "done").then_some(()));
    until("matrix-js-sdk to trust Tackroom", 30, || (js.ask(json!({ "do": "trusts", "device": device }))["trusted"] == true).then_some(()));

    let mut other = Peer::signed_in(&server.url, &amina);
    tackroom.call("start_verification", json!({}));
    other.hears("the request", |line| (line["event"] == "asked").then_some(()));
    other.ask(json!({ "do": "accept" }));
    assert_eq!(other.emoji(), emoji(&mut tackroom));
    other.ask(json!({ "do": "match" }));
    answer(&mut tackroom, true);
    stage_is(&mut tackroom, "done");
    other.hears("the end", |line| (line["event"] == "done").then_some(()));
}

/// In the real window: another session asks and is verified; one is asked from Settings and does not match.
#[test]
fn the_window_shows_emoji_with_their_names() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let amina = server.account("Amina");
    let first = Headless::signed_in(&desktop, &server.url, &amina);
    let window = Window::open(&desktop, &first.quit());
    window.get("main", "Feed");
    let mut next = second(&desktop, &server.url, &amina, "next");
    let shown = |window: &Window| -> Vec<String> {
        until("seven emoji", 60, || {
            let list = window.all("list", "Emoji").into_iter().next()?;
            let names: Vec<String> = window
                .all_in(Some(&list), "listitem", "")
                .iter()
                .map(|item| window.text(item).lines().last().unwrap_or_default().trim().to_lowercase())
                .collect();
            (names.len() == 7).then_some(names)
        })
    };

    next.call("start_verification", json!({}));
    let dialog = window.get("dialog", "Verify a session");
    window.click(&window.get_in(&dialog, "button", "Accept"));
    assert_eq!(shown(&window), emoji(&mut next));
    window.click(&window.get_in(&dialog, "button", "They match"));
    answer(&mut next, true);
    stage_is(&mut next, "done");
    until("the window to say so", 30, || window.text(&window.get("dialog", "Verify a session")).contains("trust each other").then_some(()));
    window.click(&window.get_in(&dialog, "button", "Close"));
    window.gone("dialog", "Verify a session");

    window.press("button", "Settings");
    window.press("button", "Verify a session");
    stage_is(&mut next, "asked");
    next.call("accept_verification", json!({}));
    let dialog = window.get("dialog", "Verify a session");
    assert_eq!(shown(&window), emoji(&mut next));
    window.click(&window.get_in(&dialog, "button", "They don't match"));
    stage_is(&mut next, "cancelled");
    until("the window to say so", 30, || window.text(&window.get("dialog", "Verify a session")).contains("did not match").then_some(()));
}
