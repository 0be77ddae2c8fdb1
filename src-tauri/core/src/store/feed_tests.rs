#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::net::Validators;
use crate::store::{Refreshed, Store};

const NOW: i64 = 1_700_000_000_000;
const HOUR: i64 = 3_600_000;

struct Bench {
    _folder: tempfile::TempDir,
    store: Store,
    clock: Arc<AtomicI64>,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(NOW));
    let read = clock.clone();
    let store = Store::open_for_tests(folder.path(), Arc::new(move || read.load(Ordering::SeqCst))).unwrap();
    Bench { _folder: folder, store, clock }
}

impl Bench {
    fn feed(&self, name: &str) -> SourceId {
        self.store.write(|w| w.put_web_feed(&format!("https://{name}.example/feed"), name)).unwrap()
    }

    fn put(&self, source: SourceId, items: &[ReadItem]) -> usize {
        self.store.write(|w| w.put_items(source, items)).unwrap()
    }

    fn titles(&self, source: Option<SourceId>) -> Vec<String> {
        let page = self.store.read(|r| r.feed_page(source, None, 100)).unwrap();
        page.items.into_iter().map(|item| item.pin.title).collect()
    }
}

fn item(name: &str, title: &str, date: Option<i64>) -> ReadItem {
    let names = [format!("1{name}"), format!("2{name}"), format!("3{name} {title}")];
    let link = Some(format!("https://site.example/{name}"));
    ReadItem { names, own: 0, date, title: title.into(), note: String::new(), link, picture: None }
}

#[test]
fn an_item_keeps_its_place_and_takes_its_new_words() {
    let bench = bench();
    let source = bench.feed("a");
    assert_eq!(bench.put(source, &[item("2", "Two", Some(NOW - HOUR)), item("1", "One", Some(NOW - 2 * HOUR))]), 2);
    assert_eq!(bench.titles(None), ["Two", "One"]);
    let mut changes = bench.store.changes();
    assert_eq!(bench.put(source, &[item("2", "Two", Some(NOW)), item("1", "One", None)]), 0);
    assert!(changes.try_recv().is_err(), "nothing new is told");
    let before = bench.store.read(|r| r.feed_page(None, None, 10)).unwrap().items;
    assert_eq!(bench.put(source, &[item("1", "One anew", Some(NOW))]), 0);
    let after = bench.store.read(|r| r.feed_page(None, None, 10)).unwrap().items;
    assert_eq!(
        after.iter().map(|item| (item.id, item.at)).collect::<Vec<_>>(),
        before.iter().map(|item| (item.id, item.at)).collect::<Vec<_>>()
    );
    assert_eq!(after[1].pin.title, "One anew");
    // the same names in another feed are other items
    assert_eq!(bench.put(bench.feed("b"), &[item("1", "Other", None)]), 1);
}

#[test]
fn dates_that_cannot_be_believed_count_as_first_seen() {
    let bench = bench();
    let source = bench.feed("a");
    let half_year = 180 * 24 * HOUR;
    let document = [
        item("future", "Future", Some(NOW + half_year)),
        item("none", "None", None),
        item("old", "Old", Some(NOW - HOUR)),
        item("soon", "Soon", Some(NOW + HOUR)),
    ];
    bench.put(source, &document);
    let at = |title: &str| {
        bench.store.read(|r| r.feed_page(None, None, 10)).unwrap().items.into_iter().find(|item| item.pin.title == title).unwrap().at
    };
    assert_eq!((at("Future"), at("None"), at("Old"), at("Soon")), (NOW, NOW - 1, NOW - HOUR, NOW));
    bench.clock.fetch_add(10 * HOUR, Ordering::SeqCst);
    bench.put(source, &document);
    bench.put(source, &[item("new", "New", Some(NOW + 9 * HOUR))]);
    assert_eq!((at("Future"), at("None")), (NOW, NOW - 1));
    assert_eq!(bench.titles(None)[0], "New");
}

#[test]
fn names_become_finer_and_coarser_without_doubles() {
    let bench = bench();
    let source = bench.feed("a");
    let with = |guid: &str, link: &str, own| {
        let mut made = item(link, link, None);
        made.names = [format!("1{guid}"), format!("2{guid} {link}"), format!("3{guid} {link}")];
        made.own = own;
        made
    };
    assert_eq!(bench.put(source, &[with("1", "a", 0)]), 1);
    // a second item comes with the same guid
    assert_eq!(bench.put(source, &[with("1", "b", 1), with("1", "a", 1)]), 1);
    assert_eq!(bench.put(source, &[with("1", "b", 1), with("1", "a", 1)]), 0);
    // and the first goes
    assert_eq!(bench.put(source, &[with("1", "b", 0)]), 0);
    assert_eq!(bench.titles(None).len(), 2);
}

#[test]
fn pages_and_what_is_newer() {
    let bench = bench();
    let (a, b) = (bench.feed("a"), bench.feed("b"));
    for n in 0..25 {
        bench.put(if n % 2 == 0 { a } else { b }, &[item(&n.to_string(), &n.to_string(), Some(NOW - HOUR + n / 5))]);
    }
    for source in [None, Some(a), Some(b)] {
        let whole = bench.titles(source);
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = bench.store.read(|r| r.feed_page(source, after, 4)).unwrap();
            for item in &page.items {
                let place = FeedPlace { ord: item.at, id: item.id };
                assert_eq!(bench.store.read(|r| r.feed_newer(source, place)).unwrap() as usize, paged.len());
                paged.push(item.pin.title.clone());
            }
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole);
    }
    assert_eq!(bench.titles(None).len(), 25);
    bench.store.write(|w| w.remove_source(a)).unwrap();
    assert_eq!(bench.titles(None).len(), 12);
    assert_eq!(bench.store.write(|w| w.remove_source(a)).map_err(|error| crate::api::Problem::from(error).code), Err(Code::NotFound));
}

#[test]
fn pages_use_their_index() {
    let bench = bench();
    bench
        .store
        .read(|r| {
            for (sql, index) in [
                ("SELECT id FROM feed_item WHERE (ord, id) < (1, 1) ORDER BY ord DESC, id DESC LIMIT 5", "feed_item_order"),
                (
                    "SELECT id FROM feed_item WHERE source = 1 AND (ord, id) < (1, 1) ORDER BY ord DESC, id DESC LIMIT 5",
                    "feed_item_source_order",
                ),
                ("SELECT id FROM message WHERE link = 'x' AND mine = 1", "message_own_link"),
            ] {
                let plan = all(r.conn(), &format!("EXPLAIN QUERY PLAN {sql}"), [], |row| row.get::<_, String>(3))?.join("; ");
                assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn feeds_rest_and_rest_longer_after_failures() {
    let bench = bench();
    let source = bench.feed("a");
    let due = || bench.store.read(|r| r.due_feeds(r.now())).unwrap().len();
    assert_eq!(due(), 1);
    let seen = Refreshed {
        name: Some("The blog".into()),
        validators: Validators { etag: Some("1".into()), last_modified: None },
        ..Default::default()
    };
    bench.store.write(|w| w.feed_read(source, &seen)).unwrap();
    assert_eq!(due(), 0);
    let stored = bench.store.read(|r| r.source(source)).unwrap();
    assert_eq!((stored.name.as_str(), stored.refreshed_at, stored.error), ("The blog", Some(NOW), None));
    bench.clock.fetch_add(HOUR / 2, Ordering::SeqCst);
    assert_eq!(bench.store.read(|r| r.due_feeds(r.now())).unwrap()[0].validators.etag.as_deref(), Some("1"));
    let mut waits = Vec::new();
    for _ in 0..9 {
        bench.store.write(|w| w.feed_failed(source, "No.")).unwrap();
        waits.push((bench.store.read(|r| r.next_refresh()).unwrap().unwrap() - bench.clock.load(Ordering::SeqCst)) / HOUR);
    }
    assert_eq!(waits, [0, 1, 2, 4, 8, 16, 24, 24, 24]);
    assert_eq!(bench.store.read(|r| r.source(source)).unwrap().error.as_deref(), Some("No."));
    bench.store.write(|w| w.feed_read(source, &Refreshed::default())).unwrap();
    assert_eq!(bench.store.read(|r| r.source(source)).unwrap().error, None);
}

#[test]
fn a_feed_is_kept_within_bounds() {
    let bench = bench();
    let source = bench.feed("a");
    for round in 0..3 {
        let items: Vec<_> = (0..1000).map(|n| item(&format!("{round} {n}"), "T", Some(NOW - HOUR + round * 1000 + n))).collect();
        assert_eq!(bench.put(source, &items), 1000);
    }
    let kept = bench.store.read(|r| r.feed_page(None, None, 5000)).unwrap().items;
    assert_eq!((kept.len(), kept.last().unwrap().at), (2000, NOW - HOUR + 1000));
}
