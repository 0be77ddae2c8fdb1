//! Words of signing in, and of bait, in names that nobody knows.
//!
//! A word alone says little: it weighs by the ending (one sold for next to nothing, where bait is commoner than anything
//! else), by the host (one that gives pages away) and by the words beside it.

use std::collections::HashSet;

use url::Url;

use super::data::{HOSTS, Host, KNOWN, LURES};
use super::domain::Domain;
use super::score::Drafts;

/// Words of signing in, and of bait, in names that nobody knows.
pub(super) fn words(url: &Url, domain: &Domain<'_>, known: bool, drafts: &mut Drafts) {
    let kind = HOSTS.hosts.get(domain.host).map(|(_, kind)| *kind);
    if known && kind.is_none() || kind == Some(Host::Images) {
        return;
    }
    let cheap = HOSTS.endings.contains(domain.suffix);
    let free = kind == Some(Host::Free);
    let path = url.path().to_ascii_lowercase();
    // Some hosts give away a place in the path instead of a name.
    let page = if free { page_name(domain.host, &path) } else { None };
    let name: Vec<&str> = domain
        .host
        .strip_suffix(domain.suffix)
        .unwrap_or(domain.host)
        .split(['.', '-'])
        .chain(page.unwrap_or_default().split('-'))
        .filter(|word| !word.is_empty())
        .flat_map(parts)
        .collect();
    let own: Vec<&str> = domain.label.split('-').flat_map(parts).collect();
    let in_path: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    signing_in(domain, (cheap, free), (&name, &own, &in_path), &path, drafts);
    bait(domain, (cheap, free), (&name, &own, &in_path), &path, drafts);
    ending(domain, drafts);
}

/// An ending that is mostly used for deceit; the more so the more words the name is made of.
fn ending(domain: &Domain<'_>, drafts: &mut Drafts) {
    if HOSTS.cheapest.contains(domain.suffix) && domain.public {
        let hyphens = domain.label.bytes().filter(|b| *b == b'-').count();
        drafts.add("cheap_ending", if hyphens >= 2 { 25 } else { 10 }, domain.registrable);
    }
}

fn count(words: &[&str], set: &HashSet<&'static str>) -> usize {
    words.iter().filter(|word| set.contains(**word)).count()
}

fn signing_in(domain: &Domain<'_>, at: (bool, bool), words: (&[&str], &[&str], &[&str]), path: &str, drafts: &mut Drafts) {
    let ((cheap, free), (name, own, in_path)) = (at, words);
    let signs = count(if free { name } else { own }, &LURES.strong);
    let near = count(if free { name } else { own }, &LURES.near);
    let more = near + count(if free { name } else { own }, &LURES.weak);
    let path_signs = count(in_path, &LURES.strong);
    let cheapest = HOSTS.cheapest.contains(domain.suffix);
    let points = match () {
        () if signs >= 2 || (signs == 1 && count(name, &LURES.strong) >= 3) => 40,
        () if free && signs == 1 && (more > 0 || path_signs > 0) => 40,
        () if cheap && signs == 1 && (more > 0 || path_signs > 0) => 40,
        () if free && (path_signs >= 2 || near > 0 && path_signs > 0 || signs + near >= 2) => 30,
        () if path_signs > 0 && HOSTS.stores.get(domain.host).is_some() => 30,
        () if cheapest && (signs == 1 && own.len() > 1 || near >= 2 || near == 1 && more > 1) => 25,
        () if (free || cheap) && signs == 1 => 15,
        () => 0,
    };
    if points > 0 {
        drafts.add("login_form", points, if signs + near > 0 { domain.host } else { path });
    }
}

fn bait(domain: &Domain<'_>, at: (bool, bool), words: (&[&str], &[&str], &[&str]), path: &str, drafts: &mut Drafts) {
    let ((cheap, free), (name, own, in_path)) = (at, words);
    let cheapest = HOSTS.cheapest.contains(domain.suffix);
    let strong = count(name, &LURES.bait) + name.iter().filter(|word| is_measure(word)).count();
    let lean = count(name, &LURES.lean);
    let helped = name.iter().any(|word| {
        matches!(
            *word,
            "free" | "win" | "winner" | "get" | "my" | "now" | "official" | "best" | "cheap" | "claim" | "vip" | "fast" | "gratis" | "earn"
        )
    });
    let branded = own.len() > 1 && own.iter().any(|word| KNOWN.name(word).is_some());
    let many = domain.label.bytes().filter(|b| *b == b'-').count() >= 2;
    let path_bait = count(in_path, &LURES.bait);
    // `make-money-fast`: what a title would say, with hyphens.
    let said = (cheap || free) && many && LURES.phrases.found(&domain.label.replace('-', " ")).next().is_some();
    let points = match () {
        () if strong >= 2 || said => 30,
        () if strong == 1 && (helped && (cheap || free) || path_bait > 0 && cheap) => 30,
        () if cheap && (strong == 1 && (many || lean > 0) || strong + lean > 0 && branded) => 30,
        () if cheapest && own.len() > 1 && strong + lean > 0 => 25,
        () if cheap && (path_bait >= 2 || lean >= 2) => 25,
        () if free && (strong == 1 && lean > 0 || lean >= 2 && branded) => 25,
        () if strong == 1 && (many || helped) && is_shady(domain.suffix) => 25,
        () if strong == 1 && (cheap || helped) || path_bait >= 3 => 10,
        () => 0,
    };
    if points > 0 {
        drafts.add("bait_words", points, if strong + lean > 0 { domain.host } else { path });
    }
}

/// So much off, or so much weight: `90off`, `20lbs`.
fn is_measure(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len()
        && matches!(
            unit,
            "off" | "percent" | "prozent" | "lbs" | "lb" | "pounds" | "kg" | "kilo" | "kilos" | "usd" | "eur" | "euro" | "dollars"
        )
}

/// The name of a page on a host that gives places in the path away: `sites.google.com/view/NAME`.
fn page_name<'a>(host: &str, path: &'a str) -> Option<&'a str> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match host {
        "sites.google.com" => parts.find(|part| !matches!(*part, "view" | "site" | "a" | "u" | "0")),
        "telegra.ph" | "graph.org" | "te.legra.ph" => parts.next(),
        _ => None,
    }
}

/// Endings that honest sites of a country or of any kind have as well.
fn is_shady(suffix: &str) -> bool {
    matches!(suffix, "info" | "ws" | "to" | "ru" | "cn" | "am" | "ai")
}

/// Whether a host is one that a wrapper is used to hide: bait in its name, or an ending and a name such as bait has. A
/// wrapper of a search engine or network is in many honest links, so that an ordinary unknown site inside is none.
pub(super) fn is_doubtful(domain: &Domain<'_>) -> bool {
    let endings = |suffix: &str| HOSTS.endings.contains(suffix) || is_shady(suffix);
    let label = domain.label;
    let made_up = label.contains('-') || label.bytes().any(|b| b.is_ascii_digit());
    if HOSTS.cheapest.contains(domain.suffix) || made_up && endings(domain.suffix) && domain.public {
        return true;
    }
    let own: Vec<&str> = label.split('-').flat_map(parts).collect();
    let bait = count(&own, &LURES.bait) + own.iter().filter(|word| is_measure(word)).count();
    let rest = count(&own, &LURES.strong) + count(&own, &LURES.near) + count(&own, &LURES.lean);
    // A long word of bait, run together with others.
    let begins =
        LURES.bait.iter().any(|word| word.len() >= 5 && label.len() > word.len() && (label.starts_with(word) || label.ends_with(word)));
    bait > 0 || begins || rest > 0 && endings(domain.suffix) || rest > 1
}

/// A label as the words that it is put together from, where all of it is such words; else as it is.
fn parts(label: &str) -> Vec<&str> {
    let is_word = |word: &str| {
        LURES.strong.contains(word)
            || LURES.near.contains(word)
            || LURES.weak.contains(word)
            || LURES.bait.contains(word)
            || LURES.lean.contains(word)
    };
    if label.len() < 7 || label.len() > 40 || is_word(label) || is_measure(label) {
        return vec![label];
    }
    let mut words = Vec::new();
    let mut rest = label.trim_end_matches(|c: char| c.is_ascii_digit());
    while !rest.is_empty() {
        let longest = (3..=rest.len().min(18)).rev().filter_map(|end| rest.get(..end)).find(|word| is_word(word));
        let Some(word) = longest else { return vec![label] };
        words.push(word);
        rest = rest.get(word.len()..).unwrap_or_default();
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::guard::check_link;
    use crate::model::Severity;

    /// What is found of a code at a link, alone.
    fn found(link: &str, code: &str) -> Severity {
        check_link(link).findings.iter().find(|finding| finding.code == code).map_or(Severity::None, |finding| finding.severity)
    }

    #[test]
    fn words_weigh_by_the_ending_and_by_what_stands_beside_them() {
        let check = |link: &str, expected| assert_eq!(found(link, "bait_words"), expected, "{link}");
        check("https://gutschein-gewinn.click/", Severity::Warn);
        check("https://lampen-70off.shop/nike-lampen", Severity::Note);
        check("https://make-money-fast.shop/", Severity::Warn);
        check("https://kazino-gratis.store/", Severity::Warn);
        check("https://gutschein-laden.de/", Severity::None);
        check("https://geschenke-werkstatt.shop/", Severity::None);
        check("https://telegra.ph/Bitcoin-Giveaway-11-05", Severity::Warn);
        check("https://telegra.ph/Flechten-11-05", Severity::None);
    }

    #[test]
    fn signing_in_where_no_site_is() {
        let check = |link: &str, expected| assert_eq!(found(link, "login_form"), expected, "{link}");
        check("https://mail-upgrade.weebly.com/", Severity::Warn);
        check("https://bucket.s3.amazonaws.com/x/login.html", Severity::Warn);
        check("https://bucket.s3.amazonaws.com/x/loom.html", Severity::None);
        check("https://sites.google.com/view/account-recovery-form/", Severity::Warn);
        check("https://sites.google.com/view/oak-street-garden/", Severity::None);
        check("https://www.logincabin.com/", Severity::None);
    }

    #[test]
    fn an_ending_that_costs_nothing_is_told() {
        let check = |link: &str, expected| assert_eq!(found(link, "cheap_ending"), expected, "{link}");
        check("https://looms.cfd/", Severity::Note);
        check("https://looms-and-more.cfd/", Severity::Warn);
        check("https://looms-and-more.shop/", Severity::None);
        check("https://looms-and-more.com/", Severity::None);
    }

    #[test]
    fn a_wrapper_is_as_good_as_what_it_hides() {
        let check = |inner: &str, expected| {
            let link = format!("https://www.google.com/url?q=https%3A%2F%2F{inner}%2F");
            assert_eq!(found(&link, "redirect_param"), expected, "{link}");
        };
        check("www.looms.co.uk", Severity::Note);
        check("looms-and-wool.de", Severity::Note);
        check("looms.shop", Severity::Note);
        check("loom-pills.shop", Severity::Warn);
        check("replicawatches.com", Severity::Warn);
        check("looms.icu", Severity::Warn);
        check("kredit-looms.ru", Severity::Warn);
    }
}
