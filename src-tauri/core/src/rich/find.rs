//! Addresses that stand in a text: with `http` or `https`, with `www.`, and names of sites with a usual ending; links to
//! people too. Not those of mail, and no other schemes.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::person::person_of;
use crate::guard;
use crate::model::{Link, UserId};

/// What stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Web(Link),
    Person(UserId),
}

/// All that can be pressed in a text, in order: where it stands and what it is.
pub fn found(text: &str) -> Vec<(Range<usize>, Found)> {
    let mut all: Vec<(Range<usize>, Found)> = people(text).into_iter().map(|(range, user)| (range, Found::Person(user))).collect();
    if text.contains('.') || text.contains("//") {
        let mut finder = LinkFinder::new();
        // Those of mail are found too, so that their servers are not taken for sites.
        finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false).url_can_be_iri(true);
        for link in finder.links(text).filter(|link| *link.kind() == LinkKind::Url) {
            let taken = |(other, _): &(Range<usize>, Found)| other.start < link.end() && link.start() < other.end;
            if let Some(found) = read(link.as_str()).filter(|_| !all.iter().any(taken)) {
                all.push((link.start()..link.end(), found));
            }
        }
    }
    all.sort_by_key(|(range, _)| range.start);
    all
}

fn read(written: &str) -> Option<Found> {
    if let Some(user) = person_of(written) {
        return Some(Found::Person(user));
    }
    guard::web_link(written).map(Found::Web)
}

/// `matrix:u/…`, which has no slashes of a web address.
fn people(text: &str) -> Vec<(Range<usize>, UserId)> {
    let mut all = Vec::new();
    for (start, _) in text.match_indices("matrix:u") {
        if text.get(..start).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric) {
            continue;
        }
        let Some(rest) = text.get(start..) else { continue };
        let word = rest.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')')).next().unwrap_or_default();
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        if let Some(user) = person_of(word) {
            all.push((start..start + word.len(), user));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_pressed_in_a_text() {
        let check = |text: &str, expected: &[&str]| {
            let shown = |(range, found): &(Range<usize>, Found)| match found {
                Found::Web(link) => format!("{} -> {}", text.get(range.clone()).unwrap_or("?"), link.url),
                Found::Person(user) => format!("{} -> {user}", text.get(range.clone()).unwrap_or("?")),
            };
            assert_eq!(found(text).iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
        };
        check(
            "See https://a.example/x, or HTTP://b.example.",
            &["https://a.example/x -> https://a.example/x", "HTTP://b.example -> http://b.example/"],
        );
        check("(https://a.example/x_(y))", &["https://a.example/x_(y) -> https://a.example/x_(y)"]);
        check(
            "<https://a.example/> \"https://b.example/\"",
            &["https://a.example/ -> https://a.example/", "https://b.example/ -> https://b.example/"],
        );
        check(
            "www.ikea.com and ikea.com/de, on example.org",
            &["www.ikea.com -> https://www.ikea.com/", "ikea.com/de -> https://ikea.com/de", "example.org -> https://example.org/"],
        );
        check("https://bücher.de/größe", &["https://bücher.de/größe -> https://xn--bcher-kva.de/gr%C3%B6%C3%9Fe"]);
        check("http://good.example@evil.example/", &["http://good.example@evil.example/ -> http://evil.example/"]);
        // A number alone is no host that anybody writes.
        check("http://127.0.0.1:8080/x http://2130706433/", &["http://127.0.0.1:8080/x -> http://127.0.0.1:8080/x"]);
        check("me@example.org main.rs Node.js e.g. and...so 3.14 U.S. v1.2.3", &[]);
        check("javascript:alert(1) ftp://a.example/ file:///etc data:text/html,x mailto:me@example.org", &[]);
        check(
            "Ask https://matrix.to/#/@ruth:example.org or matrix:u/ruth:example.org.",
            &["https://matrix.to/#/@ruth:example.org -> @ruth:example.org", "matrix:u/ruth:example.org -> @ruth:example.org"],
        );
        check("", &[]);
    }

    proptest::proptest! {
        #[test]
        fn never_panics_and_is_in_order(text in "(\\PC|https?://|www\\.|\\.com|matrix:u/|[@:/. ()<>\n]){0,60}") {
            let mut end = 0;
            for (range, found) in found(&text) {
                assert!(range.start >= end && range.end > range.start && text.get(range.clone()).is_some());
                if let Found::Web(link) = found {
                    assert_eq!(guard::openable(&link.url).map(String::from), Ok(link.url));
                }
                end = range.end;
            }
        }
    }
}
