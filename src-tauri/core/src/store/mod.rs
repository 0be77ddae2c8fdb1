//! The read model in SQLite: what the UI shows, and what must not be lost.
//!
//! One [`Writer`] at a time holds the write connection and one transaction; each [`Reader`] has a connection of its own
//! (WAL), so that reading never waits for writing. What a writer notes with [`Writer::changed`] is told to all who
//! listen, once, after the commit. A writer reads too; writing through a reader does not compile.
//!
//! Failures: a full disk or a read-only folder leaves the store open for reading, and the next write tries again; a
//! damaged file is marked, and moved aside at the next opening (`open.rs`, `salvage.rs`).

mod alerts;
mod board;
mod bodies;
mod choice;
mod drafts;
mod error;
mod events;
mod export;
mod feed;
mod guard;
mod happenings;
mod heads;
mod history;
mod identities;
mod marks;
mod media;
mod messages;
mod notices;
mod open;
mod outbox;
mod people;
mod queue;
mod receipts;
mod recovery;
mod relate;
mod reopen;
mod requests;
mod rich;
mod rooms;
mod rows;
mod said_about;
mod salvage;
mod search;
mod seen;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
mod threads;

use std::collections::HashSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tokio::sync::broadcast;

pub use error::StoreError;
pub(crate) use events::{Known, KnownRow, Look, NewMessage, NewRelation};
pub use feed::{BoardItem, ReadItem};
pub use guard::{Judged, Trust};
pub(crate) use media::{Measured, MediaRow};
pub use open::OpenedStore;
pub use people::MemberFacts;
pub use receipts::{ReadUpTo, ReceiptFacts};
pub use rooms::{RoomFacts, RoomKind};
pub(crate) use sources::{Refreshed, WebFeed};

use crate::model::{Change, RoomId};

/// Milliseconds since the epoch; passed in, so that tests own the time.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The system's clock.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// Whether the window has the focus, and which conversation it shows. Not stored: it dies with the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub focused: bool,
    pub open: Option<RoomId>,
}

const READERS_KEPT: usize = 4;
const CHANGES_HELD: usize = 1024;

/// The store. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    key: zeroize::Zeroizing<[u8; 32]>,
    clock: Clock,
    /// `None` while the store can only be read.
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Vec<Reader>>,
    changes: broadcast::Sender<Change>,
    view: Arc<Mutex<View>>,
    /// Sentences of this run that could not be stored.
    alerts: Mutex<Vec<String>>,
    damaged: AtomicBool,
    refused: Mutex<Option<reopen::Refused>>,
}

/// Reads the store; one snapshot for the life of one [`Store::read`].
pub struct Reader {
    conn: Connection,
    clock: Clock,
    view: Arc<Mutex<View>>,
}

/// Writes the store, within one transaction.
pub struct Writer {
    reader: Reader,
    changes: HashSet<Change>,
}

impl Deref for Writer {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Reader {
    /// The connection; queries stay within `store/`.
    pub(in crate::store) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Now, in ms.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// What the window shows just now.
    pub fn view(&self) -> View {
        lock(&self.view).clone()
    }
}

impl Writer {
    /// Notes what changed; told after the commit.
    pub fn changed(&mut self, change: Change) {
        self.changes.insert(change);
    }
}

impl Store {
    /// Runs `f` on a connection of its own; all that it reads is of one moment.
    pub fn read<T>(&self, f: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let pooled = lock(&self.inner.readers).pop();
        let opened = match pooled {
            Some(reader) => Ok(reader),
            None => self.inner.open_reader(),
        };
        let reader = self.inner.note(opened)?;
        reader.conn.execute_batch("BEGIN")?;
        let result = f(&reader);
        // A failed end of a read transaction costs only this connection.
        if reader.conn.execute_batch("COMMIT").is_ok() {
            let mut readers = lock(&self.inner.readers);
            if readers.len() < READERS_KEPT {
                readers.push(reader);
            }
        }
        self.inner.note(result)
    }

    /// Runs `f` in one transaction, and commits it if `f` succeeds; then tells what changed.
    pub fn write<T>(&self, f: impl FnOnce(&mut Writer) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut guard = lock(&self.inner.writer);
        if guard.is_none() {
            *guard = Some(self.inner.reopen_writer(false)?);
        }
        let Some(writer) = guard.as_mut() else { return Err(StoreError::ReadOnly) };
        let result = writer.transaction(f);
        let changes: Vec<Change> = writer.changes.drain().collect();
        drop(guard);
        if result.is_ok() {
            self.tell(changes);
        }
        self.inner.note(result)
    }

    /// [`Store::read`] off the async threads.
    pub async fn read_async<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        join(tokio::task::spawn_blocking(move || store.read(f)).await)
    }

    /// [`Store::write`] off the async threads.
    pub async fn write_async<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        join(tokio::task::spawn_blocking(move || store.write(f)).await)
    }

    /// Hears what changes from now on. A receiver that lags must take it as [`Change::All`].
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    /// Tells of changes that are not in the store (connection, session).
    pub fn tell(&self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            // Nobody listening is fine.
            let _ = self.inner.changes.send(change);
        }
    }

    /// The window's state: a conversation open in the focused window gives no notices.
    pub fn set_view(&self, view: View) {
        *lock(&self.inner.view) = view;
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// True once a damaged page was met: the next opening moves the file aside.
    pub fn is_damaged(&self) -> bool {
        self.inner.damaged.load(Ordering::Relaxed)
    }

    /// True while nothing can be written (full disk, read-only folder).
    pub fn is_read_only(&self) -> bool {
        lock(&self.inner.writer).is_none()
    }
}

impl Writer {
    fn transaction<T>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.changes.clear();
        self.conn().execute_batch("BEGIN IMMEDIATE")?;
        // A panic in `f` must not leave the transaction open for the next writer.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| f(self)));
        let committed = match result {
            Ok(Ok(value)) => self.conn().execute_batch("COMMIT").map(|()| value).map_err(StoreError::from),
            Ok(Err(error)) => Err(error),
            Err(panic) => {
                self.roll_back();
                std::panic::resume_unwind(panic)
            }
        };
        if committed.is_err() {
            self.roll_back();
        }
        committed
    }

    fn roll_back(&mut self) {
        // SQLite rolls back by itself on some errors; a second time is an error of no weight.
        let _ = self.conn().execute_batch("ROLLBACK");
    }
}

/// A lock whose holder panicked is still good: each transaction is whole or not at all.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn join<T>(result: Result<Result<T, StoreError>, tokio::task::JoinError>) -> Result<T, StoreError> {
    result.unwrap_or_else(|error| Err(StoreError::Io(std::io::Error::other(error))))
}
