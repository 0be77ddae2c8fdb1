//! More kinds of other clients: pictures that move, films and files.

use std::path::Path;

use image::codecs::gif::GifEncoder;
use image::{Delay, Frame, Rgba, RgbaImage};
use serde_json::json;
use tackroom_core::model::*;

use super::side::{WithCarol, with_carol};
use crate::support::{Desktop, Headless, Raw, Server, block, stays, until};

/// A film of so many frames.
fn gif(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for number in 0..frames {
        let picture = RgbaImage::from_pixel(700, 500, Rgba([number * 60, 20, 120, 255]));
        encoder.encode_frame(Frame::from_parts(picture, 0, 0, Delay::from_numer_denom_ms(100, 1))).unwrap();
    }
    drop(encoder);
    bytes
}

fn picture_of(message: &Message) -> Picture {
    match &message.body {
        MessageBody::Pin { pin } => pin.picture.clone().expect("a picture"),
        other => panic!("no pin: {other:?}"),
    }
}

#[test]
fn a_plain_picture_that_moves_is_known_as_such_and_shown_still_or_moving() {
    let WithCarol { a, raw, room, id, .. } = with_carol();
    for (name, frames) in [("still.gif", 1), ("moving.gif", 3)] {
        let bytes = gif(frames);
        let url = raw.upload("image/gif", bytes.clone());
        let info = json!({ "w": 700, "h": 500, "size": bytes.len(), "mimetype": "image/gif" });
        raw.send(&room, "m.room.message", &json!({ "msgtype": "m.image", "body": name, "url": url, "info": info }));
        let count = if frames == 1 { 1 } else { 2 };
        until("the picture", 30, || (a.messages(&id).len() == count).then_some(()));
    }
    let shown: Vec<Message> = until("both", 30, || Some(a.messages(&id)).filter(|all| all.len() == 2));
    let told = |at: usize, width: u32| {
        let (media, of) = (a.core.media.clone(), picture_of(&shown[at]).media);
        block(async move { media.get(of, width).await }).unwrap()
    };
    for (at, moves) in [(0, false), (1, true)] {
        let MessageBody::Pin { pin } = &shown[at].body else { panic!("no pin") };
        assert!(pin.link.is_none(), "a plain picture has no link");
        let small = told(at, 640);
        assert_ne!(small.mime, "image/gif", "what is shown first stands still");
        let whole = told(at, 0);
        assert_eq!((whole.mime, whole.bytes), ("image/gif", gif(if moves { 3 } else { 1 })));
        assert_eq!(picture_of(&a.read(|r| r.message(shown[at].id)).unwrap()).animated, moves);
    }
}

#[test]
fn films_and_files_are_saved_and_opened_outside_and_what_could_run_is_not() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let mut a = Headless::signed_in(&desktop, &server.url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    let room = raw.direct_room(&amina.id);
    raw.text(&room, "hello");
    a.accept();
    a.message("hello");
    // She answers: then it is no stranger's room any more.
    a.ask(json!({ "do": "send", "room": room, "text": "yes" }));
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
    let (first, second) = (save(&mut a, film), save(&mut a, film));
    assert!(first.ends_with("/Our walk.mp4") && second.ends_with("/Our walk (2).mp4"), "{first} {second}");
    assert_eq!(std::fs::read(&first).unwrap(), bytes);
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
