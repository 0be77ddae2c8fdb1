//! An export of a large conversation is read by a browser that has nothing of Tackroom and no network.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tackroom_core::media::MediaSource;
use tackroom_core::model::{RoomId, UserId};
use tackroom_core::project::{Slice, SourceEvent, apply};
use tackroom_core::store::{MemberFacts, RoomFacts, RoomKind};
use tackroom_core::{Core, Keys, export};

use crate::support::{block, pictures, skipped, until};

const PINS: usize = 5_000;
const PICTURES: usize = 50;
const ROOM: &str = "!large:localhost";
const RUTH: &str = "@ruth:localhost";

/// Chromium through its debugging pipe: commands in by stream 3, answers out by stream 4, each ended by a zero byte.
struct Chromium {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    session: Value,
    last: u64,
}

impl Chromium {
    /// `None`: there is no Chromium on this machine.
    fn open(page: &Path, folder: &Path) -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found =
            |name: &&str| Command::new("sh").args(["-c", &format!("command -v {name}")]).output().is_ok_and(|out| out.status.success());
        let program = names.iter().find(|name| found(name))?;
        let options =
            "--headless=new --no-sandbox --disable-gpu --no-first-run --remote-debugging-pipe --host-resolver-rules='MAP * ~NOTFOUND'";
        let line = format!("exec {program} {options} --user-data-dir='{}' 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null", folder.display());
        let mut child = Command::new("sh").args(["-c", &line]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut this = Self { child, input, output, session: Value::Null, last: 0 };
        let target = this.ask("Target.createTarget", json!({ "url": format!("file://{}", page.display()) }))["targetId"].clone();
        this.session = this.ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true }))["sessionId"].clone();
        Some(this)
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut request = json!({ "id": self.last, "method": method, "params": params });
        if self.session.is_string() {
            request["sessionId"] = self.session.clone();
        }
        self.input.write_all(format!("{request}\0").as_bytes()).unwrap();
        loop {
            let mut text = Vec::new();
            assert!(self.output.read_until(0, &mut text).unwrap() > 0, "Chromium ended at {method}");
            text.pop();
            let answer: Value = serde_json::from_slice(&text).unwrap();
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// The value of an expression in the page; a promise is waited for.
    fn value(&mut self, expression: &str) -> Value {
        let answer = self.ask("Runtime.evaluate", json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }));
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["value"].clone()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A conversation with Ruth, who has sent all of it.
fn filled(folder: &Path) -> Core {
    let core = Core::open(folder, &Keys::derive(&[5; 32])).unwrap().core;
    let (me, room) = (UserId("@amina:localhost".into()), RoomId(ROOM.into()));
    let facts = RoomFacts {
        room: room.clone(),
        kind: RoomKind::Conversation,
        name: None,
        avatar: None,
        encrypted: true,
        joined: true,
        direct_with: vec![RUTH.into()],
        can_post: true,
        member_count: 2,
    };
    let ruth = MemberFacts { user: RUTH.into(), name: Some("Ruth".into()), avatar: None, membership: "join".into() };
    let put = core.store.write(|w| {
        w.set_me(&me)?;
        w.put_room(&facts)?;
        w.put_members(&room, &[ruth])
    });
    put.unwrap();
    for number in 0..PICTURES {
        let media = core.media.clone();
        block(async move {
            let taken = media.import(pictures::jpeg(u8::try_from(number).unwrap(), 96, 72), "pin.jpg").await.unwrap();
            media.prepare_for_sending(taken.media).await.unwrap();
            media.adopt(taken.media, MediaSource::Mxc { uri: address(number), thumbnail: None }).await.unwrap();
        });
    }
    for slice in (0..PINS).collect::<Vec<_>>().chunks(500) {
        let events = slice.iter().map(|number| pin(*number)).collect();
        let slice = Slice { room: room.clone(), events, gap_before: false, reached_start: true, live: false };
        core.store.write(|w| apply(w, &me, &slice)).unwrap();
    }
    core
}

fn address(number: usize) -> String {
    format!("mxc://localhost/picture{}", number % PICTURES)
}

fn pin(number: usize) -> SourceEvent {
    let id = format!("$pin{number}");
    let content = json!({
        "msgtype": "m.image", "filename": "pin.jpg", "body": format!("Pin {number}"), "url": address(number),
        "info": { "w": 96, "h": 72, "mimetype": "image/jpeg" },
        "app.tackroom.pin": { "version": 1, "title": format!("Pin {number}"), "note": "A note", "link": format!("https://shop.example/{number}") },
    });
    let at = 1_700_000_000_000_i64 + i64::try_from(number).unwrap() * 60_000;
    let json = json!({ "event_id": id, "type": "m.room.message", "sender": RUTH, "origin_server_ts": at, "content": content });
    SourceEvent { event_id: id.as_str().into(), json, encrypted: true, locked_session: None, notify: false }
}

/// 5,000 pins: each stands in the page with its words, and each of its pictures is drawn; nothing is asked of a network.
#[test]
fn five_thousand_pins_are_read_by_a_browser_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let core = filled(&folder.path().join("profile"));
    let into = folder.path().join("exports");
    std::fs::create_dir(&into).unwrap();
    let (for_export, target) = (core.clone(), into.clone());
    let done = block(async move { export::export(&for_export, &RoomId(ROOM.into()), &target, |_, _| {}).await }).unwrap();
    assert_eq!((done.messages as usize, done.pictures as usize, done.missing), (PINS, PINS, 0), "{done:?}");
    // Without the profile: nothing of it is needed.
    drop(core);
    std::fs::remove_dir_all(folder.path().join("profile")).unwrap();

    let page = Path::new(&done.folder).join("index.html");
    let Some(mut browser) = Chromium::open(&page, &folder.path().join("chromium")) else { return skipped("no chromium") };
    // A new target begins with an empty page.
    let loaded = "location.protocol === 'file:' && document.readyState === 'complete'";
    until("the page", 120, || (browser.value(loaded) == true).then_some(()));
    assert_eq!(browser.value("document.querySelectorAll('article.pin').length"), PINS);
    assert_eq!(browser.value("document.querySelectorAll('article.pin a[href^=\"https://shop.example/\"]').length"), PINS);
    let drawn = "Promise.all([...document.images].map(i => i.decode().then(() => i.naturalWidth > 0 && i.getBoundingClientRect().width > 0, () => false)))
                 .then(all => all.filter(Boolean).length)";
    assert_eq!(browser.value(drawn), PINS, "each picture is drawn");
    assert_eq!(browser.value("document.scripts.length"), 0);
    let elsewhere = "performance.getEntriesByType('resource').filter(r => !r.name.startsWith('file:')).length";
    assert_eq!(browser.value(elsewhere), 0, "nothing is loaded from elsewhere");
}
