//! What matrix-js-sdk does, as Tackroom shows it.

use base64::Engine as _;
use serde_json::{Value, json};

use super::Both;
use crate::support::pictures;

/// A picture that matrix-js-sdk encrypted and uploaded, as a content without words.
fn picture(both: &mut Both, seed: u8, name: &str) -> Value {
    let bytes = pictures::jpeg(seed, 320, 200);
    let (base64, size) = (base64::engine::general_purpose::STANDARD.encode(&bytes), bytes.len());
    let file = both.ruth.ask(json!({ "do": "upload", "base64": base64 }))["file"].clone();
    let info = json!({ "w": 320, "h": 200, "size": size, "mimetype": "image/jpeg" });
    json!({ "msgtype": "m.image", "body": name, "filename": name, "file": file, "info": info })
}

fn edit(event: &str, new: &Value) -> Value {
    let mut content = new.clone();
    content["body"] = json!(format!("* {}", new["body"].as_str().unwrap()));
    content["m.new_content"] = new.clone();
    content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": event });
    content
}

#[test]
fn what_matrix_js_sdk_sends_is_shown_by_tackroom() {
    let mut both = Both::new();
    let ruth = both.ruth_account.id.clone();
    let mine = both.amina_sees("one's own words", |m| m["body"]["text"] == "Hello Ruth");
    let mine = mine["event"].as_str().unwrap().to_owned();
    let text = |words: &str| json!({ "msgtype": "m.text", "body": words });

    // Pictures: with a caption, without one, and with the block of a pin.
    let mut captioned = picture(&mut both, 3, "IMG_1.jpg");
    captioned["body"] = json!("A lamp\nfor the hall");
    let lamp = both.ruth_sends(captioned.clone(), None);
    let shown = both.amina_sees_of(&lamp, "the picture", |m| m["body"]["kind"] == "pin");
    let pin = &shown["body"]["pin"];
    assert_eq!((&pin["title"], &pin["note"]), (&json!("A lamp"), &json!("for the hall")), "a caption's first line is the title");
    assert_eq!((&pin["picture"]["width"], &pin["picture"]["height"]), (&json!(320), &json!(200)));
    assert_eq!(shown["sender"]["name"], "Ruth");
    let bare = picture(&mut both, 4, "IMG_2.jpg");
    let bare = both.ruth_sends(bare, None);
    both.amina_sees_of(&bare, "a picture without words", |m| {
        m["body"]["pin"]["title"] == "IMG_2.jpg" && m["body"]["pin"]["link"].is_null()
    });
    let mut whole = picture(&mut both, 5, "IMG_3.jpg");
    whole["body"] = json!("Chair\nfrom the attic\nhttps://shop.example/chair");
    whole["app.tackroom.pin"] = json!({ "version": 1, "title": "Chair", "note": "from the attic", "link": "https://shop.example/chair" });
    let chair = both.ruth_sends(whole, None);
    let shown = both.amina_sees_of(&chair, "a pin", |m| m["body"]["pin"]["link"]["url"] == "https://shop.example/chair");
    assert_eq!(shown["body"]["pin"]["note"], "from the attic");

    // Words of all kinds.
    let words = both.ruth_sends(
        json!({ "msgtype": "m.text", "body": "bold", "format": "org.matrix.custom.html", "formatted_body": "<b>bold</b>" }),
        None,
    );
    let shown = both.amina_sees_of(&words, "formatted words", |m| m["body"]["text"] == "bold");
    assert_eq!(shown["rich"]["blocks"][0]["spans"][0], json!({ "text": "bold", "styles": ["bold"] }));
    let me = both.amina_account.id.clone();
    let html = format!(
        "<ul><li><a href=\"https://matrix.to/#/{me}\">Amina</a></li><li><a href=\"https://shop.example/x\">here</a></li></ul><script>x</script>"
    );
    let content = json!({ "msgtype": "m.text", "body": "- Amina\n- here", "format": "org.matrix.custom.html", "formatted_body": html, "m.mentions": { "user_ids": [me] } });
    let list = both.ruth_sends(content, None);
    let shown = both.amina_sees_of(&list, "a list", |m| m["body"]["text"] == "• Amina\n• here");
    let items = &shown["rich"]["blocks"][0]["items"];
    assert_eq!(items[0]["blocks"][0]["spans"][0]["mention"]["me"], true, "{shown}");
    assert_eq!(items[1]["blocks"][0]["spans"][0]["link"]["url"], "https://shop.example/x");
    let emote = both.ruth_sends(json!({ "msgtype": "m.emote", "body": "waves" }), None);
    both.amina_sees_of(&emote, "an emote", |m| m["body"]["kind"] == "emote");
    let file =
        both.ruth_sends(json!({ "msgtype": "m.file", "body": "plan.pdf", "url": "mxc://localhost/plan", "info": { "size": 5 } }), None);
    both.amina_sees_of(&file, "a file", |m| m["body"]["kind"] == "file" && m["body"]["name"] == "plan.pdf");
    let reply = json!({ "msgtype": "m.text", "body": "An answer", "m.relates_to": { "m.in_reply_to": { "event_id": mine } } });
    let reply = both.ruth_sends(reply, None);
    both.amina_sees_of(&reply, "a reply", |m| m["reply_to"]["event"] == mine.as_str() && m["reply_to"]["text"] == "Hello Ruth");
    let first = both.ruth_sends(text("About the lamp"), Some(&lamp));
    let second = both.ruth_sends(text("It is brass"), Some(&lamp));
    both.amina_sees_in_thread(&lamp, "both answers", |m| m["event"] == second.as_str() && m["thread_root"] == lamp.as_str());
    both.amina_sees_in_thread(&lamp, "the first one", |m| m["event"] == first.as_str());
    both.amina_sees_of(&lamp, "the thread's count", |m| m["thread"]["count"] == 2 && m["thread"]["last"] == "It is brass");

    // A reaction, given and taken back.
    let annotation = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": mine, "key": "🌱" } });
    let reaction = both.ruth_sends_as("m.reaction", annotation, None);
    both.amina_sees_of(&mine, "the reaction", |m| m["reactions"][0]["key"] == "🌱" && m["reactions"][0]["count"] == 1);
    both.ruth.ask(json!({ "do": "redact", "room": both.room, "event": reaction }));
    both.amina_sees_of(&mine, "no reaction any more", |m| m["reactions"] == json!([]));

    // Edits: of words, of a caption.
    both.ruth_sends(edit(&words, &text("bolder")), None);
    both.amina_sees_of(&words, "the edit", |m| m["body"]["text"] == "bolder" && m["edited"] == true);
    captioned["body"] = json!("A brass lamp");
    both.ruth_sends(edit(&lamp, &captioned), None);
    let shown = both.amina_sees_of(&lamp, "the new caption", |m| m["body"]["pin"]["title"] == "A brass lamp");
    assert!(shown["body"]["pin"]["picture"]["media"].is_number(), "the picture stays: {shown}");

    // Each of the pictures that it encrypted is decrypted here.
    let folder = both.desktop.folder().join("export");
    std::fs::create_dir_all(&folder).unwrap();
    let done = both.amina.call("export", json!({ "room": both.room, "folder": folder }));
    assert_eq!((&done["pictures"], &done["missing"]), (&json!(3), &json!(0)), "{done}");

    // Removals.
    for gone in [&words, &chair] {
        both.ruth.ask(json!({ "do": "redact", "room": both.room, "event": gone }));
        both.amina_sees_of(gone, "the removal", |m| m["body"]["kind"] == "removed");
    }

    // Receipts: outside of threads, in one.
    both.ruth_reads(&mine);
    let newest = both.amina_writes("Have you read this?", None, None);
    both.ruth_sees_of(&newest, "the question", |m| !m["locked"].as_bool().unwrap());
    both.ruth_reads(&newest);
    let read = both.amina_sees_of(&newest, "that she has read", |m| m["state"]["state"] == "read");
    assert!(read["readers"].as_array().unwrap().iter().any(|reader| reader["user"] == ruth.as_str()), "{read}");
    let threaded = both.amina_writes("And this?", None, Some(&lamp));
    both.ruth_sees_of(&threaded, "the question in the thread", |m| m["thread_root"] == lamp.as_str());
    both.ruth_reads(&threaded);
    both.amina_sees_in_thread(&lamp, "that she has read it", |m| m["event"] == threaded.as_str() && m["state"]["state"] == "read");

    both.show_the_same(11);
}
