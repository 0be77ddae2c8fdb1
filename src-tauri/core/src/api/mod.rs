//! The one list of what the UI can ask: a name, its arguments and its answer.
//!
//! The shell has a single Tauri command that takes a [`Call`] and matches on it, so that a call without an
//! implementation does not compile; [`typescript`] writes the same list for the UI, and a test holds that the file
//! in `ui/src/api/` is current. The UI hears of changes through [`crate::model::Change`] alone.

mod problem;
mod said;

pub use problem::{Code, Problem};
pub use said::{Said, spoken};

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use crate::model::*;

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident $wire:literal { $($(#[$fmeta:meta])* $field:ident : $type:ty),* $(,)? } -> $answer:ty;)+) => {
        /// The arguments of each call.
        pub mod args {
            use super::*;
            $(
                $(#[$doc])*
                #[derive(Clone, Debug, Serialize, Deserialize, TS)]
                pub struct $name { $($(#[$fmeta])* pub $field: $type),* }
            )+
        }

        /// A question of the UI.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(tag = "call", content = "args")]
        pub enum Call {
            $($(#[$doc])* #[serde(rename = $wire)] $name(args::$name),)+
        }

        /// The map from a call's name to its arguments and answer, as TypeScript.
        pub fn typescript(config: &Config) -> String {
            let mut text = String::from("export interface Calls {\n");
            $(
                text.push_str(&format!(
                    "  {}: {{ args: {}; answer: {} }};\n",
                    $wire,
                    <args::$name as TS>::inline(config),
                    <$answer as TS>::name(config),
                ));
            )+
            text.push_str("}\n");
            text
        }

        /// Walks the types of all arguments, answers, notices and failures.
        pub fn visit_types(visitor: &mut impl ts_rs::TypeVisitor) {
            $(
                <args::$name as TS>::visit_dependencies(visitor);
                visitor.visit::<$answer>();
            )+
            visitor.visit::<crate::model::Change>();
            visitor.visit::<Problem>();
        }
    };
}

calls! {
    /// All that the first frame needs; answers from the store and memory.
    AppState "app_state" {} -> crate::model::AppState;
    /// The view tells that it has painted (start bench, safe mode) and whether it has the focus and which conversation is open.
    ViewState "view_state" { focused: bool, open: Option<RoomId> } -> ();
    /// Ask a homeserver, by name or URL, how it lets people in.
    ProbeServer "probe_server" { server: String } -> ServerInfo;
    SignIn "sign_in" { server: String, user: String, password: String } -> Account;
    /// Opens the system's browser and waits for its answer. `create`: on the server's page that makes an account.
    SignInBrowser "sign_in_browser" { server: String, create: bool } -> Account;
    CancelSignIn "cancel_sign_in" {} -> ();
    /// The session ended on the server: same device, same data.
    SignInAgain "sign_in_again" { password: String } -> Account;
    /// The same through the browser, for accounts that have no password here.
    SignInAgainBrowser "sign_in_again_browser" {} -> Account;
    /// Removes tokens, keys and all local data of the account.
    SignOut "sign_out" {} -> ();
    /// The passphrase that stands in for the keyring.
    Unlock "unlock" { passphrase: String } -> ();
    RetryKeyring "retry_keyring" {} -> ();
    /// There is room on the disk again: goes on now instead of some seconds later.
    RetryStorage "retry_storage" {} -> ();
    SetSettings "set_settings" { settings: Settings } -> ();
    /// What was asked from outside since the last time, oldest first; each is answered once.
    Asks "asks" {} -> Vec<Ask>;
    /// What closing the window does from now on, and does now; none where the question was put away.
    AnswerClose "answer_close" { choice: Option<OnClose> } -> ();
    Desktop "desktop" {} -> DesktopFacts;
    SetStartsWithSession "set_starts_with_session" { on: bool } -> ();

    KeyState "key_state" {} -> crate::model::KeyState;
    /// Makes a recovery key, shown this once; an earlier one opens nothing any more.
    MakeRecoveryKey "make_recovery_key" {} -> String;
    /// Asks for a folder and writes the key there. The path, or `None`: no folder was chosen.
    SaveRecoveryKey "save_recovery_key" { key: String } -> Option<String>;
    /// The user has put the key away.
    RecoveryKept "recovery_kept" {} -> ();
    /// Not now: it is offered again after some days.
    RecoveryLater "recovery_later" {} -> ();
    /// Gets the account's keys by the recovery key.
    Recover "recover" { key: String } -> ();
    /// Asks the account's other sessions to verify this one.
    StartVerification "start_verification" {} -> ();
    /// The one that is under way, or has just ended.
    Verification "verification" {} -> Option<crate::model::Verification>;
    AcceptVerification "accept_verification" {} -> ();
    /// What the user said to the seven emoji.
    AnswerVerification "answer_verification" { matching: bool } -> ();
    /// Ends it, or puts away one that has ended.
    CancelVerification "cancel_verification" {} -> ();

    Sources "sources" {} -> Vec<Source>;
    AddFeed "add_feed" { address: String } -> Source;
    RemoveFeed "remove_feed" { source: SourceId } -> ();
    RefreshFeeds "refresh_feeds" {} -> ();
    /// Newest first; without `source` all of them.
    FeedPage "feed_page" { source: Option<SourceId>, after: Option<FeedPlace>, limit: u32 } -> crate::model::FeedPage;
    /// How many items stand before this place by now: for the line that offers new pins.
    FeedNewer "feed_newer" { source: Option<SourceId>, than: FeedPlace } -> u32;
    FeedItem "feed_item" { item: FeedItemId } -> crate::model::FeedItem;

    /// Look at a web page (or a picture's address) for a pin.
    PreviewLink "preview_link" { url: String } -> PagePreview;
    /// A picture from the device by its path (dialog, drop).
    PictureFromFile "picture_from_file" { path: String } -> Picture;
    /// A picture from the clipboard or a drop, its bytes as base64.
    PictureFromBytes "picture_from_bytes" { name: String, base64: String } -> Picture;
    /// The picture in the clipboard, where the web view does not hand it out; `None`: there is none, or text, which wins.
    PictureFromClipboard "picture_from_clipboard" {} -> Option<Picture>;
    /// Opens the system's dialog; none where nothing was chosen.
    ChoosePictures "choose_pictures" {} -> Chosen;
    /// What is known of a picture by now; `None`: it is gone.
    Picture "picture" { media: MediaId } -> Option<crate::model::Picture>;
    /// Why a picture is not shown, in words; `None` where it is, or where it may still come.
    PictureProblem "picture_problem" { media: MediaId } -> Option<Problem>;
    /// Writes a conversation or board into a new folder. The window asks where; elsewhere `folder` says it. `None`: no
    /// folder was chosen.
    Export "export" { room: RoomId, folder: Option<String> } -> Option<Exported>;
    /// Asks for a folder and saves the picture there as it was received, also one that cannot be shown. The path, or
    /// `None`: no folder was chosen.
    SavePicture "save_picture" { media: MediaId } -> Option<String>;
    Boards "boards" {} -> Vec<Board>;
    CreateBoard "create_board" { name: String } -> Board;
    SaveToBoard "save_to_board" { pin: PinInput, room: RoomId } -> ();
    /// Returns at once: the pin is in the store and the outbox; a new group may have a name. The rooms are the conversations it went to (a new
    /// conversation has a local room ID, `!new-…`, until the server has made it).
    SendPin "send_pin" { pin: PinInput, to: Vec<ContactTarget>, as_group: bool, #[serde(default)] #[ts(optional)] group_name: Option<String> } -> Vec<RoomId>;
    /// Up to 100 pins in this order as one group, each as an event of its own. Answers as `send_pin`.
    SendPins "send_pins" { pins: Vec<PinInput>, to: Vec<ContactTarget>, as_group: bool, #[serde(default)] #[ts(optional)] group_name: Option<String> } -> Vec<RoomId>;
    /// A pin into a conversation, as an answer or in a thread.
    AttachPin "attach_pin" { room: RoomId, pin: PinInput, reply_to: Option<EventId>, thread: Option<EventId> } -> MessageId;
    /// A pin or text once more, to others. Answers as `send_pin`.
    Forward "forward" { message: MessageId, to: Vec<ContactTarget>, as_group: bool } -> Vec<RoomId>;
    /// A file of another client, fetched and saved: in `folder`, else where the system's dialog says. The path, or `None`: no
    /// folder was chosen.
    SaveFile "save_file" { message: MessageId, folder: Option<String> } -> Option<String>;
    /// The same into a folder of the profile that is emptied at each start, and opened by the system's program for it; only
    /// films, sounds, pictures and documents of which the guard says nothing grave.
    OpenFile "open_file" { message: MessageId } -> ();
    /// The newest pin of a conversation with this link or picture, on this device.
    SeenBefore "seen_before" { link: Option<String>, picture: Option<MediaId> } -> Option<crate::model::SeenBefore>;
    /// What the guard finds at a link alone, offline; what one sends is offered cleaned by it.
    CheckLink "check_link" { url: String } -> Verdict;
    /// Asks the network where a link ends, because somebody opens it or asks. The pin's message or item of the feed says who sent
    /// it and what it promises.
    FollowLink "follow_link" { url: String, message: Option<MessageId>, item: Option<FeedItemId> } -> Trail;
    Trusted "trusted" {} -> crate::model::Trusted;
    /// Trusts the site of an address or a bare registrable domain, or takes that back.
    TrustSite "trust_site" { site: String, trusted: bool } -> ();
    TrustPerson "trust_person" { user: UserId, trusted: bool } -> ();
    /// The lists that the guard leans on, with their dates.
    GuardLists "guard_lists" {} -> Vec<GuardData>;
    /// Opens an http(s) address in the system's browser. The UI has shown the address and asked.
    OpenLink "open_link" { url: String } -> ();

    /// From the store: written to most recently first, then other known people.
    Contacts "contacts" { query: String, limit: u32 } -> Vec<Contact>;
    /// From the server's user directory.
    SearchDirectory "search_directory" { query: String } -> Vec<Contact>;

    /// Unread messages of all conversations that are not muted; one that is marked as unread counts as one.
    UnreadTotal "unread_total" {} -> u32;
    Heads "heads" {} -> Vec<Conversation>;
    OpenHead "open_head" { room: RoomId } -> ();
    CloseHead "close_head" { room: RoomId } -> ();
    /// Puts a head before another one, or to the end. On this device only.
    MoveHead "move_head" { room: RoomId, before: Option<RoomId> } -> ();
    /// Conversations, those kept on top first, then the latest; the archived ones are a list of their own.
    Conversations "conversations" { #[serde(default)] archived: bool, offset_room: Option<RoomId>, limit: u32 } -> Vec<Conversation>;
    Conversation "conversation" { room: RoomId } -> crate::model::Conversation;
    StartConversation "start_conversation" { user: UserId } -> RoomId;
    /// A new group, also offline; without a name it is called by its members.
    StartGroup "start_group" { users: Vec<UserId>, name: Option<String> } -> RoomId;
    /// Who is in a conversation and what one may do there, also offline.
    Group "group" { room: RoomId } -> crate::model::Group;
    /// These need the server: offline they fail at once and change nothing. An empty name takes the name away.
    SetGroupName "set_group_name" { room: RoomId, name: String } -> ();
    SetGroupPicture "set_group_picture" { room: RoomId, picture: Option<MediaId> } -> ();
    /// Invites them one after the other; answers who could not be added.
    AddPeople "add_people" { room: RoomId, users: Vec<UserId> } -> Vec<NotAdded>;
    RemovePerson "remove_person" { room: RoomId, user: UserId } -> ();
    /// Removes somebody for good: they cannot be added, or come by themselves, before the ban is lifted.
    BanPerson "ban_person" { room: RoomId, user: UserId } -> ();
    UnbanPerson "unban_person" { room: RoomId, user: UserId } -> ();
    SetRole "set_role" { room: RoomId, user: UserId, role: Role } -> ();
    LeaveGroup "leave_group" { room: RoomId } -> ();
    /// What stands outside of threads: the newest page, or the one before a place; `around` a message for a search hit.
    Messages "messages" { room: RoomId, before: Option<Place>, around: Option<MessageId>, limit: u32 } -> MessagePage;
    /// Fetches older messages from the server into the store; answers whether there may be more.
    LoadOlder "load_older" { room: RoomId } -> bool;
    /// How much of the conversation is on this device, and how far the loading of older messages is.
    History "history" { room: RoomId } -> crate::model::History;
    /// Loads older messages in the background, holes first, until so many came (`HISTORY_MOST`), the first one is here or one
    /// from before `until` (ms). Asked again while it runs, it goes on with these wishes. `pictures`: those of the pins too, as
    /// far as the space for pictures goes.
    LoadHistory "load_history" { room: RoomId, #[ts(type = "number | null")] until: Option<i64>, pictures: bool } -> ();
    StopHistory "stop_history" { room: RoomId } -> ();
    /// The first message from this moment on (ms), as far as it is on this device.
    MessageOnDate "message_on_date" { room: RoomId, #[ts(type = "number")] at: i64 } -> DatePlace;
    /// One message; `None`: it is gone.
    Message "message" { message: MessageId } -> Option<crate::model::Message>;
    /// The message of an event; `None`: it is not on this device.
    MessageOfEvent "message_of_event" { event: EventId } -> Option<crate::model::Message>;
    /// What is said about one message: the newest page, or the one before a place.
    ThreadMessages "thread_messages" { room: RoomId, root: EventId, before: Option<Place>, limit: u32 } -> MessagePage;
    PinNeighbours "pin_neighbours" { message: MessageId } -> crate::model::PinNeighbours;
    UnreadThreads "unread_threads" { room: RoomId } -> Vec<UnreadThread>;
    /// The others of a conversation by the beginning of a name, for `@` in what one writes.
    Mentionable "mentionable" { room: RoomId, query: String, limit: u32 } -> Vec<Person>;
    /// Marks in it (`**bold**`, `_italic_`, `~~struck~~`, code, quotes, lists, links) are sent as such, and so is who is named (`@Ruth`).
    SendText "send_text" { room: RoomId, text: String, reply_to: Option<EventId>, thread: Option<EventId> } -> MessageId;
    /// Asks to choose among 2 to 9 pins of the conversation; a vote is a reaction to a pin.
    ChooseTogether "choose_together" { room: RoomId, pins: Vec<MessageId>, question: String } -> MessageId;
    /// One's own newest message that can be edited, for Arrow Up.
    LastEditable "last_editable" { room: RoomId, thread: Option<EventId> } -> Option<MessageId>;
    EditText "edit_text" { message: MessageId, text: String } -> ();
    /// Title, note and link; the picture stays.
    EditPin "edit_pin" { message: MessageId, edit: PinEdit } -> ();
    /// Gives a reaction, or takes it back.
    React "react" { message: MessageId, key: String, on: bool } -> ();
    /// Removes it for all; what was not sent yet is only taken from the outbox.
    RemoveMessage "remove_message" { message: MessageId } -> ();
    Retry "retry" { message: MessageId } -> ();
    DeleteUnsent "delete_unsent" { message: MessageId } -> ();
    /// Read up to this message: of a thread, or of what stands outside of threads.
    MarkRead "mark_read" { room: RoomId, thread: Option<EventId>, message: MessageId } -> ();
    /// Who of the others is writing there now.
    Typing "typing" { room: RoomId } -> Vec<Person>;
    /// One is writing there, or has ceased to; told to the others where the settings say so, never to strangers.
    SetTyping "set_typing" { room: RoomId, typing: bool } -> ();
    /// Who of the others has read up to this message.
    SeenBy "seen_by" { message: MessageId } -> Vec<Person>;
    /// Sets something for a conversation on all of one's devices; shown at once, told to the server when it can be.
    SetMark "set_mark" { room: RoomId, mark: Mark } -> ();
    Draft "draft" { room: RoomId } -> String;
    SetDraft "set_draft" { room: RoomId, text: String } -> ();
    /// All pins of a conversation, newest first.
    ConversationPins "conversation_pins" { room: RoomId, before: Option<Place>, limit: u32 } -> MessagePage;

    Requests "requests" {} -> Vec<Request>;
    Accept "accept" { room: RoomId } -> ();
    Decline "decline" { room: RoomId } -> ();
    BlockAndReport "block_and_report" { room: RoomId } -> ();
    /// Whom the account has blocked, on any device.
    Blocked "blocked" {} -> Vec<Person>;
    /// Answers who is still blocked.
    Unblock "unblock" { user: UserId } -> Vec<Person>;

    Search "search" { query: String, limit: u32 } -> Vec<SearchHit>;
    /// Shown once; gone.
    DismissAlerts "dismiss_alerts" {} -> ();
}
