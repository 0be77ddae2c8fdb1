#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
//! The store on real files. Cases (C..) are those of the design's list.

mod choice;
mod damage;
mod guard;
mod lists;
mod marks;
mod outbox;
mod plans;
mod relate;
mod rich;
mod schema;
mod seen;
mod seen_by;
mod strangers;
