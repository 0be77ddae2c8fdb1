//! Which incoming message deserves a notification, and its words. Pure.

use crate::lines::line;
use crate::model::{Conversation, ConversationKind, EventId, MediaId, Message, MessageBody, MessageId, NotificationContent, RoomId};
use crate::text;

/// Older than this is news no more.
const OLD_MS: i64 = 7 * 24 * 3_600_000;
/// Graphemes of a note that are shown.
const BODY_MAX: usize = 240;

/// Most lines of several messages that are shown.
const LINES_MAX: usize = 3;

/// A notification for the desktop: of one message, or of several of one conversation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Notice {
    pub room: RoomId,
    /// The newest of the messages that it tells of.
    pub event: EventId,
    /// The oldest of them: where a click leads.
    pub message: MessageId,
    /// All that it tells of, oldest first; it goes when all are read or removed.
    pub events: Vec<EventId>,
    /// How many of them are pins.
    pub pins: usize,
    /// Who wrote the newest, with the Matrix ID where the name is not enough.
    pub sender: String,
    /// All are by that person.
    pub one_sender: bool,
    /// Where, if it is a group.
    pub conversation: Option<String>,
    /// A pin's title; empty for other messages and for several.
    pub title: String,
    /// What is said: of a pin its note, of several messages the last ones, a line each.
    pub body: String,
    /// Of a single pin.
    pub picture: Option<MediaId>,
    /// The server's time of the newest, ms.
    pub at: i64,
}

/// What a notification says. Plain text: the daemon's markup is the shell's business.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub summary: String,
    pub body: String,
}

impl Notice {
    /// Its words, with as much in them as the user lets a notification tell.
    pub fn words(&self, content: NotificationContent) -> Words {
        let all_pins = self.pins == self.events.len();
        let what = match (self.events.len(), all_pins) {
            (1, true) => "New pin".to_owned(),
            (1, false) => "New message".to_owned(),
            (count, true) => format!("{count} pins"),
            (count, false) => format!("{count} messages"),
        };
        if content == NotificationContent::Nothing {
            return Words { summary: "Tackroom".into(), body: if self.events.len() == 1 { what } else { format!("{what} for you") } };
        }
        let summary = match (&self.conversation, self.events.len(), self.one_sender) {
            (None, 1, _) => self.sender.clone(),
            (Some(conversation), 1, _) => format!("{} · {conversation}", self.sender),
            (None, ..) => format!("{what} from {}", self.sender),
            (Some(conversation), _, true) => format!("{what} from {} · {conversation}", self.sender),
            (Some(conversation), _, false) => format!("{what} in {conversation}"),
        };
        let body = match content {
            NotificationContent::All => {
                let lines = [self.title.as_str(), self.body.as_str()];
                lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
            }
            NotificationContent::Name if self.events.len() == 1 => what,
            NotificationContent::Name | NotificationContent::Nothing => String::new(),
        };
        Words { summary, body }
    }
}

/// The words for people who ask to write: never who they say they are, nor anything of theirs.
pub fn request_words(count: usize) -> Words {
    let summary = if count == 1 { "1 new request".to_owned() } else { format!("{count} new requests") };
    Words { summary, body: "Someone you have not written with asks to write to you.".into() }
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
    let (oldest, newest) = (messages.first()?, messages.last()?);
    let group = conversation.kind == ConversationKind::Group;
    let one_sender = messages.iter().all(|m| m.sender.user == newest.sender.user);
    let (title, body, picture) = match &newest.body {
        _ if messages.len() > 1 => {
            let last = messages.iter().skip(messages.len().saturating_sub(LINES_MAX));
            let lines = last.map(|m| if one_sender { line(&m.body) } else { format!("{}: {}", name(m), line(&m.body)) });
            (String::new(), lines.collect::<Vec<_>>().join("\n"), None)
        }
        MessageBody::Pin { pin } if !pin.title.is_empty() => {
            (pin.title.clone(), text::cut(&text::one_line(&pin.note), BODY_MAX), pin.picture.as_ref().map(|p| p.media))
        }
        MessageBody::Pin { pin } => (String::new(), line(&newest.body), pin.picture.as_ref().map(|p| p.media)),
        other => (String::new(), line(other), None),
    };
    // A stranger's picture is shown where it is asked for, never by itself.
    let picture = picture.filter(|_| !newest.stranger);
    Some(Notice {
        room: conversation.room.clone(),
        event: newest.event.clone()?,
        message: oldest.id,
        events: messages.iter().filter_map(|m| m.event.clone()).collect(),
        pins: messages.iter().filter(|m| matches!(m.body, MessageBody::Pin { .. })).count(),
        sender: name(newest),
        one_sender,
        conversation: group.then(|| text::isolate(&conversation.name)),
        title,
        body,
        picture,
        at: newest.at,
    })
}

/// Who wrote it, with the Matrix ID where the name is not enough.
fn name(message: &Message) -> String {
    let sender = &message.sender;
    text::isolate(&if sender.ambiguous { format!("{} ({})", sender.name, sender.user) } else { sender.name.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pins: usize, count: usize) -> Notice {
        Notice {
            room: "!r:x".into(),
            event: "$e".into(),
            message: MessageId(1),
            events: (0..count).map(|n| EventId(format!("${n}"))).collect(),
            pins,
            sender: "Amina".into(),
            one_sender: true,
            conversation: None,
            title: if count == 1 { "Oak bench".into() } else { String::new() },
            body: "For the garden?".into(),
            picture: None,
            at: 0,
        }
    }

    #[test]
    fn title_and_group_are_named_and_bursts_are_counted() {
        let group = |notice: Notice| Notice { conversation: Some("Garden".into()), ..notice };
        let all = |notice: Notice| notice.words(NotificationContent::All).summary;
        assert_eq!(of(1, 1).words(NotificationContent::All), Words { summary: "Amina".into(), body: "Oak bench\nFor the garden?".into() });
        assert_eq!(all(group(of(1, 1))), "Amina · Garden");
        assert_eq!(all(of(5, 5)), "5 pins from Amina");
        assert_eq!(all(of(4, 5)), "5 messages from Amina");
        assert_eq!(all(group(of(5, 5))), "5 pins from Amina · Garden");
        assert_eq!(all(Notice { one_sender: false, ..group(of(1, 2)) }), "2 messages in Garden");
    }

    #[test]
    fn no_more_is_told_than_the_user_lets() {
        let name = |notice: Notice| notice.words(NotificationContent::Name);
        assert_eq!(name(of(1, 1)), Words { summary: "Amina".into(), body: "New pin".into() });
        assert_eq!(name(of(0, 1)).body, "New message");
        assert_eq!(name(of(3, 3)), Words { summary: "3 pins from Amina".into(), body: String::new() });
        for (notice, body) in [(of(1, 1), "New pin"), (of(2, 3), "3 messages for you")] {
            assert_eq!(notice.words(NotificationContent::Nothing), Words { summary: "Tackroom".into(), body: body.into() });
        }
    }

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
