//! What New pin offers for a link: a page's title, words and pictures, or the picture that stands there.

use futures_util::future::join_all;
use url::Url;

use super::picture::Offer;
use super::refresh::{file_name, source_of};
use super::{charset, page};
use crate::Core;
use crate::api::{Code, Problem};
use crate::guard;
use crate::media::{MediaFacts, MediaSource, sniff};
use crate::model::{MediaId, PagePreview, Picture};
use crate::net::{Fetched, Kind};

/// Pictures that are fetched to see whether they are worth offering.
const TRIED: usize = 6;
/// Smaller ones are icons.
const SIDE_MIN: u32 = 100;

/// Looks at an address for a pin. The pictures offered were fetched and decoded; a page without any is offered without.
///
/// `BadInput` for what is no address, and all that [`crate::net::Net::get`] can answer.
pub async fn page_preview(core: &Core, url: &str) -> Result<PagePreview, Problem> {
    let url = guard::typed(url)?;
    let fetched = match core.net.get(&url, Kind::Page).await {
        // What is too large for a page may be a picture.
        Ok(fetched) if fetched.cut && sniff(&fetched.bytes).is_ok() => core.net.get(&url, Kind::Picture).await?,
        other => other?,
    };
    if sniff(&fetched.bytes).is_ok() {
        return picture(core, fetched).await;
    }
    let text = charset::text(&fetched.bytes, fetched.content_type.as_deref());
    if looks_binary(&text) {
        return Err(Problem::said(Code::NotAPicture, "neither", &[("host", &guard::shown_host(&fetched.url).text)]));
    }
    let mut page = page::read(&text, &fetched.url);
    if page.title.is_empty() || page.pictures.is_empty() {
        described(core, &mut page, &fetched.url).await;
    }
    let pictures = offered(core, &page.pictures, &fetched.url).await?;
    let host = guard::shown_host(&fetched.url).text;
    let title = if page.title.is_empty() { host.clone() } else { page.title };
    Ok(PagePreview { url: fetched.url.into(), host, title, note: page.note, pictures, site: page.site })
}

/// Fills what a page does not say of itself from its oEmbed description, where it names one that can be had.
async fn described(core: &Core, page: &mut page::Page, url: &Url) {
    let Some(address) = &page.oembed else { return };
    let Ok(fetched) = core.net.get(address, Kind::Page).await else { return };
    let text = charset::text(&fetched.bytes, fetched.content_type.as_deref());
    let Some(said) = page::read_oembed(&text, url) else { return };
    if page.title.is_empty() {
        page.title = said.title;
    }
    if page.note.is_empty() {
        page.note = said.note;
    }
    if page.pictures.is_empty() {
        page.pictures = said.pictures;
    }
    page.site = page.site.take().or(said.site);
}

/// A picture's own address: the picture is kept, so that it is not fetched twice.
async fn picture(core: &Core, fetched: Fetched) -> Result<PagePreview, Problem> {
    let name = file_name(&fetched.url).unwrap_or_default();
    let title = title_of(&name);
    let source = MediaSource::Url { url: fetched.url.as_str().to_owned(), page: None };
    let facts = MediaFacts { name: Some(name), ..MediaFacts::default() };
    let media = core.store.write_async(move |w| w.put_media(&source, &facts)).await?;
    let seen = decoded(core, media).await?;
    let host = guard::shown_host(&fetched.url).text;
    let title = if title.is_empty() { host.clone() } else { title };
    Ok(PagePreview { url: fetched.url.into(), host, title, note: String::new(), pictures: vec![seen], site: None })
}

async fn offered(core: &Core, offers: &[Offer], page: &Url) -> Result<Vec<Picture>, Problem> {
    let sources: Vec<_> = offers.iter().take(TRIED).map(|offer| source_of(offer, Some(page))).collect();
    let store = &core.store;
    let all =
        store.write_async(move |w| sources.iter().map(|(source, facts)| w.put_media(source, facts)).collect::<Result<Vec<_>, _>>()).await?;
    let seen = join_all(all.into_iter().map(|media| decoded(core, media))).await;
    // One that cannot be had is left out; the page is offered all the same.
    Ok(seen.into_iter().flatten().filter(|picture| picture.width >= SIDE_MIN && picture.height >= SIDE_MIN).collect())
}

async fn decoded(core: &Core, media: MediaId) -> Result<Picture, Problem> {
    core.media.get(media, 640).await?;
    let picture = core.store.read_async(move |r| r.picture(media)).await?;
    picture.ok_or_else(|| Problem::new(Code::NotFound, "This picture is not there any more."))
}

/// `my-garden_in-May.jpg` is "my garden in May".
pub(super) fn title_of(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    super::words::line(&stem.replace(['-', '_', '+'], " "), super::words::TITLE_MAX)
}

/// Text that is none: more than a few characters that no text has.
pub(super) fn looks_binary(text: &str) -> bool {
    let start = text.chars().take(1024);
    let (mut all, mut odd) = (0_u32, 0_u32);
    for c in start {
        all += 1;
        odd += u32::from(c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    }
    odd * 10 > all
}
