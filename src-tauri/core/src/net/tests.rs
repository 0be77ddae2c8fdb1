#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::{Fetched, Kind, Net, ProxyRules, Validators};
use crate::api::{Code, Problem};
use crate::test_web::{Answer, Names, Web};

const TEN: Duration = Duration::from_secs(10);

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn code(result: Result<Fetched, Problem>) -> Code {
    result.map(|fetched| fetched.bytes.len()).unwrap_err().code
}

#[tokio::test]
async fn a_page_and_its_redirects() {
    let web = Web::of(vec![
        ("/a", Answer::redirect("/b?x=1#part")),
        ("/b?x=1", Answer::redirect("c")),
        ("/c", Answer::new("text/html; charset=utf-8", "hello")),
    ])
    .await;
    let fetched = web.net().get(&web.url("/a#top"), Kind::Page).await.unwrap();
    assert_eq!(fetched.bytes, b"hello");
    assert_eq!(fetched.url, web.url("/c"));
    assert_eq!(fetched.chain, [web.url("/a"), web.url("/b?x=1"), web.url("/c")]);
    assert_eq!(fetched.content_type.as_deref(), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn nothing_is_told_but_the_user_agent() {
    let web =
        Web::of(vec![("/a", Answer::redirect("/b").header("Set-Cookie", "id=1; Path=/")), ("/b", Answer::new("text/html", "x"))]).await;
    let net = web.net();
    net.get(&web.url("/a"), Kind::Page).await.unwrap();
    net.get(&web.url("/b"), Kind::Page).await.unwrap();
    for asked in web.asked() {
        let head = asked.head.to_lowercase();
        assert!(head.contains("user-agent: mozilla/5.0 (compatible; tackroom/"), "{head}");
        assert!(!head.contains("cookie") && !head.contains("referer") && !head.contains("authorization"), "{head}");
    }
    assert_eq!(web.asked().len(), 3);
}

#[tokio::test]
async fn five_redirects_and_no_more() {
    let web = Web::serve(|asked| {
        let n: u32 = asked.target[1..].parse().unwrap();
        if n == 0 { Answer::new("text/html", "end") } else { Answer::redirect(&format!("/{}", n - 1)) }
    })
    .await;
    assert_eq!(web.net().get(&web.url("/5"), Kind::Page).await.unwrap().chain.len(), 6);
    assert_eq!(code(web.net().get(&web.url("/6"), Kind::Page).await), Code::Blocked);
    let round = Web::of(vec![("/", Answer::redirect("/"))]).await;
    assert_eq!(code(round.net().get(&round.url("/"), Kind::Page).await), Code::Blocked);
}

#[tokio::test]
async fn no_way_inside_from_a_redirect() {
    for target in [
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:7f00:1]:PORT/secret",
        "http://2130706433:1/",
        "http://0x7f.1/",
        "http://localhost:PORT/secret",
        "//127.0.0.1:1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://inside.test:PORT/secret",
    ] {
        let inner = Web::of(vec![("/secret", Answer::new("text/html", "secret"))]).await;
        let target = target.replace("PORT", &inner.address.port().to_string());
        let outer = Web::of(vec![("/", Answer::redirect(&target))]).await;
        let names = Names::of(&[("localhost", &[&["127.0.0.1"]]), ("inside.test", &[&["127.0.0.1"]])]);
        let net = Net::for_tests(names, &[&outer.address.to_string()], None, TEN);
        assert_eq!(code(net.get(&outer.url("/"), Kind::Page).await), Code::Blocked, "{target}");
        assert!(inner.asked().is_empty(), "{target}");
    }
}

#[tokio::test]
async fn names_are_checked_where_they_lead() {
    let inner = Web::of(vec![("/", Answer::new("text/html", "secret"))]).await;
    let port = inner.address.port();
    let names = Names::of(&[
        ("mixed.test", &[&["8.8.8.8", "10.0.0.1"]]),
        ("mapped.test", &[&["::ffff:127.0.0.1"]]),
        // answers public first, private from then on
        ("turns.test", &[&["192.0.2.1"], &["127.0.0.1"]]),
        ("loop.test", &[&["127.0.0.1"]]),
    ]);
    let net = Net::for_tests(names, &[], None, TEN);
    for host in ["mixed.test", "mapped.test", "loop.test", "turns.test", "turns.test", "LOOP.test."] {
        let result = net.get(&url(&format!("http://{host}:{port}/")), Kind::Page).await;
        assert!(matches!(code(result), Code::Blocked | Code::NoNetwork), "{host}");
    }
    assert!(inner.asked().is_empty());
    assert_eq!(code(net.get(&url("http://unknown.test/"), Kind::Page).await), Code::NoNetwork);
}

#[tokio::test]
async fn an_opened_loopback_is_opened_by_name_and_port_only() {
    let web = Web::of(vec![("/", Answer::new("text/html", "x"))]).await;
    let other = Web::of(vec![("/", Answer::new("text/html", "x"))]).await;
    let names = Names::of(&[("shop.test", &[&["127.0.0.1"]])]);
    let net = Net::for_tests(names, &[&format!("shop.test:{}", web.address.port())], None, TEN);
    assert!(net.get(&url(&format!("http://shop.test:{}/", web.address.port())), Kind::Page).await.is_ok());
    assert_eq!(code(net.get(&url(&format!("http://shop.test:{}/", other.address.port())), Kind::Page).await), Code::Blocked);
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn sizes_are_capped_as_stated_and_as_sent() {
    let stated = Answer::new("image/png", vec![0; 21 << 20]);
    let web = Web::of(vec![
        ("/stated", stated),
        ("/endless", Answer::new("image/png", vec![0; 1 << 16]).endless()),
        ("/feed", Answer::new("text/xml", vec![b' '; 1 << 16]).endless()),
        ("/page", Answer::new("text/html", vec![b'x'; 1 << 16]).endless()),
    ])
    .await;
    let net = web.net();
    assert_eq!(code(net.get(&web.url("/stated"), Kind::Picture).await), Code::TooLarge);
    assert_eq!(code(net.get(&web.url("/endless"), Kind::Picture).await), Code::TooLarge);
    assert_eq!(code(net.get(&web.url("/feed"), Kind::Feed).await), Code::TooLarge);
    let page = net.get(&web.url("/page"), Kind::Page).await.unwrap();
    assert!(page.cut && page.bytes.len() == Kind::Page.cap());
}

#[tokio::test]
async fn a_bomb_is_counted_when_it_has_gone_off() {
    // 64 MiB of zeros as gzip: one deflate block after another of stored and run-length data.
    let bomb = gzip_of_zeros(64 << 20);
    assert!(bomb.len() < 1 << 20);
    let web = Web::of(vec![("/", Answer::new("image/png", bomb).header("Content-Encoding", "gzip"))]).await;
    assert_eq!(code(web.net().get(&web.url("/"), Kind::Picture).await), Code::TooLarge);
    let page = web.net().get(&web.url("/"), Kind::Page).await.unwrap();
    assert_eq!(page.bytes.len(), Kind::Page.cap());
}

fn gzip_of_zeros(size: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![0; 1 << 20];
    for _ in 0..size >> 20 {
        encoder.write_all(&block).unwrap();
    }
    encoder.finish().unwrap()
}

#[tokio::test]
async fn the_whole_fetch_has_one_deadline() {
    let second = Duration::from_millis(400);
    let web = Web::serve(move |asked| match asked.target.as_str() {
        "/slow" => Answer::new("text/html", "x").after(TEN),
        "/chain" => Answer::redirect("/chain2").after(second),
        "/chain2" => Answer::redirect("/chain3").after(second),
        _ => Answer::new("text/html", "x").after(second),
    })
    .await;
    let net = Net::for_tests(Arc::new(Names::default()), &[&web.address.to_string()], None, Duration::from_secs(1));
    let begun = std::time::Instant::now();
    let slow = net.get(&web.url("/slow"), Kind::Page).await.unwrap_err();
    assert_eq!(slow.code, Code::NoNetwork);
    assert!(slow.words.contains("within 1 s"), "{}", slow.words);
    assert_eq!(code(net.get(&web.url("/chain"), Kind::Page).await), Code::NoNetwork);
    assert!(begun.elapsed() < Duration::from_secs(8));
}

#[tokio::test]
async fn answers_become_problems() {
    let web = Web::serve(|asked| Answer::status(asked.target[1..].parse().unwrap())).await;
    for (status, expected) in [
        (403, Code::Forbidden),
        (401, Code::Forbidden),
        (404, Code::NotFound),
        (410, Code::NotFound),
        (429, Code::RateLimited),
        (500, Code::NoNetwork),
        (503, Code::NoNetwork),
    ] {
        let problem = web.net().get(&web.url(&format!("/{status}")), Kind::Page).await.unwrap_err();
        assert_eq!(problem.code, expected, "{status}");
        assert!(problem.words.contains(&status.to_string()), "{}", problem.words);
    }
}

#[tokio::test]
async fn a_known_version_is_not_sent_again() {
    let web = Web::serve(|asked| {
        if asked.head.contains("if-none-match: \"v1\"") && asked.head.contains("if-modified-since: Tue") {
            Answer::status(304)
        } else {
            Answer::new("text/xml", "<rss/>").header("ETag", "\"v1\"").header("Last-Modified", "Tue, 03 Sep 2024 08:15:00 GMT")
        }
    })
    .await;
    let first = web.net().get(&web.url("/"), Kind::Feed).await.unwrap();
    assert!(!first.unchanged);
    let second = web.net().get_if_changed(&web.url("/"), Kind::Feed, &first.validators).await.unwrap();
    assert!(second.unchanged && second.bytes.is_empty());
    assert!(!web.net().get_if_changed(&web.url("/"), Kind::Feed, &Validators::default()).await.unwrap().unchanged);
}

#[tokio::test]
async fn through_a_proxy_with_the_same_checks() {
    let proxy =
        Web::serve(|asked| if asked.target == "http://shop.test/x" { Answer::new("text/html", "by proxy") } else { Answer::status(404) })
            .await;
    let names = || Names::of(&[("shop.test", &[&["8.8.8.8"]]), ("inside.test", &[&["10.0.0.1"]])]);
    let rules = || Some(ProxyRules::all(&format!("http://{}", proxy.address), "direct.test"));
    let net = Net::for_tests(names(), &[], rules(), TEN);
    assert_eq!(net.get(&url("http://shop.test/x"), Kind::Page).await.unwrap().bytes, b"by proxy");
    // not known here, but a name of the public tree: the proxy may know it
    assert_eq!(code(net.get(&url("http://elsewhere.test/"), Kind::Page).await), Code::NotFound);
    let before = proxy.asked().len();
    for inside in [
        "http://inside.test/",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://intranet/",
        "http://printer.local/",
        "http://db.internal/",
        "http://127.0.0.1/",
    ] {
        assert_eq!(code(net.get(&url(inside), Kind::Page).await), Code::Blocked, "{inside}");
    }
    assert_eq!(code(net.get(&url("http://direct.test/"), Kind::Page).await), Code::NoNetwork);
    assert_eq!(proxy.asked().len(), before);

    let gone = format!("http://127.0.0.1:{}", free_port());
    let net = Net::for_tests(names(), &[], Some(ProxyRules::all(&gone, "")), TEN);
    for site in ["http://shop.test/x", "https://shop.test/x"] {
        let problem = net.get(&url(site), Kind::Page).await.unwrap_err();
        assert_eq!(problem.code, Code::NoNetwork);
        assert!(problem.words.contains("proxy 127.0.0.1"), "{}", problem.words);
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
