//! What Tackroom does, as matrix-js-sdk shows it.

use base64::Engine as _;
use serde_json::{Value, json};

use super::Both;
use crate::support::pictures;

#[test]
fn what_tackroom_sends_is_shown_by_matrix_js_sdk() {
    let mut both = Both::new();
    let (amina, ruth) = (both.amina_account.id.clone(), both.ruth_account.id.clone());
    let hers = both.amina_sees("Ruth's words", |m| m["body"]["text"] == "Hello Amina");
    let (hers_row, hers) = (hers["id"].clone(), hers["event"].as_str().unwrap().to_owned());

    // A pin: a picture with a caption, which is the same file, and our block beside it.
    let path = pictures::file(&both.desktop.folder().join("pictures"), 9);
    let pin = json!({ "title": "Green sofa", "note": "For under <the> window?", "link": "https://shop.example/sofa", "picture": path, "alt": "A sofa" });
    let row = both.amina.ask(json!({ "do": "send", "room": both.room, "pin": pin }))["message"].clone();
    let pin = both.event_of(&row);
    let shown = both.ruth_sees_of(&pin, "the pin", |m| m["msgtype"] == "m.image");
    assert_eq!(shown["body"], "Green sofa\nFor under <the> window?\nhttps://shop.example/sofa", "the caption is for every client");
    let formatted = shown["formatted"].as_str().unwrap();
    assert!(formatted.contains("<strong>Green sofa</strong>") && formatted.contains("For under &lt;the&gt; window?"), "{formatted}");
    assert!(shown["filename"].as_str().is_some_and(|name| name.ends_with(".jpg")), "{shown}");
    assert_eq!((&shown["encrypted"], &shown["locked"]), (&json!(true), &json!(false)));
    assert_eq!((&shown["pin"]["link"], &shown["pin"]["alt"]), (&json!("https://shop.example/sofa"), &json!("A sofa")));
    let bytes = both.ruth.ask(json!({ "do": "download", "file": shown["file"] }))["base64"].clone();
    let bytes = base64::engine::general_purpose::STANDARD.decode(bytes.as_str().unwrap()).unwrap();
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (640, 480), "the picture is decrypted there");
    let bare = both
        .amina
        .ask(json!({ "do": "send", "room": both.room, "pin": { "title": "Only words", "link": "https://shop.example/2" } }))["message"]
        .clone();
    let bare = both.event_of(&bare);
    let shown = both.ruth_sees_of(&bare, "a pin without a picture", |m| m["msgtype"] == "m.text");
    assert_eq!(shown["body"], "Only words\nhttps://shop.example/2");

    // Words: plain, as an answer, in the pin's thread.
    let words = both.amina_writes("Plian words", None, None);
    both.ruth_sees_of(&words, "a text", |m| m["body"] == "Plian words" && m["msgtype"] == "m.text");
    let marked = both.amina_writes("**Bold** for @Ruth\n\n- one\n- two", None, None);
    let shown = both.ruth_sees_of(&marked, "marks", |m| m["body"] == "**Bold** for @Ruth\n\n- one\n- two");
    let pill = format!("<a href=\"https://matrix.to/#/{ruth}\">@Ruth</a>");
    assert_eq!(shown["formatted"], format!("<p><strong>Bold</strong> for {pill}</p><ul><li>one</li><li>two</li></ul>"));
    assert_eq!(shown["mentions"], json!([ruth]));
    let answer = both.amina_writes("An answer", Some(&hers), None);
    both.ruth_sees_of(&answer, "a reply", |m| m["reply_to"] == hers.as_str() && m["thread_root"].is_null());
    let threaded = both.amina_writes("About the sofa", None, Some(&pin));
    both.ruth_sees_of(&threaded, "an answer in the thread", |m| m["thread_root"] == pin.as_str() && m["locked"] == false);
    both.ruth_sees_of(&pin, "the thread's count", |m| m["thread"] == json!({ "count": 1, "last": "About the sofa" }));

    // A reaction, given and taken back.
    both.amina.call("react", json!({ "message": hers_row, "key": "👍", "on": true }));
    both.ruth_sees_of(&hers, "the reaction", |m| m["reactions"] == json!({ "👍": [amina] }));
    both.amina.call("react", json!({ "message": hers_row, "key": "👍", "on": false }));
    both.ruth_sees_of(&hers, "no reaction any more", |m| m["reactions"] == json!({}));

    // Edits: of words, and of a pin's, whose picture stays.
    let words_row = both.row_of(&words);
    both.amina.call("edit_text", json!({ "message": words_row, "text": "Plain words" }));
    both.ruth_sees_of(&words, "the edit", |m| m["body"] == "Plain words" && m["edited"] == true);
    let edit = json!({ "title": "Blue sofa", "note": "", "link": "https://shop.example/sofa" });
    both.amina.call("edit_pin", json!({ "message": row, "edit": edit }));
    let edited = both.ruth_sees_of(&pin, "the edited pin", |m| m["edited"] == true);
    assert_eq!((&edited["body"], &edited["msgtype"]), (&json!("Blue sofa\nhttps://shop.example/sofa"), &json!("m.image")));
    let file = |message: &Value| message["file"]["url"].clone();
    assert!(file(&edited).is_string(), "{edited}");

    // Removals.
    both.amina.call("remove_message", json!({ "message": words_row }));
    both.ruth_sees_of(&words, "the removal", |m| m["removed"] == true && m["body"].is_null());
    both.amina.call("remove_message", json!({ "message": row }));
    both.ruth_sees_of(&pin, "the pin's removal", |m| m["removed"] == true && m["file"].is_null() && m["pin"].is_null());
    both.ruth_sees_of(&pin, "what was said about it", |m| m["thread"]["count"] == 1);
    both.amina_sees_of(&pin, "what was said about it", |m| m["thread"]["count"] == 1);

    // Receipts: outside of threads and in one. What is older than one's own words counts as read there.
    let question = both.ruth_sends(json!({ "msgtype": "m.text", "body": "Have you read this?" }), None);
    let question_row = both.row_of(&question);
    both.ruth_sees_of(&question, "that nobody has read it", |m| !m["readers"].as_array().unwrap().contains(&json!(amina)));
    both.amina.ask(json!({ "do": "read", "room": both.room, "message": question_row }));
    both.ruth_sees_of(&question, "who has read", |m| m["readers"].as_array().unwrap().contains(&json!(amina)));
    let opened = both.amina_writes("About the words", None, Some(&bare));
    both.ruth_sees_of(&opened, "the first answer", |m| m["thread_root"] == bare.as_str());
    let in_thread = both.ruth_sends(json!({ "msgtype": "m.text", "body": "Hers in a thread" }), Some(&bare));
    let message = both.amina_sees_in_thread(&bare, "Ruth's answer", |m| m["event"] == in_thread.as_str());
    both.amina.call("mark_read", json!({ "room": both.room, "thread": bare, "message": message["id"] }));
    both.ruth_sees_of(&in_thread, "who has read the thread", |m| m["readers"].as_array().unwrap().contains(&json!(amina)));
    let names = both.ruth.ask(json!({ "do": "shows", "room": both.room }))["names"].clone();
    assert_eq!(names, json!({ amina: "Amina", ruth: "Ruth" }));
    both.show_the_same(8);
}
