//! A message in one line: for lists, quotes and notices.

use crate::model::{Language, MessageBody};
use crate::text::{cut, one_line};
use crate::words::say;

const LINE_MAX: usize = 140;

/// Plain text of one line; never empty. What is not the sender's is said in `language`.
pub fn line(body: &MessageBody, language: Language) -> String {
    let say = |id| say(language, id, &[]);
    let full = match body {
        MessageBody::Pin { pin } => {
            [&pin.title, &pin.note].into_iter().map(|t| one_line(t)).find(|t| !t.is_empty()).unwrap_or_else(|| say("app-pin"))
        }
        MessageBody::Text { text } | MessageBody::Emote { text } | MessageBody::Notice { text } => one_line(text),
        MessageBody::File { name, .. } => one_line(name),
        MessageBody::Locked => say("app-locked"),
        MessageBody::Removed => say("app-removed"),
        MessageBody::Unknown { text, .. } => text.as_deref().map(one_line).unwrap_or_default(),
    };
    if full.is_empty() { say("app-message") } else { cut(&full, LINE_MAX) }
}
