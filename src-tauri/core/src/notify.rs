//! Which incoming message deserves a notification, and its words. Pure.

use crate::lines::line;
use crate::model::{
    Conversation, ConversationKind, EventId, Language, MediaId, Message, MessageBody, MessageId, NotificationContent, Notify, RoomId,
};
use crate::text;
use crate::words::{Value, say};

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
    /// Its words in a language, with as much in them as the user lets a notification tell.
    pub fn words(&self, content: NotificationContent, language: Language) -> Words {
        let all_pins = self.pins == self.events.len();
        let what = match (self.events.len(), all_pins) {
            (1, true) => say(language, "app-new-pin", &[]),
            (1, false) => say(language, "app-new-message", &[]),
            (count, true) => say(language, "app-pins", &[("n", Value::Count(count))]),
            (count, false) => say(language, "app-messages", &[("n", Value::Count(count))]),
        };
        let from = |what: &str| say(language, "app-from", &[("what", Value::Text(what)), ("name", Value::Text(&self.sender))]);
        if content == NotificationContent::Nothing {
            let body = if self.events.len() == 1 { what } else { say(language, "app-for-you", &[("what", Value::Text(&what))]) };
            return Words { summary: "Tackroom".into(), body };
        }
        let summary = match (&self.conversation, self.events.len(), self.one_sender) {
            (None, 1, _) => self.sender.clone(),
            (Some(conversation), 1, _) => format!("{} · {conversation}", self.sender),
            (None, ..) => from(&what),
            (Some(conversation), _, true) => format!("{} · {conversation}", from(&what)),
            (Some(conversation), _, false) => {
                say(language, "app-in", &[("what", Value::Text(&what)), ("place", Value::Text(conversation))])
            }
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
pub fn request_words(count: usize, language: Language) -> Words {
    let summary = say(language, "app-requests", &[("n", Value::Count(count))]);
    Words { summary, body: say(language, "app-requests-body", &[]) }
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
    pub notify: Notify,
    /// It names one, or everybody.
    pub mentions: bool,
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
    // The push rules say the same; but what one sets offline holds before the server knows of it.
    let asked = match c.notify {
        Notify::All => true,
        // What it says is not known yet.
        Notify::Mentions => c.mentions || !c.readable,
        Notify::None => false,
    };
    let old = c.at < c.since || c.at < c.now - OLD_MS;
    if !c.unread || c.told_before || !asked || c.watched || old || !c.live {
        return Verdict::Never;
    }
    match (c.readable, c.wanted) {
        (false, _) => Verdict::NotYet,
        (true, true) => Verdict::Tell,
        (true, false) => Verdict::Never,
    }
}

/// One notice for the messages of one conversation, oldest first; `None` for none. `language` is for what is not the
/// sender's.
pub fn notice(conversation: &Conversation, messages: &[Message], language: Language) -> Option<Notice> {
    let (oldest, newest) = (messages.first()?, messages.last()?);
    let group = conversation.kind == ConversationKind::Group;
    let one_sender = messages.iter().all(|m| m.sender.user == newest.sender.user);
    let (title, body, picture) = match &newest.body {
        _ if messages.len() > 1 => {
            let last = messages.iter().skip(messages.len().saturating_sub(LINES_MAX));
            let lines =
                last.map(|m| if one_sender { line(&m.body, language) } else { format!("{}: {}", name(m), line(&m.body, language)) });
            (String::new(), lines.collect::<Vec<_>>().join("\n"), None)
        }
        MessageBody::Pin { pin } if !pin.title.is_empty() => {
            (pin.title.clone(), text::cut(&text::one_line(&pin.note), BODY_MAX), pin.picture.as_ref().map(|p| p.media))
        }
        MessageBody::Pin { pin } => (String::new(), line(&newest.body, language), pin.picture.as_ref().map(|p| p.media)),
        other => (String::new(), line(other, language), None),
    };
    // What lies under a cover is shown where it is asked for, never by itself.
    let picture = picture.filter(|_| !newest.is_covered());
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
        let all = |notice: Notice| notice.words(NotificationContent::All, Language::English).summary;
        assert_eq!(
            of(1, 1).words(NotificationContent::All, Language::English),
            Words { summary: "Amina".into(), body: "Oak bench\nFor the garden?".into() }
        );
        assert_eq!(all(group(of(1, 1))), "Amina · Garden");
        assert_eq!(all(of(5, 5)), "5 pins from Amina");
        assert_eq!(all(of(4, 5)), "5 messages from Amina");
        assert_eq!(all(group(of(5, 5))), "5 pins from Amina · Garden");
        assert_eq!(all(Notice { one_sender: false, ..group(of(1, 2)) }), "2 messages in Garden");
    }

    #[test]
    fn no_more_is_told_than_the_user_lets() {
        let name = |notice: Notice| notice.words(NotificationContent::Name, Language::English);
        assert_eq!(name(of(1, 1)), Words { summary: "Amina".into(), body: "New pin".into() });
        assert_eq!(name(of(0, 1)).body, "New message");
        assert_eq!(name(of(3, 3)), Words { summary: "3 pins from Amina".into(), body: String::new() });
        for (notice, body) in [(of(1, 1), "New pin"), (of(2, 3), "3 messages for you")] {
            assert_eq!(
                notice.words(NotificationContent::Nothing, Language::English),
                Words { summary: "Tackroom".into(), body: body.into() }
            );
        }
    }

    #[test]
    fn it_speaks_the_language_that_was_chosen() {
        let german = |notice: Notice, content| notice.words(content, Language::German);
        assert_eq!(german(of(1, 1), NotificationContent::Name).body, "Neuer Pin");
        assert_eq!(german(of(5, 5), NotificationContent::All).summary, "5 Pins von Amina");
        assert_eq!(german(of(2, 3), NotificationContent::Nothing).body, "3 Nachrichten für dich");
        let group = Notice { conversation: Some("Garten".into()), one_sender: false, ..of(1, 2) };
        assert_eq!(german(group, NotificationContent::All).summary, "2 Nachrichten in Garten");
        assert_eq!(request_words(1, Language::German).summary, "1 neue Anfrage");
        assert_eq!(request_words(100, Language::German).summary, "100 neue Anfragen");
        assert!(of(3, 3).words(NotificationContent::Name, Language::Arabic).summary.contains("دبابيس"));
        assert_eq!(line(&MessageBody::Removed, Language::German), "Nachricht entfernt");
    }

    #[test]
    fn who_is_told_of_what() {
        let good = Candidate {
            unread: true,
            readable: true,
            wanted: true,
            live: true,
            told_before: false,
            notify: Notify::All,
            mentions: false,
            watched: false,
            at: 10,
            since: 5,
            now: 20,
        };
        let check = |candidate: Candidate, expected| assert_eq!(judge(&candidate), expected, "{candidate:?}");
        check(good, Verdict::Tell);
        check(Candidate { unread: false, ..good }, Verdict::Never);
        check(Candidate { told_before: true, ..good }, Verdict::Never);
        check(Candidate { notify: Notify::None, ..good }, Verdict::Never);
        check(Candidate { notify: Notify::Mentions, ..good }, Verdict::Never);
        check(Candidate { notify: Notify::Mentions, mentions: true, ..good }, Verdict::Tell);
        check(Candidate { notify: Notify::Mentions, readable: false, ..good }, Verdict::NotYet);
        check(Candidate { watched: true, ..good }, Verdict::Never);
        check(Candidate { live: false, ..good }, Verdict::Never);
        check(Candidate { wanted: false, ..good }, Verdict::Never);
        check(Candidate { since: 11, ..good }, Verdict::Never);
        check(Candidate { now: 11 + OLD_MS, ..good }, Verdict::Never);
        check(Candidate { readable: false, ..good }, Verdict::NotYet);
        check(Candidate { readable: false, wanted: false, ..good }, Verdict::NotYet);
    }
}
