//! To whom a pin goes: several at once, a group, somebody whom only the server knows.

use crate::support::{Account, Element, Raw, Scene, Server, Window, raw::encode, until};

struct Third {
    account: Account,
    raw: Raw,
}

fn third(name: &str) -> Third {
    let server = Server::shared();
    let account = server.account(name);
    Third { raw: Raw::log_in(&server.url, &account), account }
}

/// Send pin on a board's pin.
fn dialog(window: &Window, title: &str) -> Element {
    window.press_in(&window.get("article", title), "button", "Send pin");
    window.get("dialog", "Send pin")
}

fn choose(window: &Window, dialog: &Element, typed: &str, name: &str) {
    let search = window.get_in(dialog, "searchbox", "Find people");
    window.type_into(&search, typed);
    let chosen = || window.all_in(Some(dialog), "button", "/^Remove /").len();
    let before = chosen();
    window.press_in(dialog, "checkbox", name);
    until(&format!("{name} chosen"), 10, || (chosen() == before + 1).then_some(()));
}

fn members(raw: &Raw, room: &str) -> usize {
    let all = raw.get(&format!("/_matrix/client/v3/rooms/{}/members", encode(room)))["chunk"].as_array().cloned().unwrap();
    all.iter().filter(|event| event["content"]["membership"] != "leave").count()
}

/// Two people at once: a conversation with each, and each gets it; somebody on no list by the full Matrix ID.
#[test]
fn several_people_at_once_get_a_conversation_each() {
    let mut scene = Scene::new();
    let other = third("Quintus");
    let window = scene.window();
    let send = dialog(&window, "Board pin 12");
    choose(&window, &send, "Ruth", "Ruth");
    choose(&window, &send, &other.account.id, "/^(Quintus|quintus[0-9]+)$/");
    assert!(window.text(&send).contains("2 conversations, one with each"), "{}", window.text(&send));
    window.press_in(&send, "button", "Send");
    window.gone("dialog", "Send pin");
    scene.ruth.message("Board pin 12");
    let rooms = until("the other's invitation", 60, || Some(other.raw.invitations()).filter(|rooms| !rooms.is_empty()));
    assert_eq!(rooms.len(), 1);
    other.raw.join(&rooms[0]);
    assert_eq!(members(&other.raw, &rooms[0]), 2, "a conversation of two");
    window.get("button", "/^(Quintus|quintus[0-9]+)$/");
    window.get("button", "Ruth");
}

/// The same as a group: one conversation that all three are in. The second is found in the server's directory by name.
#[test]
fn as_a_group_it_is_one_conversation() {
    let mut scene = Scene::new();
    let other = third("Theodora");
    let window = scene.window();
    let send = dialog(&window, "Board pin 11");
    choose(&window, &send, "Ruth", "Ruth");
    choose(&window, &send, "theodo", "Theodora");
    window.press_in(&send, "checkbox", "Send as a group");
    until("what it will be", 10, || window.text(&send).contains("One conversation with Ruth and Theodora").then_some(()));
    window.press_in(&send, "button", "Send");
    window.gone("dialog", "Send pin");
    let rooms = until("the invitation", 60, || Some(other.raw.invitations()).filter(|rooms| !rooms.is_empty()));
    other.raw.join(&rooms[0]);
    until("all three in one room", 30, || (members(&other.raw, &rooms[0]) == 3).then_some(()));
    let message = scene.ruth.message("Board pin 11");
    assert_eq!(message["body"]["kind"], "pin");
    let there = scene.ruth.messages(&rooms[0]);
    assert!(there.iter().any(|m| m["body"]["pin"]["title"] == "Board pin 11"), "Ruth has it in the same room");
}
