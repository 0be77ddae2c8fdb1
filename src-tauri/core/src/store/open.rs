//! Opening: key, checks, migrations.
//!
//! Before anything is written, the schema's version is read: a newer one is refused untouched. A file that was not
//! closed in order (or was changed from outside) is checked page by page; a damaged one is moved aside and a new one is
//! made, with all that could be saved from the old. Where nothing can be written, the store opens for reading (`reopen.rs`).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use tokio::sync::broadcast;
use zeroize::Zeroizing;

use super::{CHANGES_HELD, Clock, Inner, Reader, Store, StoreError, Writer, lock, salvage};
use crate::guard;
use crate::model::Change;

const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("migrations/0001.sql")),
    M::up(include_str!("migrations/0002.sql")),
    M::up(include_str!("migrations/0003.sql")),
    M::up(include_str!("migrations/0004.sql")),
    M::up(include_str!("migrations/0005.sql")),
    M::up(include_str!("migrations/0006.sql")),
    M::up(include_str!("migrations/0007.sql")),
    M::up(include_str!("migrations/0008.sql")),
];

/// The version that this program writes.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Up to this size a file that was not closed in order is checked before it is used: about a second.
const CHECK_AT_ONCE_MAX: u64 = 256 << 20;
const NOTIFIED_KEPT_MS: i64 = 60 * 24 * 3_600_000;

/// The store and what happened on the way.
pub struct OpenedStore {
    pub store: Store,
    /// The database is new: it must be filled from Matrix.
    pub fresh: bool,
    /// Why it can only be read.
    pub read_only: Option<StoreError>,
}

impl Store {
    /// Opens or makes the database at `path` (its folder must exist).
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`], or what hinders even reading.
    pub fn open(path: &Path, key: &[u8; 32], clock: Clock) -> Result<OpenedStore, StoreError> {
        salvage::finish(path)?;
        let mut fresh = !path.exists();
        let mut unchecked = false;
        if !fresh {
            match check(path, key) {
                Ok(whole) => unchecked = !whole,
                Err(StoreError::Damaged(why)) => {
                    tracing::warn!(%why, "the database is damaged and is moved aside");
                    salvage::rebuild(path, key, &clock)?;
                    fresh = true;
                }
                Err(other) => return Err(other),
            }
        }
        let store = Store { inner: Arc::new(Inner::new(path, key, clock)) };
        let read_only = match store.inner.open_writer() {
            Ok(writer) => {
                *lock(&store.inner.writer) = Some(writer);
                if fresh {
                    store.write(|w| w.set_unfilled(true))?;
                }
                None
            }
            // A new file that cannot be made cannot be read either.
            Err(error) if path.metadata().map_or(true, |m| m.len() == 0) => return Err(error),
            Err(error) => {
                // The queries of this version do not fit an older one's tables, which there is no room to change.
                if store.read(|r| version(r.conn()))? < VERSION {
                    return Err(error);
                }
                store.read(|r| Ok(r.conn().query_row("SELECT count(*) FROM room", [], |_| Ok(()))?))?;
                store.inner.was_refused(&error);
                Some(error)
            }
        };
        if unchecked {
            store.check_behind();
        }
        Ok(OpenedStore { store, fresh, read_only })
    }

    /// Checks a large file while it is in use already: the window does not wait for it.
    fn check_behind(&self) {
        let inner = Arc::downgrade(&self.inner);
        let (path, key) = (self.inner.path.clone(), self.inner.key.clone());
        std::thread::spawn(move || {
            let checked = keyed(&path, &key, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|conn| quick_check(&conn));
            if let (Err(error @ StoreError::Damaged(_)), Some(inner)) = (checked, inner.upgrade()) {
                let words = error.problem(path.parent().unwrap_or(&path)).words;
                let _ = inner.note::<()>(Err(error));
                Store { inner }.add_passing_alert(words);
            }
        });
    }

    #[cfg(test)]
    pub(crate) fn open_for_tests(folder: &Path, clock: Clock) -> Result<Store, StoreError> {
        let store = Self::open(&folder.join("tackroom.db"), &[7; 32], clock)?.store;
        // Tests end processes, not the power: no need to wait for the disk.
        if let Some(writer) = lock(&store.inner.writer).as_ref() {
            writer.conn().execute_batch("PRAGMA synchronous = OFF")?;
        }
        Ok(store)
    }
}

impl Inner {
    fn new(path: &Path, key: &[u8; 32], clock: Clock) -> Self {
        Self {
            path: path.to_owned(),
            key: Zeroizing::new(*key),
            clock,
            writer: Mutex::new(None),
            readers: Mutex::default(),
            changes: broadcast::channel(CHANGES_HELD).0,
            view: Arc::default(),
            alerts: Mutex::default(),
            damaged: AtomicBool::new(false),
            refused: Mutex::default(),
        }
    }

    fn reader(&self, conn: Connection) -> Reader {
        conn.set_prepared_statement_cache_capacity(128);
        Reader { conn, clock: self.clock.clone(), view: self.view.clone() }
    }

    pub(super) fn open_reader(&self) -> Result<Reader, StoreError> {
        let usual = keyed(&self.path, &self.key, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|conn| {
            conn.execute_batch("PRAGMA query_only = 1; PRAGMA cache_size = -8000; SELECT count(*) FROM sqlite_schema;")?;
            Ok(conn)
        });
        let conn = match usual {
            Ok(conn) => conn,
            Err(error @ StoreError::Damaged(_)) => return Err(error),
            // No room or no right for the WAL's shared memory: the main file alone can still be read.
            Err(_) => immutable(&self.path, &self.key)?,
        };
        Ok(self.reader(conn))
    }

    pub(super) fn open_writer(&self) -> Result<Writer, StoreError> {
        let mut conn = keyed(&self.path, &self.key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;")?;
        conn.pragma_update(None, "foreign_keys", false)?;
        for_migrations(&conn)?;
        Migrations::from_slice(MIGRATIONS).to_latest(&mut conn)?;
        conn.pragma_update(None, "foreign_keys", true)?;
        // Shows a full disk or a read-only folder now and not at the first message.
        conn.execute_batch(
            "BEGIN IMMEDIATE; INSERT INTO setting (key, value) VALUES ('probe', '1') ON CONFLICT DO UPDATE SET value = value + 1; COMMIT",
        )?;
        // Long past being news: whether one was told of it decides nothing any more.
        conn.execute("DELETE FROM notified WHERE at < ?1", [(self.clock)() - NOTIFIED_KEPT_MS])?;
        // From now on the file is in use; `Drop` writes the mark again.
        let _ = fs::remove_file(mark(&self.path));
        Ok(Writer { reader: self.reader(conn), changes: Default::default() })
    }

    /// Remembers damage, so that the next opening does not trust the file.
    pub(super) fn note<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Damaged(why)) = &result
            && !self.damaged.swap(true, Ordering::Relaxed)
        {
            tracing::error!(%why, "a damaged page was met");
            let _ = self.changes.send(Change::Session);
        }
        result
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        lock(&self.readers).clear();
        let Some(writer) = lock(&self.writer).take() else { return };
        let folded = writer.conn().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        drop(writer);
        // Only a file that was closed whole and undamaged is trusted without a look at the next start.
        if matches!(folded, Ok(0))
            && !self.damaged.load(Ordering::Relaxed)
            && let Some(print) = fingerprint(&self.path)
        {
            let _ = fs::write(mark(&self.path), print);
        }
    }
}

/// A connection with its key; the key comes first of all.
pub(super) fn keyed(path: &Path, key: &[u8; 32], flags: OpenFlags) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set_key(&conn, key)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    Ok(conn)
}

fn set_key(conn: &Connection, key: &[u8; 32]) -> Result<(), StoreError> {
    let hex: Zeroizing<String> = Zeroizing::new(key.iter().map(|byte| format!("{byte:02x}")).collect());
    let literal = Zeroizing::new(format!("x'{}'", *hex));
    conn.pragma_update(None, "key", literal.as_str())?;
    Ok(())
}

fn immutable(path: &Path, key: &[u8; 32]) -> Result<Connection, StoreError> {
    let mut address = url::Url::from_file_path(path).map_err(|()| StoreError::Io(std::io::Error::other("not an absolute path")))?;
    address.set_query(Some("immutable=1"));
    let conn = Connection::open_with_flags(address.as_str(), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)?;
    set_key(&conn, key)?;
    conn.execute_batch("SELECT count(*) FROM sqlite_schema")?;
    Ok(conn)
}

/// Reads the version, and the whole file where it was not closed in order. Writes nothing. False: the file is so large
/// that its check is left for later.
fn check(path: &Path, key: &[u8; 32]) -> Result<bool, StoreError> {
    if path.metadata()?.len() == 0 {
        return Ok(true);
    }
    let conn = match keyed(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|conn| version(&conn).map(|found| (conn, found))) {
        Ok((conn, found)) => {
            refuse_newer(found)?;
            conn
        }
        Err(error @ StoreError::Damaged(_)) => return Err(error),
        // No shared memory for the WAL can be made here: look at the main file alone.
        Err(_) => {
            let conn = immutable(path, key)?;
            refuse_newer(version(&conn)?)?;
            return Ok(true);
        }
    };
    if fs::read_to_string(mark(path)).ok() == fingerprint(path) && fingerprint(path).is_some() {
        return Ok(true);
    }
    if path.metadata()?.len() > CHECK_AT_ONCE_MAX {
        return Ok(false);
    }
    quick_check(&conn).map(|()| true)
}

/// Reads every page. Only what SQLite calls damage is damage: a full disk or a busy file is not.
fn quick_check(conn: &Connection) -> Result<(), StoreError> {
    match conn.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)).map_err(StoreError::from) {
        Ok(answer) if answer == "ok" => Ok(()),
        Ok(answer) => Err(StoreError::Damaged(answer)),
        Err(error @ StoreError::Damaged(_)) => Err(error),
        Err(error) => {
            tracing::warn!(%error, "the database could not be checked");
            Ok(())
        }
    }
}

fn refuse_newer(found: i64) -> Result<(), StoreError> {
    if found > VERSION { Err(StoreError::NewerSchema { found, known: VERSION }) } else { Ok(()) }
}

fn version(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// What migrations ask of the program: version 4 compares links.
fn for_migrations(conn: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let same_link = |ctx: &rusqlite::functions::Context<'_>| Ok(ctx.get::<Option<String>>(0)?.as_deref().and_then(guard::same_link));
    Ok(conn.create_scalar_function("same_link", 1, flags, same_link)?)
}

/// An older version's schema, for tests of migrations.
#[cfg(test)]
pub(super) fn migrations_up_to(conn: &mut Connection, version: i64) -> Result<(), StoreError> {
    for_migrations(conn)?;
    let version = usize::try_from(version).unwrap_or(0);
    Ok(Migrations::from_slice(MIGRATIONS).to_version(conn, version)?)
}

fn mark(path: &Path) -> PathBuf {
    path.with_extension("db.closed")
}

/// Size and time of the file's last change: another one means that somebody else wrote.
fn fingerprint(path: &Path) -> Option<String> {
    let meta = path.metadata().ok()?;
    let at = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {}", meta.len(), at.as_nanos()))
}
