//! Text from others made fit to be shown in one line, compared and searched.

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;
use unicode_segmentation::UnicodeSegmentation;

/// Invisible characters that change the order or hide differences: bidirectional controls, joiners of no width, marks
/// of no meaning. The zero width joiner stays: emoji and Indic scripts need it.
fn is_trick(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// Without control characters and bidirectional overrides; line breaks stay.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_trick(*c)).collect()
}

/// One line: white space folded, control characters gone.
pub fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_trick(*c)).collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// At most `max` graphemes, with an ellipsis where some are cut; never within a grapheme.
pub fn cut(text: &str, max: usize) -> String {
    match text.grapheme_indices(true).nth(max) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.grapheme_indices(true).nth(max.saturating_sub(1)).map_or(0, |(at, _)| at);
            let mut short = text.get(..end).unwrap_or_default().trim_end().to_owned();
            short.push('…');
            short
        }
    }
}

/// At most `max` bytes, cut between graphemes.
pub fn cut_bytes(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let end = text.grapheme_indices(true).map(|(at, g)| at + g.len()).take_while(|end| *end <= max).last().unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// Equal for names that look alike (skeleton of UTS 39, case ignored).
pub fn look_alike_key(name: &str) -> String {
    let plain: String = one_line(name).nfkc().filter(|c| *c != '\u{200D}' && !('\u{FE00}'..='\u{FE0F}').contains(c)).collect();
    skeleton(&plain).collect::<String>().to_lowercase()
}

/// A display name that poses as a Matrix ID.
pub fn looks_like_id(name: &str) -> bool {
    let plain: String = one_line(name).nfkc().collect();
    plain.starts_with('@') && plain.contains(':')
}

/// For comparing with what is typed: lower case, compatible forms unified, accents gone.
pub fn search_key(text: &str) -> String {
    one_line(text).nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect::<String>().to_lowercase()
}

/// The part of a Matrix user ID before the server.
pub fn local_part(user: &str) -> &str {
    let name = user.strip_prefix('@').unwrap_or(user);
    name.split_once(':').map_or(name, |(local, _)| local)
}

/// A full Matrix user ID: `@local:server`, of allowed characters and length.
pub fn is_user_id(text: &str) -> bool {
    let Some((local, server)) = text.strip_prefix('@').and_then(|rest| rest.split_once(':')) else { return false };
    let server_ok = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    text.len() <= 255
        && !local.is_empty()
        && local.chars().all(|c| c.is_ascii_graphic() && c != ':')
        && !server.is_empty()
        && server.chars().all(server_ok)
        && server.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
}

/// A name set within a sentence of ours: isolated where it is written from right to left.
pub fn isolate(name: &str) -> String {
    let right_to_left =
        |c: char| matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF);
    if name.chars().any(right_to_left) { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_names_have_one_key() {
        for (a, b) in [("Alice", "AIice"), ("Alice", "alice"), ("paypal", "раураl"), ("Eve", "E\u{202E}ve"), ("Ｂｏｂ", "Bob")] {
            assert_eq!(look_alike_key(a), look_alike_key(b), "{a} {b}");
        }
        assert_ne!(look_alike_key("Alice"), look_alike_key("Alina"));
    }

    #[test]
    fn cutting_respects_graphemes() {
        let family = "👨‍👩‍👧‍👦";
        assert_eq!(cut(&family.repeat(3), 2), format!("{family}…"));
        assert_eq!(cut("e\u{301}e\u{301}", 2), "e\u{301}e\u{301}");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut_bytes(family, 10), "");
        assert_eq!(cut_bytes("🇩🇪🇫🇷", 9), "🇩🇪");
    }

    #[test]
    fn foreign_names_cannot_turn_the_line() {
        assert_eq!(one_line("Eve\u{202E}\n x\u{2067}"), "Eve x");
        assert_eq!(isolate("ליאור"), "\u{2068}ליאור\u{2069}");
        assert_eq!(isolate("Bob"), "Bob");
    }

    #[test]
    fn user_ids() {
        for good in ["@alice:localhost", "@a.b_c=d/e+f:example.org:8448", "@x:[::1]:80"] {
            assert!(is_user_id(good), "{good}");
        }
        for bad in ["alice:localhost", "@alice", "@:x", "@a b:x", "@a:", "@a:b c"] {
            assert!(!is_user_id(bad), "{bad}");
        }
        assert!(looks_like_id("@alice:localhost"));
        assert!(looks_like_id("＠alice：localhost"));
    }
}
