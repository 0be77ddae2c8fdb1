//! The running account: what all rooms of this crate share, its tasks, and how they start and end.
//!
//! Start: the "running" flag is set and committed, then the sync begins. Stop: the sync ends, what it delivered is let
//! into the store (at most a few seconds), and only then the flag is cleared. Found set at the next start, the server
//! is asked for the rooms anew: the SDK's sync position runs ahead of the events it has stored.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use matrix_sdk::{Client, SessionChange, notification_settings::NotificationSettings, ruma::OwnedRoomId};
use tackroom_core::{
    Core,
    api::Problem,
    model::{Account, Change, Connection, EventId, Message, UserId},
    notify::Notice,
    store::{Reader, StoreError},
};
use tokio::{
    sync::{Mutex, Notify, OnceCell, broadcast, mpsc, oneshot, watch},
    task::{JoinHandle, JoinSet},
};

use crate::{
    devices,
    failure::{internal, problem},
    history, identities, marks, media, people, project, receipts, recovery, rooms, rules, send,
    session::{self, SaveSession},
    supervise,
    sync::{self, Control},
    typing, verify,
    watch::Watch,
};

/// How long a stop waits for the store to take what sync delivered.
const DRAIN: Duration = Duration::from_secs(4);

/// After a start notices wait a little: what was read elsewhere meanwhile needs none.
const CATCH_UP: Duration = Duration::from_secs(10);
const SETTLE: Duration = Duration::from_millis(1_200);

/// The server ended the session. Everything stays readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Sign in again, with the same device.
    Soft,
    /// The device is gone on the server: its keys are too.
    Hard,
}

/// An account of Tackroom. Cheap to clone; drop the clones inside the Tokio runtime.
#[derive(Clone)]
pub struct Matrix(pub(crate) Arc<Inner>);

/// What the rooms of this crate share.
pub struct Inner {
    pub core: Arc<Core>,
    pub client: Client,
    pub me: UserId,
    pub save: SaveSession,
    pub watch: Watch,
    pub todo: project::Todo,
    pub outbox: send::Outbox,
    pub notices: broadcast::Sender<Notice>,
    /// The last notices that wait: those after them wait for them too.
    announcing: std::sync::Mutex<Option<JoinHandle<()>>>,
    pub withdrawn: broadcast::Sender<EventId>,
    pub known: rooms::Known,
    pub verifying: verify::Current,
    pub typing: typing::Typing,
    pub histories: history::Histories,
    pub marks: marks::Heard,
    /// Poked when a room is new here: of what one is told there is not known yet.
    pub rules: Notify,
    push_rules: OnceCell<NotificationSettings>,
    pub projecting: Mutex<HashMap<OwnedRoomId, project::Seen>>,
    /// One at a time: the list of who is blocked is read and written whole.
    pub blocking: Mutex<()>,
    connection: watch::Sender<Connection>,
    first_sync: watch::Sender<bool>,
    ended: watch::Sender<Option<Ended>>,
    pub failed: watch::Sender<bool>,
    running: Mutex<Option<Running>>,
    started: Instant,
    /// Signed in just now: others do not know this device before its keys are on the server.
    new_device: AtomicBool,
    awaiting_keys: AtomicBool,
}

struct Running {
    control: mpsc::Sender<Control>,
    /// Holds all others.
    tasks: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.abort();
    }
}

impl Deref for Matrix {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Matrix {
    /// Wraps a client that is signed in.
    pub(crate) async fn around(core: Arc<Core>, client: Client, save: SaveSession, new_device: bool) -> Result<Self, Problem> {
        let me = client.user_id().ok_or_else(|| internal("no user", "open the account"))?;
        let me = UserId(me.to_string());
        // Before the first `room.event_cache()`, which fails otherwise.
        client.event_cache().subscribe().map_err(|e| internal(e, "open the account's data"))?;
        session::limit_media_cache(&client).await;
        let matrix = Self(Arc::new(Inner {
            core,
            client,
            me,
            save,
            watch: Watch::default(),
            todo: project::Todo::default(),
            outbox: send::Outbox::default(),
            notices: broadcast::Sender::new(256),
            announcing: std::sync::Mutex::default(),
            withdrawn: broadcast::Sender::new(256),
            known: rooms::Known::default(),
            verifying: verify::Current::default(),
            typing: typing::Typing::default(),
            histories: history::Histories::default(),
            marks: marks::Heard::default(),
            rules: Notify::new(),
            push_rules: OnceCell::new(),
            projecting: Mutex::default(),
            blocking: Mutex::default(),
            connection: watch::Sender::new(Connection::Connecting),
            first_sync: watch::Sender::new(false),
            ended: watch::Sender::new(None),
            failed: watch::Sender::new(false),
            running: Mutex::default(),
            started: Instant::now(),
            new_device: AtomicBool::new(new_device),
            awaiting_keys: AtomicBool::new(false),
        }));
        verify::listen(&matrix.0);
        matrix.core.media.set_matrix(Arc::new(media::Pictures(Arc::downgrade(&matrix.0))));
        Ok(matrix)
    }

    /// Whether both are one.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Begins to sync, project and send. A second call does nothing.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`: nothing was begun, call it again.
    pub async fn start(&self) -> Result<(), Problem> {
        let mut running = self.running.lock().await;
        if running.is_some() {
            return Ok(());
        }
        let me = self.me.clone();
        let unclean = self.core.store.write_async(move |w| {
            let unclean = w.was_running()?;
            w.set_me(&me)?;
            w.set_running(true)?;
            Ok((unclean, w.is_unfilled()?))
        });
        let (unclean, unfilled) = unclean.await.map_err(|e| e.problem(&self.core.profile))?;
        // For the test that shows the hole: with it nothing else answers an unclean end.
        #[cfg(feature = "testing")]
        let unclean = unclean && std::env::var_os("TACKROOM_TRUST_POSITION").is_none();
        if unclean {
            project::forget_suspects(&self.0).await;
        }
        let (control, told) = mpsc::channel(8);
        let inner = &self.0;
        // The listeners subscribe here, before the sync brings the first update.
        let mut tasks = JoinSet::new();
        tasks.spawn(receipts::listen(Arc::clone(inner), inner.client.subscribe_to_all_room_updates()));
        tasks.spawn(rooms::listen(Arc::clone(inner), inner.client.room_info_notable_update_receiver()));
        tasks.spawn(project::listen(Arc::clone(inner), inner.client.event_cache().subscribe_to_room_generic_updates()));
        tasks.spawn(project::decrypted_late(Arc::clone(inner)));
        tasks.spawn(project::run(Arc::clone(inner)));
        tasks.spawn(project::watch_over(Arc::clone(inner), control.clone()));
        tasks.spawn(session_changes(Arc::clone(inner), inner.client.subscribe_to_session_changes()));
        tasks.spawn(send::run(Arc::clone(inner)));
        tasks.spawn(people::keep_profile(Arc::clone(inner)));
        tasks.spawn(rules::keep(Arc::clone(inner)));
        tasks.spawn(rules::end(Arc::clone(inner)));
        tasks.spawn(recovery::follow(Arc::clone(inner)));
        tasks.spawn(identities::watch(Arc::clone(inner)));
        tasks.spawn(sync::feel_suspends(control.clone()));
        tasks.spawn(sync::run(Arc::clone(inner), told, unclean));
        if unfilled {
            // The store is new under an existing session: quiet rooms come from the SDK's disk.
            inner.todo.walk_all(&inner.client);
            tokio::spawn(project::filled(Arc::clone(inner)));
        } else {
            // What the last run left unread in the event cache.
            inner.todo.all(&inner.client);
        }
        history::resume(inner).await;
        *running = Some(Running { control, tasks: tokio::spawn(supervise::hold(Arc::clone(inner), tasks)) });
        Ok(())
    }

    /// Ends sync and sending. What sync delivered is in the store afterwards; if it could not be written in time, the
    /// next start asks the server for it again.
    pub async fn stop(&self) {
        let Some(running) = self.running.lock().await.take() else { return };
        self.histories.end();
        let (done, clean) = oneshot::channel();
        let told = running.control.send(Control::Stop(done)).await.is_ok();
        let clean = told && matches!(tokio::time::timeout(Duration::from_secs(8), clean).await, Ok(Ok(true)));
        let deadline = Instant::now() + DRAIN;
        while !(self.watch.is_empty() && self.todo.is_empty()) && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // What a part that ended should have heard is not known.
        let drained = self.watch.is_empty() && self.todo.is_empty() && !*self.failed.borrow();
        drop(running);
        self.set_connection(Connection::Offline);
        if clean && drained {
            // A projection that is in the middle of its transaction ends first.
            let _projecting = self.projecting.lock().await;
            if let Err(error) = self.core.store.write_async(|w| w.set_running(false)).await {
                tracing::warn!(%error, "the running flag was not cleared");
            }
        } else {
            tracing::warn!(clean, drained, "not stopped cleanly: the next start asks for the rooms anew");
        }
    }

    /// Ends as a crash would, for tests: nothing is drained, the flag stays set.
    #[cfg(feature = "testing")]
    pub async fn abandon(&self) {
        self.histories.end();
        self.running.lock().await.take();
    }

    /// Ends the session on the server. The caller removes the local data.
    pub async fn sign_out(&self) -> Result<(), Problem> {
        self.stop().await;
        let out = tokio::time::timeout(Duration::from_secs(15), self.client.logout()).await;
        match out {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(problem(&error, "end the session on the server")),
            Err(_) => Err(crate::failure::Failure::Network(String::new()).problem("end the session on the server")),
        }
    }

    /// The network came up, or the machine woke: connect anew and send what waits.
    pub async fn wake(&self) {
        if let Some(running) = self.running.lock().await.as_ref() {
            let _ = running.control.send(Control::Wake).await;
        }
        self.kick();
    }

    /// Something was put into the outbox, or waits there and should be tried now.
    pub fn kick(&self) {
        self.outbox.kick();
    }

    /// Whether the server is reached.
    pub fn connection(&self) -> watch::Receiver<Connection> {
        self.connection.subscribe()
    }

    /// Set when the server ended the session.
    pub fn session_ended(&self) -> watch::Receiver<Option<Ended>> {
        self.ended.subscribe()
    }

    /// What deserves a notification; each once, also over restarts.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    /// Events whose notification is no longer due: read or removed.
    pub fn withdrawn(&self) -> broadcast::Receiver<EventId> {
        self.withdrawn.subscribe()
    }

    /// Who is signed in, from the store.
    pub fn account(&self) -> Account {
        let device = self.client.device_id().map(ToString::to_string).unwrap_or_default();
        people::account(&self.core.store, self.me.clone(), self.client.homeserver().to_string(), device)
    }
}

impl Inner {
    /// Whether the server is reached, now.
    pub fn reach(&self) -> Connection {
        *self.connection.borrow()
    }

    /// The same, to wait for a change.
    pub(crate) fn reached(&self) -> watch::Receiver<Connection> {
        self.connection.subscribe()
    }

    pub(crate) fn set_connection(&self, connection: Connection) {
        let changed = self.connection.send_if_modified(|now| {
            let changed = *now != connection;
            *now = connection;
            changed
        });
        if changed {
            self.core.store.tell([Change::Connection]);
            if connection == Connection::Online {
                self.outbox.network_is_up();
            } else {
                self.nobody_types();
            }
        }
    }

    /// The server is reached. A new device counts as reached when others can write to it.
    pub(crate) fn online(self: &Arc<Self>) {
        if !self.new_device.load(Ordering::Relaxed) {
            return self.set_connection(Connection::Online);
        }
        if self.awaiting_keys.swap(true, Ordering::Relaxed) {
            return;
        }
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            devices::own_keys_are_up(&inner).await;
            inner.new_device.store(false, Ordering::Relaxed);
            inner.set_connection(Connection::Online);
        });
    }

    /// A sync of this run has been answered.
    pub(crate) fn synced(&self) {
        self.first_sync.send_if_modified(|done| !std::mem::replace(done, true));
    }

    /// Hands on what deserves a notification, unless it was read meanwhile: receipts of one's other devices come with
    /// the same sync, and a start after a long absence takes a moment until all of it is here. What came first is told
    /// first, also where what comes later has less to wait.
    pub(crate) fn announce(self: &Arc<Self>, notices: Vec<Notice>) {
        if notices.is_empty() {
            return;
        }
        let wait = if self.started.elapsed() < CATCH_UP { SETTLE } else { Duration::from_millis(150) };
        let inner = Arc::clone(self);
        let mut announcing = rooms::lock(&self.announcing);
        let earlier = announcing.take();
        *announcing = Some(tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            if let Some(earlier) = earlier {
                let _ = earlier.await;
            }
            for notice in notices {
                let due = inner.core.store.read_async(move |r| still_due(r, notice)).await;
                if let Ok(Some(notice)) = due {
                    let _ = inner.notices.send(notice);
                }
            }
        }));
    }

    /// The account's push rules. One instance for all: each knows what it set itself, others only after the next sync.
    pub(crate) async fn push_rules(&self) -> &NotificationSettings {
        self.push_rules.get_or_init(|| self.client.notification_settings()).await
    }

    /// Waits for the first answer to a sync in this run.
    pub(crate) async fn first_sync(&self) {
        let mut done = self.first_sync.subscribe();
        let _ = done.wait_for(|done| *done).await;
    }

    /// The server does not know the token any more.
    pub(crate) fn session_has_ended(&self, ended: Ended) {
        let changed = self.ended.send_if_modified(|now| {
            let changed = *now != Some(ended) && *now != Some(Ended::Hard);
            if changed {
                *now = Some(ended);
            }
            changed
        });
        if changed {
            tracing::info!(?ended, "the server ended the session");
            self.core.store.tell([Change::Session]);
        }
    }
}

/// What of a notice is still unread: all, some (then its words are made anew), or nothing.
fn still_due(r: &Reader, notice: Notice) -> Result<Option<Notice>, StoreError> {
    let settled = r.settled(&notice.events)?;
    if settled.is_empty() {
        return Ok(Some(notice));
    }
    let due = |message: &Message| {
        let event = message.event.as_ref();
        event.is_some_and(|event| notice.events.contains(event) && !settled.contains(event))
    };
    let messages: Vec<Message> = r.messages(&notice.room, None, None, 100)?.messages.into_iter().filter(due).collect();
    Ok(tackroom_core::notify::notice(&r.conversation(&notice.room)?, &messages, r.language()?))
}

async fn session_changes(inner: Arc<Inner>, mut changes: broadcast::Receiver<SessionChange>) {
    loop {
        match changes.recv().await {
            Ok(SessionChange::UnknownToken(data)) => {
                inner.session_has_ended(if data.soft_logout { Ended::Soft } else { Ended::Hard });
            }
            Ok(SessionChange::TokensRefreshed) | Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}
