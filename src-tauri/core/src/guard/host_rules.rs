//! What a host's name shows: letters that deceive, names that imitate, short hosts that no list knows. Words of signing in
//! and of bait are in `lures`.

use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use super::data::{HOSTS, Host, KNOWN};
use super::domain::Domain;
use super::host::{self, Reason};
use super::lookalike::{self, Likeness};
use super::score::Drafts;

/// Names in other alphabets, and names that imitate.
pub(super) fn host(url: &Url, domain: &Domain<'_>, known: bool, drafts: &mut Drafts) {
    if domain.host.contains("xn--") && !known {
        other_letters(url, domain, drafts);
    }
    match lookalike::imitates(domain) {
        Some((Likeness::Imitates, name)) => drafts.add("lookalike_ascii", 50, format!("{} ~ {name}", domain.host)),
        Some((Likeness::Names, name)) => {
            // Under an ending that costs nothing a well-known name is there to be read; on a host that gives names to
            // programs it is, unless programmers show their own work by it.
            let given = HOSTS.hosts.get(domain.host).is_some_and(|(host, kind)| *kind == Host::Free && !is_of_blogs(host));
            let shown = domain.host.split(['.', '-']).any(|word| OWN_WORK.contains(&word));
            let points = if HOSTS.endings.contains(domain.suffix) || given && !shown { 25 } else { 15 };
            drafts.add("lookalike_ascii", points, format!("{} ~ {name}", domain.host));
        }
        None => {}
    }
    if matches!(domain.registrable, "nip.io" | "sslip.io" | "xip.io") || domain.host == "localtest.me" || domain.host == "lvh.me" {
        drafts.add("ip_host", 30, domain.host);
    }
    if !domain.host.contains('.') && !domain.host.starts_with('[') {
        drafts.add("odd_host", 10, domain.host);
    }
}

/// Words of programs that somebody made about a well-known site.
const OWN_WORK: [&str; 24] = [
    "clone",
    "demo",
    "stats",
    "api",
    "sdk",
    "ui",
    "theme",
    "bot",
    "docs",
    "wrapped",
    "css",
    "react",
    "tracker",
    "fans",
    "fan",
    "wiki",
    "project",
    "portfolio",
    "landing",
    "redesign",
    "app",
    "tools",
    "guide",
    "recipes",
];

/// Hosts where people write about what they like.
fn is_of_blogs(host: &str) -> bool {
    matches!(
        host,
        "blogspot.com"
            | "wordpress.com"
            | "sites.google.com"
            | "tilda.ws"
            | "ucoz.ru"
            | "ucoz.com"
            | "narod.ru"
            | "jimdofree.com"
            | "jimdosite.com"
            | "tripod.com"
            | "angelfire.com"
            | "altervista.org"
            | "myshopify.com"
            | "notion.site"
    )
}

fn other_letters(url: &Url, domain: &Domain<'_>, drafts: &mut Drafts) {
    let shown = host::shown_host(url);
    let evidence = || format!("{} = {}", host::in_letters(domain.host), domain.host);
    // What a hurried eye reads, judged as if it were written so.
    let read = host::reads_as(domain.host);
    let seen = Domain::of(&read.text);
    let guarded = KNOWN.name(seen.label);
    let is_name = guarded.is_some_and(|name| name.name.len() >= 4 && (!read.latin || name.accents))
        || (!read.latin && seen.label.len() >= 4 && lookalike::is_known(&seen));
    if shown.reason == Some(Reason::KnownName) || is_name || is_name_but_for_a_letter(domain) {
        return drafts.hard("lookalike_idn", evidence());
    }
    if let Some((Likeness::Imitates, _)) = lookalike::imitates(&seen)
        && seen.label != domain.label
    {
        return if read.latin { drafts.add("lookalike_idn", 50, evidence()) } else { drafts.hard("lookalike_idn", evidence()) };
    }
    let points = match shown.reason {
        None => return drafts.add("punycode", 0, evidence()),
        Some(Reason::Malformed) => 30,
        Some(Reason::Unusual)
            if host::in_letters(domain.host).chars().all(|c| c.is_ascii() || !c.is_alphanumeric() && u32::from(c) > 0x2190) =>
        {
            10
        }
        Some(Reason::Unusual) => 40,
        Some(Reason::Mixed) if read.text.is_ascii() => 50,
        // Alphabets meet within a word, or only beside each other.
        Some(Reason::Mixed) if host::in_letters(domain.host).split(['.', '-']).any(host::mixes_in_a_word) => 30,
        Some(Reason::Mixed) => 10,
        Some(Reason::Confusable) if read.latin => 10,
        Some(Reason::Confusable | Reason::KnownName) => 40,
    };
    drafts.add("lookalike_idn", points, evidence());
}

/// A well-known name with one or two letters of another alphabet in the place of its own, whatever they look like.
fn is_name_but_for_a_letter(domain: &Domain<'_>) -> bool {
    let letters = host::in_letters(domain.label);
    let foreign = letters.chars().filter(|c| !c.is_ascii()).count();
    let accented = letters.nfd().all(|c| c.is_ascii() || unicode_normalization::char::is_combining_mark(c));
    if !(1..=2).contains(&foreign) || accented {
        return false;
    }
    let count = letters.chars().count();
    KNOWN.names.iter().any(|known| {
        !known.word
            && known.name.len() == count
            && count >= 6
            && letters.chars().zip(known.name.chars()).all(|(written, wanted)| written == wanted || !written.is_ascii())
    })
}

/// Letters that a browser turns into plain ones: full-width, in circles, mathematical. A full stop of East Asian
/// writing is spelling beside its letters.
pub(super) fn is_oddly_written(raw_host: &str) -> bool {
    if raw_host.is_ascii() {
        return false;
    }
    let east = raw_host.chars().any(|c| matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af));
    raw_host.chars().any(|c| match c {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => !east,
        c if c.is_ascii() || super::address::is_hidden(c) => false,
        // One letter that stands for a plain one; accents may be taken apart and put together.
        c => c.nfkc().next().is_some_and(|plain| plain != c && plain.is_ascii()),
    })
}

/// A short host that no list knows: a few letters, and a path that is a code and no word.
pub(super) fn is_like_a_shortener(url: &Url, domain: &Domain<'_>) -> bool {
    const PARTS: [&str; 19] = [
        "tiny", "short", "shrt", "shrink", "cutt", "snip", "lnk", "url", "goo", "clck", "2link", "redir", "encurta", "acorta", "kurz",
        "court", "korta", "kisalt", "shorten",
    ];
    let mut parts = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
    let (Some(code), None) = (parts.next(), parts.next()) else { return false };
    if !domain.public || !domain.below.is_empty() && domain.below != "www" || url.query().is_some() || url.as_str().len() > 60 {
        return false;
    }
    let spelled = PARTS.iter().any(|part| domain.label.contains(part)) && domain.label.len() <= 14;
    let old = matches!(domain.suffix, "com" | "org" | "net" | "de" | "fr" | "co.uk" | "edu" | "gov" | "nl" | "jp" | "co.jp");
    let tiny = domain.label.len() <= 4 && domain.suffix.len() <= 4 && !(old && domain.label.len() > 3);
    let mixed = code.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let letters = |least: u8, most: u8| code.bytes().any(|b| (least..=most).contains(&b));
    let tiniest = domain.label.len() <= 2 && !old && letters(b'0', b'9') && letters(b'A', b'Z');
    (spelled && mixed && is_code(code, 3)) || (tiniest && is_code(code, 4)) || (tiny && is_code(code, 4) && looks_random(code))
}

fn is_code(text: &str, least: usize) -> bool {
    (least..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Capitals or digits where no name has them.
pub(super) fn looks_random(text: &str) -> bool {
    let class = |b: u8| match b {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        _ => 2,
    };
    let classes: Vec<u8> = text.bytes().map(class).collect();
    let turns = classes.windows(2).filter(|pair| pair.first() != pair.get(1)).count();
    let capital_inside = classes.iter().skip(1).any(|class| *class == 1);
    let digit_inside = classes.iter().rev().skip_while(|class| **class == 0).any(|class| *class == 0);
    turns >= 3 || (turns >= 2 && digit_inside) || (turns >= 2 && capital_inside && classes.contains(&0))
}
