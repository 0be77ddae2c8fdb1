//! What must be sent, and how far each has come. No network here: `matrix` does the sending, one worker a room.
//!
//! ```text
//! Queued ─► Prepared ─► Uploaded ─► Fixed ─► InFlight ─► (the row goes: sent)
//!    └───────(no picture)──────────────▲         │
//!    └───────(no content: redaction, reaction, receipt, new room)──► InFlight
//! any ─► Refused ─(Retry)─► the last step whose result is stored
//! ```
//! Each step is committed before the next is tried, so that a kill at any point ends in exactly one event. Waiting (no
//! network, 429, 5xx) is no step: it sets `not_before` and leaves the step as it is.

pub mod choice;
pub mod content;
pub mod mark;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use choice::OutgoingChoice;
pub use content::{PinBlock, Upload, UploadedFile};

use crate::model::{EventId, Mark, MessageId, PinGroup, PinInput, RoomId, TxnId, UserId};
use crate::rich::Named;

/// How far something has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// In the store; nothing was tried yet.
    Queued,
    /// The picture can be read and was shrunk.
    Prepared,
    /// The picture is on the server ([`Outgoing::upload`]).
    Uploaded,
    /// The event's content stands and does not change any more ([`Outgoing::content`]).
    Fixed,
    /// The request was begun; its answer is not known.
    InFlight,
    /// The server said no; it waits for the person.
    Refused,
}

impl Step {
    pub const ALL: [Self; 6] = [Self::Queued, Self::Prepared, Self::Uploaded, Self::Fixed, Self::InFlight, Self::Refused];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Prepared => "prepared",
            Self::Uploaded => "uploaded",
            Self::Fixed => "fixed",
            Self::InFlight => "in_flight",
            Self::Refused => "refused",
        }
    }

    /// From the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// Whether `next` may follow. A step may be done anew after a crash.
    pub fn may_become(self, next: Self) -> bool {
        use Step::{Fixed, InFlight, Prepared, Queued, Refused, Uploaded};
        match (self, next) {
            (Queued, Prepared | Fixed | InFlight)
            | (Prepared, Prepared | Uploaded)
            | (Uploaded, Fixed)
            | (Fixed | InFlight, InFlight)
            | (Queued | Prepared | Uploaded | Fixed | InFlight, Refused)
            | (Refused, Queued | Uploaded | Fixed) => true,
            // A picture that is gone from this device, or a server that forgot it: from the start.
            (Prepared | Uploaded, Queued) => true,
            _ => false,
        }
    }
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutgoingKind {
    /// A conversation that the server is to make; the row's room is its local ID.
    CreateRoom {
        users: Vec<UserId>,
        name: Option<String>,
        direct: bool,
    },
    Pin {
        pin: PinInput,
        #[serde(flatten)]
        about: About,
    },
    Text {
        text: String,
        reply_to: Option<EventId>,
        #[serde(flatten)]
        about: About,
    },
    /// New content for an event; fixed when it is queued.
    Edit {
        event: EventId,
        content: Value,
        /// Who is named in it, and was not before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        users: Vec<UserId>,
    },
    Redact {
        event: EventId,
    },
    Reaction {
        event: EventId,
        key: String,
    },
    /// How far one has read; the last wins.
    Receipt {
        event: EventId,
        private: bool,
        /// `None`: of all threads; `main`, or a thread's root.
        #[serde(default)]
        thread: Option<EventId>,
    },
    /// What one sets for the conversation, in the account's data; of each kind the last wins.
    Mark {
        mark: Mark,
        /// What held when the person began to change it, as far as this device knew.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<Mark>,
    },
}

/// Where a message of one's own stands among others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it answers. (Of a text, [`OutgoingKind::Text`] holds it.)
    #[serde(default, rename = "answers", skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<EventId>,
    /// The root of the thread that it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<EventId>,
    /// The thread's last message, which clients without threads are shown as what it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_last: Option<EventId>,
    /// Pins that were sent in one go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<PinGroup>,
    /// Of a text: the pins that it asks to choose among.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<OutgoingChoice>,
    /// Who is named in its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
}

/// Receipts and marks go beside the messages: neither waits for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Message,
    Receipt,
}

impl Lane {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Receipt => "receipt",
        }
    }
}

impl OutgoingKind {
    pub fn lane(&self) -> Lane {
        if matches!(self, Self::Receipt { .. } | Self::Mark { .. }) { Lane::Receipt } else { Lane::Message }
    }

    /// Where it stands among others.
    pub fn about(&self) -> About {
        match self {
            Self::Pin { about, .. } => about.clone(),
            Self::Text { reply_to, about, .. } => About { reply_to: reply_to.clone(), ..about.clone() },
            _ => About::default(),
        }
    }

    /// What it is about must be known to the server first; `None`: it is about nothing.
    pub fn target(&self) -> Option<&EventId> {
        match self {
            Self::Edit { event, .. } | Self::Redact { event } | Self::Reaction { event, .. } => Some(event),
            _ => None,
        }
    }

    /// Has an event content that is fixed before the request.
    pub fn has_content(&self) -> bool {
        matches!(self, Self::Pin { .. } | Self::Text { .. })
    }
}

/// A row of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub id: i64,
    pub room: RoomId,
    /// Goes with the request and, for messages, into the content: the server forgets it after a day, we do not.
    pub txn: TxnId,
    pub kind: OutgoingKind,
    pub state: Step,
    /// The message shown for it.
    pub message: Option<MessageId>,
    pub upload: Option<Upload>,
    pub content: Option<Value>,
    /// The device that began the request: another one's transaction IDs mean nothing to the server.
    pub device: Option<String>,
    /// When the request was first begun, ms.
    pub in_flight_at: Option<i64>,
    pub created_at: i64,
    pub attempts: u32,
    /// Not to be tried before, ms.
    pub not_before: i64,
}

/// What stands next in a room.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// To be done now.
    Due(Box<Outgoing>),
    /// To be tried at this time, ms.
    Later(i64),
    /// A refused one stands first: the person decides.
    Blocked,
    Empty,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn steps_only_go_forward() {
        let legal: Vec<String> = Step::ALL
            .into_iter()
            .flat_map(|a| Step::ALL.into_iter().filter(move |b| a.may_become(*b)).map(move |b| format!("{}>{}", a.as_str(), b.as_str())))
            .collect();
        assert_eq!(
            legal.join(" "),
            "queued>prepared queued>fixed queued>in_flight queued>refused \
             prepared>queued prepared>prepared prepared>uploaded prepared>refused \
             uploaded>queued uploaded>fixed uploaded>refused \
             fixed>in_flight fixed>refused \
             in_flight>in_flight in_flight>refused \
             refused>queued refused>uploaded refused>fixed"
        );
    }

    #[test]
    fn steps_are_stored_by_name() {
        for step in Step::ALL {
            assert_eq!(Step::parse(step.as_str()), Some(step));
            assert_eq!(serde_json::to_value(step).unwrap(), step.as_str());
        }
    }
}
