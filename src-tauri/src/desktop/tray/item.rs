//! The item itself: what a tray shows and what a click on it does.

use std::sync::{Arc, PoisonError};

use zbus::ObjectPath;
use zbus::object_server::SignalEmitter;

use super::icon::{self, Pixmap};
use super::{MENU_PATH, Tray};
use crate::desktop::ID;
use crate::desktop::press::{Press, title};

pub struct Item(pub Arc<Tray>);

impl Item {
    fn words(&self) -> String {
        title(self.0.unread(), self.0.language())
    }
}

#[zbus::interface(name = "org.kde.StatusNotifierItem")]
impl Item {
    fn activate(&self, _x: i32, _y: i32) {
        self.0.press(Press::Open);
    }

    fn secondary_activate(&self, _x: i32, _y: i32) {
        self.0.press(Press::Messages);
    }

    fn provide_xdg_activation_token(&self, token: String) {
        *self.0.activation.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
    }

    #[zbus(property)]
    fn category(&self) -> &str {
        "Communications"
    }

    #[zbus(property)]
    fn id(&self) -> &str {
        ID
    }

    #[zbus(property)]
    fn title(&self) -> String {
        self.words()
    }

    #[zbus(property)]
    fn status(&self) -> &str {
        "Active"
    }

    #[zbus(property)]
    fn window_id(&self) -> i32 {
        0
    }

    /// By pixels: a name would hide the mark of what is unread.
    #[zbus(property)]
    fn icon_name(&self) -> &str {
        ""
    }

    #[zbus(property)]
    fn icon_pixmap(&self) -> Vec<Pixmap> {
        icon::pixmaps(self.0.unread() > 0)
    }

    #[zbus(property)]
    fn tool_tip(&self) -> (&str, Vec<Pixmap>, String, &str) {
        ("", Vec::new(), self.words(), "")
    }

    #[zbus(property)]
    fn item_is_menu(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn menu(&self) -> ObjectPath<'static> {
        ObjectPath::from_static_str_unchecked(MENU_PATH)
    }

    #[zbus(signal)]
    pub async fn new_title(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
    #[zbus(signal)]
    pub async fn new_icon(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
    #[zbus(signal)]
    pub async fn new_tool_tip(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
