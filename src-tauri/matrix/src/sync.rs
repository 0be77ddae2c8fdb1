//! Keeping in step with the server: simplified sliding sync where it has it, classic sync where not.
//!
//! One task owns the sync ([`run`]). It is told to wake (network up, after a suspend), to heal rooms whose events the
//! cache lost, or to stop. The connection is "online" only after an answer came in this run of the sync. A server that
//! stopped offering sliding sync is answered by classic sync at once, without a question (C06).

use std::{
    ops::Deref,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use matrix_sdk::{
    LoopCtrl,
    config::{SyncSettings, SyncToken},
    ruma::{OwnedRoomId, api::client::filter::FilterDefinition},
    sliding_sync::Version,
};
use matrix_sdk_ui::{
    room_list_service::State as ListState,
    sync_service::{State as ServiceState, SyncService},
};
use tackroom_core::model::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::{failure::Failure, inner::Inner, session::StoredSession};

/// Events of a room that one sync brings at most.
const TIMELINE: u32 = 20;
/// Connecting longer than this is shown as offline; the attempts go on.
const CONNECTING: Duration = Duration::from_secs(6);
/// The long poll of classic sync.
const POLL: Duration = Duration::from_secs(20);

/// What the sync task is told.
pub enum Control {
    /// The network came up, or the machine woke: old connections may be dead.
    Wake,
    /// The event cache lost events of these rooms.
    Heal(Vec<OwnedRoomId>),
    /// End; answers whether it ended between two responses.
    Stop(oneshot::Sender<bool>),
}

enum End {
    Stopped,
    /// The server has no sliding sync any more.
    Classic,
    Failed,
}

/// Syncs until told to stop. `expire`: the last run did not end cleanly, ask for the rooms anew.
pub async fn run(inner: Arc<Inner>, mut control: mpsc::Receiver<Control>, mut expire: bool) {
    loop {
        let native = matches!(inner.client.sliding_sync_version(), Version::Native);
        let end = if native { sliding(&inner, &mut control, expire).await } else { classic(&inner, &mut control, expire).await };
        match end {
            End::Stopped => return,
            End::Classic => {
                tracing::info!("the server has no simplified sliding sync: classic sync from now on");
                remember_kind(&inner, Version::None);
                expire = true;
            }
            End::Failed => {
                expire = false;
                inner.set_connection(Connection::Offline);
                if stopped_while_waiting(&mut control, Duration::from_secs(5)).await {
                    return;
                }
            }
        }
    }
}

async fn stopped_while_waiting(control: &mut mpsc::Receiver<Control>, wait: Duration) -> bool {
    match tokio::time::timeout(wait, control.recv()).await {
        Ok(Some(Control::Stop(done))) => {
            let _ = done.send(true);
            true
        }
        Ok(None) => true,
        _ => false,
    }
}

/// The SDK's sync is tasks of its own: it ends as well where this one is aborted.
struct Ends(Arc<SyncService>);

impl Deref for Ends {
    type Target = SyncService;

    fn deref(&self) -> &SyncService {
        &self.0
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        let service = Arc::clone(&self.0);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { service.stop().await });
        }
    }
}

async fn sliding(inner: &Arc<Inner>, control: &mut mpsc::Receiver<Control>, expire: bool) -> End {
    let service = SyncService::builder(inner.client.clone()).with_offline_mode().with_room_list_timeline_limit(TIMELINE);
    let service = match service.build().await {
        Ok(service) => Ends(Arc::new(service)),
        Err(error) => {
            tracing::error!(%error, "the sync could not be set up");
            return End::Failed;
        }
    };
    if expire {
        service.expire_sessions().await;
    }
    let mut state = service.state();
    let list = service.room_list_service();
    let mut rooms = list.state();
    inner.set_connection(Connection::Connecting);
    let mut connecting_since = Some(Instant::now());
    service.start().await;
    let mut checked: Option<Instant> = None;
    loop {
        let shown_offline = connecting_since.map(|since| since + CONNECTING);
        tokio::select! {
            Some(_) = state.next() => {}
            Some(_) = rooms.next() => {}
            () = until(shown_offline) => {
                connecting_since = None;
                inner.set_connection(Connection::Offline);
                continue;
            }
            told = control.recv() => match told {
                Some(Control::Wake) => {
                    service.stop().await;
                    service.start().await;
                    continue;
                }
                Some(Control::Heal(lost)) => {
                    service.stop().await;
                    clear(inner, &lost).await;
                    service.expire_sessions().await;
                    service.start().await;
                    continue;
                }
                Some(Control::Stop(done)) => {
                    service.stop().await;
                    let _ = done.send(true);
                    return End::Stopped;
                }
                None => {
                    service.stop().await;
                    return End::Stopped;
                }
            },
        }
        let list_state = rooms.get();
        let answered = matches!(list_state, ListState::SettingUp | ListState::Recovering | ListState::Running);
        let failed = matches!(list_state, ListState::Error { .. }) || matches!(state.get(), ServiceState::Offline);
        // Offline and back may pass faster than it is seen here, so the list's own error counts too.
        if failed && checked.is_none_or(|at| at.elapsed() > Duration::from_secs(2)) {
            checked = Some(Instant::now());
            if lacks_sliding_sync(inner).await {
                service.stop().await;
                return End::Classic;
            }
        }
        match state.get() {
            ServiceState::Running if answered => {
                connecting_since = None;
                inner.online();
                inner.synced();
            }
            ServiceState::Running | ServiceState::Idle => {
                if inner.reach() == Connection::Online {
                    connecting_since = Some(Instant::now());
                    inner.set_connection(Connection::Connecting);
                }
            }
            ServiceState::Offline => {
                connecting_since = None;
                inner.set_connection(Connection::Offline);
            }
            ServiceState::Terminated | ServiceState::Error(_) => {
                service.stop().await;
                return if lacks_sliding_sync(inner).await { End::Classic } else { End::Failed };
            }
        }
    }
}

/// The server answers, and says that it has no sliding sync.
async fn lacks_sliding_sync(inner: &Inner) -> bool {
    match inner.client.fetch_server_versions(Some(crate::http::once())).await {
        Ok(answer) => !answer.unstable_features.get("org.matrix.simplified_msc3575").is_some_and(|on| *on),
        Err(_) => false,
    }
}

/// Uses this kind of sync, in the next run as well.
fn remember_kind(inner: &Inner, version: Version) {
    inner.client.set_sliding_sync_version(version);
    if let Some(stored) = StoredSession::of(&inner.client)
        && let Err(error) = (inner.save)(&stored)
    {
        tracing::warn!(%error, "the kind of sync was not remembered");
    }
}

/// Empties the rooms' event caches; what comes next is taken anew.
pub async fn clear(inner: &Inner, rooms: &[OwnedRoomId]) {
    for room in rooms {
        let Some(room) = inner.client.get_room(room) else { continue };
        let cleared = match room.event_cache().await {
            Ok((cache, _guards)) => cache.clear().await,
            Err(error) => Err(error),
        };
        if let Err(error) = cleared {
            tracing::error!(room = %room.room_id(), %error, "the event cache of the room was not cleared");
        }
    }
}

async fn classic(inner: &Arc<Inner>, control: &mut mpsc::Receiver<Control>, expire: bool) -> End {
    inner.set_connection(Connection::Connecting);
    let mut anew = expire;
    let mut failures = 0_u32;
    loop {
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let (failed, told) = {
            let stopping = Arc::clone(&stop);
            let syncing = classic_run(inner, anew, stopping);
            tokio::pin!(syncing);
            tokio::select! {
                failed = &mut syncing => (failed, None),
                () = tokio::time::sleep(CONNECTING), if inner.reach() == Connection::Connecting => {
                    inner.set_connection(Connection::Offline);
                    tokio::select! {
                        failed = &mut syncing => (failed, None),
                        told = control.recv() => (None, Some(told)),
                    }
                }
                told = control.recv() => {
                    // A response that is being handled is let finish; an idle poll is dropped after this.
                    stop.store(true, std::sync::atomic::Ordering::Relaxed);
                    let ended = tokio::time::timeout(Duration::from_secs(3), &mut syncing).await.is_ok();
                    if let Some(Control::Stop(done)) = told {
                        let _ = done.send(ended || inner.watch.is_empty());
                        return End::Stopped;
                    }
                    (None, Some(told))
                }
            }
        };
        anew = false;
        match told {
            Some(None) => return End::Stopped,
            Some(Some(Control::Stop(done))) => {
                let _ = done.send(false);
                return End::Stopped;
            }
            Some(Some(Control::Heal(lost))) => {
                clear(inner, &lost).await;
                anew = true;
                continue;
            }
            Some(Some(Control::Wake)) => continue,
            None => {}
        }
        match failed {
            None => failures = 0,
            Some(Failure::SessionEnded { .. }) => return End::Failed,
            Some(failure) => {
                failures += 1;
                inner.set_connection(Connection::Offline);
                let wait = match failure {
                    Failure::Later { after: Some(after), .. } => after.clamp(Duration::from_secs(1), Duration::from_secs(120)),
                    _ => Duration::from_secs(u64::from(failures.min(5)) * 2 - 1),
                };
                if stopped_while_waiting(control, wait).await {
                    return End::Stopped;
                }
            }
        }
    }
}

/// Classic sync until it fails or `stop` is set.
async fn classic_run(inner: &Arc<Inner>, anew: bool, stop: Arc<std::sync::atomic::AtomicBool>) -> Option<Failure> {
    let client = &inner.client;
    let mut settings = SyncSettings::new().timeout(POLL).ignore_timeout_on_first_sync(true);
    let mut filter = FilterDefinition::default();
    filter.room.state.lazy_load_options =
        matrix_sdk::ruma::api::client::filter::LazyLoadOptions::Enabled { include_redundant_members: false };
    filter.room.timeline.limit = Some(TIMELINE.into());
    match client.get_or_upload_filter("tackroom", filter).await {
        Ok(id) => settings = settings.filter(matrix_sdk::ruma::api::client::sync::sync_events::v3::Filter::FilterId(id)),
        Err(error) => return Some(Failure::of(&error)),
    }
    if anew {
        if let Err(error) = client.sync_once(settings.clone().token(SyncToken::NoToken)).await {
            return Some(Failure::of(&error));
        }
        inner.online();
        inner.synced();
    }
    let failure = std::sync::Mutex::new(None);
    let ended = client
        .sync_with_result_callback(settings, |answer| {
            let stopping = stop.load(std::sync::atomic::Ordering::Relaxed);
            let go_on = match &answer {
                Ok(_) => {
                    inner.online();
                    inner.synced();
                    !stopping
                }
                Err(error) => {
                    if let Ok(mut failure) = failure.lock() {
                        *failure = Some(Failure::of(error));
                    }
                    false
                }
            };
            async move { Ok(if go_on { LoopCtrl::Continue } else { LoopCtrl::Break }) }
        })
        .await;
    match ended {
        Ok(()) => failure.into_inner().ok().flatten(),
        Err(error) => Some(Failure::of(&error)),
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// Notices that the process stood still (suspend, SIGSTOP) and wakes the sync: its connection may be dead (C05).
pub async fn feel_suspends(control: mpsc::Sender<Control>) {
    const TICK: Duration = Duration::from_secs(1);
    const STILL: Duration = Duration::from_secs(8);
    loop {
        // The monotonic clock stands still in a suspend, the wall clock in a SIGSTOP does not: either may show it.
        let (mono, wall) = (Instant::now(), SystemTime::now());
        tokio::time::sleep(TICK).await;
        let stood = mono.elapsed().max(wall.elapsed().unwrap_or_default());
        if stood > STILL && control.send(Control::Wake).await.is_err() {
            return;
        }
    }
}
