//! Names in ASCII that pretend to be a well-known one: digits and letter pairs that read as others, a slip of one letter, a
//! well-known name below another's domain or beside words of signing in and paying.
//!
//! A name counts for its owner under any ordinary ending; what an owner calls otherwise stands in `data/names.txt`.

use super::data::{Guarded, HOSTS, Host, KNOWN, LURES, SHORTS, Short};
use super::domain::Domain;

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It names a well-known one, no more: a remark.
    Names,
    /// It is likely meant to be taken for it.
    Imitates,
}

/// Whether a host belongs to a well-known owner.
pub(super) fn is_known(domain: &Domain<'_>) -> bool {
    if KNOWN.sites.get(domain.host).is_some() || matches!(SHORTS.find(domain.host, ""), Some(Short::Own(_))) {
        return true;
    }
    // Owners have their name under the endings of countries and of old; under the cheap ones anybody has.
    let ordinary = domain.public && !HOSTS.endings.contains(domain.suffix) && !matches!(domain.suffix, "cm" | "om");
    ordinary && KNOWN.name(domain.label).is_some()
}

/// The well-known name that a host imitates.
pub(super) fn imitates(domain: &Domain<'_>) -> Option<(Likeness, &'static str)> {
    if domain.label.is_empty() || is_known(domain) {
        return None;
    }
    let kind = HOSTS.hosts.get(domain.host).map(|(_, kind)| *kind);
    let own =
        label(domain.label, !domain.public && kind == Some(Host::Code)).or_else(|| exact(domain, kind)).or_else(|| slip(domain.label));
    let below = below(domain);
    match (own, below) {
        (Some(own), Some(below)) => Some(if below.0 > own.0 { below } else { own }),
        (own, below) => own.or(below),
    }
}

/// The name itself, under an ending that its owner hardly uses, or given away by a host of free pages.
fn exact(domain: &Domain<'_>, kind: Option<Host>) -> Option<(Likeness, &'static str)> {
    let name = KNOWN.name(domain.label)?;
    let cheap = HOSTS.endings.contains(domain.suffix) || matches!(domain.suffix, "cm" | "om");
    match kind {
        Some(Host::Code) => None,
        Some(Host::Free) if !name.word => Some((Likeness::Imitates, name.name)),
        _ if cheap && !name.word && domain.public && name.name.len() >= 4 => Some((Likeness::Imitates, name.name)),
        _ => None,
    }
}

/// One label: the name in other letters, or put together with words.
fn label(label: &str, code: bool) -> Option<(Likeness, &'static str)> {
    if label.len() > 63 || label.len() < 3 {
        return None;
    }
    let read = reads_as(label);
    let of_one = |(which, at): (usize, usize)| {
        let guarded = KNOWN.names.get(which).filter(|guarded| guarded.name.len() >= 3)?;
        let likeness = put_together(label, &read, at, guarded)?;
        let likeness = if code && likeness == Likeness::Imitates && label.contains(guarded.name) && !has_strong(label) {
            Likeness::Names
        } else {
            likeness
        };
        Some((likeness, std::cmp::Reverse(which), guarded.name))
    };
    let found = KNOWN.starts.found(&read).filter_map(of_one).max().map(|(likeness, _, name)| (likeness, name));
    found.filter(|(likeness, _)| *likeness == Likeness::Imitates).or_else(|| in_parts(label)).or(found)
}

/// A name of several words with hyphens between them, beside words of signing in and paying: `intesa-sanpaolo-login`.
fn in_parts(label: &str) -> Option<(Likeness, &'static str)> {
    let parts: Vec<&str> = label.split('-').collect();
    if parts.len() < 3 || parts.len() > 8 {
        return None;
    }
    let has_lure = |parts: &[&str]| parts.iter().any(|part| is_strong(part) || LURES.weak.contains(part));
    (2..=3).flat_map(|count| parts.windows(count).enumerate().map(move |(at, window)| (at, at + count, window.concat()))).find_map(
        |(at, end, joined)| {
            let name = KNOWN.name(&joined).filter(|name| name.name.len() >= 6)?;
            let around = has_lure(parts.get(..at)?) || has_lure(parts.get(end..)?);
            around.then_some((Likeness::Imitates, name.name))
        },
    )
}

/// What a label reads as, byte for byte as long as it where that can be; pairs of letters that read as one are one.
fn reads_as(label: &str) -> String {
    let mut read = String::with_capacity(label.len());
    let digits = label.bytes().filter(u8::is_ascii_digit).count();
    for c in label.chars() {
        read.push(match c {
            // A label that is mostly a number is one.
            _ if digits * 2 > label.len() => c,
            '0' => 'o',
            '1' | '|' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            '9' => 'g',
            '_' => '-',
            c => c,
        });
    }
    read
}

/// Whether `name` at `at` of what the label reads as is the name with words around it.
fn put_together(label: &str, read: &str, at: usize, guarded: &Guarded) -> Option<Likeness> {
    let name = guarded.name;
    let end = at + name.len();
    let (before, after) = (read.get(..at)?, read.get(end..)?);
    let written = label.get(at..end)? == name;
    let edge_before = before.is_empty() || before.ends_with('-');
    let edge_after = after.is_empty() || after.starts_with('-');
    // In other letters: `paypa1`, `g00gle`.
    if !written
        && edge_before
        && edge_after
        && (name.len() >= 4 && (!guarded.word || before.is_empty() && after.is_empty() || has_lure(label)))
    {
        return Some(Likeness::Imitates);
    }
    if !written || (before.is_empty() && after.is_empty()) {
        return None;
    }
    let (before, after) = (label.get(..at)?, label.get(end..)?);
    let lures = words_only(before).zip(words_only(after)).map(|(a, b)| a | b);
    match lures {
        Some(Lure::Strong) if name.len() >= 4 || (edge_before && edge_after) => Some(Likeness::Imitates),
        Some(Lure::Weak) if !guarded.word && name.len() >= 4 && (edge_before && edge_after || name.len() >= 6) => Some(Likeness::Imitates),
        Some(Lure::Weak) if guarded.word && guarded.accents && edge_before && edge_after && promises(label) => Some(Likeness::Imitates),
        // Other words around it: only with words of signing in among them is it more than a mention.
        None if edge_before && edge_after && !guarded.word => {
            match has_strong(before) || has_strong(after) || guarded.money && name.len() >= 4 {
                true => Some(Likeness::Imitates),
                // A name of three letters is in many others.
                false => (name.len() >= 4).then_some(Likeness::Names),
            }
        }
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lure {
    Nothing,
    Weak,
    Strong,
}

impl std::ops::BitOr for Lure {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        match (self, other) {
            (Self::Strong, _) | (_, Self::Strong) => Self::Strong,
            (Self::Weak, _) | (_, Self::Weak) => Self::Weak,
            _ => Self::Nothing,
        }
    }
}

/// Whether a text is made of lure words, digits and hyphens alone.
fn words_only(text: &str) -> Option<Lure> {
    let text = text.trim_matches('-');
    if text.is_empty() {
        return Some(Lure::Nothing);
    }
    if text.len() > 40 {
        return None;
    }
    let bytes = text.len();
    // The strongest reading of what stands before each place.
    let mut reach: Vec<Option<Lure>> = vec![None; bytes + 1];
    *reach.first_mut()? = Some(Lure::Nothing);
    for start in 0..bytes {
        let Some(so_far) = reach.get(start).copied().flatten() else { continue };
        for end in start + 1..=bytes.min(start + 18) {
            let Some(word) = text.get(start..end) else { continue };
            let lure = if is_strong(word) {
                Lure::Strong
            } else if LURES.weak.contains(word) || KNOWN.name(word).is_some() || word.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
                Lure::Weak
            } else {
                continue;
            };
            if let Some(place) = reach.get_mut(end) {
                *place = Some(place.map_or(so_far | lure, |known| known | so_far | lure));
            }
        }
    }
    reach.last().copied().flatten()
}

fn has_strong(text: &str) -> bool {
    text.split(['-', '.']).any(is_strong)
}

/// A word of help, or at least two of gifts and bargains.
fn promises(label: &str) -> bool {
    if label.split('-').any(|word| matches!(word, "support" | "help" | "helpdesk" | "official")) {
        return true;
    }
    let of_gifts =
        |word: &&str| LURES.bait.contains(word) || matches!(*word, "free" | "card" | "cards" | "promo" | "coupon" | "win" | "offer");
    label.split('-').filter(of_gifts).count() > 1
}

fn is_strong(word: &str) -> bool {
    LURES.strong.contains(word) || LURES.near.contains(word)
}

fn has_lure(text: &str) -> bool {
    text.split(['-', '.']).any(|word| is_strong(word) || LURES.weak.contains(word))
}

/// A well-known name before another's domain: with its ending (`paypal.com.x.tld`), alone, or beside lure words.
fn below(domain: &Domain<'_>) -> Option<(Likeness, &'static str)> {
    if domain.below.is_empty() {
        return None;
    }
    let labels: Vec<&str> = domain.below.split('.').collect();
    let mut found = None;
    for (at, part) in labels.iter().enumerate() {
        let next = labels.get(at + 1).copied().unwrap_or(domain.label);
        let ending = matches!(next, "com" | "net" | "org" | "co" | "gov" | "edu")
            || (next.len() == 2 && at + 1 < labels.len() && psl_ending(next))
            || ["com-", "net-", "org-", "gov-", "co-", "us-", "id-"].iter().any(|start| next.starts_with(start));
        if let Some(name) = KNOWN.name(part) {
            if ending || (!name.word && name.name.len() >= 4) || (name.name.len() >= 3 && lures_around(&labels, at, domain)) {
                return Some((Likeness::Imitates, name.name));
            }
        } else if let Some(hit) = label(part, false) {
            found = Some(hit).max(found);
        } else if ending && part.len() > 2 && !matches!(*part, "www" | "mail" | "dev") && at + 1 == labels.len() && next.contains('-') {
            // `somebank.com-login.example`: a whole domain put before a hyphen.
            found = Some((Likeness::Imitates, "com-")).max(found);
        }
    }
    found
}

fn psl_ending(label: &str) -> bool {
    psl::suffix(label.as_bytes()).is_some_and(|suffix| suffix.typ().is_some())
}

fn lures_around(labels: &[&str], at: usize, domain: &Domain<'_>) -> bool {
    let others = labels.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, label)| *label);
    others.chain([domain.label]).any(has_strong)
}

/// One letter more, less, other, or two that changed places; never the first, which people see.
fn slip(label: &str) -> Option<(Likeness, &'static str)> {
    if label.contains('-') {
        return slip_in_parts(label);
    }
    if label.len() < 4 || KNOWN.is_neighbour(label) {
        return None;
    }
    let label = label.strip_prefix("www").filter(|rest| rest.len() > 3).unwrap_or(label);
    let paired = PAIRS_AS_ONE.iter().any(|(pair, _)| label.contains(pair));
    // Two letters that read as one, and words beside the name: `rnicrosoftonline`.
    let read = PAIRS_AS_ONE.iter().filter(|(pair, _)| paired && label.contains(pair)).find_map(|(pair, one)| {
        let read = label.replacen(pair, one, 1);
        self::label(&read, false).filter(|(likeness, name)| *likeness == Likeness::Imitates && name.len() >= 5 && !label.contains(name))
    });
    if read.is_some() {
        return read;
    }
    let hit =
        KNOWN.of_length(label.len(), 2).find(|known| is_misread(label, known.name, paired) || !known.word && is_slip(label, known.name))?;
    Some((Likeness::Imitates, hit.name))
}

/// A name taken apart (`pay-pal`), and a slip beside hyphens: in a long name that is written with them (`deutshce-bank`),
/// or beside words of signing in (`paypla-login`).
fn slip_in_parts(label: &str) -> Option<(Likeness, &'static str)> {
    let parts: Vec<&str> = label.split('-').filter(|part| !part.is_empty()).collect();
    if parts.len() > 6 {
        return None;
    }
    if (2..=3).contains(&parts.len()) {
        let joined = parts.concat();
        let whole = KNOWN.name(&joined).filter(|known| !known.word && known.name.len() >= 6 && KNOWN.name(label).is_none());
        let slipped = || slip(&joined).filter(|(_, name)| name.len() >= 9);
        if let Some(hit) = whole.map(|known| (Likeness::Imitates, known.name)).or_else(slipped) {
            return Some(hit);
        }
    }
    let of_one = |(at, part): (usize, &&str)| {
        let beside = parts.iter().enumerate().any(|(other, word)| other != at && is_strong(word));
        slip(part).filter(|(_, name)| beside && name.len() >= 5)
    };
    parts.iter().enumerate().find_map(of_one)
}

/// Pairs of letters that read as one: `rn` for `m`, `vv` for `w`, `cl` for `d`.
const PAIRS_AS_ONE: [(&str, &str); 6] = [("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ii", "u"), ("ck", "k")];

/// The same to a hurried eye: `l` for `i`, letters turned around (`q` for `g`, `d` for `b`), and pairs of letters that
/// read as one; `paired`: the label has any.
fn is_misread(label: &str, name: &str, paired: bool) -> bool {
    let (has, wants) = (label.as_bytes(), name.as_bytes());
    if has == wants || wants.len() < 5 || has.len().abs_diff(wants.len()) > 2 {
        return false;
    }
    // Never the first letter of a turned pair: `b` and `d` begin words of their own.
    let turned = |a: u8, b: u8| matches!((a, b), (b'q', b'g') | (b'g', b'q') | (b'd', b'b') | (b'b', b'd'));
    let alike = |(at, (a, b)): (usize, (&u8, &u8))| a == b || matches!((a, b), (b'l', b'i') | (b'i', b'l')) || at > 0 && turned(*a, *b);
    if has.len() == wants.len() && has.iter().zip(wants).enumerate().all(alike) {
        return true;
    }
    paired
        && PAIRS_AS_ONE.iter().any(|(pair, one)| {
            label.match_indices(pair).any(|(at, _)| {
                name.get(..at).is_some_and(|start| label.starts_with(start))
                    && name.get(at..).and_then(|rest| rest.strip_prefix(one)).is_some_and(|rest| label.get(at + 2..) == Some(rest))
            })
        })
}

fn is_slip(label: &str, name: &str) -> bool {
    let (has, wants) = (label.as_bytes(), name.as_bytes());
    if has == wants || wants.len() < 4 || has.len().abs_diff(wants.len()) > 1 || has.first() != wants.first() {
        return false;
    }
    // Of a short name only a letter written twice, or two that changed places.
    let short = wants.len() < 5;
    if short && has.len() < wants.len() {
        return false;
    }
    let same = has.iter().zip(wants).take_while(|(a, b)| a == b).count();
    let (rest_has, rest_wants) = (has.get(same..).unwrap_or_default(), wants.get(same..).unwrap_or_default());
    let long = wants.len() >= 7;
    match has.len().cmp(&wants.len()) {
        std::cmp::Ordering::Equal => match (rest_has, rest_wants) {
            ([a, b, has @ ..], [c, d, wants @ ..]) if a == d && b == c && has == wants => true,
            ([a, has @ ..], [b, wants @ ..]) if has == wants => long || !short && seem_alike(*a, *b),
            _ => false,
        },
        // One more: a letter twice, or in a long name any letter but a plural's.
        std::cmp::Ordering::Greater => {
            rest_has.get(1..) == Some(rest_wants)
                && (rest_has.first() == same.checked_sub(1).and_then(|at| has.get(at)) || (long && !(rest_wants.is_empty())))
        }
        // One less: of a double, or in names of six letters or more any.
        std::cmp::Ordering::Less => {
            rest_wants.get(1..) == Some(rest_has)
                && (wants.len() >= 6 || rest_wants.first() == same.checked_sub(1).and_then(|at| wants.get(at)))
        }
    }
}

/// Letters that are taken for each other, by eye or by ear.
fn seem_alike(a: u8, b: u8) -> bool {
    const PAIRS: [&[u8; 2]; 19] = [
        b"li", b"lj", b"ij", b"gq", b"uv", b"mn", b"nh", b"sz", b"ck", b"iy", b"bd", b"ao", b"ae", b"eo", b"vw", b"pq", b"tf", b"oq", b"xk",
    ];
    PAIRS.iter().any(|pair| **pair == [a, b] || **pair == [b, a])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn imitations() {
        for host in [
            "paypa1.com",
            "rnicrosoft.com",
            "arnazon.com",
            "g00gle.com",
            "goggle1e.com",
            "gooogle.com",
            "goolge.com",
            "amzaon.com",
            "faceb00k-login.com",
            "netfllx.com",
            "pintrest.com",
            "instagrarn.com",
            "paypai.com",
            "wwwpaypal.com",
            "paypal.com.account.example.org",
            "www.amazon.co.uk.orders.example.net",
            "paypal.example.net",
            "apple.login.example.net",
            "paypal-secure.com",
            "secure-paypal-login.net",
            "appleid-verify.com",
            "apple-support.com",
            "paypallogin.com",
            "netflixbilling.com",
            "netflix.weebly.com",
            "paypal.xyz",
            "netflix.cm",
            "usps.com-track.top",
            "intesa-sanpaolo-sicurezza.info",
            "ceska-posta-platba.com",
            "dbs-kyc-now.com",
            "danskebank-grunde.com",
            "etsyy.com",
            "esty.com",
            "githud.com",
            "bookinq.com",
            "deutshce-bank.de",
            "paypla-login.net",
            "pay-pal.com",
            "amazom.co.uk",
            "rnicrosoftonline.com",
            "mercari-jp-support.com",
            "amazon-deals.shop",
            "login-microsoft.github.io.example.com",
        ] {
            let hit = imitates(&Domain::of(host)).filter(|(likeness, _)| *likeness == Likeness::Imitates);
            // `goggle1e` is no name at all; it stands here to see that the test can tell.
            assert_eq!(hit.is_some(), host != "goggle1e.com", "{host} {hit:?}");
        }
    }

    #[test]
    fn names_of_their_own() {
        for host in [
            "www.paypal.com",
            "paypal.de",
            "www.amazon.co.uk",
            "amazonaws.com",
            "google-analytics.com",
            "s3.amazonaws.com",
            "microsoft.github.io",
            "interest.com",
            "abode.com",
            "apply.com",
            "targets.org",
            "stream.com",
            "goggles.com",
            "matrix.example.org",
            "gitlab.example.org",
            "apple.example.org",
            "zoom.university.edu",
            "pineapple.com",
            "snapple.com",
            "orangetheory.com",
            "chase.de",
            "steampunk-shop.de",
            "telegraph.co.uk",
            "bing-crosby.com",
            "barclay.co.uk",
            "metalwood.example",
            "1000000.com",
            "office-furniture.co.uk",
            "dbs.club",
            "kbc.work",
            "die-post-geschichte.de",
            "netflix.fandom.com",
            "spotify.zendesk.com",
            "com-online.de",
        ] {
            let hit = imitates(&Domain::of(host)).filter(|(likeness, _)| *likeness == Likeness::Imitates);
            assert_eq!(hit, None, "{host}");
        }
    }
}
