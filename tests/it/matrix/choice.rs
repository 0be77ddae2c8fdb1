//! Choosing together, by two Tackrooms, a second device and a client that only knows reactions.

use serde_json::json;
use tackroom_core::model::*;

use super::side::{InCarolsGroup, Side, in_carols_group, pin, says};
use crate::support::until;

const VOTE: &str = "✅";

/// The votes of the only choice in a room, by title.
fn votes(side: &Side, room: &RoomId) -> Option<Vec<(String, u32, bool)>> {
    let choice = side.messages(room).into_iter().find_map(|message| message.choice)?;
    Some(choice.pins.into_iter().map(|pin| (pin.title, pin.votes, pin.mine)).collect())
}

#[test]
fn votes_are_reactions_that_every_client_gives_and_sees() {
    let InCarolsGroup { a, second, b, raw, room } = in_carols_group();
    a.pin(&room, &pin("Kilim", "", Some("https://shop.example/kilim")));
    b.sees(&room, "Kilim");
    b.pin(&room, &pin("Fern", "Green", None));
    let kilim = a.message(&room, "Kilim as it was sent", |m| says(m) == "Kilim" && m.event.is_some());
    let fern = a.sees(&room, "Fern");
    a.sent_all();
    a.write(|w| w.queue_choice(&room, &[kilim.id, fern.id], "Which one?"));

    // The other client reads a list of the pins that leads to them, and reacts to one.
    let asked = until("the question", 30, || {
        raw.events_of(room.as_str(), "m.room.message").into_iter().find(|event| event["content"]["app.tackroom.choice"].is_object())
    });
    assert_eq!(asked["content"]["body"], format!("Which one?\n1. Kilim\n2. Fern\nTo vote, react with {VOTE} to the pin."));
    let (kilim_event, fern_event) = (kilim.event.unwrap(), fern.event.clone().unwrap());
    assert_eq!(asked["content"]["app.tackroom.choice"]["pins"], json!([kilim_event, fern_event]));
    assert!(asked["content"]["formatted_body"].as_str().unwrap().contains("https://matrix.to/#/"));
    let relates = json!({ "rel_type": "m.annotation", "event_id": fern_event, "key": VOTE });
    raw.send(room.as_str(), "m.reaction", &json!({ "m.relates_to": relates }));

    // Bela votes in Tackroom; all devices count the same, each knows its own.
    let there = b.sees(&room, "Fern");
    b.message(&room, "the question", |message| message.choice.is_some());
    b.write(|w| w.queue_react(there.id, VOTE, true));
    let counted = |mine: bool| Some(vec![("Kilim".to_owned(), 0, false), ("Fern".to_owned(), 2, mine)]);
    for (side, mine) in [(&a, false), (&b, true), (&second, false)] {
        until("two votes", 60, || (votes(side, &room) == counted(mine)).then_some(()));
    }
    assert!(a.messages(&room).iter().any(|m| says(m) == "Fern" && m.reactions.iter().any(|r| r.key == VOTE && r.count == 2)));

    // A vote given on one device is one's own on the other, which takes it back.
    a.write(|w| w.queue_react(fern.id, VOTE, true));
    until("one's own on the other device", 60, || (votes(&second, &room)?[1] == ("Fern".to_owned(), 3, true)).then_some(()));
    let own = second.sees(&room, "Fern");
    second.write(|w| w.queue_react(own.id, VOTE, false));
    until("it to be taken back", 60, || (votes(&a, &room) == counted(false)).then_some(()));
}
