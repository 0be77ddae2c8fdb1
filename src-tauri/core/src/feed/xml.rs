//! XML as the web writes it, into a tree.
//!
//! Feeds are often not well-formed: HTML's entities, stray ampersands, control bytes, tags that are not closed, a file that
//! ends in the middle. A parser that stops there loses the feed. This one goes on, and marks each element that was not
//! closed, so that a cut item is known. It never fails, expands no entity of a document's own, and keeps its depth bounded.

use std::collections::HashMap;

use super::words::decoded;

const DEPTH_MAX: usize = 64;

/// An element. Names are lower case, and carry a prefix only where their namespace is one of [`SPACES`].
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
    /// Its end tag was there.
    pub closed: bool,
}

#[derive(Debug)]
pub enum Child {
    Element(Element),
    Text(String),
}

/// A document.
#[derive(Debug)]
pub struct Document {
    pub root: Element,
    /// It ends before its root element does.
    pub cut: bool,
}

/// Namespaces that feeds use, by what marks their address, and the prefix under which they are known here.
const SPACES: [(&str, &str); 9] = [
    ("search.yahoo.com/mrss", "media"),
    ("purl.org/dc/", "dc"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("itunes.com/dtds", "itunes"),
    ("feedburner", "feedburner"),
    ("www.w3.org/1999/xhtml", ""),
    ("www.w3.org/2005/atom", "atom"),
    ("purl.org/atom", "atom"),
    ("rdf-syntax-ns", "rdf"),
];

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    pub fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All text within, one level of decoding done.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    fn gather(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => {
                    // Words of separate paragraphs do not run together.
                    if matches!(element.name.as_str(), "p" | "br" | "div" | "li") {
                        out.push('\n');
                    }
                    element.gather(out);
                }
            }
        }
    }

    /// This element and all within, in their order.
    pub fn walk(&self, visit: &mut dyn FnMut(&Element)) {
        visit(self);
        for element in self.elements() {
            element.walk(visit);
        }
    }
}

/// Parses a document. The root is the first element; a text without any has an empty one.
pub fn parse(text: &str) -> Document {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect();
    let mut builder = Builder::default();
    let mut rest = clean.as_str();
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        builder.text(decoded(before));
        rest = match markup(from) {
            Some((token, length)) => {
                builder.take(token);
                from.get(length..).unwrap_or_default()
            }
            // Not a tag: the sign itself, or a document that ends here.
            None if from.contains('>') => {
                builder.text("<".to_owned());
                from.get(1..).unwrap_or_default()
            }
            None => "",
        };
    }
    builder.text(decoded(rest));
    builder.finish()
}

enum Token<'a> {
    Open { name: &'a str, attributes: &'a str, empty: bool },
    Close(&'a str),
    Text(&'a str),
    Other,
}

fn markup(text: &str) -> Option<(Token<'_>, usize)> {
    let between = |start: usize, end: &str| {
        text.get(start..)?.find(end).map(|at| (text.get(start..start + at).unwrap_or_default(), start + at + end.len()))
    };
    if text.starts_with("<!--") {
        return between(4, "-->").map(|(_, length)| (Token::Other, length));
    }
    if text.starts_with("<![CDATA[") {
        return between(9, "]]>").map(|(inner, length)| (Token::Text(inner), length));
    }
    if text.starts_with("<?") {
        return between(2, "?>").map(|(_, length)| (Token::Other, length));
    }
    if text.starts_with("<!") {
        let end = tag_end(text.get(2..)?, true)?;
        return Some((Token::Other, 2 + end + 1));
    }
    if text.starts_with("</") {
        return between(2, ">").map(|(name, length)| (Token::Close(name.trim()), length));
    }
    let body = text.get(1..)?;
    if !body.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    let end = tag_end(body, false)?;
    let inner = body.get(..end)?;
    let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
    let split = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(split);
    Some((Token::Open { name, attributes, empty }, end + 2))
}

/// Where a tag's `>` is, outside quotes (and outside a document type's brackets). A quote that never closes is no quote.
fn tag_end(text: &str, brackets: bool) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') if brackets => depth += 1,
            (None, b']') if brackets => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(at),
            // A tag within a tag: the first one was never finished.
            (None, b'<') if !brackets => return None,
            _ => {}
        }
    }
    if quote.is_some() { text.find('>') } else { None }
}

#[derive(Default)]
struct Builder {
    /// Open elements with their names as written.
    stack: Vec<(String, Element)>,
    root: Option<Element>,
    /// Elements below the deepest level that is kept; their text goes to the last one kept.
    too_deep: usize,
    prefixes: HashMap<String, &'static str>,
}

impl Builder {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Open { name, attributes, empty } => self.open(name, attributes, empty),
            Token::Close(name) => self.close(name),
            Token::Text(text) => self.text(text.to_owned()),
            Token::Other => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &str, empty: bool) {
        if self.root.is_some() && self.stack.is_empty() {
            return;
        }
        if self.stack.len() >= DEPTH_MAX {
            self.too_deep += usize::from(!empty);
            return;
        }
        let attributes = attributes_of(attributes);
        for (key, value) in &attributes {
            if let Some(prefix) = key.strip_prefix("xmlns:").or_else(|| (key == "xmlns").then_some("")) {
                let value = value.to_ascii_lowercase();
                let known = SPACES.iter().find(|(mark, _)| value.contains(mark)).map(|(_, known)| *known);
                if let Some(known) = known.filter(|_| !prefix.is_empty()) {
                    self.prefixes.insert(prefix.to_owned(), known);
                }
            }
        }
        let element = Element { name: self.known(name), attributes, children: Vec::new(), closed: empty };
        self.stack.push((name.to_owned(), element));
        if empty {
            self.pop();
        }
    }

    /// A name with the prefix under which its namespace is known here.
    fn known(&self, name: &str) -> String {
        let lower = name.to_lowercase();
        let Some((prefix, local)) = lower.split_once(':') else { return lower };
        let known = self.prefixes.get(prefix).copied().or_else(|| SPACES.iter().map(|(_, known)| *known).find(|known| *known == prefix));
        match known {
            Some("") => local.to_owned(),
            Some(known) => format!("{known}:{local}"),
            None => lower,
        }
    }

    fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(at) = self.stack.iter().rposition(|(open, _)| open == name) else { return };
        while self.stack.len() > at + 1 {
            self.pop();
        }
        if let Some((_, element)) = self.stack.last_mut() {
            element.closed = true;
        }
        self.pop();
    }

    fn pop(&mut self) {
        let Some((_, element)) = self.stack.pop() else { return };
        match self.stack.last_mut() {
            Some((_, parent)) => parent.children.push(Child::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: String) {
        if !text.is_empty()
            && let Some((_, element)) = self.stack.last_mut()
        {
            element.children.push(Child::Text(text));
        }
    }

    fn finish(mut self) -> Document {
        while !self.stack.is_empty() {
            self.pop();
        }
        let root = self.root.unwrap_or_default();
        Document { cut: !root.closed, root }
    }
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after.trim_start();
            if end == 0 {
                break;
            }
            continue;
        };
        let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quoted {
            Some(quote) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        found.push((name.to_lowercase(), decoded(value)));
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shape(element: &Element) -> String {
        let mut out = format!("<{}", element.name);
        for (key, value) in &element.attributes {
            out.push_str(&format!(" {key}={value}"));
        }
        out.push('>');
        for child in &element.children {
            match child {
                Child::Element(element) => out.push_str(&shape(element)),
                Child::Text(text) => out.push_str(text),
            }
        }
        out.push_str(if element.closed { "</>" } else { "<!>" });
        out
    }

    #[test]
    fn trees() {
        let check = |text: &str, expected: &str| assert_eq!(shape(&parse(text).root), expected, "{text}");
        check("<a><b>x</b><c/></a>", "<a><b>x</><c></></>");
        check("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x '>'>]><!-- <z> --><a>1</a>", "<a>1</>");
        check("<a k='1' l = \"a&amp;b\" m=a&b n>x</a>", "<a k=1 l=a&b m=a&b>x</>");
        check("<a>Tea &amp; B&B &nbsp;&rsquo;<![CDATA[ &amp; <i>]]></a>", "<a>Tea & B&B \u{a0}\u{2019} &amp; <i></>");
        check("<a>1 < 2</a>", "<a>1 < 2</>");
        check("<a><b>x</a>", "<a><b>x<!></>");
        check("<a></z>x</a>", "<a>x</>");
        check("<a><b>x</b><b>y", "<a><b>x</><b>y<!><!>");
        check("<a><b>x</b><b", "<a><b>x</><!>");
        check("<a><b>x</b><![CDATA[ y", "<a><b>x</><!>");
        check("<a>\u{b}x\u{0}</a>", "<a>x</>");
        check("<a><b href=\"x?a=1&b=2\"/></a>", "<a><b href=x?a=1&b=2></></>");
        check(
            "<m:a xmlns:m='http://search.yahoo.com/mrss/'><m:b/></m:a>",
            "<media:a xmlns:m=http://search.yahoo.com/mrss/><media:b></></>",
        );
        check("<media:a/>", "<media:a></>");
        check("no markup", "<><!>");
        check("", "<><!>");
        check("<a/><b/>", "<a></>");
        check("<!ENTITY x SYSTEM 'file:///etc/passwd'><a>&x;</a>", "<a>&x;</>");
    }

    #[test]
    fn depth_is_bounded() {
        let text = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let document = parse(&text);
        assert!(!document.cut);
        assert_eq!(document.root.text(), "x");
        let entities = format!("<!DOCTYPE a [<!ENTITY a \"{}\">]><a>&a;</a>", "&a;".repeat(1000));
        assert_eq!(parse(&entities).root.text(), "&a;");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC*|[<>a-c/='\"&;! \\[\\]?-]*") {
            let _ = parse(&text).root.text();
        }
    }
}
