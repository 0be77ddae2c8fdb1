//! Pictures.
#![allow(dead_code)]
mod chunks;
mod decode;
mod disk;
mod names;
mod scale;
mod send;
mod sizes;
mod sniff;
mod source;

pub use names::safe_name;
pub use scale::Encoded;
pub use send::Prepared;
pub use sniff::{Format, sniff};
pub use source::{MediaFacts, MediaSource, clamp_size};

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
