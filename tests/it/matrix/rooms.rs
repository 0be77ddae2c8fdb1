//! Invitations, groups, boards, mute, the directory.

use serde_json::{Value, json};
use tackroom_core::model::*;

use super::side::{Side, WithCarol, pin, with_carol};
use crate::support::{Account, Raw, Server, block, raw::encode, stays, until};

fn requests(side: &Side) -> Vec<Request> {
    side.read(|r| r.requests())
}

#[test]
fn strangers_ask_and_known_people_come_in_boards_always_ask() {
    let server = Server::shared();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let a = Side::sign_in(&server.url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    let me = a.me.as_str().to_owned();

    let declined = raw.create_room(&json!({ "name": "Sale", "preset": "private_chat", "invite": [me] }));
    let request = until("the request", 30, || requests(&a).first().cloned());
    assert_eq!((request.room.as_str(), request.kind), (declined.as_str(), RequestKind::Conversation));
    assert_eq!((request.inviter.as_str(), request.inviter_name.as_str()), (carol.id.as_str(), "Carol"));
    assert_eq!(request.room_name.as_deref(), Some("Sale"));
    let (matrix, room) = (a.matrix().clone(), request.room.clone());
    block(async move { matrix.decline(&room).await }).unwrap();
    until("no request", 10, || requests(&a).is_empty().then_some(()));
    assert!(a.read(|r| r.conversations(None, 10)).is_empty());

    raw.direct_room(&me);
    let direct = a.accept();
    let is_stranger = || a.read(|r| r.conversation(&direct)).stranger;
    assert!(is_stranger(), "accepted, not answered");
    let early = raw.create_room(&json!({ "name": "Early", "preset": "private_chat", "invite": [me] }));
    let request = until("a request in spite of the accepted one", 30, || requests(&a).first().cloned());
    assert_eq!((request.room.as_str(), request.known), (early.as_str(), false));
    a.write(|w| w.put_settings(&Settings { who_may_write: WhoMayWrite::WrittenTo, ..Settings::default() }));
    assert!(requests(&a)[0].kept_out);
    let (matrix, room) = (a.matrix().clone(), request.room.clone());
    block(async move { matrix.decline(&room).await }).unwrap();
    a.text(&direct, "Who are you?");
    assert!(!is_stranger());
    a.sent_all();
    let group = raw.create_room(&json!({ "name": "Club", "preset": "private_chat", "invite": [me] }));
    let id = RoomId(group);
    until("the known person's group, joined by itself", 30, || a.core.store.read(|r| r.conversation(&id)).ok().filter(|c| c.joined));
    assert!(requests(&a).is_empty());

    let board = raw.create_room(
        &json!({ "name": "Gardens", "preset": "private_chat", "invite": [me], "creation_content": { "type": "app.tackroom.board" } }),
    );
    let request = until("the board's request", 30, || requests(&a).first().cloned());
    assert_eq!((request.room.as_str(), request.kind), (board.as_str(), RequestKind::Board));
    stays("the board is not joined by itself", 3, || requests(&a).len() == 1);
    let (matrix, room) = (a.matrix().clone(), request.room.clone());
    block(async move { matrix.accept(&room).await }).unwrap();
    until("the board", 20, || a.read(|r| r.boards()).into_iter().find(|b| b.room.as_str() == board));
    raw.send(
        &board,
        "m.room.message",
        &json!({ "msgtype": "m.text", "body": "Rose\nred", "app.tackroom.pin": { "version": 1, "title": "Rose", "note": "red" } }),
    );
    until("the pin on the board", 20, || (a.read(|r| r.boards())[0].pins == 1).then_some(()));
    until("its sender's name", 20, || (a.read(|r| r.profile(&UserId(carol.id.clone()))).name == "Carol").then_some(()));
}

/// Whom an account has blocked, by the server's word.
fn blocked_by(server: &Server, account: &Account) -> Value {
    Raw::log_in(&server.url, account).blocked()
}

#[test]
fn a_blocked_person_is_not_heard_of_again_until_unblocked() {
    let server = Server::shared();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let a = Side::sign_in(&server.url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    raw.direct_room(a.me.as_str());
    let request = until("the request", 30, || requests(&a).first().cloned());
    let (matrix, room) = (a.matrix().clone(), request.room.clone());
    block(async move { matrix.block_and_report(&room).await }).unwrap();
    assert!(requests(&a).is_empty());
    assert!(blocked_by(server, &amina)[&carol.id].is_object());
    raw.create_room(&json!({ "preset": "private_chat", "invite": [amina.id] }));
    stays("no request of the blocked person", 3, || requests(&a).is_empty());

    let blocked = || {
        block({
            let matrix = a.matrix().clone();
            async move { matrix.blocked().await }
        })
        .unwrap()
    };
    let carol_id = UserId(carol.id.clone());
    until("who is blocked", 20, || (blocked() == [carol_id.clone()]).then_some(()));
    let matrix = a.matrix().clone();
    let left = block({
        let user = carol_id.clone();
        async move { matrix.unblock(&user).await }
    })
    .unwrap();
    assert_eq!((left, blocked_by(server, &amina)), (Vec::new(), json!({})));
    until("nobody blocked", 20, || blocked().is_empty().then_some(()));
    let again = raw.create_room(&json!({ "preset": "private_chat", "invite": [amina.id] }));
    until("a request, as before", 30, || requests(&a).iter().any(|request| request.room.as_str() == again).then_some(()));
}

#[test]
fn two_who_are_blocked_at_once_are_both_blocked() {
    let server = Server::shared();
    let [amina, mallory, trudy] = ["Amina", "Mallory", "Trudy"].map(|name| server.account(name));
    let a = Side::sign_in(&server.url, &amina);
    let rooms = [&mallory, &trudy].map(|stranger| RoomId(Raw::log_in(&server.url, stranger).direct_room(a.me.as_str())));
    until("both requests", 30, || (requests(&a).len() == 2).then_some(()));
    let (matrix, [first, second]) = (a.matrix().clone(), rooms);
    let blocked = block(async move { tokio::join!(matrix.block_and_report(&first), matrix.block_and_report(&second)) });
    blocked.0.and(blocked.1).unwrap();
    let list = blocked_by(server, &amina);
    assert!([&mallory, &trudy].iter().all(|stranger| list[&stranger.id].is_object()), "{list}");
}

#[test]
fn a_board_of_ones_own_takes_pins_and_shows_them_in_the_feed() {
    let server = Server::shared();
    let a = Side::sign_in(&server.url, &server.account("Amina"));
    let matrix = a.matrix().clone();
    let board = block(async move { matrix.create_board("My garden").await }).unwrap();
    let boards = a.read(|r| r.boards());
    assert_eq!((boards.len(), boards[0].name.as_str(), boards[0].can_post), (1, "My garden", true));
    a.pin(&board, &pin("Lilac", "", Some("https://example.org/lilac")));
    a.sent_all();
    until("the pin on the board, once", 20, || (a.read(|r| r.boards())[0].pins == 1 && a.said(&board) == ["Lilac"]).then_some(()));
    assert!(a.read(|r| r.conversations(None, 10)).is_empty(), "a board is no conversation");
}

#[test]
fn a_group_of_three_writes_to_each_other() {
    let server = Server::shared();
    let (a, b, c) = (
        Side::sign_in(&server.url, &server.account("Amina")),
        Side::sign_in(&server.url, &server.account("Bela")),
        Side::sign_in(&server.url, &server.account("Carol")),
    );
    let users = [b.me.clone(), c.me.clone()];
    let local = a.write(|w| w.queue_new_conversation(&users, Some("Garden club".into()), false));
    a.pin(&local, &pin("Oak", "", None));
    let (in_b, in_c) = (b.accept(), c.accept());
    assert_eq!(in_b, in_c);
    b.sees(&in_b, "Oak");
    c.sees(&in_c, "Oak");
    c.text(&in_c, "for everyone");
    a.sees(&in_b, "for everyone");
    b.sees(&in_b, "for everyone");
    let shown = b.read(|r| r.conversation(&in_b));
    assert_eq!((shown.kind, shown.name.as_str()), (ConversationKind::Group, "Garden club"));
    until("both others", 20, || (b.read(|r| r.conversation(&in_b)).member_count == 2).then_some(()));
}

#[test]
fn mute_is_a_push_rule_that_all_devices_share() {
    let WithCarol { amina, a, raw, room, id } = with_carol();
    let own = Raw::log_in(&Server::shared().url, &amina);
    let muted = |side: &Side| side.read(|r| r.is_muted(&id));
    a.write(|w| w.set_mark(&id, &Mark::Notify { notify: Notify::None, until: None }));
    assert!(muted(&a));
    a.sent_all();
    let before = a.notices.lock().unwrap().len();
    raw.text(&room, "quiet");
    a.sees(&id, "quiet");
    stays("no notice of a muted conversation", 2, || a.notices.lock().unwrap().len() == before);
    let rules = own.get("/_matrix/client/v3/pushrules/global/");
    let rule = rules["override"].as_array().unwrap().iter().find(|rule| rule["rule_id"] == room.as_str()).cloned();
    assert!(rule.is_some(), "{rules}");
    // Unmuted on another device.
    let (status, _) = own.ask(reqwest::Method::DELETE, &format!("/_matrix/client/v3/pushrules/global/override/{}", encode(&room)), None);
    assert_eq!(status, 200);
    until("unmuted here too", 20, || (!muted(&a)).then_some(()));
    raw.text(&room, "loud");
    until("a notice", 20, || (a.notices.lock().unwrap().len() == before + 1).then_some(()));
}

#[test]
fn the_directory_finds_people_and_not_oneself() {
    let server = Server::shared();
    let (amina, _other) = (server.account("Zuleika"), server.account("Zuleika"));
    let a = Side::sign_in(&server.url, &amina);
    let found = until("the directory", 30, || {
        let matrix = a.matrix().clone();
        let found = block(async move { matrix.search_directory("zuleika").await }).unwrap();
        (!found.is_empty()).then_some(found)
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].origin, ContactOrigin::Directory);
}
