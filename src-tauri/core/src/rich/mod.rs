//! Texts with marks, links and names: read from what others send, made from what one writes. What of them is pressable is
//! decided here, so that the guard judges what the window offers.
//!
//! ```text
//! body ───────────► find ──┐
//! formatted_body ─► html ──┼─► blocks of spans ─► store::rich (links judged, people named) ─► the window
//! Markdown ───────► marks ─┘         └─ of what one writes, with names ─► html ─► formatted_body
//! ```
//! Blocks as they are read hold links as they were written; only what was finished is shown.

mod build;
mod find;
mod html;
mod marks;
mod names;
mod person;
#[cfg(test)]
mod tests;

pub use find::{Found, found};
pub use html::{escape, read as from_html, write as to_html};
pub use marks::read as from_marks;
pub use names::{Named, begins, name_people, stands_at};
pub use person::person_of;

use crate::model::{TextBlock, TextLink, TextSpan, TextStyle, UserId};

/// A text without marks.
pub fn plain(text: &str) -> Vec<TextBlock> {
    vec![TextBlock::Text { spans: vec![TextSpan { text: text.to_owned(), ..TextSpan::default() }] }]
}

/// What is sent of a text that one wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// For `formatted_body`; `None` where the words are all there is.
    pub html: Option<String>,
    /// Who is named in it.
    pub users: Vec<UserId>,
}

/// Makes what is sent of a text with marks and names.
pub fn write(text: &str, named: &[Named]) -> Written {
    let marked = from_marks(text);
    let has_marks = marked.is_some();
    let (blocks, users) = name_people(marked.unwrap_or_else(|| plain(text)), named);
    Written { html: (has_marks || !users.is_empty()).then(|| to_html(&blocks)), users }
}

/// Whether nothing in it is marked, or leads anywhere but by its own words.
pub fn is_plain(blocks: &[TextBlock]) -> bool {
    let is_bare = |span: &TextSpan| span.styles.is_empty() && span.link.is_none() && span.mention.is_none();
    blocks.iter().all(|block| matches!(block, TextBlock::Text { spans } if spans.iter().all(is_bare)))
}

/// The words alone, for lists, search and notices.
pub fn words_of(blocks: &[TextBlock]) -> String {
    let one = |block: &TextBlock| match block {
        TextBlock::Text { spans } => spans.iter().map(|span| span.text.as_str()).collect(),
        TextBlock::Code { text } => text.clone(),
        TextBlock::Quote { blocks } => words_of(blocks).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
        TextBlock::List { start, items } => {
            let mark = |at: usize| start.map_or_else(|| "•".to_owned(), |start| format!("{}.", u64::from(start) + at as u64));
            let items = items.iter().enumerate().map(|(at, item)| format!("{} {}", mark(at), words_of(&item.blocks)));
            items.collect::<Vec<_>>().join("\n")
        }
    };
    blocks.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The web links of blocks that were read: as written, with the words that stand for them, where some do.
pub fn web_links(blocks: &[TextBlock]) -> Vec<(String, Option<String>)> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            TextBlock::Text { spans } => {
                for span in spans {
                    match &span.link {
                        Some(link) => all.push((link.url.clone(), Some(span.text.clone()))),
                        None if span.styles.contains(&TextStyle::Code) => {}
                        None => all.extend(found(&span.text).into_iter().filter_map(|(range, found)| match found {
                            Found::Web(_) => span.text.get(range).map(|raw| (raw.to_owned(), None)),
                            Found::Person(_) => None,
                        })),
                    }
                }
            }
            TextBlock::Quote { blocks } => all.extend(web_links(blocks)),
            TextBlock::List { items, .. } => all.extend(items.iter().flat_map(|item| web_links(&item.blocks))),
            TextBlock::Code { .. } => {}
        }
    }
    all
}

/// A link that was read and is to be finished.
pub(crate) fn written(href: &str) -> TextLink {
    TextLink { url: href.to_owned(), host: String::new(), guard: None }
}
