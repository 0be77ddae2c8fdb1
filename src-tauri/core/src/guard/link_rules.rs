//! What a link shows by itself, offline: the link as written, then each address that it wraps, at most five deep.

use url::{Host as UrlHost, Url};

use super::address::{self, Address, Read, decode, is_bidi, is_hidden};
use super::data::{AFFILIATES, KNOWN, SHORTS, Short, TRACKERS, WRAPS};
use super::domain::Domain;
use super::host_rules;
use super::lookalike::is_known;
use super::lures;
use super::redirect::{self, Way};
use super::score::Drafts;
use crate::net::is_public;

/// How deep wrappers are unwrapped.
pub(super) const DEPTH: usize = 5;

/// Where a link leads, as far as it shows.
#[derive(Default)]
pub(super) struct Seen {
    /// The address that opens.
    pub url: Option<Url>,
    /// The last address that is known without asking the network.
    pub end: Option<Url>,
    /// The registrable domains on the way.
    pub domains: Vec<String>,
}

/// Judges a link as it was written.
pub(super) fn judge(raw: &str, drafts: &mut Drafts) -> Seen {
    characters(raw, drafts);
    match address::read(raw) {
        Read::Scheme(scheme) => {
            drafts.hard("bad_scheme", format!("{scheme}:"));
            Seen::default()
        }
        Read::Broken => {
            drafts.add("bad_address", 30, raw.trim());
            Seen::default()
        }
        Read::Web(address) => {
            as_written(&address, drafts);
            let mut seen = Seen { url: Some(address.url.clone()), end: None, domains: Vec::new() };
            let mut url = address.url;
            for depth in 0..=DEPTH {
                let next = one(&url, depth, drafts, &mut seen.domains);
                match next.filter(|_| depth < DEPTH) {
                    Some(inner) => url = inner,
                    None => break,
                }
            }
            seen.end = Some(url);
            seen
        }
    }
}

/// Invisible characters and such as turn the text around, raw and written with `%`.
fn characters(raw: &str, drafts: &mut Drafts) {
    let decoded = decode(raw);
    if let Some(c) = raw.chars().chain(decoded.chars()).find(|c| is_bidi(*c)) {
        drafts.hard("hidden_chars", format!("U+{:04X}", u32::from(c)));
    }
    if let Some(c) = hidden_in(raw) {
        drafts.add("hidden_chars", 40, format!("U+{:04X}", u32::from(c)));
    } else if let Some(c) = hidden_in(&decoded) {
        drafts.add("hidden_chars", 10, format!("U+{:04X}", u32::from(c)));
    }
}

/// A hidden character that no language needs where it stands: joiners between letters beyond ASCII and direction marks
/// beside them are spelling.
pub(super) fn hidden_in(text: &str) -> Option<char> {
    if text.is_ascii() {
        return None;
    }
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let spelling = matches!(c, '\u{200c}' | '\u{200d}') && !before.is_ascii() && !after.is_ascii()
            || matches!(c, '\u{200e}' | '\u{200f}') && (!before.is_ascii() || !after.is_ascii())
            // Flags of regions are spelled with tags behind a black flag.
            || ('\u{e0020}'..='\u{e007f}').contains(&c) && (before == '\u{1f3f4}' || ('\u{e0020}'..='\u{e007f}').contains(&before));
        if is_hidden(c) && !spelling {
            return Some(c);
        }
        before = c;
    }
    None
}

/// What only the written form shows.
fn as_written(address: &Address, drafts: &mut Drafts) {
    if let Some(user) = &address.user {
        match user.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').find(|part| is_like_a_site(part)) {
            Some(site) => drafts.hard("userinfo", format!("{site} @ {}", address.host)),
            None => drafts.add("userinfo", 25, format!("… @ {}", address.host)),
        }
    }
    let odd = address.raw_host.contains('%') || address.backslash || host_rules::is_oddly_written(&address.raw_host);
    if odd {
        drafts.add("odd_host", 30, format!("{} = {}", address.raw_host, address.host));
    }
    let ip = match address.url.host() {
        Some(UrlHost::Ipv4(ip)) => Some((ip.into(), address.raw_host.trim_end_matches('.') != ip.to_string())),
        Some(UrlHost::Ipv6(ip)) => Some((ip.into(), false)),
        _ => None,
    };
    if let Some((ip, odd)) = ip {
        let points = if odd || !is_public(ip) { 50 } else { 30 };
        drafts.add("ip_host", points, if odd { format!("{} = {ip}", address.raw_host) } else { ip.to_string() });
    }
    if address.url.scheme() == "http" && !address.bare && ip.is_none() && address.host.contains('.') {
        drafts.add("plain_http", 5, "http:");
    }
}

fn is_like_a_site(part: &str) -> bool {
    let part = part.trim_matches('.').to_ascii_lowercase();
    if KNOWN.name(&part).is_some_and(|name| !name.word) {
        return true;
    }
    let domain = Domain::of(&part);
    domain.known && !domain.label.is_empty() && part.contains('.') && !matches!(domain.suffix, "name" | "dev" | "md" | "test")
}

/// One address on the way; the address inside it, if there is one.
fn one(url: &Url, depth: usize, drafts: &mut Drafts, domains: &mut Vec<String>) -> Option<Url> {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_owned();
    let domain = Domain::of(&host);
    let known = is_known(&domain);
    domains.push(domain.registrable.to_owned());
    if depth > 0 && matches!(url.host(), Some(UrlHost::Ipv4(_) | UrlHost::Ipv6(_))) {
        drafts.add("ip_host", 30, host.clone());
    }
    if depth > 0 && !url.username().is_empty() {
        drafts.add("userinfo", if is_like_a_site(&decode(url.username())) { 60 } else { 25 }, format!("… @ {host}"));
    }
    host_rules::host(url, &domain, known, drafts);
    lures::words(url, &domain, known, drafts);
    shape(url, &domain, known, drafts);
    parameters(url, &domain, drafts);
    download(url, known, drafts);

    let clicks = AFFILIATES.click(&host, url.path(), url.query().is_some());
    if clicks.is_some() || redirect::counts_clicks(url) {
        drafts.add("affiliate_host", 25, host.clone());
    }
    let inner = redirect::inner(url, &domain);
    match &inner {
        Some(inner) => {
            let to = inner.url.host_str().unwrap_or_default();
            let ends = Domain::of(to);
            let points = match inner.way {
                Way::Open => 30,
                Way::Wrapper if !is_known(&ends) && lures::is_doubtful(&ends) => 25,
                _ => 0,
            };
            if inner.way != Way::Paid {
                drafts.add("redirect_param", points, format!("{host} → {to} ({})", inner.parameter));
            }
        }
        None if clicks.is_none() => short(url, &domain, known, drafts),
        None => {}
    }
    inner.map(|inner| inner.url)
}

/// Short hosts and click counters, which hide where they lead.
fn short(url: &Url, domain: &Domain<'_>, known: bool, drafts: &mut Drafts) {
    let (host, path) = (domain.host, url.path());
    let leads_on = path.len() > 1 || url.query().is_some();
    match SHORTS.find(host.strip_prefix("www.").unwrap_or(host), path) {
        Some(Short::Any) if leads_on => return drafts.add("shortener", 25, host),
        Some(Short::Own(_)) if leads_on => return drafts.add("shortener", 0, host),
        Some(_) => return,
        None => {}
    }
    if let Some(row) = WRAPS.of(domain).and_then(|rows| rows.iter().find(|row| row.parameters.is_empty() && path.starts_with(row.path))) {
        if leads_on {
            drafts.add("redirector", if row.mail { 15 } else { 25 }, host);
        }
        return;
    }
    let counted = ["/ls/click", "/wf/click", "/track/click", "/l0/", "/ck/click", "/e/c/"]
        .iter()
        .any(|part| path.to_ascii_lowercase().contains(part));
    let branded = domain.below.split('.').any(|label| matches!(label, "click" | "clicks" | "trk" | "track" | "clk"))
        && (url.query().is_some() || path.rsplit('/').next().is_some_and(host_rules::looks_random));
    if counted || branded {
        return drafts.add("redirector", if known { 5 } else { 25 }, host);
    }
    if !known && host_rules::is_like_a_shortener(url, domain) {
        drafts.add("shortener", 25, host);
    } else if !known && redirect::is_cloaked(url) {
        drafts.add("redirector", 5, path);
    }
}

fn shape(url: &Url, domain: &Domain<'_>, known: bool, drafts: &mut Drafts) {
    let length = url.as_str().len();
    let deep = if domain.below.is_empty() { 0 } else { domain.below.split('.').count() };
    if length > 2048 {
        drafts.add("long_url", if known { 5 } else { 15 }, format!("{length} characters"));
    } else if deep > 4 {
        drafts.add("long_url", if known { 5 } else { 15 }, domain.host);
    }
    if let Some(port) = url.port().filter(|_| domain.host != "localhost") {
        drafts.add("odd_port", if matches!(port, 8080 | 8443 | 8000 | 3000) { 10 } else { 15 }, format!("port {port}"));
    }
}

/// Who is paid, and who is told.
fn parameters(url: &Url, domain: &Domain<'_>, drafts: &mut Drafts) {
    let (mut tracking, mut paid, mut generic) = (Vec::new(), Vec::new(), Vec::new());
    let (tags, by_host) = (AFFILIATES.tags.of(domain), TRACKERS.by_host.of(domain));
    for (name, value) in redirect::pairs(url) {
        if tags.is_some_and(|tags| tags.has(&name)) && !(name == "tag" && value.is_empty()) || AFFILIATES.landing.has(&name) {
            paid.push(format!("{name}={value}"));
        } else if TRACKERS.any.has(&name) || by_host.is_some_and(|names| names.has(&name)) {
            tracking.push(name);
        } else if AFFILIATES.generic.has(&name.to_ascii_lowercase()) {
            generic.push(format!("{name}={value}"));
        }
    }
    if AFFILIATES.is_paid_path(domain.host, url.path()) {
        drafts.add("affiliate_tag", 15, url.path());
    } else if !paid.is_empty() {
        drafts.add("affiliate_tag", 15, paid.join(" "));
    } else if !generic.is_empty() && is_shop(url) {
        drafts.add("affiliate_tag", 10, generic.join(" "));
    }
    if !tracking.is_empty() {
        tracking.dedup();
        drafts.add("tracking", 0, tracking.join(" "));
    }
}

fn is_shop(url: &Url) -> bool {
    const SHOP: [&str; 17] = [
        "product",
        "products",
        "p",
        "dp",
        "gp",
        "item",
        "items",
        "itm",
        "shop",
        "store",
        "buy",
        "cart",
        "checkout",
        "collections",
        "deal",
        "deals",
        "offer",
    ];
    url.path_segments().into_iter().flatten().any(|part| SHOP.contains(&part.to_ascii_lowercase().as_str()))
}

/// Programs and archives at the end of a path, or named by a parameter.
fn download(url: &Url, known: bool, drafts: &mut Drafts) {
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).map(decode).unwrap_or_default();
    let named = redirect::pairs(url).filter(|(name, _)| {
        matches!(name.to_ascii_lowercase().as_str(), "file" | "filename" | "name" | "download" | "f" | "attachment" | "dl" | "fn")
    });
    for name in std::iter::once(last).chain(named.map(|(_, value)| value)) {
        if let Some(points) = file_name(&name) {
            drafts.add("download", if known { points.min(60) / 6 } else { points }, name);
        }
    }
}

/// How bad a file's name is; `None` for a page or picture.
pub(super) fn file_name(name: &str) -> Option<u32> {
    const RUNS: [&str; 45] = [
        "exe",
        "scr",
        "msi",
        "msix",
        "appx",
        "apk",
        "xapk",
        "dmg",
        "pkg",
        "iso",
        "img",
        "lnk",
        "bat",
        "cmd",
        "vbs",
        "vbe",
        "jse",
        "wsf",
        "wsh",
        "ps1",
        "hta",
        "pif",
        "cpl",
        "jar",
        "reg",
        "dll",
        "appimage",
        "deb",
        "rpm",
        "ipa",
        "xpi",
        "crx",
        "vhd",
        "mobileconfig",
        "xll",
        "wsc",
        "scf",
        "chm",
        "msp",
        "msc",
        "appref-ms",
        "docm",
        "xlsm",
        "run",
        "application",
    ];
    const PACKS: [&str; 7] = ["zip", "rar", "7z", "gz", "tgz", "ace", "cab"];
    const SHOWS: [&str; 27] = [
        "jpg", "jpeg", "png", "gif", "webp", "bmp", "heic", "svg", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "odt",
        "csv", "mp3", "mp4", "mov", "avi", "mkv", "html", "htm", "wav",
    ];
    const SCRIPTS: [&str; 6] = ["js", "html", "htm", "com", "php", "svg"];
    let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
    let mut parts = name.rsplit('.').map(|part| part.trim());
    let (end, before, more) = (parts.next()?, parts.next()?, parts.next().is_some());
    let (runs, packs) = (RUNS.contains(&end), PACKS.contains(&end));
    let double = more && SHOWS.contains(&before);
    match () {
        () if runs && double => Some(60),
        () if runs && !before.is_empty() => Some(40),
        () if packs && double && !matches!(before, "csv" | "txt" | "html") => Some(40),
        () if packs && end != "gz" => Some(10),
        () if double
            && SCRIPTS.contains(&end)
            && !matches!((before, end), ("html", "php") | ("svg", "html"))
            && SHOWS[..17].contains(&before) =>
        {
            Some(40)
        }
        () => None,
    }
}
