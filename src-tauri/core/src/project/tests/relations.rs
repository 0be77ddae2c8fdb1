//! Edits, reactions, redactions, threads, late keys.

use serde_json::json;

use crate::model::{MessageBody, MessageState};
use crate::project::Slice;
use crate::test_room::*;

#[test]
fn relations_change_their_target() {
    let t = TestRoom::new();
    t.live([
        text(1, BOB, "Tea?"),
        text(2, ALICE, "Yes"),
        text_edit(3, BOB, 1, "Tea at five?"),
        reaction(4, ALICE, 1, "👍"),
        reaction(5, BOB, 1, "👍"),
        reaction(6, BOB, 1, "👍"),
        reaction(7, BOB, 2, "🎉"),
        in_thread(8, BOB, 2, "Bring cake"),
        redaction(9, BOB, 7),
    ]);
    assert_eq!(t.shown(), "Bob: Tea at five? (edited) 👍2\nAlice: Yes [1 replies]\nBob: Bring cake");
    let first = &t.messages()[0];
    assert!(first.reactions[0].mine);
    assert_eq!(first.reactions[0].names, ["Alice", "Bob"]);
}

#[test]
fn only_the_sender_edits_and_never_from_encrypted_to_plain() {
    let t = TestRoom::new();
    let mut plain = text_edit(3, BOB, 1, "plain");
    plain.encrypted = false;
    t.live([text(1, BOB, "mine"), text_edit(2, ALICE, 1, "yours"), plain]);
    assert_eq!(t.shown(), "Bob: mine");
}

#[test]
fn an_edit_that_was_removed_counts_no_more() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "one"), text_edit(2, BOB, 1, "two"), text_edit(3, BOB, 1, "three")]);
    assert_eq!(t.shown(), "Bob: three (edited)");
    t.live([redaction(4, BOB, 3)]);
    assert_eq!(t.shown(), "Bob: two (edited)");
    t.live([redaction(5, BOB, 2)]);
    assert_eq!(t.shown(), "Bob: one");
}

/// The SDK empties the edit itself too, and that comes first: without its content it looks like a message.
#[test]
fn an_edit_that_was_removed_and_comes_emptied_counts_no_more_and_is_no_message() {
    for kind in ["m.room.message", "m.room.encrypted"] {
        let t = TestRoom::new();
        t.live([text(1, BOB, "one"), text_edit(2, BOB, 1, "two"), text_edit(3, BOB, 1, "three")]);
        let emptied = |n: i64| {
            let mut event = event(n, BOB, kind, json!({}));
            event.json["unsigned"] = json!({ "redacted_because": { "type": "m.room.redaction" } });
            event
        };
        t.live([emptied(2), emptied(3), redaction(4, BOB, 3), redaction(5, BOB, 2)]);
        assert_eq!(t.shown(), "Bob: one", "{kind}");
        t.live([text(1, BOB, "one"), emptied(2), emptied(3), redaction(4, BOB, 3), redaction(5, BOB, 2)]);
        assert_eq!(t.shown(), "Bob: one", "{kind}, again");
    }
}

#[test]
fn a_reply_shows_what_it_answers() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "Tea?"), reply(2, ALICE, 1, "> <@bob:localhost> Tea?\n\nYes\n> no quote")]);
    let answer = t.message("$2");
    assert_eq!(answer.body, MessageBody::Text { text: "Yes\n> no quote".into() });
    let quote = answer.reply_to.unwrap();
    assert_eq!((quote.sender.as_str(), quote.text.as_str()), ("Bob", "Tea?"));
}

/// C15, the store's part: text, quote, thread, preview and search forget it; it stays removed after a rebuild.
#[test]
fn what_was_removed_is_gone_everywhere() {
    let t = TestRoom::new();
    let events =
        [pin(1, BOB, "Secret kettle"), in_thread(2, ALICE, 1, "Nice"), reply(3, ALICE, 1, "This one"), text_edit(4, BOB, 1, "Secret pot")];
    let told = t.live([events[0].clone()]);
    assert_eq!(told.notices.len(), 1);
    t.live(events.clone());
    let applied = t.live([redaction(5, BOB, 1)]);
    assert_eq!(applied.redacted.len(), 1);
    assert!(applied.redacted[0].media.is_some(), "its picture's files are to go");
    let check = |t: &TestRoom| {
        let removed = t.message("$1");
        assert_eq!(removed.body, MessageBody::Removed);
        assert_eq!(t.message("$3").reply_to.unwrap().text, "Message removed");
        for word in ["secret", "kettle", "shop.example", "pot"] {
            assert!(t.store.read(|r| r.search(word, 10)).unwrap().is_empty(), "{word} is still found");
        }
        let pins = t.store.read(|r| r.conversation_pins(&room(ROOM), None, 10)).unwrap();
        assert!(pins.messages.is_empty());
    };
    check(&t);
    assert_eq!(t.store.read(|r| r.settled(&["$1".into()])).unwrap(), ["$1".into()], "its notice is to be closed");
    // The server's events come anew: the original without its content, then the redaction.
    let t2 = TestRoom::new();
    let mut original = pin(1, BOB, "Secret kettle");
    original.json["content"] = json!({});
    original.json["unsigned"] = json!({ "redacted_because": {} });
    let [_, thread, answer, edited] = events;
    t2.live([original, thread, answer, edited, redaction(5, BOB, 1)]);
    check(&t2);
}

#[test]
fn the_redaction_may_come_first() {
    let t = TestRoom::new();
    t.live([redaction(5, BOB, 1)]);
    t.history([text(1, BOB, "never shown")]);
    assert_eq!(t.shown(), "Bob: Message removed");
}

/// C42: each turns readable in its place, whatever it then is.
#[test]
fn late_keys_make_messages_readable_in_place() {
    let t = TestRoom::new();
    t.live([locked(1, BOB, "s1"), text(2, ALICE, "?"), locked(3, BOB, "s1"), locked(4, BOB, "s2")]);
    assert_eq!(t.messages().iter().filter(|m| m.body == MessageBody::Locked).count(), 3);
    assert_eq!(t.store.read(|r| r.locked_sessions(&room(ROOM))).unwrap(), ["s1", "s2"]);
    let t = t.restart();
    let told = t.live([pin(1, BOB, "Kettle")]);
    assert_eq!(told.notices.len(), 0, "alice has written since: she has read it");
    // One turns out to be an edit of the first, and shows nothing itself.
    let edited = edit(3, BOB, 1, json!({ "msgtype": "m.text", "body": "Blue kettle" }));
    t.live([edited]);
    assert_eq!(t.shown(), "Bob: Blue kettle (edited)\nAlice: ?\nBob: Encrypted message, its key is not here yet");
    assert_eq!(t.live([text(4, BOB, "late")]).notices.len(), 1);
    assert_eq!(t.store.read(|r| r.locked_rooms()).unwrap(), []);
}

#[test]
fn fifty_late_keys_at_once() {
    let t = TestRoom::new();
    t.live((1..=50).map(|n| locked(n, BOB, "s")));
    let told = t.live((1..=50).map(|n| text(n, BOB, &format!("word {n}"))));
    assert_eq!(told.notices.len(), 1, "one grouped notice");
    assert_eq!(told.notices[0].events.len(), 50);
    let bodies: Vec<_> = t.messages().into_iter().map(|m| crate::lines::line(&m.body, crate::model::Language::English)).collect();
    assert_eq!(bodies, (1..=50).map(|n| format!("word {n}")).collect::<Vec<_>>());
}

#[test]
fn own_echo_settles_what_was_sent() {
    let t = TestRoom::new();
    let message = t.store.write(|w| w.queue_text(&room(ROOM), "Hello", None)).unwrap();
    t.live([text(1, BOB, "before")]);
    let txn = t.store.read(|r| r.all_outgoing()).unwrap()[0].txn.clone();
    let mut echo = text(2, ALICE, "Hello");
    echo.json["unsigned"] = json!({ "transaction_id": txn });
    let applied = t.live([echo.clone()]);
    assert!(applied.settled && applied.notices.is_empty());
    assert_eq!(t.store.read(|r| r.outgoing_count()).unwrap(), 0);
    t.live([echo, text(3, BOB, "after")]);
    let shown = t.messages();
    assert_eq!(shown.len(), 3);
    assert_eq!(shown[1].id, message, "the same bubble");
    assert_eq!(shown[1].state, MessageState::Read, "bob wrote after it");
}

#[test]
fn a_slice_of_an_unknown_room_is_left_alone() {
    let t = TestRoom::new();
    let applied = t.apply(&Slice { room: room("!else:localhost"), ..slice([text(1, BOB, "x")]) });
    assert_eq!(applied, Default::default());
}
