//! A tray (org.kde.StatusNotifierWatcher with a host) on a test desktop's session bus: who registered, what it shows, and clicks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::message::Header;
use zbus::{Connection, OwnedVariant};

use super::{Desktop, block, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: (&str, &str) = ("/StatusNotifierItem", "org.kde.StatusNotifierItem");
const MENU: (&str, &str) = ("/MenuBar", "com.canonical.dbusmenu");

/// Stands until it is dropped.
pub struct Tray {
    bus: Connection,
    items: Arc<Mutex<Vec<String>>>,
}

struct Watcher(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, #[zbus(header)] header: Header<'_>, service: String) {
        let _ = service;
        self.0.lock().unwrap().push(header.sender().unwrap().to_string());
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

impl Tray {
    pub fn start(desktop: &Desktop) -> Self {
        let items = Arc::new(Mutex::new(Vec::new()));
        let (address, watcher) = (desktop.env["DBUS_SESSION_BUS_ADDRESS"].clone(), Watcher(items.clone()));
        let bus = block(async move {
            let builder = zbus::connection::Builder::address(address.as_str());
            builder.serve_at("/StatusNotifierWatcher", watcher).name(WATCHER).build().await.unwrap()
        });
        Self { bus, items }
    }

    /// The item that registered last, once there is one.
    #[track_caller]
    pub fn item(&self) -> String {
        until("an item in the tray", 60, || self.items.lock().unwrap().last().cloned())
    }

    fn call<B, T>(&self, of: (&'static str, &'static str), method: &'static str, body: B) -> Option<T>
    where
        B: serde::Serialize + zbus::DynamicType + Send + Sync + 'static,
        T: serde::de::DeserializeOwned + zbus::Type + Send + 'static,
    {
        let (bus, item) = (self.bus.clone(), self.item());
        block(async move {
            let answer = bus.call_method(Some(item.as_str()), of.0, Some(of.1), method, &body).await.ok()?;
            answer.body().deserialize::<T>().ok()
        })
    }

    /// What the tray shows beside the icon.
    pub fn title(&self) -> String {
        let of = (ITEM.0, "org.freedesktop.DBus.Properties");
        let value: Option<OwnedVariant> = self.call(of, "Get", (ITEM.1, "Title"));
        value.and_then(|value| String::try_from(value).ok()).unwrap_or_default()
    }

    /// The menu's entries: number and label, without the line.
    pub fn entries(&self) -> Vec<(i32, String)> {
        let asked = (vec![1, 2, 3, 5], Vec::<String>::new());
        let all: Option<Vec<(i32, HashMap<String, OwnedVariant>)>> = self.call(MENU, "GetGroupProperties", asked);
        let label = |properties: &HashMap<String, OwnedVariant>| String::try_from(properties["label"].clone()).unwrap();
        all.unwrap_or_default().iter().map(|(id, properties)| (*id, label(properties))).collect()
    }

    /// How many entries the menu's layout has.
    pub fn layout(&self) -> usize {
        type Layout = (u32, (i32, HashMap<String, OwnedVariant>, Vec<OwnedVariant>));
        let layout: Option<Layout> = self.call(MENU, "GetLayout", (0i32, -1i32, Vec::<String>::new()));
        layout.map_or(0, |(_, (_, _, children))| children.len())
    }

    /// The user clicks on the item.
    pub fn click(&self) {
        let _: Option<()> = self.call(ITEM, "Activate", (0i32, 0i32));
    }

    /// The user chooses the entry that begins so.
    #[track_caller]
    pub fn choose(&self, label: &str) {
        let (id, _) = self.entries().into_iter().find(|(_, entry)| entry.starts_with(label)).unwrap();
        let _: Option<()> = self.call(MENU, "Event", (id, "clicked", OwnedVariant::from(0i32), 0u32));
    }
}
