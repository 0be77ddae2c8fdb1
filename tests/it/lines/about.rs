//! About one pin: its thread, reactions, replies, edits, removals, and where else it goes.

use serde_json::{Value, json};

use super::{ALL, BELA, CAROL, DESK, DEVICES, Four, TABLET, events, text};
use crate::support::until;

#[test]
fn a_pins_thread_is_counted_and_read_by_itself_and_the_pictures_are_gone_through() {
    let mut four = Four::new();
    let chair = four.pins(DESK, 1, "Chair", "from the attic", Some("https://shop.example/chair"));
    let lamp = four.pins(BELA, 2, "Lamp", "", None);
    let rug = four.pins(CAROL, 3, "Rug", "", None);
    for event in [&chair, &lamp, &rug] {
        four.show(&ALL, event, "a pin with its picture", |m| m["body"]["pin"]["picture"]["media"].is_number());
    }
    let asks = four.writes_about(BELA, "Does it wobble?", None, Some(&chair));
    four.show(&ALL, &asks, "the question", |m| m["thread_root"] == chair.as_str());
    let answers = four.writes_about(CAROL, "A little", None, Some(&chair));
    // On the card: how many, and the last; what is unread of it counts by itself.
    four.show(&ALL, &chair, "the discussion", |m| m["thread"]["count"] == 2 && m["thread"]["last"] == "A little");
    four.show(&DEVICES, &chair, "what is unread of it", |m| m["thread"]["unread"] == 2);
    let room = four.room.clone();
    for who in ALL {
        let page = four.call(who, "thread_messages", json!({ "room": room, "root": chair, "before": null, "limit": 50 }));
        assert_eq!(events(&page), [asks.clone(), answers.clone()], "{who}");
        // By the arrow keys from picture to picture.
        let row = four.row(who, &lamp);
        let beside = four.call(who, "pin_neighbours", json!({ "message": row }));
        assert_eq!((&beside["older"]["event"], &beside["newer"]["event"]), (&json!(chair), &json!(rug)), "{who}");
    }
    let waiting = |four: &mut Four, who| four.call(who, "unread_threads", json!({ "room": room }));
    for who in DEVICES {
        let unread = waiting(&mut four, who);
        assert_eq!((&unread[0]["about"]["text"], &unread[0]["unread"]), (&json!("Chair"), &json!(2)), "{unread}");
    }
    let outside = |c: &Value| c["unread"].as_u64().unwrap();
    four.reads(DESK, None, &rug);
    four.say(&DEVICES, "the thread alone to be unread", |c| outside(c) == 2);
    // Read on one device, it is read on the other.
    four.reads(TABLET, Some(&chair), &answers);
    four.show(&DEVICES, &chair, "that it was read", |m| m["thread"]["unread"] == 0);
    four.say(&DEVICES, "nothing to be unread", |c| outside(c) == 0);
    assert!(DEVICES.iter().all(|who| waiting(&mut four, *who) == json!([])));
    four.show(&[CAROL], &answers, "who has read it", |m| m["state"]["state"] == "read");
}

#[test]
fn what_is_done_to_a_pin_or_message_is_on_every_device() {
    let mut four = Four::new();
    let chair = four.pins(DESK, 4, "Chiar", "from the attic", Some("https://shop.example/chair"));
    let rug = four.pins(DESK, 5, "Rug", "", None);
    four.show(&ALL, &rug, "both pins", |m| m["body"]["kind"] == "pin");

    // Reactions: everybody counts the same, each knows one's own, on whichever device it was given.
    let react = |four: &mut Four, who, event: &str, key: &str, on: bool| {
        let message = four.row(who, event);
        four.call(who, "react", json!({ "message": message, "key": key, "on": on }));
    };
    react(&mut four, BELA, &chair, "👍", true);
    react(&mut four, TABLET, &chair, "👍", true);
    for (who, mine) in [(DESK, true), (TABLET, true), (BELA, true), (CAROL, false)] {
        let both = json!([{ "key": "👍", "count": 2, "mine": mine }]);
        four.show(&[who], &chair, "both reactions", |m| {
            let first = &m["reactions"][0];
            json!([{ "key": first["key"], "count": first["count"], "mine": first["mine"] }]) == both
        });
    }
    react(&mut four, DESK, &chair, "👍", false);
    four.show(&ALL, &chair, "one taken back", |m| m["reactions"][0]["count"] == 1);
    let reply = four.writes_about(CAROL, "That one!", Some(&chair), None);
    four.show(&ALL, &reply, "the reply", |m| m["reply_to"]["event"] == chair.as_str() && m["reply_to"]["text"] == "Chiar");
    react(&mut four, BELA, &reply, "🦆", true);
    four.show(&ALL, &reply, "any emoji on a message", |m| m["reactions"][0]["key"] == "🦆");

    // Changed from the other device; the picture stays.
    let row = four.row(TABLET, &chair);
    let edit = json!({ "title": "Chair", "note": "from the attic", "link": "https://shop.example/chair" });
    four.call(TABLET, "edit_pin", json!({ "message": row, "edit": edit }));
    four.show(&ALL, &chair, "the new title", |m| {
        m["edited"] == true && m["body"]["pin"]["title"] == "Chair" && m["body"]["pin"]["picture"]["media"].is_number()
    });
    let words = four.writes(DESK, "I likeit");
    let row = four.row(TABLET, &words);
    four.call(TABLET, "edit_text", json!({ "message": row, "text": "I like it" }));
    four.show(&ALL, &words, "the new words", |m| m["edited"] == true && m["body"]["text"] == "I like it");

    // To somebody else, from the device that did not send it, and to a board.
    let (row, carol) = (four.row(TABLET, &chair), four.carol.id.clone());
    let to = json!([{ "kind": "person", "user": carol }]);
    four.call(TABLET, "forward", json!({ "message": row, "to": to, "as_group": false }));
    let amina = four.amina.id.clone();
    for (who, other) in [(CAROL, &amina), (DESK, &carol), (TABLET, &carol)] {
        let alone = four.alone_with(who, other);
        let passed_on = four.sides[who].wait_for(json!({ "room": alone, "contains": "Chair", "timeout": 60 }))["message"].clone();
        let pin = &passed_on["body"]["pin"];
        assert_eq!((&pin["title"], &pin["link"]["url"]), (&json!("Chair"), &json!("https://shop.example/chair")));
        assert!(pin["picture"]["media"].is_number(), "{who}: {passed_on}");
    }
    let board = four.call(DESK, "create_board", json!({ "name": "Home" }));
    let there = until("the board on the other device", 60, || {
        four.call(TABLET, "boards", json!({})).as_array().unwrap().iter().find(|one| one["room"] == board["room"]).cloned()
    });
    let shown = four.call(TABLET, "message_of_event", json!({ "event": chair }))["body"]["pin"].clone();
    let saved = super::pin("Chair", "from the attic", Some("https://shop.example/chair"), &shown["picture"]["media"]);
    four.call(TABLET, "save_to_board", json!({ "pin": saved, "room": there["room"] }));
    let item = until("the pin on the board", 60, || {
        let page = four.call(DESK, "feed_page", json!({ "source": board["source"], "after": null, "limit": 10 }));
        page["items"].as_array().unwrap().first().cloned()
    });
    assert_eq!((&item["pin"]["title"], &item["pin"]["link"]["url"]), (&json!("Chair"), &json!("https://shop.example/chair")));
    assert!(item["pin"]["picture"]["media"].is_number(), "{item}");

    // Removed for all; and what has not gone out yet goes nowhere.
    let row = four.row(TABLET, &rug);
    four.call(TABLET, "remove_message", json!({ "message": row }));
    four.show(&ALL, &rug, "the removal", |m| m["body"]["kind"] == "removed");
    four.goes_offline();
    let room = four.room.clone();
    // The first one may have reached the server; what waits behind it has not.
    let kept = four.call(DESK, "send_text", text(&room, "It stays"));
    let unsent = four.call(DESK, "send_text", text(&room, "Never mind"));
    four.call(DESK, "remove_message", json!({ "message": unsent }));
    assert!(four.with_text(DESK, "Never mind").is_null());
    four.comes_back();
    let kept = four.event_of(DESK, &kept);
    four.show(&ALL, &kept, "what was kept", |m| m["body"]["text"] == "It stays");
    assert!(ALL.iter().all(|who| four.with_text(*who, "Never mind").is_null()));
}
