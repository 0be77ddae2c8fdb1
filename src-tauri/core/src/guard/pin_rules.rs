//! What a pin shows beyond its link: its picture, its words, where it says it is from, and who sends it.

use url::Url;

use super::data::{HOSTS, Host, LURES, SHORTS, Short};
use super::domain::Domain;
use super::link_rules::{Seen, file_name, hidden_in};
use super::score::{Drafts, Sender};
use super::{Look, Subject};

/// A shorter side below this is no picture, pixels.
const SIDE_MIN: u32 = 100;
const AREA_MIN: u64 = 20_000;
const BYTES_MIN: u64 = 1_000;
/// A picture with less detail than this many pixels a side was blown up. Posters and patterns of few shapes need more.
const DETAIL_MIN: u32 = 8;
/// So much longer than wide, or wider than long (the store keeps no more).
const RATIO_MAX: u32 = 6;

/// Whether a picture with so much detail (pixels a side) was blown up.
pub fn is_blown_up(detail: u32) -> bool {
    detail < DETAIL_MIN
}

pub(super) fn judge(subject: &Subject<'_>, seen: &Seen, drafts: &mut Drafts) {
    texts(subject, drafts);
    if let Some(picture) = &subject.picture {
        look(picture, subject.link.is_some(), drafts);
    }
    if seen.end.is_some() {
        named_site(subject, seen, drafts);
        source(subject, seen, drafts);
    }
    people(subject, drafts);
}

fn texts(subject: &Subject<'_>, drafts: &mut Drafts) {
    let names = subject.picture.as_ref().and_then(|picture| picture.name).into_iter().chain(subject.file);
    for name in names {
        if let Some(c) = name.chars().find(|c| super::address::is_bidi(*c)) {
            drafts.hard("hidden_chars", format!("U+{:04X}", u32::from(c)));
        }
        if let Some(points) = file_name(name) {
            drafts.add("file_name", points, name);
        }
    }
    // Direction marks are spelling in a title of another direction; one that overrides is not.
    if let Some(c) = subject
        .title
        .chars()
        .chain(subject.note.chars())
        .find(|c| overrides(*c))
        .or_else(|| hidden_in(subject.title).filter(|c| is_tag_or_space(*c)))
    {
        let shown: String = subject.title.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        // Where it stands within a site's name it is there to deceive.
        let names_a_site = shown.split_whitespace().any(|word| site_named(word).is_some());
        drafts.add("hidden_chars", if names_a_site || overrides(c) { 30 } else { 15 }, format!("U+{:04X}", u32::from(c)));
    }
    let words = format!("{}\n{}\n{}", subject.title, subject.note, subject.around).to_lowercase();
    if let Some((which, _)) = LURES.phrases.found(&words).next() {
        drafts.add("bait_words", 10, LURES.phrases.text(which));
    } else if let Some(promise) = promised(&words) {
        drafts.add("bait_words", 10, promise);
    }
}

/// It turns the text after it around, whatever its letters are.
fn overrides(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

/// So much weight in so little time: "20 kilos in 2 weeks", in any of the languages. Lower case.
fn promised(words: &str) -> Option<&str> {
    const WEIGHTS: [&str; 15] =
        ["kilo", "kilos", "kg", "lbs", "lb", "pounds", "pfund", "libras", "livres", "chili", "quilos", "kilogram", "кг", "кило", "كيلو"];
    const TIMES: [&str; 33] = [
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "tag",
        "tage",
        "tagen",
        "woche",
        "wochen",
        "monat",
        "jour",
        "jours",
        "semaine",
        "semaines",
        "mois",
        "día",
        "días",
        "semana",
        "semanas",
        "mes",
        "giorno",
        "giorni",
        "settimana",
        "settimane",
        "dias",
        "dag",
        "dagen",
        "weken",
        "tygodni",
        "дней",
        "недели",
        "неделю",
    ];
    const WITHIN: [&str; 10] = ["in", "en", "within", "innerhalb", "binnen", "em", "w", "za", "за", "في"];
    if !words.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (mut lost, mut within, mut before) = (None, false, "");
    for word in words.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let unit = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        let counted = unit.len() < bare.len() || before.ends_with(|c: char| c.is_ascii_digit());
        if counted && WEIGHTS.contains(&unit) {
            (lost, within) = (Some(word), false);
        } else if within && TIMES.contains(&unit) {
            return lost;
        }
        within |= lost.is_some() && WITHIN.contains(&bare);
        before = bare;
    }
    None
}

fn is_tag_or_space(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{e0000}'..='\u{e007f}')
}

fn look(picture: &Look<'_>, has_link: bool, drafts: &mut Drafts) {
    // A sticker or an icon without a link is just small.
    if !has_link {
        return;
    }
    let (width, height) = (picture.width, picture.height);
    if width > 0 && height > 0 {
        let (short, long) = (width.min(height), width.max(height));
        if short < SIDE_MIN || u64::from(width) * u64::from(height) < AREA_MIN {
            drafts.add("tiny_image", 30, format!("{width} x {height}"));
        } else if long / short >= RATIO_MAX {
            drafts.add("decoy_ratio", 15, format!("{width} x {height}"));
        }
    }
    if let Some(bytes) = picture.bytes.filter(|bytes| *bytes > 0 && *bytes < BYTES_MIN) {
        drafts.add("tiny_image", 30, format!("{bytes} bytes"));
    }
    if let Some(detail) = picture.detail.filter(|detail| is_blown_up(*detail)) {
        drafts.add("tiny_image", 30, format!("{width} x {height}, blown up from {detail} x {detail}"));
    }
}

/// The words name one site and the link leads to another. Credits ("via", "photo:") name where something is from.
fn named_site(subject: &Subject<'_>, seen: &Seen, drafts: &mut Drafts) {
    const CREDITS: [&str; 20] = [
        "via", "photo", "photos", "picture", "image", "images", "credit", "credits", "by", "from", "©", "source", "quelle", "foto", "bild",
        "courtesy", "of", "auf", "von", "par",
    ];
    let mut named: Option<(String, bool)> = None;
    for text in [subject.title, subject.note] {
        let mut before = String::new();
        for word in text.split_whitespace().take(400) {
            if let Some(site) = site_named(word) {
                if reaches(seen, &site) {
                    return;
                }
                if named.is_none() && !CREDITS.contains(&before.as_str()) {
                    named = Some((site, is_a_brand(word, text)));
                }
            }
            before = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
        }
    }
    if let Some((site, brand)) = named {
        drafts.add("text_mismatch", if brand { 10 } else { 40 }, format!("{site} ≠ {}", seen.domains.last().map_or("", String::as_str)));
    }
}

/// `Booking.com` in a sentence is a company's name, and what is said is about it; an address is not written with a
/// capital.
fn is_a_brand(word: &str, text: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_uppercase)
        && !word.contains(['/', ':'])
        && !word.to_lowercase().starts_with("www.")
        && text.split_whitespace().count() > 2
}

/// Whether a word without a scheme reads as an address.
pub(super) fn names_a_site(word: &str) -> bool {
    site_named(word).is_some()
}

fn site_named(word: &str) -> Option<String> {
    // Endings that are not as often those of files or sentences.
    const ENDINGS: [&str; 44] = [
        "com", "net", "org", "de", "fr", "co.uk", "uk", "io", "shop", "store", "eu", "nl", "it", "es", "pl", "ru", "jp", "co.jp", "cn",
        "br", "com.br", "in", "info", "biz", "us", "ca", "au", "com.au", "ch", "at", "be", "se", "no", "dk", "fi", "cz", "app", "dev",
        "tv", "edu", "gov", "example", "test", "pt",
    ];
    if !word.contains('.') || word.starts_with('@') {
        return None;
    }
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let spelled = word.contains("://");
    let rest = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    if host.contains('@') || rest.contains('@') || host.contains("..") || !host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
    {
        return None;
    }
    let domain = Domain::of(&host);
    let good = !domain.label.is_empty()
        && (spelled
            || host.starts_with("www.")
            || ENDINGS.contains(&domain.suffix)
            || domain.public && domain.known && domain.suffix.contains('.'))
        && domain.label.len() > 1;
    // `Node.js` and `Mr.Smith` have no such endings; `e.g` and `U.S` have one letter.
    good.then(|| domain.registrable.to_owned())
}

/// Whether a link passes or ends at a site, under whatever ending.
fn reaches(seen: &Seen, site: &str) -> bool {
    let label = Domain::of(site).label.to_owned();
    seen.domains.iter().any(|domain| domain == site || Domain::of(domain).label == label)
        || matches!(SHORTS.find(seen.domains.last().map_or("", String::as_str), "/x"), Some(Short::Own(owner)) if owner == label)
}

/// A pin of a page that leads elsewhere than to that page. Feeds and boards point elsewhere by nature.
fn source(subject: &Subject<'_>, seen: &Seen, drafts: &mut Drafts) {
    let Some(source) = subject.source else { return };
    let Some(url) = source.url.as_deref().and_then(|url| Url::parse(url).ok()) else { return };
    let from = Domain::of(url.host_str().unwrap_or_default());
    if reaches(seen, from.registrable) || from.label.is_empty() || is_of_pictures(&url, &from) {
        return;
    }
    // A network's own counter on its own page hides nothing more than the page does.
    const COUNTERS: [(&str, &[&str]); 2] = [("t.co", &["twitter.com", "x.com"]), ("lnkd.in", &["linkedin.com"])];
    if COUNTERS.iter().any(|(host, pages)| seen.domains.iter().any(|domain| domain == host) && pages.contains(&from.registrable)) {
        return drafts.lower(&["shortener"]);
    }
    let evidence = format!("{} ≠ {}", from.registrable, seen.domains.last().map_or("", String::as_str));
    match source.kind.as_str() {
        "page" => drafts.add("source_mismatch", 25, evidence),
        "rss" => drafts.add("source_mismatch", 0, evidence),
        _ => {}
    }
}

/// The address of a picture, or a host that serves nothing else: it names no page that the link could differ from.
fn is_of_pictures(url: &Url, from: &Domain<'_>) -> bool {
    const ENDINGS: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"];
    const NAMES: [&str; 14] =
        ["img", "image", "images", "i", "pic", "pics", "photo", "photos", "thumb", "thumbs", "thumbnail", "static", "cdn", "media"];
    let path = url.path().to_ascii_lowercase();
    let labels = || from.below.split('.').map(|label| label.trim_end_matches(|c: char| c.is_ascii_digit()));
    ENDINGS.iter().any(|ending| path.ends_with(ending))
        || HOSTS.hosts.get(from.host).is_some_and(|(_, kind)| *kind == Host::Images)
        || labels().any(|label| NAMES.contains(&label))
}

fn people(subject: &Subject<'_>, drafts: &mut Drafts) {
    if subject.sender != Sender::Stranger {
        return;
    }
    drafts.add("stranger", 10, "");
    if subject.seen_in_rooms > 1 {
        drafts.add("repeat", 15, format!("{} conversations", subject.seen_in_rooms));
    }
    // From somebody unknown an advertiser's host is no favour.
    if let Some(paid) = drafts.0.iter_mut().find(|draft| draft.code == "affiliate_host") {
        paid.points = paid.points.max(40);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_lost_in_no_time_is_promised() {
        let check = |text: &str, expected: bool| assert_eq!(promised(&text.to_lowercase()).is_some(), expected, "{text}");
        check("20 Kilo abgenommen in 2 Wochen, ohne Sport", true);
        check("Perdez 8kg en 10 jours", true);
        check("Lost 30 lbs within a week!", true);
        check("Пропали 12 кг за 5 дней", true);
        check("I lost 20 lbs (from my backpack)", false);
        check("Rucksack, 2 kg, in Grün", false);
        check("In 2 weeks we eat 3 kilos of plums", false);
        check("Opening in 2 weeks", false);
        check("", false);
    }

    #[test]
    fn a_company_in_a_sentence_is_no_address() {
        let check = |word: &str, text: &str, expected: bool| assert_eq!(is_a_brand(word, text), expected, "{word} in {text}");
        check("Booking.com", "How good is Booking.com really?", true);
        check("Booking.com", "Booking.com", false);
        check("zalando.de", "Only today at zalando.de", false);
        check("Www.zalando.de", "Only today at Www.zalando.de", false);
        check("Https://zalando.de", "Only today at Https://zalando.de", false);
    }
}
