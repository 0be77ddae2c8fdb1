//! More kinds of other clients: pictures that move, films and files.

use std::path::Path;

use serde_json::json;
use tackroom_core::model::*;

use super::side::{InCarolsGroup, in_carols_group, pin};
use crate::support::{Account, Desktop, Headless, Raw, Server, block, moving, stays, until};

fn picture_of(message: &Message) -> Picture {
    match &message.body {
        MessageBody::Pin { pin } => pin.picture.clone().expect("a picture"),
        other => panic!("no pin: {other:?}"),
    }
}

#[test]
fn a_plain_picture_that_moves_is_known_as_such_and_shown_still_or_moving() {
    let InCarolsGroup { a, second, b, raw, room } = in_carols_group();
    let kinds = [
        ("still.gif", "image/gif", moving::gif(1), false),
        ("moving.gif", "image/gif", moving::gif(3), true),
        ("moving.png", "image/png", moving::apng(3), true),
        ("moving.webp", "image/webp", moving::webp(3), true),
    ];
    for (name, mimetype, bytes, _) in &kinds {
        let url = raw.upload(mimetype, bytes.clone());
        let info = json!({ "w": moving::WIDTH, "h": moving::HEIGHT, "size": bytes.len(), "mimetype": mimetype });
        raw.send(room.as_str(), "m.room.message", &json!({ "msgtype": "m.image", "body": name, "url": url, "info": info }));
    }
    // The last one is Bela's, encrypted or not as the room is: it goes out as it was.
    let media = b.core.media.clone();
    let hers = block(async move { media.import(moving::webp(2), "hers.webp").await }).unwrap();
    b.pin(&room, &PinInput { picture: Some(hers.media), ..pin("Hers", "", None) });
    for side in [&a, &second, &b] {
        let shown = |title: &str| side.sees(&room, title);
        for (name, mimetype, bytes, moves) in kinds
            .iter()
            .map(|(name, kind, bytes, moves)| (*name, *kind, bytes.clone(), *moves))
            .chain([("Hers", "image/webp", moving::webp(2), true)])
        {
            let message = shown(name);
            let MessageBody::Pin { pin } = &message.body else { panic!("no pin") };
            assert!(pin.link.is_none(), "a plain picture has no link");
            let told = |width: u32| {
                let (media, of) = (side.core.media.clone(), picture_of(&message).media);
                block(async move { media.get(of, width).await }).unwrap()
            };
            let small = told(640);
            assert_eq!(
                (small.mime, image::load_from_memory(&small.bytes).unwrap().width()),
                ("image/jpeg", 640),
                "{name}: first it stands still"
            );
            let whole = told(0);
            assert_eq!((whole.mime, whole.bytes == bytes), (mimetype, true), "{name}");
            assert_eq!(picture_of(&side.read(|r| r.message(message.id)).unwrap()).animated, moves, "{name}");
        }
    }
}

/// Amina's two devices and Bela, in a room of Carol's, who has a plain client.
struct Group {
    a: Headless,
    second: Headless,
    b: Headless,
    raw: Raw,
    room: String,
    // Outlives those that need it.
    desktop: Desktop,
}

fn group() -> Group {
    let (server, desktop) = (Server::shared(), Desktop::new());
    let [amina, bela, carol]: [Account; 3] = ["Amina", "Bela", "Carol"].map(|name| server.account(name));
    let mut a = Headless::signed_in(&desktop, &server.url, &amina);
    let mut second = Headless::start(&desktop, &desktop.profile("second"));
    second.sign_in(&server.url, &amina);
    let mut b = Headless::signed_in(&desktop, &server.url, &bela);
    let raw = Raw::log_in(&server.url, &carol);
    let room = raw.create_room(&json!({ "name": "Flat", "preset": "private_chat", "invite": [amina.id, bela.id] }));
    raw.text(&room, "hello");
    a.accept();
    b.accept();
    // They answer: then it is no stranger's room any more.
    for (side, answer) in [(&mut a, "yes"), (&mut b, "yes, too")] {
        side.message("hello");
        side.ask(json!({ "do": "send", "room": room, "text": answer }));
    }
    second.message("yes, too");
    Group { a, second, b, raw, room, desktop }
}

#[test]
fn films_and_files_are_saved_and_opened_outside_and_what_could_run_is_not() {
    let Group { mut a, mut second, mut b, raw, room, desktop } = group();
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let url = raw.upload("video/mp4", bytes.clone());
    let mut send = |kind: &str, name: &str, mimetype: &str| {
        let info = json!({ "size": bytes.len(), "mimetype": mimetype });
        raw.send(&room, "m.room.message", &json!({ "msgtype": kind, "body": name, "filename": name, "url": url, "info": info }));
        until("the file", 60, || {
            let found = a.messages(&room).into_iter().find(|m| m["body"]["kind"] == "file" && m["body"]["name"] == name)?;
            assert_eq!(found["body"]["size"], bytes.len());
            found["id"].as_i64()
        })
    };
    let film = send("m.video", "Our walk.mp4", "video/mp4");
    let program = send("m.file", "invoice.pdf.exe", "application/pdf");
    let folder = tempfile::tempdir().unwrap();
    let save = |a: &mut Headless, id: i64| {
        let path = a.call("save_file", json!({ "message": id, "folder": folder.path() }));
        path.as_str().unwrap().to_owned()
    };
    let (first, again) = (save(&mut a, film), save(&mut a, film));
    assert!(first.ends_with("/Our walk.mp4") && again.ends_with("/Our walk (2).mp4"), "{first} {again}");
    assert_eq!(std::fs::read(&first).unwrap(), bytes);
    for side in [&mut second, &mut b] {
        let there = until("the film", 30, || side.messages(&room).into_iter().find(|m| m["body"]["name"] == "Our walk.mp4"));
        let path = save(side, there["id"].as_i64().unwrap());
        assert_eq!(std::fs::read(path).unwrap(), bytes);
    }
    assert!(save(&mut a, program).ends_with("/invoice.exe"), "it says what it is");

    a.call("open_file", json!({ "message": film }));
    let opened = until("the system's program", 20, || desktop.opened().first().cloned());
    assert_eq!(std::fs::read(&opened).unwrap(), bytes);
    let refused = a.try_ask(json!({ "do": "call", "call": "open_file", "args": { "message": program } })).unwrap_err();
    assert_eq!(refused["code"], "blocked", "{refused}");
    stays("nothing else opens", 1, || desktop.opened().len() == 1);
    // The copy in the clear does not outlive the next start.
    let profile = a.quit();
    assert!(Path::new(&opened).starts_with(&profile));
    let _a = Headless::start(&desktop, &profile);
    until("the copy to be gone", 20, || (!Path::new(&opened).exists()).then_some(()));
}
