//! Reads a few marks of Markdown: bold, italic, struck out, code, quotes, lists, links. All else of Markdown (headings,
//! tables, pictures, HTML, references) stays as it was typed.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::build::Builder;
use super::is_plain;
use crate::model::{TextBlock, TextStyle};

/// Longest text that is read for marks, bytes; a longer one is shown as it stands.
const MARKED_MAX: usize = 32 * 1024;

/// The blocks of a text with marks, links in them as they were written; `None` where it has none.
pub fn read(text: &str) -> Option<Vec<TextBlock>> {
    if text.len() > MARKED_MAX || !text.contains(['*', '_', '~', '`', '>', '-', '+', '[', ')', '.']) {
        return None;
    }
    let text = unreferenced(text);
    let mut builder = Builder::default();
    // What stands as it was typed, up to here.
    let mut typed: Option<usize> = None;
    let mut code: Option<String> = None;
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        if typed.is_some_and(|end| range.end <= end) {
            continue;
        }
        typed = None;
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => code = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(text) = code.take() {
                    builder.code(&text);
                }
            }
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock) | Event::Rule => {
                as_typed(&mut builder, &text, &range);
                builder.end_paragraph();
                typed = Some(range.end);
            }
            Event::Start(Tag::Image { .. }) => {
                as_typed(&mut builder, &text, &range);
                typed = Some(range.end);
            }
            Event::Start(tag) => start(&mut builder, &tag),
            Event::End(tag) => end(&mut builder, tag),
            Event::Text(words) => match &mut code {
                Some(code) => code.push_str(&words),
                None => builder.text(&words),
            },
            Event::Code(words) => {
                builder.style(TextStyle::Code);
                builder.text(&words);
                builder.end_style(TextStyle::Code);
            }
            Event::SoftBreak | Event::HardBreak => builder.break_line(),
            _ => as_typed(&mut builder, &text, &range),
        }
    }
    let blocks = builder.done();
    (!is_plain(&blocks)).then_some(blocks)
}

fn as_typed(builder: &mut Builder, text: &str, range: &Range<usize>) {
    builder.text(text.get(range.clone()).unwrap_or_default().trim_end_matches('\n'));
}

fn start(builder: &mut Builder, tag: &Tag<'_>) {
    match tag {
        Tag::Strong => builder.style(TextStyle::Bold),
        Tag::Emphasis => builder.style(TextStyle::Italic),
        Tag::Strikethrough => builder.style(TextStyle::Strike),
        Tag::BlockQuote(_) => builder.quote(),
        Tag::List(first) => builder.list(first.map(|n| u32::try_from(n).unwrap_or(u32::MAX))),
        Tag::Item => builder.item(),
        Tag::Link { dest_url, .. } => builder.link(dest_url),
        _ => {}
    }
}

fn end(builder: &mut Builder, tag: TagEnd) {
    match tag {
        TagEnd::Strong => builder.end_style(TextStyle::Bold),
        TagEnd::Emphasis => builder.end_style(TextStyle::Italic),
        TagEnd::Strikethrough => builder.end_style(TextStyle::Strike),
        TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => builder.close(),
        TagEnd::Link => builder.end_link(),
        TagEnd::Paragraph => builder.end_paragraph(),
        _ => {}
    }
}

/// `[1]: words` at the beginning of a line would be a reference, and vanish.
fn unreferenced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '>', '-', '*', '+', '\t']);
        let is_reference = words.starts_with('[') && words.contains("]:");
        if is_reference {
            out.push_str(&line[..line.len() - words.len()]);
            out.push('\\');
            out.push_str(words);
        } else {
            out.push_str(line);
        }
    }
    out
}
