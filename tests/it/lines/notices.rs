//! Notifications of a conversation: all, mentions, none, on both devices; and a burst is one.

use serde_json::{Value, json};

use super::{BELA, CAROL, DESK, DEVICES, Four, TABLET};
use crate::support::{before, stays, until};

/// What a device was told, oldest first.
fn told(four: &Four, who: usize) -> Vec<Value> {
    four.sides[who].events("notification").into_iter().map(|line| line["notice"].clone()).collect()
}

fn bodies(four: &Four, who: usize, from: usize) -> Vec<String> {
    told(four, who).iter().skip(from).map(|notice| notice["body"].as_str().unwrap().to_owned()).collect()
}

/// Sets it on one device, and waits until both say so.
fn set(four: &mut Four, who: usize, notify: &str) {
    let room = four.room.clone();
    four.call(who, "set_mark", json!({ "room": room, "mark": { "what": "notify", "notify": notify, "until": null } }));
    four.told(who);
    four.say(&DEVICES, notify, |c| c["notify"] == notify);
}

#[test]
fn all_mentions_or_none_hold_on_both_devices_and_a_burst_is_one() {
    let mut four = Four::with(&["--notify"], &[]);
    for who in DEVICES {
        until("the greetings to be told", 60, || bodies(&four, who, 0).last()?.ends_with("Hello from Carol").then_some(()));
    }
    let names_her = "@Amina, look";
    for (by, notify, expected) in
        [(DESK, "mentions", &[names_her][..]), (TABLET, "none", &[]), (DESK, "all", &["Nobody is named", names_her])]
    {
        set(&mut four, by, notify);
        let told_before = DEVICES.map(|who| told(&four, who).len());
        let events = [four.writes(BELA, "Nobody is named"), four.writes(CAROL, names_her)];
        for event in &events {
            four.show(&DEVICES, event, "it", |m| !m["event"].is_null());
        }
        for (who, from) in DEVICES.into_iter().zip(told_before) {
            let lines =
                || bodies(&four, who, from).iter().flat_map(|body| body.lines().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>();
            let found = before(30, || expected.iter().all(|one| lines().contains(&(*one).to_owned())).then_some(()));
            assert!(found.is_some(), "{notify}: {who} was told {:?}", lines());
            if notify != "all" {
                stays(&format!("{notify}: no more is told on {who}, {:?}", bodies(&four, who, from)), 2, || {
                    bodies(&four, who, from) == expected
                });
            }
        }
        four.reads(DESK, None, &events[1]);
        four.say(&DEVICES, "all to be read", |c| c["unread"] == 0);
    }

    // A burst, on the desktop of the first device: one notification, which tells of all of it.
    let on_screen = |four: &Four, count: u32| {
        until(&format!("{count} notifications on screen"), 30, || (four.desktop.displayed() == count).then_some(()));
    };
    on_screen(&four, 0);
    let pictures: Vec<Value> = (20..25).map(|seed| four.picture(BELA, seed)).collect();
    let pins: Vec<Value> =
        pictures.iter().enumerate().map(|(number, picture)| super::pin(&format!("Pin {number}"), "", None, picture)).collect();
    let to = json!([{ "kind": "conversation", "room": four.room }]);
    four.call(BELA, "send_pins", json!({ "pins": pins, "to": to, "as_group": false }));
    for who in DEVICES {
        // Those of one sync are one notice, a line each.
        let names_the_last =
            |notice: &Value| notice["title"] == "Pin 4" || notice["body"].as_str().unwrap().lines().last() == Some("Pin 4");
        until("all five", 60, || told(&four, who).iter().any(names_the_last).then_some(()));
    }
    on_screen(&four, 1);
    // Each of them replaces the one before.
    stays("a single notification", 5, || four.desktop.displayed() == 1);
    four.desktop.run("dunstctl", &["close-all"]);
    let last = until("it in the history", 10, || four.desktop.notification_history().into_iter().next());
    assert_eq!(last["summary"]["data"], "5 pins from Bela · Cabin");

    // Read on one device, it goes from the screen of the other.
    let words = four.writes(CAROL, "One more");
    on_screen(&four, 1);
    four.reads(TABLET, None, &words);
    on_screen(&four, 0);
}
