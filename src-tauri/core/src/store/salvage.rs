//! A damaged database: moved aside, and a new one made with all that could be read of the old.
//!
//! What comes from Matrix is left: it comes again. Kept is what exists only here (outbox, drafts, feed sources,
//! settings, what was notified and read) and what makes the first window useful (rooms, people, pictures). Each table
//! is read from both ends until a damaged page stops it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::open::keyed;
use super::{Clock, Store, StoreError};

/// In the order in which they refer to each other; a filter leaves what must not be kept.
const KEPT: &[(&str, &str)] = &[
    ("setting", "key <> 'probe'"),
    ("alert", "1"),
    ("media", "1"),
    ("room", "1"),
    ("room_alias", "1"),
    ("head", "1"),
    ("draft", "1"),
    ("member", "1"),
    ("person", "1"),
    ("notified", "1"),
    ("receipt", "1"),
    ("outbox", "1"),
    ("mark_time", "1"),
    ("source", "1"),
    ("feed_item", "source IN (SELECT id FROM source WHERE kind = 'rss')"),
];

/// Makes a new file with what can be saved, then puts it in the old one's place. Where there is no room for it, nothing
/// was changed; killed in between, [`finish`] ends it.
pub(super) fn rebuild(path: &Path, key: &[u8; 32], clock: &Clock) -> Result<(), StoreError> {
    let new_path = beside(path);
    remove(&new_path)?;
    let aside = path.with_extension(format!("damaged-{}.db", clock()));
    {
        let new = Store::open(&new_path, key, clock.clone())?.store;
        fill(&new, path, key, &aside)?;
    }
    move_with_wal(path, &aside)?;
    let _ = fs::remove_file(path.with_extension("db.closed"));
    finish(path)
}

/// Puts a new file, made whole by [`rebuild`], in its place.
pub(super) fn finish(path: &Path) -> Result<(), StoreError> {
    let new_path = beside(path);
    if !path.exists() && new_path.exists() {
        move_with_wal(&new_path, path)?;
        let _ = fs::remove_file(new_path.with_extension("db.closed"));
    }
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("rebuilding.db")
}

fn fill(new: &Store, path: &Path, key: &[u8; 32], aside: &Path) -> Result<(), StoreError> {
    let saved = keyed(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|old| {
        // Without its list of tables nothing can be found in it.
        old.execute_batch("SELECT count(*) FROM sqlite_schema")?;
        new.write(|w| {
            let mut saved = 0;
            // One table after another: a room's avatar may be among what was lost.
            w.conn().pragma_update(None, "defer_foreign_keys", true)?;
            for (table, filter) in KEPT {
                saved += copy(&old, w.conn(), table, filter);
            }
            w.mend()?;
            Ok(saved)
        })
    });
    let saved = match saved {
        Ok(rows) => format!("Drafts, unsent messages, feeds and settings were saved ({rows} entries)."),
        Err(error @ (StoreError::DiskFull | StoreError::ReadOnly)) => return Err(error),
        Err(error) => {
            tracing::warn!(%error, "nothing could be read of the damaged database");
            "Nothing in it could be read: drafts, unsent messages and feeds are lost.".to_owned()
        }
    };
    let name = aside.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    new.write(|w| {
        w.set_unfilled(true)?;
        // The sync starts anew too, so that all rooms come again.
        w.set_running(true)?;
        w.add_alert(&format!("The database was damaged. It was moved aside as {name}, and a new one is filled from the server. {saved}"))
    })
}

fn with_ending(base: &Path, ending: &str) -> PathBuf {
    let mut name = base.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn move_with_wal(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to)?;
    for ending in ["-wal", "-shm"] {
        match fs::rename(with_ending(from, ending), with_ending(to, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// What an earlier try left.
fn remove(path: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal", "-shm"] {
        match fs::remove_file(with_ending(path, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Copies what can be read of a table; answers how many rows came over.
fn copy(old: &Connection, new: &Connection, table: &str, filter: &str) -> usize {
    let columns = match (columns(old, table), columns(new, table)) {
        (Ok(old), Ok(new)) => new.into_iter().filter(|column| old.contains(column)).collect::<Vec<_>>(),
        _ => return 0,
    };
    let Some(first) = columns.first().cloned() else { return 0 };
    let mut copied = 0;
    for direction in ["ASC", "DESC"] {
        match copy_run(old, new, table, filter, &columns, &first, direction) {
            // It was read to its end: the other way brings nothing more.
            (rows, true) => return copied + rows,
            (rows, false) => copied += rows,
        }
    }
    tracing::warn!(table, copied, "a table could be saved in part only");
    copied
}

fn columns(conn: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare("SELECT name FROM pragma_table_info(?1)")?.query_map([table], |row| row.get(0))?.collect()
}

fn copy_run(
    old: &Connection,
    new: &Connection,
    table: &str,
    filter: &str,
    columns: &[String],
    first: &str,
    direction: &str,
) -> (usize, bool) {
    let list = columns.join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let read = format!("SELECT {list} FROM {table} WHERE {filter} ORDER BY {first} {direction}");
    let write = format!("INSERT OR IGNORE INTO {table} ({list}) VALUES ({marks})");
    let mut copied = 0;
    let whole = (|| -> rusqlite::Result<()> {
        let mut read = old.prepare(&read)?;
        let mut write = new.prepare(&write)?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns.len()).map(|i| row.get::<_, Value>(i)).collect::<rusqlite::Result<Vec<_>>>()?;
            copied += write.execute(params_from_iter(values))?;
        }
        Ok(())
    })();
    (copied, whole.is_ok())
}
