//! The account's own matters in the window: an invitation, no keyring, signing out.

use serde_json::json;

use crate::support::{Desktop, Headless, Raw, Scene, Server, Window, until};

/// An invitation from a stranger is listed under Requests, and Accept lets it in with what was written.
#[test]
fn a_stranger_waits_under_requests() {
    let scene = Scene::new();
    let server = Server::shared();
    let stranger = server.account("Oskar");
    let mut oskar = Headless::signed_in(&scene.desktop, &server.url, &stranger);
    let window = scene.window();
    oskar.ask(json!({ "do": "send", "to": scene.amina_account.id, "text": "We have not met." }));
    oskar.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    window.press("button", "/^Messages/");
    window.press("link", "Requests");
    let requests = window.get("region", "Requests");
    until("the invitation", 30, || window.text(&window.get("region", "Requests")).contains(&stranger.id).then_some(()));
    window.get_in(&requests, "button", "Decline");
    window.get_in(&requests, "button", "Block and report");
    window.press_in(&requests, "button", "Accept");
    let card = window.get("region", "Conversation with Oskar");
    until("what was written", 30, || window.text(&card).contains("We have not met.").then_some(()));
}

/// Declined, an invitation is gone from the list and at the server.
#[test]
fn a_declined_request_is_gone() {
    let scene = Scene::new();
    let server = Server::shared();
    let stranger = server.account("Oskar");
    let oskar = Raw::log_in(&server.url, &stranger);
    let window = scene.window();
    let room = oskar.direct_room(&scene.amina_account.id);
    window.press("button", "/^Messages/");
    window.press("link", "Requests");
    until("the invitation", 30, || window.texts("region", "Requests").concat().contains(&stranger.id).then_some(()));
    window.press("button", "Decline");
    until("an empty list", 20, || (!window.texts("region", "Requests").concat().contains(&stranger.id)).then_some(()));
    let raw = scene.amina_raw(server);
    until("no invitation at the server", 20, || (!raw.invitations().contains(&room)).then_some(()));
}

/// Who was blocked stands in Settings, and can be heard of again from there.
#[test]
fn who_is_blocked_can_be_unblocked() {
    let scene = Scene::new();
    let server = Server::shared();
    let stranger = server.account("Oskar");
    let window = scene.window();
    window.press("button", "Settings");
    let group = window.get("group", "Blocked people");
    until("nobody", 20, || window.text(&group).contains("Nobody is blocked").then_some(()));
    window.press("button", "Back");
    Raw::log_in(&server.url, &stranger).direct_room(&scene.amina_account.id);
    window.press("button", "/^Messages/");
    window.press("link", "Requests");
    window.press("button", "Block and report");
    until("an empty list", 20, || (!window.texts("region", "Requests").concat().contains(&stranger.id)).then_some(()));
    window.press("button", "Settings");
    let group = window.get("group", "Blocked people");
    until("the stranger", 20, || window.text(&group).contains(&stranger.id).then_some(()));
    window.press_in(&group, "button", "/^Unblock/");
    until("nobody again", 20, || window.text(&group).contains("Nobody is blocked").then_some(()));
    assert_eq!(scene.amina_raw(server).blocked(), json!({}));
}

/// Without a Secret Service the window comes up, says why it asks, and a chosen passphrase opens it after a restart.
#[test]
fn without_a_keyring_a_passphrase_stands_in() {
    let server = Server::shared();
    let desktop = Desktop::with(&["--keyring", "none", "--notifications", "no"]);
    let amina = server.account("Amina");
    let profile = desktop.profile("locked");
    let window = Window::open(&desktop, &profile);
    let dialog = window.get("dialog", "Choose a passphrase");
    assert!(window.text(&dialog).to_lowercase().contains("keyring"), "it says why: {}", window.text(&dialog));
    let field = window.get_in(&dialog, "textbox", "Passphrase");
    window.type_into(&field, "correct horse battery staple");
    window.press("button", "Continue");
    window.get("button", "Sign in");
    for (name, text) in [("Homeserver", &server.url), ("Username", &amina.local), ("Password", &amina.password)] {
        window.refill("textbox", name, text);
    }
    window.press("button", "Sign in");
    window.get("main", "Feed");
    let profile = window.close();

    let window = Window::open(&desktop, &profile);
    let dialog = window.get("dialog", "Unlock Tackroom");
    let field = window.get_in(&dialog, "textbox", "Passphrase");
    window.type_into(&field, "correct horse battery staple");
    window.press("button", "Continue");
    window.get("main", "Feed");
}

/// Signing out asks first; then tokens, keys and all local data of the account are gone.
#[test]
fn signing_out_removes_everything_after_asking() {
    let scene = Scene::new();
    let id = std::fs::read_to_string(scene.profile.join("id")).unwrap().trim().to_owned();
    let secret = |part: &str| scene.desktop.run("secret-tool", &["lookup", "service", "app.tackroom", "username", &format!("{id}/{part}")]);
    assert!(secret("session").contains("syt_"));
    let window = scene.window();
    window.press("button", "Settings");
    window.press("button", "Sign out");
    window.get("alertdialog", "Sign out");
    window.press("button", "Cancel");
    window.gone("alertdialog", "Sign out");
    window.press("button", "Sign out");
    window.press("button", "Sign out and remove data");
    window.get("textbox", "Homeserver");
    let left = |name: &str| scene.profile.join(name).exists();
    until("the matrix store to go", 30, || (!left("matrix/state/matrix-sdk-crypto.sqlite3")).then_some(()));
    until("the secrets to go from the keyring", 30, || (secret("session").is_empty() && secret("root").is_empty()).then_some(()));
    window.close();
    let window = Window::open(&scene.desktop, &scene.profile);
    window.get("button", "Sign in");
}
