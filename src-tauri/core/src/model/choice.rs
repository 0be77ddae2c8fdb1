//! Choosing together: some pins of a conversation side by side, and how many voted for each.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EventId, MessageId, Picture};

/// Fewest and most pins of a choice.
pub const CHOICE_MIN: usize = 2;
pub const CHOICE_MAX: usize = 9;

/// One pin of a choice. A vote is a reaction with the choice's emoji to the pin itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ChoicePin {
    pub event: EventId,
    /// `None`: it is not on this device.
    pub message: Option<MessageId>,
    /// In one line, or what has become of it.
    pub title: String,
    /// Absent where there is none, and where it lies under a cover.
    pub picture: Option<Picture>,
    pub votes: u32,
    pub mine: bool,
    /// Names of at most 10 who voted for it.
    pub names: Vec<String>,
}

/// Pins that a message asks to choose among.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Choice {
    pub question: String,
    /// The emoji of a vote.
    pub key: String,
    pub pins: Vec<ChoicePin>,
}
