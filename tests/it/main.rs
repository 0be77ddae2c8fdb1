//! Tests on real parts: Synapse, a keyring, a notification daemon, the window itself. `support` starts them.
//!
//! `invariants` reads the source and the dependency graph; `window`, `promises` and their like drive the program by the
//! roles and names of the UI contract, with Tackroom without a window as the other side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod crash;
mod crowd;
mod demo;
mod disk;
mod export;
mod interop;
mod invariants;
mod keys;
mod lines;
mod matrix;
mod network;
mod preview;
mod program;
mod smoke;
mod support;
mod waking;
mod window;
mod wire;
