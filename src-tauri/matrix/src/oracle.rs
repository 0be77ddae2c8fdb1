//! For tests only: the SDK's own timeline of a room, in the terms of our messages, to hold our projection against.
//!
//! Build it while the room is quiet: built in the moment of an arrival it may show that event twice.

mod seal;

use std::{collections::BTreeMap, path::Path};

use futures_util::future::BoxFuture;
use matrix_sdk::{
    Room, RoomMemberships,
    ruma::{RoomId as RumaRoomId, events::room::message::MessageType},
};
use matrix_sdk_ui::timeline::{EventTimelineItem, MsgLikeContent, MsgLikeKind, TimelineBuilder, TimelineDetails, TimelineItemContent};
use tackroom_core::{
    api::Problem,
    media::MediaSource,
    model::{Message, MessageBody, RoomId},
};

use crate::Matrix;
pub use seal::{Sealer, write_keys};

/// What both sides can say of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub event: String,
    pub sender: String,
    /// The sender's name in the room.
    pub name: String,
    pub at: i64,
    /// `picture`, `text`, `emote`, `notice`, `file`, `locked`, `removed`.
    pub kind: &'static str,
    /// The text as other clients show it; of a picture only the first line of its caption, which is a pin's title.
    pub text: String,
    pub edited: bool,
    /// Key to how many gave it.
    pub reactions: BTreeMap<String, usize>,
    pub reply_to: Option<String>,
    pub thread_root: Option<String>,
}

/// The room as the SDK's timeline shows it, oldest first; only what is a message.
pub fn timeline<'a>(matrix: &'a Matrix, room: &'a RoomId) -> BoxFuture<'a, anyhow::Result<Vec<Told>>> {
    // Boxed here, and so are the others: the SDK's futures are deeper than a caller's crate may look.
    Box::pin(async move {
        let timeline = TimelineBuilder::new(&of(matrix, room)?).build().await?;
        let items = timeline.items().await;
        Ok(items.iter().filter_map(|item| told(item.as_event()?)).collect())
    })
}

/// The same from the room's beginning on, whatever has to be asked of the server for it.
pub fn whole_timeline<'a>(matrix: &'a Matrix, room: &'a RoomId) -> BoxFuture<'a, anyhow::Result<Vec<Told>>> {
    Box::pin(async move {
        let timeline = TimelineBuilder::new(&of(matrix, room)?).build().await?;
        while !timeline.paginate_backwards(100).await? {}
        let items = timeline.items().await;
        Ok(items.iter().filter_map(|item| told(item.as_event()?)).collect())
    })
}

/// Who is in a room or invited, and by which name, as the SDK knows it.
pub fn members<'a>(matrix: &'a Matrix, room: &'a RoomId) -> BoxFuture<'a, anyhow::Result<BTreeMap<String, String>>> {
    Box::pin(async move {
        let members = of(matrix, room)?.members_no_sync(RoomMemberships::ACTIVE).await?;
        Ok(members.iter().map(|member| (member.user_id().to_string(), member.name().to_owned())).collect())
    })
}

fn of(matrix: &Matrix, room: &RoomId) -> anyhow::Result<Room> {
    matrix.client.get_room(&RumaRoomId::parse(room.as_str())?).ok_or_else(|| anyhow::anyhow!("no such room"))
}

fn told(item: &EventTimelineItem) -> Option<Told> {
    let TimelineItemContent::MsgLike(content) = item.content() else { return None };
    let (kind, text, edited) = body(content)?;
    Some(Told {
        event: item.event_id()?.to_string(),
        sender: item.sender().to_string(),
        name: match item.sender_profile() {
            TimelineDetails::Ready(profile) => profile.display_name.clone(),
            _ => None,
        }
        .unwrap_or_else(|| item.sender().localpart().to_owned()),
        at: i64::try_from(u64::from(item.timestamp().0)).unwrap_or(i64::MAX),
        kind,
        text,
        edited,
        reactions: content.reactions.iter().map(|(key, by)| (key.clone(), by.len())).filter(|(_, n)| *n > 0).collect(),
        // Within a thread a reply is only the fall-back for clients without threads.
        reply_to: content.in_reply_to.as_ref().filter(|_| content.thread_root.is_none()).map(|reply| reply.event_id.to_string()),
        thread_root: content.thread_root.as_ref().map(ToString::to_string),
    })
}

fn body(content: &MsgLikeContent) -> Option<(&'static str, String, bool)> {
    Some(match &content.kind {
        MsgLikeKind::Message(message) => {
            let edited = message.is_edited();
            let text = message.body().to_owned();
            match message.msgtype() {
                MessageType::Image(_) => ("picture", text.lines().next().unwrap_or_default().to_owned(), edited),
                MessageType::Emote(_) => ("emote", text, edited),
                MessageType::Notice(_) => ("notice", text, edited),
                MessageType::Text(_) => ("text", text, edited),
                _ => ("file", String::new(), edited),
            }
        }
        MsgLikeKind::Redacted => ("removed", String::new(), false),
        MsgLikeKind::UnableToDecrypt(_) => ("locked", String::new(), false),
        _ => return None,
    })
}

/// One of our messages in the same terms; `None`: not on the server yet, or of a kind that the timeline leaves out.
pub fn ours(message: &Message) -> Option<Told> {
    let (kind, text) = match &message.body {
        MessageBody::Pin { pin } if pin.picture.is_some() => ("picture", pin.title.clone()),
        MessageBody::Pin { pin } => ("text", pin.title.clone()),
        MessageBody::Text { text } => ("text", text.clone()),
        MessageBody::Emote { text } => ("emote", text.clone()),
        MessageBody::Notice { text } => ("notice", text.clone()),
        MessageBody::File { .. } => ("file", String::new()),
        MessageBody::Locked => ("locked", String::new()),
        MessageBody::Removed => ("removed", String::new()),
        MessageBody::Unknown { .. } => return None,
    };
    Some(Told {
        event: message.event.as_ref()?.to_string(),
        sender: message.sender.user.to_string(),
        name: message.sender.name.clone(),
        at: message.at,
        kind,
        text,
        edited: message.edited,
        reactions: message.reactions.iter().map(|r| (r.key.clone(), r.count as usize)).collect(),
        reply_to: message.reply_to.as_ref().filter(|_| message.thread_root.is_none()).map(|quote| quote.event.to_string()),
        thread_root: message.thread_root.as_ref().map(ToString::to_string),
    })
}

/// Writes the keys of all rooms into a file, as another client would.
pub fn export_keys<'a>(matrix: &'a Matrix, path: &'a Path, passphrase: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
    Box::pin(async move { Ok(matrix.client.encryption().export_room_keys(path.to_owned(), passphrase, |_| true).await?) })
}

/// Reads keys from such a file.
pub fn import_keys<'a>(matrix: &'a Matrix, path: &'a Path, passphrase: &'a str) -> BoxFuture<'a, anyhow::Result<usize>> {
    Box::pin(async move { Ok(matrix.client.encryption().import_room_keys(path.to_owned(), passphrase).await?.imported_count) })
}

/// Sets recovery up anew, backup included; the recovery key.
pub fn enable_recovery<'a>(matrix: &'a Matrix) -> BoxFuture<'a, anyhow::Result<String>> {
    Box::pin(async move {
        let encryption = matrix.client.encryption();
        encryption.wait_for_e2ee_initialization_tasks().await;
        if encryption.backups().fetch_exists_on_server().await? {
            encryption.backups().disable_and_delete().await?;
        }
        Ok(encryption.recovery().enable().wait_for_backups_to_upload().await?)
    })
}

/// Recovers by the key.
pub fn recover<'a>(matrix: &'a Matrix, key: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
    Box::pin(async move {
        matrix.client.encryption().wait_for_e2ee_initialization_tasks().await;
        Ok(matrix.client.encryption().recovery().recover(key).await?)
    })
}

impl Matrix {
    /// How many events sync has delivered that our store does not have.
    pub fn undelivered(&self) -> usize {
        self.watch.count()
    }

    /// The bytes of a picture on the homeserver, at most `cap` of them.
    pub fn download<'a>(&'a self, source: &'a MediaSource, width: Option<u32>, cap: usize) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        Box::pin(crate::media::download(&self.0, source, width, cap))
    }
}
