//! The feed: pins from boards, RSS/Atom and elsewhere, in one order.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EventId, FeedItemId, MediaId, MessageId, Pin, RichText, RoomId, SourceId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Board,
    Rss,
}

/// Where pins of the feed come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    pub id: SourceId,
    pub kind: SourceKind,
    pub name: String,
    /// The feed's address; `None` for a board.
    pub url: Option<String>,
    pub room: Option<RoomId>,
    /// Why the last refresh failed, and what to do.
    pub error: Option<String>,
    #[ts(type = "number | null")]
    pub refreshed_at: Option<i64>,
    /// A mild remark on the last refresh, such as that the feed was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
}

/// A Matrix room of pins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Board {
    pub room: RoomId,
    pub source: SourceId,
    pub name: String,
    pub can_post: bool,
    pub pins: u32,
}

/// One pin of the feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FeedItem {
    pub id: FeedItemId,
    pub source: SourceId,
    /// The line below the title: the link's host, or "From Amina" on a board.
    pub caption: String,
    pub pin: Pin,
    #[ts(type = "number")]
    pub at: i64,
    /// Names of those one has sent it to, newest first.
    pub sent_to: Vec<String>,
    /// Of a board that was accepted from a stranger's request, where one has not pinned anything yet.
    pub stranger: bool,
    /// The board's message that it stands for.
    pub message: Option<MessageId>,
    /// Its note with marks and links; absent where it has neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rich: Option<Box<RichText>>,
}

/// A place in the feed's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FeedPlace {
    #[ts(type = "number")]
    pub ord: i64,
    pub id: FeedItemId,
}

/// A page of the feed, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FeedPage {
    pub items: Vec<FeedItem>,
    pub after: Option<FeedPlace>,
}

/// What a web page offers for a pin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PagePreview {
    /// The address after redirects.
    pub url: String,
    pub host: String,
    pub title: String,
    pub note: String,
    /// Pictures found, the best first; already in the picture store.
    pub pictures: Vec<super::Picture>,
    pub site: Option<String>,
}

/// Something found by Search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)] // a page holds a few dozen of them, only to be serialised
pub enum SearchHit {
    Message {
        room: RoomId,
        message: MessageId,
        conversation: String,
        sender: String,
        /// Plain text around the match; matches stand between U+0002 and U+0003.
        snippet: String,
        #[ts(type = "number")]
        at: i64,
        picture: Option<MediaId>,
        /// Whether the picture lies under a cover.
        covered: bool,
        /// The thread that it stands in.
        thread: Option<EventId>,
    },
    FeedItem {
        item: FeedItem,
    },
    Conversation {
        room: RoomId,
        name: String,
        avatar: Option<MediaId>,
    },
}
