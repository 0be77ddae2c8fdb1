//! `tackroom preview` as a program: files, a web on loopback that tests may open, and a proxy from the environment.

use std::net::TcpListener;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{Site, TACKROOM};

/// Runs the program without a proxy of the machine's own.
fn preview(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(TACKROOM);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] {
        command.env_remove(name);
    }
    command.arg("preview").args(arguments).envs(environment.iter().copied()).output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", words(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

const PAGE: &str = "<meta property=og:title content='Tom &#039;n&#039; Jerry &amp;lt;3'><meta property=og:image content='/p.png'>";

#[test]
fn a_file_and_where_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.xml");
    let feed = "<rss version='2.0'><channel><title>Tea & Time</title><item><title>One</title><link>/1</link></item></channel></rss>";
    std::fs::write(&file, feed).unwrap();
    let file = file.to_str().unwrap();
    let seen = json(&preview(&[file, "--base", "https://blog.example/feed", "--json"], &[]));
    assert_eq!((seen["kind"].as_str(), seen["title"].as_str()), (Some("feed"), Some("Tea & Time")));
    assert_eq!(seen["items"][0]["link"], "https://blog.example/1");
    std::fs::write(folder.path().join("none"), "nothing of the kind").unwrap();
    let refused = preview(&[folder.path().join("none").to_str().unwrap()], &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused).contains("neither a feed"), "{}", words(&refused));
}

#[test]
fn loopback_only_where_a_test_opens_it() {
    let site = Site::new(|target| (target == "/page").then(|| ("text/html", PAGE.into())));
    let url = format!("http://{}/page", site.address);
    let refused = preview(&[&url], &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused).contains("private network"), "{}", words(&refused));
    assert!(site.asked().is_empty());
    let seen = json(&preview(&[&url, "--json"], &[("TACKROOM_ALLOW_LOOPBACK", &site.address)]));
    assert_eq!((seen["kind"].as_str(), seen["title"].as_str()), (Some("page"), Some("Tom 'n' Jerry &lt;3")));
    assert_eq!(seen["items"][0]["picture"], format!("http://{}/p.png", site.address));
}

#[test]
fn through_the_proxy_of_the_environment() {
    let site = Site::new(|target| (target == "/page").then(|| ("text/html", PAGE.into())));
    let proxy = Site::new(|target| (target == "http://shop.test/page").then(|| ("text/html", PAGE.into())));
    let through = format!("http://{}", proxy.address);
    let environment = [("HTTP_PROXY", through.as_str()), ("NO_PROXY", "direct.test"), ("TACKROOM_ALLOW_LOOPBACK", &site.address)];
    // lower case is what most programs read first
    let lower = [("http_proxy", through.as_str())];
    for environment in [&environment[..], &lower[..]] {
        let seen = json(&preview(&["http://shop.test/page", "--json"], environment));
        assert_eq!(seen["items"][0]["picture"], "http://shop.test/p.png");
    }
    let before = proxy.asked().len();
    // loopback and what NO_PROXY names go past it, and the checks hold
    json(&preview(&[&format!("http://{}/page", site.address), "--json"], &environment));
    for inside in ["http://direct.test/", "http://10.0.0.1/", "http://169.254.169.254/", "http://printer.local/", "http://[::ffff:7f00:1]/"]
    {
        assert_eq!(preview(&[inside], &environment).status.code(), Some(1), "{inside}");
    }
    assert_eq!(proxy.asked().len(), before);
    // one that does not answer is named
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let output = preview(&["http://shop.test/page"], &[("HTTP_PROXY", &format!("http://{nobody}"))]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains(&format!("proxy {nobody}")), "{}", words(&output));
}
