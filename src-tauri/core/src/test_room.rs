//! For tests: a store in a folder of its own, a clock that is set by hand, and people who write.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};

use crate::model::{Message, RoomId, UserId};
use crate::project::{Applied, Slice, SourceEvent, apply};
use crate::store::{MemberFacts, RoomFacts, RoomKind, Store};

pub(crate) const ALICE: &str = "@alice:localhost";
pub(crate) const BOB: &str = "@bob:localhost";
pub(crate) const CAROL: &str = "@carol:localhost";
pub(crate) const ROOM: &str = "!tea:localhost";
pub(crate) const BOARD: &str = "!board:localhost";
/// When alice signed in; events count seconds from here.
pub(crate) const START: i64 = 1_700_000_000_000;

/// For properties whose cases take long: so many; `make fuzz` asks them for a hundredth of what it asks others for, since
/// proptest lets its own variable win over this.
pub(crate) fn slow(cases: u32) -> proptest::prelude::ProptestConfig {
    proptest::prelude::ProptestConfig { cases, ..Default::default() }
}

/// Alice's store, with one conversation with bob.
pub(crate) struct TestRoom {
    pub dir: tempfile::TempDir,
    pub store: Store,
    pub now: Arc<AtomicI64>,
}

pub(crate) fn room(id: &str) -> RoomId {
    RoomId(id.to_owned())
}

pub(crate) fn alice() -> UserId {
    ALICE.into()
}

pub(crate) fn room_facts(id: &str, kind: RoomKind) -> RoomFacts {
    RoomFacts {
        room: room(id),
        kind,
        name: None,
        avatar: None,
        encrypted: true,
        joined: true,
        direct_with: Vec::new(),
        can_post: true,
        member_count: 3,
    }
}

pub(crate) fn member(user: &str, name: &str) -> MemberFacts {
    MemberFacts { user: user.into(), name: Some(name.to_owned()), avatar: None, membership: "join".into() }
}

impl TestRoom {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(START));
        let store = open(&dir, &now);
        store
            .write(|w| {
                w.set_me(&alice())?;
                w.put_room(&RoomFacts { direct_with: vec![BOB.into()], member_count: 2, ..room_facts(ROOM, RoomKind::Conversation) })?;
                w.put_members(&room(ROOM), &[member(ALICE, "Alice"), member(BOB, "Bob")])?;
                w.put_room(&RoomFacts { name: Some("Ideas".into()), encrypted: false, ..room_facts(BOARD, RoomKind::Board) })?;
                w.put_members(&room(BOARD), &[member(ALICE, "Alice"), member(BOB, "Bob"), member(CAROL, "Carol")])
            })
            .unwrap();
        Self { dir, store, now }
    }

    pub fn set_seconds(&self, seconds: i64) {
        self.now.store(START + seconds * 1000, Ordering::SeqCst);
    }

    /// Closes the store and opens it again.
    pub fn restart(self) -> Self {
        let Self { dir, store, now } = self;
        drop(store);
        let store = open(&dir, &now);
        Self { dir, store, now }
    }

    pub fn apply(&self, slice: &Slice) -> Applied {
        self.store.write(|w| apply(w, &alice(), slice)).unwrap()
    }

    /// Events that come by live sync.
    pub fn live(&self, events: impl IntoIterator<Item = SourceEvent>) -> Applied {
        self.apply(&slice(events))
    }

    /// Events of loaded history.
    pub fn history(&self, events: impl IntoIterator<Item = SourceEvent>) -> Applied {
        self.apply(&Slice { live: false, ..slice(events) })
    }

    pub fn messages(&self) -> Vec<Message> {
        self.store.read(|r| r.messages(&room(ROOM), None, None, 200)).unwrap().messages
    }

    pub fn message(&self, event: &str) -> Message {
        self.messages().into_iter().find(|m| m.event.as_ref().is_some_and(|e| e.as_str() == event)).unwrap()
    }

    pub fn unread(&self) -> u32 {
        self.store.read(|r| r.conversation(&room(ROOM))).unwrap().unread
    }

    /// One line a message: who, what, and how it stands.
    pub fn shown(&self) -> String {
        let line = |m: &Message| {
            let text = crate::lines::line(&m.body, crate::model::Language::English);
            let edited = if m.edited { " (edited)" } else { "" };
            let reactions: String = m.reactions.iter().map(|r| format!(" {}{}", r.key, r.count)).collect();
            let thread = m.thread.as_ref().map(|t| format!(" [{} replies]", t.count)).unwrap_or_default();
            let gap = if m.gap_before { "… " } else { "" };
            format!("{gap}{}: {text}{edited}{reactions}{thread}", m.sender.name)
        };
        self.messages().iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn open(dir: &tempfile::TempDir, now: &Arc<AtomicI64>) -> Store {
    let now = now.clone();
    Store::open_for_tests(dir.path(), Arc::new(move || now.load(Ordering::SeqCst))).unwrap()
}

pub(crate) fn slice(events: impl IntoIterator<Item = SourceEvent>) -> Slice {
    Slice { room: room(ROOM), events: events.into_iter().collect(), gap_before: false, reached_start: false, live: true }
}

/// The event `$n`, sent n seconds after the start.
pub(crate) fn event(n: i64, sender: &str, event_type: &str, content: Value) -> SourceEvent {
    let id = format!("${n}");
    let json = json!({
        "event_id": id, "type": event_type, "sender": sender, "origin_server_ts": START + n * 1000, "content": content
    });
    SourceEvent { event_id: id.as_str().into(), json, encrypted: true, locked_session: None, notify: sender != ALICE }
}

pub(crate) fn text(n: i64, sender: &str, body: &str) -> SourceEvent {
    event(n, sender, "m.room.message", json!({ "msgtype": "m.text", "body": body }))
}

pub(crate) fn pin_content(title: &str, note: &str, link: &str) -> Value {
    json!({
        "msgtype": "m.image", "filename": "pin.jpg", "body": format!("{title}\n{note}\n{link}"), "file": { "url": format!("mxc://localhost/{title}") },
        "info": { "w": 800, "h": 600, "size": 1000, "mimetype": "image/jpeg", "xyz.amorgan.blurhash": "LKO2?U%2Tw=w]~RBVZRi};RPxuwH" },
        "app.tackroom.pin": { "version": 1, "title": title, "note": note, "link": link }
    })
}

pub(crate) fn pin(n: i64, sender: &str, title: &str) -> SourceEvent {
    event(n, sender, "m.room.message", pin_content(title, "A note", "https://shop.example/kettle"))
}

pub(crate) fn edit(n: i64, sender: &str, target: i64, new: Value) -> SourceEvent {
    let mut content =
        json!({ "msgtype": "m.text", "body": "* edit", "m.relates_to": { "rel_type": "m.replace", "event_id": format!("${target}") } });
    content["m.new_content"] = new;
    event(n, sender, "m.room.message", content)
}

pub(crate) fn text_edit(n: i64, sender: &str, target: i64, body: &str) -> SourceEvent {
    edit(n, sender, target, json!({ "msgtype": "m.text", "body": body }))
}

pub(crate) fn reaction(n: i64, sender: &str, target: i64, key: &str) -> SourceEvent {
    let content = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": format!("${target}"), "key": key } });
    event(n, sender, "m.reaction", content)
}

pub(crate) fn redaction(n: i64, sender: &str, target: i64) -> SourceEvent {
    event(n, sender, "m.room.redaction", json!({ "redacts": format!("${target}") }))
}

pub(crate) fn reply(n: i64, sender: &str, target: i64, body: &str) -> SourceEvent {
    let relates = json!({ "m.in_reply_to": { "event_id": format!("${target}") } });
    event(n, sender, "m.room.message", json!({ "msgtype": "m.text", "body": body, "m.relates_to": relates }))
}

pub(crate) fn in_thread(n: i64, sender: &str, root: i64, body: &str) -> SourceEvent {
    let relates = json!({ "rel_type": "m.thread", "event_id": format!("${root}"), "is_falling_back": true, "m.in_reply_to": { "event_id": format!("${root}") } });
    event(n, sender, "m.room.message", json!({ "msgtype": "m.text", "body": body, "m.relates_to": relates }))
}

/// An event whose key is not here.
pub(crate) fn locked(n: i64, sender: &str, session: &str) -> SourceEvent {
    let content = json!({ "algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": session });
    SourceEvent { locked_session: Some(session.to_owned()), notify: false, ..event(n, sender, "m.room.encrypted", content) }
}
