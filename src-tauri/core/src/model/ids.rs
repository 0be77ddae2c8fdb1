//! Typed identifiers. Row ids are ours and never reused; the others are Matrix's own strings.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as Matrix writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(#[ts(type = "number")] pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

text_id! {
    /// A Matrix room ID, `!…`.
    RoomId,
    /// A Matrix event ID, `$…`.
    EventId,
    /// A Matrix user ID, `@local:server`.
    UserId,
    /// The transaction ID of something that we send.
    TxnId,
}

impl RoomId {
    /// The ID of a conversation that the server has not made yet, after the transaction ID of making it.
    pub fn local(txn: &TxnId) -> Self {
        Self(format!("!new-{txn}"))
    }

    /// The server has not made it yet, or this is what it was called until then.
    pub fn is_local(&self) -> bool {
        self.0.starts_with("!new-")
    }
}

row_id! {
    /// A message's row.
    MessageId,
    /// A picture's row.
    MediaId,
    /// A feed source's row.
    SourceId,
    /// A feed item's row.
    FeedItemId,
}
