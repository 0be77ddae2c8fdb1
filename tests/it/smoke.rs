//! The tools themselves: a server that answers two plain clients, and a proxy that loses what it is told to lose.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::proxy::Fate;
use crate::support::{Desktop, Proxy, Raw, Server, raw};

#[test]
fn two_plain_clients_talk() {
    let server = Server::shared();
    let (amina, ruth) = (server.account("Amina"), server.account("Ruth"));
    let (a, r) = (Raw::log_in(&server.url, &amina), Raw::log_in(&server.url, &ruth));
    let room = a.direct_room(&ruth.id);
    r.join(&room);
    let sent = a.text(&room, "first words");
    let seen = r.messages(&room, 1);
    assert_eq!(seen[0]["event_id"], sent.as_str());
}

#[test]
fn a_lost_answer_was_still_a_request() {
    let server = Server::shared();
    let amina = server.account("Amina");
    let proxy = Proxy::before(server.port);
    let through = Raw::log_in(&proxy.url, &amina);
    let room = through.create_room(&serde_json::json!({}));
    let dropped = AtomicBool::new(false);
    proxy.rule(
        move |seen| {
            if seen.path.contains("/send/") && !dropped.swap(true, Ordering::SeqCst) { Fate::DropAnswer } else { Fate::Pass }
        },
    );
    let path = format!("{}/_matrix/client/v3/rooms/{}/send/m.room.message/once", proxy.url, raw::encode(&room));
    let body = serde_json::json!({ "msgtype": "m.text", "body": "heard" });
    let send = || crate::support::block(async { crate::support::http().put(&path).bearer_auth(&through.token).json(&body).send().await });
    assert!(send().is_err(), "the answer was lost");
    assert!(send().unwrap().status().is_success());
    assert_eq!(through.messages(&room, 1).len(), 1, "the same transaction is one event");
}

#[test]
fn a_desktop_counts_notifications() {
    let desktop = Desktop::new();
    assert_eq!(desktop.notified(), 0);
    desktop.run("notify-send", &["hello"]);
    assert_eq!(desktop.notified(), 1);
}
