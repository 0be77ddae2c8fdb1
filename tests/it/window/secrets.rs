//! The profile folder tells a thief nothing: no message text, no token, no key, in no file of it, the web view's included.

use std::fs;
use std::path::Path;

use crate::support::{Scene, until};

fn all_bytes(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all_bytes(&path, found);
        } else if path.is_file() {
            found.push((path.to_string_lossy().into_owned(), fs::read(&path).unwrap()));
        }
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [words.as_bytes(), &wide].iter().any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
}

#[test]
fn the_profile_holds_no_text_token_or_key() {
    let mut scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    scene.ruth_writes("Unmistakable sentence of a test.");
    until("the message", 20, || window.text(&window.get("region", "Conversation with Ruth")).contains("Unmistakable").then_some(()));
    window.fill("textbox", "Message", "A draft that nobody else may read.");
    window.press("button", "Hide conversation");
    let profile = window.close();

    let id = fs::read_to_string(profile.join("id")).unwrap().trim().to_owned();
    let secret = |part: &str| {
        let name = format!("{id}/{part}");
        scene.desktop.command("secret-tool").args(["lookup", "service", "app.tackroom", "username", &name]).output().unwrap().stdout
    };
    let session = String::from_utf8_lossy(&secret("session")).into_owned();
    let token = session.split('"').find(|part| part.starts_with("syt_")).map(str::to_owned).expect("an access token in the keyring");
    let root = secret("root");
    assert!(root.len() >= 32, "the root secret is in the keyring");
    let hex: String = root.iter().map(|byte| format!("{byte:02x}")).collect();

    let mut files = Vec::new();
    all_bytes(&profile, &mut files);
    assert!(files.len() > 5, "{}", profile.display());
    let words = [
        "Unmistakable sentence",
        "A draft that nobody",
        "Green sofa",
        "Twelve centimetres",
        "shop.example",
        token.as_str(),
        hex.as_str(),
        scene.amina_account.password.as_str(),
    ];
    for (file, bytes) in &files {
        for needle in words {
            assert!(!holds(bytes, needle), "{file} holds {:?}", needle.chars().take(12).collect::<String>());
        }
        assert!(!bytes.windows(root.len()).any(|window| window == root), "{file} holds the root secret");
        assert!(!file.ends_with(".db") || !bytes.starts_with(b"SQLite format 3"), "{file} is a database in the clear");
    }
}
