//! Files that matrix-js-sdk encrypted: their card, Save and Open.

use std::path::Path;

use base64::Engine as _;
use serde_json::{Value, json};

use super::Both;
use crate::support::{stays, until};

/// A file that matrix-js-sdk encrypted, uploaded and sent; its event.
fn file(both: &mut Both, bytes: &[u8], name: &str, change: impl Fn(&mut Value)) -> String {
    let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
    let mut file = both.ruth.ask(json!({ "do": "upload", "base64": base64 }))["file"].clone();
    change(&mut file);
    let info = json!({ "size": bytes.len(), "mimetype": "application/pdf" });
    both.ruth_sends(json!({ "msgtype": "m.file", "body": name, "filename": name, "file": file, "info": info }), None)
}

#[test]
fn a_file_that_matrix_js_sdk_encrypted_has_its_card_is_saved_and_opened() {
    let mut both = Both::new();
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n * 7 % 253) as u8).collect();
    // Its name would lead out of the folder.
    let event = file(&mut both, &bytes, "../../.config/.Plan of the hall.pdf", |_| ());
    let card = both.amina_sees_of(&event, "the file", |m| m["body"]["kind"] == "file");
    assert_eq!(card["body"]["size"], bytes.len(), "{card}");
    let id = card["id"].clone();

    let folder = both.desktop.folder().join("saved");
    std::fs::create_dir_all(&folder).unwrap();
    let saved = both.amina.call("save_file", json!({ "message": id, "folder": folder }));
    let saved = Path::new(saved.as_str().unwrap());
    assert_eq!(saved.parent(), Some(folder.as_path()), "nowhere else");
    assert_eq!(saved.file_name().unwrap(), "Plan of the hall.pdf");
    assert!(std::fs::read(saved).unwrap() == bytes, "the very bytes that were sent");

    both.amina.call("open_file", json!({ "message": id }));
    let opened = until("the system's program", 20, || both.desktop.opened().first().cloned());
    let opened = Path::new(&opened);
    assert_eq!(opened.file_name(), saved.file_name());
    assert!(std::fs::read(opened).unwrap() == bytes);
    // A copy in the clear, which its owner alone may read.
    let private = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(opened.parent().unwrap()).unwrap().permissions());
    assert_eq!(private & 0o077, 0, "{private:o}");

    // One that does not match its key is neither.
    let wrong = file(&mut both, &bytes, "Bill.pdf", |file| file["hashes"]["sha256"] = json!("A".repeat(43)));
    let wrong = both.amina_sees_of(&wrong, "the second file", |m| m["body"]["kind"] == "file")["id"].clone();
    for (call, args) in [("save_file", json!({ "message": wrong, "folder": folder })), ("open_file", json!({ "message": wrong }))] {
        let refused = both.amina.try_ask(json!({ "do": "call", "call": call, "args": args })).unwrap_err();
        assert_eq!(refused["code"], "damaged", "{refused}");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing of it was left");
    stays("nothing else opens", 1, || both.desktop.opened().len() == 1);
}
