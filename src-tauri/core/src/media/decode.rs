//! A picture's facts from its header, and its pixels within limits.
//!
//! The header is read before memory is taken: a picture that would need too much is refused with its size in words.
//! Decoding yields the first frame, upright, as RGB8 or RGBA8.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::chunks;
use super::sniff::{Format, sniff};
use crate::api::{Code, Problem};

/// Most pixels that are decoded: 64 million, four of them at once in the memory of a small machine.
pub const PIXELS_MAX: u64 = 64_000_000;
/// Most bytes that the pixels of one picture may take.
const MEMORY_MAX: u64 = 320 << 20;

/// What a picture's header says.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub format: Format,
    /// Pixels, upright.
    pub width: u32,
    pub height: u32,
    /// What must be done to the stored pixels to have them upright.
    pub orientation: Orientation,
    /// More than one frame.
    pub animated: bool,
    pub icc: Option<Vec<u8>>,
}

/// Reads the header. `NotAPicture` for what no decoder knows or what is broken, `TooLarge` beyond the limits.
pub fn facts(bytes: &[u8]) -> Result<Facts, Problem> {
    let format = sniff(bytes)?;
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(broken());
    }
    if pixels > PIXELS_MAX || decoder.total_bytes() > MEMORY_MAX {
        let limit = PIXELS_MAX / 1_000_000;
        return Err(Problem::said(Code::TooLarge, "picture-pixels", &[("width", &width), ("height", &height), ("most", &limit)]));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let icc = decoder.icc_profile().ok().flatten();
    drop(decoder);
    let (width, height) = if turns(orientation) { (height, width) } else { (width, height) };
    Ok(Facts { format, width, height, orientation, animated: chunks::animated(bytes, format), icc })
}

/// Decodes the first frame, upright.
pub fn decode(bytes: &[u8], facts: &Facts) -> Result<DynamicImage, Problem> {
    let decoder = decoder(bytes, facts.format)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| {
        tracing::debug!(%error, "picture not decoded");
        broken()
    })?;
    picture.apply_orientation(facts.orientation);
    Ok(match picture {
        DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => picture,
        other if other.color().has_alpha() => DynamicImage::ImageRgba8(other.into_rgba8()),
        other => DynamicImage::ImageRgb8(other.into_rgb8()),
    })
}

fn decoder(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, Problem> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.decoder());
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MAX + (64 << 20));
    reader.limits(limits);
    reader.into_decoder().map_err(|error| {
        tracing::debug!(%error, "picture header not read");
        broken()
    })
}

fn turns(orientation: Orientation) -> bool {
    matches!(orientation, Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH)
}

fn broken() -> Problem {
    Problem::said(Code::NotAPicture, "picture-damaged", &[])
}
