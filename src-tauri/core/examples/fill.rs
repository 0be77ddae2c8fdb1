//! Fills a profile's store with generated conversations, for the bench of the start (scripts/start_bench.py):
//! `fill PROFILE ROOT_SECRET_HEX ME CONVERSATIONS MESSAGES`. The heads of the newest five are open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a tool of the bench stops at the first error")]

use std::path::Path;

use serde_json::json;
use tackroom_core::Keys;
use tackroom_core::model::{RoomId, UserId};
use tackroom_core::project::{Slice, SourceEvent, apply};
use tackroom_core::store::{MemberFacts, RoomFacts, RoomKind, Store, system_clock};

const START: i64 = 1_700_000_000_000;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let secret: Vec<u8> =
        args[2].as_bytes().chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect();
    let keys = Keys::derive(&secret.try_into().expect("32 bytes in hexadecimal"));
    let me = UserId(args[3].clone());
    let (rooms, messages): (usize, usize) = (args[4].parse().unwrap(), args[5].parse().unwrap());
    let store = Store::open(&Path::new(&args[1]).join("tackroom.db"), &keys.store, system_clock()).unwrap().store;
    for room in 0..rooms {
        let id = RoomId(format!("!bench{room}:localhost"));
        let friend = UserId(format!("@friend{room}:localhost"));
        let events = (0..messages / rooms).map(|n| event(room, n, if n % 3 == 0 { &me } else { &friend })).collect();
        let slice = Slice { room: id.clone(), events, gap_before: false, reached_start: true, live: false };
        store
            .write(|w| {
                w.put_room(&RoomFacts {
                    room: id.clone(),
                    kind: RoomKind::Conversation,
                    name: None,
                    avatar: None,
                    encrypted: true,
                    joined: true,
                    direct_with: vec![friend.clone()],
                    can_post: true,
                    member_count: 2,
                })?;
                let member = |user: &UserId, name: String| MemberFacts {
                    user: user.clone(),
                    name: Some(name),
                    avatar: None,
                    membership: "join".into(),
                };
                w.put_members(&id, &[member(&me, "Mei".into()), member(&friend, format!("Friend {room}"))])?;
                apply(w, &me, &slice)?;
                if room + 5 >= rooms {
                    w.open_head(&id)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

fn event(room: usize, n: usize, sender: &UserId) -> SourceEvent {
    let id = format!("$bench-{room}-{n}");
    let at = START + ((n * 1_000 + room) as i64) * 1_000;
    let body = format!("Sentence {n} of conversation {room}, about wool, lime plaster and the garden.");
    let json = json!({
        "type": "m.room.message", "event_id": id, "sender": sender.as_str(), "origin_server_ts": at,
        "content": { "msgtype": "m.text", "body": body },
    });
    SourceEvent { event_id: id.as_str().into(), json, encrypted: true, locked_session: None, notify: false }
}
