//! The lists that the rules lean on: own files in `data/`, each with its date, read once.
//!
//! Everything is matched by suffix at a dot: an entry stands for a host and for all below it. `NAME.*` stands for that
//! name under any public suffix.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::domain::Domain;
use crate::model::GuardData;

/// The version of the `psl` crate that is built in; a test holds it against `Cargo.lock`.
#[cfg(test)]
const SUFFIXES_VERSION: &str = "2.1.247";
/// The date of the Public Suffix List in that version.
const SUFFIXES_DATE: &str = "2026-11-05";

const TRACKING: &str = include_str!("data/tracking.txt");
const AFFILIATE: &str = include_str!("data/affiliate.txt");
const SHORTENERS: &str = include_str!("data/shorteners.txt");
const WRAPPERS: &str = include_str!("data/wrappers.txt");
const HOSTING: &str = include_str!("data/hosting.txt");
const WORDS: &str = include_str!("data/words.txt");
const REDIRECTS: &str = include_str!("data/redirects.txt");
const NAMES: &str = include_str!("data/names.txt");
const NEIGHBOURS: &str = include_str!("data/neighbours.txt");
const SITES: &str = include_str!("data/sites.txt");

type Text = &'static str;

/// What the guard knows, in the order that Settings lists it.
pub fn sources() -> Vec<GuardData> {
    let own = [
        ("tracking", TRACKING),
        ("affiliate", AFFILIATE),
        ("shorteners", SHORTENERS),
        ("wrappers", WRAPPERS),
        ("names", NAMES),
        ("sites", SITES),
        ("hosting", HOSTING),
        ("words", WORDS),
    ];
    let suffixes = GuardData { name: "suffixes".into(), date: SUFFIXES_DATE.into(), entries: None };
    let own = own.map(|(name, text)| GuardData {
        name: name.into(),
        date: date_of(text).into(),
        entries: Some(lines(text).map(|line| u32::try_from(line.split_whitespace().count()).unwrap_or(0)).sum()),
    });
    std::iter::once(suffixes).chain(own).collect()
}

fn date_of(text: &'static str) -> &'static str {
    text.lines().find_map(|line| line.strip_prefix("# date: ")).unwrap_or_default()
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Hosts, matched by suffix.
pub(super) struct Hosts<T>(HashMap<Text, T>);

impl<T> Default for Hosts<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Hosts<T> {
    /// The entry for a host, or for a domain above it; the longest wins.
    pub fn get(&self, host: &str) -> Option<(Text, &T)> {
        let mut rest = host;
        loop {
            if let Some((name, value)) = self.0.get_key_value(rest) {
                return Some((*name, value));
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The same, where an entry may be `NAME.*`.
    pub fn of(&self, domain: &Domain<'_>) -> Option<&T> {
        match self.get(domain.host) {
            Some((_, value)) => Some(value),
            None => {
                domain.any_suffix().and_then(|name| self.0.iter().find(|(key, _)| key.strip_suffix(".*") == Some(name))).map(|(_, v)| v)
            }
        }
    }
}

/// Names of parameters: exact ones and prefixes.
#[derive(Default)]
pub(super) struct Names {
    exact: HashSet<Text>,
    prefixes: Vec<Text>,
}

impl Names {
    fn add(&mut self, name: Text) {
        match name.strip_suffix('*') {
            Some(prefix) => self.prefixes.push(prefix),
            None => drop(self.exact.insert(name)),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.exact.contains(name) || self.prefixes.iter().any(|prefix| name.starts_with(prefix))
    }
}

pub(super) struct Tracking {
    pub any: Names,
    pub by_host: Hosts<Names>,
}

pub(super) static TRACKERS: LazyLock<Tracking> = LazyLock::new(|| {
    let mut data = Tracking { any: Names::default(), by_host: Hosts::default() };
    for line in lines(TRACKING) {
        let (names, rest) = match line.split_once(": ") {
            Some((host, rest)) => (data.by_host.0.entry(host).or_default(), rest),
            None => (&mut data.any, line),
        };
        rest.split_whitespace().for_each(|name| names.add(name));
    }
    data
});

impl Affiliate {
    /// The target's parameters, where an address counts a click.
    pub fn click(&self, host: &str, path: &str, has_query: bool) -> Option<&[Text]> {
        let (_, rows) = self.hosts.get(host)?;
        let path = path.trim_start_matches('/');
        let row = rows.iter().find(|(start, _)| path.starts_with(start))?;
        let counts = !path.is_empty() || has_query || host.split_once('.').is_some_and(|(_, above)| self.below.contains(above));
        counts.then_some(row.1.as_slice())
    }

    /// Whether the path says who is paid.
    pub fn is_paid_path(&self, host: &str, path: &str) -> bool {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.paid.iter().any(|(at, start)| {
            *at == host && path.strip_prefix('/').and_then(|path| path.strip_prefix(start)).is_some_and(|rest| !rest.is_empty())
        })
    }
}

#[derive(Default)]
pub(super) struct Affiliate {
    /// Click hosts: the paths that count clicks, each with the parameters that may hold the target.
    pub hosts: Hosts<Vec<(Text, Vec<Text>)>>,
    /// Click hosts where the name before them is the partner's.
    below: HashSet<Text>,
    /// A shop's own pages whose path names a partner.
    paid: Vec<(Text, Text)>,
    pub tags: Hosts<Names>,
    pub landing: Names,
    pub generic: Names,
}

pub(super) static AFFILIATES: LazyLock<Affiliate> = LazyLock::new(|| {
    let mut data = Affiliate::default();
    for line in lines(AFFILIATE) {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("host") => {
                let (host, path) = words.next().map(|word| word.split_once('/').unwrap_or((word, ""))).unwrap_or_default();
                data.hosts.0.entry(host).or_default().push((path, words.collect()));
            }
            Some("below") => {
                let host = words.next().unwrap_or_default();
                data.below.insert(host);
                data.hosts.0.entry(host).or_default().push(("", words.collect()));
            }
            Some("paid") => data.paid.extend(words.next().and_then(|word| word.split_once('/'))),
            Some("tag") => {
                let names = words.next().map(|host| data.tags.0.entry(host).or_default());
                names.into_iter().for_each(|names| words.by_ref().for_each(|word| names.add(word)));
            }
            Some("landing") => words.for_each(|word| data.landing.add(word)),
            Some("generic") => words.for_each(|word| data.generic.add(word)),
            _ => {}
        }
    }
    data
});

/// A short host: anybody's, or one owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Short {
    Any,
    Own(Text),
}

pub(super) struct Shorts {
    hosts: Hosts<Short>,
    /// Hosts whose path decides (`goo.gl/maps`).
    paths: Vec<(Text, Text, Short)>,
}

impl Shorts {
    pub fn find(&self, host: &str, path: &str) -> Option<Short> {
        let by_path = self.paths.iter().find(|(at, start, _)| *at == host && path.trim_start_matches('/').starts_with(start));
        by_path.map(|(_, _, short)| *short).or_else(|| self.hosts.get(host).map(|(_, short)| *short))
    }
}

pub(super) static SHORTS: LazyLock<Shorts> = LazyLock::new(|| {
    let mut data = Shorts { hosts: Hosts::default(), paths: Vec::new() };
    for line in lines(SHORTENERS) {
        let mut words = line.split_whitespace();
        let short = match words.next() {
            Some("own") => Short::Own(words.next().unwrap_or_default()),
            _ => Short::Any,
        };
        for word in words {
            match word.split_once('/') {
                Some((host, path)) => data.paths.push((host, path, short)),
                None => drop(data.hosts.0.insert(word, short)),
            }
        }
    }
    data.hosts.0.entry("goo.gl").or_insert(Short::Any);
    data
});

/// What a known page of redirects does.
pub(super) struct Wrapper {
    pub path: Text,
    /// Empty: the target is not shown.
    pub parameters: Vec<Text>,
    /// A service that sends newsletters for others.
    pub mail: bool,
}

pub(super) static WRAPS: LazyLock<Hosts<Vec<Wrapper>>> = LazyLock::new(|| {
    let mut data: Hosts<Vec<Wrapper>> = Hosts::default();
    for line in lines(WRAPPERS) {
        let mut words = line.split_whitespace();
        let (Some(kind), Some(host)) = (words.next(), words.next()) else { continue };
        let path = words.next().unwrap_or("/");
        data.0.entry(host).or_default().push(Wrapper { path, parameters: words.collect(), mail: kind == "mail" });
    }
    data
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// Anybody's page under a name of one's own.
    Free,
    /// The same, where names belong to accounts of a code host.
    Code,
    /// Serves pictures for other sites.
    Images,
}

pub(super) struct Hosting {
    pub hosts: Hosts<Host>,
    /// Sold for next to nothing.
    pub endings: HashSet<Text>,
    /// Those of them where bait is commoner than anything else.
    pub cheapest: HashSet<Text>,
    /// Hosts of files, not of sites.
    pub stores: Hosts<()>,
}

pub(super) static HOSTS: LazyLock<Hosting> = LazyLock::new(|| {
    let mut data = Hosting { hosts: Hosts::default(), endings: HashSet::new(), cheapest: HashSet::new(), stores: Hosts::default() };
    for line in lines(HOSTING) {
        let mut words = line.split_whitespace();
        let kind = match words.next() {
            Some("free") => Host::Free,
            Some("code") => Host::Code,
            Some("images") => Host::Images,
            Some("store") => {
                data.stores.0.extend(words.map(|word| (word, ())));
                continue;
            }
            kind => {
                if kind == Some("cheapest") {
                    data.cheapest.extend(words.clone());
                }
                data.endings.extend(words);
                continue;
            }
        };
        data.hosts.0.extend(words.map(|word| (word, kind)));
    }
    data
});

/// Texts by their first byte: looked for at each place of another in one pass, which costs the same for a hundred of them.
#[derive(Default)]
pub(super) struct Starts {
    texts: Vec<Text>,
    by_first: HashMap<u8, Vec<usize>>,
}

impl Starts {
    fn add(&mut self, text: Text) {
        let Some(first) = text.bytes().next() else { return };
        self.by_first.entry(first).or_default().push(self.texts.len());
        self.texts.push(text);
    }

    /// Those that stand in a text, and where: which of them, by the order in which they were added.
    pub fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let bytes = text.as_bytes();
        bytes.iter().enumerate().flat_map(move |(at, first)| {
            let rest = bytes.get(at..).unwrap_or_default();
            let known = self.by_first.get(first).map(Vec::as_slice).unwrap_or_default();
            known
                .iter()
                .filter(move |which| self.texts.get(**which).is_some_and(|known| rest.starts_with(known.as_bytes())))
                .map(move |which| (*which, at))
        })
    }

    pub fn text(&self, which: usize) -> Text {
        self.texts.get(which).copied().unwrap_or_default()
    }
}

#[derive(Default)]
pub(super) struct Lures {
    pub strong: HashSet<Text>,
    pub near: HashSet<Text>,
    pub weak: HashSet<Text>,
    pub bait: HashSet<Text>,
    /// The same, of honest shops too.
    pub lean: HashSet<Text>,
    /// Lower case.
    pub phrases: Starts,
}

pub(super) static LURES: LazyLock<Lures> = LazyLock::new(|| {
    let mut data = Lures::default();
    for line in lines(WORDS) {
        let Some((kind, rest)) = line.split_once(' ') else { continue };
        match kind {
            "strong" => data.strong.extend(rest.split_whitespace()),
            "near" => data.near.extend(rest.split_whitespace()),
            "weak" => data.weak.extend(rest.split_whitespace()),
            "bait" => data.bait.extend(rest.split_whitespace()),
            "lean" => data.lean.extend(rest.split_whitespace()),
            _ => rest.split_once(' ').into_iter().for_each(|(_, phrase)| data.phrases.add(phrase)),
        }
    }
    data
});

/// How addresses are written that pass on to another one.
#[derive(Default)]
pub(super) struct Passing {
    /// Lower case, without `_` and `-`.
    pub parameters: HashSet<Text>,
    pub shown: HashSet<Text>,
    pub on: HashSet<Text>,
    pub show: HashSet<Text>,
    pub sign: HashSet<Text>,
    pub cloak: HashSet<Text>,
    /// Hosts that do something with an address and pass nobody on.
    pub tools: Hosts<()>,
}

pub(super) static PASSING: LazyLock<Passing> = LazyLock::new(|| {
    let mut data = Passing::default();
    for line in lines(REDIRECTS) {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("parameter") => data.parameters.extend(words),
            Some("shown") => data.shown.extend(words),
            Some("on") => data.on.extend(words),
            Some("show") => data.show.extend(words),
            Some("sign") => data.sign.extend(words),
            Some("cloak") => data.cloak.extend(words),
            Some("tool") => data.tools.0.extend(words.map(|word| (word, ()))),
            _ => {}
        }
    }
    data
});

/// A name that is imitated.
pub(super) struct Guarded {
    pub name: Text,
    /// Also a word: only beside words of signing in is it taken for the name.
    pub word: bool,
    /// Not to be written with an accent.
    pub accents: bool,
    /// Money or mail goes through it: nobody else has it in a name.
    pub money: bool,
}

#[derive(Default)]
pub(super) struct Known {
    pub names: Vec<Guarded>,
    /// The same names, in the same order.
    pub starts: Starts,
    /// Domains of their owners, and other well-known sites.
    pub sites: Hosts<()>,
    by_name: HashMap<Text, usize>,
    /// The names by their length.
    by_length: HashMap<usize, Vec<usize>>,
    neighbours: HashSet<Text>,
}

impl Known {
    pub fn name(&self, name: &str) -> Option<&Guarded> {
        self.by_name.get(name).and_then(|at| self.names.get(*at))
    }

    /// The names that are at most so much longer or shorter.
    pub fn of_length(&self, length: usize, by: usize) -> impl Iterator<Item = &Guarded> {
        let lengths = length.saturating_sub(by)..=length + by;
        lengths.filter_map(|length| self.by_length.get(&length)).flatten().filter_map(|at| self.names.get(*at))
    }

    pub fn is_neighbour(&self, word: &str) -> bool {
        self.neighbours.contains(word)
    }
}

pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut data = Known::default();
    for line in lines(NAMES) {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let name = first.trim_end_matches(['!', '+', '$']);
        let word = first.contains('!');
        let money = first.ends_with('$');
        let accents = first.ends_with('+') || (!word && name.len() >= 4);
        data.by_name.insert(name, data.names.len());
        data.by_length.entry(name.len()).or_default().push(data.names.len());
        data.names.push(Guarded { name, word, accents, money });
        data.starts.add(name);
        data.sites.0.extend(words.map(|domain| (domain, ())));
    }
    data.sites.0.extend(lines(SITES).flat_map(str::split_whitespace).map(|domain| (domain, ())));
    data.neighbours.extend(lines(NEIGHBOURS).flat_map(str::split_whitespace));
    data
});

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_list_has_its_date_and_entries() {
        let sources = sources();
        assert_eq!(sources.len(), 9);
        for source in sources {
            assert!(time::Date::parse(&source.date, time::macros::format_description!("[year]-[month]-[day]")).is_ok(), "{source:?}");
            assert!(source.entries.is_none_or(|count| count > 80), "{source:?}");
        }
    }

    #[test]
    fn the_date_of_the_suffixes_is_that_of_the_version_built_in() {
        let lock = include_str!("../../../../Cargo.lock");
        let version = lock.split("name = \"psl\"\nversion = \"").nth(1).and_then(|rest| rest.split('"').next());
        assert_eq!(version, Some(SUFFIXES_VERSION), "psl was updated: set SUFFIXES_VERSION and the date of its list");
    }

    #[test]
    fn a_partner_is_named_before_a_host_or_in_a_path() {
        assert!(AFFILIATES.click("vendor.hop.clickbank.net", "/", false).is_some());
        assert!(AFFILIATES.click("hop.clickbank.net", "/", false).is_none() && AFFILIATES.click("awin1.com", "/", false).is_none());
        assert!(AFFILIATES.is_paid_path("www.bookshop.org", "/a/123/978") && !AFFILIATES.is_paid_path("bookshop.org", "/about"));
    }

    #[test]
    fn lists_are_matched_at_dots() {
        assert!(KNOWN.sites.get("www.bbc.co.uk").is_some() && KNOWN.sites.get("notbbc.co.uk").is_none());
        assert!(TRACKERS.any.has("utm_source") && TRACKERS.any.has("gclid") && !TRACKERS.any.has("id"));
        assert_eq!(SHORTS.find("goo.gl", "/maps/x"), Some(Short::Own("google")));
        assert_eq!(SHORTS.find("goo.gl", "/x"), Some(Short::Any));
        assert_eq!(SHORTS.find("bit.ly", "/x"), Some(Short::Any));
        assert!(AFFILIATES.tags.of(&Domain::of("www.amazon.co.uk")).is_some());
        assert!(AFFILIATES.tags.of(&Domain::of("www.amazon.example.org")).is_none());
        assert_eq!(AFFILIATES.hosts.get("x.pxf.io").map(|(host, _)| host), Some("pxf.io"));
        assert!(KNOWN.name("paypal").is_some_and(|name| !name.word) && KNOWN.name("apple").is_some_and(|name| name.word && name.accents));
    }
}
