//! Whether the account's keys outlive this device, and the verification of another session.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Said;

/// How the recovery of the account's keys stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// The server has not been asked yet.
    #[default]
    Unknown,
    /// There is no recovery key: with the last device the keys are lost.
    Off,
    /// There is one, and this device has what it protects.
    On,
    /// There is one, and this device needs it to read what was written before.
    Locked,
}

/// The state of the account's keys on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeyState {
    pub recovery: Recovery,
    /// The user said to have put the key of this device away.
    pub kept: bool,
    /// It is time to offer a recovery key, or to ask for it.
    pub due: bool,
    /// The account's other sessions trust this one.
    pub verified: bool,
}

/// One of the seven pictures that both sides compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Emoji {
    pub symbol: String,
    /// Its English name in the Matrix specification.
    pub name: String,
}

/// How far a verification is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum VerificationStage {
    /// The other session asks; nothing happens before the user accepts.
    Asked,
    /// The other session's turn.
    Waiting,
    Comparing {
        emoji: Vec<Emoji>,
    },
    /// The user said that they match; the other side has not yet.
    Confirmed,
    Done,
    /// It ended without trust; `words` say why in English, `said` in other languages.
    Cancelled {
        words: String,
        said: Said,
    },
}

/// The verification that is under way; there is one at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Verification {
    /// The other session: its name, else its ID; empty until one has answered.
    pub session: String,
    pub stage: VerificationStage,
}
