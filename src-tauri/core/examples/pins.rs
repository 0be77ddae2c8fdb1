//! Fills a profile's feed with a board of generated pins, for the bench of scrolling (scripts/scroll_bench.py):
//! `pins PROFILE ROOT_SECRET_HEX ME PINS PICTURES`. The pictures are shared out among the pins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a tool of the bench stops at the first error")]

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, Rgb, RgbImage};
use tackroom_core::model::{MediaId, MessageId, RoomId, UserId};
use tackroom_core::store::{BoardItem, RoomFacts, RoomKind};
use tackroom_core::{Core, Keys};

const START: i64 = 1_700_000_000_000;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let secret: Vec<u8> =
        args[2].as_bytes().chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect();
    let keys = Keys::derive(&secret.try_into().expect("32 bytes in hexadecimal"));
    let (me, pins, pictures): (UserId, usize, usize) = (args[3].as_str().into(), args[4].parse().unwrap(), args[5].parse().unwrap());
    let core = Core::open(Path::new(&args[1]), &keys).unwrap().core;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let media: Vec<MediaId> = runtime.block_on(async {
        let mut all = Vec::new();
        for number in 0..pictures {
            all.push(core.media.import(picture(number), "picture.jpg").await.unwrap().media);
        }
        all
    });
    let room = RoomId("!pins:localhost".into());
    core.store
        .write(|w| {
            w.put_room(&RoomFacts {
                room: room.clone(),
                kind: RoomKind::Board,
                name: Some("Wall".into()),
                avatar: None,
                encrypted: false,
                joined: true,
                direct_with: Vec::new(),
                can_post: true,
                member_count: 1,
            })?;
            for number in 0..pins {
                w.put_board_item(&room, &item(number, media[number % media.len()], &me))?;
            }
            Ok(())
        })
        .unwrap();
}

fn item(number: usize, media: MediaId, me: &UserId) -> BoardItem {
    BoardItem {
        identity: format!("$pin{number}"),
        at: START + number as i64 * 60_000,
        title: format!("Pin number {number}"),
        note: String::new(),
        link: Some(format!("https://shop.example/{number}")),
        media: Some(media),
        sender: me.clone(),
        pin_source: None,
        message: MessageId(number as i64 + 1),
    }
}

/// Each another picture, and of one of nine shapes.
fn picture(number: usize) -> Vec<u8> {
    let height = 240 + 37 * (number as u32 % 9);
    let shade = |x: u32, by: usize| (x as usize * by / 3 + number * 29 % 251) as u8;
    let picture = RgbImage::from_fn(320, height, |x, y| Rgb([shade(x, 1), shade(y, 2), shade(x ^ y, 3)]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}
