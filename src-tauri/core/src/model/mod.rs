//! Plain types shared by the store, the Matrix side, the shell and (as TypeScript) the UI.
//!
//! Times are milliseconds since the Unix epoch, sizes are pixels or bytes, as each field says. Everything here is
//! data: no I/O, no rules. `examples/types.rs` prints their TypeScript.

mod choice;
mod conversation;
mod export;
mod feed;
mod group;
mod guard;
mod happening;
mod history;
mod ids;
mod keys;
mod marks;
mod people;
mod pin;
mod rich;
mod seen;
mod session;

pub use choice::*;
pub use conversation::*;
pub use export::*;
pub use feed::*;
pub use group::*;
pub use guard::*;
pub use happening::*;
pub use history::*;
pub use ids::*;
pub use keys::*;
pub use marks::*;
pub use people::*;
pub use pin::*;
pub use rich::*;
pub use seen::*;
pub use session::*;
