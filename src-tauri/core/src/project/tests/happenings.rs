//! The lines between messages: names, pictures, who came and went, roles.

use serde_json::{Value, json};

use crate::model::{Happening, Role, What};
use crate::project::SourceEvent;
use crate::store::{RoomFacts, RoomKind};
use crate::test_room::*;

fn state(n: i64, sender: &str, kind: &str, key: &str, content: Value, before: Option<Value>) -> SourceEvent {
    let mut event = event(n, sender, kind, content);
    event.json["state_key"] = key.into();
    if let Some(before) = before {
        event.json["unsigned"] = json!({ "prev_content": before });
    }
    SourceEvent { encrypted: false, ..event }
}

fn member_event(n: i64, sender: &str, user: &str, now: &str, before: &str) -> SourceEvent {
    let content = |membership: &str| json!({ "membership": membership, "displayname": crate::text::local_part(user) });
    state(n, sender, "m.room.member", user, content(now), (!before.is_empty()).then(|| content(before)))
}

fn called(n: i64, user: &str, before: &str, now: &str) -> SourceEvent {
    let content = |name: &str| json!({ "membership": "join", "displayname": name });
    state(n, user, "m.room.member", user, content(now), Some(content(before)))
}

fn a_group() -> TestRoom {
    let t = TestRoom::new();
    let put = |w: &mut crate::store::Writer| {
        w.put_room(&RoomFacts { name: Some("Flat".into()), ..room_facts(ROOM, RoomKind::Conversation) })?;
        w.put_members(&room(ROOM), &[member(ALICE, "Alice"), member(BOB, "Bob"), member(CAROL, "Carol")])
    };
    t.store.write(put).unwrap();
    t
}

fn line(one: &Happening) -> String {
    let people: Vec<&str> = one.people.iter().map(|p| p.name.as_str()).collect();
    let me = if one.me { " (me)" } else { "" };
    let role = one.role.map(|role| format!(" {role:?}")).unwrap_or_default();
    let name = one.name.as_ref().map(|name| format!(" “{name}”")).unwrap_or_default();
    let before = one.before.as_ref().map(|name| format!(" “{name}”")).unwrap_or_default();
    format!("{} {:?} {}{me}{before}{name}{role}", one.by.name, one.what, people.join("+")).replace("  ", " ").trim_end().to_owned()
}

/// The page as a person reads it: lines and messages.
fn shown(t: &TestRoom) -> Vec<String> {
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 200)).unwrap();
    let lines = |all: &[Happening]| all.iter().map(line).collect::<Vec<_>>();
    let before = page.messages.iter().flat_map(|message| {
        let mut all = lines(message.happened.as_deref().unwrap_or_default());
        all.push(crate::lines::line(&message.body, crate::model::Language::English));
        all
    });
    before.chain(lines(&page.happened)).collect()
}

#[test]
fn what_happened_stands_between_the_messages_in_its_place() {
    let t = a_group();
    let levels = |users: Value| json!({ "users": users, "users_default": 0, "ban": 50 });
    t.live([
        text(1, BOB, "one"),
        state(2, BOB, "m.room.name", "", json!({ "name": "Flat" }), Some(json!({ "name": "House" }))),
        state(3, BOB, "m.room.avatar", "", json!({ "url": "mxc://localhost/a" }), None),
        member_event(4, ALICE, CAROL, "invite", ""),
        member_event(5, CAROL, CAROL, "join", "invite"),
        text(6, BOB, "two"),
        member_event(7, BOB, CAROL, "leave", "join"),
        member_event(8, BOB, CAROL, "ban", "leave"),
        member_event(9, BOB, CAROL, "leave", "ban"),
        member_event(10, BOB, CAROL, "invite", "leave"),
        member_event(11, BOB, CAROL, "leave", "invite"),
        member_event(12, BOB, CAROL, "invite", "leave"),
        member_event(13, CAROL, CAROL, "leave", "invite"),
        state(14, BOB, "m.room.avatar", "", json!({}), Some(json!({ "url": "mxc://localhost/a" }))),
        state(15, ALICE, "m.room.power_levels", "", levels(json!({ ALICE: 100, BOB: 50 })), Some(levels(json!({ ALICE: 100 })))),
        state(16, BOB, "m.room.topic", "", json!({ "topic": "x" }), None),
        state(17, ALICE, "m.room.power_levels", "", levels(json!({ ALICE: 100, BOB: 50 })), Some(levels(json!({ ALICE: 100, BOB: 50 })))),
    ]);
    let wanted = [
        "one",
        "Bob Named “Flat”",
        "Bob Picture",
        "Alice Invited Carol",
        "Carol Joined Carol",
        "two",
        "Bob Removed Carol",
        "Bob Banned Carol",
        "Bob Unbanned Carol",
        "Bob Invited Carol",
        "Bob Withdrawn Carol",
        "Bob Invited Carol",
        "Carol Declined Carol",
        "Bob PictureGone",
        "Alice Role Bob Moderator",
    ];
    assert_eq!(shown(&t), wanted);
    let t = t.restart();
    assert_eq!(shown(&t), wanted);
    // What is about oneself is marked, and one's own doing too.
    t.live([member_event(20, ALICE, CAROL, "invite", "leave"), member_event(21, BOB, ALICE, "leave", "join")]);
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 1)).unwrap();
    let last = &page.happened[page.happened.len() - 2..];
    assert_eq!((last[0].mine, last[0].me, last[1].mine, last[1].me), (true, false, false, true));
    assert_eq!(page.happened.iter().find_map(|one| one.role), Some(Role::Moderator));
}

#[test]
fn what_one_does_in_a_row_is_one_line_and_a_name_that_came_back_is_none() {
    let t = a_group();
    let dora = "@dora:localhost";
    t.live([
        text(1, BOB, "one"),
        called(2, BOB, "Bob", "Robert"),
        member_event(3, ALICE, CAROL, "invite", ""),
        member_event(4, ALICE, dora, "invite", ""),
        called(5, BOB, "Robert", "Rob"),
        member_event(6, CAROL, CAROL, "join", "invite"),
        member_event(7, dora, dora, "join", "invite"),
        member_event(8, ALICE, ALICE, "join", "invite"),
        called(9, CAROL, "Carol", "C"),
        called(10, CAROL, "C", "Carol"),
    ]);
    let wanted = ["one", "Bob Called Bob “Bob” “Rob”", "Alice Invited Carol+dora", "Carol Joined Carol+dora", "Alice Joined Alice (me)"];
    assert_eq!(shown(&t), wanted);
    // A message between them ends the row.
    t.live([text(11, BOB, "two"), called(12, BOB, "Rob", "Bob")]);
    assert_eq!(shown(&t)[5..], ["two", "Bob Called Bob “Rob” “Bob”"]);
    // Many at once are one line of some and a count; many lines are the newest.
    let many = (20..60).map(|n| member_event(n, &format!("@p{n}:localhost"), &format!("@p{n}:localhost"), "join", "leave"));
    t.live(many);
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 1)).unwrap();
    let joined = page.happened.last().unwrap();
    assert_eq!((joined.what, joined.people.len(), joined.more), (What::Joined, 8, 32));
    t.live((100..200).map(|n| state(n, if n % 2 == 0 { BOB } else { CAROL }, "m.room.name", "", json!({ "name": format!("N{n}") }), None)));
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 1)).unwrap();
    assert_eq!((page.happened.len(), page.happened.last().unwrap().name.as_deref()), (30, Some("N199")));
}

#[test]
fn they_are_not_unread_tell_nobody_and_leave_lists_alone() {
    let t = a_group();
    t.live([text(1, BOB, "one")]);
    t.store.write(|w| w.close_head(&room(ROOM))).unwrap();
    let before = t.store.read(|r| r.conversation(&room(ROOM))).unwrap();
    let told =
        t.live([called(2, BOB, "Bob", "Rob"), member_event(3, BOB, CAROL, "leave", "join"), member_event(4, BOB, ALICE, "leave", "join")]);
    assert_eq!((told.notices, told.new), (vec![], vec![]));
    assert_eq!(t.store.read(|r| r.conversation(&room(ROOM))).unwrap(), before);
    assert_eq!(shown(&t).len(), 4);
    assert!(t.store.read(|r| r.thread_messages(&room(ROOM), &"$1".into(), None, 10)).unwrap().happened.is_empty());
    assert!(t.store.read(|r| r.conversation_pins(&room(ROOM), None, 10)).unwrap().happened.is_empty());
}

#[test]
fn names_of_others_are_cut_and_kept_to_one_line_and_odd_events_are_none() {
    let t = a_group();
    let long = format!("\u{202e}{}\n{}", "W".repeat(5_000), "z");
    t.live([
        text(1, BOB, "one"),
        called(2, BOB, "Bob", &long),
        state(3, BOB, "m.room.name", "", json!({ "name": long }), None),
        state(4, BOB, "m.room.name", "", json!({ "name": 7 }), None),
        state(5, BOB, "m.room.member", "not an id", json!({ "membership": "join" }), None),
        state(6, BOB, "m.room.member", CAROL, json!("x"), None),
        state(7, BOB, "m.room.power_levels", "", json!({ "users": { "x": 100, CAROL: "y" } }), Some(json!({ "users": 3 }))),
        // Not a state event: anybody can send it.
        event(8, BOB, "m.room.name", json!({ "name": "Mine" })),
    ]);
    let page = t.store.read(|r| r.messages(&room(ROOM), None, None, 10)).unwrap();
    assert_eq!(page.happened.iter().map(|one| one.what).collect::<Vec<_>>(), [What::Called, What::Named]);
    for one in &page.happened {
        let name = one.name.as_deref().unwrap();
        assert!(name.chars().count() <= 81 && !name.contains('\n'), "{name}");
    }
}

#[test]
fn making_a_group_is_one_line_and_two_who_talk_need_none() {
    let making = || {
        vec![
            state(1, BOB, "m.room.create", "", json!({ "room_version": "12" }), None),
            member_event(2, BOB, BOB, "join", ""),
            state(3, BOB, "m.room.power_levels", "", json!({ "users": { BOB: 100 } }), None),
            state(4, BOB, "m.room.name", "", json!({ "name": "Flat" }), None),
            member_event(5, BOB, ALICE, "invite", ""),
            member_event(6, ALICE, ALICE, "join", "invite"),
            text(7, BOB, "one"),
            state(8, BOB, "m.room.name", "", json!({ "name": "House" }), Some(json!({ "name": "Flat" }))),
        ]
    };
    let t = a_group();
    t.live(making());
    let wanted = ["Bob Created “Flat”", "Bob Invited Alice (me)", "Alice Joined Alice (me)", "one", "Bob Named “House”"];
    assert_eq!(shown(&t), wanted);
    let direct = TestRoom::new();
    let without_name = making().into_iter().filter(|event| event.json["type"] != "m.room.name");
    direct.live(without_name.chain([called(9, BOB, "Bob", "Rob")]));
    assert_eq!(shown(&direct), ["one", "Bob Called Bob “Bob” “Rob”"]);
}

#[test]
fn late_history_redactions_and_pages_keep_each_line_once_in_its_place() {
    let t = a_group();
    t.live([text(4, BOB, "four"), text(5, BOB, "five")]);
    t.history([text(1, BOB, "one"), called(2, BOB, "Bob", "Rob"), text(3, BOB, "three"), text(4, BOB, "four")]);
    let wanted = ["one", "Bob Called Bob “Bob” “Rob”", "three", "four", "five"];
    assert_eq!(shown(&t), wanted);
    t.live([called(2, BOB, "Bob", "Rob"), text(5, BOB, "five")]);
    assert_eq!(shown(&t), wanted);
    // By pages of one: the line comes with the message after it.
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = t.store.read(|r| r.messages(&room(ROOM), before, None, 1)).unwrap();
        seen.extend(page.messages.iter().filter_map(|m| Some((m.event.clone()?, m.happened.as_ref()?.len()))));
        assert!(page.happened.is_empty());
        match page.before {
            Some(place) => before = Some(place),
            None => break,
        }
    }
    assert_eq!(seen, [("$3".into(), 1)]);
    t.live([redaction(6, ALICE, 2)]);
    assert_eq!(shown(&t), ["one", "three", "four", "five"]);
    t.live([called(2, BOB, "Bob", "Rob"), redaction(6, ALICE, 2)]);
    assert_eq!(shown(&t), ["one", "three", "four", "five"]);
}
