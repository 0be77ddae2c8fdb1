//! Texts made ready to be shown: what leads somewhere is judged by the guard, who is named is called as in the room.
//!
//! Made when a text is read, as verdicts are, so that trust, names and better rules hold at once.

use super::guard::{Judged, Trust};
use super::{Reader, StoreError};
use crate::guard::{self, Sender};
use crate::model::{Mention, RichText, TEXT_LINKS_MAX, TextBlock, TextItem, TextLink, TextSpan, TextStyle, UserId, Verdict};
use crate::rich::{Found, found, is_plain, person_of, web_links};

/// Whose text it is, and where it stands.
pub(super) struct Of<'a> {
    /// 0: in no room.
    pub room: i64,
    /// Empty: nobody's in particular.
    pub sender: &'a str,
    pub mine: bool,
    /// All of it, plain.
    pub text: &'a str,
    /// The first link as it was written, where that is not as it stands in the text.
    pub raw: Option<String>,
    /// As it was read; links in it stand as they were written.
    pub blocks: Vec<TextBlock>,
}

impl Reader {
    /// A text with its marks and links; `None` where it has neither.
    pub(super) fn rich(&self, of: &Of<'_>, trust: &Trust) -> Result<Option<Box<RichText>>, StoreError> {
        let mut finish = Finish { reader: self, of, trust, sender: None, me: None, left: TEXT_LINKS_MAX, worst: None };
        let blocks = finish.blocks(&of.blocks)?;
        let plain = is_plain(&blocks);
        let guard = finish.worst;
        Ok((!plain || guard.is_some()).then(|| Box::new(RichText { blocks, guard })))
    }

    /// What the guard judges for an address that can be pressed in a text: the gravest where it stands there twice.
    pub(super) fn judged_in_text(&self, of: &Of<'_>, trust: &Trust, url: &str) -> Result<Option<Judged>, StoreError> {
        let mut finish = Finish { reader: self, of, trust, sender: None, me: None, left: TEXT_LINKS_MAX, worst: None };
        let mut gravest: Option<(u32, Judged)> = None;
        for (raw, shown) in web_links(&of.blocks) {
            if guard::web_link(&raw).is_none_or(|link| link.url != url) {
                continue;
            }
            let judged = finish.judged(&raw, shown.as_deref())?;
            let weight = judged.verdict(trust).map_or(0, |verdict| verdict.severity as u32);
            if gravest.as_ref().is_none_or(|(known, _)| *known < weight) {
                gravest = Some((weight, judged));
            }
        }
        Ok(gravest.map(|(_, judged)| judged))
    }
}

struct Finish<'a> {
    reader: &'a Reader,
    of: &'a Of<'a>,
    trust: &'a Trust,
    sender: Option<Sender>,
    me: Option<Option<UserId>>,
    /// So many links and names more can be pressed.
    left: usize,
    worst: Option<Box<Verdict>>,
}

impl Finish<'_> {
    fn blocks(&mut self, blocks: &[TextBlock]) -> Result<Vec<TextBlock>, StoreError> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &TextBlock) -> Result<TextBlock, StoreError> {
        Ok(match block {
            TextBlock::Text { spans } => {
                let mut done = Vec::with_capacity(spans.len());
                for span in spans {
                    self.span(span, &mut done)?;
                }
                TextBlock::Text { spans: done }
            }
            TextBlock::Code { text } => TextBlock::Code { text: text.clone() },
            TextBlock::Quote { blocks } => TextBlock::Quote { blocks: self.blocks(blocks)? },
            TextBlock::List { start, items } => {
                let items = items.iter().map(|item| Ok(TextItem { blocks: self.blocks(&item.blocks)? }));
                TextBlock::List { start: *start, items: items.collect::<Result<_, StoreError>>()? }
            }
        })
    }

    fn span(&mut self, span: &TextSpan, done: &mut Vec<TextSpan>) -> Result<(), StoreError> {
        let bare = |text: &str| TextSpan { text: text.to_owned(), styles: span.styles.clone(), ..TextSpan::default() };
        if let Some(link) = &span.link {
            done.push(self.hidden(&link.url, bare(&span.text))?);
            return Ok(());
        }
        let mut rest = 0;
        if !span.styles.contains(&TextStyle::Code) {
            for (range, found) in found(&span.text) {
                if self.left == 0 {
                    break;
                }
                let (Some(before), Some(written)) = (span.text.get(rest..range.start), span.text.get(range.clone())) else { continue };
                if !before.is_empty() {
                    done.push(bare(before));
                }
                rest = range.end;
                self.left -= 1;
                done.push(match found {
                    Found::Person(user) => TextSpan { mention: Some(Box::new(self.mention(&user)?)), ..bare(written) },
                    Found::Web(link) => {
                        let guard = self.verdict(written, None)?;
                        TextSpan { link: Some(Box::new(TextLink { url: link.url, host: link.host, guard })), ..bare(written) }
                    }
                });
            }
        }
        if let Some(after) = span.text.get(rest..).filter(|after| !after.is_empty() || rest == 0) {
            done.push(bare(after));
        }
        Ok(())
    }

    /// A link behind words.
    fn hidden(&mut self, raw: &str, words: TextSpan) -> Result<TextSpan, StoreError> {
        if self.left == 0 {
            return Ok(words);
        }
        self.left -= 1;
        if let Some(user) = person_of(raw) {
            return Ok(TextSpan { mention: Some(Box::new(self.mention(&user)?)), ..words });
        }
        // What other programs open is nothing to press here, and does no harm.
        let elsewhere = ["mailto:", "tel:", "sip:", "geo:", "xmpp:", "matrix:", "#"];
        if elsewhere.iter().any(|scheme| raw.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))) {
            return Ok(words);
        }
        // What never opens is told, and its words stay words.
        let guard = self.verdict(raw, Some(&words.text))?;
        Ok(match guard::web_link(raw) {
            Some(link) => TextSpan { link: Some(Box::new(TextLink { url: link.url, host: link.host, guard })), ..words },
            None => words,
        })
    }

    fn verdict(&mut self, raw: &str, words: Option<&str>) -> Result<Option<Box<Verdict>>, StoreError> {
        let verdict = self.judged(raw, words)?.verdict(self.trust);
        if let Some(found) = &verdict
            && self.worst.as_ref().is_none_or(|worst| worst.severity < found.severity)
        {
            self.worst = Some(found.clone());
        }
        Ok(verdict)
    }

    fn judged(&mut self, raw: &str, words: Option<&str>) -> Result<Judged, StoreError> {
        let sender = self.standing()?;
        let link = guard::web_link(raw).map(|link| link.url);
        let as_written = self.of.raw.as_deref().filter(|first| words.is_none() && guard::web_link(first).map(|link| link.url) == link);
        Ok(Judged {
            link: Some(as_written.unwrap_or(raw).to_owned()),
            // Words that stand for a link must not name another site; a link that is written out names its own.
            title: words.unwrap_or_default().to_owned(),
            note: if words.is_none() { self.of.text.to_owned() } else { String::new() },
            around: if words.is_some() { self.of.text.to_owned() } else { String::new() },
            sender,
            seen_in_rooms: self.reader.seen_in_rooms(sender, self.of.sender, link.as_deref())?,
            ..Judged::default()
        })
    }

    fn standing(&mut self) -> Result<Sender, StoreError> {
        if let Some(sender) = self.sender {
            return Ok(sender);
        }
        let sender = match self.of {
            Of { mine: true, .. } => Sender::Me,
            // A feed was chosen.
            Of { room: 0, .. } => Sender::Contact,
            of => self.reader.standing(of.room, of.sender, self.trust)?,
        };
        self.sender = Some(sender);
        Ok(sender)
    }

    fn mention(&mut self, user: &UserId) -> Result<Mention, StoreError> {
        let person = self.reader.person_in(self.of.room, user.as_str())?;
        let me = match &self.me {
            Some(me) => me.clone(),
            None => self.me.insert(self.reader.me()?).clone(),
        };
        let ambiguous = person.ambiguous || !self.reader.is_member(self.of.room, user)?;
        Ok(Mention { user: user.clone(), name: person.name, ambiguous, me: me.as_ref() == Some(user) })
    }
}
