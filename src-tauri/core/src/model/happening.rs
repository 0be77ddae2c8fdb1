//! What happened to a conversation: the small lines between its messages. They are never unread and nobody is notified.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Person, Role};

/// Kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The conversation was made, with its first name, if any.
    Created,
    /// It was named; without `name`, the name was taken away.
    Named,
    Picture,
    PictureGone,
    Joined,
    Left,
    /// An invitation was declined.
    Declined,
    Invited,
    /// An invitation was taken back.
    Withdrawn,
    Removed,
    Banned,
    Unbanned,
    /// A person is called otherwise: `before` is now `name`.
    Called,
    /// A person has another picture.
    Face,
    /// `people` have another role.
    Role,
}

/// A line between messages. What people did in a row is one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Happening {
    pub what: What,
    /// The server's time of the last of it, ms.
    #[ts(type = "number")]
    pub at: i64,
    /// Who did it.
    pub by: Person,
    /// By oneself.
    pub mine: bool,
    /// Whom it is about, at most 8; empty where it is about the conversation.
    pub people: Vec<Person>,
    /// How many more it is about.
    pub more: u32,
    /// It is about oneself, alone.
    pub me: bool,
    /// The new name, of the conversation or the person.
    pub name: Option<String>,
    pub before: Option<String>,
    pub role: Option<Role>,
}
