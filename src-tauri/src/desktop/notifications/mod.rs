//! Notifications of the desktop: one a conversation, and one for all who ask to write.
//!
//! ```text
//! notices ──► pending ──(at most one look a second)──► daemon: shown, or in the place of the one that stands
//! changes ──► read or removed by now ──► daemon: closed          daemon ──► clicked: that conversation; replied: outbox
//! ```
//! One task does all of it, one thing after the other. A notice comes once (the store sees to that, over restarts too).
//! What stands is kept in the store ([`kept`]), so that it is closed also after a restart; with no daemon, all of this
//! is silent.

#[cfg(target_os = "linux")]
mod daemon;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod daemon;
mod kept;
mod requests;
mod show;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use chrono::Timelike;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tackroom_core::api::{Call, args};
use tackroom_core::model::{Ask, Change, EventId, MediaId, MessageBody, NotificationContent, RoomId, SessionState, Settings};
use tackroom_core::notify::Notice;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

pub use daemon::Daemon;
use kept::{About, Standing};
use requests::Requests;
use show::{Picture, Show, Signal};

use crate::app::App;
use crate::{commands, events};

/// Between two looks at what is to be shown: a burst changes a notification, at most once in this time.
const PAUSE: Duration = Duration::from_secs(1);
/// Width of the picture in a notification, pixels.
const PICTURE_WIDTH: u32 = 320;
const PICTURE_PATIENCE: Duration = Duration::from_millis(1500);

/// Brings the window forward; what a Wayland compositor gave for it.
type Forward = Box<dyn Fn(Option<String>) + Send + Sync>;

/// Shows notices for as long as the app lives.
pub fn start(app: Arc<App>, forward: impl Fn(Option<String>) + Send + Sync + 'static) {
    let (batches, changes) = mpsc::channel(8);
    tokio::spawn(events::forward(app.changes(), move |batch| {
        let batches = batches.clone();
        async move { drop(batches.send(batch).await) }
    }));
    let notifier = Notifier {
        forward: Box::new(forward),
        daemon: None,
        signals: None,
        pending: Vec::new(),
        last: Instant::now() - PAUSE,
        content: None,
        standing: BTreeSet::new(),
        tokens: HashMap::new(),
        requests: Requests::default(),
        app,
    };
    tokio::spawn(notifier.run(changes));
}

struct Notifier {
    app: Arc<App>,
    forward: Forward,
    daemon: Option<Daemon>,
    signals: Option<BoxStream<'static, Signal>>,
    pending: Vec<Notice>,
    /// When it last looked at [`Self::pending`].
    last: Instant,
    /// How much those that stand may tell.
    content: Option<NotificationContent>,
    /// Numbers that this run knows to stand: for a sign-out, after which no store tells.
    standing: BTreeSet<u32>,
    tokens: HashMap<u32, String>,
    requests: Requests,
}

impl Notifier {
    async fn run(mut self, mut changes: mpsc::Receiver<Vec<Change>>) {
        let mut notices = self.app.notices();
        loop {
            let due = (!self.pending.is_empty()).then_some(self.last + PAUSE);
            let asked = self.requests.due();
            tokio::select! {
                notice = notices.recv() => match notice {
                    Ok(notice) => self.pending.push(notice),
                    Err(RecvError::Lagged(lost)) => tracing::warn!(lost, "notices came faster than they were shown"),
                    Err(RecvError::Closed) => return,
                },
                batch = changes.recv() => match batch {
                    Some(batch) => self.changed(&batch).await,
                    None => return,
                },
                signal = next(&mut self.signals) => match signal {
                    Some(signal) => self.heard(signal).await,
                    None => self.signals = None,
                },
                () = sleep_until(due.unwrap_or(self.last)), if due.is_some() => self.show_pending().await,
                () = sleep_until(asked.unwrap_or(self.last)), if asked.is_some() => self.show_requests().await,
            }
        }
    }

    /// The daemon, asked anew where it is not the one that it was.
    async fn daemon(&mut self) -> Result<&Daemon> {
        let same = match &self.daemon {
            Some(daemon) => daemon.is_the_same().await,
            None => false,
        };
        if !same {
            self.daemon = None;
            let daemon = Daemon::ask().await?;
            self.signals = Some(daemon.signals().await?);
            let identity = daemon.identity.clone();
            let kept = commands::read(&self.app, move |reader| kept::read(reader, &identity)).await;
            self.standing = kept.map(|kept| kept.all.iter().map(|standing| standing.number).collect()).unwrap_or_default();
            self.daemon = Some(daemon);
        }
        self.daemon.as_ref().ok_or_else(|| anyhow::anyhow!("no daemon"))
    }

    async fn show_pending(&mut self) {
        self.last = Instant::now();
        let pending = std::mem::take(&mut self.pending);
        let settings = self.app.settings().await;
        if !may_show(&settings) {
            return;
        }
        let mut rooms: Vec<(RoomId, Vec<EventId>)> = Vec::new();
        for notice in pending {
            match rooms.iter_mut().find(|(room, _)| *room == notice.room) {
                Some((_, events)) => events.extend(notice.events),
                None => rooms.push((notice.room, notice.events)),
            }
        }
        for (room, events) in rooms {
            if let Err(error) = self.show_room(&settings, room, events).await {
                tracing::debug!(%error, "a notification was not shown");
            }
        }
        self.last = Instant::now();
    }

    /// What is due of these events and of those that a standing notification of the room tells of, in one.
    async fn show_room(&mut self, settings: &Settings, room: RoomId, new: Vec<EventId>) -> Result<()> {
        let identity = self.daemon().await?.identity.clone();
        let of = room.clone();
        let looked = commands::read(&self.app, move |reader| {
            let kept = kept::read(reader, &identity)?;
            let stands = kept.of_room(&of);
            let mut events = stands.map(|(_, events)| events.to_vec()).unwrap_or_default();
            events.extend(new);
            Ok((stands.map(|(standing, _)| standing.number), reader.due_notice(&of, &events)?))
        });
        let Ok((replaces, Some(notice))) = looked.await else { return Ok(()) };
        let content = settings.notification_content;
        let picture = if content == NotificationContent::All { picture(&self.app, notice.picture).await } else { None };
        let language = settings.language;
        let show = Show { words: notice.words(content, language), picture, open: true, reply: true, replaces, language };
        self.show(show, About::Conversation { room, events: notice.events }).await
    }

    async fn show(&mut self, show: Show, about: About) -> Result<()> {
        let daemon = self.daemon().await?;
        let number = daemon.show(show).await?;
        let identity = daemon.identity.clone();
        self.standing.insert(number);
        let over = kept::change(&self.app, &identity, move |kept| kept.add(Standing { about, number })).await;
        for number in over.unwrap_or_default() {
            self.close(number).await;
        }
        Ok(())
    }

    async fn close(&mut self, number: u32) {
        self.standing.remove(&number);
        if let Ok(daemon) = self.daemon().await {
            daemon.close(number).await;
        }
    }

    async fn changed(&mut self, batch: &[Change]) {
        let any = |of: fn(&Change) -> bool| batch.iter().any(|change| matches!(change, Change::All) || of(change));
        if any(|change| matches!(change, Change::Session)) && matches!(self.app.session(), SessionState::SignedOut) {
            self.pending.clear();
            self.requests = Requests::default();
            for number in std::mem::take(&mut self.standing) {
                self.close(number).await;
            }
        }
        if any(|change| matches!(change, Change::Session | Change::Settings)) {
            self.hide_more().await;
        }
        if any(|change| matches!(change, Change::Session | Change::Requests)) {
            self.requests.look(&self.app).await;
        }
        if any(|change| matches!(change, Change::Session | Change::Requests | Change::Conversation { .. })) {
            self.settle().await;
        }
    }

    /// What stands with more words than may be shown by now goes.
    async fn hide_more(&mut self) {
        let settings = self.app.settings().await;
        let shown = self.content.replace(settings.notification_content);
        if shown.is_none_or(|shown| shown == settings.notification_content) {
            return;
        }
        for number in std::mem::take(&mut self.standing) {
            self.close(number).await;
        }
    }

    /// Closes what is read or answered by now, and writes anew what tells of something that was removed.
    async fn settle(&mut self) {
        if !commands::read(&self.app, kept::any).await.unwrap_or(false) {
            return;
        }
        let Ok(identity) = self.daemon().await.map(|daemon| daemon.identity.clone()) else { return };
        let looked = commands::read(&self.app, move |reader| {
            let pending = reader.requests()?;
            let (mut over, mut anew) = (Vec::new(), Vec::new());
            for standing in kept::read(reader, &identity)?.all {
                match &standing.about {
                    About::Conversation { room, events } => {
                        let settled = reader.settled(events)?;
                        if settled.len() == events.len() {
                            over.push(standing.number);
                        } else if is_any_removed(reader, &settled)? {
                            anew.push(room.clone());
                        }
                    }
                    About::Requests { rooms } => {
                        if !rooms.iter().any(|room| pending.iter().any(|request| request.room == *room)) {
                            over.push(standing.number);
                        }
                    }
                }
            }
            Ok((over, anew))
        });
        let Ok((over, anew)) = looked.await else { return };
        for number in over {
            self.forget(number).await;
            self.close(number).await;
        }
        let settings = self.app.settings().await;
        for room in anew {
            if let Err(error) = self.show_room(&settings, room, Vec::new()).await {
                tracing::debug!(%error, "a notification still tells of what was removed");
            }
        }
    }

    /// No longer kept; what it told of.
    async fn forget(&mut self, number: u32) -> Option<About> {
        self.standing.remove(&number);
        let identity = self.daemon.as_ref()?.identity.clone();
        Some(kept::change(&self.app, &identity, move |kept| kept.remove(number)).await??.about)
    }

    async fn heard(&mut self, signal: Signal) {
        match signal {
            Signal::Activation { number, token } => drop(self.tokens.insert(number, token)),
            Signal::Closed { number } => {
                self.tokens.remove(&number);
                self.forget(number).await;
            }
            Signal::Opened { number } => {
                let token = self.tokens.remove(&number);
                let Some(about) = self.forget(number).await else { return };
                // Some daemons leave it standing after its action.
                self.close(number).await;
                self.open(about, token).await;
            }
            Signal::Replied { number, text } => {
                let Some(about) = self.forget(number).await else { return };
                self.close(number).await;
                if let About::Conversation { room, events } = about {
                    self.reply(room, events, text).await;
                }
            }
        }
    }

    async fn open(&mut self, about: About, token: Option<String>) {
        self.app.ask(match about {
            About::Conversation { room, events } => {
                let first = events.first().cloned();
                let message = commands::read(&self.app, move |reader| match first {
                    Some(event) => reader.message_by_event(&event),
                    None => Ok(None),
                });
                Ask::Conversation { room, message: message.await.ok().flatten().map(|message| message.id) }
            }
            About::Requests { .. } => Ask::Requests,
        });
        (self.forward)(token);
    }

    /// Sends through the outbox; whoever answers has read. Where it cannot be sent, the text stays as the draft.
    async fn reply(&mut self, room: RoomId, events: Vec<EventId>, text: String) {
        if text.trim().is_empty() {
            return;
        }
        let sent = commands::dispatch(
            &self.app,
            Call::SendText(args::SendText { room: room.clone(), text: text.clone(), reply_to: None, thread: None }),
        );
        if let Err(problem) = sent.await {
            tracing::warn!(code = ?problem.code, "a reply was not taken");
            let draft = Call::SetDraft(args::SetDraft { room: room.clone(), text });
            let _ = commands::dispatch(&self.app, draft).await;
            self.open(About::Conversation { room, events }, None).await;
            return;
        }
        let newest = events.into_iter().next_back();
        let message = commands::read(&self.app, move |reader| match newest {
            Some(event) => reader.message_by_event(&event),
            None => Ok(None),
        });
        if let Ok(Some(message)) = message.await {
            let _ = commands::dispatch(&self.app, Call::MarkRead(args::MarkRead { room, message: message.id, thread: None })).await;
        }
    }
}

fn is_any_removed(reader: &tackroom_core::store::Reader, settled: &[EventId]) -> Result<bool, tackroom_core::store::StoreError> {
    for event in settled {
        if reader.message_by_event(event)?.is_none_or(|message| matches!(message.body, MessageBody::Removed)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the user wants notifications now.
fn may_show(settings: &Settings) -> bool {
    let now = chrono::Local::now();
    let minute = u16::try_from(now.hour() * 60 + now.minute()).unwrap_or(0);
    settings.notifications && !settings.quiet_hours.is_some_and(|quiet| quiet.hold(minute))
}

/// The next signal; waits for ever where no daemon is listened to.
async fn next(signals: &mut Option<BoxStream<'static, Signal>>) -> Option<Signal> {
    match signals {
        Some(signals) => signals.next().await,
        None => std::future::pending().await,
    }
}

/// A picture that is slow to come does not hold up the notification.
async fn picture(app: &App, media: Option<MediaId>) -> Option<Picture> {
    let (media, core) = (media?, app.core().ok()?);
    let served = tokio::time::timeout(PICTURE_PATIENCE, core.media.get(media, PICTURE_WIDTH)).await.ok()?.ok()?;
    let decoded = tokio::task::spawn_blocking(move || {
        let picture = image::load_from_memory(&served.bytes).ok()?;
        let picture = picture.thumbnail(PICTURE_WIDTH, PICTURE_WIDTH).into_rgba8();
        let (width, height) = (i32::try_from(picture.width()).ok()?, i32::try_from(picture.height()).ok()?);
        Some(Picture { width, height, rgba: picture.into_raw() })
    });
    decoded.await.ok().flatten()
}
