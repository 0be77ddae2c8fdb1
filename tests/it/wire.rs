//! What an independent client sees: plain HTTP in an unencrypted room.

use serde_json::{Value, json};

use crate::support::{Desktop, Headless, Raw, Server, pictures, until};

/// Done-when 3: `m.image` with caption, filename, info and our block, its files whole.
#[test]
fn a_pin_is_a_picture_with_a_caption_to_every_client() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let (amina, bob) = (server.account("Amina"), server.account("Bob"));
    let plain = Raw::log_in(&server.url, &bob);
    let room = plain.direct_room(&amina.id);
    let mut tackroom = Headless::signed_in(&desktop, &server.url, &amina);
    assert_eq!(tackroom.accept(), room);
    plain.text(&room, "Not encrypted here.");
    tackroom.message("Not encrypted here.");
    let folder = desktop.folder().join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = folder.join("bench photo.png");
    std::fs::write(&picture, pictures::png(9, 2400, 1200)).unwrap();
    let pin = json!({ "title": "Oak bench", "note": "For the hall?", "link": "https://shop.example/bench?id=1", "picture": picture, "alt": "A bench" });
    tackroom.ask(json!({ "do": "send", "room": room, "pin": pin }));
    tackroom.wait_for(json!({ "outbox": 0, "timeout": 60 }));

    let event = plain.messages(&room, 2).pop().unwrap();
    let content = &event["content"];
    assert_eq!(event["type"], "m.room.message", "{event}");
    assert_eq!(content["msgtype"], "m.image");
    for part in ["Oak bench", "For the hall?", "https://shop.example/bench?id=1"] {
        assert!(content["body"].as_str().unwrap().contains(part), "the caption has {part}: {content}");
        assert!(content["formatted_body"].as_str().is_none_or(|html| html.contains(part) || html.contains(&part.replace('&', "&amp;"))));
    }
    let name = content["filename"].as_str().unwrap();
    assert!(!name.is_empty() && name != content["body"].as_str().unwrap() && !name.contains('/'), "{name}");
    let info = &content["info"];
    assert_eq!((info["w"].as_u64(), info["h"].as_u64()), (Some(1600), Some(800)), "at most 1600 px wide: {info}");
    let bytes = plain.download(content["url"].as_str().unwrap());
    assert_eq!(info["size"].as_u64(), Some(bytes.len() as u64));
    let decoded = image::load_from_memory(&bytes).unwrap();
    assert_eq!((decoded.width(), decoded.height()), (1600, 800));
    assert!(info["mimetype"].as_str().unwrap().starts_with("image/"));
    let thumbnail = image::load_from_memory(&plain.download(info["thumbnail_url"].as_str().unwrap())).unwrap();
    assert!(thumbnail.width() <= 600 && u64::from(thumbnail.width()) == info["thumbnail_info"]["w"].as_u64().unwrap(), "{info}");
    let blurhash = info["xyz.amorgan.blurhash"].as_str().unwrap();
    assert!(blurhash.len() >= 6, "{blurhash}");
    let block = &content["app.tackroom.pin"];
    assert_eq!(block["version"], 1);
    assert_eq!(block["title"], "Oak bench");
    assert_eq!(block["note"], "For the hall?");
    assert_eq!(block["link"], "https://shop.example/bench?id=1");
    assert_eq!(block["alt"], "A bench");
    let colour = block["colour"].as_str().unwrap();
    assert!(colour.len() == 7 && colour.starts_with('#'), "{colour}");
    assert!(content["app.tackroom.txn"].as_str().is_some_and(|txn| !txn.is_empty()));
}

/// A conversation that Tackroom starts is encrypted, and what goes over the server shows nothing of it.
#[test]
fn new_conversations_are_encrypted() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let (amina, ruth_account) = (server.account("Amina"), server.account("Ruth"));
    let mut sender = Headless::signed_in(&desktop, &server.url, &amina);
    let mut ruth = Headless::signed_in(&desktop, &server.url, &ruth_account);
    sender.ask(json!({ "do": "send", "to": ruth_account.id, "text": "For your eyes." }));
    sender.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    let room = ruth.accept();
    ruth.message("For your eyes.");
    let plain = Raw::log_in(&server.url, &ruth_account);
    let events = plain.events(&room);
    assert_eq!(events.iter().filter(|event| event["type"] == "m.room.encryption").count(), 1);
    assert_eq!(events.iter().filter(|event| event["type"] == "m.room.encrypted").count(), 1);
    assert!(events.iter().all(|event| !event.to_string().contains("For your eyes.")));
    // Both have an identity of their own that vouches for their device.
    for account in [&amina, &ruth_account] {
        until("the account to vouch for its device", 30, || {
            let keys = plain.post("/_matrix/client/v3/keys/query", &json!({ "device_keys": { &account.id: [] } }));
            let identity = keys["master_keys"][&account.id].is_object() && keys["self_signing_keys"][&account.id].is_object();
            let mut devices = keys["device_keys"][&account.id].as_object()?.values();
            let vouches = |device: &Value| device["signatures"][&account.id].as_object().is_some_and(|by| by.len() == 2);
            (identity && devices.any(vouches)).then_some(())
        });
    }
}
