//! Text of the web as plain words: entities decoded once, markup dropped, white space folded, length bounded.

use scraper::{Html, Node};
use unicode_segmentation::UnicodeSegmentation as _;

/// Longest title that is taken, in bytes: the bound of a pin's title.
pub const TITLE_MAX: usize = crate::model::TITLE_MAX;
/// Longest note that is taken, in bytes.
pub const NOTE_MAX: usize = 1_500;
/// Markup beyond this is not looked at.
const MARKUP_MAX: usize = 256 * 1024;

/// Decodes character references once, leniently: what is none stays as it is written.
pub fn decoded(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = reference(from, &mut out);
        if taken == 0 {
            out.push('&');
        }
        rest = from.get(taken.max(1)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Decodes the reference that `text` begins with; answers its length, 0 where there is none.
fn reference(text: &str, out: &mut String) -> usize {
    let body = text.get(1..).unwrap_or_default();
    let Some(end) = body.bytes().take(40).position(|b| b == b';') else { return 0 };
    let Some(name) = body.get(..end) else { return 0 };
    let found = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        code.map(|code| [char::from_u32(windows(code)).filter(|c| *c != '\0').unwrap_or('\u{fffd}'), '\0'])
    } else {
        html5ever::data::NAMED_ENTITIES
            .get(format!("{name};").as_str())
            .filter(|pair| pair.0 != 0)
            .map(|pair| [pair.0, pair.1].map(|code| char::from_u32(code).unwrap_or_default()))
    };
    let Some(characters) = found else { return 0 };
    out.extend(characters.into_iter().filter(|c| *c != '\0'));
    end + 2
}

/// Numbers 128 to 159 mean Windows-1252, as in HTML.
fn windows(code: u32) -> u32 {
    match u8::try_from(code) {
        Ok(byte @ 128..=159) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().map_or(code, u32::from),
        _ => code,
    }
}

/// The words of HTML; paragraphs and breaks become line breaks.
pub fn of_html(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let tree = Html::parse_fragment(cut_bytes(html, MARKUP_MAX));
    let mut out = String::new();
    // Depth first, without recursion: the tree is as deep as its author wished.
    for edge in tree.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Text(text)
                    if !node.ancestors().take(3).any(|parent| parent.value().as_element().is_some_and(|e| hidden(e.name()))) =>
                {
                    out.push_str(text)
                }
                Node::Element(element) if block(element.name()) => out.push('\n'),
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                if node.value().as_element().is_some_and(|element| block(element.name())) {
                    out.push('\n');
                }
            }
        }
    }
    out
}

fn hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "iframe" | "object" | "svg" | "math")
}

fn block(name: &str) -> bool {
    matches!(
        name,
        "p" | "br"
            | "div"
            | "li"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "tr"
            | "table"
            | "section"
            | "article"
            | "figure"
            | "figcaption"
            | "hr"
            | "pre"
            | "dt"
            | "dd"
    )
}

/// One line: white space folded, control characters gone, at most `max` bytes.
pub fn line(text: &str, max: usize) -> String {
    let mut out = String::new();
    for word in shown(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > max {
            break;
        }
    }
    shortened(out, max)
}

/// Lines: white space folded within them, empty ones dropped, at most `max` bytes.
pub fn lines(text: &str, max: usize) -> String {
    let mut out = String::new();
    for each in text.lines() {
        let each = line(each, max);
        if each.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&each);
        if out.len() > max {
            break;
        }
    }
    shortened(out, max)
}

/// Without control characters and without marks that turn the text around them.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !(c.is_control() && !c.is_whitespace() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')))
        .collect()
}

fn shortened(text: String, max: usize) -> String {
    if text.len() <= max {
        return text;
    }
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        if out.len() + grapheme.len() + '\u{2026}'.len_utf8() > max {
            break;
        }
        out.push_str(grapheme);
    }
    let mut out = out.trim_end().to_owned();
    out.push('\u{2026}');
    out
}

/// The beginning of a text, at most `max` bytes.
pub fn cut_bytes(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        let check = |raw: &str, expected: &str| assert_eq!(decoded(raw), expected, "{raw}");
        check("Tea &amp; B&B tips", "Tea & B&B tips");
        check("&nbsp; &rsquo; &ecirc;", "\u{a0} \u{2019} \u{ea}");
        check("Tom &#039;n&#039; Jerry &amp;lt;3", "Tom 'n' Jerry &lt;3");
        check("It&#8217;s &#x2019; &#146;", "It\u{2019}s \u{2019} \u{2019}");
        check("&#0; &#xD800; &#99999999;", "\u{fffd} \u{fffd} \u{fffd}");
        check("&unknown; &; & &amp", "&unknown; &; & &amp");
        check("&&amp;&", "&&&");
        check("&NotEqualTilde;", "\u{2242}\u{338}");
        check("caf\u{e9} &eacute;", "caf\u{e9} \u{e9}");
    }

    #[test]
    fn words_of_html() {
        let check = |html: &str, expected: &str| assert_eq!(lines(&of_html(html), NOTE_MAX), expected, "{html}");
        check("plain", "plain");
        check("<p>One</p><p>Two <b>bold</b></p>", "One\nTwo bold");
        check("a<br>b", "a\nb");
        check("a &amp; b", "a & b");
        check("<script>alert(1)</script>x<style>y{}</style>", "x");
        check("1 < 2", "1 < 2");
        check("<img src=x onerror=alert(1)>words", "words");
        check(&format!("{}deep", "<div>".repeat(5000)), "deep");
    }

    #[test]
    fn folded_and_bounded() {
        assert_eq!(line("  a \n\t b\u{0b}c ", 300), "a b c");
        assert_eq!(line(&" ".repeat(300_000), 300), "");
        assert_eq!(line(&format!("x{}y", " ".repeat(300_000)), 300), "x y");
        let long = line(&"word ".repeat(100), 300);
        assert!(long.len() <= 300 && long.ends_with('\u{2026}'));
        assert!(line(&"\u{1f469}\u{200d}\u{1f467}".repeat(100), 300).ends_with("\u{1f467}\u{2026}"));
        assert_eq!(line("a\u{202e}b", 300), "ab");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC*|[&#;a-z<>/ ]*") {
            let _ = decoded(&text);
            assert!(lines(&of_html(&text), 100).len() <= 100);
        }
    }
}
