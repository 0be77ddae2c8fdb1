//! What is wrong with a pin or link, and why.
//!
//! For now the guard decides which addresses may be opened and how their host is written; findings with severities
//! come on top of it. Everything here is pure and works offline. The rule that all else leans on: **the host shown is
//! the host opened**, so both come from the same parsed address, never from the text around it.

mod host;

pub use host::{Reason, Shown, shown_host};

use url::Url;

use crate::api::{Code, Problem};
use crate::model::Link;

/// Longest address that is looked at at all, in bytes; longer ones are no links.
const ADDRESS_MAX: usize = 16 * 1024;

/// An http or https address found in a pin or message, as it would be opened, with its host as it is shown.
/// `None` for anything else: other schemes, no host, not an address.
pub fn link_of(raw: &str) -> Option<Link> {
    let url = parse(raw)?;
    let host = shown_host(&url).text;
    Some(Link { url: url.into(), host })
}

/// The address to hand to the system's browser. Refuses every scheme but http and https, and drops user info: it is
/// never needed to open a pin, and `http://good.example@evil.example/` exists only to deceive.
pub fn openable(raw: &str) -> Result<Url, Problem> {
    parse(raw).ok_or_else(|| Problem::new(Code::Blocked, "Only web links (http and https) can be opened, and this is not one."))
}

/// What a person typed into a field for an address: a missing scheme is taken as https.
pub fn typed(raw: &str) -> Result<Url, Problem> {
    let text = raw.trim();
    let wrong = || Problem::new(Code::BadInput, "This is not a web address. One looks like https://example.org/page.");
    if let Some(url) = parse(text) {
        return Ok(url);
    }
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let has_scheme = text.contains("://") || host.contains('@') || host.split(':').nth(1).is_some_and(|port| port.parse::<u16>().is_err());
    if has_scheme || !(host.contains('.') || host.contains(':')) || host.contains(char::is_whitespace) {
        return Err(wrong());
    }
    parse(&format!("https://{text}")).ok_or_else(wrong)
}

fn parse(raw: &str) -> Option<Url> {
    if raw.len() > ADDRESS_MAX {
        return None;
    }
    let mut url = Url::parse(raw.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    Some(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn links() {
        let check = |raw: &str, expected: Option<(&str, &str)>| {
            let link = link_of(raw);
            assert_eq!(link.as_ref().map(|link| (link.url.as_str(), link.host.as_str())), expected, "{raw}");
        };
        check("https://example.org/a?b=c#d", Some(("https://example.org/a?b=c#d", "example.org")));
        check("  HTTP://EXAMPLE.org  ", Some(("http://example.org/", "example.org")));
        check("https://www.example.org:8443/x", Some(("https://www.example.org:8443/x", "www.example.org:8443")));
        check("http://good.example@evil.example/", Some(("http://evil.example/", "evil.example")));
        check("http://good.example%2F:pw@evil.example/", Some(("http://evil.example/", "evil.example")));
        check("http://good.example\\@evil.example/", Some(("http://good.example/@evil.example/", "good.example")));
        check("https://paypaI.com/", Some(("https://paypai.com/", "paypai.com")));
        check("http://2130706433/", Some(("http://127.0.0.1/", "127.0.0.1")));
        check("http://[::1]/", Some(("http://[::1]/", "[::1]")));
        check("javascript:alert(1)", None);
        check("java\nscript:alert(1)", None);
        check("data:text/html,x", None);
        check("file:///etc/passwd", None);
        check("mailto:a@b.example", None);
        check("/relative", None);
        check("http://", None);
        check("", None);
        check("https://b\u{fc}cher.de/", Some(("https://xn--bcher-kva.de/", "b\u{fc}cher.de")));
    }

    #[test]
    fn only_the_web_opens() {
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "vbscript:x", "intent://x", "", "blob:https://a/b"] {
            assert_eq!(openable(bad).unwrap_err().code, Code::Blocked, "{bad}");
        }
        assert_eq!(openable("https://u:p@example.org/").unwrap().as_str(), "https://example.org/");
    }

    #[test]
    fn typed_addresses() {
        let check = |raw: &str, expected: Option<&str>| {
            assert_eq!(typed(raw).ok().as_ref().map(Url::as_str), expected, "{raw}");
        };
        check("example.org", Some("https://example.org/"));
        check(" example.org/feed.xml ", Some("https://example.org/feed.xml"));
        check("http://example.org", Some("http://example.org/"));
        check("localhost:8080/x", Some("https://localhost:8080/x"));
        check("javascript:alert(1)", None);
        check("ftp://example.org", None);
        check("me@example.org", None);
        check("two words.here", None);
        check("word", None);
        check("", None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics_and_shows_what_it_opens(raw in "\\PC*") {
            if let Some(link) = link_of(&raw) {
                let opened = openable(&raw).unwrap();
                assert_eq!(opened.as_str(), link.url);
                let host = link.host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(link.host.as_str(), |(host, _)| host);
                assert_eq!(Url::parse(&format!("https://{host}/")).unwrap().host_str(), opened.host_str());
            }
        }
    }
}
