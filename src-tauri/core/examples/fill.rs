//! Fills a profile's store with generated conversations, for the benches of start and large account (scripts/):
//! `fill PROFILE ROOT_SECRET_HEX ME CONVERSATIONS MESSAGES MEMBERS`. The heads of the newest five are open; the oldest
//! conversation is a group of so many members.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a tool of the bench stops at the first error")]

#[path = "../benches/support/generate.rs"]
mod generate;

use std::path::Path;

use tackroom_core::Keys;
use tackroom_core::model::UserId;
use tackroom_core::project::{Slice, apply};
use tackroom_core::store::{Store, system_clock};

use generate::{Words, event, put_crowd, put_room, room_id};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let secret: Vec<u8> =
        args[2].as_bytes().chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect();
    let keys = Keys::derive(&secret.try_into().expect("32 bytes in hexadecimal"));
    let me = UserId(args[3].clone());
    let [rooms, messages, members]: [usize; 3] = [4, 5, 6].map(|number: usize| args[number].parse().unwrap());
    let store = Store::open(&Path::new(&args[1]).join("tackroom.db"), &keys.store, system_clock()).unwrap().store;
    let mut words = Words(7);
    for room in 0..rooms {
        let events = (0..messages / rooms).map(|n| event(&me, room, n, &mut words)).collect();
        let slice = Slice { room: room_id(room), events, gap_before: false, reached_start: true, live: false };
        store
            .write(|w| {
                if room == 0 && members > 2 {
                    put_crowd(w, &me, room, members)?
                } else {
                    put_room(w, &me, room)?
                }
                apply(w, &me, &slice)?;
                if room + 5 >= rooms {
                    w.open_head(&room_id(room))?;
                }
                Ok(())
            })
            .unwrap();
    }
}
