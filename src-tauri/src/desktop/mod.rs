//! What the desktop gives: notifications, tray, the session's start, what other programs hand over or copy, news of sleep and
//! network, the web view's safe mode, the window's size.

/// The app's name on the desktop.
pub const NAME: &str = "Tackroom";
/// Under which its desktop file and icons are installed.
pub const ID: &str = "app.tackroom.Tackroom";

pub mod autostart;
pub mod clipboard;
pub mod closing;
pub mod incoming;
pub mod link;
pub mod notifications;
pub mod safe_view;
pub mod tray;
pub mod wake;
pub mod window_size;
