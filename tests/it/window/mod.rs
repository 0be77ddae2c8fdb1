//! The real window, driven by roles and names, with Ruth's Tackroom (no window) as the other side.

mod account;
mod browser;
mod browsing;
mod conversation;
mod desktop;
mod device;
mod dragging;
mod groups;
mod guard;
mod heads;
mod history;
mod layout;
mod marks;
mod notifications;
mod offline;
mod people;
mod secrets;
mod sign_in;
mod together;
mod unpainted;
mod unsent;
mod wayland;
