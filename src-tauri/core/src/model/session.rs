//! Who is signed in, whether the server is reached, settings.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Problem;

use super::{MediaId, MessageId, Picture, RoomId, UserId};

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

/// How much a notification of the desktop tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotificationContent {
    /// Who, and what they sent, with its picture.
    #[default]
    All,
    /// Who, not what.
    Name,
    /// That there is something.
    Nothing,
}

/// Hours without notifications, in minutes since midnight of the device's own time; `to` may lie on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietHours {
    pub from: u16,
    pub to: u16,
}

impl QuietHours {
    /// Whether a minute of the day lies within; two equal ends mean the whole day.
    pub fn hold(&self, minute: u16) -> bool {
        if self.from < self.to { (self.from..self.to).contains(&minute) } else { minute >= self.from || minute < self.to }
    }
}

/// What closing the window does where the desktop has a tray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnClose {
    /// Asks, once.
    #[default]
    Ask,
    Tray,
    Quit,
}

/// What the desktop around the window offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DesktopFacts {
    /// There is a tray that shows the app: the window can be put there.
    pub tray: bool,
    /// The app starts with the session.
    pub starts_with_session: bool,
}

/// What the user set. Missing fields of an older file take their default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub language: Language,
    pub notifications: bool,
    pub notification_content: NotificationContent,
    pub quiet_hours: Option<QuietHours>,
    pub on_close: OnClose,
    /// Others see when one has read (public receipts).
    pub public_receipts: bool,
    /// Others see that one is writing; never strangers who were not answered.
    pub show_typing: bool,
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
            notification_content: NotificationContent::All,
            quiet_hours: None,
            on_close: OnClose::Ask,
            public_receipts: true,
            show_typing: true,
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
    /// The homeserver to begin signing in with, where the start named one (`TACKROOM_SERVER`).
    pub server: Option<String>,
    /// Why nothing can be written just now (a full disk); what is stored is shown, and it goes on by itself.
    pub storage: Option<Problem>,
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
    /// Somebody began or ceased to write there.
    Typing {
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
    /// An export goes on: so many of so many messages are written.
    Exporting {
        room: RoomId,
        done: u32,
        total: u32,
    },
    /// The loading of older messages began, goes on, waits or has ended: ask with `history`.
    History {
        room: RoomId,
    },
    /// Something outside the window asks for something: take it with the call `asks`.
    Asked,
}

/// What a notification, the tray, a link or another start of the program asks of the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    Conversation {
        room: RoomId,
        message: Option<MessageId>,
    },
    /// Somebody with whom there is no conversation: the user decides whether to begin one.
    Person {
        user: UserId,
    },
    Messages,
    Requests,
    NewPin {
        link: Option<String>,
    },
    /// Send pin, with what `tackroom send` was given: a link, or a picture with a title.
    Send {
        link: Option<String>,
        picture: Option<Picture>,
        title: String,
    },
    /// The window is being closed: into the tray, or the end? Answered with the call `answer_close`.
    Close,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let at = |hours: u16, minutes: u16| hours * 60 + minutes;
        let night = QuietHours { from: at(22, 0), to: at(7, 30) };
        for (minute, quiet) in
            [(at(22, 0), true), (at(23, 59), true), (0, true), (at(7, 29), true), (at(7, 30), false), (at(21, 59), false)]
        {
            assert_eq!(night.hold(minute), quiet, "{minute}");
        }
        let noon = QuietHours { from: at(12, 0), to: at(13, 0) };
        assert!(noon.hold(at(12, 0)) && !noon.hold(at(13, 0)) && !noon.hold(0));
        assert!(QuietHours { from: 5, to: 5 }.hold(700));
    }
}
