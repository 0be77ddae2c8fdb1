//! Notifications of the desktop, through notify-rust.
//!
//! A notice comes once (the store sees to that, over restarts too). It is shown with sender, title and picture; its
//! default action brings the window forward with the conversation. A notification whose messages were read or removed
//! is closed, also one shown before a restart: the daemon's numbers are kept in the store. Each shown notification is
//! one task and one connection, which end with it; with no daemon, all of this is silent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use notify_rust::{Hint, Image, Notification, NotificationHandle, NotificationResponse};
use serde::{Deserialize, Serialize};
use tackroom_core::model::{Change, EventId};
use tackroom_core::notify::Notice;
use tokio::sync::{broadcast::error::RecvError, oneshot};

use crate::app::App;
use crate::events;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The store's name for [`Kept`].
const KEPT: &str = "notifications_shown";
/// Most that are kept.
const KEPT_MAX: usize = 100;
/// Most notifications that stand at once; the oldest is closed for a new one.
const SHOWN_MAX: usize = 32;
/// Width of the picture in a notification, pixels.
const PICTURE_WIDTH: u32 = 320;
const PICTURE_PATIENCE: Duration = Duration::from_secs(3);

type Forward = Arc<dyn Fn() + Send + Sync>;

/// What the daemon says of itself.
pub struct Daemon {
    pub name: String,
    capabilities: Vec<String>,
    identity: Option<String>,
}

impl Daemon {
    /// Whether it announces a capability.
    pub fn can(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|can| can == capability)
    }
}

/// Asks the daemon. Fails where there is none.
pub async fn daemon() -> Result<Daemon> {
    let bus = zbus::Connection::session().await?;
    let ask = async |method: &str| bus.call_method(Some(NAME), PATH, Some(NAME), method, &()).await;
    let capabilities = ask("GetCapabilities").await?.body().deserialize::<Vec<String>>()?;
    let (name, _vendor, version, _spec) = ask("GetServerInformation").await?.body().deserialize::<(String, String, String, String)>()?;
    Ok(Daemon { name: format!("{name} {version}"), capabilities, identity: identity(&bus).await })
}

/// Those that this run has shown and that stand, the oldest first, by the newest event that each tells of.
#[derive(Default)]
struct Shown(Mutex<Vec<Standing>>);

struct Standing {
    event: EventId,
    /// Dropped, it closes the notification.
    _close: oneshot::Sender<()>,
}

/// What the store keeps of all that may stand, of earlier runs too. Numbers mean something to one daemon of one bus.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    daemon: String,
    notices: Vec<KeptNotice>,
}

#[derive(Clone, Serialize, Deserialize)]
struct KeptNotice {
    event: EventId,
    events: Vec<EventId>,
    number: u32,
}

/// Shows notices for as long as the app lives. `forward` brings the window to the front.
pub fn start(app: Arc<App>, forward: impl Fn() + Send + Sync + 'static) {
    let mut notices = app.notices();
    let shown = Arc::new(Shown::default());
    let forward: Forward = Arc::new(forward);
    let (settling, standing) = (app.clone(), shown.clone());
    tokio::spawn(events::forward(app.changes(), move |batch| {
        let (app, shown) = (settling.clone(), standing.clone());
        async move {
            if batch.iter().any(|change| matches!(change, Change::All | Change::Session | Change::Conversation { .. })) {
                settle(&app, &shown).await;
            }
        }
    }));
    tokio::spawn(async move {
        loop {
            match notices.recv().await {
                Ok(notice) => show(&app, &shown, &forward, notice).await,
                Err(RecvError::Lagged(lost)) => tracing::warn!(lost, "notices came faster than they were shown"),
                Err(RecvError::Closed) => return,
            }
        }
    });
}

async fn show(app: &Arc<App>, shown: &Arc<Shown>, forward: &Forward, notice: Notice) {
    if !app.settings().await.notifications {
        return;
    }
    let daemon = match daemon().await {
        Ok(daemon) => daemon,
        Err(error) => return tracing::debug!(%error, "no notification daemon"),
    };
    let picture = picture(app, &notice).await;
    let handle = match compose(&notice, &daemon, picture).show_async().await {
        Ok(handle) => handle,
        Err(error) => return tracing::debug!(%error, "the notification daemon did not take a notification"),
    };
    let closed = shown.add(notice.event.clone());
    let kept = KeptNotice { event: notice.event.clone(), events: notice.events.clone(), number: handle.id() };
    change_kept(app, move |all| all.add(kept, daemon.identity)).await;
    let (app, shown, forward) = (app.clone(), shown.clone(), forward.clone());
    tokio::spawn(async move {
        let opened = stand(handle, closed).await;
        shown.remove(&notice.event);
        change_kept(&app, move |all| all.notices.retain(|kept| kept.event != notice.event)).await;
        if opened {
            app.tell(Change::Open { room: notice.room, message: Some(notice.message) });
            forward();
        }
    });
}

/// Until it is clicked (true), closed by the daemon, or no longer due.
async fn stand(handle: NotificationHandle, settled: oneshot::Receiver<()>) -> bool {
    let mut opened = false;
    tokio::select! {
        () = handle.wait_for_action_async(|response| opened = matches!(response, NotificationResponse::Default)) => {}
        _ = settled => {}
    }
    // Some daemons leave it standing after its action.
    handle.close_async().await;
    opened
}

/// Closes what is read or removed by now.
async fn settle(app: &App, shown: &Shown) {
    let Ok(core) = app.core() else { return };
    let looked = core.store.read_async(|reader| {
        let kept = reader.value::<Kept>(KEPT)?.unwrap_or_default();
        let mut settled = Vec::new();
        for notice in &kept.notices {
            if reader.settled(&notice.events)?.len() == notice.events.len() {
                settled.push(notice.clone());
            }
        }
        Ok((kept.daemon, settled))
    });
    let Ok((daemon, settled)) = looked.await else { return };
    if settled.is_empty() {
        return;
    }
    for notice in &settled {
        // Of an earlier run: only its number is known.
        if !shown.remove(&notice.event)
            && let Err(error) = close(&daemon, notice.number).await
        {
            tracing::debug!(%error, "an older notification was not closed");
        }
    }
    change_kept(app, move |all| all.notices.retain(|kept| !settled.iter().any(|gone| gone.event == kept.event))).await;
}

async fn close(of: &str, number: u32) -> Result<()> {
    let bus = zbus::Connection::session().await?;
    if identity(&bus).await.as_deref() == Some(of) {
        bus.call_method(Some(NAME), PATH, Some(NAME), "CloseNotification", &(number)).await?;
    }
    Ok(())
}

/// Which daemon on which bus: another one has given the same numbers to others.
async fn identity(bus: &zbus::Connection) -> Option<String> {
    let proxy = zbus::fdo::DBusProxy::new(bus).await.ok()?;
    let owner = proxy.get_name_owner(NAME.try_into().ok()?).await.ok()?;
    Some(format!("{} {owner}", proxy.get_id().await.ok()?))
}

async fn change_kept(app: &App, change: impl FnOnce(&mut Kept) + Send + 'static) {
    let Ok(core) = app.core() else { return };
    let kept = core.store.write_async(move |writer| {
        let mut kept = writer.value::<Kept>(KEPT)?.unwrap_or_default();
        change(&mut kept);
        writer.put_value(KEPT, &kept)
    });
    if let Err(error) = kept.await {
        tracing::debug!(%error, "a notification's number was not kept");
    }
}

impl Kept {
    fn add(&mut self, notice: KeptNotice, daemon: Option<String>) {
        let daemon = daemon.unwrap_or_default();
        if self.daemon != daemon {
            *self = Self { daemon, notices: Vec::new() };
        }
        self.notices.push(notice);
        if self.notices.len() > KEPT_MAX {
            self.notices.remove(0);
        }
    }
}

fn compose(notice: &Notice, daemon: &Daemon, picture: Option<Image>) -> Notification {
    let mut notification = Notification::new();
    let (summary, body) = words(notice, daemon.can("body-markup"));
    notification.appname("Tackroom").summary(&summary).body(&body).icon("app.tackroom.Tackroom");
    notification.hint(Hint::Category("im.received".into())).hint(Hint::DesktopEntry("app.tackroom.Tackroom".into()));
    if daemon.can("actions") {
        notification.action("default", "Open");
    }
    if let Some(picture) = picture {
        notification.image_data(picture);
    }
    notification
}

/// Summary and body. Only the body is markup, and only where the daemon says so (case C14).
fn words(notice: &Notice, markup: bool) -> (String, String) {
    let summary = match &notice.conversation {
        Some(conversation) => format!("{} · {conversation}", notice.sender),
        None => notice.sender.clone(),
    };
    let lines = [notice.title.as_str(), notice.body.as_str()];
    let body = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    (summary, if markup { escape(&body) } else { body })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn picture(app: &App, notice: &Notice) -> Option<Image> {
    let media = notice.picture?;
    let core = app.core().ok()?;
    // A picture that is slow to come does not hold up the notification.
    let served = tokio::time::timeout(PICTURE_PATIENCE, core.media.get(media, PICTURE_WIDTH)).await.ok()?.ok()?;
    let decoded = tokio::task::spawn_blocking(move || {
        let picture = image::load_from_memory(&served.bytes).ok()?;
        let picture = picture.thumbnail(PICTURE_WIDTH, PICTURE_WIDTH).into_rgba8();
        let (width, height) = (i32::try_from(picture.width()).ok()?, i32::try_from(picture.height()).ok()?);
        Image::from_rgba(width, height, picture.into_raw()).ok()
    });
    decoded.await.ok().flatten()
}

impl Shown {
    /// What is received is the closing: by [`Shown::remove`], or for a newer one.
    fn add(&self, event: EventId) -> oneshot::Receiver<()> {
        let (close, closed) = oneshot::channel();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(Standing { event, _close: close });
        if all.len() > SHOWN_MAX {
            all.remove(0);
        }
        closed
    }

    /// Removed here, it is closed. False where it does not stand.
    fn remove(&self, event: &EventId) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.len();
        all.retain(|standing| standing.event != *event);
        all.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(sender: &str, title: &str, body: &str) -> Notice {
        Notice {
            room: "!r:x".into(),
            event: "$e".into(),
            events: vec!["$e".into()],
            at: 0,
            message: tackroom_core::model::MessageId(1),
            sender: sender.into(),
            conversation: None,
            title: title.into(),
            body: body.into(),
            picture: None,
        }
    }

    #[test]
    fn the_very_same_characters_are_readable() {
        let notice = notice("A & <b>B</b>", "", "I <3 this </brb> &lt; 50 %");
        assert_eq!(words(&notice, false), ("A & <b>B</b>".into(), "I <3 this </brb> &lt; 50 %".into()));
        let marked = "I &lt;3 this &lt;/brb&gt; &amp;lt; 50 %";
        assert_eq!(words(&notice, true), ("A & <b>B</b>".into(), marked.into()));
    }

    #[test]
    fn title_and_group_are_named() {
        let mut notice = notice("Amina", "Oak bench", "For the garden?");
        notice.conversation = Some("Garden".into());
        assert_eq!(words(&notice, true), ("Amina · Garden".into(), "Oak bench\nFor the garden?".into()));
    }

    #[test]
    fn removed_means_closed_and_the_oldest_gives_way() {
        let shown = Shown::default();
        let mut first = shown.add("$0".into());
        let mut others: Vec<_> = (1..SHOWN_MAX).map(|n| shown.add(EventId(format!("${n}")))).collect();
        assert!(matches!(first.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
        others.push(shown.add("$more".into()));
        assert!(matches!(first.try_recv(), Err(oneshot::error::TryRecvError::Closed)));
        assert!(!shown.remove(&"$0".into()) && shown.remove(&"$1".into()));
        assert!(matches!(others[0].try_recv(), Err(oneshot::error::TryRecvError::Closed)));
    }
}
