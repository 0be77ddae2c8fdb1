//! Feeds added, and read again.

use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use url::Url;

use super::parse::{Feed, NotAFeed, parse};
use super::picture::Offer;
use super::{identity, page};
use crate::Core;
use crate::api::{Code, Problem};
use crate::guard;
use crate::media::{MediaFacts, MediaSource};
use crate::model::{Source, SourceId};
use crate::net::{Fetched, Kind, Net};
use crate::store::{ReadItem, Reader, Refreshed, StoreError, WebFeed, Writer};

/// Feeds that are read at the same time.
const AT_ONCE: usize = 4;
/// A page may name more feeds than one wants to ask.
const FEEDS_TRIED: usize = 3;

/// Adds a feed by its address, or by the address of a page that names one. One that is there already is answered as it is.
///
/// `BadInput` for what is no address, `NotAFeed` where neither a feed nor a page that names one is found, and all that
/// [`Net::get`] can answer.
pub async fn add(core: &Core, address: &str) -> Result<Source, Problem> {
    let url = guard::typed(address)?;
    let (url, fetched, feed) = find(&core.net, &url).await?;
    let store = &core.store;
    store
        .write_async(move |w| {
            if let Some(known) = w.source_of_url(url.as_str())? {
                return Ok(known);
            }
            let name = if feed.title.is_empty() { guard::shown_host(&url).text } else { feed.title.clone() };
            let id = w.put_web_feed(url.as_str(), &name)?;
            put(w, id, &feed, fetched)?;
            w.source(id)
        })
        .await
        .map_err(Problem::from)
}

/// The feed behind an address: there, or named by the page there.
async fn find(net: &Net, url: &Url) -> Result<(Url, Fetched, Feed), Problem> {
    let fetched = net.get(url, Kind::Feed).await?;
    let page = match parse(&fetched.bytes, fetched.content_type.as_deref(), &fetched.url) {
        Ok(feed) => return Ok((url.clone(), fetched, feed)),
        Err(NotAFeed::Page(text)) => text,
        Err(NotAFeed::Other) => return Err(not_a_feed(url)),
    };
    let named = page::read(&page, &fetched.url).feeds.into_iter().chain(by_rule(&fetched.url));
    let mut last = None;
    for candidate in named.take(FEEDS_TRIED) {
        match net.get(&candidate, Kind::Feed).await {
            Ok(fetched) => match parse(&fetched.bytes, fetched.content_type.as_deref(), &fetched.url) {
                Ok(feed) => return Ok((candidate, fetched, feed)),
                Err(_) => last = Some(not_a_feed(&candidate)),
            },
            Err(problem) => last = Some(problem),
        }
    }
    let host = guard::shown_host(url).text;
    Err(last.unwrap_or_else(|| Problem::said(Code::NotAFeed, "page-no-feed", &[("host", &host)])))
}

/// Sites whose pages name no feed, though there is one: a board's pins stand at its address and `.rss`.
fn by_rule(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let [person, board] = parts.as_slice() else { return None };
    if *person == "pin" || !host.split('.').any(|label| label == "pinterest") {
        return None;
    }
    url.join(&format!("/{person}/{board}.rss")).ok()
}

fn not_a_feed(url: &Url) -> Problem {
    Problem::said(Code::NotAFeed, "no-feed", &[("host", &guard::shown_host(url).text)])
}

/// Reads all web feeds again.
pub async fn refresh(core: &Core) -> Result<(), Problem> {
    let feeds = core.store.read_async(|r| r.due_feeds(i64::MAX)).await?;
    read_all(core, feeds).await
}

/// Reads those web feeds whose time has come.
pub async fn refresh_due(core: &Core) -> Result<(), Problem> {
    let feeds = core.store.read_async(|r| r.due_feeds(r.now())).await?;
    read_all(core, feeds).await
}

/// Looks at feeds when their time comes, for as long as it runs. Cancel safe.
pub async fn keep_fresh(core: &Core) {
    loop {
        if let Err(problem) = refresh_due(core).await {
            tracing::warn!(code = ?problem.code, "feeds were not refreshed");
        }
        // Short enough that a machine which slept, or a feed added meanwhile, is not noticed late.
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

async fn read_all(core: &Core, feeds: Vec<WebFeed>) -> Result<(), Problem> {
    let results: Vec<_> = stream::iter(feeds).map(|feed| read_one(core, feed)).buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect()
}

/// What goes wrong on the web stands at the source; only the store's own failures are answered.
async fn read_one(core: &Core, feed: WebFeed) -> Result<(), Problem> {
    let result = match Url::parse(&feed.url) {
        Ok(url) => fetch(&core.net, &url, &feed).await,
        Err(_) => Err(Problem::new(Code::BadInput, "This feed's address is not one. Remove it and add it again.")),
    };
    let id = feed.id;
    let written = match result {
        Ok((fetched, Some(document))) => core.store.write_async(move |w| put(w, id, &document, fetched)).await,
        Ok((_, None)) => {
            let seen = Refreshed { validators: feed.validators, ..Refreshed::default() };
            core.store.write_async(move |w| if gone(w, id)? { Ok(()) } else { w.feed_read(id, &seen) }).await
        }
        Err(problem) => core.store.write_async(move |w| w.feed_failed(id, &problem.stored())).await,
    };
    Ok(written?)
}

/// The feed's document; `None` where it has not changed.
async fn fetch(net: &Net, url: &Url, feed: &WebFeed) -> Result<(Fetched, Option<Feed>), Problem> {
    let fetched = net.get_if_changed(url, Kind::Feed, &feed.validators).await?;
    if fetched.unchanged {
        return Ok((fetched, None));
    }
    let host = guard::shown_host(url).text;
    match parse(&fetched.bytes, fetched.content_type.as_deref(), &fetched.url) {
        Ok(document) => Ok((fetched, Some(document))),
        Err(NotAFeed::Page(_)) => Err(Problem::said(Code::NotAFeed, "feed-now-page", &[("host", &host)])),
        Err(NotAFeed::Other) => Err(Problem::said(Code::NotAFeed, "feed-now-other", &[("host", &host)])),
    }
}

/// It may have been removed while it was read.
fn gone(w: &Reader, id: SourceId) -> Result<bool, StoreError> {
    Ok(w.sources()?.iter().all(|source| source.id != id))
}

fn put(w: &mut Writer, id: SourceId, feed: &Feed, fetched: Fetched) -> Result<(), StoreError> {
    if gone(w, id)? {
        return Ok(());
    }
    w.put_items(id, &read_items(feed))?;
    let seen = Refreshed {
        name: Some(feed.title.clone()),
        site: feed.site.as_ref().map(|site| site.as_str().to_owned()),
        note: feed.cut.then(|| "The feed was cut off in the middle; what was whole is shown.".to_owned()),
        // A document that was cut off must be sent again.
        validators: if feed.cut { Default::default() } else { fetched.validators },
    };
    w.feed_read(id, &seen)
}

fn read_items(feed: &Feed) -> Vec<ReadItem> {
    let named = feed.items.iter().zip(identity::names(&feed.items));
    let of = |(item, names): (&super::parse::Item, Option<identity::Names>)| {
        let names = names?;
        Some(ReadItem {
            own: names.own,
            names: names.names,
            date: item.date,
            title: item.title.clone(),
            note: item.note.clone(),
            link: item.link.as_ref().map(|link| link.as_str().to_owned()),
            picture: item.picture.as_ref().map(|offer| source_of(offer, item.link.as_ref())),
        })
    };
    named.filter_map(of).collect()
}

/// An offered picture as the store knows it.
pub(super) fn source_of(offer: &Offer, page: Option<&Url>) -> (MediaSource, MediaFacts) {
    let source = MediaSource::Url { url: offer.url.as_str().to_owned(), page: page.map(|page| page.as_str().to_owned()) };
    (source, MediaFacts { width: offer.width, height: offer.height, name: file_name(&offer.url), ..MediaFacts::default() })
}

/// The last part of an address's path.
pub(super) fn file_name(url: &Url) -> Option<String> {
    let last = url.path_segments()?.next_back().filter(|name| !name.is_empty())?;
    Some(percent_decoded(last))
}

fn percent_decoded(text: &str) -> String {
    let bytes: Vec<u8> = url::form_urlencoded::parse(format!("x={}", text.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned().into_bytes())
        .unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
