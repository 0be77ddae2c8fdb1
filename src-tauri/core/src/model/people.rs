//! People, whom one can write to, and who asks to write.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MediaId, RoomId, UserId};

/// Someone as shown: `name` falls back to the ID's local part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    pub user: UserId,
    pub name: String,
    pub avatar: Option<MediaId>,
    /// True where the name is equal or confusable with another's, or looks like a Matrix ID: show `user` beside it (case C38).
    pub ambiguous: bool,
}

/// Whom a pin can be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContactTarget {
    Person {
        user: UserId,
    },
    /// A group that exists.
    Conversation {
        room: RoomId,
    },
}

/// Why someone is on the list of contacts; also its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactOrigin {
    WrittenTo,
    Known,
    Directory,
    /// A full Matrix ID that was typed and is on no list.
    Typed,
}

/// One line of the list of contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Contact {
    pub target: ContactTarget,
    pub name: String,
    pub avatar: Option<MediaId>,
    pub ambiguous: bool,
    pub origin: ContactOrigin,
    /// The last time something was written between us, ms.
    #[ts(type = "number | null")]
    pub last_written: Option<i64>,
    /// The other members' names, for a group.
    pub members: Vec<String>,
}

/// What an invitation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    Conversation,
    Board,
}

/// An invitation that waits for an answer. Names are the inviter's claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Request {
    pub room: RoomId,
    pub kind: RequestKind,
    pub inviter: UserId,
    pub inviter_name: String,
    pub room_name: Option<String>,
    /// Names of the rooms that both are in.
    pub rooms_in_common: Vec<String>,
    /// There is a conversation with the inviter already: no stranger.
    #[serde(default)]
    pub known: bool,
    /// When it came, ms.
    #[ts(type = "number")]
    pub at: i64,
    /// "Who may write to you" keeps it out: listed apart, and told of by no notification.
    #[serde(default)]
    pub kept_out: bool,
}
