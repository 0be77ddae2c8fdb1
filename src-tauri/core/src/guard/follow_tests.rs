//! Following links through a small web of our own.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;
use std::time::Duration;

use super::{Sender, Subject, follow};
use crate::model::{HopKind, Severity, Trail};
use crate::net::Net;
use crate::test_web::{Answer, Names, Web};

async fn followed(web: &Web, target: &str) -> Trail {
    let link = web.url(target).to_string();
    follow(&web.net(), &Subject { link: Some(&link), ..Subject::default() }, |_| false).await
}

fn ways(trail: &Trail) -> Vec<(HopKind, String)> {
    trail.hops.iter().map(|hop| (hop.how, hop.url.split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned())).collect()
}

fn codes(trail: &Trail) -> Vec<&str> {
    trail.verdict.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[tokio::test]
async fn redirects_refreshes_and_scripts_are_followed_to_the_end() {
    let web = Web::of(vec![
        ("/short", Answer::redirect("/count?id=88")),
        ("/count?id=88", Answer::new("text/html", "<meta http-equiv=refresh content='0;url=/script'>")),
        ("/script", Answer::new("text/html", "<script>location.replace('/shop?utm_source=x&id=7')</script>")),
        ("/shop?utm_source=x&id=7", Answer::new("text/html", "<p>Vases</p>")),
    ])
    .await;
    let trail = followed(&web, "/short").await;
    assert_eq!(
        ways(&trail),
        [
            (HopKind::Link, "short".into()),
            (HopKind::Redirect, "count?id=88".into()),
            (HopKind::Refresh, "script".into()),
            (HopKind::Script, "shop?utm_source=x&id=7".into())
        ]
    );
    assert_eq!(trail.problem, None);
    assert_eq!(trail.verdict.cleaned.as_deref(), Some(web.url("/shop?id=7").as_str()));
    assert_eq!(trail.hops[3].host, web.address.to_string());
    assert!(codes(&trail).contains(&"tracking"), "{:?}", codes(&trail));
    let cookies =
        web.asked().iter().any(|asked| asked.head.to_lowercase().contains("cookie:") || asked.head.to_lowercase().contains("referer:"));
    assert!(!cookies);
}

#[tokio::test]
async fn no_cookie_is_sent_back() {
    let web =
        Web::of(vec![("/a", Answer::redirect("/b").header("Set-Cookie", "seen=1")), ("/b", Answer::new("text/html", "<p>here</p>"))]).await;
    assert_eq!(followed(&web, "/a").await.hops.len(), 2);
    assert!(web.asked().iter().all(|asked| !asked.head.to_lowercase().contains("cookie")));
}

#[tokio::test]
async fn a_refresh_header_counts_and_a_circle_ends() {
    let web = Web::of(vec![("/a", Answer::new("text/html", "x").header("Refresh", "0; url=/b")), ("/b", Answer::redirect("/a"))]).await;
    let trail = followed(&web, "/a").await;
    assert_eq!(trail.hops.len(), 3);
    assert!(trail.problem.as_ref().unwrap().words.contains("circle"), "{:?}", trail.problem);
    assert!(codes(&trail).contains(&"unreachable"));
}

#[tokio::test]
async fn a_long_way_is_cut_and_said() {
    let web = Web::serve(|asked| Answer::redirect(&format!("{}x", asked.target))).await;
    let trail = followed(&web, "/").await;
    assert_eq!(trail.hops.len(), 11);
    assert!(trail.problem.as_ref().unwrap().words.contains("more than 10"));
    assert!(codes(&trail).contains(&"redirect_chain"));
    assert_eq!(web.asked().len(), 10);
}

#[tokio::test]
async fn what_leads_inside_or_off_the_web_is_shown_and_not_gone_to() {
    let web = Web::of(vec![
        ("/inside", Answer::redirect("http://169.254.169.254/latest/")),
        ("/off", Answer::redirect("intent://scan/#Intent;end")),
    ])
    .await;
    let inside = followed(&web, "/inside").await;
    assert_eq!(inside.hops.last().unwrap().host, "169.254.169.254");
    assert!(inside.problem.as_ref().unwrap().words.contains("private network"));
    assert!(inside.verdict.severity >= Severity::Warn, "{:?}", inside.verdict);
    let off = followed(&web, "/off").await;
    assert_eq!(off.hops.last().unwrap().url, "intent://scan/#Intent;end");
    assert_eq!((off.verdict.severity, off.verdict.cleaned.as_deref()), (Severity::Cover, None));
}

#[tokio::test]
async fn an_endless_page_is_cut_and_a_refusal_is_an_end() {
    let web = Web::of(vec![("/endless", Answer::new("text/html", "<p>and so on").endless()), ("/no", Answer::status(403))]).await;
    let trail = followed(&web, "/endless").await;
    assert_eq!((trail.hops.len(), trail.problem), (1, None));
    let trail = followed(&web, "/no").await;
    assert_eq!((trail.hops.len(), trail.problem), (1, None));
}

#[tokio::test]
async fn a_password_field_of_another_site_warns() {
    let names = Names::of(&[]);
    let web = Web::of(vec![("/x", Answer::new("text/html", "<form><input type=password></form>"))]).await;
    let port = web.address.port();
    let first = Web::serve(move |_| Answer::redirect(&format!("http://127.0.0.1:{port}/x"))).await;
    let net = Net::for_tests(names, &[&web.address.to_string(), &first.address.to_string()], None, Duration::from_secs(5));
    let link = first.url("/a").to_string();
    let trail = follow(&net, &Subject { link: Some(&link), sender: Sender::Other, ..Subject::default() }, |_| false).await;
    assert!(codes(&trail).contains(&"login_form"), "{trail:?}");
}

#[tokio::test]
async fn what_cannot_be_reached_is_said() {
    let net = Net::for_tests(Arc::new(Names::default()), &[], None, Duration::from_secs(2));
    let trail = follow(&net, &Subject { link: Some("https://nowhere.example/x"), ..Subject::default() }, |_| false).await;
    assert!(trail.problem.is_some());
    assert_eq!(trail.hops.len(), 1);
    let trail = follow(&net, &Subject { link: Some("javascript:alert(1)"), ..Subject::default() }, |_| false).await;
    assert!(trail.hops.is_empty());
    assert_eq!((trail.verdict.severity, trail.verdict.refused.as_deref()), (Severity::Cover, Some("javascript:alert(1)")));
}
