//! People who are named in a text that one writes: `@Ruth`, or `@ruth:example.org`. Whom a name means is the store's to say.

use super::written;
use crate::model::{TextBlock, TextItem, TextSpan, TextStyle, UserId};

/// Somebody who is named in a text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Named {
    pub user: UserId,
    /// As it stands in the text, with the `@`.
    pub words: String,
}

/// Where a name can begin: each `@` at the beginning of a word.
pub fn begins(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices('@').map(|(at, _)| at).filter(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '.' | '#'))
    })
}

/// Whether the words stand there as a whole.
pub fn stands_at(text: &str, at: usize, words: &str) -> bool {
    let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(words)) else { return false };
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Names become links to people; not in code and in links. Answers the blocks and who was found in them.
pub fn name_people(blocks: Vec<TextBlock>, named: &[Named]) -> (Vec<TextBlock>, Vec<UserId>) {
    let mut named: Vec<&Named> = named.iter().collect();
    // A longer name wins over one that it begins with.
    named.sort_by_key(|one| std::cmp::Reverse(one.words.len()));
    let mut found = Vec::new();
    let blocks = in_blocks(blocks, &named, &mut found);
    (blocks, found)
}

fn in_blocks(blocks: Vec<TextBlock>, named: &[&Named], found: &mut Vec<UserId>) -> Vec<TextBlock> {
    let one = |block: TextBlock| match block {
        TextBlock::Text { spans } => TextBlock::Text { spans: spans.into_iter().flat_map(|span| in_span(span, named, found)).collect() },
        TextBlock::Code { text } => TextBlock::Code { text },
        TextBlock::Quote { blocks } => TextBlock::Quote { blocks: in_blocks(blocks, named, found) },
        TextBlock::List { start, items } => {
            let items = items.into_iter().map(|item| TextItem { blocks: in_blocks(item.blocks, named, found) }).collect();
            TextBlock::List { start, items }
        }
    };
    blocks.into_iter().map(one).collect()
}

fn in_span(span: TextSpan, named: &[&Named], found: &mut Vec<UserId>) -> Vec<TextSpan> {
    if span.link.is_some() || span.styles.contains(&TextStyle::Code) || named.is_empty() {
        return vec![span];
    }
    let bare = |text: &str| TextSpan { text: text.to_owned(), styles: span.styles.clone(), ..TextSpan::default() };
    let mut spans = Vec::new();
    let mut rest = 0;
    for at in begins(&span.text) {
        if at < rest {
            continue;
        }
        let Some(one) = named.iter().find(|one| stands_at(&span.text, at, &one.words)) else { continue };
        if let Some(before) = span.text.get(rest..at).filter(|before| !before.is_empty()) {
            spans.push(bare(before));
        }
        spans.push(TextSpan { link: Some(Box::new(written(&address(&one.user)))), ..bare(&one.words) });
        if !found.contains(&one.user) {
            found.push(one.user.clone());
        }
        rest = at + one.words.len();
    }
    if let Some(after) = span.text.get(rest..).filter(|after| !after.is_empty()) {
        spans.push(bare(after));
    }
    spans
}

/// A link to a person, as every client reads it.
fn address(user: &UserId) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@:._=+-".contains(&byte);
    let part = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    format!("https://matrix.to/#/{}", user.as_str().bytes().map(part).collect::<String>())
}
