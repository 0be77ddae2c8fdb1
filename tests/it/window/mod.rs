//! The real window, driven by roles and names, with Ruth's Tackroom (no window) as the other side.

mod account;
mod browser;
mod desktop;
mod heads;
mod layout;
mod notifications;
mod offline;
mod secrets;
mod sign_in;
