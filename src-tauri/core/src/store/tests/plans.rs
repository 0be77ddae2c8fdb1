//! Paged queries must not walk a table: the plan of each statement that they really run is read.

use std::collections::BTreeSet;

use crate::model::{MessageBody, Picture, Pin, Place};
use crate::store::rows::recorded;
use crate::store::{Reader, StoreError};
use crate::test_room::*;

/// Small by nature: as many rows as there are open heads, values, invitations.
const SMALL: [&str; 5] = ["head", "setting", "gap", "alert", "request"];

fn check(t: &TestRoom, name: &str, query: impl FnOnce(&Reader) -> Result<(), StoreError>) {
    recorded();
    t.store.read(query).unwrap();
    let statements: BTreeSet<String> = recorded();
    assert!(!statements.is_empty(), "{name} ran nothing");
    for sql in statements {
        let plan: Vec<String> = t
            .store
            .read(|r| {
                let mut statement = r.conn().prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
                let rows = statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>(3))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .unwrap();
        recorded();
        for step in &plan {
            let scanned = step.strip_prefix("SCAN ").unwrap_or_default();
            let table = scanned.split(' ').next().unwrap_or_default();
            let fine = !step.starts_with("SCAN ")
                || SMALL.contains(&table)
                || scanned.contains("VIRTUAL TABLE")
                || table.starts_with('(')
                || scanned.contains("CONSTANT ROW");
            assert!(fine, "{name}: {step}\n{sql}\n{plan:#?}");
            // Heads are few; a compound sorts the two rows that its halves give.
            let few = plan.iter().any(|s| s.contains("SCAN head") || s.starts_with("COMPOUND"));
            let sorts = step.contains("TEMP B-TREE FOR ORDER BY") && !sql.contains("GROUP BY") && !few;
            assert!(!sorts, "{name} sorts: {step}\n{sql}\n{plan:#?}");
        }
    }
}

#[test]
fn paged_queries_use_their_keys() {
    let t = TestRoom::new();
    t.live((1..=50).map(|n| pin(n, BOB, &format!("Pin {n}"))));
    t.live([reaction(60, ALICE, 1, "👍"), in_thread(61, BOB, 1, "x"), reply(62, BOB, 2, "y"), text_edit(63, BOB, 3, "z")]);
    t.store.write(|w| w.queue_text(&room(ROOM), "mine", None)).unwrap();
    let id = room(ROOM);
    let middle = t.message("$30");
    let MessageBody::Pin { pin: Pin { picture: Some(Picture { media: middle_media, .. }), .. } } = middle.body else {
        panic!("no picture")
    };
    let place = Some(Place { ord: 10 << 20, id: middle.id });
    check(&t, "newest page", |r| r.messages(&id, None, None, 30).map(|_| ()));
    check(&t, "page before", |r| r.messages(&id, place, None, 30).map(|_| ()));
    check(&t, "page around", |r| r.messages(&id, None, Some(middle.id), 30).map(|_| ()));
    t.store.write(|w| w.set_stranger(&id, true)).unwrap();
    check(&t, "a page of a stranger's", |r| r.messages(&id, None, None, 30).map(|_| ()));
    t.store.write(|w| w.set_stranger(&id, false)).unwrap();
    check(&t, "a date", |r| r.message_on_date(&id, START + 30_000).map(|_| ()));
    check(&t, "how far back", |r| r.history(&id).map(|_| ()));
    check(&t, "pins", |r| r.conversation_pins(&id, place, 30).map(|_| ()));
    check(&t, "conversations", |r| r.conversations(None, 30).map(|_| ()));
    check(&t, "conversations after", |r| r.conversations(Some(&id), 30).map(|_| ()));
    t.store.write(|w| w.put_look(middle_media, "0123456789abcdef0123456789abcdef")).unwrap();
    check(&t, "seen before", |r| r.seen_before(Some("https://shop.example/kettle"), Some(middle_media)).map(|_| ()));
    check(&t, "heads", |r| r.heads().map(|_| ()));
    check(&t, "next outgoing", |r| r.next_outgoing(&id).map(|_| ()));
    check(&t, "known events", |r| r.known_events(&id, &["$1".into(), "$60".into()]).map(|_| ()));
    check(&t, "last event", |r| r.last_event(&id).map(|_| ()));
}
