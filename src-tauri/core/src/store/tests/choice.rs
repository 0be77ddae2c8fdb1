//! Choosing together: the question goes out as a text, votes are reactions to the pins.

use serde_json::json;

use crate::model::*;
use crate::outbox::OutgoingKind;
use crate::outbox::choice::{CHOICE_KEY, VOTE};
use crate::outbox::content::text_content;
use crate::test_room::*;

fn id_of(t: &TestRoom, event: &str) -> MessageId {
    t.message(event).id
}

fn asks(t: &TestRoom, message: MessageId) -> Choice {
    *t.store.read(|r| r.message(message)).unwrap().unwrap().choice.unwrap()
}

/// Title, votes, whether one's own is among them, and who voted.
fn counted(choice: &Choice) -> Vec<(String, u32, bool, String)> {
    choice.pins.iter().map(|pin| (pin.title.clone(), pin.votes, pin.mine, pin.names.join(" "))).collect()
}

#[test]
fn a_choice_is_asked_and_counts_what_any_client_reacts() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Kilim"), pin(2, ALICE, "Fern"), pin(3, BOB, "Lamp")]);
    let pins = [id_of(&t, "$1"), id_of(&t, "$2")];
    let asked = t.store.write(|w| w.queue_choice(&room(ROOM), &pins, " Which\none? ")).unwrap();
    // It shows before it is sent, and is sent as every client reads it.
    let unsent = asks(&t, asked);
    assert_eq!((unsent.question.as_str(), unsent.key.as_str()), ("Which one?", VOTE));
    assert_eq!(counted(&unsent), [("Kilim".into(), 0, false, "".into()), ("Fern".into(), 0, false, "".into())]);
    let row = t.store.read(|r| r.all_outgoing()).unwrap().remove(0);
    let OutgoingKind::Text { text, .. } = &row.kind else { panic!("{:?}", row.kind) };
    assert_eq!(text, "Which one?\n1. Kilim\n2. Fern\nTo vote, react with ✅ to the pin.");
    let content = text_content(text, &row.kind.about(), &row.txn).unwrap();
    assert_eq!(content[CHOICE_KEY]["pins"], json!(["$1", "$2"]));

    // Its echo, and votes: of another client, twice by one, with another emoji, of one's own.
    t.live([event(5, ALICE, "m.room.message", content)]);
    let shown = t.messages().into_iter().find(|m| m.choice.is_some()).unwrap();
    assert_eq!(shown.event, Some("$5".into()));
    t.live([reaction(6, BOB, 1, VOTE), reaction(7, BOB, 1, VOTE), reaction(8, BOB, 2, "❤️"), reaction(9, BOB, 3, VOTE)]);
    t.store.write(|w| w.queue_react(pins[1], VOTE, true)).unwrap();
    assert_eq!(counted(&asks(&t, shown.id)), [("Kilim".into(), 1, false, "Bob".into()), ("Fern".into(), 1, true, "Alice".into())]);
    // The result stands with the pin itself; a vote is taken back as a reaction is.
    assert_eq!(t.message("$1").reactions[0].key, VOTE);
    t.live([redaction(10, BOB, 6), redaction(11, BOB, 7)]);
    assert_eq!(asks(&t, shown.id).pins[0].votes, 0);
    // What was removed is said and counts nothing more.
    t.live([redaction(12, ALICE, 2)]);
    let gone = &asks(&t, shown.id).pins[1];
    assert_eq!((gone.title.as_str(), gone.votes, &gone.picture), ("Message removed", 0, &None));
}

#[test]
fn only_two_to_nine_sent_pins_of_the_conversation_can_be_chosen_among() {
    let t = TestRoom::new();
    t.live((1..=10).map(|n| pin(n, BOB, &format!("Pin {n}"))));
    t.live([text(20, BOB, "No pin")]);
    let all: Vec<MessageId> = (1..=10).map(|n| id_of(&t, &format!("${n}"))).collect();
    let unsent = t
        .store
        .write(|w| {
            w.queue_pin(
                &room(ROOM),
                &PinInput { title: "New".into(), note: String::new(), link: None, picture: None, alt: None, source: None },
            )
        })
        .unwrap();
    let refused = |pins: &[MessageId]| t.store.write(|w| w.queue_choice(&room(ROOM), pins, "?")).is_err();
    assert!(refused(&all[..1]) && refused(&all) && refused(&[]));
    assert!(refused(&[all[0], id_of(&t, "$20")]) && refused(&[all[0], unsent]));
    assert!(t.store.write(|w| w.queue_choice(&room(BOARD), &all[..2], "?")).is_err(), "of another room");
    assert!(!refused(&all[..9]));
}

#[test]
fn anothers_choice_may_name_what_is_not_here_and_an_edit_keeps_its_pins() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Kilim")]);
    let block = json!({ "version": 2, "question": "Hm?", "key": "👍", "pins": ["$1", "$99"], "more": 1 });
    t.live([event(2, BOB, "m.room.message", json!({ "msgtype": "m.text", "body": "Hm?", CHOICE_KEY: block }))]);
    let choice = asks(&t, id_of(&t, "$2"));
    assert_eq!((choice.pins[1].message, choice.pins[1].title.as_str()), (None, "Pin"));
    t.live([text_edit(3, BOB, 2, "Which?"), reaction(4, ALICE, 1, "👍")]);
    let edited = t.message("$2");
    assert!(edited.edited);
    assert_eq!(edited.choice.unwrap().pins[0].votes, 1);
    // Too many of them, or nonsense, is a text.
    t.live([event(5, BOB, "m.room.message", json!({ "msgtype": "m.text", "body": "x", CHOICE_KEY: { "pins": ["$1"] } }))]);
    assert_eq!(t.message("$5").choice, None);
}
