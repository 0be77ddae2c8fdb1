//! The tray: unread count, and quick actions (org.kde.StatusNotifierItem with com.canonical.dbusmenu).
//!
//! Spoken on the session bus directly: the usual library aborts the program where it is not installed, and knows nothing
//! of a tray that comes and goes. Without one, nothing is there and nothing waits; when one comes, the item shows itself.

mod icon;
mod item;
mod menu;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt;
use tackroom_core::model::{Change, Language};
use tauri::AppHandle;
use tokio::sync::mpsc;
use zbus::object_server::SignalEmitter;
use zbus::{Connection, MatchRule, MessageStream};

use crate::app::App;
use crate::desktop::press::Press;
use crate::{commands, events};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM_PATH: &str = "/StatusNotifierItem";
const MENU_PATH: &str = "/MenuBar";

/// What was chosen, and what a Wayland compositor gave for it.
type OnPress = Box<dyn Fn(Press, Option<String>) + Send + Sync>;

/// The item as it is now.
pub struct Tray {
    present: AtomicBool,
    unread: AtomicU32,
    language: Mutex<Language>,
    /// Of the menu: goes up with each change of its words.
    revision: AtomicU32,
    activation: Mutex<Option<String>>,
    on_press: OnPress,
}

impl Tray {
    /// Whether the desktop shows it: only then can a hidden window be brought back from it.
    pub fn is_present(&self) -> bool {
        self.present.load(Ordering::Relaxed)
    }

    fn unread(&self) -> u32 {
        self.unread.load(Ordering::Relaxed)
    }

    fn language(&self) -> Language {
        *self.language.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn revision(&self) -> u32 {
        self.revision.load(Ordering::Relaxed)
    }

    fn press(&self, press: Press) {
        let activation = self.activation.lock().unwrap_or_else(PoisonError::into_inner).take();
        (self.on_press)(press, activation);
    }
}

/// Shows it for as long as the app lives.
pub fn start(_: &AppHandle, app: Arc<App>, on_press: impl Fn(Press, Option<String>) + Send + Sync + 'static) -> Arc<Tray> {
    let tray = Arc::new(Tray {
        present: AtomicBool::new(false),
        unread: AtomicU32::new(0),
        language: Mutex::default(),
        revision: AtomicU32::new(1),
        activation: Mutex::default(),
        on_press: Box::new(on_press),
    });
    let shown = tray.clone();
    tokio::spawn(async move {
        if let Err(error) = show(&app, &shown).await {
            tracing::debug!(%error, "no tray");
        }
        shown.present.store(false, Ordering::Relaxed);
    });
    tray
}

async fn show(app: &Arc<App>, tray: &Arc<Tray>) -> zbus::Result<()> {
    let builder = zbus::connection::Builder::session();
    let bus = builder.serve_at(ITEM_PATH, item::Item(tray.clone())).serve_at(MENU_PATH, menu::Menu(tray.clone())).build().await?;
    let name = format!("org.kde.StatusNotifierItem-{}-1", std::process::id());
    bus.request_name(name.as_str()).await?;
    let mut owners = signals(&bus, "org.freedesktop.DBus", "NameOwnerChanged").await?;
    let mut hosts = signals(&bus, WATCHER, "StatusNotifierHostRegistered").await?;
    let mut fewer = signals(&bus, WATCHER, "StatusNotifierHostUnregistered").await?;
    let (batches, mut changes) = mpsc::channel(8);
    tokio::spawn(events::forward(app.changes(), move |batch| {
        let batches = batches.clone();
        async move { drop(batches.send(batch).await) }
    }));
    register(&bus, &name, tray).await;
    follow(app, &bus, tray).await?;
    loop {
        tokio::select! {
            message = owners.next() => {
                let Some(Ok(message)) = message else { return Ok(()) };
                let whose = message.body().deserialize::<(String, String, String)>()?;
                if whose.0 == WATCHER {
                    register(&bus, &name, tray).await;
                }
            }
            Some(_) = hosts.next() => look(&bus, tray).await,
            Some(_) = fewer.next() => look(&bus, tray).await,
            batch = changes.recv() => {
                let Some(batch) = batch else { return Ok(()) };
                if batch.iter().any(|change| matches!(change, Change::All | Change::Session | Change::Settings | Change::Conversations)) {
                    follow(app, &bus, tray).await?;
                }
            }
        }
    }
}

async fn signals(bus: &Connection, interface: &str, member: &str) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal).interface(interface).member(member).build()?;
    MessageStream::for_match_rule(rule.into_owned(), bus, None).await
}

/// Tells the watcher, where there is one, that the item is here.
async fn register(bus: &Connection, name: &str, tray: &Tray) {
    let told = bus.call_method(Some(WATCHER), WATCHER_PATH, Some(WATCHER), "RegisterStatusNotifierItem", &(name)).await;
    if let Err(error) = told {
        tracing::debug!(%error, "no tray to be shown in");
        tray.present.store(false, Ordering::Relaxed);
        return;
    }
    look(bus, tray).await;
}

/// A watcher without a host shows nothing.
async fn look(bus: &Connection, tray: &Tray) {
    let shown = async {
        let of = (WATCHER, "IsStatusNotifierHostRegistered");
        let answer = bus.call_method(Some(WATCHER), WATCHER_PATH, Some("org.freedesktop.DBus.Properties"), "Get", &of).await?;
        let value = answer.body().deserialize::<zbus::OwnedVariant>()?;
        bool::try_from(value)
    };
    tray.present.store(shown.await.unwrap_or(false), Ordering::Relaxed);
}

/// The count of the window (unread messages, without those of muted conversations) in the language that was chosen.
async fn follow(app: &App, bus: &Connection, tray: &Tray) -> zbus::Result<()> {
    let (unread, language) = commands::read(app, |reader| Ok((reader.unread_total()?, reader.language()?))).await.unwrap_or_default();
    let spoken = std::mem::replace(&mut *tray.language.lock().unwrap_or_else(PoisonError::into_inner), language);
    if tray.unread.swap(unread, Ordering::Relaxed) == unread && spoken == language {
        return Ok(());
    }
    let revision = tray.revision.fetch_add(1, Ordering::Relaxed) + 1;
    let item = SignalEmitter::new(bus, ITEM_PATH)?;
    item::Item::new_icon(&item).await?;
    item::Item::new_tool_tip(&item).await?;
    item::Item::new_title(&item).await?;
    let menu = SignalEmitter::new(bus, MENU_PATH)?;
    menu::Menu::layout_updated(&menu, revision, 0).await
}
