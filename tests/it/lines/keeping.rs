//! Keeping: exports of both devices, pictures whose source is gone, drafts of a conversation and of a thread.

use std::path::Path;

use serde_json::{Value, json};

use super::{ALL, BELA, CAROL, DESK, DEVICES, Four, TABLET};
use crate::support::{Headless, Site, TACKROOM, pictures};

/// The pins' titles of an export.
fn titles(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("conversation.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let titles = all["messages"].as_array().unwrap().iter().filter_map(|m| m["pin"]["title"].as_str());
    titles.map(str::to_owned).collect()
}

#[test]
fn pictures_outlive_their_source_exports_are_the_same_and_drafts_stay_apart() {
    let page = "<meta property=og:title content='Oak bench'><meta property=og:image content='/bench.jpg'>";
    let site = Site::new(move |target| match target {
        "/bench" => Some(("text/html", page.into())),
        "/bench.jpg" => Some(("image/jpeg", pictures::jpeg(11, 800, 600))),
        _ => None,
    });
    let mut four = Four::with(&[], &[("TACKROOM_ALLOW_LOOPBACK", &site.address)]);
    let url = format!("http://{}/bench", site.address);
    let found = four.call(DESK, "preview_link", json!({ "url": url }));
    let room = four.room.clone();
    let bench = super::pin("Oak bench", "", Some("https://shop.example/bench"), &found["pictures"][0]["media"]);
    let row = four.call(DESK, "attach_pin", json!({ "room": room, "pin": bench, "reply_to": null, "thread": null }));
    let bench = four.event_of(DESK, &row);
    let lamp = four.pins(BELA, 12, "Lamp", "", None);
    let said = four.writes_about(CAROL, "Both, please", Some(&lamp), None);
    for event in [&bench, &lamp, &said] {
        four.show(&ALL, event, "it", |m| !m["event"].is_null());
    }
    // The page is gone; the picture is still there for everybody.
    drop(site);
    let folder = four.desktop.folder().join("exports");
    for who in ALL {
        let place = folder.join(who.to_string());
        std::fs::create_dir_all(&place).unwrap();
        let done = four.call(who, "export", json!({ "room": room, "folder": place }));
        assert_eq!((&done["pictures"], &done["missing"], &done["covered"]), (&json!(2), &json!(0), &json!(0)), "{who}: {done}");
        let made = Path::new(done["folder"].as_str().unwrap());
        assert_eq!(titles(made), ["Oak bench", "Lamp"], "{who}");
        let checked = std::process::Command::new(TACKROOM).arg("export-check").arg(made).output().unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }

    // Drafts: of the conversation, of a thread, kept over a restart on the device where they were written.
    let thread = format!("{room} {bench}");
    four.call(DESK, "set_draft", json!({ "room": room, "text": "To all" }));
    four.call(DESK, "set_draft", json!({ "room": thread, "text": "About the bench" }));
    four.call(TABLET, "set_draft", json!({ "room": room, "text": "On the tablet" }));
    let desk = four.sides.remove(DESK).quit();
    four.sides.insert(DESK, Headless::start(&four.desktop, &desk));
    let mut draft = |who, place: &str| four.call(who, "draft", json!({ "room": place }));
    assert_eq!((draft(DESK, &room), draft(DESK, &thread)), (json!("To all"), json!("About the bench")));
    assert_eq!((draft(TABLET, &room), draft(TABLET, &thread)), (json!("On the tablet"), json!("")));
    let sent = four.writes_about(DESK, "About the bench", None, Some(&bench));
    four.show(&ALL, &sent, "what was a draft", |m| m["thread_root"] == bench.as_str());
    assert!(
        DEVICES.iter().all(|who| four.call(*who, "draft", json!({ "room": room })) != json!("")),
        "only what was sent is none any more"
    );
}
