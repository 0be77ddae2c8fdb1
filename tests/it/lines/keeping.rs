//! Keeping: exports of both devices, pictures whose source is gone, drafts of a conversation and of a thread.

use std::path::Path;

use serde_json::{Value, json};

use super::{ALL, BELA, CAROL, DESK, DEVICES, Four, TABLET};
use crate::support::{Headless, Site, TACKROOM, pictures, until};

/// The pins' titles of an export.
fn titles(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("conversation.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let titles = all["messages"].as_array().unwrap().iter().filter_map(|m| m["pin"]["title"].as_str());
    titles.map(str::to_owned).collect()
}

/// Exports a conversation or board, whose pins are these, each with its picture; the folder passes its check.
#[track_caller]
fn exports(four: &mut Four, who: usize, room: &str, pins: &[&str]) {
    let place = four.desktop.folder().join("exports").join(who.to_string());
    std::fs::create_dir_all(&place).unwrap();
    let done = four.call(who, "export", json!({ "room": room, "folder": place }));
    assert_eq!((&done["pictures"], &done["missing"], &done["covered"]), (&json!(pins.len()), &json!(0), &json!(0)), "{who}: {done}");
    let made = Path::new(done["folder"].as_str().unwrap());
    assert_eq!(titles(made), pins, "{who}");
    let checked = std::process::Command::new(TACKROOM).arg("export-check").arg(made).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
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
    let found = super::pin("Oak bench", "", Some("https://shop.example/bench"), &found["pictures"][0]["media"]);
    let row = four.attach(DESK, found.clone());
    let bench = four.event_of(DESK, &row);
    let lamp = four.pins(BELA, 12, "Lamp", "", None);
    let said = four.writes_about(CAROL, "Both, please", Some(&lamp), None);
    for event in [&bench, &lamp, &said] {
        four.show(&ALL, event, "it", |m| !m["event"].is_null());
    }
    let board = four.call(DESK, "create_board", json!({ "name": "Home" }))["room"].as_str().unwrap().to_owned();
    four.call(DESK, "save_to_board", json!({ "pin": found, "room": board }));
    until("the pin on the board, on both devices", 60, || {
        let pins = |side: &mut Headless| {
            let boards = side.call("boards", json!({}));
            boards.as_array().unwrap().iter().find(|one| one["room"] == board.as_str()).map(|one| one["pins"].clone())
        };
        DEVICES.iter().all(|who| pins(&mut four.sides[*who]) == Some(json!(1))).then_some(())
    });
    four.told(DESK);
    // The page is gone; the picture is still there for everybody.
    drop(site);
    for who in ALL {
        exports(&mut four, who, &room, &["Oak bench", "Lamp"]);
    }
    for who in DEVICES {
        exports(&mut four, who, &board, &["Oak bench"]);
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
