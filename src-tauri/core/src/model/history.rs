//! How much of a conversation is on this device, the loading of older messages, and dates in it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::MessageId;
use crate::api::Problem;

/// How many messages one asking loads at most; then it can be asked for more.
pub const HISTORY_MOST: u32 = 10_000;

/// How much of a conversation is on this device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct History {
    /// When the oldest message was written that joins the newest with none missing between, ms; `None`: none is here.
    #[ts(type = "number | null")]
    pub back_to: Option<i64>,
    /// Nothing is missing, neither before its first message nor between.
    pub complete: bool,
    /// Older messages are being loaded, because somebody asked.
    pub loading: Option<HistoryLoading>,
    /// Why the last loading ended before its time.
    pub problem: Option<Problem>,
}

/// Older messages on their way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HistoryLoading {
    /// Messages that came so far.
    pub loaded: u32,
    /// It ends after so many.
    pub most: u32,
    /// It ends at messages from before this, ms.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
    /// The pictures of the pins too.
    pub pictures: bool,
    /// What it waits for, where it stands still.
    pub waits: Option<HistoryWait>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryWait {
    /// The network.
    Online,
    /// The server, which asks to wait or is slow.
    Server,
    /// Another conversation whose messages are loaded first.
    Turn,
}

/// Where a date is in a conversation, as far as it is on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DatePlace {
    /// The first message from then on, outside of threads; `None`: none is that late.
    pub message: Option<MessageId>,
    /// When it was written, ms.
    #[ts(type = "number | null")]
    pub at: Option<i64>,
    /// Just before it some are missing here, which the server may have: perhaps some from then on.
    pub missing: bool,
}
