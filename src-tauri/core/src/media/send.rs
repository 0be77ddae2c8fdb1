//! A picture as it is sent: upright, without what tells of place, time or camera, no larger than needed, with a
//! thumbnail and the hints for its place. Blocking; run it where decoding is run.

use super::decode::{Facts, decode};
use super::scale::{Encoded, encode, fit, hints};
use super::{chunks, decode, names};
use crate::api::Problem;

/// Widest picture that is sent, in pixels.
const WIDTH: u32 = 1600;
/// Widest thumbnail that is sent.
const THUMB_WIDTH: u32 = 600;
/// A still picture larger than this is encoded again even where its pixels would do.
const ENOUGH: usize = 1_500_000;

/// What goes out with a pin.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    pub main: Encoded,
    /// `None` where the picture itself is as small.
    pub thumb: Option<Encoded>,
    pub blurhash: Option<String>,
    /// `#rrggbb`.
    pub colour: String,
    /// A safe file name with the right ending.
    pub name: String,
}

/// Prepares a picture. Moving ones stay as they are but for their metadata.
pub fn prepare(bytes: &[u8], claimed_name: &str) -> Result<Prepared, Problem> {
    let facts = decode::facts(bytes)?;
    let pixels = decode(bytes, &facts)?;
    let main = match kept(bytes, &facts) {
        Some(bytes) => Encoded { format: facts.format, width: facts.width, height: facts.height, bytes },
        None => encode(&fit(&pixels, WIDTH), 85, facts.icc.as_deref())?,
    };
    let small = fit(&pixels, THUMB_WIDTH);
    let thumb = if facts.animated || main.width > THUMB_WIDTH { Some(encode(&small, 80, facts.icc.as_deref())?) } else { None };
    let (blurhash, colour) = hints(&small);
    let name = names::safe_name(claimed_name, main.format);
    Ok(Prepared { main, thumb, blurhash, colour, name })
}

/// The file's own bytes without metadata, where its pixels can go out as they are.
fn kept(bytes: &[u8], facts: &Facts) -> Option<Vec<u8>> {
    let upright = facts.orientation == image::metadata::Orientation::NoTransforms;
    let fits = facts.animated || (facts.width <= WIDTH && facts.height <= WIDTH * 4 && bytes.len() <= ENOUGH && upright);
    if !(facts.format.common() && fits) {
        return None;
    }
    let stripped = chunks::stripped(bytes, facts.format)?;
    // Never trust the surgery blindly: what goes out must still be the same picture.
    let again = decode::facts(&stripped).ok()?;
    ((again.width, again.height, again.animated) == (facts.width, facts.height, facts.animated)).then_some(stripped)
}
