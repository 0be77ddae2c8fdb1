//! What was sent or received before.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MessageId, Person, RoomId};

/// What is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeenWhat {
    Picture,
    Link,
    Both,
}

/// The newest pin of a conversation with the same picture or link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeenBefore {
    pub what: SeenWhat,
    pub message: MessageId,
    pub room: RoomId,
    /// As the conversation is shown.
    pub room_name: String,
    /// The conversation is one with a single person.
    pub direct: bool,
    pub sender: Person,
    pub mine: bool,
    #[ts(type = "number")]
    pub at: i64,
}
