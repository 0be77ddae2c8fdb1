//! Reads and writes the HTML of messages (`org.matrix.custom.html`). Read is what has a place in a text of ours: bold, italic,
//! struck out, code, quotes, lists, links, line breaks. Of anything else the words stay, or nothing where they were for no
//! reader (scripts, styles, the repeated answer of older clients).
//!
//! Only the tokenizer of html5ever is used: it is linear, where building a tree by the rules of HTML is not.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::build::Builder;
use crate::model::{TextBlock, TextSpan, TextStyle};

/// Longest HTML that is read, bytes; an event has 64 KiB at most.
const HTML_MAX: usize = 64 * 1024;
/// Elements within each other that are followed.
const OPEN_MAX: usize = 200;

/// The blocks of a message's HTML; links in them stand as they were written.
pub fn read(html: &str) -> Vec<TextBlock> {
    let html = crate::text::cut_bytes(html, HTML_MAX);
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.reading.into_inner().builder.done()
}

#[derive(Default)]
struct Sink {
    reading: RefCell<Reading>,
}

#[derive(Default)]
struct Reading {
    builder: Builder,
    open: Vec<(String, Does)>,
    /// Inside of so many elements whose words are for no reader.
    dropped: usize,
    /// What stands in the `pre` that is open.
    pre: Option<String>,
}

/// What the end of an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Nothing,
    Style(TextStyle),
    Link,
    Paragraph,
    Heading,
    Frame,
    Pre,
    Drop,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reading = self.reading.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => reading.start(&tag),
            Token::TagToken(tag) => reading.end(&tag.name),
            Token::CharacterTokens(text) => reading.text(&text),
            Token::EOFToken => reading.finish(),
            Token::NullCharacterToken | Token::CommentToken(_) | Token::DoctypeToken(_) | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reading {
    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let attribute = |name: &str| tag.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| &*attr.value);
        match name {
            "br" => return self.break_line(),
            "hr" => return self.builder.end_paragraph(),
            // A picture of another place is not fetched; its words are what it shows.
            "img" => return self.text(attribute("alt").unwrap_or_default()),
            "area" | "base" | "col" | "embed" | "input" | "link" | "meta" | "source" | "track" | "wbr" => return,
            _ => {}
        }
        if self.open.len() >= OPEN_MAX {
            return;
        }
        let does = match name {
            "mx-reply" | "script" | "style" | "head" | "title" | "noscript" | "iframe" | "object" | "template" | "textarea" | "select"
            | "svg" | "math" | "audio" | "video" | "canvas" => Does::Drop,
            "b" | "strong" => Does::Style(TextStyle::Bold),
            "i" | "em" => Does::Style(TextStyle::Italic),
            "s" | "del" | "strike" => Does::Style(TextStyle::Strike),
            "code" if self.pre.is_none() => Does::Style(TextStyle::Code),
            "a" => Does::Link,
            "p" | "div" | "table" | "tr" | "details" | "summary" | "caption" | "dl" | "dt" | "dd" => Does::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Does::Heading,
            "blockquote" | "ul" | "ol" | "li" => Does::Frame,
            "pre" => Does::Pre,
            _ => Does::Nothing,
        };
        self.open.push((name.to_owned(), does));
        if does == Does::Drop {
            self.dropped += 1;
        }
        if self.dropped > 0 {
            return;
        }
        match does {
            Does::Style(style) => self.builder.style(style),
            Does::Link => self.builder.link(attribute("href").unwrap_or_default()),
            Does::Paragraph => self.builder.end_paragraph(),
            Does::Heading => {
                self.builder.end_paragraph();
                self.builder.style(TextStyle::Bold);
            }
            Does::Pre => {
                self.builder.end_paragraph();
                self.pre = Some(String::new());
            }
            Does::Frame => match name {
                "blockquote" => self.builder.quote(),
                "ul" => self.builder.list(None),
                "ol" => self.builder.list(Some(attribute("start").and_then(|n| n.trim().parse().ok()).unwrap_or(1))),
                _ => self.builder.item(),
            },
            Does::Nothing | Does::Drop => {}
        }
        if matches!(name, "td" | "th") {
            self.text(" ");
        }
    }

    /// Ends the innermost element of a name, and what was left open in it.
    fn end(&mut self, name: &str) {
        if name == "br" {
            return self.break_line();
        }
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else { return };
        while self.open.len() > at {
            if let Some((_, does)) = self.open.pop() {
                self.close(does);
            }
        }
    }

    fn close(&mut self, does: Does) {
        if does == Does::Drop {
            self.dropped = self.dropped.saturating_sub(1);
            return;
        }
        if self.dropped > 0 {
            return;
        }
        match does {
            Does::Style(style) => self.builder.end_style(style),
            Does::Link => self.builder.end_link(),
            Does::Paragraph => self.builder.end_paragraph(),
            Does::Heading => {
                self.builder.end_style(TextStyle::Bold);
                self.builder.end_paragraph();
            }
            Does::Pre => {
                if let Some(code) = self.pre.take() {
                    self.builder.code(&code);
                }
            }
            Does::Frame => self.builder.close(),
            Does::Nothing | Does::Drop => {}
        }
    }

    fn break_line(&mut self) {
        match &mut self.pre {
            _ if self.dropped > 0 => {}
            Some(code) => code.push('\n'),
            None => self.builder.break_line(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.dropped > 0 {
            return;
        }
        if let Some(code) = &mut self.pre {
            // The first line's end belongs to the element.
            code.push_str(if code.is_empty() { text.strip_prefix('\n').unwrap_or(text) } else { text });
            return;
        }
        // A line's end in HTML is a space.
        self.builder.text(&text.replace(['\n', '\u{c}'], " "));
    }

    fn finish(&mut self) {
        while let Some((_, does)) = self.open.pop() {
            self.close(does);
        }
    }
}

/// As other clients are told.
pub fn write(blocks: &[TextBlock]) -> String {
    let mut html = String::new();
    match blocks {
        // A single paragraph is written without one, as others do.
        [TextBlock::Text { spans }] => line(spans, &mut html),
        _ => all(blocks, &mut html),
    }
    html
}

fn all(blocks: &[TextBlock], html: &mut String) {
    for block in blocks {
        match block {
            TextBlock::Text { spans } => {
                html.push_str("<p>");
                line(spans, html);
                html.push_str("</p>");
            }
            TextBlock::Code { text } => {
                html.push_str("<pre><code>");
                html.push_str(&escape(text));
                html.push_str("\n</code></pre>");
            }
            TextBlock::Quote { blocks } => {
                html.push_str("<blockquote>");
                all(blocks, html);
                html.push_str("</blockquote>");
            }
            TextBlock::List { start, items } => {
                match start {
                    None => html.push_str("<ul>"),
                    Some(1) => html.push_str("<ol>"),
                    Some(start) => html.push_str(&format!("<ol start=\"{start}\">")),
                }
                for item in items {
                    html.push_str("<li>");
                    match item.blocks.as_slice() {
                        [TextBlock::Text { spans }] => line(spans, html),
                        blocks => all(blocks, html),
                    }
                    html.push_str("</li>");
                }
                html.push_str(if start.is_some() { "</ol>" } else { "</ul>" });
            }
        }
    }
}

fn line(spans: &[TextSpan], html: &mut String) {
    for span in spans {
        let tags: Vec<&str> = span.styles.iter().map(|style| tag(*style)).collect();
        for tag in &tags {
            html.push_str(&format!("<{tag}>"));
        }
        let words = escape(&span.text).replace('\n', "<br>");
        match &span.link {
            Some(link) => html.push_str(&format!("<a href=\"{}\">{words}</a>", escape(&link.url))),
            None => html.push_str(&words),
        }
        for tag in tags.iter().rev() {
            html.push_str(&format!("</{tag}>"));
        }
    }
}

fn tag(style: TextStyle) -> &'static str {
    match style {
        TextStyle::Bold => "strong",
        TextStyle::Italic => "em",
        TextStyle::Strike => "del",
        TextStyle::Code => "code",
    }
}

/// Text within HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
