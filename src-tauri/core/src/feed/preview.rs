//! What the app would offer from a feed, a page or a picture, without storing anything: for the command line.

use serde::Serialize;
use url::Url;

use super::look::{looks_binary, title_of};
use super::parse::{Feed, NotAFeed, parse};
use super::picture::Offer;
use super::refresh::file_name;
use super::{dates, identity, page};
use crate::api::{Code, Problem};
use crate::guard;
use crate::media::{dimensions, is_known_kind, sniff};
use crate::net::{Kind, Net};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PreviewKind {
    Feed,
    Page,
    Picture,
}

/// What is offered; as JSON the form of `tackroom preview --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    pub kind: PreviewKind,
    pub title: String,
    pub items: Vec<PreviewItem>,
}

/// A pin that would be offered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PreviewItem {
    /// The same at each look, different for each item of a feed.
    pub id: String,
    pub title: String,
    pub note: String,
    pub link: Option<String>,
    /// The picture's address.
    pub picture: Option<String>,
    /// Pixels, where they are known.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// RFC 3339; `None` where the feed gives none that can be believed.
    pub date: Option<String>,
}

/// Fetches an address and says what would be offered. `now` is in ms.
pub async fn preview(net: &Net, address: &str, now: i64) -> Result<Preview, Problem> {
    let url = guard::typed(address)?;
    let fetched = match net.get(&url, Kind::Feed).await {
        Err(problem) if problem.code == Code::TooLarge => net.get(&url, Kind::Picture).await?,
        other => other?,
    };
    preview_bytes(&fetched.bytes, fetched.content_type.as_deref(), Some(&fetched.url), now)
}

/// Says what would be offered from a document. `base` is where it came from; relative addresses need it. `now` is in ms.
///
/// `NotAFeed` for what is neither a feed nor a page, `NotAPicture` and `TooLarge` for a picture that cannot be shown.
pub fn preview_bytes(bytes: &[u8], content_type: Option<&str>, base: Option<&Url>, now: i64) -> Result<Preview, Problem> {
    // An address under which nothing can be: what is relative to it is not offered.
    let nowhere = "https://base.invalid/".parse::<Url>().map_err(|_| Problem::new(Code::Internal, "No base."))?;
    let from = base.unwrap_or(&nowhere);
    let mut found = look(bytes, content_type, from, now)?;
    if base.is_none() {
        for item in &mut found.items {
            let known = |address: &String| !address.starts_with(nowhere.as_str());
            item.link = item.link.take().filter(known);
            item.picture = item.picture.take().filter(known);
        }
    }
    Ok(found)
}

fn look(bytes: &[u8], content_type: Option<&str>, base: &Url, now: i64) -> Result<Preview, Problem> {
    let unknown = || Problem::said(Code::NotAFeed, "unknown-kind", &[]);
    match sniff(bytes) {
        Ok(_) => picture(bytes, base),
        Err(problem) => match parse(bytes, content_type, base) {
            Ok(feed) => Ok(of_feed(&feed, now)),
            Err(NotAFeed::Page(text)) => Ok(of_page(page::read(&text, base), base)),
            Err(NotAFeed::Other) => {
                let text = super::charset::text(bytes, content_type);
                let claimed = content_type.is_some_and(|kind| kind.contains("html"));
                let markup = ["<title", "<meta", "<body", "<head", "<p>", "<!doctype html"]
                    .iter()
                    .any(|tag| text.to_ascii_lowercase().contains(tag));
                if let Some(page) = page::read_oembed(&text, base) {
                    return Ok(of_page(page, base));
                }
                match () {
                    () if (claimed || markup) && !looks_binary(&text) => Ok(of_page(page::read(&text, base), base)),
                    // It has a name, though it cannot be shown (AVIF, HEIC, SVG...).
                    () if is_known_kind(bytes) || bytes.is_empty() => Err(problem),
                    () => Err(unknown()),
                }
            }
        },
    }
}

fn picture(bytes: &[u8], base: &Url) -> Result<Preview, Problem> {
    let (width, height) = dimensions(bytes)?;
    let name = file_name(base).unwrap_or_default();
    let title = title_of(&name);
    let address = base.as_str().to_owned();
    let item = PreviewItem {
        id: address.clone(),
        title: title.clone(),
        note: String::new(),
        link: Some(address.clone()),
        picture: Some(address),
        width: Some(width),
        height: Some(height),
        date: None,
    };
    Ok(Preview { kind: PreviewKind::Picture, title, items: vec![item] })
}

fn of_feed(feed: &Feed, now: i64) -> Preview {
    const DAY: i64 = 24 * 3600 * 1000;
    let items = feed.items.iter().zip(identity::names(&feed.items)).filter_map(|(item, names)| {
        let (picture, width, height) = parts(item.picture.as_ref());
        Some(PreviewItem {
            id: names?.identity().to_owned(),
            title: item.title.clone(),
            note: item.note.clone(),
            link: item.link.as_ref().map(|link| link.as_str().to_owned()),
            picture,
            width,
            height,
            date: item.date.filter(|date| *date <= now + DAY).and_then(dates::rfc3339),
        })
    });
    Preview { kind: PreviewKind::Feed, title: feed.title.clone(), items: items.collect() }
}

fn of_page(page: page::Page, base: &Url) -> Preview {
    let (picture, width, height) = parts(page.pictures.first());
    let item = PreviewItem {
        id: base.as_str().to_owned(),
        title: page.title.clone(),
        note: page.note,
        link: Some(base.as_str().to_owned()),
        picture,
        width,
        height,
        date: None,
    };
    Preview { kind: PreviewKind::Page, title: page.title, items: vec![item] }
}

fn parts(offer: Option<&Offer>) -> (Option<String>, Option<u32>, Option<u32>) {
    match offer {
        Some(offer) => (Some(offer.url.as_str().to_owned()), offer.width, offer.height),
        None => (None, None, None),
    }
}
