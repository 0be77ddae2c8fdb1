//! A notification daemon that offers `inline-reply`, which dunst lacks: it notes what it is told, and the test clicks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::message::Header;
use zbus::{Connection, OwnedVariant};

use super::{Desktop, block, until};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification as it was last told.
#[derive(Clone, Debug)]
pub struct Told {
    pub number: u32,
    pub summary: String,
    pub body: String,
    /// Keys and labels, one after the other.
    pub actions: Vec<String>,
    pub hints: Vec<String>,
    /// How often it was told: 1, and one more for each time that it was replaced.
    pub times: u32,
    pub closed: bool,
    owner: String,
}

/// Stands on a desktop's session bus until it is dropped. The desktop is one with `--notifications no`.
pub struct Notifier {
    bus: Connection,
    told: Arc<Mutex<Vec<Told>>>,
}

struct Daemon(Arc<Mutex<Vec<Told>>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "inline-reply", "persistence"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("double".into(), "tests".into(), "1".into(), "1.2".into())
    }

    #[allow(clippy::too_many_arguments, reason = "the interface has them")]
    fn notify(
        &self,
        #[zbus(header)] header: Header<'_>,
        _app: String,
        replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        _timeout: i32,
    ) -> u32 {
        let mut all = self.0.lock().unwrap();
        let owner = header.sender().unwrap().to_string();
        let number = if replaces > 0 { replaces } else { u32::try_from(all.len()).unwrap() + 1 };
        let times = all.iter().find(|told| told.number == number).map_or(1, |told| told.times + 1);
        all.retain(|told| told.number != number);
        all.push(Told { number, summary, body, actions, hints: hints.into_keys().collect(), times, closed: false, owner });
        number
    }

    fn close_notification(&self, number: u32) {
        if let Some(told) = self.0.lock().unwrap().iter_mut().find(|told| told.number == number) {
            told.closed = true;
        }
    }
}

impl Notifier {
    pub fn start(desktop: &Desktop) -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let (address, daemon) = (desktop.env["DBUS_SESSION_BUS_ADDRESS"].clone(), Daemon(told.clone()));
        let bus = block(async move {
            zbus::connection::Builder::address(address.as_str()).serve_at(PATH, daemon).name(NAME).build().await.unwrap()
        });
        Self { bus, told }
    }

    /// All that was told, in the order in which it was last told.
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    /// The first that stands and fits, once there is one.
    #[track_caller]
    pub fn wait(&self, what: &str, mut fits: impl FnMut(&Told) -> bool) -> Told {
        until(what, 30, || self.told().into_iter().find(|told| !told.closed && fits(told)))
    }

    #[track_caller]
    pub fn closed(&self, number: u32) {
        until("the notification to be closed", 10, || self.told().iter().any(|told| told.number == number && told.closed).then_some(()));
    }

    /// The user writes an answer into a notification.
    pub fn reply(&self, to: &Told, text: &str) {
        self.signal(to, "NotificationReplied", text);
    }

    /// The user clicks on a notification.
    pub fn click(&self, on: &Told) {
        self.signal(on, "ActionInvoked", "default");
    }

    // Only to the connection that told it, as daemons do.
    fn signal(&self, of: &Told, name: &str, text: &str) {
        let bus = self.bus.clone();
        let (owner, number, name, text) = (of.owner.clone(), of.number, name.to_owned(), text.to_owned());
        block(async move { bus.emit_signal(Some(owner.as_str()), PATH, NAME, name.as_str(), &(number, text)).await.unwrap() });
    }
}
