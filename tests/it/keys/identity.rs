//! A contact whose encryption identity changes is told of: somebody may be posing as them.

use serde_json::json;

use super::conversation;
use crate::support::{Account, Desktop, Raw, Server, Window, until};

/// Other people's cross-signing keys anew, as someone with their password can do: uploaded by plain HTTP.
fn new_identity(server: &Server, account: &Account) {
    let raw = Raw::log_in(&server.url, account);
    let password =
        json!({ "type": "m.login.password", "identifier": { "type": "m.id.user", "user": account.local }, "password": account.password });
    let program = crate::support::root().join("tests/js/identity.mjs");
    let made = std::process::Command::new("node").arg(program).arg(&account.id).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut body: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let path = "/_matrix/client/v3/keys/device_signing/upload";
    let (status, asked) = raw.ask(reqwest::Method::POST, path, Some(&body));
    if status == 401 {
        body["auth"] = password;
        body["auth"]["session"] = asked["session"].clone();
        raw.post(path, &body);
    } else {
        assert_eq!(status, 200, "{asked}");
    }
}

/// A line in the conversation and an alert, once, also after a restart; another conversation's people are not named.
#[test]
fn a_changed_identity_of_a_contact_is_told() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let (_amina, mut first, friend, room) = conversation(&desktop, server, "It is me.");
    let friend_id = friend.profile.file_name().unwrap().to_string_lossy().replace("profile-", "");
    let ruth = Account {
        id: format!("@{friend_id}:localhost"),
        password: format!("password of {friend_id}"),
        local: friend_id,
        name: "Ruth".into(),
    };
    let lines =
        |messages: Vec<serde_json::Value>| messages.iter().filter(|m| m["body"]["event_type"] == "app.tackroom.identity_changed").count();
    assert_eq!(lines(first.messages(&room)), 0);
    new_identity(server, &ruth);
    until("the line in the conversation", 60, || (lines(first.messages(&room)) == 1).then_some(()));
    let alerts = first.call("app_state", json!({}))["alerts"].to_string();
    assert!(alerts.contains(&ruth.id) && alerts.contains("identity"), "{alerts}");

    let window = Window::open(&desktop, &first.quit());
    window.get("main", "Feed");
    until("the alert", 20, || window.all("alert", "").iter().any(|alert| window.text(alert).contains(&ruth.id)).then_some(()));
    window.press("button", "/^Messages/");
    window.press("button", "/Ruth/");
    let log = window.get("log", "Messages");
    until("the line", 30, || window.text(&log).contains("encryption identity of Ruth has changed").then_some(()));
    assert_eq!(window.text(&log).matches("has changed").count(), 1, "told once");
}
