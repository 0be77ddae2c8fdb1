//! A link as it was written, beside the address that opens: the rules need both, for a parser smooths out what
//! was written to deceive.

use url::Url;

use super::ADDRESS_MAX;

/// What a text is as a link.
pub(super) enum Read {
    Web(Box<Address>),
    /// Another scheme, lower case.
    Scheme(String),
    /// It may be meant as an address, and is none.
    Broken,
}

pub(super) struct Address {
    /// As it would be opened, with what stands before the `@`.
    pub url: Url,
    /// As a URL has it: ASCII, lower case, no port.
    pub host: String,
    /// The host as it was written.
    pub raw_host: String,
    /// User and password as written, decoded.
    pub user: Option<String>,
    /// The scheme was left out.
    pub bare: bool,
    /// A backslash stood before or in the host.
    pub backslash: bool,
}

/// Characters that take no room, or that turn or hide what stands around them.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{2500}'..='\u{25ff}' | '\u{e0000}'..='\u{e007f}')
        || is_bidi(c)
}

/// Characters that change the direction of what follows.
pub(super) fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `%41` and its like undone once; anything else stays.
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let pair = (byte == b'%').then(|| bytes.clone().take(2).map(|b| char::from(b).to_digit(16)).collect::<Option<Vec<_>>>()).flatten();
        match pair.as_deref() {
            Some([high, low]) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                bytes.nth(1);
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Reads a link as a browser would.
pub(super) fn read(raw: &str) -> Read {
    if raw.len() > ADDRESS_MAX {
        return Read::Broken;
    }
    // What a browser drops before it looks.
    let text: String = raw.trim_matches(|c: char| c <= ' ' || c == '\u{7f}').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let plain: String = text.chars().filter(|c| !is_hidden(*c) && !c.is_control()).collect();
    let plain = plain.trim_start();
    match scheme(plain) {
        Some(scheme) if scheme == "http" || scheme == "https" => web(&text, plain, false),
        Some(scheme) => Read::Scheme(scheme),
        None => {
            let rest = plain.trim_start_matches(['/', '\\']);
            let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            let name = host.rsplit('@').next().unwrap_or_default();
            if !(name.contains(['.', '\u{3002}', '\u{ff0e}']) || name.starts_with("localhost")) || name.contains(char::is_whitespace) {
                return Read::Broken;
            }
            let start = text.find(|c: char| !matches!(c, '/' | '\\') && !is_hidden(c) && !c.is_control()).unwrap_or(0);
            let text = format!("https://{}", text.get(start..).unwrap_or_default());
            web(&text, &text, true)
        }
    }
}

/// The scheme, lower case, also one whose colon or letters were written otherwise; `None` for `host:port` and where there
/// is none.
fn scheme(text: &str) -> Option<String> {
    let found = by_colon(text);
    if found.is_some() {
        return found;
    }
    let start: String = text.chars().take(40).collect();
    let undone = entities(&decode(&start));
    // Written otherwise, only what runs or hides something counts; a path may hold a colon.
    by_colon(&undone).filter(|scheme| undone != start && matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "file" | "blob"))
}

/// The few spellings of HTML that hide a scheme.
fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, more) = after.split_once(';').unwrap_or(("", after));
        let number = match name.strip_prefix('#') {
            Some(hex) if hex.starts_with(['x', 'X']) => hex.get(1..).and_then(|hex| u32::from_str_radix(hex, 16).ok()),
            Some(decimal) => decimal.parse().ok(),
            None => None,
        };
        match (name, number.and_then(char::from_u32)) {
            (_, Some(c)) => out.push(c),
            ("colon", _) => out.push(':'),
            ("Tab" | "NewLine", _) => {}
            _ => {
                out.push('&');
                rest = after;
                continue;
            }
        }
        rest = more;
    }
    out.push_str(rest);
    out
}

fn by_colon(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.trim_end();
    let good =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !good {
        return None;
    }
    let after = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = !after.is_empty() && after.bytes().all(|b| b.is_ascii_digit()) && after.len() <= 5;
    let is_host = (scheme.contains('.') && (is_port || after.contains('@'))) || (scheme.eq_ignore_ascii_case("localhost") && is_port);
    (!is_host).then(|| scheme.to_ascii_lowercase())
}

fn web(text: &str, plain: &str, bare: bool) -> Read {
    let Some(url) = Url::parse(text).or_else(|_| Url::parse(plain)).ok().filter(|url| url.host_str().is_some_and(|host| !host.is_empty()))
    else {
        return Read::Broken;
    };
    let rest = text.split_once(':').map_or(text, |(_, rest)| rest);
    let start = rest.trim_start_matches(['/', '\\']);
    let slashes = &rest[..rest.len() - start.len()];
    let end = start.find(['/', '?', '#', '\\']).unwrap_or(start.len());
    let (authority, after) = start.split_at(end);
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(decode(user)), host),
        None => (None, authority),
    };
    let raw_host = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    Read::Web(Box::new(Address {
        host: url.host_str().unwrap_or_default().trim_end_matches('.').to_owned(),
        raw_host: raw_host.to_owned(),
        user: user.filter(|user| !user.is_empty()),
        bare,
        backslash: slashes.contains('\\') || after.starts_with('\\'),
        url,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(raw: &str) -> String {
        match read(raw) {
            Read::Web(address) => format!("{} {}", address.host, address.raw_host),
            Read::Scheme(scheme) => format!("{scheme}:"),
            Read::Broken => "-".to_owned(),
        }
    }

    #[test]
    fn links_as_browsers_read_them() {
        let check = |raw: &str, expected: &str| assert_eq!(seen(raw), expected, "{raw:?}");
        check("https://Example.org/a", "example.org Example.org");
        check("example.org/a", "example.org example.org");
        check("//example.org/a", "example.org example.org");
        check("localhost:8080/x", "localhost localhost");
        check("example.org:8080", "example.org example.org");
        check("http://0x7f.1/", "127.0.0.1 0x7f.1");
        check("http://2130706433:80/", "127.0.0.1 2130706433");
        check("http://[::1]:80/", "[::1] [::1]");
        check("https://a@b.example@c.example/", "c.example c.example");
        check("https://ex\tample.org/", "example.org example.org");
        check("javascript:alert(1)", "javascript:");
        check("  java\nscript:alert(1)", "javascript:");
        check("\u{1}javascript:alert(1)", "javascript:");
        check("java\u{200b}script:alert(1)", "javascript:");
        check("javascript&colon;alert(1)", "javascript:");
        check("javascript%3Aalert(1)", "javascript:");
        check("&#106;avascript:alert(1)", "javascript:");
        check("JAVASCRIPT :alert(1)", "javascript:");
        check("mailto:a@b.example", "mailto:");
        check("intent://x#Intent;end", "intent:");
        check("two words", "-");
        check("https://", "-");
        check("", "-");
        check("word", "-");
    }

    #[test]
    fn percents() {
        assert_eq!(decode("a%20b%zz%4"), "a b%zz%4");
        assert_eq!(decode("%C3%BC"), "ü");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(raw in "(https?://|)\\PC*") {
            let _ = read(&raw);
        }
    }
}
