//! The same events in any order and in any batches end in the same conversation.

use proptest::prelude::*;

use crate::project::SourceEvent;
use crate::test_room::*;

#[derive(Clone, Debug)]
enum Kind {
    Text,
    Pin,
    Edit(usize),
    React(usize),
    Redact(usize),
    Thread(usize),
    Locked,
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        5 => Just(Kind::Text),
        2 => Just(Kind::Pin),
        2 => (0usize..30).prop_map(Kind::Edit),
        2 => (0usize..30).prop_map(Kind::React),
        1 => (0usize..30).prop_map(Kind::Redact),
        1 => (0usize..30).prop_map(Kind::Thread),
        1 => Just(Kind::Locked),
    ]
}

/// Events in the server's order; targets stand before what is about them.
fn events(kinds: &[(Kind, bool)]) -> Vec<SourceEvent> {
    let mut all = Vec::new();
    for (i, (kind, by_bob)) in kinds.iter().enumerate() {
        let n = i64::try_from(i).unwrap();
        let sender = if *by_bob { BOB } else { CAROL };
        let target = |of: usize| i64::try_from(of % (i.max(1))).unwrap();
        all.push(match kind {
            Kind::Text => text(n, sender, &format!("text {n}")),
            Kind::Pin => pin(n, sender, &format!("pin {n}")),
            Kind::Edit(of) => text_edit(n, sender, target(*of), &format!("edit {n}")),
            Kind::React(of) => reaction(n, sender, target(*of), "👍"),
            Kind::Redact(of) => redaction(n, sender, target(*of)),
            Kind::Thread(of) => in_thread(n, sender, target(*of), &format!("reply {n}")),
            Kind::Locked => text(n, sender, &format!("was locked {n}")),
        });
    }
    all
}

fn in_one_go(events: &[SourceEvent]) -> String {
    let t = TestRoom::new();
    t.live(events.to_vec());
    t.shown()
}

/// The event before its key came.
fn without_key(event: &SourceEvent) -> SourceEvent {
    let n: i64 = event.event_id.as_str()[1..].parse().unwrap();
    let sender = event.json["sender"].as_str().unwrap();
    locked(n, sender, "session")
}

proptest! {
    #![proptest_config(slow(40))]

    /// Disjoint pieces of history in any order: time puts them right.
    #[test]
    fn pieces_in_any_order(kinds in prop::collection::vec((kind(), any::<bool>()), 1..40), cuts in prop::collection::vec(1usize..6, 1..20), seed in any::<u64>()) {
        let events = events(&kinds);
        let mut pieces = Vec::new();
        let mut rest = &events[..];
        let mut cut = cuts.iter().cycle();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at((*cut.next().unwrap()).min(rest.len()));
            pieces.push(piece.to_vec());
            rest = after;
        }
        shuffle(&mut pieces, seed);
        let t = TestRoom::new();
        for piece in pieces {
            t.history(piece);
        }
        prop_assert_eq!(t.shown(), in_one_go(&events));
    }

    /// Overlapping slices, some with keys still missing, live or not, repeated; then the room as a whole.
    #[test]
    fn slices_of_all_kinds(
        kinds in prop::collection::vec((kind(), any::<bool>()), 1..40),
        windows in prop::collection::vec((0usize..40, 1usize..12, any::<bool>(), any::<bool>()), 0..12),
    ) {
        let events = events(&kinds);
        let t = TestRoom::new();
        for (from, length, live, keyless) in windows {
            let from = from % events.len();
            let window = events[from..].iter().take(length);
            let window: Vec<_> = window.map(|e| if keyless { without_key(e) } else { e.clone() }).collect();
            if live { t.live(window) } else { t.history(window) };
        }
        t.live(events.clone());
        prop_assert_eq!(t.shown(), in_one_go(&events));
        // And once more changes nothing.
        let again = t.live(events.clone());
        prop_assert_eq!(again, crate::project::Applied::default());
    }
}

fn shuffle<T>(list: &mut [T], mut seed: u64) {
    for i in (1..list.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        list.swap(i, usize::try_from(seed >> 33).unwrap() % (i + 1));
    }
}
