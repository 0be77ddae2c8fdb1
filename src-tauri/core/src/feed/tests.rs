//! Documents as the web writes them, and what is read from them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use url::Url;

use super::identity::names;
use super::page::{self, Page};
use super::parse::{Feed, Item, NotAFeed, parse};

fn base() -> Url {
    Url::parse("https://blog.example/feeds/all.xml").unwrap()
}

fn feed(text: &str) -> Feed {
    parse(text.as_bytes(), None, &base()).unwrap()
}

fn rss(items: &str) -> Feed {
    feed(&format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Blog</title><link>https://blog.example/</link>{items}</channel></rss>"
    ))
}

fn picture(item: &Item) -> Option<&str> {
    item.picture.as_ref().map(|picture| picture.url.as_str())
}

#[test]
fn kinds_of_feeds() {
    let check = |text: &str, title: &str, items: &[(&str, &str, Option<&str>)]| {
        let feed = feed(text);
        assert_eq!(feed.title, title);
        let found: Vec<_> =
            feed.items.iter().map(|item| (item.title.as_str(), item.note.as_str(), item.link.as_ref().map(Url::as_str))).collect();
        assert_eq!(found, items, "{text}");
    };
    check(
        "<rss version='2.0'><channel><title>T</title><item><title>One</title><link>https://a.example/1</link><description>&lt;p&gt;words&lt;/p&gt;</description></item></channel></rss>",
        "T",
        &[("One", "words", Some("https://a.example/1"))],
    );
    check(
        "<rss version='0.91'><channel><title>T</title><item><title>One</title><link>/1</link></item></channel></rss>",
        "T",
        &[("One", "", Some("https://blog.example/1"))],
    );
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'><title>T</title></channel>\
         <item rdf:about='https://a.example/1'><title>One</title><link>https://a.example/1</link></item></rdf:RDF>",
        "T",
        &[("One", "", Some("https://a.example/1"))],
    );
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id><title type='html'>A &amp;amp; B</title><link rel='self' href='/self'/>\
         <link href='/1'/><summary>plain &amp;amp; left</summary></entry><entry><id>2</id><title>Two</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>\
         <p>x</p><p>y</p></div></content></entry></feed>",
        "T",
        &[("A & B", "plain &amp; left", Some("https://blog.example/1")), ("Two", "x\ny", None)],
    );
    check(
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>T</a:title><a:entry><a:id>1</a:id><a:title>One</a:title></a:entry></a:feed>",
        "T",
        &[("One", "", None)],
    );
    check(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 7, "url": "/1", "title": "One", "content_html": "<p>w</p>"}]}"#,
        "T",
        &[("One", "w", Some("https://blog.example/1"))],
    );
}

#[test]
fn what_is_no_feed() {
    let check = |text: &str| parse(text.as_bytes(), None, &base()).unwrap_err();
    assert!(matches!(check("<!DOCTYPE html><html><head><title>Log in</title></head></html>"), NotAFeed::Page(_)));
    assert!(matches!(check("<!-- x --><HTML><body>x"), NotAFeed::Page(_)));
    assert_eq!(check("hello"), NotAFeed::Other);
    assert_eq!(check(""), NotAFeed::Other);
    assert_eq!(check("{\"a\": 1}"), NotAFeed::Other);
    assert_eq!(check("<svg/>"), NotAFeed::Other);
}

#[test]
fn written_badly_and_cut_off() {
    let mut text = String::from("<?xml version='1.0'?><rss version='2.0'><channel><title>Tea & Time</title>");
    for n in 1..=10 {
        text.push_str(&format!(
            "<item><title>Tea & B&B tips {n}</title><link>https://a.example/?a={n}&b=2</link><description>a&nbsp;b &rsquo; &ecirc;\u{b} <a href=\"?a&b\">x</a></description></item>"
        ));
    }
    let ninth = text.find("tips 9").unwrap() + 30;
    let feed = feed(&text[..ninth]);
    assert!(feed.cut);
    assert_eq!(feed.title, "Tea & Time");
    assert_eq!(feed.items.len(), 8);
    let first = &feed.items[0];
    assert_eq!(first.title, "Tea & B&B tips 1");
    assert_eq!(first.note, "a b \u{2019} \u{ea} x");
    assert_eq!(first.link.as_ref().unwrap().as_str(), "https://a.example/?a=1&b=2");
    for end in 0..text.len() {
        if text.is_char_boundary(end) {
            let _ = parse(&text.as_bytes()[..end], None, &base());
        }
    }
}

#[test]
fn titles_are_decoded_as_often_as_the_format_says() {
    let check =
        |raw: &str, expected: &str| assert_eq!(rss(&format!("<item><title>{raw}</title></item>")).items[0].title, expected, "{raw}");
    check("<![CDATA[a &amp; b]]>", "a & b");
    check("a &amp; b", "a & b");
    check("a &amp;amp; b", "a & b");
    check("<![CDATA[It&#8217;s]]>", "It\u{2019}s");
    check(&format!("x{}y", " ".repeat(300_000)), "x y");
    check("a\n\tb", "a b");
    assert!(rss(&format!("<item><title>{}</title></item>", "word ".repeat(1000))).items[0].title.len() <= 300);
}

#[test]
fn best_pictures() {
    let check = |item: &str, expected: Option<&str>| {
        let feed = rss(&format!("<item><title>t</title><link>https://site.example/post/</link>{item}</item>"));
        assert_eq!(picture(&feed.items[0]), expected, "{item}");
    };
    check("<media:thumbnail url='https://i.example/t.jpg'/>", Some("https://i.example/t.jpg"));
    check("<media:group><media:thumbnail url='https://i.example/t.jpg'/></media:group>", Some("https://i.example/t.jpg"));
    check(
        "<media:thumbnail url='https://i.example/t.jpg'/><media:group><media:content url='https://i.example/c.jpg' type='image/jpeg'/></media:group>",
        Some("https://i.example/c.jpg"),
    );
    check(
        "<media:content url='https://i.example/avatar.jpg' width='96' height='96' medium='image'/><media:content url='https://i.example/big.jpg' width='1200' medium='image'/>\
         <media:content url='https://i.example/mid.jpg' medium='image'/>",
        Some("https://i.example/big.jpg"),
    );
    check("<media:content url='https://i.example/film.mp4' type='video/mp4'/>", None);
    check("<enclosure url='https://i.example/e.jpg' type='image/jpeg' length='1'/>", Some("https://i.example/e.jpg"));
    check("<enclosure url='https://i.example/sound.mp3' type='audio/mpeg'/>", None);
    check("<description>&lt;img src=\"img/a.png\"&gt;</description>", Some("https://site.example/post/img/a.png"));
    check(
        "<description xml:base='https://cdn.example/x/'>&lt;img src=\"img/a.png\"&gt;</description>",
        Some("https://cdn.example/x/img/a.png"),
    );
    check(
        "<description><![CDATA[<img src='https://t.example/p.gif' width='1' height='1'><img src='https://i.example/b.png'>]]></description>",
        Some("https://i.example/b.png"),
    );
    check(
        "<content:encoded><![CDATA[<p>x</p><img src='/b.png?a=1&amp;b=2'>]]></content:encoded>",
        Some("https://site.example/b.png?a=1&b=2"),
    );
    check("<description>words only</description>", None);
    // without a link the feed's own address counts
    let feed = rss("<item><title>t</title><description>&lt;img src='b.png'&gt;</description></item>");
    assert_eq!(picture(&feed.items[0]), Some("https://blog.example/feeds/b.png"));
    let atom = self::feed(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://cdn.example/a/'><entry xml:base='b/'><id>1</id><title>t</title><link href='https://site.example/1'/>\
         <content type='xhtml'><div><img src='c.png'/></div></content></entry></feed>",
    );
    assert_eq!(picture(&atom.items[0]), Some("https://cdn.example/a/b/c.png"));
}

fn identities(items: &str) -> Vec<String> {
    names(&rss(items).items).into_iter().flatten().map(|names| names.identity().to_owned()).collect()
}

#[test]
fn items_stay_the_same() {
    let item = |guid: &str, link: &str, title: &str| format!("<item>{guid}<title>{title}</title><link>{link}</link></item>");
    // no guid: link; another title and date are the same item
    let before = identities(&item("", "https://a.example/1", "Old"));
    assert_eq!(before, identities(&item("", "https://a.example/1", "New")));
    // without link: by title and content
    assert_ne!(identities("<item><title>A</title></item>"), identities("<item><title>B</title></item>"));
    // (a) one guid for all
    let three: String = (1..=3).map(|n| item("<guid>1</guid>", &format!("https://a.example/{n}"), "T")).collect();
    let (first, again) = (identities(&three), identities(&three));
    assert_eq!(first, again);
    assert_eq!(first.iter().collect::<std::collections::HashSet<_>>().len(), 3);
    // (b) one link for all
    let three: String = (1..=3).map(|n| item("", "https://a.example/", &format!("T{n}"))).collect();
    assert_eq!(identities(&three).iter().collect::<std::collections::HashSet<_>>().len(), 3);
    // (c) empty guids
    let three: String = (1..=3).map(|n| item("<guid/>", &format!("https://a.example/{n}"), "T")).collect();
    assert_eq!(identities(&three).iter().collect::<std::collections::HashSet<_>>().len(), 3);
    // (d) http becomes https
    let guid = |scheme: &str| item(&format!("<guid>{scheme}://a.example/1</guid>"), "https://a.example/1", "T");
    assert_eq!(identities(&guid("http")), identities(&guid("https")));
    // the very same item twice counts once
    let twice = item("<guid>1</guid>", "https://a.example/1", "T").repeat(2);
    assert_eq!(identities(&twice).len(), 1);
}

fn read(head: &str) -> Page {
    page::read(&format!("<html><head>{head}</head><body></body></html>"), &Url::parse("https://site.example/a/page?x=1").unwrap())
}

#[test]
fn titles_of_pages() {
    let check = |head: &str, expected: &str| assert_eq!(read(head).title, expected, "{head}");
    check("<meta property='og:title' content='Tom &#039;n&#039; Jerry &amp;lt;3'><title>no</title>", "Tom 'n' Jerry &lt;3");
    check("<meta name=twitter:title content=T><title>no</title>", "T");
    check("<title>A &amp; B</title>", "A & B");
    check("<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"It&#8217;s\"}</script>", "It\u{2019}s");
    check(
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"no\"},{\"@type\":\"Recipe\",\"name\":\"Soup\"}]}</script>",
        "Soup",
    );
    check("<script type='application/ld+json'>broken</script><title>T</title>", "T");
    check(&format!("<title>a{}b</title>", " ".repeat(300_000)), "a b");
    check("<meta property='og:title' content=''><title>T</title>", "T");
    check("", "");
}

#[test]
fn pictures_of_pages() {
    let check = |head: &str, expected: &[&str]| {
        let page = read(head);
        assert_eq!(page.pictures.iter().map(|offer| offer.url.as_str()).collect::<Vec<_>>(), expected, "{head}");
    };
    let og = |address: &str| format!("<meta property='og:image' content='{address}'>");
    check(&og("/a.png"), &["https://site.example/a.png"]);
    check(&og("a.png"), &["https://site.example/a/a.png"]);
    check(&og("//h.example/a.png"), &["https://h.example/a.png"]);
    check(&og("?img=1"), &["https://site.example/a/page?img=1"]);
    check(&format!("<base href='https://cdn.example/b/'>{}", og("a.png")), &["https://cdn.example/b/a.png"]);
    check(&format!("<base href='/b/'>{}", og("a.png")), &["https://site.example/b/a.png"]);
    check(
        "<meta property='og:image' content='http://x.example/a.png'><meta property='og:image:secure_url' content='https://x.example/a.png'>",
        &["https://x.example/a.png"],
    );
    check(&format!("{}{}", og("/a.png"), og("/b.png")), &["https://site.example/a.png", "https://site.example/b.png"]);
    check(
        "<meta property='og:image' content='/a.png'><meta property='og:image:width' content='50'><meta name='twitter:image' content='/t.png'>",
        &["https://site.example/t.png"],
    );
    check(
        "<script type='application/ld+json'>{\"image\":[{\"url\":\"/l.png\"},\"/m.png\"]}</script>",
        &["https://site.example/l.png", "https://site.example/m.png"],
    );
    check("<link rel='image_src' href='/i.png'>", &["https://site.example/i.png"]);
    check(&og("javascript:alert(1)"), &[]);
    let page = read(
        "<meta property='og:image' content='/a.png'><meta property='og:image:width' content='1200'><meta property='og:image:height' content='630'>",
    );
    assert_eq!((page.pictures[0].width, page.pictures[0].height), (Some(1200), Some(630)));
}

#[test]
fn oembed() {
    let url = Url::parse("https://site.example/a/page").unwrap();
    let read = |text: &str| page::read_oembed(text, &url);
    let video = read(
        r#"{"version":"1.0","type":"video","title":"It&#8217;s","thumbnail_url":"/t.jpg","thumbnail_width":480,"thumbnail_height":"360","provider_name":"Films","url":"/film"}"#,
    );
    let video = video.unwrap();
    assert_eq!((video.title.as_str(), video.site.as_deref()), ("It\u{2019}s", Some("Films")));
    assert_eq!(video.pictures.len(), 1);
    assert_eq!((video.pictures[0].url.as_str(), video.pictures[0].height), ("https://site.example/t.jpg", Some(360)));
    let photo = read(r#"{"version":1,"type":"photo","url":"https://i.example/p.jpg","width":800,"height":600}"#).unwrap();
    assert_eq!(photo.pictures[0].url.as_str(), "https://i.example/p.jpg");
    for other in ["", "{}", "[]", r#"{"version":"1.0"}"#, r#"{"type":"photo"}"#] {
        assert_eq!(read(other), None, "{other}");
    }
    let page = self::read("<link rel='alternate' type='application/json+oembed' href='/oembed?url=x&amp;format=json'>");
    assert_eq!(page.oembed.unwrap().as_str(), "https://site.example/oembed?url=x&format=json");
}

#[test]
fn feeds_of_pages() {
    let page = read(
        "<link rel=alternate type='application/rss+xml' href='/comments/feed'><link rel='alternate' type='application/atom+xml' href='feed.atom'>\
         <link rel=alternate hreflang=de href='/de'><link rel=stylesheet type='text/xml' href='x'>",
    );
    let found: Vec<_> = page.feeds.iter().map(Url::as_str).collect();
    assert_eq!(found, ["https://site.example/a/feed.atom", "https://site.example/comments/feed"]);
}

proptest::proptest! {
    #[test]
    fn documents_never_panic(text in "\\PC*|(<(rss|channel|item|title|link|feed|entry|media:content url='x'|/item|/rss|html|meta content=x)>|&amp;|x|[\\[\\]{}\"])*") {
        let _ = parse(text.as_bytes(), None, &base()).map(|feed| names(&feed.items));
        let _ = page::read(&text, &base());
    }
}
