//! How a host is written: readable where that is safe, `xn--` with a reason where it could be taken for another.
//!
//! Unicode TS 39 "Highly Restrictive" per label, with the additions that browsers found necessary (design,
//! link-guard-facts section 4): one digit system, no stacked marks, no whole-script look-alikes of ASCII outside the
//! script's own top-level domains, no well-known name with an accent.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_security::{GeneralSecurityProfile, RestrictionLevel, RestrictionLevelDetection, skeleton};
use url::{Host, Url};

use super::data::KNOWN;

/// Why a host is shown as `xn--`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It does not decode to what it encodes.
    Malformed,
    /// It has characters that no language's names need.
    Unusual,
    /// It mixes alphabets.
    Mixed,
    /// It is written in one alphabet and looks like another.
    Confusable,
    /// It is a well-known name but for an accent.
    KnownName,
}

impl Reason {
    /// For a person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Malformed => "This address is not written correctly.",
            Self::Unusual => "This address has unusual characters that can hide what it is.",
            Self::Mixed => "This address mixes alphabets, so that it can be taken for another.",
            Self::Confusable => "This address uses letters that look like other letters.",
            Self::KnownName => "This address looks like a well-known one, but is another.",
        }
    }
}

/// A host as it is shown, with its port where that is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub reason: Option<Reason>,
}

/// The host of `url` as it is shown; always the one that is opened.
pub fn shown_host(url: &Url) -> Shown {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let Some(Host::Domain(domain)) = url.host() else {
        return Shown { text: format!("{}{port}", url.host_str().unwrap_or_default()), reason: None };
    };
    match readable(domain) {
        Ok(text) => Shown { text: format!("{text}{port}"), reason: None },
        Err(reason) => Shown { text: format!("{domain}{port}"), reason: Some(reason) },
    }
}

fn readable(domain: &str) -> Result<String, Reason> {
    let tld = decode(domain.trim_end_matches('.').rsplit('.').next().unwrap_or_default())?;
    let mut labels = Vec::new();
    for label in domain.split('.') {
        let text = decode(label)?;
        if !text.is_ascii() {
            judge(&text, &tld)?;
        }
        labels.push(text);
    }
    Ok(labels.join("."))
}

/// A label as text; an error where encoding it again gives something else.
fn decode(label: &str) -> Result<String, Reason> {
    if label.get(..4).is_none_or(|prefix| !prefix.eq_ignore_ascii_case("xn--")) {
        return Ok(label.to_owned());
    }
    let (text, result) = idna::domain_to_unicode(label);
    let again = idna::domain_to_ascii(&text).map_err(|_| Reason::Malformed)?;
    if result.is_err() || text.is_ascii() || text.contains('.') || !again.eq_ignore_ascii_case(label) {
        return Err(Reason::Malformed);
    }
    Ok(text)
}

/// A host with its `xn--` labels as letters, whether or not they deceive: for evidence, never to be taken for the host.
pub(super) fn in_letters(domain: &str) -> String {
    domain.split('.').map(|label| decode(label).unwrap_or_else(|_| label.to_owned())).collect::<Vec<_>>().join(".")
}

/// Whether Latin letters stand beside those of another alphabet that Latin does not go with.
pub(super) fn mixes_in_a_word(word: &str) -> bool {
    !matches!(
        word.detect_restriction_level(),
        RestrictionLevel::ASCIIOnly | RestrictionLevel::SingleScript | RestrictionLevel::HighlyRestrictive
    )
}

/// What a hurried eye reads.
pub(super) struct ReadAs {
    /// ASCII where every letter looks like one.
    pub text: String,
    /// All letters are Latin, with accents and the like.
    pub latin: bool,
}

/// How a host reads to a hurried eye: look-alikes as the letters they look like, accents left out.
pub(super) fn reads_as(domain: &str) -> ReadAs {
    let mut latin = true;
    let labels = domain.split('.').map(|label| match decode(label) {
        Ok(text) if !text.is_ascii() => {
            latin &= text.chars().all(|c| matches!(u32::from(c), 0..=0x24f | 0x300..=0x36f | 0x1e00..=0x1eff));
            plain_skeleton(&text)
        }
        _ => label.to_owned(),
    });
    let text = labels.collect::<Vec<_>>().join(".");
    ReadAs { text, latin }
}

fn judge(label: &str, tld: &str) -> Result<(), Reason> {
    if !label.chars().all(|c| c == '-' || allowed(c, label)) || stacked_marks(label) || digit_systems(label) > 1 {
        return Err(Reason::Unusual);
    }
    match label.detect_restriction_level() {
        RestrictionLevel::ASCIIOnly | RestrictionLevel::SingleScript => {}
        // Han, kana and hangul stand beside Latin in real names, but only beside the Latin of ASCII.
        RestrictionLevel::HighlyRestrictive if label.chars().all(|c| c.is_ascii() || !('\u{80}'..'\u{250}').contains(&c)) => {}
        _ => return Err(Reason::Mixed),
    }
    let plain = plain_skeleton(label);
    if KNOWN.name(&plain).is_some_and(|name| name.accents) {
        return Err(Reason::KnownName);
    }
    let bare: String = skeleton(label).collect();
    let looks_ascii = bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if looks_ascii && !fits(label, tld) {
        return Err(Reason::Confusable);
    }
    Ok(())
}

fn allowed(c: char, label: &str) -> bool {
    match c {
        // Only in Catalan, between two l.
        '\u{b7}' => label.contains("l\u{b7}l"),
        _ => c.identifier_allowed(),
    }
}

/// The same mark twice in a row, or more than two marks on one letter.
fn stacked_marks(label: &str) -> bool {
    let mut run: Vec<char> = Vec::new();
    for c in label.nfd() {
        if !is_combining_mark(c) {
            run.clear();
        } else if run.last() == Some(&c) || run.len() == 2 {
            return true;
        } else if canonical_combining_class(c) != 0 {
            // Vowel signs of Indic scripts, which may be made of several, have none.
            run.push(c);
        }
    }
    false
}

/// How many different decimal digit systems a label uses.
fn digit_systems(label: &str) -> usize {
    const ZEROS: [u32; 19] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0,
        0x1810,
    ];
    ZEROS.iter().filter(|zero| label.chars().any(|c| (**zero..**zero + 10).contains(&u32::from(c)))).count()
}

/// The look of a label without its accents: what a hurried eye reads.
fn plain_skeleton(label: &str) -> String {
    let bare: String = label.nfd().filter(|c| !is_combining_mark(*c)).collect();
    skeleton(&bare).filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase().replace("rn", "m")
}

/// Whether a top-level domain is at home with the label's alphabet, so that a name is likely just a name.
fn fits(label: &str, tld: &str) -> bool {
    let block = |c: char| match u32::from(c) {
        0x80..=0x24f => 1,
        0x370..=0x3ff | 0x1f00..=0x1fff => 2,
        0x400..=0x52f => 3,
        0x530..=0x58f => 4,
        0x590..=0x5ff => 5,
        other => 100 + other / 0x100,
    };
    let Some(script) = label.chars().find(|c| !c.is_ascii()).map(block) else { return true };
    if tld.chars().any(|c| !c.is_ascii() && block(c) == script) {
        return true;
    }
    let home: &[&str] = match script {
        1 => &[
            "tr", "az", "de", "fr", "is", "se", "no", "dk", "fi", "ie", "vn", "cz", "sk", "pl", "hu", "ro", "hr", "si", "lt", "lv", "ee",
            "es", "pt", "cat", "nu",
        ],
        2 => &["gr", "cy"],
        3 => &["ru", "su", "ua", "by", "bg", "kz", "kg", "mk", "mn", "rs", "tj", "uz", "md"],
        4 => &["am"],
        5 => &["il"],
        _ => &[],
    };
    home.contains(&tld)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn hosts() {
        let check = |host: &str, expected: &str, reason: Option<Reason>| {
            let shown = shown_host(&Url::parse(&format!("https://{host}/")).unwrap());
            assert_eq!((shown.text.as_str(), shown.reason), (expected, reason), "{host}");
        };
        // real names of one language
        check("example.org", "example.org", None);
        check("xn--bcher-kva.example", "b\u{fc}cher.example", None);
        check("b\u{fc}cher.de", "b\u{fc}cher.de", None);
        check("\u{4f8b}\u{3048}.jp", "\u{4f8b}\u{3048}.jp", None);
        check(
            "\u{440}\u{43e}\u{441}\u{441}\u{438}\u{44f}.\u{440}\u{444}",
            "\u{440}\u{43e}\u{441}\u{441}\u{438}\u{44f}.\u{440}\u{444}",
            None,
        );
        check("\u{3b1}\u{3b8}\u{3ae}\u{3bd}\u{3b1}.gr", "\u{3b1}\u{3b8}\u{3ae}\u{3bd}\u{3b1}.gr", None);
        check("\u{645}\u{62b}\u{627}\u{644}.example", "\u{645}\u{62b}\u{627}\u{644}.example", None);
        check("col\u{b7}lecci\u{f3}.cat", "col\u{b7}lecci\u{f3}.cat", None);
        check("ab\u{65e5}\u{672c}.jp", "ab\u{65e5}\u{672c}.jp", None);
        check("caf\u{e9}.example", "caf\u{e9}.example", None);
        check("\u{e5}ngstr\u{f6}m.se", "\u{e5}ngstr\u{f6}m.se", None);
        // a vowel sign of Kannada, which is made of three
        let kannada = "\u{cb0}\u{c82}\u{c97}\u{ccb}\u{cb2}\u{cbf}.com";
        check(kannada, kannada, None);
        // all Cyrillic, looks like "caxo"
        check("xn--80a2ahr.example", "xn--80a2ahr.example", Some(Reason::Confusable));
        // the same in Cyrillic's own domains is a name
        check("xn--80a2ahr.ru", "\u{441}\u{430}\u{445}\u{43e}.ru", None);
        // mixed scripts
        check("p\u{430}ypal.example", "xn--pypal-4ve.example", Some(Reason::Mixed));
        check("go\u{3bf}gle.example", "xn--gogle-sce.example", Some(Reason::Mixed));
        // a well-known name with an accent, and wholly Cyrillic
        check("p\u{e1}ypal.com", "xn--pypal-xqa.com", Some(Reason::KnownName));
        check("\u{430}\u{440}\u{440}\u{4cf}\u{435}.com", "xn--80ak6aa92e.com", Some(Reason::KnownName));
        // ports and addresses
        check("example.org:8080", "example.org:8080", None);
        check("127.0.0.1:1", "127.0.0.1:1", None);
        check("[::1]:81", "[::1]:81", None);
        check("xn--bcher-kva.example:81", "b\u{fc}cher.example:81", None);
    }

    #[test]
    fn punycode_that_is_not_what_it_says() {
        for label in ["xn--a", "xn--bcher-kva-", "xn--", "XN--A"] {
            assert_eq!(decode(label), Err(Reason::Malformed), "{label}");
        }
        assert_eq!(decode("plain").as_deref(), Ok("plain"));
    }

    #[test]
    fn unusual_labels() {
        for label in
            ["\u{663}\u{6f3}\u{645}", "a\u{301}\u{301}\u{e9}", "a\u{301}\u{302}\u{303}", "a\u{b7}b\u{e9}", "\u{1d4d0}", "\u{2500}\u{e9}"]
        {
            assert_eq!(judge(label, "example"), Err(Reason::Unusual), "{label}");
        }
    }

    #[test]
    fn each_reason_has_words() {
        for reason in [Reason::Malformed, Reason::Unusual, Reason::Mixed, Reason::Confusable, Reason::KnownName] {
            assert!(reason.words().ends_with('.'));
        }
    }
}
