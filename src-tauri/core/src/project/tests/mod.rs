#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
//! Events in, messages out. Cases (C..) are those of the design's list.

mod disorder;
mod happenings;
mod notices;
mod order;
mod pins;
mod relations;
