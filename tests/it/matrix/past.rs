//! Older messages loaded on request: in the background, with progress and a bound, politely; and a date found in them.

use std::time::Duration;

use serde_json::json;
use tackroom_core::model::*;
use tackroom_matrix::oracle;

use super::side::{Side, WithCarol, pin, says, with_carol_on};
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, before, block, stays, until};

fn history(side: &Side, room: &RoomId) -> History {
    let (matrix, room) = (side.matrix().clone(), room.clone());
    block(async move { matrix.history(&room).await }).unwrap()
}

fn load(side: &Side, room: &RoomId, back_to: Option<i64>) {
    let (matrix, room) = (side.matrix().clone(), room.clone());
    block(async move { matrix.load_history(&room, back_to, false).await }).unwrap();
}

fn stop(side: &Side, room: &RoomId) {
    let (matrix, room) = (side.matrix().clone(), room.clone());
    block(async move { matrix.stop_history(&room).await });
}

/// Waits for the end of the loading; how far it said that it was meanwhile.
#[track_caller]
pub(super) fn ends(side: &Side, room: &RoomId) -> Vec<u32> {
    let mut told = Vec::new();
    until("the loading to end", 120, || {
        match history(side, room).loading {
            Some(loading) => told.push(loading.loaded),
            None => return Some(()),
        }
        None
    });
    assert!(told.windows(2).all(|two| two[0] <= two[1]), "{told:?}");
    told
}

#[track_caller]
fn waits_for(side: &Side, room: &RoomId, why: Option<HistoryWait>) {
    until(&format!("the loading to wait for {why:?}"), 60, || history(side, room).loading.filter(|loading| loading.waits == why).map(drop));
}

/// The server asks to wait so long.
fn too_many(ms: u32) -> Fate {
    let limited = json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "Too many", "retry_after_ms": ms });
    Fate::Answer(429, vec![("content-type".into(), "application/json".into())], limited.to_string())
}

/// All that was said, oldest first, by pages.
fn said(side: &Side, room: &RoomId) -> Vec<String> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let page = side.read(|r| r.messages(room, before, None, 200));
        all.splice(0..0, page.messages.iter().map(says));
        match page.before {
            Some(place) => before = Some(place),
            None => return all,
        }
    }
}

fn numbers(from: usize, to: usize) -> Vec<String> {
    (from..to).map(|number| number.to_string()).collect()
}

/// A room of Carol's and Bob's in which both have written, and Amina's second device, which is new to it.
struct Group {
    raw: Raw,
    room: String,
    id: RoomId,
    first: Side,
    second: Side,
}

fn group(count: usize, url: &str) -> Group {
    let server = Server::shared();
    let (amina, carol, bob) = (server.account("Amina"), server.account("Carol"), server.account("Bob"));
    let (raw, other, own) = (Raw::log_in(&server.url, &carol), Raw::log_in(&server.url, &bob), Raw::log_in(&server.url, &amina));
    let first = Side::sign_in(&server.url, &amina);
    let room = raw.create_room(&json!({ "name": "Attic", "preset": "private_chat", "invite": [amina.id, bob.id] }));
    other.join(&room);
    own.join(&room);
    for number in 0..count {
        let who = if number % 2 == 0 { &raw } else { &other };
        who.text(&room, &number.to_string());
    }
    let id = RoomId(room.clone());
    let second = Side::sign_in(url, &amina);
    for side in [&first, &second] {
        until("the room", 30, || side.core.store.read(|r| r.conversation(&id)).ok());
        side.sees(&id, &(count - 1).to_string());
    }
    Group { raw, room, id, first, second }
}

#[test]
fn the_whole_past_comes_on_request_while_news_go_on_and_nobody_is_told_of_it() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let Group { raw, room, id, first, second } = group(330, &proxy.url);
    // A page takes so long that each is seen.
    proxy.rule(|seen| if seen.path.contains("/messages") { Fate::Delay(Duration::from_millis(1_500)) } else { Fate::Pass });
    let earlier = history(&second, &id);
    assert!(!earlier.complete && earlier.loading.is_none(), "{earlier:?}");
    assert!(said(&second, &id).len() < 100, "only the newest are here");
    let (unread, notices) = (second.read(|r| r.conversation(&id)).unread, second.notices.lock().unwrap().len());
    load(&second, &id, None);
    assert!(history(&first, &id).loading.is_none(), "the other device was not asked");
    raw.text(&room, "news");
    let told = ends(&second, &id);
    assert!(told.iter().any(|loaded| *loaded > 0), "progress was told: {told:?}");
    second.sees(&id, "news");
    let mut all = numbers(0, 330);
    all.push("news".into());
    assert_eq!(said(&second, &id), all);
    let after = history(&second, &id);
    let oldest = second.read(|r| r.message_on_date(&id, 0));
    assert!(after.complete && after.problem.is_none() && after.back_to == oldest.at, "{after:?}");
    assert!(second.read(|r| r.gaps(&id)).is_empty());
    let told = || (second.read(|r| r.conversation(&id)).unread, second.notices.lock().unwrap().len());
    // A notice waits a little whether it was read elsewhere.
    if before(30, || (told() == (unread + 1, notices + 1)).then_some(())).is_none() {
        panic!("unread and notices {:?}, before {:?}", told(), (unread, notices));
    }
    stays("only the news are news", 2, || told() == (unread + 1, notices + 1));
    first.sees(&id, "news");
    assert!(history(&first, &id).loading.is_none());
}

#[test]
fn it_waits_for_the_server_and_the_network_and_goes_on_after_a_restart_until_stopped() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let Group { id, mut second, .. } = group(460, &proxy.url);
    // The server asks to wait; the app asks again only then.
    let mut asked = 0;
    proxy.rule(move |seen| {
        if !seen.path.contains("/messages") {
            return Fate::Pass;
        }
        asked += 1;
        // After one page it waits as long as this test looks at it.
        match asked {
            1 => too_many(2_000),
            2 => Fate::Pass,
            _ => too_many(500),
        }
    });
    let begun = std::time::Instant::now();
    load(&second, &id, None);
    until("the first page", 60, || history(&second, &id).loading.filter(|loading| loading.loaded > 0).map(drop));
    assert!(begun.elapsed() > Duration::from_millis(1_900), "it did not wait: {:?}", begun.elapsed());

    // Cut off, it waits; what came stays.
    proxy.rule(|_| Fate::Cut);
    until("it to stand still", 60, || history(&second, &id).loading.filter(|loading| loading.waits.is_some()).map(drop));
    waits_for(&second, &id, Some(HistoryWait::Online));
    let here = said(&second, &id).len();
    stays("nothing comes", 1, || said(&second, &id).len() == here);

    // The same after a restart, without anybody's asking.
    second.stop();
    let mut pages = 1;
    proxy.rule(move |seen| {
        if !seen.path.contains("/messages") {
            return Fate::Pass;
        }
        pages -= 1;
        if pages >= 0 { Fate::Pass } else { too_many(500) }
    });
    second.restore();
    second.start();
    until("more to come", 60, || (said(&second, &id).len() > here).then_some(()));

    // Stopped, it stays stopped, over a restart too; asked again, it goes on to the end.
    stop(&second, &id);
    let here = said(&second, &id).len();
    assert!(history(&second, &id).loading.is_none() && here < 460, "{here}");
    second.restart();
    second.online();
    stays("stopped", 2, || history(&second, &id).loading.is_none() && said(&second, &id).len() == here);
    proxy.pass();
    load(&second, &id, None);
    ends(&second, &id);
    assert_eq!(said(&second, &id), numbers(0, 460));
}

#[test]
fn it_is_loaded_back_to_a_date_and_the_date_is_found() {
    let Group { raw, room, id, second, .. } = group(330, &Server::shared().url);
    let events = raw.events_of(&room, "m.room.message");
    let at = events[150]["origin_server_ts"].as_i64().unwrap();
    let on = |at: i64| second.read(|r| r.message_on_date(&id, at));
    assert!(on(at).missing, "that day is not here");
    load(&second, &id, Some(at));
    ends(&second, &id);
    let here = history(&second, &id);
    assert!(!here.complete && here.back_to.is_some_and(|back_to| back_to < at), "{here:?}");
    let count = said(&second, &id).len();
    assert!((180..330).contains(&count), "not all of it: {count}");
    let found = on(at);
    let message = second.read(|r| r.message(found.message.unwrap())).unwrap();
    assert_eq!((says(&message), found.missing, found.at), ("150".into(), false, Some(at)));
    // Once more it has nothing to do.
    load(&second, &id, Some(at));
    ends(&second, &id);
    assert_eq!(said(&second, &id).len(), count);
}

#[test]
fn holes_are_filled_too() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let WithCarol { mut a, raw, room, id, .. } = with_carol_on(server, &proxy.url);
    raw.text(&room, "0");
    a.sees(&id, "0");
    a.stop();
    for number in 1..80 {
        raw.text(&room, &number.to_string());
    }
    proxy.rule(|seen| if seen.path.contains("/messages") { Fate::Cut } else { Fate::Pass });
    a.restore();
    a.start();
    a.sees(&id, "79");
    until("the hole", 30, || (!a.read(|r| r.gaps(&id)).is_empty()).then_some(()));
    assert!(!history(&a, &id).complete);
    proxy.pass();
    load(&a, &id, None);
    ends(&a, &id);
    assert!(history(&a, &id).complete && a.read(|r| r.gaps(&id)).is_empty());
    assert_eq!(said(&a, &id), numbers(0, 80));
}

#[test]
fn an_encrypted_past_is_loaded_and_read_with_its_keys() {
    let server = Server::shared();
    let (amina, bela) = (server.account("Amina"), server.account("Bela"));
    let (a, b) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &bela));
    let local = a.direct(&b);
    a.pin(&local, &pin("Pin 0", "", None));
    let room = a.accepted_by(&b);
    for number in 1..60 {
        a.pin(&room, &pin(&format!("Pin {number}"), "", None));
    }
    b.sees(&room, "Pin 59");
    let second = Side::sign_in(&server.url, &bela);
    until("the locked newest", 30, || {
        let here = second.core.store.read(|r| r.messages(&room, None, None, 200)).ok()?;
        here.messages.iter().any(|m| m.body == MessageBody::Locked).then_some(())
    });
    let (from, to, path) = (b.matrix().clone(), second.matrix().clone(), b.folder.path().join("keys.txt"));
    block(async move {
        oracle::export_keys(&from, &path, "passphrase").await.unwrap();
        oracle::import_keys(&to, &path, "passphrase").await.unwrap();
    });
    second.sees(&room, "Pin 59");
    let unread = || second.read(|r| r.conversation(&room)).unread;
    let before = unread();
    load(&second, &room, None);
    ends(&second, &room);
    let all: Vec<String> = (0..60).map(|n| format!("Pin {n}")).collect();
    until("all of it, readable", 30, || (said(&second, &room) == all).then_some(()));
    assert_eq!(unread(), before, "what is older makes nothing unread");
    assert_eq!(second.notices.lock().unwrap().len(), 0, "nobody is told of what was there before this device");
}

#[test]
fn one_conversation_at_a_time() {
    let server = Server::shared();
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let proxy = Proxy::before(server.port);
    let amina = server.account("Amina");
    let own = Raw::log_in(&server.url, &amina);
    let rooms: Vec<RoomId> = (0..2)
        .map(|number| {
            let room = raw.create_room(&json!({ "name": format!("Room {number}"), "preset": "private_chat", "invite": [amina.id] }));
            own.join(&room);
            (0..60).for_each(|line| drop(raw.text(&room, &line.to_string())));
            RoomId(room)
        })
        .collect();
    // Nobody gets what is older, also not to close a gap of the first sync: the loading that has its turn keeps it.
    proxy.rule(|seen| if seen.path.contains("/messages") { too_many(500) } else { Fate::Pass });
    let a = Side::sign_in(&proxy.url, &amina);
    rooms.iter().for_each(|room| {
        a.knows(room);
        a.sees(room, "59");
    });
    rooms.iter().for_each(|room| load(&a, room, None));
    let waiting = |why| rooms.iter().filter(|room| history(&a, room).loading.is_some_and(|loading| loading.waits == Some(why))).count();
    let one_each = || (waiting(HistoryWait::Server), waiting(HistoryWait::Turn)) == (1, 1);
    until("one to ask and one to wait for its turn", 60, || one_each().then_some(()));
    stays("only one asks", 2, one_each);
    proxy.pass();
    rooms.iter().for_each(|room| drop(ends(&a, room)));
    rooms.iter().for_each(|room| assert_eq!(said(&a, room), numbers(0, 60)));
}
