//! Bytes of the web to text: header, then byte order mark, then what the document says of itself, then detection.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a document its own word on its encoding is looked for, in bytes.
const HEAD: usize = 4096;

/// The text of an HTML or XML document. A byte that does not fit becomes U+FFFD; nothing is cut there.
pub fn text(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding =
        content_type.and_then(of_header).or_else(|| Encoding::for_bom(bytes).map(|(encoding, _)| encoding)).or_else(|| of_document(bytes));
    let encoding = encoding.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new();
        detector.feed(bytes, true);
        detector.guess(None, true)
    });
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    text.into_owned()
}

fn of_header(content_type: &str) -> Option<&'static Encoding> {
    let (_, rest) = content_type.split_at_checked(content_type.to_ascii_lowercase().find("charset=")? + "charset=".len())?;
    let label = rest.split(';').next()?.trim().trim_matches(['"', '\'']);
    Encoding::for_label(label.as_bytes())
}

/// `<meta charset>`, `<meta http-equiv content>` and the XML declaration, as far as they stand in the beginning.
fn of_document(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD))?;
    // XML in UTF-16 without a mark.
    match head.get(..4)? {
        [b'<', 0, b'?', 0] => return Some(UTF_16LE),
        [0, b'<', 0, b'?'] => return Some(UTF_16BE),
        _ => {}
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let declared = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()).and_then(|xml| after(xml, "encoding"));
    let label = declared.or_else(|| head.split("<meta").skip(1).find_map(|tag| after(tag.split('>').next()?, "charset")))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // Whoever could write this line in ASCII did not write UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The value behind `name=`, with or without quotes.
fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    rest.split(|c: char| c.is_whitespace() || "\"'/;>?".contains(c)).next().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{KOI8_R, SHIFT_JIS, WINDOWS_1251};

    #[test]
    fn header_then_mark_then_document_then_detection() {
        let check = |bytes: &[u8], header: Option<&str>, expected: &str| {
            let found = text(bytes, header);
            assert!(found.contains(expected), "{found:?} for {header:?}");
        };
        let russian = "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}, \u{43c}\u{438}\u{440}";
        for (encoding, label, words) in [
            (WINDOWS_1251, "windows-1251", russian),
            (KOI8_R, "KOI8-R", russian),
            (SHIFT_JIS, "Shift_JIS", "\u{672c}\u{68da}\u{306e}\u{4f5c}\u{308a}\u{65b9}"),
        ] {
            let bytes = |head: &str| encoding.encode(&format!("<html><head>{head}<title>{words}</title>")).0.into_owned();
            check(&bytes(&format!("<meta charset={label}>")), None, words);
            check(&bytes(&format!("<meta charset=\"{label}\"/>")), Some("text/html"), words);
            check(&bytes(&format!("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset={label}'>")), None, words);
            check(&bytes(""), Some(&format!("text/html; Charset=\"{label}\"")), words);
            // the header wins
            check(&bytes("<meta charset=utf-8>"), Some(&format!("text/html; charset={label}")), words);
            check(&encoding.encode(&format!("<?xml version='1.0' encoding='{label}'?><rss>{words}</rss>")).0, None, words);
        }
        let long = format!(
            "<html><title>{russian}</title><p>{}",
            "\u{42d}\u{442}\u{43e} \u{434}\u{43b}\u{438}\u{43d}\u{43d}\u{44b}\u{439} \u{442}\u{435}\u{43a}\u{441}\u{442}. ".repeat(20)
        );
        check(&WINDOWS_1251.encode(&long).0, None, russian);
        check(long.as_bytes(), None, russian);
        check(&[b"\xef\xbb\xbf", russian.as_bytes()].concat(), None, russian);
        check(b"<title>a\xffb and more</title>", Some("text/html; charset=utf-8"), "a\u{fffd}b and more</title>");
        check(b"<title>x</title>", Some("text/html; charset=nonsense"), "x");
        check(b"", None, "");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, header in proptest::option::of("\\PC*")) {
            let _ = text(&bytes, header.as_deref());
        }
    }
}
