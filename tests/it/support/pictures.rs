//! Pictures made for a test: each seed another one, so that none is mistaken for another.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};

/// A picture with a gradient and a square, unlike that of any other seed.
pub fn picture(seed: u8, width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        // Elsewhere for each, so that they do not look alike either.
        let (left, top) = (u32::from(seed) % 6, u32::from(seed) / 6 % 6);
        let inside = (left..left + 3).contains(&(x * 8 / width)) && (top..top + 3).contains(&(y * 8 / height));
        let shade = u8::try_from(x * 120 / width + y * 120 / height).unwrap();
        if inside { Rgb([seed.wrapping_mul(37), 255 - shade, seed.wrapping_mul(91)]) } else { Rgb([shade, seed, 200 - shade / 2]) }
    })
}

pub fn png(seed: u8, width: u32, height: u32) -> Vec<u8> {
    encoded(seed, width, height, ImageFormat::Png)
}

pub fn jpeg(seed: u8, width: u32, height: u32) -> Vec<u8> {
    encoded(seed, width, height, ImageFormat::Jpeg)
}

fn encoded(seed: u8, width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture(seed, width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG file in a folder; its path.
pub fn file(folder: &Path, seed: u8) -> PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join(format!("picture{seed}.jpg"));
    std::fs::write(&path, jpeg(seed, 640, 480)).unwrap();
    path
}
