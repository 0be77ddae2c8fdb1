//! File names that are safe to write and to send, whatever was claimed.

use super::sniff::Format;

/// A base name: no folders, no controls, not hidden, no name that a system reserves, at most 120 bytes, and ending as
/// the file's bytes say, so that it can never be run.
pub fn safe_name(claimed: &str, format: Format) -> String {
    with_ending(claimed, format.extension())
}

pub(super) fn with_ending(claimed: &str, ending: &str) -> String {
    let base = claimed.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        base.chars().filter(|c| !c.is_control() && !invisible(*c)).map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let mut stem = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    // Endings go one after another: `pin.png.desktop` is `pin`.
    while let Some((front, end)) = stem.rsplit_once('.') {
        if !is_ending(end) {
            break;
        }
        stem = front.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    }
    let mut end = stem.len().min(100);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = stem.get(..end).unwrap_or_default().trim();
    let stem = if stem.is_empty() || reserved(stem) { "picture" } else { stem };
    format!("{stem}.{ending}")
}

/// The same for a file that is no picture: it keeps the last ending that it has.
pub(super) fn of_file(claimed: &str) -> String {
    let ending = claimed.rsplit_once('.').map(|(_, ending)| ending.trim()).filter(|ending| is_ending(ending));
    with_ending(claimed, &ending.unwrap_or("bin").to_ascii_lowercase())
}

/// As the endings of files are: short, and not only digits.
fn is_ending(end: &str) -> bool {
    !end.is_empty() && end.len() <= 8 && end.chars().all(|c| c.is_ascii_alphanumeric()) && end.chars().any(|c| c.is_ascii_alphabetic())
}

/// Bidi controls, zero-width characters and tags: they make a name read as another.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn reserved(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let numbered = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()));
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_keep_their_last_ending() {
        for (claimed, expected) in [
            ("film.MP4", "film.mp4"),
            ("../../.config/autostart/x.desktop", "x.desktop"),
            ("invoice.pdf\u{202e}gpj.exe", "invoice.exe"),
            ("report.tar.gz", "report.gz"),
            ("no ending", "no ending.bin"),
            ("2.0", "2.0.bin"),
            ("", "picture.bin"),
        ] {
            assert_eq!(of_file(claimed), expected, "{claimed:?}");
        }
    }

    #[test]
    fn names() {
        let check = |claimed: &str, expected: &str| assert_eq!(safe_name(claimed, Format::Png), expected, "{claimed:?}");
        check("shelf.png", "shelf.png");
        check("shelf.jpg", "shelf.png");
        check("My shelf 2.0.png", "My shelf 2.0.png");
        check("../../.config/autostart/x.desktop", "x.png");
        check("/etc/passwd", "passwd.png");
        check("C:\\a\\b.png", "b.png");
        check("a/b.png", "b.png");
        check("a\0b\nc.png", "abc.png");
        check("con", "picture.png");
        check("CON.png", "picture.png");
        check("lpt1.txt", "picture.png");
        check("company.png", "company.png");
        check(".hidden", "hidden.png");
        check("...", "picture.png");
        check("pin.png.desktop", "pin.png");
        check("", "picture.png");
        check("   ", "picture.png");
        check("a\u{202e}gnp.exe", "agnp.png");
        check("what?.png", "what_.png");
        check("b\u{fc}cher.png", "b\u{fc}cher.png");
        check(&"\u{e9}".repeat(300), &format!("{}.png", "\u{e9}".repeat(50)));
    }

    proptest::proptest! {
        #[test]
        fn always_a_plain_name(claimed in "\\PC*|[./\\\\\0-\u{20}a-z]*") {
            let name = safe_name(&claimed, Format::Jpeg);
            assert!(name.ends_with(".jpg") && !name.starts_with('.') && name.len() <= 120);
            assert!(!name.contains(['/', '\\', '\0', '\n']));
        }
    }
}
