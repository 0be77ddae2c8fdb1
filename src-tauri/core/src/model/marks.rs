//! What one sets for a conversation, on all of one's devices.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Of which messages one is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    #[default]
    All,
    /// Those that name one, or everybody.
    Mentions,
    /// The conversation is muted.
    None,
}

impl Notify {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mentions => "mentions",
            Self::None => "none",
        }
    }

    /// From the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::All, Self::Mentions, Self::None].into_iter().find(|notify| notify.as_str() == text)
    }
}

/// One thing that is set. Matrix keeps it in the account's data: `m.lowpriority`, `m.favourite`, `m.marked_unread`, push rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Mark {
    /// Out of the list, until something new comes.
    Archived {
        on: bool,
    },
    OnTop {
        on: bool,
    },
    /// To be read later, though it was read.
    Unread {
        on: bool,
    },
    /// `until`: muted up to then, ms; `notify` holds again afterwards.
    Notify {
        notify: Notify,
        #[ts(type = "number | null")]
        until: Option<i64>,
    },
}

impl Mark {
    /// Which of them: of each only the last counts.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Archived { .. } => "archived",
            Self::OnTop { .. } => "on_top",
            Self::Unread { .. } => "unread",
            Self::Notify { .. } => "notify",
        }
    }
}
