//! All that Tackroom is, with no window and no Matrix.
//!
//! `model` and `api` are the boundary; `store` is the read model in SQLite; `project` turns a room's events into rows;
//! `outbox` holds what must be sent; `feed` is where pins come from; `media` is pictures; `guard` says what is wrong with
//! a link; `notify` decides what deserves a notification; `net` is the one client for the open web.

pub mod api;
pub mod feed;
pub mod guard;
pub mod media;
pub mod model;
pub mod net;
#[cfg(test)]
mod test_web;
