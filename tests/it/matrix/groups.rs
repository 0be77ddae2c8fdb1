//! Groups: two devices of one account and two others; what is changed on one device shows on all, and what who is added sees
//! of before is what was said before adding.

use std::future::Future;

use serde_json::{Value, json};
use tackroom_core::api::{Code, Problem};
use tackroom_core::model::*;
use tackroom_matrix::Matrix;

use super::side::{Side, pin};
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, block, pictures, raw::encode, stays, until};

/// Does something with the account's Matrix, and waits for it.
fn act<T, F>(side: &Side, run: impl FnOnce(Matrix) -> F) -> T
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    block(run(side.matrix().clone()))
}

fn group(side: &Side, room: &RoomId) -> Group {
    let room = room.clone();
    act(side, |m| async move { m.group(&room).await }).unwrap()
}

/// `Name role`, with a mark for who is invited.
fn members(side: &Side, room: &RoomId) -> Vec<String> {
    let one = |m: GroupMember| format!("{} {:?}{}", m.person.name, m.role, if m.invited { ", invited" } else { "" });
    group(side, room).members.into_iter().map(one).collect()
}

#[track_caller]
fn shows(side: &Side, room: &RoomId, wanted: &[&str]) {
    let last = std::cell::RefCell::new(Vec::new());
    let found = crate::support::before(30, || {
        *last.borrow_mut() = members(side, room);
        (*last.borrow() == wanted).then_some(())
    });
    assert!(found.is_some(), "{wanted:?}, but {:?}", last.borrow());
}

fn set_role(side: &Side, room: &RoomId, user: &UserId, role: Role) -> Result<(), Problem> {
    let (room, user) = (room.clone(), user.clone());
    act(side, |m| async move { m.set_role(&room, &user, role).await })
}

fn name_it(side: &Side, room: &RoomId, name: &'static str) -> Result<(), Problem> {
    let room = room.clone();
    act(side, |m| async move { m.set_group_name(&room, name).await })
}

fn add(side: &Side, room: &RoomId, users: Vec<UserId>) -> Vec<NotAdded> {
    let room = room.clone();
    act(side, |m| async move { m.add_people(&room, &users).await }).unwrap()
}

fn state(raw: &Raw, room: &RoomId, kind: &str) -> Value {
    raw.get(&format!("/_matrix/client/v3/rooms/{}/state/{kind}/", encode(room.as_str())))
}

/// Amina on two devices, Bela, and Carol with a plain client, all in a group that Amina has made and named.
struct Four {
    a: Side,
    second: Side,
    b: Side,
    raw: Raw,
    room: RoomId,
}

fn four() -> Four {
    let server = Server::shared();
    let amina = server.account("Amina");
    let (a, b) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &server.account("Bela")));
    let second = Side::sign_in(&server.url, &amina);
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let users = [b.me.clone(), UserId(raw.user.clone())];
    let local = a.write(|w| w.queue_group(&users, Some("Cabin")));
    a.sent_all();
    let room = a.read(|r| r.resolve(&local));
    b.accept();
    raw.join(room.as_str());
    second.knows(&room);
    Four { a, second, b, raw, room }
}

#[test]
fn members_roles_name_and_picture_are_the_same_on_both_devices() {
    let Four { a, second, b, raw, room } = four();
    for side in [&a, &second] {
        shows(side, &room, &["Amina Admin", "Bela Member", "Carol Member"]);
        let shown = group(side, &room);
        assert!(shown.members[0].me && shown.may_name && shown.may_picture && shown.may_add && shown.only_admin && shown.encrypted);
        assert_eq!((shown.name.as_deref(), shown.role, shown.more), (Some("Cabin"), Role::Admin, 0));
        assert_eq!(shown.members[1].may_give, Role::ALL);
        assert!(shown.members[1].may_remove && !shown.members[0].may_remove);
    }
    // A member sees it, and may change nothing.
    shows(&b, &room, &["Bela Member", "Amina Admin", "Carol Member"]);
    let seen = group(&b, &room);
    assert!(!seen.may_name && !seen.may_picture && !seen.only_admin);
    assert!(seen.members.iter().all(|one| one.may_give.is_empty() && !one.may_remove));
    assert_eq!(name_it(&b, &room, "Mine").unwrap_err().code, Code::Forbidden);

    name_it(&a, &room, "  Cabin\nin May ").unwrap();
    assert_eq!(state(&raw, &room, "m.room.name")["name"], "Cabin in May");
    let picture = {
        let media = a.core.media.clone();
        block(async move { media.import(pictures::png(9, 900, 600), "cabin.png").await }).unwrap().media
    };
    let to = room.clone();
    act(&a, |m| async move { m.set_group_picture(&to, Some(picture)).await }).unwrap();
    let avatar = state(&raw, &room, "m.room.avatar");
    assert_eq!((avatar["info"]["w"].as_u64(), avatar["info"]["h"].as_u64()), (Some(600), Some(400)), "made small");
    let bytes = raw.download(avatar["url"].as_str().unwrap());
    assert_eq!(avatar["info"]["size"], bytes.len());
    for side in [&a, &second, &b] {
        until("the name and the picture", 30, || {
            let shown = group(side, &room);
            let c = side.read(|r| r.conversation(&room));
            (c.name == "Cabin in May" && shown.avatar.is_some() && c.avatar == shown.avatar).then_some(())
        });
    }

    // What else the levels say stays.
    let mut levels = state(&raw, &room, "m.room.power_levels");
    set_role(&a, &room, &b.me, Role::Moderator).unwrap();
    levels["users"][b.me.as_str()] = 50.into();
    assert_eq!(state(&raw, &room, "m.room.power_levels"), levels);
    shows(&second, &room, &["Amina Admin", "Bela Moderator", "Carol Member"]);
    until("Bela to know of it", 30, || group(&b, &room).may_name.then_some(()));
    name_it(&b, &room, "Cabin in June").unwrap();
    until("the name by Bela", 30, || (second.read(|r| r.conversation(&room)).name == "Cabin in June").then_some(()));
    assert_eq!(set_role(&b, &room, &a.me, Role::Member).unwrap_err().code, Code::Forbidden);

    // Removed by the second device; added again, which Carol has to accept.
    let carol = UserId(raw.user.clone());
    let (to, user) = (room.clone(), carol.clone());
    act(&second, |m| async move { m.remove_person(&to, &user).await }).unwrap();
    for side in [&a, &second, &b] {
        until("Carol to be gone", 30, || members(side, &room).iter().all(|one| !one.starts_with("Carol")).then_some(()));
    }
    assert_eq!(raw.ask(reqwest::Method::GET, &format!("/_matrix/client/v3/rooms/{}/joined_members", encode(room.as_str())), None).0, 403);
    let nobody = UserId("@nobody:nowhere.invalid".into());
    let refused = add(&a, &room, vec![carol.clone(), nobody.clone()]);
    assert_eq!(refused.iter().map(|one| &one.user).collect::<Vec<_>>(), [&nobody]);
    shows(&second, &room, &["Amina Admin", "Bela Moderator", "Carol Member, invited"]);

    // Banned: gone, and not to be added before the ban is lifted.
    let (to, user) = (room.clone(), carol.clone());
    assert_eq!(act(&b, |m| async move { m.ban_person(&to, &user).await }).unwrap(), (), "a moderator may");
    let out = |side: &Side| group(side, &room).banned.into_iter().map(|one| (one.person.user, one.may_unban)).collect::<Vec<_>>();
    for (side, may) in [(&a, true), (&second, true), (&b, true)] {
        until("Carol to be banned", 30, || (out(side) == [(carol.clone(), may)]).then_some(()));
        shows(side, &room, if side.me == b.me { &["Bela Moderator", "Amina Admin"] } else { &["Amina Admin", "Bela Moderator"] });
    }
    assert_eq!(add(&a, &room, vec![carol.clone()])[0].problem.said.as_ref().map(|said| said.id.as_str()), Some("banned"));
    let (to, user) = (room.clone(), carol.clone());
    act(&second, |m| async move { m.unban_person(&to, &user).await }).unwrap();
    until("the ban to be lifted", 30, || out(&a).is_empty().then_some(()));
    assert_eq!(add(&a, &room, vec![carol.clone()]), []);
    shows(&second, &room, &["Amina Admin", "Bela Moderator", "Carol Member, invited"]);

    // Left on one device is left on both, and stays readable.
    a.text(&room, "before I go");
    a.sent_all();
    second.sees(&room, "before I go");
    let to = room.clone();
    act(&second, |m| async move { m.leave_group(&to).await }).unwrap();
    for side in [&a, &second] {
        until("to have left", 30, || (!side.read(|r| r.conversation(&room)).joined).then_some(()));
        side.sees(&room, "before I go");
        assert!(!group(side, &room).joined);
    }
    shows(&b, &room, &["Bela Moderator", "Carol Member, invited"]);
}

#[test]
fn who_is_added_sees_of_before_what_was_said_before_adding() {
    let server = Server::shared();
    let (amina, bela) = (server.account("Amina"), server.account("Bela"));
    let (a, dora) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &server.account("Dora")));
    let raw = Raw::log_in(&server.url, &bela);
    let made = a.write(|w| w.queue_group(&[UserId(raw.user.clone())], None));
    a.pin(&made, &pin("Older pin", "", None));
    a.sent_all();
    let room = a.read(|r| r.resolve(&made));
    let shown = group(&a, &room);
    assert_eq!((shown.older_pins, shown.encrypted, shown.name), (OlderPins::All, true, None));
    assert_eq!(add(&a, &room, vec![dora.me.clone()]), []);
    assert_eq!(dora.accept(), room);
    // Its key came with the invitation.
    let load = |side: &Side, room: &RoomId| {
        let room = room.clone();
        act(side, |m| async move { m.load_older(&room).await }).unwrap()
    };
    until("the older pin, readable", 60, || {
        load(&dora, &room);
        dora.said(&room).contains(&"Older pin".to_owned()).then_some(())
    });

    // Where history is closed, who is added sees nothing of before.
    let closed = json!({ "type": "m.room.history_visibility", "state_key": "", "content": { "history_visibility": "joined" } });
    let sealed = json!({ "type": "m.room.encryption", "state_key": "", "content": { "algorithm": "m.megolm.v1.aes-sha2" } });
    let closed = RoomId(raw.create_room(&json!({
        "name": "Closed", "preset": "private_chat", "invite": [a.me.as_str()], "initial_state": [closed, sealed],
        "power_level_content_override": { "invite": 0 }
    })));
    until("the invitation", 60, || {
        let there = a.core.store.read(|r| r.conversation(&closed)).ok();
        if there.is_none() && a.read(|r| r.requests()).iter().any(|request| request.room == closed) {
            a.accept();
        }
        there
    });
    until("its history to be known as closed", 30, || (group(&a, &closed).older_pins == OlderPins::SinceJoined).then_some(()));
    a.pin(&closed, &pin("Not for Dora", "", None));
    a.sent_all();
    assert_eq!(add(&a, &closed, vec![dora.me.clone()]), []);
    until("the second invitation", 60, || {
        let there = dora.core.store.read(|r| r.conversation(&closed)).ok();
        if there.is_none() && dora.read(|r| r.requests()).iter().any(|request| request.room == closed) {
            dora.accept();
        }
        there
    });
    // A key goes to who has joined, as far as the sender knows.
    until("Dora to have joined, for Amina", 30, || members(&a, &closed).iter().any(|member| member == "Dora Member").then_some(()));
    a.pin(&closed, &pin("For all", "", None));
    dora.sees(&closed, "For all");
    load(&dora, &closed);
    stays("nothing of before", 3, || !dora.said(&closed).iter().any(|said| said == "Not for Dora" || said == "(locked)"));
}

#[test]
fn offline_it_says_so_at_once_and_nothing_is_changed() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let a = Side::sign_in(&proxy.url, &server.account("Amina"));
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let made = a.write(|w| w.queue_group(&[UserId(raw.user.clone())], Some("Cabin")));
    a.sent_all();
    let room = a.read(|r| r.resolve(&made));
    raw.join(room.as_str());
    shows(&a, &room, &["Amina Admin", "Carol Member"]);
    proxy.rule(|_| Fate::Cut);
    let connection = a.matrix().connection();
    until("offline", 60, || (*connection.borrow() == Connection::Offline).then_some(()));
    let begun = std::time::Instant::now();
    let carol = UserId(raw.user.clone());
    let (r1, r2, r3, u1, u2) = (room.clone(), room.clone(), room.clone(), carol.clone(), carol.clone());
    let failed = [
        name_it(&a, &room, "Lost"),
        set_role(&a, &room, &carol, Role::Admin),
        act(&a, |m| async move { m.remove_person(&r1, &u1).await }),
        act(&a, |m| async move { m.add_people(&r2, &[u2]).await }).map(|_| ()),
        act(&a, |m| async move { m.leave_group(&r3).await }),
    ];
    for problem in failed.into_iter().map(Result::unwrap_err) {
        assert_eq!(problem.code, Code::NoNetwork);
        assert!(problem.words.contains("you are offline"), "{}", problem.words);
    }
    assert!(begun.elapsed().as_secs() < 5);
    // It is shown all the same.
    shows(&a, &room, &["Amina Admin", "Carol Member"]);
    // A group that is begun offline is made later, with its name.
    let later = a.write(|w| w.queue_group(&[carol], Some("Later")));
    let asked = later.clone();
    assert_eq!(act(&a, |m| async move { m.group(&asked).await }).unwrap_err().code, Code::NoNetwork);
    proxy.pass();
    a.sent_all();
    let later = a.read(|r| r.resolve(&later));
    until("the group that was begun offline", 30, || (group(&a, &later).name.as_deref() == Some("Later")).then_some(()));
    name_it(&a, &room, "Found").unwrap();
    assert_eq!(state(&raw, &room, "m.room.name")["name"], "Found");
}

fn lines(side: &Side, room: &RoomId) -> Vec<String> {
    let page = side.read(|r| r.messages(room, None, None, 200));
    let all = page.messages.iter().flat_map(|m| m.happened.iter().flatten()).chain(&page.happened);
    let one = |h: &Happening| {
        let people: Vec<&str> = h.people.iter().map(|p| p.name.as_str()).collect();
        let name = h.before.iter().chain(&h.name).map(|name| format!(" “{name}”")).collect::<String>();
        format!("{:?} {}{name}", h.what, people.join("+"))
    };
    all.map(one).collect()
}

#[test]
fn what_happens_is_read_between_the_messages_on_both_devices_and_tells_nobody() {
    let Four { a, mut second, b, raw, room } = four();
    for side in [&a, &second, &b] {
        until("Carol to have joined", 30, || {
            lines(side, &room).iter().any(|line| line.starts_with("Joined") && line.contains("Carol")).then_some(())
        });
    }
    assert_eq!(lines(&a, &room)[0], "Created  “Cabin”");
    a.text(&room, "hello");
    a.sent_all();
    for side in [&second, &b] {
        side.sees(&room, "hello");
    }
    let told = |side: &Side| (side.notices.lock().unwrap().len(), side.read(|r| r.conversation(&room)).unread);
    // A notice waits a little whether it was read elsewhere.
    until("Bela to be told of what was written", 30, || (told(&b) == (1, 1)).then_some(()));
    let before = [told(&a), told(&second), told(&b)];
    // Twice called otherwise, which is one line; then a picture, and what others do.
    let profile = |what: &str| format!("/_matrix/client/v3/profile/{}/{what}", encode(&raw.user));
    raw.put(&profile("displayname"), &json!({ "displayname": "Caro" }));
    raw.put(&profile("displayname"), &json!({ "displayname": format!("\u{202e}Caroline{}", " x".repeat(80)) }));
    raw.put(&profile("displayname"), &json!({ "displayname": "Caroline" }));
    // The server would put a name and a picture that follow closely into one event.
    let renamed = "Called Caroline “Carol” “Caroline”".to_owned();
    until("the new name to be told", 30, || lines(&a, &room).contains(&renamed).then_some(()));
    let avatar = raw.upload("image/png", pictures::png(4, 64, 64));
    raw.put(&profile("avatar_url"), &json!({ "avatar_url": avatar }));
    // The server tells a room of a profile in its own time.
    until("the new picture to be told", 30, || lines(&a, &room).contains(&"Face Caroline".to_owned()).then_some(()));
    name_it(&a, &room, "House").unwrap();
    set_role(&a, &room, &b.me, Role::Moderator).unwrap();
    let after = ["Called Caroline “Carol” “Caroline”", "Face Caroline", "Named  “House”", "Role Bela"];
    for side in [&a, &second, &b] {
        let found = crate::support::before(30, || lines(side, &room).ends_with(&after.map(str::to_owned)).then_some(()));
        assert!(found.is_some(), "{:?}", lines(side, &room));
    }
    stays("nobody to be told", 2, || [told(&a), told(&second), told(&b)] == before);
    // The same after a restart, and the message that follows stands below them.
    second.restart();
    b.text(&room, "after all that");
    let last = second.sees(&room, "after all that");
    until("the lines above it", 30, || {
        let message = second.read(|r| r.message(last.id));
        let page = second.read(|r| r.messages(&room, None, None, 1));
        (message.is_some() && page.messages[0].happened.as_ref().is_some_and(|lines| lines.len() == after.len())).then_some(())
    });
}
