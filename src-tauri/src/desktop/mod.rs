//! What the desktop gives: notifications, the web view's safe mode, the window's remembered size.

pub mod notifications;
pub mod safe_view;
pub mod window_size;
