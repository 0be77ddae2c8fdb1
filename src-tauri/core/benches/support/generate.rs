//! Generated rooms and events, the same each time: for the bench of the store and for `examples/fill.rs`.

use serde_json::{Value, json};
use tackroom_core::model::{RoomId, UserId};
use tackroom_core::project::SourceEvent;
use tackroom_core::store::{MemberFacts, RoomFacts, RoomKind, StoreError, Writer};

const START: i64 = 1_700_000_000_000;

pub fn room_id(room: usize) -> RoomId {
    RoomId(format!("!room{room}:localhost"))
}

fn friend(room: usize) -> UserId {
    UserId(format!("@friend{room}:localhost"))
}

/// A conversation of `me` with one friend.
pub fn put_room(w: &mut Writer, me: &UserId, room: usize) -> Result<(), StoreError> {
    let friend = friend(room);
    w.put_room(&RoomFacts {
        room: room_id(room),
        kind: RoomKind::Conversation,
        name: None,
        avatar: None,
        encrypted: true,
        joined: true,
        direct_with: vec![friend.clone()],
        can_post: true,
        member_count: 2,
    })?;
    let members = [me.clone(), friend].map(|user| MemberFacts {
        name: Some(format!("Person {}", user.as_str())),
        user,
        avatar: None,
        membership: "join".into(),
    });
    w.put_members(&room_id(room), &members)
}

/// A group of so many members, `me` among them.
#[allow(dead_code, reason = "the bench of the store has none")]
pub fn put_crowd(w: &mut Writer, me: &UserId, room: usize, members: usize) -> Result<(), StoreError> {
    w.put_room(&RoomFacts {
        room: room_id(room),
        kind: RoomKind::Conversation,
        name: Some("The crowd".into()),
        avatar: None,
        encrypted: true,
        joined: true,
        direct_with: Vec::new(),
        can_post: true,
        member_count: u32::try_from(members).unwrap_or(u32::MAX),
    })?;
    let others = (2..members).map(|number| UserId(format!("@crowd{number}:localhost")));
    let facts: Vec<MemberFacts> = [me.clone(), friend(room)]
        .into_iter()
        .chain(others)
        .map(|user| MemberFacts {
            name: Some(format!("Person {}", user.as_str().trim_start_matches('@').trim_end_matches(":localhost"))),
            user,
            avatar: None,
            membership: "join".into(),
        })
        .collect();
    w.put_members(&room_id(room), &facts)
}

/// The `n`th event of a room: texts, every fifth a pin, now and then a reaction; every third is `me`'s.
pub fn event(me: &UserId, room: usize, n: usize, words: &mut Words) -> SourceEvent {
    let id = format!("$event-{room}-{n}-abcdefghijklmnopqrstuvwxyz");
    let target = format!("$event-{room}-{}-abcdefghijklmnopqrstuvwxyz", n.saturating_sub(3));
    let (event_type, content) = match n % 20 {
        0 | 5 | 10 | 15 => ("m.room.message", pin(room, n, words)),
        3 => ("m.reaction", json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": target, "key": "👍" } })),
        _ => ("m.room.message", json!({ "msgtype": "m.text", "body": words.sentence(12) })),
    };
    let sender = if n.is_multiple_of(3) { me.clone() } else { friend(room) };
    let at = START + (n as i64) * 60_000;
    let json = json!({ "type": event_type, "event_id": id, "sender": sender.as_str(), "origin_server_ts": at, "content": content });
    SourceEvent { event_id: id.as_str().into(), json, encrypted: true, locked_session: None, notify: false }
}

fn pin(room: usize, n: usize, words: &mut Words) -> Value {
    let link = format!("https://shop{}.example/{n}", n / 5 % 50);
    json!({
        "msgtype": "m.image", "body": "pin", "filename": "pin.jpg", "file": { "url": format!("mxc://localhost/{room}-{n}"), "key": "0123456789" },
        "info": { "w": 800, "h": 600, "size": 90_000, "mimetype": "image/jpeg", "xyz.amorgan.blurhash": "LKO2?U%2Tw=w]~RBVZRi};RPxuwH" },
        "app.tackroom.pin": { "version": 1, "title": words.sentence(4), "note": words.sentence(20), "link": link }
    })
}

/// The same sentences each time: few words are common, many are rare, one is very rare.
pub struct Words(pub u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn word(&mut self) -> String {
        const COMMON: [&str; 8] = ["the", "and", "wall", "want", "tea", "blue", "with", "garden"];
        match self.next() % 10_000 {
            0 => "zebrafish".to_owned(),
            n if n < 4_000 => COMMON.get(n as usize % COMMON.len()).copied().unwrap_or("the").to_owned(),
            _ => format!("w{:x}", (self.next() % 141).pow(2) + self.next() % 141),
        }
    }

    fn sentence(&mut self, length: usize) -> String {
        (0..length).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}
