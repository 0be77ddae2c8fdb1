//! Groups: who is in a conversation, and what one may do there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MediaId, Person, RoomId, UserId};
use crate::api::{Code, Problem};
use crate::text::one_line;

/// Most people that are added, or start a group, in one go.
pub const PEOPLE_MAX: usize = 10;
/// Longest name of a group, characters.
pub const GROUP_NAME_MAX: usize = 80;

/// That one act is about 1 to [`PEOPLE_MAX`] people.
///
/// # Errors
/// `BadInput`, with both numbers.
pub fn check_people(count: usize) -> Result<(), Problem> {
    if (1..=PEOPLE_MAX).contains(&count) {
        return Ok(());
    }
    Err(Problem::said(Code::BadInput, "people-count", &[("most", &PEOPLE_MAX), ("n", &count)]))
}

/// A group's name on one line; a name of nothing is none.
///
/// # Errors
/// `BadInput` where it is longer than [`GROUP_NAME_MAX`].
pub fn group_name(name: &str) -> Result<Option<String>, Problem> {
    let name = one_line(name);
    let length = name.chars().count();
    if length > GROUP_NAME_MAX {
        return Err(Problem::said(Code::BadInput, "group-name", &[("most", &GROUP_NAME_MAX), ("n", &length)]));
    }
    Ok(Some(name).filter(|name| !name.is_empty()))
}

/// What somebody may do in a conversation: Matrix's power level, in the three steps that clients agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    Moderator,
    Admin,
}

impl Role {
    /// All of them, the lowest first.
    pub const ALL: [Self; 3] = [Self::Member, Self::Moderator, Self::Admin];

    /// The power level that is given with it.
    pub fn level(self) -> i64 {
        match self {
            Self::Member => 0,
            Self::Moderator => 50,
            Self::Admin => 100,
        }
    }

    /// What a power level amounts to.
    pub fn of(level: i64) -> Self {
        match level {
            100.. => Self::Admin,
            50..100 => Self::Moderator,
            _ => Self::Member,
        }
    }
}

/// One who is in the conversation, or invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupMember {
    pub person: Person,
    pub me: bool,
    pub invited: bool,
    pub role: Role,
    /// The roles that one may give them, their present one among them; empty: none.
    pub may_give: Vec<Role>,
    pub may_remove: bool,
    pub may_ban: bool,
}

/// Somebody who cannot come back before the ban is lifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Banned {
    pub person: Person,
    pub may_unban: bool,
}

/// What a person who is added now sees of what was written before (`m.room.history_visibility`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OlderPins {
    /// `world_readable`: everybody sees all, also without being added.
    Public,
    /// `shared`
    All,
    /// `invited`
    SinceInvited,
    /// `joined`
    SinceJoined,
}

/// A conversation as its own sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Group {
    pub room: RoomId,
    /// The name that it was given; `None`: it is called by its members.
    pub name: Option<String>,
    pub avatar: Option<MediaId>,
    /// Oneself first, then by role and name; at most 500.
    pub members: Vec<GroupMember>,
    /// How many more there are.
    pub more: u32,
    /// By name; at most 500.
    pub banned: Vec<Banned>,
    /// One's own.
    pub role: Role,
    pub may_name: bool,
    pub may_picture: bool,
    pub may_add: bool,
    pub older_pins: OlderPins,
    pub encrypted: bool,
    /// Nobody else is an admin: after one leaves, or becomes less, nobody can give roles any more.
    pub only_admin: bool,
    pub joined: bool,
}

/// Somebody who could not be added, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotAdded {
    pub user: UserId,
    pub problem: Problem,
}
