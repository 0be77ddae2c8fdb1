//! What a pin, a foreign picture and odd contents become.

use serde_json::{Value, json};

use crate::model::{MessageBody, Pin, Severity};
use crate::test_room::*;

fn pin_of(t: &TestRoom, id: &str) -> Pin {
    match t.message(id).body {
        MessageBody::Pin { pin } => pin,
        other => panic!("{id} is {other:?}"),
    }
}

#[test]
fn a_pin_is_read_from_its_block() {
    let t = TestRoom::new();
    let mut content = pin_content("Kettle", "Blue", "https://shop.example/kettle");
    content["app.tackroom.pin"]["version"] = json!(7);
    content["app.tackroom.pin"]["from_the_future"] = json!({ "x": 1 });
    content["app.tackroom.pin"]["source"] = json!({ "kind": "rss", "name": "Pots", "url": "https://pots.example/feed" });
    t.live([event(1, BOB, "m.room.message", content)]);
    let pin = pin_of(&t, "$1");
    assert_eq!((pin.title.as_str(), pin.note.as_str()), ("Kettle", "Blue"));
    assert_eq!(pin.link.unwrap().host, "shop.example");
    assert_eq!(pin.source.unwrap().name, "Pots");
    let picture = pin.picture.unwrap();
    assert_eq!((picture.width, picture.height), (800, 600));
    assert!(picture.blurhash.is_some());
}

#[test]
fn a_foreign_picture_is_a_pin_without_a_link() {
    let t = TestRoom::new();
    let content = json!({ "msgtype": "m.image", "body": "My cat\nasleep", "filename": "IMG_1.jpg", "url": "mxc://localhost/cat" });
    t.live([event(1, BOB, "m.room.message", content)]);
    let pin = pin_of(&t, "$1");
    assert_eq!((pin.title.as_str(), pin.note.as_str(), pin.link), ("My cat", "asleep", None));
    let picture = pin.picture.unwrap();
    assert_eq!((picture.width, picture.height), (0, 0));
}

#[test]
fn a_link_that_is_no_web_address_is_not_shown_as_one() {
    let t = TestRoom::new();
    t.live([event(1, BOB, "m.room.message", pin_content("x", "y", "javascript:alert(1)"))]);
    assert_eq!(pin_of(&t, "$1").link, None);
}

/// C19: no size hides or stops anything.
#[test]
fn odd_sizes_do_no_harm() {
    let odd: Vec<Value> = vec![
        json!({ "w": 90000, "h": 8 }),
        json!({ "w": 800 }),
        json!({ "w": "800", "h": "600" }),
        json!({ "w": 0, "h": 0 }),
        json!({ "w": -5, "h": 10 }),
        json!({ "w": 1e308, "h": 1e308 }),
        Value::Null,
        json!([]),
        json!({ "w": 10, "h": 10, "size": 10_i64.pow(15) }),
        json!({ "size": -1, "mimetype": 7, "xyz.amorgan.blurhash": {} }),
    ];
    let t = TestRoom::new();
    let events = odd.iter().enumerate().map(|(i, info)| {
        let n = i64::try_from(i).unwrap() + 1;
        event(n, BOB, "m.room.message", json!({ "msgtype": "m.image", "body": "", "url": format!("mxc://localhost/{n}"), "info": info }))
    });
    t.live(events);
    let messages = t.messages();
    assert_eq!(messages.len(), odd.len());
    for message in &messages {
        let MessageBody::Pin { pin } = &message.body else { panic!("{message:?}") };
        let picture = pin.picture.as_ref().unwrap();
        if picture.width > 0 {
            let ratio = f64::from(picture.width) / f64::from(picture.height);
            assert!((0.1..=10.0).contains(&ratio), "{picture:?}");
        }
    }
}

#[test]
fn contents_of_any_shape_are_survived() {
    let t = TestRoom::new();
    let contents = [
        json!(null),
        json!([]),
        json!("text"),
        json!({ "msgtype": 5 }),
        json!({ "msgtype": "m.text", "body": ["x"] }),
        json!({ "msgtype": "m.text", "body": "x", "m.relates_to": "nothing" }),
        json!({ "msgtype": "m.image", "body": "x", "app.tackroom.pin": { "title": 3, "link": {}, "source": [] } }),
        json!({ "msgtype": "m.file", "body": "a.pdf", "info": { "size": 12, "mimetype": "application/pdf" } }),
        json!({ "msgtype": "org.example.dance", "body": "dances" }),
    ];
    let count = contents.len();
    t.live(contents.into_iter().enumerate().map(|(i, content)| event(i64::try_from(i).unwrap(), BOB, "m.room.message", content)));
    let messages = t.messages();
    assert_eq!(messages.len(), count);
    let MessageBody::File { name, size, mimetype, caption, link, guard } = &messages[7].body else { panic!("{:?}", messages[7].body) };
    assert_eq!((name.as_str(), *size, mimetype.as_deref()), ("a.pdf", Some(12), Some("application/pdf")));
    assert_eq!((caption, link, guard), (&None, &None, &None));
    assert_eq!(messages[8].body, MessageBody::Unknown { event_type: "org.example.dance".into(), text: Some("dances".into()) });
}

/// C43: the caption follows, picture and link stay unless the edit brings others, in any order of arrival.
#[test]
fn edits_of_other_clients_keep_the_pin() {
    let original = || pin(1, BOB, "Kettle");
    let caption_only = || edit(2, BOB, 1, json!({ "msgtype": "m.text", "body": "Blue kettle\nvery blue\nhttps://shop.example/kettle" }));
    let without_block = || {
        edit(
            3,
            BOB,
            1,
            json!({ "msgtype": "m.image", "body": "Red kettle", "filename": "pin.jpg", "file": { "url": "mxc://localhost/Kettle" } }),
        )
    };
    let new_picture = || {
        edit(
            4,
            BOB,
            1,
            json!({ "msgtype": "m.image", "body": "Green kettle", "filename": "new.jpg", "file": { "url": "mxc://localhost/new" } }),
        )
    };
    for reversed in [false, true] {
        let t = TestRoom::new();
        let give = |a, b| if reversed { [b, a] } else { [a, b] };
        for one in give(original(), caption_only()) {
            t.live([one]);
        }
        let before = pin_of(&t, "$1");
        assert_eq!((before.title.as_str(), before.note.as_str()), ("Blue kettle", "very blue"));
        assert_eq!(before.link.as_ref().unwrap().url, "https://shop.example/kettle");
        let picture = before.picture.unwrap().media;
        t.live([without_block()]);
        let edited = pin_of(&t, "$1");
        assert_eq!((edited.title.as_str(), edited.picture.unwrap().media), ("Red kettle", picture));
        t.live([new_picture()]);
        let edited = pin_of(&t, "$1");
        assert_eq!(edited.title, "Green kettle");
        assert_ne!(edited.picture.unwrap().media, picture);
        assert!(edited.link.is_some());
        t.live([redaction(5, BOB, 1)]);
        assert_eq!(t.message("$1").body, MessageBody::Removed);
    }
}

/// C39: cut between graphemes.
#[test]
fn a_long_title_is_cut_between_graphemes() {
    let t = TestRoom::new();
    let family = "👨‍👩‍👧‍👦";
    let mut content = pin_content("x", "y", "https://a.example/");
    content["app.tackroom.pin"]["title"] = json!(family.repeat(40));
    t.live([event(1, BOB, "m.room.message", content)]);
    let title = pin_of(&t, "$1").title;
    assert_eq!(title, family.repeat(title.len() / family.len()));
    assert!(title.len() <= 300);
}

#[test]
fn boards_fill_the_feed() {
    let t = TestRoom::new();
    let on_board = |events: Vec<_>| crate::project::Slice { room: room(BOARD), ..slice(events) };
    t.apply(&on_board(vec![pin(1, CAROL, "Lamp"), text(2, CAROL, "only words"), pin(3, CAROL, "Chair")]));
    let boards = t.store.read(|r| r.boards()).unwrap();
    assert_eq!((boards[0].name.as_str(), boards[0].pins), ("Ideas", 2));
    t.apply(&on_board(vec![text_edit(4, CAROL, 1, "Desk lamp"), redaction(5, CAROL, 3)]));
    assert_eq!(t.store.read(|r| r.boards()).unwrap()[0].pins, 1);
    let hits = t.store.read(|r| r.search("desk", 10)).unwrap();
    assert!(matches!(&hits[..], [crate::model::SearchHit::FeedItem { item }] if item.pin.title == "Desk lamp"), "{hits:?}");
    // A board gives no notices and no unread count.
    assert_eq!(t.store.read(|r| r.unread_total()).unwrap(), 0);
    // What one saves to it shows at once, and once.
    t.store
        .write(|w| {
            w.queue_pin(
                &room(BOARD),
                &crate::model::PinInput {
                    title: "Mug".into(),
                    note: String::new(),
                    link: Some("https://mug.example/".into()),
                    picture: None,
                    alt: None,
                    source: None,
                },
            )
        })
        .unwrap();
    assert_eq!(t.store.read(|r| r.boards()).unwrap()[0].pins, 2);
    let txn = t.store.read(|r| r.all_outgoing()).unwrap()[0].txn.clone();
    let mut echo = pin(6, ALICE, "Mug");
    echo.json["content"]["app.tackroom.txn"] = json!(txn);
    t.apply(&on_board(vec![echo]));
    assert_eq!(t.store.read(|r| r.boards()).unwrap()[0].pins, 2);
}

#[test]
fn a_file_is_judged_by_its_name_and_its_captions_link() {
    let t = TestRoom::new();
    let file = |n, name: &str, caption: &str| {
        event(n, BOB, "m.room.message", json!({ "msgtype": "m.file", "filename": name, "body": caption, "info": { "size": 12 } }))
    };
    t.live([
        file(1, "scan.pdf.exe", "scan.pdf.exe"),
        file(2, "photos.zip", "From the walk: (https://u:p@walks.example/a?utm_source=x)."),
        file(3, "invoice.pdf", "Pay at https://paypa1.com/pay"),
        file(4, "measures.pdf", "measures.pdf"),
    ]);
    let of = |id: &str| match t.message(id).body {
        MessageBody::File { name, caption, link, guard, .. } => {
            let found = guard.map(|verdict| (verdict.severity, verdict.findings.into_iter().map(|f| f.code).collect::<Vec<_>>()));
            (name, caption, link.map(|link| link.url), found)
        }
        other => panic!("{id} is {other:?}"),
    };
    let (name, caption, link, found) = of("$1");
    assert_eq!((name.as_str(), caption, link), ("scan.pdf.exe", None, None));
    assert_eq!(found, Some((Severity::Cover, vec!["file_name".to_owned()])));
    let (_, caption, link, found) = of("$2");
    assert_eq!(caption.as_deref(), Some("From the walk: (https://u:p@walks.example/a?utm_source=x)."));
    assert_eq!(link.as_deref(), Some("https://walks.example/a?utm_source=x"));
    let codes = found.unwrap().1;
    assert!(codes.contains(&"userinfo".to_owned()) && codes.contains(&"tracking".to_owned()), "as it was written: {codes:?}");
    assert!(of("$3").3.is_some_and(|(severity, codes)| severity >= Severity::Warn && codes.contains(&"lookalike_ascii".to_owned())));
    assert_eq!(of("$4").3, None);
}
