//! The item's picture, with a stud in its corner while something is unread.

use std::sync::LazyLock;

use image::{Rgba, RgbaImage};

/// Width, height, and pixels of four bytes: alpha, red, green, blue.
pub type Pixmap = (i32, i32, Vec<u8>);

const PICTURES: [&[u8]; 2] = [include_bytes!("../../../icons/32x32.png"), include_bytes!("../../../icons/64x64.png")];
const STUD: Rgba<u8> = Rgba([0xe2, 0x5a, 0x45, 0xff]);
const EDGE: Rgba<u8> = Rgba([0xff, 0xff, 0xff, 0xff]);

static PLAIN: LazyLock<Vec<Pixmap>> = LazyLock::new(|| drawn(false));
static MARKED: LazyLock<Vec<Pixmap>> = LazyLock::new(|| drawn(true));

/// The sizes that trays ask for; they scale.
pub fn pixmaps(unread: bool) -> Vec<Pixmap> {
    if unread { MARKED.clone() } else { PLAIN.clone() }
}

fn drawn(unread: bool) -> Vec<Pixmap> {
    let pictures = PICTURES.iter().filter_map(|bytes| image::load_from_memory(bytes).ok());
    pictures.map(|picture| pixmap(picture.into_rgba8(), unread)).collect()
}

fn pixmap(mut picture: RgbaImage, unread: bool) -> Pixmap {
    let (width, height) = picture.dimensions();
    if unread {
        mark(&mut picture);
    }
    let pixels = picture.pixels().flat_map(|Rgba([r, g, b, a])| [*a, *r, *g, *b]).collect();
    (i32::try_from(width).unwrap_or(0), i32::try_from(height).unwrap_or(0), pixels)
}

/// A disc in the lower right corner.
fn mark(picture: &mut RgbaImage) {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let radius = width * 0.24;
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (dx, dy) = (f64::from(x) + 0.5 - (width - radius), f64::from(y) + 0.5 - (height - radius));
        let distance = dx.hypot(dy) / radius;
        if distance <= 1.0 {
            *pixel = if distance > 0.8 { EDGE } else { STUD };
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_unread_is_seen_in_every_size() {
        let (plain, marked) = (pixmaps(false), pixmaps(true));
        assert_eq!(plain.iter().map(|p| (p.0, p.1, p.2.len())).collect::<Vec<_>>(), [(32, 32, 32 * 32 * 4), (64, 64, 64 * 64 * 4)]);
        for (plain, marked) in plain.iter().zip(&marked) {
            let differ = plain.2.chunks(4).zip(marked.2.chunks(4)).filter(|(a, b)| a != b).count();
            assert!(differ * 8 > plain.2.len() / 4, "{differ} of {}", plain.2.len() / 4);
            // Alpha first.
            assert!(marked.2.chunks(4).any(|pixel| pixel == [0xff, 0xe2, 0x5a, 0x45]));
        }
    }
}
