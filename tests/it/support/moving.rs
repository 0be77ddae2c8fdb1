//! Pictures that move, of each kind that browsers know: GIF, APNG, WebP.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Delay, Frame, Rgba, RgbaImage};

pub const WIDTH: u32 = 700;
pub const HEIGHT: u32 = 500;

/// One frame, of a colour of its own.
fn frame(number: u8) -> RgbaImage {
    RgbaImage::from_pixel(WIDTH, HEIGHT, Rgba([number * 60, 20, 120, 255]))
}

pub fn gif(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for number in 0..frames {
        encoder.encode_frame(Frame::from_parts(frame(number), 0, 0, Delay::from_numer_denom_ms(100, 1))).unwrap();
    }
    drop(encoder);
    bytes
}

pub fn apng(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_animated(frames.into(), 0).unwrap();
    encoder.set_frame_delay(1, 10).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for number in 0..frames {
        writer.write_image_data(frame(number).as_raw()).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

/// By the container's description at developers.google.com/speed/webp/docs/riff_container: VP8X, ANIM, an ANMF for each frame.
pub fn webp(frames: u8) -> Vec<u8> {
    let three = |number: u32| number.to_le_bytes()[..3].to_vec();
    let size = [three(WIDTH - 1), three(HEIGHT - 1)].concat();
    let mut chunks = chunk(b"VP8X", &[&[0b10, 0, 0, 0], &size[..]].concat());
    chunks.extend(chunk(b"ANIM", &[0; 6]));
    for number in 0..frames {
        let mut still = Cursor::new(Vec::new());
        WebPEncoder::new_lossless(&mut still).encode(frame(number).as_raw(), WIDTH, HEIGHT, image::ExtendedColorType::Rgba8).unwrap();
        let place = [vec![0; 6], size.clone(), three(100), vec![0]].concat();
        chunks.extend(chunk(b"ANMF", &[&place, &still.into_inner()[12..]].concat()));
    }
    chunk(b"RIFF", &[&b"WEBP"[..], &chunks].concat())
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let mut all = [&name[..], &length, content].concat();
    all.resize(all.len() + content.len() % 2, 0);
    all
}
