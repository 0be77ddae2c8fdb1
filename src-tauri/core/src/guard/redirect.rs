//! Addresses inside an address: wrappers, open redirects, and what only looks like one.

use std::collections::HashSet;

use url::Url;

use super::address::decode;
use super::data::{AFFILIATES, HOSTS, PASSING, WRAPS};
use super::domain::Domain;
use super::lookalike::is_known;
use super::lures;

/// What the outer page does with the address in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A known page that only passes on.
    Wrapper,
    /// An advertiser's click host.
    Paid,
    /// It passes on, to somewhere that nothing is known of.
    Open,
    /// It passes on to its own or to a known site, or as a step of signing in or consent.
    Usual,
}

/// A parameter whose name says that it is gone to: `post_logout_redirect_uri`, `exitUrl`.
fn is_named(key: &str) -> bool {
    (key.contains("redirect") || key.contains("goto") || key.contains("returnto"))
        || (key.len() > 4
            && (key.ends_with("url") || key.ends_with("uri"))
            && !["img", "image", "pic", "thumb", "feed", "base", "share", "page"].iter().any(|word| key.contains(word)))
}

/// The address inside.
#[derive(Clone, Debug)]
pub(super) struct Inner {
    pub way: Way,
    pub parameter: String,
    pub url: Url,
}

/// The name that a query has which is an address and nothing else.
const WHOLE: &str = "?";

/// Finds the address that a page is asked to pass on to. Only addresses of another registrable domain count.
pub(super) fn inner(url: &Url, domain: &Domain<'_>) -> Option<Inner> {
    if let Some(inner) = wrapped(url, domain) {
        return Some(inner);
    }
    if let Some(parameters) = AFFILIATES.click(domain.host, url.path(), url.query().is_some()) {
        let found = pairs(url).find_map(|(name, value)| {
            let named =
                parameters.contains(&name.as_str()) || PASSING.parameters.contains(name.to_ascii_lowercase().replace('_', "").as_str());
            named.then(|| address_in(&value, true)).flatten().map(|url| (name, url))
        });
        return found
            .map(|(parameter, url)| Inner { way: Way::Paid, parameter, url })
            .or_else(|| in_path(url).map(|url| Inner { way: Way::Paid, parameter: "path".into(), url }));
    }
    let mut inner = passed_on(url, domain)?;
    // A newsletter's counter that shows where it leads.
    if inner.way == Way::Open && WRAPS.of(domain).is_some_and(|rows| rows.iter().any(|row| row.mail)) {
        inner.way = Way::Wrapper;
    }
    Some(inner)
}

/// Impact's click counters stand on hosts of the shops, under one path: `/c/PARTNER/AD/CAMPAIGN`, all numbers.
pub(super) fn counts_clicks(url: &Url) -> bool {
    let mut parts = url.path_segments().into_iter().flatten();
    let number = |part: Option<&str>| part.is_some_and(|part| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_digit()));
    // Tune, Adtraction: their own words in a query, on hosts of anybody's.
    let has = |name: &str| pairs(url).any(|(key, _)| key == name);
    if matches!(url.path().trim_end_matches('/'), "/aff_c" | "/aff_r" | "/aff_ad" | "/aff_f") && (has("offer_id") || has("aff_id"))
        || url.path() == "/t/t" && has("as")
    {
        return true;
    }
    // Impact counts on hosts with a number for a name.
    let numbered = url
        .host_str()
        .and_then(|host| host.strip_suffix(".net"))
        .and_then(|host| host.rsplit('.').next())
        .and_then(|label| label.strip_prefix('i'));
    if numbered.is_some_and(|rest| rest.len() >= 5 && rest.bytes().all(|b| b.is_ascii_digit())) && url.path().len() > 1 {
        return true;
    }
    parts.next() == Some("c") && number(parts.next()) && number(parts.next()) && number(parts.next())
}

/// A page that passes on without a word of where to, by how its path is written: `/go/NAME`, `/recommends/NAME`.
pub(super) fn is_cloaked(url: &Url) -> bool {
    let mut parts = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
    let (first, name, rest) = (parts.next(), parts.next(), parts.count());
    first.is_some_and(|first| PASSING.cloak.contains(first.to_ascii_lowercase().as_str()))
        && name.is_some_and(|name| !name.contains('.'))
        && rest <= 1
}

fn wrapped(url: &Url, domain: &Domain<'_>) -> Option<Inner> {
    let rows = WRAPS.of(domain)?;
    let path = url.path();
    for row in rows.iter().filter(|row| path.starts_with(row.path)) {
        for parameter in &row.parameters {
            let found = match *parameter {
                "*" => {
                    let rest = path.strip_prefix(row.path).unwrap_or_default().trim_start_matches('/');
                    let rest = if rest.is_empty() { url.query().unwrap_or_default().to_owned() } else { with_query(rest, url) };
                    let rest = rest.trim_start_matches("__");
                    address_in(rest, true).or_else(|| bare(rest))
                }
                name => pairs(url).find(|(key, _)| key == name).and_then(|(_, value)| unwrap_coded(&value)),
            };
            if let Some(found) = found {
                return Some(Inner { way: Way::Wrapper, parameter: (*parameter).to_owned(), url: found });
            }
        }
    }
    None
}

/// A value that may be coded in the way of its wrapper: Bing's `a1` + base64, Proofpoint's `-3A` for `%3A`.
fn unwrap_coded(value: &str) -> Option<Url> {
    let found = address_in(value, true);
    if found.is_some() {
        return found;
    }
    if let Some(coded) = value.strip_prefix("a1") {
        return address_in(coded, true);
    }
    if value.starts_with("http-3A") || value.starts_with("https-3A") {
        return address_in(&decode(&value.replace('-', "%").replace('_', "/")), true);
    }
    None
}

fn bare(rest: &str) -> Option<Url> {
    let host = rest.split(['/', '?', '#']).next().filter(|host| host.contains('.') && !host.contains('='))?;
    Domain::of(&host.to_ascii_lowercase()).known.then(|| Url::parse(&format!("https://{rest}")).ok()).flatten()
}

fn with_query(rest: &str, url: &Url) -> String {
    url.query().map_or_else(|| rest.to_owned(), |query| format!("{rest}?{query}"))
}

fn passed_on(url: &Url, domain: &Domain<'_>) -> Option<Inner> {
    let parts: Vec<String> = url.path_segments().into_iter().flatten().map(str::to_ascii_lowercase).collect();
    let any = |words: &HashSet<&str>| {
        parts.iter().any(|part| words.contains(part.as_str()) || part.split(['-', '_', '.']).any(|word| words.contains(word)))
    };
    if PASSING.tools.get(domain.host).is_some() {
        return asked(url, domain);
    }
    let (on, show) = (any(&PASSING.on), any(&PASSING.show));
    let signs = any(&PASSING.sign) || domain.below.split('.').any(|label| PASSING.sign.contains(label));
    let keys: Vec<String> = pairs(url).map(|(name, _)| name.to_ascii_lowercase()).collect();
    let oauth = keys.iter().any(|key| matches!(key.as_str(), "client_id" | "response_type" | "samlrequest" | "sitekey" | "code_challenge"));
    for (name, value) in pairs(url) {
        let key = name.to_ascii_lowercase().replace(['_', '-'], "");
        let shown = PASSING.shown.contains(key.as_str());
        let named = PASSING.parameters.contains(key.as_str()) || key == WHOLE || !shown && is_named(&key);
        let Some(target) = address_in(&value, named).or_else(|| at_the_end_of(&value)) else { continue };
        if shown || is_file_to_show(&target) || same_site(domain, &target) {
            continue;
        }
        // A search box is asked about an address.
        if matches!(key.as_str(), "q" | "p" | "text") && !on && parts.iter().all(|part| part.is_empty()) {
            continue;
        }
        let asked_about = matches!(key.as_str(), "q" | "p" | "t" | "l" | "service");
        // Whatever the parameter is called, nobody names such a host for another reason.
        let doubtful = target.host_str().is_some_and(|host| lures::is_doubtful(&Domain::of(host)));
        if show && (!on || asked_about) || !named && !on && !doubtful {
            continue;
        }
        let known = target.host_str().is_some_and(|host| is_known(&Domain::of(host)));
        let consent = parts.iter().any(|part| matches!(part.as_str(), "consent" | "cmp" | "privacy" | "paywall"))
            || domain.below.split('.').any(|label| label.contains("consent") || label.contains("privacy"));
        // A name like its own under an ending that costs nothing is hardly the owner's.
        let cheap = target
            .host_str()
            .is_some_and(|host| Domain::of(host).suffix != domain.suffix && HOSTS.endings.contains(Domain::of(host).suffix));
        // A library signs in for the journals that it has subscribed to.
        let library = signs && domain.host.split(['.', '-']).any(|label| label.contains("proxy"));
        let usual = known || library || oauth || consent || (signs && !cheap && related(domain, &target));
        return Some(Inner { way: if usual { Way::Usual } else { Way::Open }, parameter: name, url: target });
    }
    let target = in_path(url).filter(|target| !same_site(domain, target) && !is_file_to_show(target))?;
    let known = target.host_str().is_some_and(|host| is_known(&Domain::of(host)));
    let usual = known
        || (show && !on)
        || matches!(domain.registrable, "archive.org" | "archive.ph" | "archive.is" | "archive.today" | "12ft.io" | "jina.ai");
    Some(Inner { way: if usual { Way::Usual } else { Way::Open }, parameter: "path".into(), url: target })
}

/// The address at the end of a value of parts: `bannerid=1__dest=https://…`.
fn at_the_end_of(value: &str) -> Option<Url> {
    let at = value.find("=http")?;
    absolute(value.get(at + 1..)?)
}

/// What a tool is asked about, if another site.
fn asked(url: &Url, domain: &Domain<'_>) -> Option<Inner> {
    let target = in_path(url).filter(|target| !same_site(domain, target) && !is_file_to_show(target))?;
    Some(Inner { way: Way::Usual, parameter: "path".into(), url: target })
}

/// The last address in a path: `/go/https://…`, also coded.
fn in_path(url: &Url) -> Option<Url> {
    let path = url.path();
    let decoded = decode(&decode(path));
    let lower = decoded.to_ascii_lowercase();
    // `https:/x` is what is left of two slashes on some servers.
    let at = ["https:/", "http:/"].iter().filter_map(|start| lower.rfind(start)).max();
    if let Some(at) = at.filter(|at| *at > 0) {
        let rest = decoded.get(at..)?;
        let (scheme, rest) = rest.split_once(':')?;
        return absolute(&with_query(&format!("{scheme}://{}", rest.trim_start_matches('/')), url));
    }
    path.split('/').filter(|part| part.len() >= 14).find_map(from_base64)
}

/// The address that a value holds, coded up to three times over.
fn address_in(value: &str, named: bool) -> Option<Url> {
    let mut text = value.trim().to_owned();
    for _ in 0..3 {
        if let Some(url) = absolute(&text) {
            return Some(url);
        }
        let next = decode(&text);
        if next == text {
            break;
        }
        text = next;
    }
    // `//evil.tld` is an address to a browser that is sent there.
    if named && (text.starts_with("//") || text.starts_with("/\\") || text.starts_with("\\\\")) {
        let rest = text.trim_start_matches(['/', '\\']);
        return absolute(&format!("https://{rest}")).filter(|url| url.host_str().is_some_and(|host| Domain::of(host).known));
    }
    from_base64(&text)
}

fn absolute(text: &str) -> Option<Url> {
    let web = ["http:", "https:"].iter().any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if !web {
        return None;
    }
    Url::parse(text).ok().filter(|url| url.host_str().is_some_and(|host| host.contains('.') || host.contains(':')))
}

pub(super) fn from_base64(text: &str) -> Option<Url> {
    use base64::Engine as _;
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    // "http" in base64; hex of it.
    if text.len() >= 16 && text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("68747470")) {
        let bytes: Option<Vec<u8>> =
            (0..text.len() / 2).map(|at| text.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok())).collect();
        return absolute(&String::from_utf8(bytes?).ok()?);
    }
    if !text.starts_with("aHR0c") {
        return None;
    }
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
    let alphabets = [&base64::alphabet::URL_SAFE, &base64::alphabet::STANDARD];
    let plain = text.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && !"+/-_=".contains(c));
    let bytes = alphabets.iter().find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(plain).ok())?;
    absolute(&String::from_utf8(bytes).ok()?)
}

/// Query parameters, decoded once, also those behind a `#` and those that `;` parts.
pub(super) fn pairs(url: &Url) -> impl Iterator<Item = (String, String)> + '_ {
    // Pages made of script keep theirs behind the `#`, some with a `?` of its own.
    let behind = url.fragment().map(|fragment| fragment.split_once('?').map_or(fragment, |(_, query)| query));
    let path = url.path().split(';').skip(1);
    // `/out?https://…`: the query is an address, whatever it holds.
    let whole = |text: &str| text.starts_with("//") || text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    let alone = [url.query(), url.fragment()]
        .into_iter()
        .flatten()
        .find(|text| whole(text) && !text.starts_with("https=") && !text.starts_with("http="))
        .map(|text| (WHOLE.to_owned(), text.to_owned()));
    alone.into_iter().chain([url.query(), behind].into_iter().flatten().flat_map(|query| query.split(['&', ';'])).chain(path).filter_map(
        |pair| {
            let (name, value) = pair.split_once('=')?;
            Some((decode(name), decode(&value.replace('+', "%20"))))
        },
    ))
}

/// The same registrable domain, or the same name under another ending.
fn same_site(domain: &Domain<'_>, target: &Url) -> bool {
    let other = Domain::of(target.host_str().unwrap_or_default());
    other.registrable == domain.registrable
        || (!other.label.is_empty() && other.label == domain.label && other.public && domain.public && other.label.len() > 3)
}

/// Two names of one owner, by what they have in common.
fn related(domain: &Domain<'_>, target: &Url) -> bool {
    let other = Domain::of(target.host_str().unwrap_or_default());
    let (a, b) = (domain.label, other.label);
    let short = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.0.len() >= 4 && short.1.contains(short.0)
}

fn is_file_to_show(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".mp4", ".webm", ".mp3", ".xml", ".rss", ".json", ".m3u8", ".ico"]
        .iter()
        .any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn way(link: &str) -> Option<Way> {
        let url = Url::parse(link).unwrap();
        inner(&url, &Domain::of(url.host_str().unwrap())).map(|inner| inner.way)
    }

    #[test]
    fn ways_of_passing_on() {
        let check = |link: &str, expected| assert_eq!(way(link), expected, "{link}");
        check("https://www.google.com/url?q=https%3A%2F%2Fa.example%2F", Some(Way::Wrapper));
        check("https://www.awin1.com/cread.php?ued=https%3A%2F%2Fa.example%2F", Some(Way::Paid));
        check("https://site.example/out?url=https%3A%2F%2Fa.example%2F", Some(Way::Open));
        check("https://site.example/weiter?ziel=https%3A%2F%2Fa.example%2F", Some(Way::Open));
        check("https://site.example/logout?post_logout_redirect_uri=https%3A%2F%2Fa.example%2F", Some(Way::Open));
        check("https://site.example/x?exitUrl=https%3A%2F%2Fa.example%2F", Some(Way::Open));
        check("https://site.example/x?imageUrl=https%3A%2F%2Fa.example%2F", None);
        check("https://site.example/submitlink?u=https%3A%2F%2Fa.example%2F", None);
        check("https://site.example/x?next=https%3A%2F%2Fsite.example%2F", None);
        check("https://site.example/x?whatever=https%3A%2F%2Floom.icu%2F", Some(Way::Open));
        check("https://site.example/ck.php?p=id=1__dest=https%3A%2F%2Floom.icu%2F", Some(Way::Open));
        check("https://site.example/r/?//loom.com", Some(Way::Open));
        check("https://gtmetrix.com/?url=https%3A%2F%2Fa.example%2F", None);
        check("https://ezproxy.library.example/login?url=https%3A%2F%2Fjournal.example%2F", Some(Way::Usual));
        check("https://login.loomco.com/logout?next=https%3A%2F%2Floomco-help.com%2F", Some(Way::Usual));
        check("https://login.loomco.com/logout?next=https%3A%2F%2Floomco-help.help%2F", Some(Way::Open));
        check("https://x.convertkit-mail2.com/c/aHR0cHM6Ly9hLmV4YW1wbGUvYQ==", Some(Way::Wrapper));
    }

    #[test]
    fn hosts_of_anybody_that_count_clicks() {
        let check = |link: &str, expected| assert_eq!(counts_clicks(&Url::parse(link).unwrap()), expected, "{link}");
        check("https://brand.example/c/123456/456723/8154", true);
        check("https://go.tracker.example/aff_c?offer_id=1&aff_id=2", true);
        check("https://imp.i123456.net/AbC", true);
        check("https://brand.example/c/chairs/oak", false);
        check("https://go.tracker.example/aff_c", false);
        check("https://i123.net/AbC", false);
    }

    #[test]
    fn paths_that_hide_where_they_lead() {
        let check = |path: &str, expected| {
            assert_eq!(is_cloaked(&Url::parse(&format!("https://blog.example{path}")).unwrap()), expected, "{path}");
        };
        check("/go/kettle", true);
        check("/recommends/kettle/", true);
        check("/out/1234", true);
        check("/go", false);
        check("/go/a.html", false);
        check("/go/a/b/c", false);
        check("/blog/kettle", false);
    }
}
