//! What the desktop gives: notifications, tray, the session's start, what other programs hand over or copy, news of sleep and
//! network, the web view's safe mode, the window's size. Where other systems do it another way, a file named `elsewhere` stands in.

/// The app's name on the desktop.
pub const NAME: &str = "Tackroom";
/// Under which its desktop file and icons are installed.
pub const ID: &str = "app.tackroom.Tackroom";

#[cfg(target_os = "linux")]
pub mod autostart;
#[cfg(not(target_os = "linux"))]
#[path = "autostart_elsewhere.rs"]
pub mod autostart;
pub mod clipboard;
pub mod closing;
pub mod incoming;
pub mod link;
pub mod notifications;
pub mod press;
#[cfg(target_os = "linux")]
pub mod safe_view;
#[cfg(target_os = "linux")]
pub mod tray;
#[cfg(not(target_os = "linux"))]
#[path = "tray/elsewhere.rs"]
pub mod tray;
#[cfg(target_os = "linux")]
pub mod wake;
pub mod window_size;
