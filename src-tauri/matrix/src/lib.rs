//! The only place that knows matrix-sdk: Matrix on one side, the store of `tackroom-core` on the other.
//!
//! ```text
//! server ──sync──► event cache ──project──► store      what comes: [`sync`], [`project`], [`rooms`], [`receipts`]
//! server ◄──send── outbox rows in the store            what goes:  [`send`]
//! ```
//! [`session`] signs in and comes back offline, [`browser`] by the system's browser, [`watch`] holds what sync delivered
//! against what our store has, [`typing`] tells who is writing, [`people`] asks the directory, [`media`] fetches pictures, [`history`] loads older messages,
//! [`groups`] adds and removes people and gives roles,
//! [`recovery`] and [`verify`] look after keys that outlive a device, [`identities`] tells of changed ones. [`failure`] sorts errors, [`logs`] caps what the SDK writes. The
//! traps of the SDK that this order of things answers stand at the place that answers them.

mod browser;
mod create;
mod devices;
mod failure;
mod groups;
mod history;
mod http;
mod identities;
mod inner;
mod invites;
pub mod logs;
mod marks;
mod media;
mod older;
#[cfg(feature = "testing")]
pub mod oracle;
mod people;
mod probe;
mod project;
mod read;
mod receipts;
mod recovery;
mod rooms;
mod rules;
mod send;
mod session;
mod steps;
mod supervise;
mod sync;
mod typing;
mod verify;
mod walk;
mod watch;

pub use inner::{Ended, Matrix};
pub use probe::probe;
pub use session::{OpenBrowser, SaveSession, StoredAuth, StoredSession, clear_stores};
