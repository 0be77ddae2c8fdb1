//! Who has seen a message, by the receipts of others.

use crate::model::*;
use crate::store::ReceiptFacts;
use crate::test_room::*;

fn receipt(t: &TestRoom, user: &str, event: &str, thread: Option<&str>, at: i64) {
    let facts = ReceiptFacts { user: user.into(), event: event.into(), at, thread: thread.map(EventId::from) };
    t.store.write(|w| w.put_receipts(&room(ROOM), &[facts])).unwrap();
}

fn seen_by(t: &TestRoom, event: &str) -> Vec<String> {
    let id = t.message(event).id;
    t.store.read(|r| r.seen_by(id)).unwrap().into_iter().map(|person| person.user.0).collect()
}

#[test]
fn whoever_read_this_or_a_later_one_has_seen_it_but_not_who_wrote_it() {
    let t = TestRoom::new();
    t.store.write(|w| w.put_members(&room(ROOM), &[member(CAROL, "Carol")])).unwrap();
    t.live([pin(1, BOB, "Kettle"), pin(2, ALICE, "Pot"), pin(3, CAROL, "Pan")]);
    // Who writes has read what stands before it.
    assert_eq!(seen_by(&t, "$1"), [CAROL]);
    assert_eq!(seen_by(&t, "$2"), [CAROL]);
    assert!(seen_by(&t, "$3").is_empty());
    receipt(&t, BOB, "$2", Some("main"), START + 90_000);
    assert_eq!(seen_by(&t, "$2"), [BOB, CAROL], "who read last first");
    assert_eq!(seen_by(&t, "$1"), [CAROL], "not who wrote it");
    receipt(&t, BOB, "$3", None, START + 99_000);
    assert_eq!(seen_by(&t, "$3"), [BOB]);
    // One's own receipt is none of the others'.
    receipt(&t, ALICE, "$3", None, START + 99_000);
    assert_eq!(seen_by(&t, "$3"), [BOB]);
}

#[test]
fn a_threads_receipt_counts_in_its_thread_alone() {
    let t = TestRoom::new();
    t.live([pin(1, ALICE, "Kettle"), in_thread(2, ALICE, 1, "Blue?")]);
    receipt(&t, BOB, "$2", Some("$1"), START + 9_000);
    let answer = t.store.read(|r| r.message_by_event(&"$2".into())).unwrap().unwrap().id;
    let people = t.store.read(|r| r.seen_by(answer)).unwrap();
    assert_eq!(people.into_iter().map(|p| p.name).collect::<Vec<_>>(), ["Bob"]);
    assert!(seen_by(&t, "$1").is_empty(), "what stands outside of threads was not read by it");
    let unsent = t.store.write(|w| w.queue_text(&room(ROOM), "later", None)).unwrap();
    assert!(t.store.read(|r| r.seen_by(unsent)).unwrap().is_empty());
}
