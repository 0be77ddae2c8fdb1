//! All that Tackroom is, with no window and no Matrix.
//!
//! `model` and `api` are the boundary; `store` is the read model in SQLite; `project` turns a room's events into rows;
//! `outbox` holds what must be sent; `feed` is where pins come from; `media` is pictures; `guard` says what is wrong with
//! a link; `rich` reads and writes texts with marks and links;
//! `notify` decides what deserves a notification; `search` reads what is typed into Search; `export` writes a conversation into a folder; `net` is the one client for the open web.

pub mod api;
pub mod export;
pub mod fault;
pub mod feed;
pub mod files;
pub mod guard;
mod keys;
pub mod lines;
pub mod media;
pub mod model;
pub mod net;
pub mod notify;
pub mod outbox;
mod profile;
pub mod project;
pub mod rich;
pub mod search;
pub mod store;
#[cfg(test)]
mod test_room;
#[cfg(test)]
mod test_web;
pub mod text;
pub mod words;

pub use keys::Keys;
pub use profile::{Core, Opened};
