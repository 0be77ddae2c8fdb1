//! Many devices: what is unread, set for a conversation, direct or blocked is the same on the other device, within a second.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{ALL, BELA, CAROL, DESK, DEVICES, Four, TABLET, text};
use crate::support::{Raw, Server, stays, until};

/// What the other device shows after so long is late.
const SOON: Duration = Duration::from_secs(1);

/// Does it with each of several; the other device shows each, and one of them at least as soon as it should once the server
/// has it: a busy machine may hold up one.
#[track_caller]
fn soon<T>(four: &mut Four, what: &str, with: &[T], mut act: impl FnMut(&mut Four, &T), mut there: impl FnMut(&mut Four, &T) -> bool) {
    let mut took = Vec::new();
    for one in with {
        act(four, one);
        four.told(DESK);
        let told = Instant::now();
        until(&format!("{what} on the other device"), 30, || there(four, one).then_some(()));
        took.push(told.elapsed());
    }
    assert!(took.iter().min() < Some(&SOON), "{what}: {took:?}");
}

#[test]
fn what_is_unread_set_direct_or_blocked_is_the_same_on_the_other_device_within_a_second() {
    let mut four = Four::new();
    let room = four.room.clone();
    let conversation = |four: &mut Four, room: &str| four.call(TABLET, "conversation", json!({ "room": room }));

    // Unread, and read.
    let events = [four.writes(BELA, "From Bela"), four.pins(CAROL, 13, "From Carol", "", None)];
    four.say(&DEVICES, "both to be unread", |c| c["unread"].as_u64() >= Some(2));
    soon(
        &mut four,
        "that it was read",
        &events,
        |four, event| {
            let message = four.row(DESK, event);
            four.call(DESK, "mark_read", json!({ "room": room, "thread": null, "message": message }));
        },
        |four, event| conversation(four, &room)["unread"] == u64::from(*event == events[0]),
    );

    // What one sets for it.
    let hour = tackroom_core::store::system_clock()() + 3_600_000;
    let marks = |on: bool| {
        let (notify, until) = if on { ("none", json!(hour)) } else { ("all", Value::Null) };
        [
            (json!({ "what": "on_top", "on": on }), "on_top", json!(on)),
            (json!({ "what": "unread", "on": on }), "marked_unread", json!(on)),
            (json!({ "what": "notify", "notify": notify, "until": null }), "muted", json!(on)),
            (json!({ "what": "notify", "notify": "all", "until": until }), "muted_until", until),
            (json!({ "what": "archived", "on": on }), "archived", json!(on)),
        ]
    };
    for (set, unset) in marks(true).into_iter().zip(marks(false)) {
        let what = set.1;
        soon(
            &mut four,
            what,
            &[set.clone(), unset.clone(), set, unset],
            |four, (mark, ..)| drop(four.call(DESK, "set_mark", json!({ "room": room, "mark": mark }))),
            |four, (_, what, value)| conversation(four, &room)[*what] == *value,
        );
    }

    // Which conversation is the direct one with somebody.
    let people = [four.bela.id.clone(), four.carol.id.clone()];
    let mut direct = Vec::new();
    soon(
        &mut four,
        "the direct conversation",
        &people,
        |four, user| {
            let local = four.call(DESK, "start_conversation", json!({ "user": user }));
            four.call(DESK, "send_text", text(local.as_str().unwrap(), "Only you"));
        },
        |four, user| {
            let found = four.direct_with(TABLET, user);
            direct.extend(found.clone());
            found.is_some()
        },
    );
    for (user, room) in people.iter().zip(direct.iter()) {
        let here = four.call(TABLET, "start_conversation", json!({ "user": user }));
        assert_eq!(here, room.as_str(), "the other device writes to the same conversation");
    }

    // Blocked: their requests are gone on the other device, and what they ask later is not shown.
    let server = Server::shared();
    let strangers = ["Mallory", "Trudy"].map(|name| Raw::log_in(&server.url, &server.account(name)));
    let amina = four.amina.id.clone();
    let asked = strangers.each_ref().map(|stranger| stranger.direct_room(&amina));
    for who in DEVICES {
        four.sides[who].wait_for(json!({ "requests": 2, "timeout": 60 }));
    }
    let waiting = |four: &mut Four, who| -> Vec<String> {
        let all = four.call(who, "requests", json!({}));
        all.as_array().unwrap().iter().map(|request| request["room"].as_str().unwrap().to_owned()).collect()
    };
    soon(
        &mut four,
        "that somebody is blocked",
        &asked,
        |four, room| drop(four.call(DESK, "block_and_report", json!({ "room": room }))),
        |four, room| !waiting(four, TABLET).contains(room),
    );
    strangers.iter().for_each(|stranger| drop(stranger.direct_room(&amina)));
    stays("no request of who is blocked", 3, || DEVICES.iter().all(|who| waiting(&mut four, *who).is_empty()));
    let blocked = |four: &mut Four, who| four.call(who, "blocked", json!({})).as_array().unwrap().len();
    until("both in the other device's list", 20, || (blocked(&mut four, TABLET) == 2).then_some(()));
    for person in four.call(TABLET, "blocked", json!({})).as_array().unwrap() {
        four.call(TABLET, "unblock", json!({ "user": person["user"] }));
    }
    until("nobody in the first device's list", 20, || (blocked(&mut four, DESK) == 0).then_some(()));
    let event = four.writes(TABLET, "Still here");
    four.show(&ALL, &event, "what goes on", |m| m["body"]["text"] == "Still here");
}
