//! What one message is: its body from its row, what the guard says of it, and its text with marks and links.

use serde_json::Value;

use super::guard::{Judged, Parts, Trust};
use super::messages::MessageRow;
use super::rich::Of;
use super::{Reader, StoreError};
use crate::guard;
use crate::model::{Link, MediaId, MessageBody, MessageId, Pin, PinSource, RichText, Severity, TextBlock};
use crate::rich;

impl Reader {
    pub(super) fn body_of(&self, row: &MessageRow) -> Result<MessageBody, StoreError> {
        if row.removed {
            return Ok(MessageBody::Removed);
        }
        let (extra, text) = (&row.extra, row.body.clone());
        Ok(match row.kind.as_str() {
            "pin" => MessageBody::Pin { pin: self.pin_of(row)? },
            "text" => MessageBody::Text { text },
            "emote" => MessageBody::Emote { text },
            "notice" => MessageBody::Notice { text },
            "file" => MessageBody::File {
                name: row.title.clone(),
                size: extra.get("size").and_then(Value::as_i64),
                mimetype: extra.get("mimetype").and_then(Value::as_str).map(str::to_owned),
                caption: (!text.is_empty()).then_some(text),
                link: row.link.as_ref().map(|url| Link { url: url.clone(), host: row.host.clone() }),
                guard: None,
            },
            "locked" => MessageBody::Locked,
            "removed" => MessageBody::Removed,
            _ => MessageBody::Unknown {
                event_type: extra.get("type").and_then(Value::as_str).unwrap_or(&row.event_type).to_owned(),
                text: (!text.is_empty()).then_some(text),
            },
        })
    }

    fn pin_of(&self, row: &MessageRow) -> Result<Pin, StoreError> {
        let picture = match row.media {
            Some(media) => self.picture(MediaId(media))?,
            None => None,
        };
        let source: Option<PinSource> = row.extra.get("source").and_then(|source| serde_json::from_value(source.clone()).ok());
        let link = row.link.as_ref().map(|url| Link { url: url.clone(), host: row.host.clone() });
        // A row of a version that kept no host still shows one.
        let link = link.map(|link| if link.host.is_empty() { guard::link_of(&link.url).unwrap_or(link) } else { link });
        Ok(Pin { title: row.title.clone(), note: row.body.clone(), link, picture, source, guard: None })
    }

    pub(super) fn judged_row(&self, row: &MessageRow, trust: &Trust) -> Result<Judged, StoreError> {
        self.judge_parts(
            &Parts {
                room: row.room,
                sender: &row.sender,
                mine: row.mine,
                file: row.kind == "file",
                title: &row.title,
                note: &row.body,
                link: row.link.as_deref(),
                media: row.media,
                extra: &row.extra,
            },
            trust,
        )
    }

    /// Whether a message's picture lies under a cover: the guard's, or that of a stranger who was not answered.
    pub(super) fn is_covered(&self, row: &MessageRow, trust: &Trust) -> Result<bool, StoreError> {
        if row.mine || row.media.is_none() {
            return Ok(false);
        }
        if self.is_stranger(row.room)? && !trust.person(&row.sender) {
            return Ok(true);
        }
        Ok(self.judged_row(row, trust)?.verdict(trust).is_some_and(|verdict| verdict.severity == Severity::Cover))
    }

    /// What the guard judges when a link of a message is opened: one in its text by what stands there, else its own.
    /// `None` where there is no such message.
    pub(super) fn judged_message(&self, message: MessageId, url: &str) -> Result<Option<Judged>, StoreError> {
        let Some(row) = self.message_row(message.0)?.filter(|row| !row.removed) else { return Ok(None) };
        let trust = self.trust()?;
        if matches!(row.kind.as_str(), "pin" | "file") {
            let mut judged = self.judged_row(&row, &trust)?;
            if judged.opens(url) {
                return Ok(Some(judged));
            }
            judged.picture = None;
            return Ok(Some(self.judged_in_text(&text_of(&row), &trust, url)?.unwrap_or(judged)));
        }
        self.judged_in_text(&text_of(&row), &trust, url)
    }

    /// The text of a message with its marks and links; `None` where it has none.
    pub(super) fn rich_of(&self, row: &MessageRow, trust: &Trust) -> Result<Option<Box<RichText>>, StoreError> {
        if row.removed || !matches!(row.kind.as_str(), "pin" | "file" | "text" | "emote" | "notice") {
            return Ok(None);
        }
        self.rich(&text_of(row), trust)
    }
}

fn text_of(row: &MessageRow) -> Of<'_> {
    let raw = row.extra.get("raw").and_then(Value::as_str).map(str::to_owned);
    // Marks of a text or caption were read when it came; the note of a pin is what its sender typed.
    let read: Option<Vec<TextBlock>> = row.extra.get("rich").and_then(|blocks| serde_json::from_value(blocks.clone()).ok());
    let typed = || if row.kind == "pin" { rich::from_marks(&row.body) } else { None };
    let blocks = read.or_else(typed).unwrap_or_else(|| rich::plain(&row.body));
    Of { room: row.room, sender: &row.sender, mine: row.mine, text: &row.body, raw, blocks }
}
