//! Pictures: plain ones sent in one go, and those of older messages that are kept for when the server is gone.

use std::time::Duration;

use serde_json::json;
use tackroom_core::api::Code;
use tackroom_core::model::*;

use super::past::ends;
use super::side::{Side, pin};
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, block, pictures, until};

fn picture_of(message: &Message) -> Option<&Picture> {
    match &message.body {
        MessageBody::Pin { pin } => pin.picture.as_ref(),
        _ => None,
    }
}

/// A picture of this width, as the window asks for it.
fn get(side: &Side, media: MediaId, width: u32) -> Result<Vec<u8>, Code> {
    let from = side.core.media.clone();
    block(async move { from.get(media, width).await }).map(|served| served.bytes).map_err(|problem| problem.code)
}

#[test]
fn plain_pictures_in_one_go_arrive_in_order_whichever_is_uploaded_first() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let account = server.account("Amina");
    let (a, b) = (Side::sign_in(&proxy.url, &account), Side::sign_in(&server.url, &server.account("Bela")));
    let second = Side::sign_in(&server.url, &account);
    let local = a.direct(&b);
    a.text(&local, "These:");
    let room = b.accept();
    second.knows(&room);
    a.sent_all();

    // The first takes longest to upload.
    let mut slow = 2;
    proxy.rule(move |seen| {
        if seen.method == "POST" && seen.path.contains("/upload") && slow > 0 {
            slow -= 1;
            return Fate::Delay(Duration::from_secs(2));
        }
        Fate::Pass
    });
    let width = |n: u8| 200 + 20 * u32::from(n);
    let import = |n: u8| {
        let (media, jpeg) = (a.core.media.clone(), n % 2 == 1);
        let bytes = if jpeg { pictures::jpeg(n, width(n), 150) } else { pictures::png(n, width(n), 150) };
        block(async move { media.import(bytes, "found").await }).unwrap().media
    };
    let sent: Vec<MediaId> = (1..=7).map(import).collect();
    let plain = |media: &MediaId| PinInput { picture: Some(*media), ..pin("", "", None) };
    a.write(|w| w.queue_pins(&room, &sent.iter().map(plain).collect::<Vec<_>>()));
    let originals: Vec<Vec<u8>> = sent.iter().map(|media| get(&a, *media, 0).unwrap()).collect();
    let expected: Vec<u32> = (1..=7).map(width).collect();
    for side in [&b, &second, &a] {
        let shown = || side.messages(&room).into_iter().filter(|message| picture_of(message).is_some()).collect::<Vec<_>>();
        let in_order = || shown().iter().filter_map(picture_of).map(|picture| picture.width).collect::<Vec<_>>() == expected;
        until("all of them in order", 60, || in_order().then_some(()));
        for ((message, original), index) in shown().iter().zip(&originals).zip(0..) {
            let (MessageBody::Pin { pin }, Some(group)) = (&message.body, &message.group) else { panic!("{message:?}") };
            assert_eq!((group.index, group.count), (index, 7));
            // Where there are no words, the file's name has to do.
            assert!(pin.title.starts_with("found.") && pin.note.is_empty() && pin.link.is_none(), "{pin:?}");
            assert_eq!(&get(side, picture_of(message).unwrap().media, 0).unwrap(), original, "the very bytes");
        }
    }
    a.sent_all();
    let raw = Raw::log_in(&server.url, &account);
    assert_eq!(raw.events_of(room.as_str(), "m.room.encrypted").len(), 8, "each is an event of its own, encrypted");
}

#[test]
fn pictures_of_older_messages_are_there_without_the_server_where_asked_for() {
    let server = Server::shared();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let (raw, own) = (Raw::log_in(&server.url, &carol), Raw::log_in(&server.url, &amina));
    let room = raw.create_room(&json!({ "name": "Album", "preset": "private_chat", "invite": [amina.id] }));
    own.join(&room);
    for seed in 1..=3 {
        let bytes = pictures::jpeg(seed, 900, 600);
        let info = json!({ "w": 900, "h": 600, "size": bytes.len(), "mimetype": "image/jpeg" });
        let url = raw.upload("image/jpeg", bytes);
        raw.send(&room, "m.room.message", &json!({ "msgtype": "m.image", "body": format!("{seed}.jpg"), "url": url, "info": info }));
    }
    (0..60).for_each(|number| drop(raw.text(&room, &number.to_string())));
    let id = RoomId(room);
    for pictures in [true, false] {
        let proxy = Proxy::before(server.port);
        let side = Side::sign_in(&proxy.url, &amina);
        side.knows(&id);
        side.sees(&id, "59");
        let (matrix, wanted) = (side.matrix().clone(), id.clone());
        block(async move { matrix.load_history(&wanted, None, pictures).await }).unwrap();
        ends(&side, &id);
        proxy.rule(|_| Fate::Cut);
        let connection = side.matrix().connection();
        until("the server to be gone", 60, || (*connection.borrow() == Connection::Offline).then_some(()));
        let all = side.messages(&id);
        let shown: Vec<&Picture> = all.iter().filter_map(picture_of).collect();
        assert_eq!((all.len(), shown.len()), (63, 3));
        for picture in shown {
            match get(&side, picture.media, 640) {
                Ok(bytes) => {
                    assert!(pictures, "fetched without being asked for");
                    let read = image::load_from_memory(&bytes).unwrap();
                    assert!(read.width() == 640 && read.height() == 427, "{}x{}", read.width(), read.height());
                }
                Err(code) => assert!(!pictures && code == Code::NoNetwork, "asked for, and {code:?}"),
            }
        }
    }
}
