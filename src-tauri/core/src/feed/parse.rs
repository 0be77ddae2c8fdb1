//! A feed's document (RSS 0.9 to 2.0, RDF, Atom, JSON Feed) to its items.

use serde_json::Value;
use url::Url;

use super::picture::{From, Offer, best, in_html};
use super::words::{NOTE_MAX, TITLE_MAX, line, lines, of_html};
use super::xml::{Child, Element};
use super::{charset, dates, xml};

/// Most items of one document that are taken.
const ITEMS_MAX: usize = 1000;

/// A feed as it was read.
#[derive(Debug, PartialEq)]
pub struct Feed {
    pub title: String,
    /// The site that it belongs to.
    pub site: Option<Url>,
    pub items: Vec<Item>,
    /// The document ends in the middle; the item that was cut is not among `items`.
    pub cut: bool,
}

/// An item as it was read. Texts are plain and bounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The feed's own name for it; `None` where that is empty.
    pub guid: Option<String>,
    pub link: Option<Url>,
    pub title: String,
    pub note: String,
    pub picture: Option<Offer>,
    /// As the feed says, ms; may lie in the future.
    pub date: Option<i64>,
}

/// Why a document is no feed.
#[derive(Debug, PartialEq)]
pub enum NotAFeed {
    /// It is a web page; its text.
    Page(String),
    Other,
}

/// Reads a feed. `base` is where it came from; relative addresses are resolved against it.
pub fn parse(bytes: &[u8], content_type: Option<&str>, base: &Url) -> Result<Feed, NotAFeed> {
    let text = charset::text(bytes, content_type);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('{') {
        return json(start, base).ok_or(NotAFeed::Other);
    }
    let document = xml::parse(&text);
    let root = &document.root;
    let base = &based(root, base);
    match root.name.as_str() {
        "rss" | "rdf:rdf" | "rdf" => Ok(rss(root, base, document.cut)),
        "channel" => Ok(channel(root, root, base, document.cut)),
        "feed" | "atom:feed" => Ok(atom(root, base, document.cut)),
        "html" => Err(NotAFeed::Page(text)),
        _ if text.to_ascii_lowercase().contains("<html") => Err(NotAFeed::Page(text)),
        _ => Err(NotAFeed::Other),
    }
}

fn rss(root: &Element, base: &Url, cut: bool) -> Feed {
    // In RDF the items stand beside the channel.
    let empty = Element::default();
    channel(root, root.first("channel").unwrap_or(&empty), base, cut)
}

fn channel(root: &Element, channel: &Element, base: &Url, cut: bool) -> Feed {
    let base = &based(channel, base);
    let site = channel.all("link").find_map(|link| address(&link.text(), base));
    let all = channel.all("item").chain(root.all("item").filter(|_| !std::ptr::eq(root, channel)));
    let items = all.filter(|item| item.closed).take(ITEMS_MAX).map(|item| rss_item(item, base)).collect();
    let title = channel.first("title").map(|title| line(&of_html(&title.text()), TITLE_MAX)).unwrap_or_default();
    Feed { title, site, items, cut }
}

fn rss_item(item: &Element, base: &Url) -> Item {
    let base = based(item, base);
    let guid = item.first("guid").or_else(|| item.first("atom:id"));
    let about = item.attribute("rdf:about").filter(|about| !about.trim().is_empty());
    let name = guid.map(Element::text).or_else(|| about.map(str::to_owned)).and_then(filled);
    let link = ["feedburner:origlink", "link"].iter().find_map(|name| item.all(name).find_map(|link| address(&link.text(), &base)));
    let link = link.or_else(|| atom_link(item, "atom:link", &base)).or_else(|| {
        let permanent = guid.is_some_and(|guid| guid.attribute("ispermalink").is_none_or(|value| !value.eq_ignore_ascii_case("false")));
        name.as_deref()
            .filter(|name| permanent && (name.starts_with("http://") || name.starts_with("https://")))
            .and_then(|name| Url::parse(name).ok())
    });
    let resolving = link.clone().filter(|_| !has_base(item)).unwrap_or_else(|| base.clone());
    let html: Vec<String> = ["description", "content:encoded", "content", "media:description", "itunes:summary"]
        .iter()
        .filter_map(|name| item.first(name))
        .map(Element::text)
        .collect();
    let mut offers = media(item, &base, &resolving);
    for (name, text) in ["description", "content:encoded"].iter().filter_map(|name| Some((name, item.first(name)?))) {
        let _ = name;
        offers.extend(in_html(&text.text(), &based(text, &resolving)));
    }
    let title = item.first("title").or_else(|| item.first("media:title")).map(|title| of_html(&title.text())).unwrap_or_default();
    let note = html.iter().map(|html| of_html(html)).find(|text| !text.trim().is_empty()).unwrap_or_default();
    let date = ["pubdate", "dc:date", "atom:published", "atom:updated", "published", "date"]
        .iter()
        .filter_map(|name| item.first(name))
        .find_map(|date| dates::parse(&date.text()));
    finished(name, link, &title, &note, offers, date)
}

fn atom(root: &Element, base: &Url, cut: bool) -> Feed {
    let prefix = if root.name.starts_with("atom:") { "atom:" } else { "" };
    let named = |name: &str| format!("{prefix}{name}");
    let entry = named("entry");
    let items = root.all(&entry).filter(|entry| entry.closed).take(ITEMS_MAX).map(|entry| atom_entry(entry, base, prefix)).collect();
    let title = root.first(&named("title")).map(|title| line(&construct(title), TITLE_MAX)).unwrap_or_default();
    Feed { title, site: atom_link(root, &named("link"), base), items, cut }
}

fn atom_entry(entry: &Element, base: &Url, prefix: &str) -> Item {
    let base = based(entry, base);
    let first = |name: &str| entry.first(&format!("{prefix}{name}"));
    let guid = first("id").map(Element::text).and_then(filled);
    let link = atom_link(entry, &format!("{prefix}link"), &base);
    let resolving = link.clone().filter(|_| !has_base(entry)).unwrap_or_else(|| base.clone());
    let mut offers = media(entry, &base, &resolving);
    for text in ["summary", "content"].iter().filter_map(|name| first(name)) {
        let base = based(text, &resolving);
        if text.attribute("type") == Some("xhtml") {
            text.walk(&mut |element| {
                if element.name == "img"
                    && let Some(src) = element.attribute("src")
                {
                    let side = |name: &str| element.attribute(name).and_then(|value| value.parse().ok());
                    offers.extend(Offer::new(src, &base, side("width"), side("height"), From::InText));
                }
            });
        } else {
            offers.extend(in_html(&text.text(), &base));
        }
    }
    let title = first("title").or_else(|| entry.first("media:title")).map(construct).unwrap_or_default();
    let texts = ["summary", "content"].iter().filter_map(|name| first(name)).map(construct);
    let described = entry.elements().find(|element| element.name == "media:group").and_then(|group| group.first("media:description"));
    let note = texts.chain(described.map(construct)).find(|text| !text.trim().is_empty()).unwrap_or_default();
    let date =
        ["published", "issued", "updated", "modified"].iter().filter_map(|name| first(name)).find_map(|date| dates::parse(&date.text()));
    finished(guid, link, &title, &note, offers, date)
}

/// An Atom text: decoded as its type says, no more and no less.
fn construct(element: &Element) -> String {
    match element.attribute("type").unwrap_or("text") {
        "html" | "text/html" => of_html(&element.text()),
        "xhtml" | "application/xhtml+xml" => element.text(),
        kind if kind.starts_with("text") || kind == "plain" => {
            // Markup that stands there undeclared is still markup.
            if element.elements().next().is_some() { of_html(&element.text()) } else { element.text() }
        }
        _ => String::new(),
    }
}

fn atom_link(element: &Element, name: &str, base: &Url) -> Option<Url> {
    let of = |rel: &str| {
        let fits = |link: &&Element| {
            link.attribute("rel").unwrap_or("alternate") == rel && link.attribute("type").is_none_or(|kind| kind.contains("html"))
        };
        element.all(name).filter(fits).find_map(|link| address(link.attribute("href")?, &based(link, base)))
    };
    of("alternate").or_else(|| {
        element
            .all(name)
            .filter(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"))
            .find_map(|link| address(link.attribute("href")?, base))
    })
}

/// What Media RSS and enclosures offer, inside groups too.
fn media(item: &Element, base: &Url, resolving: &Url) -> Vec<Offer> {
    let mut offers = Vec::new();
    // A declared base counts before the item's link.
    let against = if has_base(item) { base } else { resolving };
    item.walk(&mut |element| {
        let side = |name: &str| element.attribute(name).and_then(|value| value.trim().parse().ok());
        let kind = element.attribute("type").unwrap_or_default();
        let picture = |address: &str| {
            kind.starts_with("image/")
                || element.attribute("medium") == Some("image")
                || (kind.is_empty() && element.attribute("medium").is_none() && looks_like_picture(address))
        };
        let offer = match element.name.as_str() {
            "media:content" => element.attribute("url").filter(|address| picture(address)).map(|address| (address, From::Named)),
            "media:thumbnail" => element.attribute("url").map(|address| (address, From::Thumbnail)),
            "enclosure" => element.attribute("url").filter(|address| picture(address)).map(|address| (address, From::Enclosed)),
            "link" | "atom:link" if element.attribute("rel") == Some("enclosure") => {
                element.attribute("href").filter(|address| picture(address)).map(|address| (address, From::Enclosed))
            }
            "itunes:image" => element.attribute("href").map(|address| (address, From::Enclosed)),
            _ => None,
        };
        if let Some((address, from)) = offer {
            offers.extend(Offer::new(address, &based(element, against), side("width"), side("height"), from));
        }
    });
    offers
}

fn looks_like_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|end| path.ends_with(end))
}

fn json(text: &str, base: &Url) -> Option<Feed> {
    let document: Value = serde_json::from_str(text).ok()?;
    if !document.get("version")?.as_str()?.contains("jsonfeed.org") {
        return None;
    }
    let of = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let items = document.get("items")?.as_array()?.iter().take(ITEMS_MAX).map(|item| {
        let link = of(item, "url").or_else(|| of(item, "external_url")).and_then(|link| address(&link, base));
        let resolving = link.clone().unwrap_or_else(|| base.clone());
        let html = of(item, "content_html").unwrap_or_default();
        let mut offers: Vec<Offer> =
            ["image", "banner_image"].iter().filter_map(|name| Offer::new(&of(item, name)?, base, None, None, From::Named)).collect();
        for attachment in item.get("attachments").and_then(Value::as_array).into_iter().flatten() {
            if of(attachment, "mime_type").is_some_and(|kind| kind.starts_with("image/")) {
                offers.extend(of(attachment, "url").and_then(|url| Offer::new(&url, base, None, None, From::Enclosed)));
            }
        }
        offers.extend(in_html(&html, &resolving));
        let guid = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).and_then(filled);
        let note = of(item, "summary").or_else(|| of(item, "content_text")).unwrap_or_else(|| of_html(&html));
        let date = of(item, "date_published").or_else(|| of(item, "date_modified")).and_then(|date| dates::parse(&date));
        finished(guid, link, &of(item, "title").unwrap_or_default(), &note, offers, date)
    });
    let title = line(&of(&document, "title").unwrap_or_default(), TITLE_MAX);
    Some(Feed { title, site: of(&document, "home_page_url").and_then(|site| address(&site, base)), items: items.collect(), cut: false })
}

fn finished(guid: Option<String>, link: Option<Url>, title: &str, note: &str, offers: Vec<Offer>, date: Option<i64>) -> Item {
    let (mut title, mut note) = (line(title, TITLE_MAX), lines(note, NOTE_MAX));
    if title.is_empty() {
        title = line(note.lines().next().unwrap_or_default(), 100);
    }
    if title.is_empty() {
        title = link.as_ref().map(|link| crate::guard::shown_host(link).text).unwrap_or_default();
    }
    if note == title {
        note = String::new();
    }
    Item { guid, link, title, note, picture: best(offers), date }
}

fn filled(text: String) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A web address within a document.
fn address(text: &str, base: &Url) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    base.join(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

fn has_base(element: &Element) -> bool {
    element.attribute("xml:base").is_some()
        || element.children.iter().any(|child| matches!(child, Child::Element(inner) if inner.attribute("xml:base").is_some()))
}

/// The base within an element: its own `xml:base`, else its parent's.
fn based(element: &Element, parent: &Url) -> Url {
    element.attribute("xml:base").and_then(|base| parent.join(base.trim()).ok()).unwrap_or_else(|| parent.clone())
}
