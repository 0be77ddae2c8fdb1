//! "Choose together" on the wire: a plain text that every client reads, with a block that names the pins.
//!
//! ```json
//! { "msgtype": "m.text", "body": "Which one?\n1. Kilim\n2. Fern\nTo vote, react with ✅ to the pin.",
//!   "format": "org.matrix.custom.html", "formatted_body": "…<ol><li><a href=\"https://matrix.to/#/!room/$event\">Kilim</a>…",
//!   "app.tackroom.choice": { "version": 1, "question": "Which one?", "key": "✅", "pins": ["$a", "$b"] } }
//! ```
//! A vote is an `m.reaction` with that key to the pin's own event: other clients give and show it as any reaction, and the
//! result stays with the pins.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{CHOICE_MAX, CHOICE_MIN, EventId, RoomId};
use crate::rich::escape;
use crate::text::{clean, cut_bytes, one_line};

/// The key of the block.
pub const CHOICE_KEY: &str = "app.tackroom.choice";
/// The emoji of a vote: no other reaction at hand, so that hearts stay hearts.
pub const VOTE: &str = "✅";
/// Longest emoji of a vote that is read, bytes.
const KEY_MAX: usize = 64;
/// Longest question that is read, bytes.
const QUESTION_MAX: usize = 1_000;

/// A choice that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingChoice {
    pub room: RoomId,
    pub question: String,
    pub pins: Vec<ChosenPin>,
    /// How one votes, in words, for clients that only show the text.
    pub hint: String,
}

/// One of its pins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenPin {
    pub event: EventId,
    pub title: String,
}

impl OutgoingChoice {
    /// As every client shows it.
    pub fn body(&self) -> String {
        let pins = self.pins.iter().zip(1..).map(|(pin, number)| format!("{number}. {}", pin.title));
        let lines: Vec<String> = std::iter::once(self.question.clone()).chain(pins).chain([self.hint.clone()]).collect();
        lines.join("\n")
    }

    fn html(&self) -> String {
        let link = |event: &EventId| format!("https://matrix.to/#/{}/{}", encode(self.room.as_str()), encode(event.as_str()));
        let item = |pin: &ChosenPin| format!("<li><a href=\"{}\">{}</a></li>", link(&pin.event), escape(&pin.title));
        let items: String = self.pins.iter().map(item).collect();
        format!("<p>{}</p><ol>{items}</ol><p>{}</p>", escape(&self.question), escape(&self.hint))
    }

    fn block(&self) -> Value {
        let pins: Vec<&EventId> = self.pins.iter().map(|pin| &pin.event).collect();
        json!({ "version": 1, "question": self.question, "key": VOTE, "pins": pins })
    }

    /// Adds it to a text's content.
    pub(super) fn put(&self, content: &mut Value) {
        if let Some(map) = content.as_object_mut() {
            map.insert("format".into(), json!("org.matrix.custom.html"));
            map.insert("formatted_body".into(), json!(self.html()));
            map.insert(CHOICE_KEY.into(), self.block());
        }
    }

    /// As it is kept with the message that stands for it until it is sent.
    pub fn kept(&self) -> Option<Value> {
        ChoiceBlock::of(&self.block()).map(|block| block.kept())
    }
}

/// The `app.tackroom.choice` block as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceBlock {
    pub question: String,
    pub key: String,
    pub pins: Vec<EventId>,
}

impl ChoiceBlock {
    /// `None` where it names fewer than 2 pins or more than 9, or one twice: the message is then read as a text.
    pub fn of(block: &Value) -> Option<Self> {
        let named = block.get("pins")?.as_array()?;
        let pins: Vec<EventId> =
            named.iter().filter_map(Value::as_str).filter(|id| id.starts_with('$') && id.len() <= 255).map(EventId::from).collect();
        let twice = pins.iter().enumerate().any(|(at, pin)| pins.iter().skip(at + 1).any(|other| other == pin));
        if twice || pins.len() != named.len() || !(CHOICE_MIN..=CHOICE_MAX).contains(&pins.len()) {
            return None;
        }
        let text = |key: &str| block.get(key).and_then(Value::as_str).unwrap_or_default();
        let key = Some(one_line(text("key"))).filter(|key| !key.is_empty() && key.len() <= KEY_MAX).unwrap_or_else(|| VOTE.into());
        Some(Self { question: clean(cut_bytes(text("question"), QUESTION_MAX)), key, pins })
    }

    /// As it is kept in the column `message.extra`.
    pub fn kept(&self) -> Value {
        json!({ "choice": { "question": self.question, "key": self.key, "pins": self.pins } })
    }
}

/// A part of an address's path.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!$:._-~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::outbox::About;
    use crate::outbox::content::text_content;

    fn choice() -> OutgoingChoice {
        OutgoingChoice {
            room: "!tea:localhost".into(),
            question: "Which <one>?".into(),
            pins: vec![
                ChosenPin { event: "$a/b+c".into(), title: "Kilim & co".into() },
                ChosenPin { event: "$d".into(), title: "Fern".into() },
            ],
            hint: "Vote.".into(),
        }
    }

    #[test]
    fn it_is_a_text_with_a_list_that_leads_to_the_pins_and_reads_back() {
        let choice = choice();
        let about = About { choice: Some(choice.clone()), ..About::default() };
        let content = text_content(&choice.body(), &about, &"t".into()).unwrap();
        assert_eq!((&content["msgtype"], &content["body"]), (&json!("m.text"), &json!("Which <one>?\n1. Kilim & co\n2. Fern\nVote.")));
        let html = content["formatted_body"].as_str().unwrap();
        assert_eq!(
            html,
            "<p>Which &lt;one&gt;?</p><ol><li><a href=\"https://matrix.to/#/!tea:localhost/$a%2Fb%2Bc\">Kilim &amp; co</a></li>\
             <li><a href=\"https://matrix.to/#/!tea:localhost/$d\">Fern</a></li></ol><p>Vote.</p>"
        );
        let read = ChoiceBlock::of(&content[CHOICE_KEY]).unwrap();
        assert_eq!(read, ChoiceBlock { question: "Which <one>?".into(), key: VOTE.into(), pins: vec!["$a/b+c".into(), "$d".into()] });
    }

    #[test]
    fn what_is_no_choice_is_none() {
        let of = |pins: Value, key: Value| ChoiceBlock::of(&json!({ "pins": pins, "key": key, "question": 7 }));
        for pins in
            [json!([]), json!(["$a"]), json!(["$a", "$a"]), json!(["$a", 7]), json!(["$a", "b"]), json!("$a"), json!(vec!["$x"; 10])]
        {
            assert_eq!(of(pins.clone(), json!("✅")), None, "{pins}");
        }
        let ten: Vec<String> = (0..10).map(|n| format!("${n}")).collect();
        assert_eq!(of(json!(ten), json!("✅")), None);
        for key in [json!(""), json!(7), json!("x".repeat(65)), json!("\u{202e}")] {
            assert_eq!(of(json!(["$a", "$b"]), key).unwrap().key, VOTE);
        }
        assert_eq!(of(json!(["$a", "$b"]), json!("👍")).unwrap().question, "");
    }
}
