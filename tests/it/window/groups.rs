//! A group from its making to leaving it, in the real window, with Ruth's Tackroom and somebody with another client.

use serde_json::{Value, json};

use crate::support::{Raw, Scene, Server, Window, raw::encode, until};

fn state(raw: &Raw, room: &str, kind: &str) -> Value {
    raw.get(&format!("/_matrix/client/v3/rooms/{}/state/{kind}/", encode(room)))
}

fn membership(raw: &Raw, room: &str, user: &str) -> Value {
    raw.get(&format!("/_matrix/client/v3/rooms/{}/state/m.room.member/{}", encode(room), encode(user)))["membership"].clone()
}

/// As a person's choice in the list of roles.
fn give_role(window: &Window, name: &str, role: &str) {
    let list = || window.get("combobox", &format!("Role of {name}"));
    // One thing is done after the other.
    until("the list of roles to be free", 30, || (window.script("return arguments[0].disabled", json!([list()])) == false).then_some(()));
    let code = "const [s, role] = arguments; s.value = role; s.dispatchEvent(new Event('change', { bubbles: true }))";
    window.script(code, json!([list(), role]));
}

fn sheet(window: &Window, name: &str) {
    let card = window.get("region", &format!("Conversation with {name}"));
    window.press_in(&card, "button", "Conversation actions");
    window.press("button", "Group");
    window.get("list", "Members");
}

/// What the open conversation says, without the marks that keep names apart.
fn log(window: &Window) -> String {
    window.text(&window.get("log", "Messages")).replace(['\u{2068}', '\u{2069}'], "")
}

#[track_caller]
fn reads(window: &Window, words: &str) {
    let found = crate::support::before(30, || log(window).contains(words).then_some(()));
    assert!(found.is_some(), "{words:?} in {}", log(window));
}

#[test]
fn a_group_is_made_named_given_roles_and_left() {
    let mut scene = Scene::new();
    let server = Server::shared();
    let ursulina = server.account("Ursulina");
    let raw = Raw::log_in(&server.url, &ursulina);
    let window = scene.window();
    // From the conversation with Ruth, which stays what it is.
    window.press("button", "/^Ruth/");
    let card = window.get("region", "Conversation with Ruth");
    window.press_in(&card, "button", "Conversation actions");
    window.press("button", "New group with Ruth");
    let dialog = window.get("dialog", "New group");
    window.type_into(&window.get_in(&dialog, "searchbox", "Find people"), &ursulina.id);
    window.press_in(&dialog, "checkbox", "/^(Ursulina|ursulina[0-9]+)$/");
    window.fill("textbox", "Group name", "Cabin");
    window.press("button", "Make the group");
    window.get("region", "Conversation with Cabin");
    let rooms = until("the invitation", 60, || Some(raw.invitations()).filter(|rooms| !rooms.is_empty()));
    let room = rooms[0].clone();
    raw.join(&room);
    reads(&window, "You started the group “Cabin”");
    // Ruth's coming may stand in the same line, before or after.
    let joined = |line: &str| line.contains("Ursulina") && line.ends_with(" joined");
    until("Ursulina to have joined", 30, || log(&window).lines().any(joined).then_some(()));

    sheet(&window, "Cabin");
    for name in ["Amina", "Ruth", "Ursulina"] {
        window.get("listitem", name);
    }
    window.refill("textbox", "Group name", "Cabin in May");
    window.press("button", "Save name");
    until("the name on the server", 30, || (state(&raw, &room, "m.room.name")["name"] == "Cabin in May").then_some(()));
    give_role(&window, "Ruth", "moderator");
    let ruth = scene.ruth_account.id.clone();
    until("the role on the server", 30, || (state(&raw, &room, "m.room.power_levels")["users"][&ruth] == 50).then_some(()));
    until("the role in the list", 30, || (window.value(&window.get("combobox", "Role of Ruth")) == "moderator").then_some(()));
    // What cannot be taken back is asked first.
    give_role(&window, "Ruth", "admin");
    let asked = window.get("alertdialog", "Make Ruth an admin?");
    window.press_in(&asked, "button", "Cancel");
    window.gone("alertdialog", "Make Ruth an admin?");
    assert_eq!(state(&raw, &room, "m.room.power_levels")["users"][&ruth], 50);
    window.press("button", "Remove Ursulina");
    window.press("button", "Remove from the group");
    until("Ursulina to be removed", 30, || (membership(&scene.amina_raw(server), &room, &ursulina.id) == "leave").then_some(()));
    window.gone("listitem", "Ursulina");
    window.press("button", "Close");
    for words in ["You named the group “Cabin in May”", "Now a moderator: Ruth", "You removed Ursulina"] {
        reads(&window, words);
    }

    // Ruth, a moderator now, calls it otherwise.
    scene.ruth.call("set_group_name", json!({ "room": room, "name": "Cabin in June" }));
    reads(&window, "Ruth named the group “Cabin in June”");
    window.get("region", "Conversation with Cabin in June");
    sheet(&window, "Cabin in June");
    window.press("button", "Leave group");
    let asked = window.get("alertdialog", "Leave the group?");
    window.press_in(&asked, "button", "Leave group");
    until("to have left", 30, || window.text(&window.get("region", "Conversation with Cabin in June")).contains("not write").then_some(()));
    assert!(log(&window).contains("You removed Ursulina"), "it stays readable");
    let group = scene.ruth.call("group", json!({ "room": room }));
    until("Ruth to see it", 30, || {
        let group = scene.ruth.call("group", json!({ "room": room }));
        (group["members"].as_array().map(Vec::len) == Some(1)).then_some(())
    });
    assert_eq!(group["name"], "Cabin in June");
}
