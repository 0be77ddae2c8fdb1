//! What we show of a room equals what the SDK's own timeline shows of the same events.

use serde_json::json;
use tackroom_core::model::*;
use tackroom_matrix::oracle::{self, Told};

use super::side::{Side, WithCarol, pin, with_carol};
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, block, pictures, until};

pub fn ours(side: &Side, room: &RoomId) -> Vec<Told> {
    side.messages(room).iter().filter_map(oracle::ours).collect()
}

pub fn theirs(side: &Side, room: &RoomId) -> Vec<Told> {
    let (matrix, room) = (side.matrix().clone(), room.clone());
    in_our_terms(block(async move { oracle::timeline(&matrix, &room).await }).unwrap())
}

/// A pin without a picture is a text there; its first line is our title.
pub fn in_our_terms(mut told: Vec<Told>) -> Vec<Told> {
    for one in told.iter_mut().filter(|one| one.kind == "text" && one.text.to_lowercase().starts_with("pin ")) {
        one.text = one.text.lines().next().unwrap_or_default().to_owned();
    }
    told
}

/// Waits until both agree: the SDK's timeline must be built while the room is quiet.
#[track_caller]
pub fn agree(side: &Side, room: &RoomId, at_least: usize) {
    let agreed = crate::support::before(20, || {
        let (ours, theirs) = (ours(side, room), theirs(side, room));
        (ours.len() >= at_least && ours == theirs).then_some(())
    });
    if agreed.is_none() {
        let (ours, theirs) = (ours(side, room), theirs(side, room));
        assert_eq!(ours, theirs);
        panic!("only {} messages", ours.len());
    }
}

#[test]
fn edits_reactions_replies_threads_and_removals_of_another_client() {
    let server = Server::shared();
    let carol = server.account("Carol");
    let (a, raw) = (Side::sign_in(&server.url, &server.account("Amina")), Raw::log_in(&server.url, &carol));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    let message = |text: &str| json!({ "msgtype": "m.text", "body": text });
    let first = raw.text(&room, "first");
    let second = raw.text(&room, "second");
    let third = raw.text(&room, "third");
    raw.send(&room, "m.room.message", &json!({ "msgtype": "m.emote", "body": "waves" }));
    raw.send(&room, "m.room.message", &json!({ "msgtype": "m.notice", "body": "a notice" }));
    raw.send(
        &room,
        "m.room.message",
        &json!({ "msgtype": "m.text", "body": "* first, edited", "m.new_content": message("first, edited"),
                 "m.relates_to": { "rel_type": "m.replace", "event_id": first } }),
    );
    for key in ["👍", "❤️"] {
        raw.send(&room, "m.reaction", &json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": second, "key": key } }));
    }
    raw.send(
        &room,
        "m.room.message",
        &json!({ "msgtype": "m.text", "body": "a reply", "m.relates_to": { "m.in_reply_to": { "event_id": third } } }),
    );
    raw.send(
        &room,
        "m.room.message",
        &json!({ "msgtype": "m.text", "body": "in the thread",
                 "m.relates_to": { "rel_type": "m.thread", "event_id": second, "is_falling_back": true, "m.in_reply_to": { "event_id": second } } }),
    );
    raw.redact(&room, &third);
    a.pin(&id, &pin("PIN one", "note", None));
    let wanted = EventId(second.clone());
    a.write(|w| w.queue_reaction(&id, &wanted, "👍"));
    a.sent_all();
    a.message(&id, "the reaction of both", |m| m.reactions.iter().any(|r| r.key == "👍" && r.count == 2 && r.mine));
    agree(&a, &id, 8);
    let shown = a.messages(&id);
    let by_event = |event: &str| shown.iter().find(|m| m.event.as_ref().is_some_and(|e| e.as_str() == event)).unwrap();
    assert!(by_event(&first).edited);
    assert_eq!(by_event(&third).body, MessageBody::Removed);
    assert_eq!(by_event(&second).thread.as_ref().map(|thread| thread.count), Some(1));
    assert_eq!(by_event(&second).reactions.len(), 2);
}

#[test]
fn an_encrypted_room_with_pins_and_a_restart() {
    let server = Server::shared();
    let (mut a, b) = (Side::sign_in(&server.url, &server.account("Amina")), Side::sign_in(&server.url, &server.account("Bela")));
    let local = a.direct(&b);
    a.pin(&local, &pin("PIN one", "with a note", Some("https://example.org/1")));
    let room = a.accepted_by(&b);
    for round in 0..5 {
        a.text(&room, &format!("from a, {round}"));
        b.text(&room, &format!("from b, {round}"));
    }
    let last = a.sees(&room, "from b, 4");
    b.write(|w| w.queue_reaction(&room, last.event.as_ref().unwrap(), "🌱"));
    let early = a.sees(&room, "from b, 1").event.unwrap();
    b.write(|w| w.queue_redact(&room, &early));
    for side in [&a, &b] {
        side.sent_all();
        side.sees(&room, "(removed)");
        side.message(&room, "the reaction", |m| m.reactions.iter().any(|r| r.key == "🌱"));
        agree(side, &room, 11);
    }
    a.restart();
    a.online();
    agree(&a, &room, 11);
}

#[test]
fn sixty_messages_while_away_come_without_a_hole() {
    let server = Server::shared();
    let carol = server.account("Carol");
    let (mut a, raw) = (Side::sign_in(&server.url, &server.account("Amina")), Raw::log_in(&server.url, &carol));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    raw.text(&room, "before");
    a.sees(&id, "before");
    a.stop();
    for number in 0..60 {
        raw.text(&room, &format!("{number}"));
    }
    a.restore();
    a.start();
    let all: Vec<String> = std::iter::once("before".to_owned()).chain((0..60).map(|n| n.to_string())).collect();
    until("all that was missed, in order", 40, || (a.said(&id) == all).then_some(()));
    assert!(a.read(|r| r.gaps(&id)).is_empty());
    agree(&a, &id, 20);
}

/// What was locked is locked in both, and once the keys are there readable in both, edits, pins and reactions with it.
#[test]
fn keys_that_come_late() {
    let server = Server::shared();
    let bela = server.account("Bela");
    let (a, b) = (Side::sign_in(&server.url, &server.account("Amina")), Side::sign_in(&server.url, &bela));
    let local = a.direct(&b);
    a.pin(&local, &pin("PIN one", "", None));
    let room = a.accepted_by(&b);
    for number in 0..5 {
        a.text(&room, &format!("secret {number}"));
    }
    let last = b.sees(&room, "secret 4");
    b.write(|w| w.queue_reaction(&room, last.event.as_ref().unwrap(), "🌱"));
    let early = a.sees(&room, "secret 1").event.unwrap();
    a.write(|w| w.queue_redact(&room, &early));
    a.sent_all();
    b.sent_all();
    b.sees(&room, "(removed)");

    let second = Side::sign_in(&server.url, &bela);
    until("the locked past", 30, || {
        (second.core.store.read(|r| r.conversation(&room)).is_ok() && second.said(&room).len() == 6).then_some(())
    });
    agree(&second, &room, 6);
    assert_eq!(ours(&second, &room).iter().filter(|told| told.kind == "locked").count(), 5);
    let file = b.folder.path().join("keys.txt");
    let (from, to) = (b.matrix().clone(), second.matrix().clone());
    block(async move {
        oracle::export_keys(&from, &file, "passphrase").await.unwrap();
        oracle::import_keys(&to, &file, "passphrase").await.unwrap();
    });
    second.sees(&room, "secret 4");
    agree(&second, &room, 6);
    assert!(ours(&second, &room).iter().all(|told| told.kind != "locked"));
}

/// Where the server holds back what lies between, both have a hole at the same place, and ours is marked; later it closes.
#[test]
fn a_hole_is_where_theirs_is() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let carol = Raw::log_in(&server.url, &server.account("Carol"));
    let mut a = Side::sign_in(&proxy.url, &server.account("Amina"));
    let room = carol.direct_room(a.me.as_str());
    let id = a.accept();
    carol.text(&room, "before");
    a.sees(&id, "before");
    a.stop();
    for number in 0..60 {
        carol.text(&room, &format!("{number}"));
    }
    proxy.rule(|seen| if seen.path.contains("/messages") { Fate::Cut } else { Fate::Pass });
    a.restore();
    a.start();
    a.sees(&id, "59");
    // The SDK's timeline begins behind its hole: ours goes on before it, and says that something is missing there.
    let told = theirs(&a, &id);
    let shown = a.messages(&id);
    let mine = ours(&a, &id);
    assert!(told.len() < 60, "something is held back");
    assert_eq!(mine[mine.len() - told.len()..], told[..], "behind the hole");
    assert_eq!(mine[mine.len() - told.len() - 1].text, "before", "and before it");
    let marked: Vec<String> = shown.iter().filter(|m| m.gap_before).map(|m| m.event.clone().unwrap().to_string()).collect();
    assert_eq!(marked, [told[0].event.clone()], "the one after the hole is marked, and only that");
    proxy.pass();
    carol.text(&room, "60");
    until("all that was missed", 60, || (a.said(&id).len() == 62).then_some(()));
    assert!(a.read(|r| r.gaps(&id)).is_empty() && a.messages(&id).iter().all(|m| !m.gap_before));
}

/// The SDK empties what was removed in memory and on disk, but wakes us only for what is in memory: of an older message the
/// removal itself is all that comes.
#[test]
fn what_is_on_disk_only_is_removed_by_its_removal_alone() {
    let server = Server::shared();
    let (mut a, raw) = (Side::sign_in(&server.url, &server.account("Amina")), Raw::log_in(&server.url, &server.account("Carol")));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    let first = raw.text(&room, "to be removed");
    a.sees(&id, "to be removed");
    for n in 0..3 {
        // Each sync is a chunk of its own in the SDK's cache.
        raw.text(&room, &format!("after it, {n}"));
        a.sees(&id, &format!("after it, {n}"));
    }
    a.stop();
    // More than one sync brings: the first message is not in what is loaded at the next start.
    for n in 0..30 {
        raw.text(&room, &format!("while away, {n}"));
    }
    a.restart();
    until("all that was missed", 60, || (a.said(&id).len() == 34).then_some(()));
    // Filling the hole has read it into memory: at the next start only the newest are there.
    a.restart();
    a.online();
    raw.redact(&room, &first);
    a.sees(&id, "(removed)");
    assert_eq!(a.said(&id)[0], "(removed)");
}

/// Whatever two people do in a room, by a seed, is shown as the SDK shows it. `make test` does it once, `make soak` twenty
/// times (`TACKROOM_ORACLE_ROUNDS`); `TACKROOM_ORACLE_SEED` (hexadecimal) begins elsewhere, to repeat a round that was red.
#[test]
fn whatever_two_people_do() {
    let variable = |name: &str| std::env::var(name).ok();
    let first = variable("TACKROOM_ORACLE_SEED").map_or(0x5eed, |seed| u64::from_str_radix(&seed, 16).unwrap());
    let rounds: u64 = variable("TACKROOM_ORACLE_ROUNDS").map_or(1, |rounds| rounds.parse().unwrap());
    for seed in first..first + rounds {
        eprintln!("oracle: TACKROOM_ORACLE_SEED={seed:x}");
        two_people(seed);
    }
}

fn two_people(seed: u64) {
    let WithCarol { amina, a, raw, room, id } = with_carol();
    let own = Raw::log_in(&Server::shared().url, &amina);
    let bytes = pictures::jpeg(5, 64, 48);
    let url = raw.upload("image/jpeg", bytes);
    let mut chance = Chance(seed);
    // Who, which event, and whether it is a picture.
    let mut said: Vec<(bool, String, bool)> = Vec::new();
    for step in 0..120 {
        if step == 60 {
            agree(&a, &id, 20);
        }
        let by_carol = chance.of(2) == 0;
        let who = if by_carol { &raw } else { &own };
        let target = (!said.is_empty()).then(|| said[chance.of(said.len())].clone());
        let relation = |kind: &str, event: &str| json!({ "rel_type": kind, "event_id": event });
        let image =
            |caption: &str| json!({ "msgtype": "m.image", "body": caption, "filename": "a.jpg", "url": url, "info": { "w": 64, "h": 48 } });
        let content = match (chance.of(10), target) {
            (0, Some((_, event, _))) => {
                let key = ["👍", "🌱", "❤️"][chance.of(3)];
                let relates = json!({ "rel_type": "m.annotation", "event_id": event, "key": key });
                // The same one twice is refused by the server.
                let _ = who.ask(
                    reqwest::Method::PUT,
                    &format!("/_matrix/client/v3/rooms/{}/send/m.reaction/step{step}", crate::support::raw::encode(&room)),
                    Some(&json!({ "m.relates_to": relates })),
                );
                continue;
            }
            (1, Some((author, event, _))) if author == by_carol => {
                who.redact(&room, &event);
                said.retain(|(_, other, _)| *other != event);
                continue;
            }
            // Also of what is the other's, which counts for nothing. A picture stays one: what a text makes of it is ours
            // to say (C43).
            (2 | 3, Some((_, event, picture))) => {
                let new = if picture {
                    image(&format!("picture after edit {step}"))
                } else {
                    json!({ "msgtype": "m.text", "body": format!("edit {step}") })
                };
                let mut edit = new.clone();
                edit["m.new_content"] = new;
                edit["m.relates_to"] = relation("m.replace", &event);
                who.send(&room, "m.room.message", &edit);
                continue;
            }
            (4, Some((_, event, _))) => {
                json!({ "msgtype": "m.text", "body": format!("reply {step}"), "m.relates_to": { "m.in_reply_to": { "event_id": event } } })
            }
            (5, Some((_, event, _))) => {
                json!({ "msgtype": "m.text", "body": format!("thread {step}"), "m.relates_to": relation("m.thread", &event) })
            }
            (6, _) => image(&format!("picture {step}")),
            (7, _) => json!({ "msgtype": "m.emote", "body": format!("waves {step}") }),
            _ => json!({ "msgtype": "m.text", "body": format!("text {step}") }),
        };
        // Threads do not nest: what is in a thread is no root of another.
        let event = who.send(&room, "m.room.message", &content);
        if content["m.relates_to"]["rel_type"] != "m.thread" {
            said.push((by_carol, event, content["msgtype"] == "m.image"));
        }
    }
    raw.text(&room, "the end");
    a.sees(&id, "the end");
    agree(&a, &id, 40);
}

/// splitmix64: the same seed does the same on every machine.
pub struct Chance(pub u64);

impl Chance {
    pub fn of(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below as u64).unwrap()
    }
}
