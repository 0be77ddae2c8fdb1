//! Signing in and coming back: words for each failure, offline start, tokens that are renewed.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use serde_json::json;
use tackroom_core::Core;
use tackroom_core::api::{Code, Problem};
use tackroom_core::model::*;
use tackroom_matrix::{Matrix, SaveSession, probe};

use super::side::{Side, WithCarol, keys, pin, with_carol_on};
use crate::support::proxy::{Fate, free_port};
use crate::support::{Proxy, Server, block, until};

fn sign_in(url: &str, user: &str, password: &str) -> Result<(), Problem> {
    let folder = tempfile::tempdir().unwrap();
    let core = Arc::new(Core::open(folder.path(), &keys()).unwrap().core);
    let save: SaveSession = Arc::new(|_| Ok(()));
    let (url, user, password) = (url.to_owned(), user.to_owned(), password.to_owned());
    block(async move { Matrix::sign_in(core, &keys(), &url, &user, &password, save).await.map(drop) })
}

/// A web server that is no homeserver.
fn web_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let _ = client.read(&mut head);
            let page = "<html>Welcome</html>";
            let answer =
                format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}", page.len());
            let _ = client.write_all(answer.as_bytes());
        }
    });
    url
}

#[test]
fn each_failure_of_signing_in_has_its_words() {
    let server = Server::shared();
    let account = server.account("Amina");
    let refused = sign_in(&server.url, &account.local, "wrong").unwrap_err();
    assert_eq!(refused.code, Code::WrongPassword, "{refused}");
    let unknown = sign_in(&format!("http://127.0.0.1:{}", free_port()), "a", "b").unwrap_err();
    assert_eq!(unknown.code, Code::UnknownServer, "{unknown}");
    let other = sign_in(&web_server(), "a", "b").unwrap_err();
    assert_eq!(other.code, Code::NotMatrix, "{other}");
    let bad = sign_in("not a server", "a", "b").unwrap_err();
    assert_eq!(bad.code, Code::BadInput, "{bad}");
    let proxy = Proxy::before(server.port);
    let body = json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "Too many", "retry_after_ms": 90_000 }).to_string();
    proxy.rule(move |seen| {
        let limited = seen.method == "POST" && seen.path.contains("/login");
        if limited { Fate::Answer(429, vec![("content-type".into(), "application/json".into())], body.clone()) } else { Fate::Pass }
    });
    let limited = sign_in(&proxy.url, &account.local, &account.password).unwrap_err();
    assert_eq!(limited.code, Code::RateLimited, "{limited}");
    assert!(limited.words.contains("90 s"), "{limited}");
    sign_in(&server.url, &account.id, &account.password).unwrap();
}

#[test]
fn a_server_says_how_it_lets_people_in() {
    let server = Server::shared();
    let url = server.url.clone();
    let info = block(async move { probe(&url).await }).unwrap();
    assert!(info.password && !info.browser);
    assert_eq!(info.url.trim_end_matches('/'), server.url);
}

#[test]
fn starts_offline_with_everything_and_sends_what_was_written_then() {
    let server = Server::own();
    let WithCarol { mut a, raw, room, id, .. } = with_carol_on(&server, &server.url);
    raw.text(&room, "before");
    a.sees(&id, "before");
    a.stop();
    server.stop();

    a.restore();
    assert_eq!(a.said(&id), ["before"], "there before anything is started");
    a.start();
    let connection = a.matrix().connection();
    until("offline to be said", 15, || (*connection.borrow() == Connection::Offline).then_some(()));
    a.text(&id, "one");
    a.pin(&id, &pin("two", "", None));
    assert_eq!(a.read(|r| r.all_outgoing()).len(), 2);
    server.start();
    a.online();
    a.sent_all();
    let bodies: Vec<String> = raw.messages(&room, 3).iter().map(|m| m["content"]["body"].as_str().unwrap().to_owned()).collect();
    assert_eq!(bodies, ["before", "one", "two"]);
    assert_eq!(a.said(&id), ["before", "one", "two"]);
    // And the other direction flows again.
    raw.text(&room, "after");
    a.sees(&id, "after");
}

#[test]
fn renewed_tokens_are_stored_and_a_restart_uses_them() {
    let server = Server::with(&json!({ "refreshable_access_token_lifetime": "5s" }));
    let WithCarol { mut a, raw, room, id, .. } = with_carol_on(&server, &server.url);
    let token = |side: &Side| serde_json::to_value(side.session.lock().unwrap().clone().unwrap()).unwrap()["auth"]["access_token"].clone();
    let first = token(&a);
    let renewed = until("a renewed token", 60, || {
        a.text(&id, "still here");
        std::thread::sleep(std::time::Duration::from_millis(500));
        Some(token(&a)).filter(|now| *now != first)
    });
    assert!(renewed.is_string());
    a.restart();
    a.online();
    raw.text(&room, "after the restart");
    a.sees(&id, "after the restart");
    assert!(a.matrix().session_ended().borrow().is_none());
}

#[test]
fn a_server_without_sliding_sync_is_served_by_classic_sync() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    // It had sliding sync yesterday, not today.
    let WithCarol { mut a, raw, room, id, .. } = with_carol_on(server, &proxy.url);
    raw.text(&room, "by sliding sync");
    a.sees(&id, "by sliding sync");
    a.stop();
    let versions = json!({ "versions": ["v1.11", "v1.12"], "unstable_features": {} }).to_string();
    let unknown = json!({ "errcode": "M_UNRECOGNIZED", "error": "Unrecognized request" }).to_string();
    proxy.rule(move |seen| {
        let json = vec![("content-type".to_owned(), "application/json".to_owned())];
        if seen.path.contains("/_matrix/client/versions") {
            Fate::Answer(200, json, versions.clone())
        } else if seen.path.contains("simplified_msc3575") {
            Fate::Answer(404, json, unknown.clone())
        } else {
            Fate::Pass
        }
    });
    a.restore();
    a.text(&id, "kept in the outbox");
    a.start();
    a.online();
    a.sent_all();
    raw.text(&room, "by classic sync");
    a.sees(&id, "by classic sync");
    assert!(proxy.count("GET", "/v3/sync") > 0);
    assert_eq!(a.said(&id), ["by sliding sync", "kept in the outbox", "by classic sync"]);
    assert!(!a.session.lock().unwrap().as_ref().unwrap().native_sync, "remembered for the next start");
    a.restart();
    a.online();
    raw.text(&room, "and again");
    a.sees(&id, "and again");
}
