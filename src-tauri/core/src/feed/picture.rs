//! The best of the pictures that a feed's item or a page offers.

use scraper::{Html, Selector};
use url::Url;

/// A picture offered, with what is said of its size in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub url: Url,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub from: From,
}

/// How it was offered; says how large a picture of unknown size likely is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Named as the item's picture (`media:content`, `og:image`).
    Named,
    /// An enclosure.
    Enclosed,
    /// A picture within the text.
    InText,
    /// Named as a thumbnail.
    Thumbnail,
}

/// Smaller ones are icons, avatars and trackers.
const SIDE_MIN: u32 = 100;

impl Offer {
    /// Resolves an address against `base`; `None` for what is no picture of the web, or is known to be none to show.
    pub fn new(address: &str, base: &Url, width: Option<u32>, height: Option<u32>, from: From) -> Option<Self> {
        let address = address.trim();
        if address.is_empty() {
            return None;
        }
        let url = base.join(address).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())?;
        let small = [width, height].into_iter().flatten().any(|side| side < SIDE_MIN);
        (!small && !passed_over(&url)).then_some(Self { url, width, height, from })
    }

    /// Its area, or a guess of it.
    fn area(&self) -> u64 {
        let area = |width: u32, height: u32| u64::from(width) * u64::from(height);
        match (self.width, self.height) {
            (Some(width), Some(height)) => area(width, height),
            (Some(side), None) | (None, Some(side)) => area(side, side) * 2 / 3,
            (None, None) => match self.from {
                From::Named => area(640, 480),
                From::Enclosed => area(600, 450),
                From::InText => area(400, 300),
                From::Thumbnail => area(200, 150),
            },
        }
    }
}

/// The largest; of equal ones the first.
pub fn best(offers: Vec<Offer>) -> Option<Offer> {
    let mut best: Option<Offer> = None;
    for offer in offers {
        if best.as_ref().is_none_or(|best| offer.area() > best.area()) {
            best = Some(offer);
        }
    }
    best
}

/// Avatars, counters and buttons by their address.
fn passed_over(url: &Url) -> bool {
    const HOSTS: [&str; 9] = [
        "gravatar.com",
        "doubleclick.net",
        "feedburner.com",
        "feedsportal.com",
        "stats.wordpress.com",
        "pixel.wp.com",
        "google-analytics.com",
        "scorecardresearch.com",
        "buysellads.com",
    ];
    const WORDS: [&str; 7] = ["avatar", "gravatar", "/emoji/", "smilies", "spacer.", "/pixel", "blank.gif"];
    let host = url.host_str().unwrap_or_default();
    let path = url.path().to_ascii_lowercase();
    HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")))
        || WORDS.iter().any(|word| path.contains(word))
        || path.ends_with(".svg")
}

/// The pictures within HTML, in their order.
pub fn in_html(html: &str, base: &Url) -> Vec<Offer> {
    if !html.contains("<img") && !html.contains("<IMG") {
        return Vec::new();
    }
    let tree = Html::parse_fragment(super::words::cut_bytes(html, 256 * 1024));
    in_tree(&tree, base, 20)
}

/// The first `limit` pictures of a document that may be worth showing.
pub fn in_tree(tree: &Html, base: &Url, limit: usize) -> Vec<Offer> {
    let Ok(img) = Selector::parse("img") else { return Vec::new() };
    let of = |element: scraper::ElementRef<'_>| {
        let side = |name: &str| element.attr(name).and_then(|value| value.trim().trim_end_matches("px").parse::<u32>().ok());
        let named = |name: &str| element.attr(name).filter(|value| !value.trim().is_empty() && !value.trim_start().starts_with("data:"));
        let (widest, width) = named("srcset").or_else(|| named("data-srcset")).and_then(widest).unzip();
        let address = widest.or_else(|| named("data-src")).or_else(|| named("data-lazy-src")).or_else(|| named("src"))?;
        // The size in the markup is that of the place, not of the larger file in `srcset`; it still tells icons apart.
        let small = [side("width"), side("height")].into_iter().flatten().any(|side| side < SIDE_MIN);
        let (w, h) = match width.flatten() {
            Some(width) => (Some(width), None),
            None => (side("width"), side("height")),
        };
        if small { None } else { Offer::new(address, base, w, h, From::InText) }
    };
    tree.select(&img).filter_map(of).take(limit).collect()
}

/// The widest address of a `srcset`, with its width where that is said.
fn widest(srcset: &str) -> Option<(&str, Option<u32>)> {
    let entries = srcset.split(", ").filter_map(|entry| {
        let mut parts = entry.trim().trim_end_matches(',').split_whitespace();
        let address = parts.next()?;
        let size = parts.next().unwrap_or("1x");
        let width = size.strip_suffix('w').and_then(|width| width.parse::<u32>().ok());
        let weight =
            width.or_else(|| size.strip_suffix('x').and_then(|times| times.parse::<f32>().ok()).map(|times| (times * 100.0) as u32));
        Some((weight?, address, width))
    });
    entries.max_by_key(|(weight, ..)| *weight).map(|(_, address, width)| (address, width))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn base() -> Url {
        Url::parse("https://blog.example/post/1").unwrap()
    }

    #[test]
    fn pictures_in_html() {
        let check = |html: &str, expected: &[&str]| {
            let found = in_html(html, &base());
            assert_eq!(found.iter().map(|offer| offer.url.as_str()).collect::<Vec<_>>(), expected, "{html}");
        };
        check("<img src='/a.png'>", &["https://blog.example/a.png"]);
        check("<IMG SRC=a.png>", &["https://blog.example/post/a.png"]);
        check("<img src=//cdn.example/a.png?x=1&amp;y=2>", &["https://cdn.example/a.png?x=1&y=2"]);
        check("<img src=t.gif width=1 height=1><img src=b.png width=300>", &["https://blog.example/post/b.png"]);
        check("<img src='data:image/gif;base64,x' data-src='/lazy.png'>", &["https://blog.example/lazy.png"]);
        check("<img src=s.png srcset='s.png 300w, l.png 1200w, m.png 600w'>", &["https://blog.example/post/l.png"]);
        check("<img src=s.png srcset='s.png 1x, l.png 2x'>", &["https://blog.example/post/l.png"]);
        check("<img src='https://secure.gravatar.com/x?s=200'><img src='/avatars/me.png'><img src=logo.svg>", &[]);
        check("<img><img src=''><img src='javascript:x'><img src='file:///etc/passwd'>", &[]);
        check("none", &[]);
    }

    #[test]
    fn the_largest_is_best() {
        let offer = |name: &str, width, height, from| Offer::new(name, &base(), width, height, from);
        let check = |offers: Vec<Option<Offer>>, expected: Option<&str>| {
            let found = best(offers.into_iter().flatten().collect());
            assert_eq!(found.as_ref().and_then(|offer| offer.url.path().rsplit('/').next()), expected);
        };
        check(
            vec![
                offer("a.png", Some(96), Some(96), From::Named),
                offer("b.png", Some(1200), None, From::Named),
                offer("c.png", None, None, From::Named),
            ],
            Some("b.png"),
        );
        check(vec![offer("t.png", None, None, From::Thumbnail), offer("e.png", None, None, From::Enclosed)], Some("e.png"));
        check(vec![offer("first.png", None, None, From::InText), offer("second.png", None, None, From::InText)], Some("first.png"));
        check(vec![offer("t.gif", Some(1), Some(1), From::InText), offer("b.png", None, None, From::InText)], Some("b.png"));
        check(vec![], None);
    }
}
