//! Conversations and their messages.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Choice, EventId, Happening, Link, MediaId, MessageId, Notify, Person, Pin, PinGroup, RichText, RoomId, SeenBefore, Severity, Verdict,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConversationKind {
    Direct,
    Group,
}

/// The last line of a conversation, for lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LastLine {
    /// Plain text, one line: a pin's title, a message's text, "Message removed".
    pub text: String,
    /// The sender's name; `None` for one's own.
    pub sender: Option<String>,
    #[ts(type = "number")]
    pub at: i64,
    pub not_sent: bool,
    pub picture: Option<MediaId>,
}

/// A Matrix room that people talk in: a direct conversation or a named group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Conversation {
    pub room: RoomId,
    pub kind: ConversationKind,
    pub name: String,
    pub avatar: Option<MediaId>,
    /// The other members, at most 8, those who spoke last first.
    pub members: Vec<Person>,
    /// How many others there are in all.
    pub member_count: u32,
    pub unread: u32,
    /// Read, and marked as unread by oneself.
    pub marked_unread: bool,
    /// No notices and no count, just now.
    pub muted: bool,
    /// Muted up to then, ms; `notify` holds again afterwards.
    #[ts(type = "number | null")]
    pub muted_until: Option<i64>,
    /// Of what one is told, where it is not muted for a time.
    pub notify: Notify,
    pub archived: bool,
    /// Stands before all others in lists.
    pub on_top: bool,
    pub encrypted: bool,
    /// False after one left or was removed: readable, nothing can be sent.
    pub joined: bool,
    /// Accepted from a stranger's request and not answered yet: pictures stay covered, links inert.
    pub stranger: bool,
    pub last: Option<LastLine>,
    /// Its head is shown.
    pub head: bool,
    /// "Read at 14:04" of a direct conversation: when the other last read one's last message, ms.
    #[ts(type = "number | null")]
    pub read_at: Option<i64>,
}

/// What a message is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageBody {
    /// A pin of Tackroom, or a plain picture of another client (a pin without a link).
    Pin {
        pin: Pin,
    },
    Text {
        text: String,
    },
    /// `m.emote`, `m.notice`.
    Emote {
        text: String,
    },
    Notice {
        text: String,
    },
    /// A file, video or sound of another client.
    File {
        name: String,
        #[ts(type = "number | null")]
        size: Option<i64>,
        mimetype: Option<String>,
        /// What was written with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        caption: Option<String>,
        /// The first web address in the caption.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        link: Option<Link>,
        /// What the guard found at its name and link; absent where it found nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        guard: Option<Box<Verdict>>,
    },
    /// Its key is not here yet; it turns readable by itself.
    Locked,
    /// Removed by its sender or a moderator.
    Removed,
    /// Of a kind that Tackroom does not know; `text` is its own fall-back, if any.
    Unknown {
        event_type: String,
        text: Option<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reaction {
    pub key: String,
    pub count: u32,
    pub mine: bool,
    /// Names of at most 10 who gave it.
    pub names: Vec<String>,
}

/// A reply's target, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Quote {
    pub event: EventId,
    pub sender: String,
    pub text: String,
}

/// Replies about one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadSummary {
    pub count: u32,
    #[ts(type = "number")]
    pub last_at: i64,
    pub people: Vec<Person>,
    /// The last one in one line.
    pub last: String,
    pub unread: u32,
}

/// What was said about a pin, in its thread and in replies to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaidAbout {
    pub count: u32,
    /// The last of it, oldest first.
    pub last: Vec<Quote>,
}

/// A thread in which something is unread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnreadThread {
    /// What it is about.
    pub about: Quote,
    pub unread: u32,
}

/// How far a message of one's own has come. Others' messages are `Received`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MessageState {
    Received,
    /// `waits_for` says what it waits for, in words ("waits for the pin above", "when you are online").
    Sending {
        waits_for: Option<String>,
    },
    Sent,
    Read,
    /// `code` is stable (`too_large`, `forbidden`, `not_in_room`, `rate_limited`, `encryption`, `picture_gone`, `rejected`), `words` are for the person.
    NotSent {
        code: String,
        words: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Message {
    pub id: MessageId,
    pub room: RoomId,
    /// `None` until the server has it.
    pub event: Option<EventId>,
    pub sender: Person,
    pub mine: bool,
    /// The server's time, ms; for display only.
    #[ts(type = "number")]
    pub at: i64,
    pub body: MessageBody,
    pub edited: bool,
    pub reactions: Vec<Reaction>,
    pub reply_to: Option<Quote>,
    /// Its root, where it is part of a thread.
    pub thread_root: Option<EventId>,
    pub thread: Option<ThreadSummary>,
    pub state: MessageState,
    /// The others whose read receipt stands on this message.
    pub readers: Vec<Person>,
    /// From another in a room that was accepted from a stranger's request and is not answered yet.
    pub stranger: bool,
    /// Before this message some are missing that the server may still have.
    pub gap_before: bool,
    /// What happened to the conversation before it; absent where nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub happened: Option<Vec<Happening>>,
    /// An earlier pin with the same picture or link; absent where none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seen: Option<Box<SeenBefore>>,
    /// The pins that were sent together with this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub group: Option<PinGroup>,
    /// The pins that it asks to choose among; absent where it asks nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub choice: Option<Box<Choice>>,
    /// Its text, note or caption with marks and links; absent where it has neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rich: Option<Box<RichText>>,
    /// Its text as it was typed, with the marks, where that is another than what is shown: it is changed and forwarded so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub written: Option<String>,
    /// Of a pin among all pins of its conversation: what was said about it. Absent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub said_about: Option<Box<SaidAbout>>,
}

impl Message {
    /// Whether its picture lies under a cover: the guard's, or that of a stranger who was not answered.
    pub fn is_covered(&self) -> bool {
        let found = match &self.body {
            MessageBody::Pin { pin } => pin.guard.as_deref(),
            _ => None,
        };
        !self.mine && (self.stranger || found.is_some_and(|verdict| verdict.severity == Severity::Cover))
    }
}

/// The pins with a picture beside a pin, for the arrow keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct PinNeighbours {
    pub older: Option<Message>,
    pub newer: Option<Message>,
}

/// A place in a conversation's order: the sort key and, for ties, the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Place {
    #[ts(type = "number")]
    pub ord: i64,
    pub id: MessageId,
}

/// A page of messages, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MessagePage {
    pub messages: Vec<Message>,
    /// What happened after the last one, where that is the newest.
    pub happened: Vec<Happening>,
    /// Ask with this for the page before; `None`: the store has no older ones.
    pub before: Option<Place>,
    /// The conversation begins with this page: nothing older is here or on the server.
    pub complete: bool,
    /// The first unread message, for the divider.
    pub first_unread: Option<MessageId>,
}
