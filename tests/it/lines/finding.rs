//! Finding, offline: narrowed searches, the message in its context, all pins with what was said about them, a date.

use serde_json::{Value, json};

use super::{ALL, BELA, CAROL, DESK, DEVICES, Four, text};

#[test]
fn everything_is_found_without_the_server_on_both_devices() {
    let mut four = Four::new();
    let lamp = four.pins(BELA, 6, "Brass lamp", "for the hall", Some("https://lamps.example/brass"));
    let rug = four.pins(CAROL, 7, "Rug", "of wool", None);
    let about = four.writes_about(CAROL, "The brass one shines", None, Some(&lamp));
    let words = four.writes(BELA, "Is brass too yellow? See https://talk.example/brass");
    let mine = four.writes(DESK, "I like brass");
    let reply = four.writes_about(BELA, "Then take it", Some(&lamp), None);
    for event in [&lamp, &rug, &about, &words, &mine, &reply] {
        four.show(&ALL, event, "it", |m| !m["event"].is_null());
    }
    // The same words in another conversation.
    let bela = four.bela.id.clone();
    let other = four.call(DESK, "start_conversation", json!({ "user": bela }));
    four.call(DESK, "send_text", text(other.as_str().unwrap(), "About the brass"));
    for who in DEVICES {
        let alone = four.alone_with(who, &bela);
        four.sides[who].wait_for(json!({ "room": alone, "contains": "About the brass", "timeout": 60 }));
    }
    four.told(DESK);
    four.goes_offline();

    let (a, b, c) = (four.amina.id.clone(), four.bela.id.clone(), four.carol.id.clone());
    for who in DEVICES {
        let mut finds = |query: &str| -> Vec<String> {
            let hits = four.call(who, "search", json!({ "query": query, "limit": 20 }));
            let messages: Vec<Value> = hits.as_array().unwrap().iter().filter(|hit| hit["kind"] == "message").cloned().collect();
            let mut events: Vec<String> = messages
                .iter()
                .map(|hit| {
                    let message = four.call(who, "message", json!({ "message": hit["message"] }));
                    let title = message["body"]["pin"]["title"].as_str().or(message["body"]["text"].as_str());
                    title.unwrap_or_default().to_owned()
                })
                .collect();
            events.sort();
            events
        };
        let (in_all, pin, said, asked, liked, apart) = (
            5,
            "Brass lamp",
            "The brass one shines",
            "Is brass too yellow? See https://talk.example/brass",
            "I like brass",
            "About the brass",
        );
        assert_eq!(finds("brass").len(), in_all, "{who}");
        assert_eq!(finds("brass in:Cabin"), [pin, liked, asked, said], "{who}");
        assert_eq!(finds(&format!("brass from:{b}")), [pin, asked], "{who}");
        assert_eq!(finds(&format!("brass from:{c}")), [said], "{who}");
        assert_eq!(finds(&format!("from:{a} brass")), [apart, liked], "{who}");
        assert_eq!(finds("brass has:link"), [pin, asked], "{who}");
        assert_eq!(finds("host:lamps.example"), [pin], "{who}");
        assert_eq!(finds("brass after:2020-01-01").len(), in_all, "{who}");
        assert_eq!(finds("brass before:2020-01-01"), [""; 0], "{who}");
        assert_eq!(finds("brass in:Cabin has:link from:Bela after:2020-01-01 host:talk.example"), [asked], "{who}");

        // Where a hit leads: the message with what stands around it.
        let (room, row) = (four.room.clone(), four.row(who, &rug));
        let page = four.call(who, "messages", json!({ "room": room, "before": null, "around": row, "limit": 3 }));
        let around = super::events(&page);
        assert!(around.contains(&rug) && around.len() >= 3, "{page:#}");
        // All pins, each with what was said about it.
        let pins = four.call(who, "conversation_pins", json!({ "room": room, "before": null, "limit": 50 }));
        let mut shown: Vec<(String, Vec<String>)> = pins["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| {
                let last = m["said_about"]["last"].as_array().cloned().unwrap_or_default();
                let lines = last.iter().map(|line| format!("{}: {}", line["sender"].as_str().unwrap(), line["text"].as_str().unwrap()));
                (m["body"]["pin"]["title"].as_str().unwrap().to_owned(), lines.collect())
            })
            .collect();
        shown.sort();
        let about_lamp = ["Carol: The brass one shines", "Bela: Then take it"].map(str::to_owned).to_vec();
        assert_eq!(shown, [("Brass lamp".to_owned(), about_lamp), ("Rug".to_owned(), Vec::new())], "{who}");
        // A date: the first message from then on; none is that late.
        let at = four.call(who, "message", json!({ "message": row }))["at"].as_i64().unwrap();
        let from = four.call(who, "message_on_date", json!({ "room": room, "at": at }));
        let found = four.call(who, "message", json!({ "message": from["message"] }));
        assert!(from["missing"] == false && found["event"] == rug.as_str(), "{who}: {from} {found}");
        let late = four.call(who, "message_on_date", json!({ "room": room, "at": at + 86_400_000 }));
        assert_eq!(late["message"], Value::Null, "{who}");
    }
}
