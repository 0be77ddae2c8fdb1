//! Presence: how far a message has come, who has seen it, and receipts that only one's own devices are told of.

use serde_json::{Value, json};

use super::{BELA, CAROL, DESK, DEVICES, Four, TABLET};
use crate::support::{stays, until};

fn seen_by(four: &mut Four, who: usize, event: &str) -> Vec<String> {
    let message = four.row(who, event);
    let people = four.call(who, "seen_by", json!({ "message": message }));
    let mut names: Vec<String> = people.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn how_far_a_pin_has_come_is_told_and_private_receipts_are_told_to_nobody_else() {
    let mut four = Four::new();
    // On its way, at the server, seen by one, by both: the same on the device that did not send it.
    four.goes_offline();
    let picture = four.picture(DESK, 8);
    let row = four.attach(DESK, super::pin("Stool", "", None, &picture));
    assert_eq!(four.call(DESK, "message", json!({ "message": row }))["state"]["state"], "sending");
    four.comes_back();
    let stool = four.event_of(DESK, &row);
    four.show(&DEVICES, &stool, "that it went out", |m| m["state"]["state"] == "sent");
    let seen = |four: &mut Four, who, names: &[&str]| {
        until(&format!("{names:?} to have seen it, on {who}"), 60, || (seen_by(four, who, &stool) == names).then_some(()));
    };
    four.reads(BELA, None, &stool);
    for who in DEVICES {
        seen(&mut four, who, &["Bela"]);
    }
    four.show(&DEVICES, &stool, "that it was read", |m| m["state"]["state"] == "read");
    four.reads(CAROL, None, &stool);
    for who in DEVICES {
        seen(&mut four, who, &["Bela", "Carol"]);
    }
    seen(&mut four, BELA, &["Carol"]);

    // Private: one's other device knows, the others do not.
    let mut settings: Value = four.call(TABLET, "app_state", json!({}))["settings"].clone();
    settings["public_receipts"] = json!(false);
    four.call(TABLET, "set_settings", json!({ "settings": settings }));
    let hers = four.pins(BELA, 9, "Bench", "", None);
    four.show(&[TABLET, DESK, CAROL], &hers, "Bela's pin", |m| m["body"]["kind"] == "pin");
    four.say(&DEVICES, "it to be unread", |c| c["unread"].as_u64() > Some(0));
    four.reads(TABLET, None, &hers);
    four.say(&DEVICES, "it to be read", |c| c["unread"] == 0);
    four.reads(CAROL, None, &hers);
    until("Carol to have seen it", 60, || (seen_by(&mut four, BELA, &hers) == ["Carol"]).then_some(()));
    stays("Amina is not told of", 2, || seen_by(&mut four, BELA, &hers) == ["Carol"]);
    four.show(&[BELA], &hers, "who has read", |m| m["readers"].as_array().unwrap().iter().all(|one| one["name"] != "Amina"));
}
