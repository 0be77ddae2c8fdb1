//! The life of one profile, with or without a window.
//!
//! ```text
//! profile ─► vault (keyring or passphrase) ─► Core (store, pictures) ─► Matrix, from what was stored ─► sync
//! ```
//! Each arrow is a step of [`opening`], off the window's threads; [`session`] signs in and out; where the disk is full,
//! [`storage`] tries a step again. What the window shows
//! meanwhile is a [`SessionState`]; every change of it is told as [`Change::Session`].

mod opening;
mod session;
mod storage;

pub use session::internal;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tackroom_core::api::{Code, Problem};
use tackroom_core::model::{AppState, Ask, Change, Connection, RoomId, SessionState, Settings};
use tackroom_core::notify::Notice;
use tackroom_core::store::View;
use tackroom_core::{Core, Keys};
use tackroom_matrix::Matrix;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinSet;

use crate::profile::Profile;
use crate::vault::Vault;

/// Notices held for a slow listener before it is told "all".
const CHANGES_HELD: usize = 1024;

/// Asks held for a window that is not there yet; the oldest give way.
const ASKS_MAX: usize = 20;

/// What runs the profile.
pub struct App {
    profile: Profile,
    changes: broadcast::Sender<Change>,
    notices: broadcast::Sender<Notice>,
    state: Mutex<State>,
    /// Signing in, out and stopping, one after the other.
    turn: tokio::sync::Mutex<()>,
    cancel: Notify,
    /// Somebody says that there is room on the disk again.
    room: Notify,
    /// An account is shown from the store whose [`Matrix`] is still opening.
    restoring: watch::Sender<bool>,
    painted: AtomicBool,
    ending: AtomicBool,
    clear_view: Mutex<Option<Box<dyn Fn() + Send>>>,
    /// Not taken by the window yet.
    asks: Mutex<Vec<Ask>>,
    /// The window has begun to take them.
    answering: AtomicBool,
}

struct State {
    session: SessionState,
    /// Why nothing can be written: `storage` tries again.
    storage: Option<Problem>,
    /// Sentences of this run that no store holds.
    alerts: Vec<String>,
    parts: Option<Parts>,
    matrix: Option<Matrix>,
    /// Ends with the account that they serve.
    tasks: JoinSet<()>,
    /// Of opening the vault: an answer to an earlier one is not used.
    attempt: u64,
}

/// An open profile.
#[derive(Clone)]
struct Parts {
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    core: Arc<Core>,
}

impl App {
    /// Nothing is opened yet: see [`App::begin`].
    pub fn new(profile: Profile) -> Arc<Self> {
        Arc::new(Self {
            profile,
            changes: broadcast::channel(CHANGES_HELD).0,
            notices: broadcast::channel(CHANGES_HELD).0,
            state: Mutex::new(State {
                session: SessionState::Opening,
                storage: None,
                alerts: Vec::new(),
                parts: None,
                matrix: None,
                tasks: JoinSet::new(),
                attempt: 0,
            }),
            turn: tokio::sync::Mutex::default(),
            cancel: Notify::new(),
            room: Notify::new(),
            restoring: watch::Sender::new(false),
            painted: AtomicBool::new(false),
            ending: AtomicBool::new(false),
            clear_view: Mutex::new(None),
            asks: Mutex::default(),
            answering: AtomicBool::new(false),
        })
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// All changes: of the store, the session and the connection.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// What deserves a notification of the desktop.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    /// Tells of a change; nobody listening is fine.
    pub fn tell(&self, change: Change) {
        let _ = self.changes.send(change);
    }

    /// Asks the window for something; it is kept until a window takes it.
    pub fn ask(&self, ask: Ask) {
        let mut asks = self.asks.lock().unwrap_or_else(PoisonError::into_inner);
        asks.push(ask);
        let over = asks.len().saturating_sub(ASKS_MAX);
        asks.drain(..over);
        drop(asks);
        self.tell(Change::Asked);
    }

    /// All that was asked and not taken yet.
    pub fn take_asks(&self) -> Vec<Ask> {
        self.answering.store(true, Ordering::Relaxed);
        std::mem::take(&mut self.asks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether there is a window that answers what is asked.
    pub fn is_answering(&self) -> bool {
        self.answering.load(Ordering::Relaxed)
    }

    /// The open store and pictures.
    pub fn core(&self) -> Result<Arc<Core>, Problem> {
        let state = self.state();
        match (&state.parts, &state.storage, &state.session) {
            (Some(parts), ..) => Ok(parts.core.clone()),
            (None, Some(problem), _) => Err(problem.clone()),
            (None, None, SessionState::Broken { words }) => Err(Problem::new(Code::Damaged, words)),
            (None, None, _) => Err(Problem::new(Code::Keyring, "The profile is not open yet.")),
        }
    }

    /// The account that is signed in, once its data are open.
    pub async fn matrix(&self) -> Result<Matrix, Problem> {
        self.restored().await;
        let state = self.state();
        let nobody = || state.storage.clone().unwrap_or_else(|| Problem::new(Code::SessionEnded, "Nobody is signed in. Sign in first."));
        state.matrix.clone().ok_or_else(nobody)
    }

    /// The account whose data are open now.
    pub fn matrix_now(&self) -> Option<Matrix> {
        self.state().matrix.clone()
    }

    /// Waits while an account's data are opening.
    async fn restored(&self) {
        // It ends only with `self`.
        let _ = self.restoring.subscribe().wait_for(|restoring| !restoring).await;
    }

    /// Tries now what waits to be sent, where somebody is signed in.
    pub fn kick(&self) {
        if let Some(matrix) = self.matrix_now() {
            matrix.kick();
        }
    }

    pub fn session(&self) -> SessionState {
        self.state().session.clone()
    }

    pub fn connection(&self) -> Connection {
        match self.matrix_now() {
            Some(matrix) => *matrix.connection().borrow(),
            None if *self.restoring.borrow() => Connection::Connecting,
            None if matches!(self.session(), SessionState::SignedIn { .. }) => Connection::Offline,
            // Without an account there is nothing to be offline from.
            None => Connection::Online,
        }
    }

    /// The user's settings, or the defaults while no store is open.
    pub async fn settings(&self) -> Settings {
        match self.core() {
            Ok(core) => core.store.read_async(|reader| reader.settings()).await.unwrap_or_default(),
            Err(_) => Settings::default(),
        }
    }

    /// All that the first frame needs.
    pub async fn app_state(&self) -> AppState {
        let mut alerts = self.state().alerts.clone();
        if let Ok(core) = self.core() {
            alerts.extend(blocking(move || core.store.alerts()).await.unwrap_or_default());
        }
        AppState {
            session: self.session(),
            connection: self.connection(),
            settings: self.settings().await,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            server: std::env::var("TACKROOM_SERVER").ok().filter(|server| !server.trim().is_empty()),
            storage: self.state().storage.clone(),
            alerts,
        }
    }

    pub async fn dismiss_alerts(&self) -> Result<(), Problem> {
        self.state().alerts.clear();
        match self.core() {
            Ok(core) => Ok(blocking(move || core.store.dismiss_all_alerts()).await??),
            Err(_) => {
                self.tell(Change::Session);
                Ok(())
            }
        }
    }

    /// The view has painted, and says where the user is.
    pub fn set_view(&self, focused: bool, open: Option<RoomId>) {
        if !self.painted.swap(true, Ordering::Relaxed) {
            // scripts/start_bench.py waits for this line.
            tracing::info!("painted");
        }
        if let Ok(core) = self.core() {
            core.store.set_view(View { focused, open });
        }
    }

    pub fn has_painted(&self) -> bool {
        self.painted.load(Ordering::Relaxed)
    }

    /// What removes the web view's data at a sign-out.
    pub fn on_sign_out(&self, clear: impl Fn() + Send + 'static) {
        *self.clear_view.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(clear));
    }

    /// From now on a later start waits for the profile instead of handing over.
    pub fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    pub(crate) fn set_session(&self, session: SessionState) {
        self.state().session = session;
        self.tell(Change::Session);
    }

    /// A sentence that is shown until it is put away.
    pub fn alert(&self, words: impl Into<String>) {
        self.state().alerts.push(words.into());
        self.tell(Change::Session);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Resolves when the system asks this process to end.
#[cfg(unix)]
pub async fn end_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int, mut hup) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?, signal(SignalKind::hangup())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
        _ = hup.recv() => {}
    }
    Ok(())
}

/// Resolves when the system asks this process to end.
#[cfg(not(unix))]
pub async fn end_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Runs what reads or writes files off the async threads.
pub async fn blocking<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(act).await.map_err(internal)
}

/// Waits until nobody else holds it, so that its files are closed; gives up after some seconds.
async fn last_holder<T: Send + Sync + 'static>(held: Arc<T>) {
    for _ in 0..100 {
        if Arc::strong_count(&held) == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    // Closing a database folds its log: not on the async threads.
    let _ = tokio::task::spawn_blocking(move || drop(held)).await;
}
