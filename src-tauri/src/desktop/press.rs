//! What can be chosen in the tray, and how it is called there.

use tackroom_core::model::Language;
use tackroom_core::words::{Value, say};

use super::NAME;

/// What the user chose in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    Open,
    NewPin,
    Messages,
    Quit,
}

/// An entry of the menu.
pub fn label(press: Press, unread: u32, language: Language) -> String {
    match press {
        Press::Open => say(language, "app-tray-open", &[]),
        Press::NewPin => say(language, "app-new-pin", &[]),
        Press::Messages if unread > 0 => say(language, "app-tray-unread-messages", &[("n", Value::Count(unread as usize))]),
        Press::Messages => say(language, "app-tray-messages", &[]),
        Press::Quit => say(language, "app-tray-quit", &[]),
    }
}

/// The tray's own name.
pub fn title(unread: u32, language: Language) -> String {
    match unread {
        0 => NAME.to_owned(),
        unread => say(language, "app-tray-unread", &[("n", Value::Count(unread as usize))]),
    }
}
