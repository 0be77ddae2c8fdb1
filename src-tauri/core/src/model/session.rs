//! Who is signed in, whether the server is reached, settings.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MediaId, MessageId, RoomId, UserId};

/// What the window shows first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SessionState {
    /// The keyring has not answered yet.
    Opening,
    /// No keyring: a passphrase stands in. `new`: one is to be chosen. `why` says why, in words.
    Locked {
        new: bool,
        why: String,
        can_retry_keyring: bool,
    },
    SignedOut,
    SignedIn {
        account: Account,
    },
    /// The server ended the session: everything stays readable, sign in again with the password.
    Expired {
        account: Account,
    },
    /// The profile cannot be used; `words` say why and what to do.
    Broken {
        words: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Account {
    pub user: UserId,
    pub name: String,
    pub avatar: Option<MediaId>,
    /// The server's address.
    pub homeserver: String,
    pub device: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    Online,
    Connecting,
    Offline,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// The language of the words on screen and in notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    #[default]
    #[serde(rename = "system")]
    System,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "ar")]
    Arabic,
}

/// Whose invitations are told of. Those of others are kept apart, never dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WhoMayWrite {
    #[default]
    Anyone,
    /// Who is in a room that one is in.
    RoomsInCommon,
    /// To whom one has written.
    WrittenTo,
}

/// What the user set. Missing fields of an older file take their default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub language: Language,
    pub notifications: bool,
    /// Others see when one has read (public receipts).
    pub public_receipts: bool,
    pub who_may_write: WhoMayWrite,
    /// Most bytes of pictures kept on disk.
    #[ts(type = "number")]
    pub picture_cache_bytes: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: Language::System,
            notifications: true,
            public_receipts: true,
            who_may_write: WhoMayWrite::Anyone,
            picture_cache_bytes: 2 << 30,
        }
    }
}

/// All that the first frame needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AppState {
    pub session: SessionState,
    pub connection: Connection,
    pub settings: Settings,
    pub version: String,
    /// Sentences that must be shown once, such as "The database was damaged and was moved aside."
    pub alerts: Vec<String>,
}

/// How a homeserver lets people in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServerInfo {
    pub url: String,
    pub password: bool,
    pub browser: bool,
    /// The server's page in the browser also makes accounts, and says so.
    pub create_account: bool,
}

/// What changed; never the data. The UI asks again for what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// The channel ran over: ask again for everything.
    All,
    Session,
    Connection,
    Settings,
    Feed,
    Sources,
    Boards,
    Conversations,
    Conversation {
        room: RoomId,
    },
    Heads,
    Requests,
    Contacts,
    /// Recovery, or a verification.
    Keys,
    /// A picture arrived or went.
    Media {
        media: MediaId,
    },
    /// Somebody (a notification, another start) asks for this conversation.
    Open {
        room: RoomId,
        message: Option<MessageId>,
    },
}
