//! Whether what one set for a conversation is still to be told, once the server can be asked: the newest intent wins.
//!
//! A device writes beside each mark when it was set. Whatever was set later than one's own wish holds; a wish that
//! another device has overtaken is dropped, not sent. Clients that know nothing of this leave no time: what one of them
//! changed while the wish waited is known by being neither what stood before nor what is wished, and holds.
//!
//! The time is that of the act: of the press, of the message that brought a conversation back, of the end of a mute.
//! It always lies after the last one that the device knew of, so that clocks that differ undo nothing that was seen.

use crate::model::Mark;

/// What the account's data say of one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub mark: Mark,
    /// When a device that says so set it last, ms.
    pub at: Option<i64>,
    /// What that device set then. Another than `mark`: a client that leaves no time changed it after that.
    pub set: Option<Mark>,
}

impl Said {
    /// Whether a wish holds against this. `over`: what stood when the person began to change it; `at`: when it was made, ms.
    pub fn gives_way_to(&self, wish: &Mark, over: Option<&Mark>, at: i64) -> bool {
        let newer = self.at.is_some_and(|said| said > at);
        let untimed = self.set.as_ref() != Some(&self.mark);
        let by_another_client = untimed && over.is_some_and(|over| self.mark != *over) && self.mark != *wish;
        !newer && !by_another_client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Mark = Mark::Archived { on: true };
    const OFF: Mark = Mark::Archived { on: false };

    #[test]
    fn the_newest_intent_wins() {
        let said = |mark: Mark, at: Option<i64>| Said { set: at.map(|_| mark.clone()), mark, at };
        let wish = |said: Said, wish: &Mark, over: &Mark| said.gives_way_to(wish, Some(over), 10);
        assert!(wish(said(ON, None), &OFF, &ON), "nothing happened meanwhile");
        assert!(wish(said(ON, Some(10)), &OFF, &ON), "a second try of the same");
        assert!(!wish(said(ON, Some(11)), &OFF, &ON), "archived anew elsewhere, later");
        assert!(wish(said(ON, Some(9)), &OFF, &ON), "archived anew elsewhere, before");
        assert!(!wish(said(ON, None), &OFF, &OFF), "archived by another client while one pressed it twice");
        let by_another = |at| Said { mark: ON, at: Some(at), set: Some(OFF) };
        assert!(!wish(by_another(9), &OFF, &OFF), "the same, after a device that leaves times");
        assert!(wish(said(OFF, Some(9)), &ON, &ON), "one's own wish of a moment ago, which went out while this one was made");
        assert!(said(ON, None).gives_way_to(&OFF, None, 10), "written by an older version");
    }
}
