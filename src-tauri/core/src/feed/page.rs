//! What a web page says of itself: Open Graph, Twitter cards, JSON-LD, then its plain HTML.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use url::Url;

use super::picture::{From, Offer, in_tree};
use super::words::{NOTE_MAX, TITLE_MAX, decoded, line, lines};

/// Most pictures of a page that are offered.
const PICTURES_MAX: usize = 12;

/// A page's own description. Texts are plain and bounded; they were decoded exactly once.
#[derive(Debug, Default, PartialEq)]
pub struct Page {
    pub title: String,
    pub note: String,
    /// The site's name.
    pub site: Option<String>,
    /// The best first.
    pub pictures: Vec<Offer>,
    /// Feeds that the page names.
    pub feeds: Vec<Url>,
    /// Where the page says that an oEmbed description of it stands.
    pub oembed: Option<Url>,
}

/// Reads a page that came from `url` (after redirects).
pub fn read(html: &str, url: &Url) -> Page {
    let tree = Html::parse_document(html);
    let base = first(&tree, "base[href]").and_then(|base| url.join(base.attr("href")?.trim()).ok()).unwrap_or_else(|| url.clone());
    let metas = metas(&tree);
    let data = json_ld(&tree);
    let meta = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| metas.iter().find(|(key, value)| key == name && !value.trim().is_empty()))
            .map(|(_, value)| value.clone())
    };
    let said = |names: &[&str]| names.iter().find_map(|name| data.iter().find_map(|object| object.get(*name)?.as_str())).map(decoded);
    let text =
        |selector: &str| first(&tree, selector).map(|element| element.text().collect::<String>()).filter(|text| !text.trim().is_empty());

    let title = meta(&["og:title", "twitter:title"])
        .or_else(|| said(&["headline", "name"]))
        .or_else(|| text("head > title"))
        .or_else(|| text("title"))
        .or_else(|| text("h1"));
    let note = meta(&["og:description", "twitter:description", "description"]).or_else(|| said(&["description"]));
    let site = meta(&["og:site_name", "application-name"]).map(|name| line(&name, 80));
    let (title, mut note) = (line(&title.unwrap_or_default(), TITLE_MAX), lines(&note.unwrap_or_default(), NOTE_MAX));
    if note == title {
        note.clear();
    }
    Page {
        title,
        note,
        site,
        pictures: pictures(&tree, &metas, &data, &base),
        feeds: feeds(&tree, &base),
        oembed: oembed_link(&tree, &base),
    }
}

/// Reads an oEmbed description (JSON) of the page `url`. `None` for what is none.
pub fn read_oembed(text: &str, url: &Url) -> Option<Page> {
    let value: Value = serde_json::from_str(text).ok()?;
    // Both are required of one.
    value.get("version").filter(|version| version.is_string() || version.is_number())?;
    let kind = value.get("type")?.as_str()?;
    let said = |name: &str| value.get(name).and_then(Value::as_str).map(decoded).unwrap_or_default();
    let side = |name: &str| {
        value.get(name).and_then(|side| side.as_u64().or_else(|| side.as_str()?.parse().ok())).and_then(|side| u32::try_from(side).ok())
    };
    let offer = |prefix: &str, name: &str| {
        let address = value.get(name)?.as_str()?;
        Offer::new(address, url, side(&format!("{prefix}width")), side(&format!("{prefix}height")), From::Named)
    };
    let photo = if kind == "photo" { offer("", "url") } else { None };
    let pictures = photo.into_iter().chain(offer("thumbnail_", "thumbnail_url")).collect();
    let site = Some(line(&said("provider_name"), 80)).filter(|name| !name.is_empty());
    Some(Page { title: line(&said("title"), TITLE_MAX), note: lines(&said("description"), NOTE_MAX), site, pictures, ..Page::default() })
}

fn oembed_link(tree: &Html, base: &Url) -> Option<Url> {
    let link = first(tree, "link[type='application/json+oembed'][href]")?;
    base.join(link.attr("href")?.trim()).ok()
}

fn first<'a>(tree: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    tree.select(&Selector::parse(selector).ok()?).next()
}

/// Names (`property`, `name` or `itemprop`, lower case) and contents, in their order.
fn metas(tree: &Html) -> Vec<(String, String)> {
    let Ok(selector) = Selector::parse("meta[content]") else { return Vec::new() };
    let of = |meta: ElementRef<'_>| {
        let name = meta.attr("property").or_else(|| meta.attr("name")).or_else(|| meta.attr("itemprop"))?;
        Some((name.trim().to_ascii_lowercase(), meta.attr("content")?.to_owned()))
    };
    tree.select(&selector).filter_map(of).take(500).collect()
}

/// The objects of the page's JSON-LD, those inside lists and graphs too.
fn json_ld(tree: &Html) -> Vec<Value> {
    let Ok(selector) = Selector::parse("script[type='application/ld+json']") else { return Vec::new() };
    let mut found = Vec::new();
    for script in tree.select(&selector).take(10) {
        let text: String = script.text().collect();
        let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { continue };
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(values) => waiting.extend(values.into_iter().rev()),
                Value::Object(mut object) => {
                    if let Some(graph) = object.remove("@graph") {
                        waiting.push(graph);
                    }
                    // What a page is about, not who made it or where it stands.
                    const ASIDE: [&str; 7] =
                        ["Organization", "WebSite", "BreadcrumbList", "Person", "ImageObject", "SearchAction", "WebPage"];
                    let aside = object.get("@type").and_then(Value::as_str).is_some_and(|kind| ASIDE.contains(&kind));
                    if !aside && found.len() < 20 {
                        found.push(Value::Object(object));
                    }
                }
                _ => {}
            }
        }
    }
    found
}

fn pictures(tree: &Html, metas: &[(String, String)], data: &[Value], base: &Url) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let mut add = |offer: Option<Offer>| {
        if let Some(offer) = offer.filter(|offer| offers.len() < PICTURES_MAX && !offers.iter().any(|other| other.url == offer.url)) {
            offers.push(offer);
        }
    };
    // The properties that follow an `og:image` belong to it.
    let mut og: Option<(String, Option<u32>, Option<u32>)> = None;
    let offered = |(address, width, height): (String, Option<u32>, Option<u32>)| Offer::new(&address, base, width, height, From::Named);
    for (name, content) in metas {
        match name.as_str() {
            "og:image" | "og:image:url" | "og:image:secure_url" => match &mut og {
                Some(known) if name != "og:image" => known.0.clone_from(content),
                _ => add(og.replace((content.clone(), None, None)).and_then(offered)),
            },
            "og:image:width" => og.iter_mut().for_each(|known| known.1 = content.trim().parse().ok()),
            "og:image:height" => og.iter_mut().for_each(|known| known.2 = content.trim().parse().ok()),
            _ => {}
        }
    }
    add(og.and_then(offered));
    for (_, content) in
        metas.iter().filter(|(name, _)| matches!(name.as_str(), "twitter:image" | "twitter:image:src" | "image" | "thumbnailurl"))
    {
        add(Offer::new(content, base, None, None, From::Named));
    }
    for address in data.iter().filter_map(|object| object.get("image")).flat_map(addresses) {
        add(Offer::new(&address, base, None, None, From::Named));
    }
    if let Some(address) = first(tree, "link[rel='image_src']").and_then(|link| link.attr("href")) {
        add(Offer::new(address, base, None, None, From::Named));
    }
    for offer in in_tree(tree, base, PICTURES_MAX) {
        add(Some(offer));
    }
    offers
}

/// A JSON-LD picture: an address, an object with one, or a list of these.
fn addresses(image: &Value) -> Vec<String> {
    match image {
        Value::String(address) => vec![address.clone()],
        Value::Object(object) => {
            ["url", "contentUrl"].iter().find_map(|name| object.get(*name)?.as_str()).map(str::to_owned).into_iter().collect()
        }
        Value::Array(images) => images.iter().filter(|image| !image.is_array()).take(5).flat_map(addresses).collect(),
        _ => Vec::new(),
    }
}

fn feeds(tree: &Html, base: &Url) -> Vec<Url> {
    let Ok(selector) = Selector::parse("link[rel][href]") else { return Vec::new() };
    let is_feed = |link: &ElementRef<'_>| {
        let rel = link.attr("rel").unwrap_or_default().to_ascii_lowercase();
        let kind = link.attr("type").unwrap_or_default().to_ascii_lowercase();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        rel.split_whitespace().any(|rel| rel == "alternate" || rel == "feed")
            && matches!(
                kind,
                "application/rss+xml"
                    | "application/atom+xml"
                    | "application/rdf+xml"
                    | "application/feed+json"
                    | "text/xml"
                    | "application/xml"
            )
    };
    let found = tree.select(&selector).filter(is_feed).filter_map(|link| base.join(link.attr("href")?.trim()).ok());
    // A page's comments have a feed too; it is the last that one wants.
    let (others, comments): (Vec<Url>, Vec<Url>) = found.take(20).partition(|url| !url.path().contains("comments"));
    others.into_iter().chain(comments).collect()
}
