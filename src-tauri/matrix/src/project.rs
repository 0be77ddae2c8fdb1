//! Events into the store: the event cache wakes us, a room at a time is read and written in one transaction.
//!
//! [`Todo`] is the set of rooms with something new, so that bursts merge; [`run`] works it off. Of a room's events only
//! those that changed since the last reading go to `core::project::apply`, with a few before them for their place.
//! Late keys come by decryption reports, for events that are not in memory any more. Nothing is ever deleted here
//! because it is absent.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::StreamExt as _;
use matrix_sdk::{
    Client, Room, RoomState,
    deserialized_responses::{TimelineEvent, TimelineEventKind},
    event_cache::{DecryptionRetryRequest, RedecryptorReport, RoomEventCacheGenericUpdate},
    ruma::{OwnedEventId, OwnedRoomId, RoomId as RumaRoomId},
};
use tackroom_core::{
    model::{EventId, RoomId},
    project::{Applied, Slice, SourceEvent},
    store::ReceiptFacts,
};
use tokio::sync::{Notify, broadcast, mpsc};

use crate::{
    inner::Inner,
    marks, older, rooms,
    supervise::contained,
    sync::Control,
    walk::{self, Piece},
};

/// Events before the first changed one that go along, so that it finds its place.
pub const CONTEXT: usize = 8;
/// Events of one page from the server.
const PAGE: u16 = 50;
/// Pages that close a gap by themselves.
const GAP_PAGES: usize = 10;

/// What a room's events looked like when they were last written: id to hash.
pub type Seen = HashMap<OwnedEventId, u64>;

/// What is to be done for a room.
#[derive(Default)]
pub struct Task {
    /// Name, members, membership.
    facts: bool,
    /// Read back over the disk, whatever is in memory.
    walk: bool,
    receipts: Vec<ReceiptFacts>,
}

/// The rooms with something new.
#[derive(Default)]
pub struct Todo {
    rooms: Mutex<Rooms>,
    more: Notify,
}

#[derive(Default)]
struct Rooms {
    waiting: HashMap<OwnedRoomId, Task>,
    at_work: bool,
}

impl Todo {
    /// The room's events changed.
    pub fn events(&self, room: &RumaRoomId) {
        self.add(room, |_| {});
    }

    /// What is told of the room changed.
    pub fn facts(&self, room: &RumaRoomId) {
        self.add(room, |task| task.facts = true);
    }

    /// Somebody has read.
    pub fn receipts(&self, room: &RumaRoomId, receipts: Vec<ReceiptFacts>) {
        self.add(room, |task| task.receipts.extend(receipts));
    }

    /// Every room, with all that is told of it.
    pub fn all(&self, client: &Client) {
        for room in client.rooms() {
            self.facts(room.room_id());
        }
    }

    /// Every room, read back over the disk.
    pub fn walk_all(&self, client: &Client) {
        for room in client.rooms() {
            self.add(room.room_id(), |task| {
                task.facts = true;
                task.walk = true;
            });
        }
    }

    /// Nothing waits and nothing is being written.
    pub fn is_empty(&self) -> bool {
        let rooms = self.lock();
        rooms.waiting.is_empty() && !rooms.at_work
    }

    fn walk(&self, room: &RumaRoomId) {
        self.add(room, |task| task.walk = true);
    }

    fn add(&self, room: &RumaRoomId, change: impl FnOnce(&mut Task)) {
        change(self.lock().waiting.entry(room.to_owned()).or_default());
        self.more.notify_one();
    }

    /// Takes one room; until the next call it is at work.
    fn take(&self) -> Option<(OwnedRoomId, Task)> {
        let mut rooms = self.lock();
        let next = rooms.waiting.keys().next().cloned();
        let taken = next.and_then(|room| rooms.waiting.remove_entry(&room));
        rooms.at_work = taken.is_some();
        taken
    }

    fn put_back(&self, room: &RumaRoomId, task: Task) {
        self.add(room, |now| {
            now.facts |= task.facts;
            now.walk |= task.walk;
            let newer = std::mem::replace(&mut now.receipts, task.receipts);
            now.receipts.extend(newer);
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hears which rooms' events changed.
pub async fn listen(inner: Arc<Inner>, mut updates: broadcast::Receiver<RoomEventCacheGenericUpdate>) {
    loop {
        match updates.recv().await {
            Ok(update) => inner.todo.events(&update.room_id),
            Err(broadcast::error::RecvError::Lagged(_)) => inner.todo.all(&inner.client),
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

/// Works off the rooms, one at a time.
pub async fn run(inner: Arc<Inner>) {
    loop {
        while let Some((room, task)) = inner.todo.take() {
            match contained(one(&inner, &room, &task)).await {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    tracing::warn!(%room, %error, "the room's news were not stored; trying again");
                    inner.todo.put_back(&room, task);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                // The watch names it again, and heals what the SDK has of it.
                None => tracing::error!(%room, "reading the room failed"),
            }
        }
        inner.todo.more.notified().await;
    }
}

/// Says so when everything that waited has been read once.
pub async fn filled(inner: Arc<Inner>) {
    while !inner.todo.is_empty() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    if let Err(error) = inner.core.store.write_async(|w| w.set_unfilled(false)).await {
        tracing::warn!(%error, "the store will be filled again");
    }
}

async fn one(inner: &Arc<Inner>, id: &RumaRoomId, task: &Task) -> anyhow::Result<()> {
    let Some(room) = inner.client.get_room(id) else {
        inner.watch.forget(id);
        return Ok(());
    };
    let first = !inner.projecting.lock().await.contains_key(id);
    if first {
        inner.marks.anew(id);
    }
    if task.facts || first {
        rooms::refresh(inner, &room).await?;
    }
    if room.is_space() || !matches!(room.state(), RoomState::Joined | RoomState::Left | RoomState::Banned) {
        inner.watch.forget(id);
        return Ok(());
    }
    if !task.receipts.is_empty() {
        let (id, receipts) = (RoomId(id.to_string()), task.receipts.clone());
        inner.core.store.write_async(move |w| w.put_receipts(&id, &receipts)).await?;
    }
    let open_gap = events(inner, &room, task.walk, true).await?;
    marks::take(inner, &room).await?;
    if open_gap && room.state() == RoomState::Joined {
        tokio::spawn(close_gap(Arc::clone(inner), room));
    }
    Ok(())
}

/// Brings a room's events into the store. Answers whether some are missing between those and what was there before.
pub async fn events(inner: &Arc<Inner>, room: &Room, walk: bool, live: bool) -> anyhow::Result<bool> {
    let mut projecting = inner.projecting.lock().await;
    events_locked(inner, room, walk, live, projecting.entry(room.room_id().to_owned()).or_default()).await
}

pub async fn events_locked(inner: &Arc<Inner>, room: &Room, walk: bool, live: bool, seen: &mut Seen) -> anyhow::Result<bool> {
    let id = RoomId(room.room_id().to_string());
    let known = |ids: Vec<OwnedEventId>| {
        let (store, id) = (inner.core.store.clone(), id.clone());
        async move {
            let ids: Vec<EventId> = ids.into_iter().map(|event| EventId(event.to_string())).collect();
            let known = store.read_async(move |r| r.known_events(&id, &ids)).await?;
            Ok(known.into_iter().filter_map(|event| OwnedEventId::try_from(event.0).ok()).collect())
        }
    };
    let pieces = match live && inner.histories.is_paging(room.room_id()) {
        true => match older::newer(room, seen).await? {
            Some(piece) if !walk => vec![piece],
            _ => older::without_older(walk::pieces(&inner.client, room, walk, known).await?, seen),
        },
        false => walk::pieces(&inner.client, room, walk, known).await?,
    };
    let all: HashSet<OwnedEventId> = pieces.iter().flat_map(|piece| piece.events.iter().filter_map(TimelineEvent::event_id)).collect();
    let mut hashes = Vec::new();
    let mut slices = Vec::new();
    for piece in pieces {
        if let Some(slice) = slice(&id, piece, seen, live, &mut hashes) {
            slices.push(slice);
        }
    }
    if !slices.is_empty() {
        apply(inner, slices).await?;
        seen.extend(hashes);
    }
    inner.watch.dealt_with(room.room_id(), &all);
    // Also where these events join what is known: a gap whose filling failed stands further up.
    let gaps = inner.core.store.read_async(move |r| r.gaps(&id)).await?;
    Ok(!gaps.is_empty())
}

/// What of a piece changed since it was last written; `None`: nothing.
pub fn slice(room: &RoomId, piece: Piece, seen: &Seen, live: bool, hashes: &mut Vec<(OwnedEventId, u64)>) -> Option<Slice> {
    let marked: Vec<(OwnedEventId, u64, TimelineEvent)> =
        piece.events.into_iter().filter_map(|event| Some((event.event_id()?, hash(&event), event))).collect();
    let changed = marked.iter().position(|(id, hash, _)| seen.get(id) != Some(hash))?;
    let from = changed.saturating_sub(CONTEXT);
    let begins = from == 0;
    let mut reached_start = false;
    let mut events = Vec::with_capacity(marked.len() - from);
    for (id, hash, event) in marked.into_iter().skip(from) {
        if let Some(source) = source_event(&id, &event) {
            if events.is_empty() && begins {
                reached_start = source.json.get("type").and_then(|kind| kind.as_str()) == Some("m.room.create");
            }
            events.push(source);
        }
        hashes.push((id, hash));
    }
    Some(Slice { room: room.clone(), events, gap_before: begins && piece.gap_before && !reached_start, reached_start, live })
}

fn hash(event: &TimelineEvent) -> u64 {
    let mut hasher = DefaultHasher::new();
    event.raw().json().get().hash(&mut hasher);
    event.kind.session_id().hash(&mut hasher);
    event.kind.is_utd().hash(&mut hasher);
    hasher.finish()
}

/// An event as the core reads it: the raw JSON, so that unknown keys are kept.
fn source_event(id: &OwnedEventId, event: &TimelineEvent) -> Option<SourceEvent> {
    let json = match serde_json::from_str(event.raw().json().get()) {
        Ok(json) => json,
        Err(error) => {
            tracing::warn!(event = %id, %error, "an event that is no JSON object was left out");
            return None;
        }
    };
    let (encrypted, locked_session) = match &event.kind {
        TimelineEventKind::PlainText { .. } => (false, None),
        TimelineEventKind::Decrypted(_) => (true, None),
        TimelineEventKind::UnableToDecrypt { utd_info, .. } => (true, Some(utd_info.session_id.clone().unwrap_or_default())),
    };
    let notify = event.push_actions().is_some_and(|actions| actions.iter().any(|action| action.should_notify()));
    Some(SourceEvent { event_id: EventId(id.to_string()), json, encrypted, locked_session, notify })
}

/// One transaction for all slices, then what follows from it: notices, withdrawn notices, freed rows of the outbox.
/// Answers the events that became messages.
pub async fn apply(inner: &Arc<Inner>, slices: Vec<Slice>) -> anyhow::Result<Vec<EventId>> {
    let me = inner.me.clone();
    let done = inner.core.store.write_async(move |w| {
        let mut all = Vec::new();
        for slice in &slices {
            all.push(tackroom_core::project::apply(w, &me, slice)?);
        }
        Ok(all)
    });
    let done: Vec<Applied> = done.await?;
    tackroom_core::fault::point("project.applied");
    let (mut settled, mut new) = (false, Vec::new());
    for applied in done {
        new.extend(applied.new);
        settled |= applied.settled || applied.came_back;
        for removed in applied.redacted {
            let _ = inner.withdrawn.send(removed.event);
            if let Some(picture) = removed.media {
                let media = inner.core.media.clone();
                // The files go at once; nothing else shows them.
                let gone = tokio::task::spawn_blocking(move || media.forget(picture)).await;
                if !matches!(gone, Ok(Ok(()))) {
                    tracing::warn!(%picture, "the files of a removed picture could not be removed");
                }
            }
        }
        inner.announce(applied.notices);
    }
    if settled {
        // The worker may still wait for an answer that says the same; or sleep, and there is something to tell.
        inner.outbox.kick();
    }
    Ok(new)
}

/// Asks the server for what is missing before the newest events, until that joins what was there before.
async fn close_gap(inner: Arc<Inner>, room: Room) {
    for _ in 0..GAP_PAGES {
        let Ok((cache, _guards)) = room.event_cache().await else { return };
        let Ok(outcome) = cache.pagination().run_backwards_once(PAGE).await else { return };
        // The generic update has marked the room; this is for its answer.
        let still_open = events(&inner, &room, false, true).await;
        if outcome.reached_start || !matches!(still_open, Ok(true)) {
            return;
        }
    }
}

/// Events whose keys came late.
pub async fn decrypted_late(inner: Arc<Inner>) {
    let reports = inner.client.event_cache().subscribe_to_decryption_reports();
    futures_util::pin_mut!(reports);
    while let Some(report) = reports.next().await {
        let done = match report {
            Ok(RedecryptorReport::ResolvedUtds { room_id, events }) => resolved(&inner, &room_id, events.into_iter().collect()).await,
            Ok(RedecryptorReport::Lagging | RedecryptorReport::BackupAvailable) | Err(_) => ask_for_keys(&inner).await,
        };
        if let Err(error) = done {
            tracing::warn!(%error, "events with late keys were not stored");
        }
    }
}

async fn resolved(inner: &Arc<Inner>, id: &RumaRoomId, events: Vec<OwnedEventId>) -> anyhow::Result<()> {
    let Some(room) = inner.client.get_room(id) else { return Ok(()) };
    let (cache, _guards) = room.event_cache().await?;
    let mut projecting = inner.projecting.lock().await;
    let seen = projecting.entry(id.to_owned()).or_default();
    let (mut slices, mut hashes) = (Vec::new(), Vec::new());
    for event in events {
        if let Some(found) = cache.find_event(&event).await? {
            let piece = Piece { events: vec![found], gap_before: false };
            slices.extend(slice(&RoomId(id.to_string()), piece, seen, true, &mut hashes));
        }
    }
    if !slices.is_empty() {
        apply(inner, slices).await?;
        seen.extend(hashes);
    }
    Ok(())
}

/// Asks for decryption of all that our store knows to be locked.
async fn ask_for_keys(inner: &Arc<Inner>) -> anyhow::Result<()> {
    for room in inner.client.joined_rooms() {
        let id = RoomId(room.room_id().to_string());
        let sessions = inner.core.store.read_async(move |r| r.locked_sessions(&id)).await?;
        if !sessions.is_empty() {
            inner.client.event_cache().request_decryption(DecryptionRetryRequest {
                room_id: room.room_id().to_owned(),
                utd_session_ids: sessions.into_iter().collect(),
                refresh_info_session_ids: Default::default(),
            });
        }
    }
    Ok(())
}

/// Rooms whose events came late in this run or an unclean one before it.
const SUSPECTS: &str = "suspects";

/// Remembers rooms whose cached events may be wrong on disk: after a failed write later ones get wrong positions, and
/// the SDK stumbles over them at the next start.
async fn suspect(inner: &Inner, rooms: &[OwnedRoomId]) {
    if rooms.is_empty() {
        return;
    }
    let new: Vec<String> = rooms.iter().map(ToString::to_string).collect();
    let stored = inner.core.store.write_async(move |w| {
        let mut all: BTreeSet<String> = w.value(SUSPECTS)?.unwrap_or_default();
        let before = all.len();
        all.extend(new);
        if all.len() > before { w.put_value(SUSPECTS, &all) } else { Ok(()) }
    });
    if let Err(error) = stored.await {
        tracing::warn!(%error, "late rooms were not remembered");
    }
}

/// After an unclean end, before the sync: those rooms' caches start anew. Our rows stay.
pub async fn forget_suspects(inner: &Inner) {
    let suspects = inner.core.store.read_async(|r| r.value::<BTreeSet<String>>(SUSPECTS)).await;
    let Ok(Some(suspects)) = suspects else { return };
    let rooms: Vec<OwnedRoomId> = suspects.iter().filter_map(|room| RumaRoomId::parse(room).ok()).collect();
    crate::sync::clear(inner, &rooms).await;
    if let Err(error) = inner.core.store.write_async(|w| w.remove_value(SUSPECTS)).await {
        tracing::warn!(%error, "late rooms were not forgotten");
    }
}

/// Looks for events that sync delivered and that did not come into the store.
pub async fn watch_over(inner: Arc<Inner>, control: mpsc::Sender<Control>) {
    // Keys that came in another run, or with a backup, while nobody listened.
    if let Err(error) = ask_for_keys(&inner).await {
        tracing::warn!(%error, "late keys were not asked for");
    }
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let late = inner.watch.late(Instant::now());
        suspect(&inner, &late.slow).await;
        for room in late.slow {
            inner.todo.walk(&room);
        }
        if !late.lost.is_empty() {
            tracing::warn!(rooms = late.lost.len(), "the event cache lost events: asking the server again");
            let mut projecting = inner.projecting.lock().await;
            for room in &late.lost {
                projecting.remove(room);
            }
            drop(projecting);
            if control.send(Control::Heal(late.lost)).await.is_err() {
                return;
            }
        }
    }
}
