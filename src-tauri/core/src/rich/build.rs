//! Puts blocks together, as both readers (HTML, Markdown) find their parts. What goes too deep or on too long is left flat or out.

use super::written;
use crate::model::{TextBlock, TextItem, TextSpan, TextStyle};
use crate::text::clean;

/// Quotes and lists within each other, at most.
const DEPTH_MAX: usize = 4;
/// Parts of one text, at most: so many spans, and so many blocks.
const PARTS_MAX: usize = 2_000;
/// Longest address that is kept, bytes.
const HREF_MAX: usize = 4 * 1024;

enum Frame {
    Quote {
        blocks: Vec<TextBlock>,
    },
    List {
        start: Option<u32>,
        items: Vec<TextItem>,
    },
    Item {
        blocks: Vec<TextBlock>,
    },
    /// Too deep, or an item without a list: what is in it stands where it is.
    Flat,
}

/// What is being read.
#[derive(Default)]
pub(super) struct Builder {
    root: Vec<TextBlock>,
    frames: Vec<Frame>,
    line: Vec<TextSpan>,
    styles: Vec<TextStyle>,
    /// The words of the link that is open, and where it leads.
    link: Option<(String, String)>,
    spans: usize,
    blocks: usize,
}

impl Builder {
    pub fn text(&mut self, text: &str) {
        let text = self.folded(&clean(text));
        if text.is_empty() {
            return;
        }
        if let Some((words, _)) = &mut self.link {
            words.push_str(&text.replace('\n', " "));
            return;
        }
        let styles = self.looks();
        if let Some(last) = self.line.last_mut().filter(|last| last.link.is_none() && last.styles == styles) {
            last.text.push_str(&text);
        } else if self.span() {
            self.line.push(TextSpan { text, styles, ..TextSpan::default() });
        }
    }

    /// The styles that are open, each once.
    fn looks(&self) -> Vec<TextStyle> {
        let mut styles = self.styles.clone();
        styles.sort_unstable();
        styles.dedup();
        styles
    }

    /// Spaces as HTML shows them: one between words, none at the beginning of a line.
    fn folded(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        let mut space = self.at_space();
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\r');
            if !(is_space && space) {
                folded.push(if is_space { ' ' } else { c });
            }
            space = is_space || c == '\n';
        }
        folded
    }

    /// Whether what was written so far ends with a space or a line, or nothing was.
    fn at_space(&self) -> bool {
        match &self.link {
            Some((words, _)) if !words.is_empty() => words.ends_with([' ', '\n']),
            _ => self.line.last().is_none_or(|last| last.text.ends_with([' ', '\n'])),
        }
    }

    /// A line ends within a paragraph.
    pub fn break_line(&mut self) {
        self.text("\n");
    }

    pub fn end_paragraph(&mut self) {
        self.end_link();
        let mut spans = std::mem::take(&mut self.line);
        while let Some(last) = spans.last_mut() {
            if last.link.is_none() && !last.styles.contains(&TextStyle::Code) {
                last.text.truncate(last.text.trim_end().len());
            }
            if !last.text.is_empty() {
                break;
            }
            spans.pop();
        }
        if !spans.is_empty() {
            self.push(TextBlock::Text { spans });
        }
    }

    pub fn style(&mut self, style: TextStyle) {
        self.styles.push(style);
    }

    pub fn end_style(&mut self, style: TextStyle) {
        if let Some(at) = self.styles.iter().rposition(|one| *one == style) {
            self.styles.remove(at);
        }
    }

    pub fn link(&mut self, href: &str) {
        self.end_link();
        if !href.is_empty() && href.len() <= HREF_MAX {
            self.link = Some((String::new(), href.to_owned()));
        }
    }

    pub fn end_link(&mut self) {
        let Some((words, href)) = self.link.take() else { return };
        // A link that is written out is one of the text.
        if words.trim().is_empty() || words.trim() == href {
            return self.text(&words);
        }
        if self.span() {
            let styles = self.looks();
            self.line.push(TextSpan { text: words, styles, link: Some(Box::new(written(&href))), ..TextSpan::default() });
        }
    }

    pub fn code(&mut self, text: &str) {
        self.end_paragraph();
        let text = clean(text);
        // HTML knows no empty lines at the beginning.
        let text = text.strip_suffix('\n').unwrap_or(&text).trim_start_matches('\n');
        if !text.trim().is_empty() {
            self.push(TextBlock::Code { text: text.to_owned() });
        }
    }

    pub fn quote(&mut self) {
        self.open(Frame::Quote { blocks: Vec::new() });
    }

    pub fn list(&mut self, start: Option<u32>) {
        self.open(Frame::List { start, items: Vec::new() });
    }

    pub fn item(&mut self) {
        let in_list = matches!(self.frames.last(), Some(Frame::List { .. }));
        self.open(if in_list { Frame::Item { blocks: Vec::new() } } else { Frame::Flat });
    }

    fn open(&mut self, frame: Frame) {
        self.end_paragraph();
        let depth = self.frames.iter().filter(|frame| matches!(frame, Frame::Quote { .. } | Frame::List { .. })).count();
        let is_item = matches!(frame, Frame::Item { .. });
        self.frames.push(if depth >= DEPTH_MAX && !is_item { Frame::Flat } else { frame });
    }

    /// Ends the innermost quote, list or item.
    pub fn close(&mut self) {
        self.end_paragraph();
        match self.frames.pop() {
            Some(Frame::Quote { blocks }) if !blocks.is_empty() => self.push(TextBlock::Quote { blocks }),
            Some(Frame::List { start, items }) if !items.is_empty() => self.push(TextBlock::List { start, items }),
            Some(Frame::Item { blocks }) => match self.frames.last_mut() {
                Some(Frame::List { items, .. }) if !blocks.is_empty() => items.push(TextItem { blocks }),
                _ => {}
            },
            _ => {}
        }
    }

    fn push(&mut self, block: TextBlock) {
        self.blocks += 1;
        if self.blocks > PARTS_MAX {
            return;
        }
        let place = self.frames.iter_mut().rev().find(|frame| !matches!(frame, Frame::Flat));
        match place {
            Some(Frame::Quote { blocks } | Frame::Item { blocks }) => blocks.push(block),
            // Words between a list's items.
            Some(Frame::List { items, .. }) => items.push(TextItem { blocks: vec![block] }),
            Some(Frame::Flat) | None => self.root.push(block),
        }
    }

    fn span(&mut self) -> bool {
        self.spans += 1;
        self.spans <= PARTS_MAX
    }

    pub fn done(mut self) -> Vec<TextBlock> {
        self.end_paragraph();
        while !self.frames.is_empty() {
            self.close();
        }
        self.root
    }
}
