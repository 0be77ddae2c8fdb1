//! A message in one line: for lists, quotes and notices.

use crate::model::MessageBody;
use crate::text::{cut, one_line};

const LINE_MAX: usize = 140;

/// Plain text of one line; never empty.
pub fn line(body: &MessageBody) -> String {
    let full = match body {
        MessageBody::Pin { pin } => {
            [&pin.title, &pin.note].into_iter().map(|t| one_line(t)).find(|t| !t.is_empty()).unwrap_or_else(|| "Pin".into())
        }
        MessageBody::Text { text } | MessageBody::Emote { text } | MessageBody::Notice { text } => one_line(text),
        MessageBody::File { name, .. } => one_line(name),
        MessageBody::Locked => "Encrypted message, its key is not here yet".into(),
        MessageBody::Removed => "Message removed".into(),
        MessageBody::Unknown { text, .. } => text.as_deref().map(one_line).unwrap_or_default(),
    };
    if full.is_empty() { "Message".into() } else { cut(&full, LINE_MAX) }
}
