//! What the desktop gives: notifications, news of sleep and network, the web view's safe mode, the window's size.

pub mod notifications;
pub mod safe_view;
pub mod wake;
pub mod window_size;
