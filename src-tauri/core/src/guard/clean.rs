//! The same link without what others put into it: wrappers, tracking, and who is paid.
//!
//! A page must still open: parameters keep their order and their spelling, what is not known to be dispensable stays, and
//! an address that is signed is left alone, for a signature covers what would be taken out.

use url::Url;

use super::address::decode;
use super::data::{AFFILIATES, TRACKERS};
use super::domain::Domain;
use super::link_rules::DEPTH;
use super::redirect::{self, Way};

/// The address that opens the page that `url` is about, and nothing else.
pub(super) fn cleaned(url: &Url) -> Url {
    let mut url = url.clone();
    for _ in 0..DEPTH {
        let host = url.host_str().unwrap_or_default().to_owned();
        match redirect::inner(&url, &Domain::of(&host)) {
            Some(inner) if inner.way != Way::Usual => url = inner.url,
            _ => break,
        }
    }
    // Never needed to open a page; it exists to deceive.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    strip(&mut url);
    url
}

fn strip(url: &mut Url) {
    let host = url.host_str().unwrap_or_default().to_owned();
    let domain = Domain::of(&host);
    if domain.any_suffix() == Some("amazon") {
        amazon(url);
    }
    let Some(query) = url.query() else { return };
    if is_signed(query) {
        return;
    }
    let (tags, by_host) = (AFFILIATES.tags.of(&domain), TRACKERS.by_host.of(&domain));
    let goes = |pair: &&str| {
        let name = decode(pair.split('=').next().unwrap_or_default());
        TRACKERS.any.has(&name)
            || AFFILIATES.landing.has(&name)
            || tags.is_some_and(|names| names.has(&name))
            || by_host.is_some_and(|names| names.has(&name))
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !goes(pair)).collect();
    if kept.len() == query.split('&').count() {
        return;
    }
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
}

/// Amazon writes where a click came from into the path: `/dp/B01/ref=sr_1_1`.
fn amazon(url: &mut Url) {
    let path = url.path().to_owned();
    if let Some((before, _)) = path.split_once("/ref=") {
        url.set_path(before);
    }
}

fn is_signed(query: &str) -> bool {
    query.split('&').filter_map(|pair| pair.split('=').next()).any(|name| {
        let name = name.to_ascii_lowercase();
        matches!(
            name.as_str(),
            "sig"
                | "signature"
                | "hmac"
                | "token"
                | "x-amz-signature"
                | "x-goog-signature"
                | "policy"
                | "key-pair-id"
                | "hash"
                | "hdnea"
                | "hdnts"
                | "md5"
                | "oh"
                | "_nc_ohc"
                | "jwt"
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn links_are_cleaned() {
        let check = |raw: &str, expected: &str| assert_eq!(cleaned(&Url::parse(raw).unwrap()).as_str(), expected, "{raw}");
        check("https://shop.example/p?id=7&utm_source=x&utm_medium=y", "https://shop.example/p?id=7");
        check("https://shop.example/p?fbclid=abc", "https://shop.example/p");
        check("https://shop.example/p?a=%20b+c&gclid=1&d#part", "https://shop.example/p?a=%20b+c&d#part");
        check("https://shop.example/p?id=7&q=x&page=2&sku=3&color=red", "https://shop.example/p?id=7&q=x&page=2&sku=3&color=red");
        check("https://www.amazon.de/dp/B01/ref=sr_1_1?tag=x-21&th=1", "https://www.amazon.de/dp/B01?th=1");
        check("https://shop.example/p?tag=sale", "https://shop.example/p?tag=sale");
        check("https://cdn.example/a.jpg?utm_source=x&Signature=abc", "https://cdn.example/a.jpg?utm_source=x&Signature=abc");
        check("https://u:p@shop.example/", "https://shop.example/");
        check("https://www.google.com/url?q=https%3A%2F%2Fshop.example%2Fp%3Fid%3D1%26utm_source%3Dg&sa=D", "https://shop.example/p?id=1");
        check("https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2F&h=AT0", "https://shop.example/");
        check("https://www.awin1.com/cread.php?awinmid=1&ued=https%3A%2F%2Fshop.example%2Fp%3Fawc%3D1", "https://shop.example/p");
        check("https://href.li/?https://shop.example/p", "https://shop.example/p");
        check("https://out.example/go?to=aHR0cHM6Ly9zaG9wLmV4YW1wbGUv", "https://shop.example/");
        // signing in passes through; without the way the page would not open
        check(
            "https://login.example/authorize?client_id=1&redirect_uri=https%3A%2F%2Fapp.example2.com%2Fcb",
            "https://login.example/authorize?client_id=1&redirect_uri=https%3A%2F%2Fapp.example2.com%2Fcb",
        );
        check("https://web.archive.org/web/2020/https://shop.example/", "https://web.archive.org/web/2020/https://shop.example/");
    }

    #[test]
    fn wrappers_are_unwrapped_five_deep() {
        let mut url = "https://end.example/".to_owned();
        for _ in 0..5 {
            url = format!("https://l.facebook.com/l.php?u={}", url::form_urlencoded::byte_serialize(url.as_bytes()).collect::<String>());
        }
        assert_eq!(cleaned(&Url::parse(&url).unwrap()).as_str(), "https://end.example/");
        let url = format!("https://l.facebook.com/l.php?u={}", url::form_urlencoded::byte_serialize(url.as_bytes()).collect::<String>());
        assert!(cleaned(&Url::parse(&url).unwrap()).as_str().starts_with("https://l.facebook.com/"));
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(path in "[a-z/]{0,20}", query in "([a-z_]{1,12}=[a-zA-Z0-9%:/.]{0,12}&?){0,6}") {
            let url = Url::parse(&format!("https://shop.example/{path}?{query}")).unwrap();
            let once = cleaned(&url);
            proptest::prop_assert_eq!(cleaned(&once), once);
        }
    }
}
