//! The outbox worked off: what was written goes out once, in order, whatever happens in between.
//!
//! One worker a room, strictly serial; rooms do not wait for each other. Each step is committed before the next
//! (`tackroom_core::outbox`), so that a row can be taken up at any of them. What fails is sorted by [`Failure`]: no
//! network and 5xx and 429 wait and try again, a refusal stays on the message with words. An echo that sync brings
//! settles a row as well as the answer does, whichever comes first.
//!
//! [`create`](crate::create) makes new conversations, [`steps`](crate::steps) does the steps of one row.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId as RumaRoomId, UserId};
use tackroom_core::{
    api::Said,
    model::RoomId,
    outbox::{Next, Outgoing},
};
use tokio::sync::watch;

use crate::{
    failure::{Failure, words_for},
    inner::Inner,
    invites::now,
    rooms::lock,
    steps,
    supervise::contained,
};

/// A stated wait longer than this is cut: servers and proxies state nonsense.
const LONGEST: Duration = Duration::from_secs(5 * 60);
const SHORTEST: Duration = Duration::from_millis(500);
/// A wait longer than this is told to the user.
const TOLD: Duration = Duration::from_secs(5);

/// Wakes the workers; knows what the server takes.
pub struct Outbox {
    /// Counts kicks: something new may be there.
    news: watch::Sender<u64>,
    /// Counts times that the network came up: waits for it end.
    network: watch::Sender<u64>,
    busy: Mutex<HashSet<RoomId>>,
    /// People whose devices were asked for in this run.
    asked: Mutex<HashSet<OwnedUserId>>,
    /// Rooms without encryption by the server's word of this run.
    plain: Mutex<HashSet<OwnedRoomId>>,
    upload_limit: AtomicU64,
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            news: watch::Sender::new(0),
            network: watch::Sender::new(0),
            busy: Mutex::default(),
            asked: Mutex::default(),
            plain: Mutex::default(),
            upload_limit: AtomicU64::new(0),
        }
    }
}

impl Outbox {
    /// Something was put in, settled, or may be tried now.
    pub fn kick(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    /// A request succeeded after failures.
    pub fn network_is_up(&self) {
        self.network.send_modify(|count| *count += 1);
        self.kick();
    }

    /// A request went through: rooms that wait for the network need not wait longer.
    pub fn request_succeeded(&self) {
        self.network_is_up();
    }

    /// Whether the server has said in this run that the room is not encrypted.
    pub fn is_plain(&self, room: &RumaRoomId) -> bool {
        lock(&self.plain).contains(room)
    }

    /// The server says that the room is not encrypted.
    pub fn known_plain(&self, room: &RumaRoomId) {
        lock(&self.plain).insert(room.to_owned());
    }

    /// Whether this is the first message of this run for the person.
    pub fn first_for(&self, user: &UserId) -> bool {
        lock(&self.asked).insert(user.to_owned())
    }

    pub fn set_upload_limit(&self, bytes: u64) {
        self.upload_limit.store(bytes, Ordering::Relaxed);
    }

    /// The most bytes that the server takes in one upload, once known.
    pub fn upload_limit(&self) -> Option<u64> {
        Some(self.upload_limit.load(Ordering::Relaxed)).filter(|limit| *limit > 0)
    }

    /// Hears kicks from now on.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }
}

/// Sees to it that each room with something to send has its worker.
pub async fn run(inner: Arc<Inner>) {
    let mut news = inner.outbox.news();
    let mut workers = tokio::task::JoinSet::new();
    // Rooms in which nothing can be done until something new comes: they are not looked at again before that.
    let mut idle: HashSet<RoomId> = HashSet::new();
    loop {
        news.borrow_and_update();
        match inner.core.store.read_async(|r| r.outgoing_rooms()).await {
            Ok(rooms) => {
                for room in rooms.into_iter().filter(|room| !idle.contains(room)) {
                    if lock(&inner.outbox.busy).insert(room.clone()) {
                        let inner = Arc::clone(&inner);
                        workers.spawn(async move {
                            let seen = worker(&inner, &room).await;
                            lock(&inner.outbox.busy).remove(&room);
                            (room, seen)
                        });
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "the outbox could not be read"),
        }
        tokio::select! {
            changed = news.changed() => {
                if changed.is_err() {
                    return;
                }
                idle.clear();
            }
            Some(ended) = workers.join_next() => {
                // A worker that ended may have missed what came in its last moment: then it is asked again.
                if let Ok((room, seen)) = ended
                    && seen == *inner.outbox.news.borrow()
                {
                    idle.insert(room);
                }
            }
            () = tokio::time::sleep(Duration::from_secs(30)) => idle.clear(),
        }
    }
}

/// What became of one attempt.
pub enum Attempt {
    /// The row is done, or stands where the next step begins.
    Went,
    /// Nothing to do until the user decides or something new comes.
    Blocked,
    Failed(Failure),
}

/// Works off a room. Answers up to which news there is nothing more to do.
async fn worker(inner: &Arc<Inner>, room: &RoomId) -> u64 {
    // Which row failed last, and how often in a row.
    let mut failures = (0, 0);
    loop {
        let mut news = inner.outbox.news();
        let seen = *news.borrow_and_update();
        let mut network = inner.outbox.network.subscribe();
        let wanted = room.clone();
        let next = match inner.core.store.read_async(move |r| r.next_outgoing(&wanted)).await {
            Ok(Next::Due(next)) => *next,
            Ok(Next::Later(at)) => {
                let wait = Duration::from_millis((at - now()).max(50).unsigned_abs()).min(LONGEST);
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    // Retry and Delete change the row.
                    _ = news.changed() => {}
                }
                continue;
            }
            Ok(Next::Blocked | Next::Empty) => return seen,
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be read");
                tokio::time::sleep(Duration::from_secs(2)).await;
                continue;
            }
        };
        let id = next.id;
        let attempt = contained(steps::attempt(inner, next)).await;
        match attempt.unwrap_or_else(|| Ok(Attempt::Failed(Failure::Local("a part of the program failed".to_owned())))) {
            Ok(Attempt::Went) => {}
            Ok(Attempt::Blocked) => return seen,
            Ok(Attempt::Failed(failure)) => {
                failures = (id, if failures.0 == id { failures.1 + 1 } else { 0 });
                let attempts = failures.1;
                tracing::info!(room = %room, ?failure, attempts, "not sent yet");
                let waited = failed(inner, id, &failure, attempts).await;
                match waited {
                    Some(wait) => tokio::select! {
                        () = tokio::time::sleep(wait) => {}
                        _ = network.changed() => {}
                        () = settled(inner, id, &mut news) => {}
                    },
                    None => {
                        if matches!(failure, Failure::SessionEnded { .. }) {
                            // Signing in again makes a new account object with workers of its own.
                            std::future::pending::<()>().await;
                        }
                    }
                }
            }
            Err(error) => {
                tracing::warn!(room = %room, %error, "a step of sending was not stored; trying again");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    }
}

/// Ends when the row is done or refused: by the user, or by an echo.
async fn settled(inner: &Inner, id: i64, news: &mut watch::Receiver<u64>) {
    loop {
        if news.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        if matches!(row(inner, id).await, Ok(None)) {
            return;
        }
    }
}

/// Stores what the failure means. Answers how long to wait where that is not stored itself.
async fn failed(inner: &Inner, id: i64, failure: &Failure, attempts: u32) -> Option<Duration> {
    let store = &inner.core.store;
    let (stored, wait) = match failure {
        Failure::Network(_) => (store.write_async(move |w| w.step_later(id, 0, None)).await, Some(backoff(attempts))),
        Failure::Later { after, limited, status } => {
            let wait = after.unwrap_or_else(|| backoff(attempts)).clamp(SHORTEST, LONGEST);
            let said = (wait > TOLD).then(|| match limited {
                true => Said::new("wait", &[("wait", &words_for(after.unwrap_or(wait)))]),
                false => Said::new("fault-again", &[("status", status), ("wait", &words_for(wait))]),
            });
            let until = now() + i64::try_from(wait.as_millis()).unwrap_or(0);
            (store.write_async(move |w| w.step_later(id, until, said.map(|said| said.stored()).as_deref())).await, None)
        }
        Failure::SessionEnded { soft } => {
            inner.session_has_ended(if *soft { crate::Ended::Soft } else { crate::Ended::Hard });
            let words = failure.said().stored();
            (store.write_async(move |w| w.step_later(id, 0, Some(&words))).await, None)
        }
        Failure::Local(_) => {
            let wait = backoff(attempts);
            let words = (attempts > 2).then(|| failure.said().stored());
            (store.write_async(move |w| w.step_later(id, 0, words.as_deref())).await, Some(wait))
        }
        Failure::Refused { .. }
        | Failure::TooLarge { .. }
        | Failure::Unfit(_)
        | Failure::PictureGone
        | Failure::NotInRoom
        | Failure::Encryption(_) => {
            let (code, words) = (code_of(failure), failure.said().stored());
            (store.write_async(move |w| w.step_refused(id, code, &words)).await, None)
        }
    };
    if let Err(error) = stored {
        tracing::warn!(%error, "a failure of sending was not stored");
        return Some(Duration::from_secs(2));
    }
    wait
}

/// The code that stays with a message that was not taken.
fn code_of(failure: &Failure) -> &'static str {
    match failure {
        Failure::TooLarge { .. } | Failure::Unfit(_) => "too_large",
        Failure::PictureGone => "picture_gone",
        Failure::NotInRoom => "not_in_room",
        Failure::Encryption(_) => "encryption",
        Failure::Refused { code, .. } if code == "M_FORBIDDEN" => "forbidden",
        _ => "rejected",
    }
}

/// 1, 2, 4 ... 60 s; never the same for two programs.
fn backoff(attempts: u32) -> Duration {
    let seconds = 1_u64 << attempts.min(6);
    let jitter = rand::random_range(0..250);
    Duration::from_millis(seconds.min(60) * 1_000 + jitter)
}

/// The row as it is now, or `None` where it is done.
pub async fn row(inner: &Inner, id: i64) -> anyhow::Result<Option<Outgoing>> {
    Ok(inner.core.store.read_async(move |r| r.outgoing(id)).await?)
}
