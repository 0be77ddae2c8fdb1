//! C45 on a real disk that is full, before the start and while sending: nothing that was promised is lost, what is there
//! can be read, and it goes on by itself once there is room. Needs a mount, so only root can run it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Desktop, Headless, Raw, Server, skipped, until};

/// A file system of 64 MB in memory, gone with this value.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None`: this user may not mount.
    fn at(path: &Path) -> Option<Self> {
        fs::create_dir_all(path).unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m,mode=700", "tackroom-test"]).arg(path).output();
        done.is_ok_and(|done| done.status.success()).then(|| Self(path.to_owned()))
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut file = File::create(self.0.join("fill")).unwrap();
        for size in [1 << 20, 4096, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn free(&self) {
        fs::remove_file(self.0.join("fill")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn texts(messages: &[Value]) -> Vec<String> {
    messages.iter().filter_map(|m| m["body"]["text"].as_str().map(str::to_owned)).collect()
}

fn bodies(raw: &Raw, room: &str) -> Vec<String> {
    raw.events_of(room, "m.room.message").iter().map(|m| m["content"]["body"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Amina, whose profile lies on a small disk, and Bob, who has written to her.
/// Taken apart in this order: what is named last ends first, the program before its disk and its desktop.
struct Small {
    desktop: Desktop,
    disk: SmallDisk,
    profile: PathBuf,
    room: String,
    bob: Raw,
    amina: Headless,
}

/// `None`: this user may not mount.
fn small() -> Option<Small> {
    let server = Server::shared();
    let (desktop, account) = (Desktop::new(), server.account("Amina"));
    let bob = Raw::log_in(&server.url, &server.account("Bob"));
    let disk = SmallDisk::at(&desktop.profile("small-disk"))?;
    let profile = disk.0.join("profile");
    let mut amina = Headless::start(&desktop, &profile);
    amina.sign_in(&server.url, &account);
    let room = bob.direct_room(&account.id);
    assert_eq!(amina.accept(), room);
    bob.text(&room, "Room enough.");
    amina.message("Room enough.");
    Some(Small { desktop, disk, profile, room, bob, amina })
}

/// The answer to a text that cannot be stored.
fn assert_full(error: &Value, profile: &Path) {
    assert_eq!(error["code"], "disk_full", "{error}");
    let words = error["words"].as_str().unwrap();
    assert!(words.contains(profile.to_str().unwrap()) && words.contains("MB"), "the folder and how much: {words}");
}

#[test]
fn a_disk_that_fills_up_loses_nothing_and_goes_on() {
    let Some(Small { desktop: _desktop, disk, profile, room, bob, mut amina }) = small() else { return skipped("not root") };

    disk.fill();
    // What still fits into a file that is there already may be taken; then it is said that the disk is full.
    let mut taken = Vec::new();
    let error = until("a refusal", 60, || {
        let text = format!("{} {}", taken.len(), "long ".repeat(2_000));
        match amina.try_ask(json!({ "do": "send", "room": room, "text": text })) {
            Ok(_) => taken.push(text),
            Err(error) => return Some(error),
        }
        None
    });
    assert_full(&error, &profile);
    bob.text(&room, "Nobody can write this down.");
    assert!(texts(&amina.messages(&room)).contains(&"Room enough.".to_owned()), "what is there can be read");

    disk.free();
    amina.message("Nobody can write this down.");
    amina.ask(json!({ "do": "send", "room": room, "text": "Room again." }));
    amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    let mut sent = taken.clone();
    sent.push("Room again.".into());
    let mine: Vec<String> = bodies(&bob, &room).into_iter().filter(|body| sent.contains(body)).collect();
    assert_eq!(mine, sent, "what was taken went out once and in order");
    let shown = texts(&amina.messages(&room));
    assert_eq!(shown.len(), bodies(&bob, &room).len(), "{shown:?}");
    amina.quit();
}

/// What the window shows of a full disk, if it does.
fn storage(amina: &mut Headless) -> Option<Value> {
    Some(amina.call("app_state", json!({}))["storage"].clone()).filter(|storage| !storage.is_null())
}

#[test]
fn a_start_on_a_full_disk_shows_what_is_stored_and_goes_on_by_itself() {
    let Some(Small { desktop, disk, profile, room, bob, mut amina }) = small() else { return skipped("not root") };
    amina.ask(json!({ "do": "send", "room": room, "text": "Before." }));
    amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
    let mut taken = Vec::new();
    // Once closed in order, once killed with its log beside it: both must start.
    for (round, killed) in [(1, false), (2, true)] {
        if killed {
            amina.kill();
        } else {
            amina.quit();
        }
        let (there, here) = (format!("Meanwhile {round}."), format!("Room again {round}."));
        bob.text(&room, &there);
        disk.fill();
        amina = Headless::start(&desktop, &profile);
        amina.wait_for(json!({ "session": "signed_in", "timeout": 30 }));
        let full = until("the words for a full disk", 20, || storage(&mut amina));
        assert_full(&full, &profile);
        assert!(texts(&amina.messages(&room)).contains(&"Room enough.".to_owned()), "what is stored is shown");
        // What still fits into a file that is there already may be taken, and then goes out; else it is refused, in words.
        let text = format!("Lost {round}? {}", "long ".repeat(2_000));
        match amina.try_ask(json!({ "do": "send", "room": room, "text": text })) {
            Ok(_) => taken.push(text),
            Err(error) => assert_full(&error, &profile),
        }

        disk.free();
        if killed {
            amina.call("retry_storage", json!({}));
        }
        amina.message(&there);
        until("nothing more to say of the disk", 20, || storage(&mut amina).is_none().then_some(()));
        amina.ask(json!({ "do": "send", "room": room, "text": here }));
        amina.wait_for(json!({ "outbox": 0, "timeout": 60 }));
        assert_eq!(bodies(&bob, &room).iter().filter(|body| **body == here).count(), 1);
    }
    let said = bodies(&bob, &room);
    let sent: Vec<String> = said.iter().filter(|body| body.starts_with("Lost ")).cloned().collect();
    assert_eq!(sent, taken, "what was taken went out once, what was refused did not");
    let shown = texts(&amina.messages(&room));
    assert_eq!(shown, said, "all of it, in order, and nothing twice");
    amina.quit();
}
