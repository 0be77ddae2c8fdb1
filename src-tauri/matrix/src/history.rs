//! Older messages into the store: a page where somebody reads up, and page after page in the background where somebody
//! asks for it ([`Matrix::load_history`]).
//!
//! The loading is the account's humblest task: one conversation at a time, each page waits until what was written has gone
//! out and what came is stored, holds no lock while the server answers, and stands still while offline. Holes come first,
//! as the SDK pages from the newest gap. What was asked for is in the store, so that it goes on after a restart.
//!
//! While a page is under way the live projection leaves alone what stands before the events that it knows
//! ([`Histories::is_paging`]): that is history, it makes nobody unread and notifies nobody.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use matrix_sdk::{
    Room,
    event_cache::EventCacheError,
    ruma::{OwnedRoomId, RoomId as RumaRoomId},
};
use serde::{Deserialize, Serialize};
use tackroom_core::{
    api::Problem,
    model::{Change, Connection, EventId, HISTORY_MOST, History, HistoryLoading, HistoryWait, MessageBody, RoomId},
};
use tokio::task::AbortHandle;

use crate::{
    Matrix,
    failure::{Failure, internal},
    inner::Inner,
    older::{self, Older},
    rooms::lock,
    supervise::contained,
};

/// Events of one page from the server.
const PAGE: u16 = 50;
/// The same in the background.
const BACKGROUND_PAGE: u16 = 100;
/// Pages without events in a row, after which the server is taken to have no more: they come where gaps close.
const EMPTY: usize = 20;
/// A server that has not answered by then is slow; its answer is still waited for.
const SLOW: Duration = Duration::from_secs(30);
/// Between two pages.
const PAUSE: Duration = Duration::from_millis(100);
/// So long a page lets other work of the account go first.
const YIELD: Duration = Duration::from_secs(5);
/// Of what shows nothing (reactions, changes of names) so many more than messages are read.
const EVENTS_PER_MESSAGE: usize = 5;
/// Where the wishes are stored.
const WISHES: &str = "histories";
const DOING: &str = "load older messages";

/// What was asked for, kept over a restart.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Wish {
    until: Option<i64>,
    pictures: bool,
    loaded: u32,
}

impl From<&HistoryLoading> for Wish {
    fn from(loading: &HistoryLoading) -> Self {
        Self { until: loading.until, pictures: loading.pictures, loaded: loading.loaded }
    }
}

struct Running {
    serial: u64,
    loading: HistoryLoading,
    task: AbortHandle,
}

/// The loading of older messages, by conversation.
#[derive(Default)]
pub struct Histories {
    paging: Mutex<HashMap<OwnedRoomId, usize>>,
    running: Mutex<HashMap<RoomId, Running>>,
    problems: Mutex<HashMap<RoomId, Problem>>,
    turn: tokio::sync::Mutex<()>,
    serial: AtomicU64,
}

/// A page of this room is under way.
struct Paging<'a>(&'a Histories, OwnedRoomId);

impl Drop for Paging<'_> {
    fn drop(&mut self) {
        let mut paging = lock(&self.0.paging);
        if let Some(count) = paging.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                paging.remove(&self.1);
            }
        }
    }
}

impl Histories {
    /// What stands before the known events of this room is history that is being loaded.
    pub fn is_paging(&self, room: &RumaRoomId) -> bool {
        lock(&self.paging).contains_key(room)
    }

    fn paging(&self, room: &RumaRoomId) -> Paging<'_> {
        *lock(&self.paging).entry(room.to_owned()).or_default() += 1;
        Paging(self, room.to_owned())
    }

    /// Ends all, as the account ends; they go on with its next start.
    pub fn end(&self) {
        for (_, running) in lock(&self.running).drain() {
            running.task.abort();
        }
    }

    /// What is wished for now; `None`: it was stopped.
    fn loading(&self, room: &RoomId, serial: u64) -> Option<HistoryLoading> {
        lock(&self.running).get(room).filter(|running| running.serial == serial).map(|running| running.loading.clone())
    }
}

impl Matrix {
    /// Fetches older messages into the store, from the disk or the server. Answers whether there may be more.
    pub async fn load_older(&self, room: &RoomId) -> Result<bool, Problem> {
        let Some(room) = self.room_of(room)? else { return Ok(false) };
        for _ in 0..EMPTY {
            older::newest(&self.0, &room).await.map_err(|e| internal(e, DOING))?;
            let page = match tokio::time::timeout(SLOW, page(&self.0, &room, PAGE)).await {
                Ok(page) => page.map_err(|failure| failure.problem(DOING))?,
                Err(_) => return Err(Failure::Network(String::new()).problem(DOING)),
            };
            // An empty page is not the end: they come where gaps close, and what is here already comes from the disk.
            if page.reached_start || !page.new.is_empty() {
                return Ok(!page.reached_start);
            }
        }
        Ok(true)
    }

    /// Loads older messages in the background: see the call of this name.
    pub async fn load_history(&self, room: &RoomId, until: Option<i64>, pictures: bool) -> Result<(), Problem> {
        let Some(found) = self.room_of(room)? else { return Ok(()) };
        lock(&self.histories.problems).remove(room);
        let changed = lock(&self.histories.running).get_mut(room).map(|running| {
            (running.loading.until, running.loading.pictures) = (until, pictures);
            Wish::from(&running.loading)
        });
        if let Some(wish) = changed {
            keep(&self.0, room, Some(wish)).await;
            self.core.store.tell([Change::History { room: room.clone() }]);
        } else {
            let wish = Wish { until, pictures, loaded: 0 };
            keep(&self.0, room, Some(wish.clone())).await;
            begin(&self.0, found, room.clone(), wish);
        }
        Ok(())
    }

    /// Ends it; what came stays.
    pub async fn stop_history(&self, room: &RoomId) {
        if let Some(running) = lock(&self.histories.running).remove(room) {
            running.task.abort();
        }
        keep(&self.0, room, None).await;
        self.core.store.tell([Change::History { room: room.clone() }]);
    }

    /// How much of the conversation is here, and what is being loaded.
    pub async fn history(&self, room: &RoomId) -> Result<History, Problem> {
        let id = room.clone();
        let mut history = self.core.store.read_async(move |r| r.history(&id)).await.map_err(|e| e.problem(&self.core.profile))?;
        history.loading = lock(&self.histories.running).get(room).map(|running| running.loading.clone());
        history.problem = lock(&self.histories.problems).get(room).cloned();
        Ok(history)
    }

    /// `None`: it is not on the server (yet), or not ours any more.
    fn room_of(&self, room: &RoomId) -> Result<Option<Room>, Problem> {
        let id = RumaRoomId::parse(room.as_str()).map_err(|e| internal(e, DOING))?;
        Ok(self.client.get_room(&id))
    }
}

/// Goes on with what was being loaded when the account ended.
pub async fn resume(inner: &Arc<Inner>) {
    let wishes = inner.core.store.read_async(|r| r.value::<BTreeMap<RoomId, Wish>>(WISHES)).await;
    for (id, wish) in wishes.ok().flatten().unwrap_or_default() {
        let room = RumaRoomId::parse(id.as_str()).ok().and_then(|room| inner.client.get_room(&room));
        match room {
            Some(room) => begin(inner, room, id, wish),
            None => keep(inner, &id, None).await,
        }
    }
}

async fn keep(inner: &Inner, room: &RoomId, wish: Option<Wish>) {
    let room = room.clone();
    let kept = inner.core.store.write_async(move |w| {
        let mut wishes: BTreeMap<RoomId, Wish> = w.value(WISHES)?.unwrap_or_default();
        match wish {
            Some(wish) => drop(wishes.insert(room, wish)),
            None => drop(wishes.remove(&room)),
        }
        w.put_value(WISHES, &wishes)
    });
    if let Err(error) = kept.await {
        tracing::warn!(%error, "the loading of older messages is not kept over a restart");
    }
}

fn begin(inner: &Arc<Inner>, room: Room, id: RoomId, wish: Wish) {
    let loading = HistoryLoading { loaded: wish.loaded, most: HISTORY_MOST, until: wish.until, pictures: wish.pictures, waits: None };
    let serial = inner.histories.serial.fetch_add(1, Ordering::Relaxed);
    let mut running = lock(&inner.histories.running);
    let task = tokio::spawn(run(Arc::clone(inner), room, id.clone(), serial)).abort_handle();
    if let Some(before) = running.insert(id.clone(), Running { serial, loading, task }) {
        before.task.abort();
    }
    drop(running);
    inner.core.store.tell([Change::History { room: id }]);
}

async fn run(inner: Arc<Inner>, room: Room, id: RoomId, serial: u64) {
    let ended = contained(load(&inner, &room, &id, serial)).await.unwrap_or_else(|| Err(Failure::Local("a fault of Tackroom".to_owned())));
    let ours = {
        let mut running = lock(&inner.histories.running);
        let ours = running.get(&id).is_some_and(|running| running.serial == serial);
        if ours {
            running.remove(&id);
        }
        ours
    };
    if !ours {
        return;
    }
    if let Err(failure) = ended {
        lock(&inner.histories.problems).insert(id.clone(), failure.problem(DOING));
    }
    keep(&inner, &id, None).await;
    inner.core.store.tell([Change::History { room: id }]);
}

/// Page after page until what was asked for is here.
async fn load(inner: &Arc<Inner>, room: &Room, id: &RoomId, serial: u64) -> Result<(), Failure> {
    let change = |change: &dyn Fn(&mut HistoryLoading)| {
        if let Some(running) = lock(&inner.histories.running).get_mut(id).filter(|running| running.serial == serial) {
            change(&mut running.loading);
        }
        inner.core.store.tell([Change::History { room: id.clone() }]);
    };
    let waits = |why: Option<HistoryWait>| change(&|loading| loading.waits = why);
    let _turn = match inner.histories.turn.try_lock() {
        Ok(turn) => turn,
        Err(_) => {
            waits(Some(HistoryWait::Turn));
            inner.histories.turn.lock().await
        }
    };
    // What is loaded stays in the SDK's memory only so long: without a listener it keeps the newest.
    let (cache, _guards) = room.event_cache().await.map_err(local)?;
    let (_, _listener) = cache.subscribe().await.map_err(local)?;
    older::newest(inner, room).await.map_err(local)?;
    let (mut events, mut empty, mut failures) = (0_usize, 0_usize, 0_u32);
    loop {
        let Some(wish) = inner.histories.loading(id, serial) else { return Ok(()) };
        let of = id.clone();
        let here = inner.core.store.read_async(move |r| r.history(&of)).await.map_err(local)?;
        let far_enough = wish.until.is_some_and(|until| here.back_to.is_some_and(|back_to| back_to < until));
        let enough = wish.loaded >= wish.most || events >= wish.most as usize * EVENTS_PER_MESSAGE;
        if here.complete || far_enough || enough || empty >= EMPTY {
            return Ok(());
        }
        let mut connection = inner.reached();
        if *connection.borrow() != Connection::Online {
            waits(Some(HistoryWait::Online));
            if connection.wait_for(|now| *now == Connection::Online).await.is_err() {
                return Ok(());
            }
        }
        others_first(inner).await;
        if wish.waits != Some(HistoryWait::Server) {
            waits(None);
        }
        let paging = page(inner, room, BACKGROUND_PAGE);
        tokio::pin!(paging);
        let answer = match tokio::time::timeout(SLOW, &mut paging).await {
            Ok(answer) => answer,
            Err(_) => {
                waits(Some(HistoryWait::Server));
                paging.await
            }
        };
        match answer {
            Ok(page) => {
                failures = 0;
                events += page.events;
                empty = if page.events == 0 { empty + 1 } else { 0 };
                let new = u32::try_from(page.new.len()).unwrap_or(u32::MAX);
                change(&|loading| (loading.loaded, loading.waits) = (loading.loaded.saturating_add(new), None));
                if let Some(now) = inner.histories.loading(id, serial) {
                    keep(inner, id, Some(Wish::from(&now))).await;
                    if now.pictures {
                        pictures(inner, &page.new).await;
                    }
                }
                if page.reached_start {
                    return Ok(());
                }
                tokio::time::sleep(PAUSE).await;
            }
            Err(failure @ (Failure::Network(_) | Failure::Later { .. } | Failure::SessionEnded { .. })) => {
                failures += 1;
                waits(Some(HistoryWait::Server));
                let asked = match failure {
                    Failure::Later { after: Some(after), .. } => after,
                    _ => Duration::from_secs(u64::from(failures.min(30)) * 2),
                };
                tokio::time::sleep(asked.clamp(Duration::from_secs(1), Duration::from_secs(15 * 60))).await;
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// One page: asked for without a lock, then written as history.
async fn page(inner: &Arc<Inner>, room: &Room, events: u16) -> Result<Older, Failure> {
    let (cache, _guards) = room.event_cache().await.map_err(local)?;
    let _paging = inner.histories.paging(room.room_id());
    let outcome = cache.pagination().run_backwards_once(events).await.map_err(|error| match error {
        EventCacheError::PaginationError(error) => Failure::of(&error),
        error => local(error),
    })?;
    let older = older::older(inner, room, outcome.reached_start).await.map_err(local)?;
    Ok(Older { events: older.events.max(outcome.events.len()), ..older })
}

/// What was written goes out and what came is stored before older messages are asked for; within bounds.
async fn others_first(inner: &Inner) {
    let deadline = tokio::time::Instant::now() + YIELD;
    while tokio::time::Instant::now() < deadline {
        let sending = inner.core.store.read_async(|r| r.is_sending()).await.unwrap_or(false);
        if !sending && inner.todo.is_empty() && inner.watch.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The pictures of new pins, as far as there is space for them; covered ones wait until somebody uncovers them.
async fn pictures(inner: &Inner, new: &[EventId]) {
    /// What one picture may take.
    const ONE: u64 = 20 << 20;
    for event in new {
        let event = event.clone();
        let found = inner.core.store.read_async(move |r| Ok((r.message_by_event(&event)?, r.settings()?.picture_cache_bytes))).await;
        let Ok((Some(message), bound)) = found else { continue };
        let MessageBody::Pin { pin } = &message.body else { continue };
        let Some(picture) = pin.picture.as_ref().filter(|_| !message.is_covered()) else { continue };
        if inner.core.media.disk_use().saturating_add(ONE) > u64::try_from(bound).unwrap_or(0) {
            return;
        }
        if let Err(problem) = inner.core.media.get(picture.media, 640).await {
            tracing::debug!(code = ?problem.code, "a picture of an older message was not loaded");
        }
    }
}

fn local(error: impl std::fmt::Display) -> Failure {
    Failure::Local(error.to_string())
}
