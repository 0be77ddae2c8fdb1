//! What one sets for a conversation, in the real window; the account's data is where other devices read it.

use serde_json::{Value, json};

use crate::support::raw::encode;
use crate::support::window::keys;
use crate::support::{Raw, Scene, Server, Window, until};

/// By the button on the open card.
fn act(window: &Window, name: &str) {
    window.press("button", "Conversation actions");
    let menu = window.get("dialog", "Conversation actions");
    window.press_in(&menu, "button", name);
}

/// Opens Ruth's conversation from a list of Messages.
fn open(window: &Window, list: &str) {
    window.press_in(&window.get("list", list), "button", "/^Ruth/");
    window.get("region", "Conversation with Ruth");
}

fn of_room(own: &Raw, room: &str, path: &str) -> Value {
    let path = format!("/_matrix/client/v3/user/{}/rooms/{}/{path}", encode(&own.user), encode(room));
    own.ask(reqwest::Method::GET, &path, None).1
}

fn tagged(own: &Raw, room: &str, tag: &str) -> bool {
    of_room(own, room, "tags")["tags"].get(tag).is_some()
}

/// The names of the conversations in the list of Messages, first to last.
fn listed(window: &Window, list: &str) -> Vec<String> {
    let rows = window.all_in(window.all("list", list).first(), "button", "");
    rows.iter().map(|row| window.name(row)).collect()
}

#[test]
fn archived_on_top_and_unread_are_set_in_the_menu_and_kept_in_the_account() {
    let scene = Scene::new();
    let (bob, with_bob) = scene.with_bob();
    bob.text(&with_bob, "Newer than what Ruth wrote.");
    let own = scene.amina_raw(Server::shared());
    let window = scene.window();

    window.press("button", "Ruth");
    act(&window, "Keep on top");
    until("the tag", 20, || tagged(&own, &scene.room, "m.favourite").then_some(()));
    window.press("button", "/^Messages/");
    until("Ruth above what is newer", 20, || (listed(&window, "Conversations").first()? == "Ruth").then_some(()));
    open(&window, "Conversations");

    act(&window, "Mark as unread");
    window.gone("region", "Conversation with Ruth");
    until("the unread mark", 20, || listed(&window, "Conversations").contains(&"Ruth, unread".to_owned()).then_some(()));
    until("the mark", 20, || (of_room(&own, &scene.room, "account_data/m.marked_unread")["unread"] == true).then_some(()));
    open(&window, "Conversations");
    until("no mark", 20, || (of_room(&own, &scene.room, "account_data/m.marked_unread")["unread"] == false).then_some(()));

    act(&window, "Archive");
    until("the other tag", 20, || tagged(&own, &scene.room, "m.lowpriority").then_some(()));
    until("only Bob in the list", 20, || (listed(&window, "Conversations").iter().all(|name| name.starts_with("Bob"))).then_some(()));
    window.press("button", "Archived");
    open(&window, "Archived");
    act(&window, "Take out of the archive");
    until("out of it for all devices", 20, || (!tagged(&own, &scene.room, "m.lowpriority")).then_some(()));
}

#[test]
fn of_what_one_is_told_and_until_when_is_chosen_there() {
    let mut scene = Scene::new();
    let own = scene.amina_raw(Server::shared());
    let window = scene.window();
    let rule = |kind: &str| {
        let rules = own.get("/_matrix/client/v3/pushrules/global/");
        rules[kind].as_array().unwrap().iter().any(|rule| rule["rule_id"] == scene.room.as_str())
    };
    window.press("button", "Ruth");
    act(&window, "Notifications");
    window.press("radio", "Mentions only");
    until("a rule of the room", 20, || rule("room").then_some(()));
    act(&window, "Notifications");
    window.press("button", "Mute for 1 hour");
    window.get("button", "Unmute");
    until("a rule over all others", 20, || rule("override").then_some(()));
    act(&window, "Notifications");
    assert!(window.text(&window.get("dialog", "Notifications")).contains("Muted until "));
    window.press("radio", "All messages");
    until("no rule", 20, || (!rule("override") && !rule("room")).then_some(()));

    window.press("button", "Hide conversation");
    let before = scene.desktop.notified();
    scene.ruth_writes("This is told again.");
    until("the notification", 30, || (scene.desktop.notified() == before + 1).then_some(()));
}

/// By keyboard, and kept over a restart.
#[test]
fn heads_stand_in_the_order_that_one_gives_them() {
    let scene = Scene::new();
    let (bob, room) = scene.with_bob();
    bob.text(&room, "Second head.");
    let window = scene.window();
    let order = |window: &Window| -> Vec<String> {
        let heads = window.script("return [...document.querySelectorAll('[data-head]')].map(head => head.title)", json!([]));
        serde_json::from_value(heads).unwrap()
    };
    window.get("button", "Bob, 1 unread");
    let first = until("two heads", 20, || Some(order(&window)).filter(|heads| heads.len() == 2));
    window.focus(&window.get("button", &format!("/^{}/", first[0])));
    window.keys(keys::ALT, keys::DOWN);
    let turned = vec![first[1].clone(), first[0].clone()];
    until("the other order", 10, || (order(&window) == turned).then_some(()));
    let focused = || window.script("return document.activeElement.title", json!([]));
    until("the focus to go with the head", 10, || (focused() == json!(first[0])).then_some(()));

    let profile = window.close();
    let window = Window::open(&scene.desktop, &profile);
    until("the same after a restart", 30, || (order(&window) == turned).then_some(()));
}
