//! The schema, its description, and stores of older versions.

use std::path::Path;

use rusqlite::Connection;

use crate::model::{MessageState, Theme};
use crate::outbox::content::PinBlock;
use crate::outbox::{OutgoingKind, Upload};
use crate::store::open::{VERSION, keyed, migrations_up_to};
use crate::store::{Store, system_clock};
use crate::test_room::*;

const KEY: [u8; 32] = [7; 32];

fn objects(conn: &Connection) -> Vec<String> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let text: String = row.get(2)?;
        let plain: String = text.lines().map(|line| line.split("--").next().unwrap_or_default().trim()).collect::<Vec<_>>().join(" ");
        Ok(format!(
            "{} {}: {}",
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" )", ")")
        ))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_described_schema_is_the_real_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open_for_tests(dir.path(), system_clock()).unwrap();
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema.sql")).unwrap();
    let described = Connection::open_in_memory().unwrap();
    described.execute_batch(&text).unwrap();
    let real = store.read(|r| Ok(objects(r.conn()))).unwrap();
    let described = objects(&described);
    let differing: Vec<_> = described.iter().filter(|o| !real.contains(o)).chain(real.iter().filter(|o| !described.contains(o))).collect();
    assert!(differing.is_empty(), "docs/schema.sql must follow the migrations: {differing:#?}");
    assert!(text.lines().filter(|line| line.starts_with("-- ")).count() > 20, "it is commented");
}

#[test]
fn tables_are_strict_and_ids_are_never_reused() {
    let t = TestRoom::new();
    let loose = t.store.read(|r| {
        let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'";
        super::super::rows::all(r.conn(), sql, [], |row| row.get::<_, String>(0))
    });
    assert_eq!(loose.unwrap(), Vec::<String>::new());
    let first = t.store.write(|w| w.queue_text(&room(ROOM), "a", None)).unwrap();
    t.store.write(|w| w.delete_unsent(first)).unwrap();
    let second = t.store.write(|w| w.queue_text(&room(ROOM), "b", None)).unwrap();
    assert!(second > first);
}

/// Each older version, with data in it, opens and shows them. One sample a version: `samples/*/store.sql`.
#[test]
fn stores_of_older_versions_are_read() {
    let samples = [(1, include_str!("../../../samples/0.1.0/store.sql"))];
    assert!(samples.iter().any(|(version, _)| *version == 1) && samples.iter().all(|(version, _)| *version <= VERSION));
    for (version, data) in samples {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tackroom.db");
        {
            let mut old = keyed(&path, &KEY, Default::default()).unwrap();
            migrations_up_to(&mut old, version).unwrap();
            old.execute_batch(data).unwrap();
        }
        let opened = Store::open(&path, &KEY, system_clock()).unwrap();
        assert!(!opened.fresh && opened.read_only.is_none());
        let store = opened.store;
        store
            .read(|r| {
                let page = r.messages(&room("!new-1"), None, None, 10)?;
                assert_eq!(page.messages.len(), 3);
                assert_eq!(page.messages[0].reactions[0].key, "👍");
                assert_eq!(page.messages[2].state, MessageState::Sending { waits_for: None });
                assert_eq!(r.draft(&room(ROOM))?, "half a thought");
                assert_eq!(r.heads()?[0].name, "Bob");
                assert_eq!(r.conversation(&room(ROOM))?.unread, 1);
                assert_eq!(r.settings()?.theme, Theme::Dark);
                assert_eq!(r.stored_alerts()?, ["Look"]);
                assert_eq!(r.search("kettle", 5)?.len(), 1);
                assert_eq!(r.search("pot", 5)?.len(), 1);
                assert_eq!(r.contacts("", 5)?.len(), 1);
                assert_eq!(r.all_outgoing()?.len(), 1);
                Ok(())
            })
            .unwrap();
    }
}

/// What every release has stored or sent must still be read.
#[test]
fn samples_of_each_release_are_read() {
    let settings: crate::model::Settings = serde_json::from_str(include_str!("../../../samples/0.1.0/settings.json")).unwrap();
    assert_eq!((settings.theme, settings.notifications, settings.picture_cache_bytes), (Theme::Dark, false, 1 << 30));
    let kinds: Vec<OutgoingKind> = serde_json::from_str(include_str!("../../../samples/0.1.0/outbox.json")).unwrap();
    assert_eq!(kinds.len(), 6);
    let upload: Upload = serde_json::from_str(include_str!("../../../samples/0.1.0/upload.json")).unwrap();
    assert!(upload.main.source.is_object() && upload.thumbnail.is_some());
    let content: serde_json::Value = serde_json::from_str(include_str!("../../../samples/0.1.0/pin.json")).unwrap();
    let block = PinBlock::of(&content).unwrap();
    assert_eq!((block.title.as_str(), block.note.as_str(), block.link.as_deref()), ("Kettle", "Blue", Some("https://shop.example/kettle")));
    assert_eq!((block.alt.as_deref(), block.colour.as_deref()), (Some("A kettle"), Some("#aabbcc")));
    // And it is what we send.
    let pin = match &kinds[1] {
        OutgoingKind::Pin { pin, .. } => pin.clone(),
        other => panic!("{other:?}"),
    };
    let mut plain = upload;
    plain.main.source = serde_json::json!("mxc://localhost/a");
    let sent = crate::outbox::content::pin_content(&pin, Some(&plain), &Default::default(), &"tackroom00".into()).unwrap();
    assert_eq!(sent, content);
}
