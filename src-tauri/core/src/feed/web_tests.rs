//! Feeds and pages over a web on loopback, into a real store.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use url::Url;

use super::{PreviewKind, add, page_preview, preview_bytes, refresh, refresh_due};
use crate::Core;
use crate::api::Code;
use crate::media::Media;
use crate::model::{FeedItem, Source};
use crate::store::Store;
use crate::test_web::{Answer, Web};

const NOW: i64 = 1_700_000_000_000;

type Pages = Arc<Mutex<Vec<(String, Answer)>>>;

/// A profile beside a web whose pages can be changed.
struct Bench {
    core: Core,
    web: Web,
    pages: Pages,
    _folder: TempDir,
}

impl Bench {
    async fn new() -> Self {
        let pages = Pages::default();
        let served = pages.clone();
        let web = Web::serve(move |asked| {
            let pages = served.lock().unwrap();
            let found = pages.iter().rev().find(|(target, _)| *target == asked.target).map(|(_, answer)| answer.clone());
            match found {
                Some(answer) if asked.head.contains("if-none-match: \"same\"") => Answer { status: 304, body: Vec::new(), ..answer },
                found => found.unwrap_or_else(|| Answer::status(404)),
            }
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_for_tests(folder.path(), Arc::new(|| NOW)).unwrap();
        let media = Media::open(&folder.path().join("media"), &[3; 32], store.clone(), web.net(), 1 << 30);
        let core = Core { store, media, net: web.net(), profile: folder.path().to_owned() };
        Self { core, web, pages, _folder: folder }
    }

    fn page(&self, target: &str, answer: Answer) -> &Self {
        self.pages.lock().unwrap().push((target.to_owned(), answer));
        self
    }

    async fn add(&self, target: &str) -> Result<Source, Code> {
        add(&self.core, self.web.url(target).as_str()).await.map_err(|problem| problem.code)
    }

    fn items(&self) -> Vec<FeedItem> {
        self.core.store.read(|r| r.feed_page(None, None, 100)).unwrap().items
    }

    fn source(&self) -> Source {
        self.core.store.read(|r| r.sources()).unwrap().remove(0)
    }
}

fn rss(items: &str) -> Answer {
    Answer::new(
        "application/rss+xml",
        format!("<rss version='2.0'><channel><title>Blog</title><link>https://blog.example/</link>{items}</channel></rss>"),
    )
}

fn html(head: &str) -> Answer {
    Answer::new("text/html", format!("<html><head>{head}</head><body>x</body></html>"))
}

fn png(side: u32) -> Answer {
    let mut bytes = Vec::new();
    image::RgbImage::from_pixel(side, side, image::Rgb([9, 120, 9]))
        .write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)
        .unwrap();
    Answer::new("image/png", bytes)
}

#[tokio::test]
async fn a_feed_is_added_and_its_pins_are_there() {
    let bench = Bench::new().await;
    bench.page("/feed", rss("<item><title>One</title><link>https://site.example/1</link><pubDate>Tue, 14 Nov 2023 20:00:00 GMT</pubDate><description>&lt;img src='/p.png'&gt;words</description></item>"));
    let source = bench.add("/feed").await.unwrap();
    assert_eq!((source.name.as_str(), source.error, source.refreshed_at), ("Blog", None, Some(NOW)));
    let items = bench.items();
    assert_eq!(items.len(), 1);
    let pin = &items[0].pin;
    assert_eq!((pin.title.as_str(), pin.note.as_str(), items[0].caption.as_str()), ("One", "words", "site.example"));
    assert_eq!(pin.link.as_ref().unwrap().url, "https://site.example/1");
    assert!(pin.picture.is_some() && items[0].sent_to.is_empty());
    let from = pin.source.as_ref().unwrap();
    assert_eq!((from.kind.as_str(), from.name.as_str(), from.url.as_deref()), ("rss", "Blog", Some("https://blog.example/")));
    assert_eq!(bench.add("/feed").await.unwrap().id, source.id);
    assert_eq!(bench.core.store.read(|r| r.sources()).unwrap().len(), 1);
}

#[tokio::test]
async fn a_page_leads_to_its_feed() {
    let bench = Bench::new().await;
    bench
        .page("/", html("<link rel=alternate type='application/rss+xml' href='/gone.xml'><link rel=alternate type='application/atom+xml' href='/feed.xml'>"))
        .page("/feed.xml", rss("<item><title>One</title></item>"))
        .page("/none", html("<title>no feed here</title>"))
        .page("/text", Answer::new("text/plain", "hello"));
    assert_eq!(bench.add("/").await.unwrap().url.as_deref(), Some(bench.web.url("/feed.xml").as_str()));
    assert_eq!(bench.add("/none").await.unwrap_err(), Code::NotAFeed);
    assert_eq!(bench.add("/text").await.unwrap_err(), Code::NotAFeed);
    assert_eq!(bench.add("/missing").await.unwrap_err(), Code::NotFound);
    for (bad, code) in [
        ("javascript:alert(1)", Code::BadInput),
        ("", Code::BadInput),
        ("http://127.0.0.1:1/", Code::Blocked),
        ("http://169.254.169.254/", Code::Blocked),
    ] {
        assert_eq!(add(&bench.core, bad).await.unwrap_err().code, code, "{bad}");
    }
}

#[tokio::test]
async fn refreshing_asks_for_news_only() {
    let bench = Bench::new().await;
    bench.page("/feed", rss("<item><title>One</title><link>https://s.example/1</link></item>").header("ETag", "\"same\""));
    bench.add("/feed").await.unwrap();
    refresh(&bench.core).await.unwrap();
    assert!(bench.web.asked()[1].head.contains("if-none-match: \"same\""));
    assert_eq!(bench.items().len(), 1);
    let before = bench.web.asked().len();
    refresh_due(&bench.core).await.unwrap();
    assert_eq!(bench.web.asked().len(), before, "its time has not come");
}

#[tokio::test]
async fn a_page_in_place_of_the_feed_is_named_and_pins_stay() {
    let bench = Bench::new().await;
    bench.page("/feed", rss("<item><title>One</title><link>https://s.example/1</link></item>"));
    bench.add("/feed").await.unwrap();
    bench.page("/feed", html("<title>Sign in</title>"));
    refresh(&bench.core).await.unwrap();
    let error = bench.source().error.unwrap();
    assert!(error.contains("web page in place of the feed"), "{error}");
    assert_eq!(bench.items().len(), 1);
    bench.page("/feed", Answer::status(500));
    refresh(&bench.core).await.unwrap();
    assert!(bench.source().error.unwrap().contains("500"));
    bench.page("/feed", rss("<item><title>Two</title><link>https://s.example/2</link></item>"));
    refresh(&bench.core).await.unwrap();
    assert_eq!((bench.source().error, bench.items().len()), (None, 2));
}

#[tokio::test]
async fn a_cut_feed_is_remarked_mildly() {
    let bench = Bench::new().await;
    bench.page(
        "/feed",
        Answer::new("text/xml", "<rss version='2.0'><channel><title>Blog</title><item><title>One</title></item><item><title>Tw")
            .header("ETag", "\"same\""),
    );
    let source = bench.add("/feed").await.unwrap();
    assert!(source.error.is_none() && source.note.unwrap().contains("cut off"));
    assert_eq!(bench.items().len(), 1);
    bench.page("/feed", rss("<item><title>One</title></item><item><title>Two</title></item>").header("ETag", "\"same\""));
    refresh(&bench.core).await.unwrap();
    assert_eq!((bench.source().note, bench.items().len()), (None, 2));
}

#[tokio::test]
async fn what_a_page_offers() {
    let bench = Bench::new().await;
    bench
        .page("/short", Answer::redirect("/a/page"))
        .page(
            "/a/page",
            html(
                "<meta property=og:title content='A shelf'><meta property=og:description content='With a drawer'><meta property=og:site_name content=Wood>\
                 <meta property=og:image content='pic.png'><meta property=og:image content='http://169.254.169.254/x.png'><meta property=og:image content='/tiny.png'>",
            ),
        )
        .page("/a/pic.png", png(300))
        .page("/tiny.png", png(20))
        .page("/bare", html(""))
        .page("/film", html("<link rel=alternate type='application/json+oembed' href='/o.json'>"))
        .page("/o.json", Answer::new("application/json", r#"{"version":"1.0","type":"video","title":"It&#8217;s","thumbnail_url":"/a/pic.png"}"#))
        .page("/trap", html("<title>T</title><link rel=alternate type='application/json+oembed' href='http://169.254.169.254/o.json'>"))
        .page("/my-garden_in%20May.png", png(200))
        .page("/zip", Answer::new("application/zip", vec![0x50, 0x4b, 3, 4, 0, 0, 0, 1, 2, 3, 0xff, 0xfe]));
    let seen = page_preview(&bench.core, bench.web.url("/short").as_str()).await.unwrap();
    assert_eq!(seen.url, bench.web.url("/a/page").as_str());
    assert_eq!((seen.title.as_str(), seen.note.as_str(), seen.site.as_deref()), ("A shelf", "With a drawer", Some("Wood")));
    assert_eq!(seen.pictures.iter().map(|picture| (picture.width, picture.height)).collect::<Vec<_>>(), [(300, 300)]);
    let bare = page_preview(&bench.core, bench.web.url("/bare").as_str()).await.unwrap();
    assert_eq!((bare.title.as_str(), bare.pictures.len()), (bench.web.address.to_string().as_str(), 0));
    let film = page_preview(&bench.core, bench.web.url("/film").as_str()).await.unwrap();
    assert_eq!((film.title.as_str(), film.pictures.len()), ("It\u{2019}s", 1));
    assert_eq!(page_preview(&bench.core, bench.web.url("/trap").as_str()).await.unwrap().title, "T");
    let picture = page_preview(&bench.core, bench.web.url("/my-garden_in%20May.png").as_str()).await.unwrap();
    assert_eq!((picture.title.as_str(), picture.pictures.len()), ("my garden in May", 1));
    assert_eq!(page_preview(&bench.core, bench.web.url("/zip").as_str()).await.unwrap_err().code, Code::NotAPicture);
    assert_eq!(page_preview(&bench.core, "http://10.0.0.1/").await.unwrap_err().code, Code::Blocked);
}

#[test]
fn previews_of_files() {
    let base = Url::parse("https://blog.example/feed.xml").unwrap();
    let feed = "<rss version='2.0'><channel><title>T</title><item><title>One</title><link>/1</link><pubDate>14 May 2024 09:05 +0000</pubDate>\
                <enclosure url='/e.png' type='image/png'/></item><item><title>Two</title></item></channel></rss>";
    let seen = preview_bytes(feed.as_bytes(), None, Some(&base), i64::MAX / 2).unwrap();
    let json = serde_json::to_value(&seen).unwrap();
    assert_eq!(json["kind"], "feed");
    assert_eq!(json["items"][0]["link"], "https://blog.example/1");
    assert_eq!(json["items"][0]["picture"], "https://blog.example/e.png");
    assert_eq!(json["items"][0]["date"], "2024-05-14T09:05:00Z");
    assert_eq!(json["items"][1]["date"], serde_json::Value::Null);
    assert_ne!(json["items"][0]["id"], json["items"][1]["id"]);
    // a date ahead is no date; without a base what is relative is left out
    assert_eq!(preview_bytes(feed.as_bytes(), None, Some(&base), 0).unwrap().items[0].date, None);
    assert_eq!(preview_bytes(feed.as_bytes(), None, None, 0).unwrap().items[0].link, None);
    let page = preview_bytes(b"<title>Hello</title><meta property=og:image content=/p.png>", Some("text/html"), Some(&base), 0).unwrap();
    assert_eq!(
        (page.kind, page.title.as_str(), page.items[0].picture.as_deref()),
        (PreviewKind::Page, "Hello", Some("https://blog.example/p.png"))
    );
    let picture = preview_bytes(&png(30).body, None, Some(&base.join("/a.png").unwrap()), 0).unwrap();
    assert_eq!((picture.kind, picture.items[0].width, picture.items[0].height), (PreviewKind::Picture, Some(30), Some(30)));
    for (bytes, code) in [
        (&b"hello"[..], Code::NotAFeed),
        (b"", Code::NotAPicture),
        (b"\0\0\0\x1cftypheic\0\0\0\0", Code::NotAPicture),
        (b"<svg xmlns='x'/>", Code::NotAPicture),
    ] {
        assert_eq!(preview_bytes(bytes, None, Some(&base), 0).unwrap_err().code, code);
    }
}
