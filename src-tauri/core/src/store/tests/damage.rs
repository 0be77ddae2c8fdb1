//! C44 and C45: damage, newer versions, no right to write, no room.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use crate::api::Code;
use crate::store::open::{VERSION, keyed};
use crate::store::{OpenedStore, Store, StoreError, system_clock};
use crate::test_room::*;

const KEY: [u8; 32] = [7; 32];

/// A store of a few megabytes with all that must be kept; closed.
fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
    let t = TestRoom::new();
    t.live((1..=800).map(|n| pin(n, BOB, &format!("Pin number {n} {}", "with words ".repeat(20)))));
    t.store
        .write(|w| {
            w.queue_text(&room(ROOM), "not sent yet", None)?;
            w.set_draft(&room(ROOM), "half a thought")?;
            w.put_value("test", &"kept")?;
            w.conn().execute("INSERT INTO source (kind, name, url, created_at) VALUES ('rss', 'Pots', 'https://pots.example/', 1)", [])?;
            Ok(())
        })
        .unwrap();
    let TestRoom { dir, store, .. } = t;
    drop(store);
    let path = dir.path().join("tackroom.db");
    (dir, path)
}

fn open(path: &Path) -> Result<OpenedStore, StoreError> {
    Store::open(path, &KEY, system_clock())
}

fn scribble(path: &Path, at: u64, length: usize) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    let noise: Vec<u8> = (0..length).map(|i| u8::try_from((i * 7919 + 13) % 251).unwrap()).collect();
    file.write_all(&noise).unwrap();
}

fn check_rebuilt(dir: &Path, opened: &OpenedStore) {
    assert!(opened.fresh);
    assert!(opened.store.read(|r| Ok(r.is_unfilled()? && r.was_running()?)).unwrap());
    let alerts = opened.store.alerts();
    assert!(alerts[0].starts_with("The database was damaged. It was moved aside as tackroom.damaged-"), "{alerts:?}");
    let aside = fs::read_dir(dir).unwrap().any(|f| f.unwrap().file_name().to_string_lossy().contains("damaged"));
    assert!(aside, "the damaged file is kept");
}

fn check_saved(store: &Store) {
    store
        .read(|r| {
            assert_eq!(r.draft(&room(ROOM))?, "half a thought");
            assert_eq!(r.value::<String>("test")?.as_deref(), Some("kept"));
            assert_eq!(r.all_outgoing()?.len(), 1);
            let page = r.messages(&room(ROOM), None, None, 10)?;
            assert_eq!(page.messages.len(), 1, "what is unsent is shown");
            assert_eq!(r.conversation(&room(ROOM))?.name, "Bob");
            let sources =
                super::super::rows::all(r.conn(), "SELECT name FROM source WHERE kind = 'rss'", [], |row| row.get::<_, String>(0))?;
            assert_eq!(sources, ["Pots"]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_damaged_page_in_the_middle() {
    let (dir, path) = filled();
    let length = path.metadata().unwrap().len();
    assert!(length > 1_000_000, "{length}");
    scribble(&path, length / 8192 * 4096, 4096);
    let opened = open(&path).unwrap();
    check_rebuilt(dir.path(), &opened);
    check_saved(&opened.store);
    // What was told of stays told, and the conversation fills again.
    let told = opened.store.write(|w| crate::project::apply(w, &alice(), &slice([pin(800, BOB, "Pin 800")]))).unwrap();
    assert!(told.notices.is_empty() && told.new.len() == 1);
    drop(opened);
    let again = open(&path).unwrap();
    assert!(!again.fresh && again.store.alerts().len() == 1);
}

/// Killed between the two moves, or while the new file was made.
#[test]
fn a_rebuild_that_was_interrupted_is_ended_or_begun_anew() {
    let (dir, path) = filled();
    let new = path.with_extension("rebuilding.db");
    fs::rename(&path, &new).unwrap();
    let opened = open(&path).unwrap();
    check_saved_draft(&opened.store);
    assert!(!new.exists());
    drop(opened);
    fs::write(&new, "half of a file").unwrap();
    let length = path.metadata().unwrap().len();
    scribble(&path, length / 8192 * 4096, 4096);
    let opened = open(&path).unwrap();
    check_rebuilt(dir.path(), &opened);
    check_saved_draft(&opened.store);
}

fn check_saved_draft(store: &Store) {
    assert_eq!(store.read(|r| r.draft(&room(ROOM))).unwrap(), "half a thought");
}

#[test]
fn a_file_cut_in_half() {
    let (dir, path) = filled();
    let length = path.metadata().unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length / 2).unwrap();
    let opened = open(&path).unwrap();
    check_rebuilt(dir.path(), &opened);
}

#[test]
fn a_file_that_is_no_database() {
    let (dir, path) = filled();
    scribble(&path, 0, 8192);
    let opened = open(&path).unwrap();
    check_rebuilt(dir.path(), &opened);
    assert!(opened.store.alerts()[0].contains("Nothing in it could be read"));
}

#[test]
fn a_lost_wal_is_survived() {
    let t = TestRoom::new();
    t.live((1..=300).map(|n| text(n, BOB, "x")));
    // As a crash leaves it: the files as they are while the store is open.
    let crashed = tempfile::tempdir().unwrap();
    let path = crashed.path().join("tackroom.db");
    fs::copy(t.store.path(), &path).unwrap();
    let opened = open(&path);
    assert!(opened.is_ok(), "{:?}", opened.err());
}

#[test]
fn damage_that_is_met_later_is_dealt_with_at_the_next_start() {
    let (dir, path) = filled();
    let opened = open(&path).unwrap();
    let length = path.metadata().unwrap().len();
    for page in 40..length / 4096 - 1 {
        scribble(&path, page * 4096, 4096);
    }
    let failed = opened.store.read(|r| r.search("words", 200)).map(|hits| hits.len());
    assert!(matches!(failed, Err(StoreError::Damaged(_))), "{failed:?}");
    assert!(opened.store.is_damaged());
    drop(opened);
    let again = open(&path).unwrap();
    check_rebuilt(dir.path(), &again);
}

#[test]
fn a_newer_schema_is_refused_untouched() {
    let (_dir, path) = filled();
    keyed(&path, &KEY, Default::default()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();
    let Err(error) = open(&path) else { panic!("opened") };
    assert_eq!(fs::read(&path).unwrap(), before);
    let problem = error.problem(Path::new("/home/alice/.tackroom"));
    assert_eq!(problem.code, Code::NewerSchema);
    assert!(problem.words.contains(&format!("newer Tackroom (data version 99; this one knows up to {VERSION})")), "{}", problem.words);
}

#[test]
fn where_nothing_can_be_written_it_can_be_read() {
    let (_dir, path) = filled();
    // A folder in the WAL's place: no connection can write, as on a read-only disk.
    let wal = path.with_extension("db-wal");
    fs::create_dir(&wal).unwrap();
    let opened = open(&path).unwrap();
    assert!(opened.read_only.is_some() && opened.store.is_read_only());
    assert_eq!(opened.store.read(|r| r.messages(&room(ROOM), None, None, 30)).unwrap().messages.len(), 30);
    assert!(opened.store.write(|w| w.set_draft(&room(ROOM), "x")).is_err());
    drop(opened);
    // Nothing was harmed.
    fs::remove_dir(&wal).unwrap();
    let opened = open(&path).unwrap();
    assert!(!opened.fresh && opened.read_only.is_none());
}

#[test]
fn a_full_disk_costs_nothing_that_was_written() {
    let t = TestRoom::new();
    let pages: i64 = t.store.read(|r| Ok(r.conn().query_row("PRAGMA page_count", [], |row| row.get(0))?)).unwrap();
    let limit = |max: i64| t.store.write(|w| Ok(w.conn().query_row(&format!("PRAGMA max_page_count = {max}"), [], |_| Ok(()))?)).unwrap();
    limit(pages + 20);
    let mut written = 0;
    let full = loop {
        match t.store.write(|w| w.queue_text(&room(ROOM), &"long ".repeat(300), None)) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, StoreError::DiskFull), "{full:?}");
    let words = full.problem(Path::new("/home/alice/.tackroom")).words;
    assert!(words.contains("/home/alice/.tackroom") && words.contains("20 MB"), "{words}");
    assert_eq!(t.messages().len(), written);
    limit(1_000_000);
    t.store.write(|w| w.queue_text(&room(ROOM), "goes on", None)).unwrap();
    assert_eq!(t.messages().len(), written + 1);
}

#[test]
fn the_file_tells_nothing_without_the_key() {
    let (dir, path) = filled();
    for file in fs::read_dir(dir.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for word in ["Pin number", "half a thought", "not sent yet", "SQLite format"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word}");
        }
    }
    assert!(matches!(Store::open(&path, &[8; 32], system_clock()).map(|o| o.fresh), Ok(true)), "a wrong key is as good as damage");
}
