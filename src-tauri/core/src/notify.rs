//! Which incoming message deserves a notification, and its words. Pure.

use crate::lines::line;
use crate::model::{Conversation, ConversationKind, EventId, MediaId, Message, MessageBody, MessageId, RoomId};
use crate::text;

/// Older than this is news no more.
const OLD_MS: i64 = 7 * 24 * 3_600_000;
/// Graphemes of a note that are shown.
const BODY_MAX: usize = 240;

/// A notification for the desktop. Plain text: the daemon's markup is the shell's business.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Notice {
    pub room: RoomId,
    /// The newest of the messages that it tells of.
    pub event: EventId,
    pub message: MessageId,
    /// All that it tells of; it goes when all are read or removed.
    pub events: Vec<EventId>,
    /// Who, with the Matrix ID where the name is not enough.
    pub sender: String,
    /// Where, if it is a group.
    pub conversation: Option<String>,
    /// A pin's title; empty for other messages.
    pub title: String,
    /// What is said: of a pin its note, of several messages how many they are and the last one.
    pub body: String,
    pub picture: Option<MediaId>,
    /// The server's time, ms.
    pub at: i64,
}

/// What is known of a message when it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Not one's own, and not read here or elsewhere.
    pub unread: bool,
    /// Not locked, not removed.
    pub readable: bool,
    /// The account's push rules ask for it.
    pub wanted: bool,
    /// From live sync, not from loaded history.
    pub live: bool,
    pub told_before: bool,
    pub muted: bool,
    /// Its conversation is open in the focused window.
    pub watched: bool,
    pub at: i64,
    /// When this profile was first signed in.
    pub since: i64,
    pub now: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Tell,
    /// Not now and not later.
    Never,
    /// When its key has come.
    NotYet,
}

/// Decides on one message.
pub fn judge(c: &Candidate) -> Verdict {
    let old = c.at < c.since || c.at < c.now - OLD_MS;
    if !c.unread || c.told_before || c.muted || c.watched || old || !c.live {
        return Verdict::Never;
    }
    match (c.readable, c.wanted) {
        (false, _) => Verdict::NotYet,
        (true, true) => Verdict::Tell,
        (true, false) => Verdict::Never,
    }
}

/// One notice for the messages of one conversation, oldest first; `None` for none.
pub fn notice(conversation: &Conversation, messages: &[Message]) -> Option<Notice> {
    let newest = messages.last()?;
    let events: Vec<EventId> = messages.iter().filter_map(|m| m.event.clone()).collect();
    let sender = text::isolate(&if newest.sender.ambiguous {
        format!("{} ({})", newest.sender.name, newest.sender.user)
    } else {
        newest.sender.name.clone()
    });
    let conversation_name = match conversation.kind {
        ConversationKind::Direct => None,
        ConversationKind::Group => Some(text::isolate(&conversation.name)),
    };
    let (mut title, last, picture) = match &newest.body {
        MessageBody::Pin { pin } if !pin.title.is_empty() => {
            (pin.title.clone(), text::cut(&text::one_line(&pin.note), BODY_MAX), pin.picture.as_ref().map(|p| p.media))
        }
        MessageBody::Pin { pin } => (String::new(), line(&newest.body), pin.picture.as_ref().map(|p| p.media)),
        other => (String::new(), line(other), None),
    };
    let body = if messages.len() > 1 {
        title = String::new();
        format!("{} new messages. {}", messages.len(), line(&newest.body))
    } else {
        last
    };
    // A stranger's picture is shown where it is asked for, never by itself.
    let picture = picture.filter(|_| !newest.stranger);
    Some(Notice {
        room: conversation.room.clone(),
        event: newest.event.clone()?,
        message: newest.id,
        events,
        sender,
        conversation: conversation_name,
        title,
        body,
        picture,
        at: newest.at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_of_what() {
        let good = Candidate {
            unread: true,
            readable: true,
            wanted: true,
            live: true,
            told_before: false,
            muted: false,
            watched: false,
            at: 10,
            since: 5,
            now: 20,
        };
        let check = |candidate: Candidate, expected| assert_eq!(judge(&candidate), expected, "{candidate:?}");
        check(good, Verdict::Tell);
        check(Candidate { unread: false, ..good }, Verdict::Never);
        check(Candidate { told_before: true, ..good }, Verdict::Never);
        check(Candidate { muted: true, ..good }, Verdict::Never);
        check(Candidate { watched: true, ..good }, Verdict::Never);
        check(Candidate { live: false, ..good }, Verdict::Never);
        check(Candidate { wanted: false, ..good }, Verdict::Never);
        check(Candidate { since: 11, ..good }, Verdict::Never);
        check(Candidate { now: 11 + OLD_MS, ..good }, Verdict::Never);
        check(Candidate { readable: false, ..good }, Verdict::NotYet);
        check(Candidate { readable: false, wanted: false, ..good }, Verdict::NotYet);
    }
}
