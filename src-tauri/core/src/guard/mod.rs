//! What is wrong with a pin or link, and why.
//!
//! [`check`] runs the rules over a pin: those of its link (`link_rules`, `host_rules`, `lures`, `lookalike`, `redirect`), then those of
//! its picture, words and sender (`pin_rules`); each finding has points, which `score` adds up to what is done about it.
//! All of it is pure and works offline, from own lists with their dates (`data`). [`follow`](follow()) asks the network where
//! a link ends, and only when somebody opens it or asks. The rule that all else leans on: **the host shown is the host
//! opened**, so both come from the same parsed address, never from the text around it.

mod address;
mod clean;
mod data;
mod domain;
mod follow;
mod host;
mod host_rules;
mod link_rules;
mod lookalike;
mod lures;
mod pin_rules;
mod redirect;
mod same;
mod score;
mod soft;
mod words;

pub(crate) use address::decode;
pub use data::sources;
pub use follow::follow;
pub use host::{Reason, Shown, shown_host};
pub use pin_rules::is_blown_up;
pub use same::same_link;
pub use score::Sender;
pub use words::WORDS;

use url::Url;

use crate::api::{Code, Problem};
use crate::model::{Link, PinSource, Verdict};

/// Longest address that is looked at at all, in bytes; longer ones are no links.
const ADDRESS_MAX: usize = 16 * 1024;

/// A pin's picture, as far as it matters here.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// Pixels; 0 where unknown.
    pub width: u32,
    pub height: u32,
    pub bytes: Option<u64>,
    /// How many pixels the shorter side needs to look the same; `None` where it has not been looked at.
    pub detail: Option<u32>,
    /// Its file's name.
    pub name: Option<&'a str>,
}

/// What is judged: a pin, or just a link.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// As it stands in the pin, not as it was parsed.
    pub link: Option<&'a str>,
    pub title: &'a str,
    pub note: &'a str,
    /// Of a link in a text: what stands around it, where that does not say where it leads.
    pub around: &'a str,
    pub source: Option<&'a PinSource>,
    pub picture: Option<Look<'a>>,
    /// The name of a file that is sent along.
    pub file: Option<&'a str>,
    pub sender: Sender,
    /// In how many of one's rooms the sender has put this link.
    pub seen_in_rooms: u32,
}

/// Judges a pin. `trusts` answers whether the person trusts a registrable domain ([`site_of`]).
pub fn check(subject: &Subject<'_>, trusts: impl Fn(&str) -> bool) -> Verdict {
    let mut drafts = score::Drafts::default();
    let raw = subject.link.filter(|link| !link.trim().is_empty());
    let seen = raw.map(|link| link_rules::judge(link, &mut drafts)).unwrap_or_default();
    pin_rules::judge(&Subject { link: raw, ..*subject }, &seen, &mut drafts);
    let cleaned = seen.url.as_ref().map(|url| clean::cleaned(url).into());
    let refused = raw.filter(|_| seen.url.is_none()).map(|raw| crate::text::cut_bytes(raw, 500).to_owned());
    // Every site on the way must be trusted, else a trusted one with an open redirect would vouch for all.
    let trusted = !seen.domains.is_empty() && seen.domains.iter().all(|site| trusts(site));
    score::verdict(drafts, subject.sender, trusted, cleaned, refused)
}

/// Judges a link alone, from nobody in particular.
pub fn check_link(raw: &str) -> Verdict {
    check(&Subject { link: Some(raw), ..Subject::default() }, |_| false)
}

/// The address without wrappers, tracking and affiliate parameters; `None` for what does not open.
pub fn cleaned(raw: &str) -> Option<Url> {
    match address::read(raw) {
        address::Read::Web(address) => Some(clean::cleaned(&address.url)),
        _ => None,
    }
}

/// The host that opens for a link as it was written, as it is shown; `None` for what does not open.
pub fn opened_host(raw: &str) -> Option<String> {
    match address::read(raw) {
        address::Read::Web(address) => Some(shown_host(&address.url).text),
        _ => None,
    }
}

/// The registrable domain of an address, by which a site is trusted.
pub fn site_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(domain::Domain::of(host).registrable.to_owned())
}

/// An http or https address found in a pin or message, as it would be opened, with its host as it is shown.
/// `None` for anything else: other schemes, no host, not an address.
pub fn link_of(raw: &str) -> Option<Link> {
    let url = parse(raw)?;
    let host = shown_host(&url).text;
    Some(Link { url: url.into(), host })
}

/// A web address as it stands in a text: with `http` or `https`, else with `www.` or a usual ending of sites.
pub fn web_link(written: &str) -> Option<Link> {
    match link_of(written) {
        Some(link) => Some(link),
        None if written.contains("://") || !pin_rules::names_a_site(written) => None,
        None => typed(written).ok().and_then(|url| link_of(url.as_str())),
    }
}

/// The address to hand to the system's browser. Refuses every scheme but http and https, and drops user info: it is
/// never needed to open a pin, and `http://good.example@evil.example/` exists only to deceive.
pub fn openable(raw: &str) -> Result<Url, Problem> {
    parse(raw).ok_or_else(|| Problem::said(Code::Blocked, "only-web", &[]))
}

/// What a person typed into a field for an address: a missing scheme is taken as https.
pub fn typed(raw: &str) -> Result<Url, Problem> {
    let text = raw.trim();
    let wrong = || Problem::said(Code::BadInput, "no-web-address", &[]);
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
mod follow_tests;

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
