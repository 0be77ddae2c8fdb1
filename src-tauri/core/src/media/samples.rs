//! Pictures for tests, made here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// Left half red, right half blue, a white upper left corner: every orientation looks different.
pub fn flag(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        if x < width / 4 && y < height / 4 {
            Rgb([255, 255, 255])
        } else if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    }))
}

/// A black disc on nothing.
pub fn disc(side: u32) -> DynamicImage {
    let middle = f64::from(side) / 2.0;
    DynamicImage::ImageRgba8(RgbaImage::from_fn(side, side, |x, y| {
        let away = (f64::from(x) - middle).hypot(f64::from(y) - middle);
        Rgba([0, 0, 0, if away < middle / 2.0 { 255 } else { 0 }])
    }))
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A JPEG with an EXIF block that holds an orientation and a camera's name, and a comment.
pub fn jpeg_with_exif(picture: &DynamicImage, orientation: u16) -> Vec<u8> {
    let plain = encoded(picture, ImageFormat::Jpeg);
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend_from_slice(b"\x01\x0f\0\x02\0\0\0\x0c\0\0\0\x26");
    tiff.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01");
    tiff.extend_from_slice(&orientation.to_be_bytes());
    tiff.extend_from_slice(b"\0\0\0\0\0\0SecretCam\0\0\0");
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend_from_slice(&tiff);
    let mut out = plain[..2].to_vec();
    for (marker, body) in [(0xe1, exif.as_slice()), (0xfe, b"secret comment")] {
        out.extend_from_slice(&[0xff, marker]);
        out.extend_from_slice(&u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend_from_slice(body);
    }
    out.extend_from_slice(&plain[2..]);
    out
}

/// A GIF of one-colour frames with a comment.
pub fn gif(width: u16, height: u16, frames: usize) -> Vec<u8> {
    let mut out = b"GIF89a".to_vec();
    out.extend_from_slice(&width.to_le_bytes());
    out.extend_from_slice(&height.to_le_bytes());
    out.extend_from_slice(&[0x80, 0, 0, 200, 30, 30, 0, 0, 0]);
    out.extend_from_slice(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    out.extend_from_slice(b"\x21\xfe\x06secret\0");
    for _ in 0..frames {
        out.extend_from_slice(b"\x21\xf9\x04\0\0\0\0\0");
        out.extend_from_slice(b"\x2c\0\0\0\0\x01\0\x01\0\0");
        out.extend_from_slice(b"\x02\x02\x44\x01\0");
    }
    out.push(0x3b);
    out
}

/// A PNG whose header says `width` x `height`, one-bit grey or RGBA, and which has its first rows.
pub fn png_of_zeros(width: u32, height: u32, rgba: bool) -> Vec<u8> {
    use std::io::Write as _;
    let row = if rgba { width as usize * 4 } else { width.div_ceil(8) as usize } + 1;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let line = vec![0; row];
    for _ in 0..height.min(50) {
        encoder.write_all(&line).unwrap();
    }
    let mut header = width.to_be_bytes().to_vec();
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(if rgba { &[8, 6, 0, 0, 0] } else { &[1, 0, 0, 0, 0] });
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in [(b"IHDR", header.as_slice()), (b"IDAT", &encoder.finish().unwrap()), (b"IEND", &[])] {
        out.extend_from_slice(&png_chunk(name, body));
    }
    out
}

pub fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    out.extend_from_slice(name);
    out.extend_from_slice(body);
    out.extend_from_slice(&crc.sum().to_be_bytes());
    out
}
