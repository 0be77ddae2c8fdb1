//! Pins with pictures, both ways, and what others see of them on the wire.

use tackroom_core::media::MediaSource;
use tackroom_core::model::*;

use super::side::{Side, pin};
use crate::support::{Raw, Server, block, pictures, until};

fn import(side: &Side, seed: u8) -> Picture {
    let media = side.core.media.clone();
    block(async move { media.import(pictures::jpeg(seed, 800, 600), "bench.jpg").await }).unwrap()
}

fn bytes(side: &Side, media: MediaId, width: u32) -> Vec<u8> {
    let from = side.core.media.clone();
    block(async move { from.get(media, width).await }).unwrap().bytes
}

fn picture_of(message: &Message) -> Picture {
    match &message.body {
        MessageBody::Pin { pin } => pin.picture.clone().expect("a picture"),
        other => panic!("no pin: {other:?}"),
    }
}

#[test]
fn a_picture_arrives_encrypted_and_its_files_go_with_its_removal() {
    let server = Server::shared();
    let (a, b) = (Side::sign_in(&server.url, &server.account("Amina")), Side::sign_in(&server.url, &server.account("Bela")));
    let local = a.direct(&b);
    let picture = import(&a, 1);
    a.pin(&local, &PinInput { picture: Some(picture.media), ..pin("Bench", "Oak", None) });
    let room = b.accept();
    let got = b.sees(&room, "Bench");
    let shown = picture_of(&got);
    assert_eq!((shown.width, shown.height), (800, 600));
    assert!(shown.blurhash.is_some());
    let (sent, received) = (bytes(&a, picture_of(&a.messages(&room)[0]).media, 0), bytes(&b, shown.media, 0));
    assert_eq!(sent, received, "the receiver has the very bytes that were sent");
    assert!(bytes(&b, shown.media, 320).len() < received.len());

    let event = got.event.clone().unwrap();
    a.write(|w| w.queue_redact(&room, &event));
    b.sees(&room, "(removed)");
    let media = b.core.media.clone();
    until("the files to go", 10, || {
        let media = media.clone();
        block(async move { media.get(shown.media, 0).await }).is_err().then_some(())
    });
}

#[test]
fn another_client_sees_an_image_with_caption_and_pin_block() {
    let server = Server::shared();
    let carol = server.account("Carol");
    let (a, raw) = (Side::sign_in(&server.url, &server.account("Amina")), Raw::log_in(&server.url, &carol));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    let picture = import(&a, 2);
    let input = PinInput {
        picture: Some(picture.media),
        alt: Some("A bench".into()),
        ..pin("Bench", "Oak & ash", Some("https://example.org/b?x=1&y=2"))
    };
    a.pin(&id, &input);
    let content = raw.messages(&room, 1)[0]["content"].clone();
    assert_eq!(content["msgtype"], "m.image");
    assert_eq!(content["body"], "Bench\nOak & ash\nhttps://example.org/b?x=1&y=2");
    assert_eq!(content["format"], "org.matrix.custom.html");
    assert!(content["formatted_body"].as_str().unwrap().contains("Oak &amp; ash"));
    assert_eq!(content["filename"], "bench.jpg");
    let info = &content["info"];
    assert_eq!((info["w"].as_u64(), info["h"].as_u64()), (Some(800), Some(600)));
    assert_eq!(info["mimetype"], "image/jpeg");
    assert!(info["xyz.amorgan.blurhash"].is_string());
    let main = raw.download(content["url"].as_str().unwrap());
    assert_eq!(info["size"].as_u64(), Some(main.len() as u64));
    let small = raw.download(info["thumbnail_url"].as_str().unwrap());
    assert_eq!(info["thumbnail_info"]["size"].as_u64(), Some(small.len() as u64));
    let block = &content["app.tackroom.pin"];
    assert_eq!(block["version"], 1);
    assert_eq!(block["title"], "Bench");
    assert_eq!(block["note"], "Oak & ash");
    assert_eq!(block["link"], "https://example.org/b?x=1&y=2");
    assert_eq!(block["alt"], "A bench");
    assert!(content["app.tackroom.txn"].is_string());
}

#[test]
fn a_plain_image_of_another_client_is_a_pin_without_a_link() {
    let server = Server::shared();
    let carol = server.account("Carol");
    let (a, raw) = (Side::sign_in(&server.url, &server.account("Amina")), Raw::log_in(&server.url, &carol));
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    let original = pictures::png(3, 200, 100);
    let mxc = raw.upload("image/png", original.clone());
    raw.send(&room, "m.room.message", &serde_json::json!({ "msgtype": "m.image", "body": "cat.png", "url": mxc }));
    let got = a.message(&id, "the picture", |message| matches!(message.body, MessageBody::Pin { .. }));
    let picture = picture_of(&got);
    assert_eq!(bytes(&a, picture.media, 0), original);
    // More than the cap is refused.
    let matrix = a.matrix().clone();
    let source = MediaSource::Mxc { uri: mxc, thumbnail: None };
    let refused = block(async move { matrix.download(&source, None, 100).await }).unwrap_err();
    assert_eq!(refused.code, tackroom_core::api::Code::TooLarge, "{refused}");
}
