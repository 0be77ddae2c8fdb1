//! Choosing together: the message that asks, and the votes that stand with its pins.

use super::messages::{COLUMNS, MessageRow, PageFacts, message_row};
use super::rows::one;
use super::{Reader, StoreError, Writer};
use crate::api::Code;
use crate::lines;
use crate::model::{CHOICE_MAX, CHOICE_MIN, Choice, ChoicePin, EventId, MediaId, MessageId, RoomId};
use crate::outbox::About;
use crate::outbox::choice::{ChoiceBlock, ChosenPin, OutgoingChoice, VOTE};
use crate::text::{cut, one_line};
use crate::words::{Value as Word, say};

/// Graphemes of a pin's title in a choice.
const TITLE_CUT: usize = 80;

impl Reader {
    /// What a message asks to choose among, with the votes by now; `None` where it asks nothing.
    pub(super) fn choice_of(&self, row: &MessageRow, facts: &PageFacts) -> Result<Option<Box<Choice>>, StoreError> {
        if row.kind != "text" || row.removed {
            return Ok(None);
        }
        let Some(block) = row.extra.get("choice").and_then(ChoiceBlock::of) else { return Ok(None) };
        let pins = block.pins.iter().map(|event| self.choice_pin(row.room, event, &block.key, facts)).collect::<Result<_, _>>()?;
        Ok(Some(Box::new(Choice { question: block.question, key: block.key, pins })))
    }

    fn choice_pin(&self, room: i64, event: &EventId, key: &str, facts: &PageFacts) -> Result<ChoicePin, StoreError> {
        let sql = format!("SELECT {COLUMNS} WHERE message.event = ?1 AND message.room = ?2");
        let Some(row) = one(self.conn(), &sql, (event.as_str(), room), message_row)? else {
            let title = say(facts.language, "app-pin", &[]);
            return Ok(ChoicePin { event: event.clone(), message: None, title, picture: None, votes: 0, mine: false, names: Vec::new() });
        };
        let title = lines::line(&self.body_of(&row)?, facts.language);
        let media = row.media.filter(|_| !row.removed).map(MediaId);
        let picture = match media {
            Some(media) if !self.is_covered(&row, &facts.trust)? => self.picture(media)?,
            _ => None,
        };
        let given = if row.removed { Vec::new() } else { self.reactions(room, event.as_str(), facts.me.as_ref())? };
        let votes = given.into_iter().find(|reaction| reaction.key == key);
        let (votes, mine, names) = votes.map(|vote| (vote.count, vote.mine, vote.names)).unwrap_or_default();
        Ok(ChoicePin { event: event.clone(), message: Some(MessageId(row.id)), title, picture, votes, mine, names })
    }
}

impl Writer {
    /// Asks the conversation to choose among some of its pins.
    ///
    /// # Errors
    /// A refusal in words where there are too few or too many, or one of them is no pin that the server has.
    pub fn queue_choice(&mut self, room: &RoomId, pins: &[MessageId], question: &str) -> Result<MessageId, StoreError> {
        if !(CHOICE_MIN..=CHOICE_MAX).contains(&pins.len()) {
            let words = format!("Choose {CHOICE_MIN} to {CHOICE_MAX} pins; {} are chosen.", pins.len());
            return Err(StoreError::refused(Code::BadInput, words));
        }
        let room = self.resolve(room)?;
        let (id, language) = (self.need_room(&room)?, self.language()?);
        let chosen = |message: &MessageId| {
            let row = self.message_row(message.0)?.filter(|row| row.kind == "pin" && !row.removed && row.room == id);
            let event = row.as_ref().and_then(|row| row.event.clone());
            let (Some(row), Some(event)) = (row, event) else {
                let words = "Only pins of this conversation that were sent can be chosen among. Wait until all of them are sent.";
                return Err(StoreError::refused(Code::BadInput, words));
            };
            Ok(ChosenPin { event: EventId(event), title: cut(&lines::line(&self.body_of(&row)?, language), TITLE_CUT) })
        };
        let pins = pins.iter().map(chosen).collect::<Result<Vec<_>, StoreError>>()?;
        let hint = say(language, "app-choice-hint", &[("key", Word::Text(VOTE))]);
        let choice = OutgoingChoice { room: room.clone(), question: one_line(question), pins, hint };
        let text = choice.body();
        self.queue_text_about(&room, &text, &About { choice: Some(choice), ..About::default() })
    }
}
