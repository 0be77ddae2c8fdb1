//! What one sets for a conversation follows the account: two devices of one account, and a proxy that is cut.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tackroom_core::model::*;

use super::newest::as_set;
use super::side::{Side, WithCarol, with_carol, with_carol_on};
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, raw::encode, stays, until};

/// What the other device shows after so long came with its next poll, not at once. (`it::lines::devices` asks for a second,
/// of the best of several.)
const SOON: Duration = Duration::from_secs(10);

pub(super) fn set(side: &Side, room: &RoomId, mark: Mark) {
    side.write(|w| w.set_mark(room, &mark));
}

pub(super) fn shown(side: &Side, room: &RoomId) -> Conversation {
    side.read(|r| r.conversation(room))
}

fn account_data(own: &Raw, me: &str, room: &str, kind: &str) -> Value {
    own.ask(reqwest::Method::GET, &format!("/_matrix/client/v3/user/{}/rooms/{}/account_data/{kind}", encode(me), encode(room)), None).1
}

pub(super) fn tags(own: &Raw, me: &str, room: &str) -> Vec<String> {
    let tags = own.get(&format!("/_matrix/client/v3/user/{}/rooms/{}/tags", encode(me), encode(room)));
    tags["tags"].as_object().unwrap().keys().cloned().collect()
}

fn push_rule(own: &Raw, room: &str) -> Option<String> {
    let rules = own.get("/_matrix/client/v3/pushrules/global/");
    ["override", "room"].into_iter().find_map(|kind| {
        let rule = rules[kind].as_array()?.iter().find(|rule| rule["rule_id"] == room)?;
        Some(format!("{kind} {}", rule["actions"]))
    })
}

/// Two devices of Amina's in a direct room with Carol.
struct Two {
    with: WithCarol,
    second: Side,
    own: Raw,
}

fn two() -> Two {
    let with = with_carol();
    let server = Server::shared();
    let second = Side::sign_in(&server.url, &with.amina);
    let id = with.id.clone();
    until("the conversation on the second device", 30, || second.core.store.read(|r| r.conversation(&id)).ok());
    let own = Raw::log_in(&server.url, &with.amina);
    Two { with, second, own }
}

/// Sets it on the first device; the second shows it soon after the server knows of it.
#[track_caller]
fn follows(two: &Two, mark: Mark, is: impl Fn(&Conversation) -> bool) {
    let (a, id) = (&two.with.a, &two.with.id);
    let what = mark.what();
    set(a, id, mark);
    assert!(is(&shown(a, id)), "{what} shows at once");
    a.sent_all();
    let told = Instant::now();
    until(&format!("{what} on the other device"), 20, || is(&shown(&two.second, id)).then_some(()));
    assert!(told.elapsed() < SOON, "{what} took {:?}", told.elapsed());
    stays(&format!("{what} here"), 1, || is(&shown(a, id)));
}

#[test]
fn archived_on_top_and_unread_are_the_same_on_both_devices() {
    let two = two();
    let (a, room, id, me) = (&two.with.a, &two.with.room, &two.with.id, &two.with.amina.id);
    let data = |kind: &str| account_data(&two.own, me, room, kind);
    follows(&two, Mark::OnTop { on: true }, |c| c.on_top);
    assert_eq!(tags(&two.own, me, room), ["m.favourite"]);
    follows(&two, Mark::Unread { on: true }, |c| c.marked_unread);
    assert_eq!(data("m.marked_unread")["unread"], true);
    assert_eq!(two.second.read(|r| r.unread_total()), 1);
    follows(&two, Mark::Unread { on: false }, |c| !c.marked_unread);
    follows(&two, Mark::Archived { on: true }, |c| c.archived && !c.on_top);
    assert_eq!(tags(&two.own, me, room), ["m.lowpriority"]);
    assert!(two.second.read(|r| r.conversations(None, 10)).is_empty());
    // Set by another client.
    let tag = |name: &str| format!("/_matrix/client/v3/user/{}/rooms/{}/tags/{name}", encode(me), encode(room));
    two.own.ask(reqwest::Method::DELETE, &tag("m.lowpriority"), None);
    two.own.ask(reqwest::Method::PUT, &tag("m.favourite"), Some(&json!({ "order": 0.5 })));
    for side in [a, &two.second] {
        until("what another client set", 20, || {
            let now = shown(side, id);
            (now.on_top && !now.archived).then_some(())
        });
    }
}

#[test]
fn something_new_brings_it_back_on_all_devices_and_a_late_device_keeps_what_was_archived_with_it() {
    let two = two();
    let (a, room, id, me) = (&two.with.a, &two.with.room, &two.with.id, &two.with.amina.id);
    follows(&two, Mark::Archived { on: true }, |c| c.archived);
    two.with.raw.text(room, "are you there?");
    for side in [a, &two.second] {
        until("back in the list", 20, || (!shown(side, id).archived).then_some(()));
    }
    // Each of them says so.
    a.sent_all();
    two.second.sent_all();
    until("the tag to be gone", 20, || tags(&two.own, me, room).is_empty().then_some(()));

    // Archived unread while the other device is off: there, both come with one sync.
    let mut second = two.second;
    second.stop();
    two.with.raw.text(room, "not now");
    a.sees(id, "not now");
    set(a, id, Mark::Archived { on: true });
    a.sent_all();
    second.restore();
    second.start();
    second.sees(id, "not now");
    let there = crate::support::before(12, || shown(&second, id).archived.then_some(()));
    let state = (shown(&second, id).archived, shown(a, id).archived, tags(&two.own, me, room), second.read(|r| r.all_outgoing()));
    assert!(there.is_some(), "archived there too: {state:?}");
    stays("archived", 2, || shown(&second, id).archived && shown(a, id).archived);
}

#[test]
fn of_what_one_is_told_is_a_push_rule_and_a_mute_for_a_time_ends_on_any_device() {
    let two = two();
    let (a, room, id, me) = (&two.with.a, &two.with.room, &two.with.id, &two.with.amina.id);
    let notify = |notify, until| Mark::Notify { notify, until };
    follows(&two, notify(Notify::Mentions, None), |c| c.notify == Notify::Mentions && !c.muted);
    assert_eq!(push_rule(&two.own, room).as_deref(), Some("room []"));
    let told = || a.notices.lock().unwrap().len();
    let before = told();
    two.with.raw.text(room, "nobody is named");
    two.with.raw.send(room, "m.room.message", &json!({ "msgtype": "m.text", "body": "you are", "m.mentions": { "user_ids": [me] } }));
    a.sees(id, "you are");
    until("one notice", 20, || (told() == before + 1).then_some(()));
    stays("only that one", 2, || told() == before + 1);

    let end = now() + 20_000;
    follows(&two, notify(Notify::Mentions, Some(end)), |c| c.muted && c.muted_until == Some(end) && c.notify == Notify::Mentions);
    assert_eq!(push_rule(&two.own, room).as_deref(), Some("override []"));
    assert_eq!(account_data(&two.own, me, room, "app.tackroom.mute"), json!({ "until": end, "then": "mentions" }));
    // The device that muted is off when the time comes: the other one ends it for all.
    let mut with = two.with;
    with.a.stop();
    until("the rule of before", 60, || (push_rule(&two.own, room_of(&with)).as_deref() == Some("room []")).then_some(()));
    assert!(now() >= end, "not before its time");
    until("no end any more", 10, || (account_data(&two.own, &with.amina.id, &with.room, "app.tackroom.mute") == json!({})).then_some(()));
    assert!(!shown(&two.second, &with.id).muted);
}

fn room_of(with: &WithCarol) -> &str {
    &with.room
}

fn now() -> i64 {
    tackroom_core::store::system_clock()()
}

#[test]
fn what_is_set_offline_goes_out_once_when_the_network_is_back() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let WithCarol { amina, mut a, raw, room, id } = with_carol_on(server, &proxy.url);
    raw.text(&room, "hello");
    a.sees(&id, "hello");
    proxy.rule(|_| Fate::Cut);
    set(&a, &id, Mark::OnTop { on: true });
    set(&a, &id, Mark::OnTop { on: false });
    set(&a, &id, Mark::Archived { on: true });
    set(&a, &id, Mark::Notify { notify: Notify::None, until: None });
    set(&a, &id, Mark::Unread { on: true });
    // Also over a restart.
    a.restart();
    assert!(as_set(&a, &id));
    let puts = |what: &str| proxy.count("PUT", what);
    let (before, rules, top) = (puts("/tags/m.lowpriority"), puts("/pushrules/"), puts("/tags/m.favourite"));
    proxy.pass();
    until("all to be told", 60, || {
        assert!(as_set(&a, &id), "no flicker");
        a.read(|r| r.all_outgoing()).is_empty().then_some(())
    });
    assert_eq!(puts("/tags/m.lowpriority"), before + 1);
    assert_eq!(puts("/tags/m.favourite"), top, "only as it was last");
    assert_eq!(puts("/pushrules/"), rules + 1);
    let own = Raw::log_in(&server.url, &amina);
    assert_eq!(tags(&own, &amina.id, &room), ["m.lowpriority"]);
    assert_eq!(push_rule(&own, &room).as_deref(), Some("override []"));
    stays("as it was set", 2, || as_set(&a, &id));
}
