//! What went wrong, for a person and for the code: the UI chooses by `code`, never by words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Kinds of failure. The UI has one table from code to action; a test walks all codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    BadInput,
    NotFound,
    WrongPassword,
    UnknownServer,
    NotMatrix,
    NoNetwork,
    RateLimited,
    Forbidden,
    TooLarge,
    SessionEnded,
    NoBrowserSignIn,
    Cancelled,
    NotAFeed,
    NotAPicture,
    Blocked,
    DiskFull,
    ReadOnly,
    Damaged,
    NewerSchema,
    Keyring,
    Internal,
}

/// A failure at the boundary. `words` say what is so, with numbers and names, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{words}")]
pub struct Problem {
    pub code: Code,
    pub words: String,
}

impl Problem {
    /// A failure with its words.
    pub fn new(code: Code, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }
}
