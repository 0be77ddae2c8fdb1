//! Keys that come late: what was locked turns readable in its place by itself (C42).

use tackroom_core::model::*;
use tackroom_matrix::oracle;

use super::side::{Side, pin};
use crate::support::{Server, block, until};

fn locked(side: &Side, room: &RoomId) -> usize {
    side.messages(room).iter().filter(|m| m.body == MessageBody::Locked).count()
}

#[test]
fn a_new_device_reads_the_past_once_it_has_the_keys_also_after_a_restart() {
    let server = Server::shared();
    let (amina, bela) = (server.account("Amina"), server.account("Bela"));
    let (a, b) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &bela));
    let local = a.direct(&b);
    a.pin(&local, &pin("Pin 0", "", None));
    let room = a.accepted_by(&b);
    for number in 1..12 {
        a.pin(&room, &pin(&format!("Pin {number}"), "", None));
    }
    b.sees(&room, "Pin 11");
    let all: Vec<String> = (0..12).map(|n| format!("Pin {n}")).collect();
    crate::support::before(10, || (b.said(&room) == all).then_some(()));
    assert_eq!(b.said(&room), all);

    let mut second = Side::sign_in(&server.url, &bela);
    until("the locked past", 30, || {
        (second.core.store.read(|r| r.conversation(&room)).is_ok() && locked(&second, &room) == 12).then_some(())
    });
    let before: Vec<MessageId> = second.messages(&room).iter().map(|m| m.id).collect();
    second.restart();
    second.online();
    assert_eq!(locked(&second, &room), 12);

    let file = b.folder.path().join("keys.txt");
    let (from, to, path) = (b.matrix().clone(), second.matrix().clone(), file.clone());
    block(async move {
        oracle::export_keys(&from, &path, "passphrase").await.unwrap();
        oracle::import_keys(&to, &path, "passphrase").await.unwrap();
    });
    until("all to be readable", 30, || (second.said(&room) == all).then_some(()));
    let after: Vec<MessageId> = second.messages(&room).iter().map(|m| m.id).collect();
    assert_eq!(before, after, "each in its place");
    assert_eq!(second.notices.lock().unwrap().len(), 0, "what was there before this device signed in is no news");
}

#[test]
fn keys_from_the_backup_unlock_as_well() {
    let server = Server::shared();
    let (amina, bela) = (server.account("Amina"), server.account("Bela"));
    let (a, b) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &bela));
    let local = a.direct(&b);
    a.pin(&local, &pin("Pin 0", "", None));
    let room = a.accepted_by(&b);
    b.sees(&room, "Pin 0");
    a.text(&room, "more");
    b.sees(&room, "more");
    let matrix = b.matrix().clone();
    let key = block(async move { oracle::enable_recovery(&matrix).await }).unwrap();
    let second = Side::sign_in(&server.url, &bela);
    until("the room", 30, || second.core.store.read(|r| r.conversation(&room)).ok());
    crate::support::before(30, || (locked(&second, &room) == 2).then_some(()));
    assert_eq!(second.said(&room), ["(locked)", "(locked)"]);
    let matrix = second.matrix().clone();
    block(async move { oracle::recover(&matrix, &key).await }).unwrap();
    until("all to be readable", 30, || (second.said(&room) == ["Pin 0", "more"]).then_some(()));
}
