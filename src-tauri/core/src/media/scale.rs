//! Smaller pictures, and the two hints for the place of one that is not there yet.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView as _, ImageEncoder, RgbaImage};

use super::sniff::Format;
use crate::api::{Code, Problem};

/// An encoded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    pub format: Format,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

/// At most `width` wide and four times as high, never larger than it is.
pub fn fit(picture: &DynamicImage, width: u32) -> DynamicImage {
    let (w, h) = picture.dimensions();
    let tall = width.saturating_mul(4);
    if w <= width && h <= tall {
        return picture.clone();
    }
    let scale = (f64::from(width) / f64::from(w)).min(f64::from(tall) / f64::from(h));
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let (to_w, to_h) = (side(w), side(h));
    // A quick average down to twice the size, then a good filter: near its quality at a fraction of its time.
    if w > to_w * 3 {
        picture.thumbnail_exact(to_w * 2, to_h * 2).resize_exact(to_w, to_h, FilterType::CatmullRom)
    } else {
        picture.resize_exact(to_w, to_h, FilterType::CatmullRom)
    }
}

/// JPEG where every pixel is opaque, else PNG, so that transparency stays.
pub fn encode(picture: &DynamicImage, quality: u8, icc: Option<&[u8]>) -> Result<Encoded, Problem> {
    let failed = |error: image::ImageError| Problem::new(Code::Internal, format!("The picture could not be written: {error}"));
    let (width, height) = picture.dimensions();
    let mut bytes = Vec::new();
    let format = if opaque(picture) && width <= 65_000 && height <= 65_000 {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        if let Some(icc) = icc {
            let _ = encoder.set_icc_profile(icc.to_vec());
        }
        encoder.encode_image(&picture.to_rgb8()).map_err(failed)?;
        Format::Jpeg
    } else {
        let mut encoder = PngEncoder::new(&mut bytes);
        if let Some(icc) = icc {
            let _ = encoder.set_icc_profile(icc.to_vec());
        }
        picture.write_with_encoder(encoder).map_err(failed)?;
        Format::Png
    };
    Ok(Encoded { format, width, height, bytes })
}

fn opaque(picture: &DynamicImage) -> bool {
    match picture {
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        other => !other.color().has_alpha(),
    }
}

/// Blurhash (4x3 components, or 3x4 for a tall picture) and mean colour `#rrggbb`. Transparent parts count as white.
pub fn hints(picture: &DynamicImage) -> (Option<String>, String) {
    let small = on_white(&fit(picture, 32).to_rgba8());
    let (width, height) = small.dimensions();
    let (x, y) = if height > width { (3, 4) } else { (4, 3) };
    let hash = blurhash::encode(x, y, width, height, small.as_raw()).ok();
    let count = u64::from(width) * u64::from(height);
    let [r, g, b] = [0, 1, 2].map(|channel: usize| {
        let sum: u64 = small.pixels().map(|pixel| pixel.0.get(channel).copied().map_or(0, u64::from)).sum();
        sum / count.max(1)
    });
    (hash, format!("#{r:02x}{g:02x}{b:02x}"))
}

/// Transparent parts laid on white.
pub fn on_white(picture: &RgbaImage) -> RgbaImage {
    let mut flat = picture.clone();
    for pixel in flat.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        let mix = |value: u8| ((u16::from(value) * u16::from(a) + 255 * (255 - u16::from(a))) / 255) as u8;
        pixel.0 = [mix(r), mix(g), mix(b), 255];
    }
    flat
}
