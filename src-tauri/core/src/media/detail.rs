//! How much there is to see in a picture: a decoy blown up from a few pixels has many pixels and shows nothing.

use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView as _, RgbImage};

/// The longer side of what is looked at, and about that on which it is compared, pixels.
const LOOKED_AT: u32 = 240;
const COMPARED: u32 = 96;
/// What was blown up from more than these pixels a side shows something.
const FEW: u32 = 7;
/// Stands for all that is more.
const ENOUGH: u32 = 24;
/// Mean and largest difference, of 255, below which nobody sees one. The largest is that of a patch of a few pixels: a
/// JPEG's ripples at an edge are wider than a pixel and as high as that.
const MEAN_MAX: u64 = 2;
const PATCH_MAX: u32 = 14;
/// A patch's side, pixels.
const PATCH: u32 = 4;

/// How many pixels the shorter side needs so that the picture looks the same: 1 for one colour, small for what was blown
/// up or is a plain gradient, at most 24. Blocks for a few milliseconds.
pub fn detail(picture: &DynamicImage) -> u32 {
    let seen = looked_at(picture);
    let (width, height) = seen.dimensions();
    let (short, long) = (width.min(height).max(1), width.max(height).max(1));
    let flat = seen.as_rgb8().is_some_and(is_mostly_flat);
    for side in 1..=FEW.min(short - 1) {
        let other = (side * long).div_ceil(short);
        let (w, h) = if width <= height { (side, other) } else { (other, side) };
        // On a grid in which each of the few pixels is a whole number, so that the edges of blocks fall together.
        let each = COMPARED.div_ceil(w.max(h));
        let (grid_w, grid_h) = (w * each, h * each);
        let grid = seen.thumbnail_exact(grid_w, grid_h).into_rgb8();
        // What was drawn smoothly is found by the points that it goes through.
        let points = seen.resize_exact(w, h, FilterType::Nearest);
        let smooth = |way| looks_same(&grid, &points.resize_exact(grid_w, grid_h, way).into_rgb8());
        if flat && is_blocks(&grid, each) || smooth(FilterType::Triangle) || smooth(FilterType::CatmullRom) {
            return side;
        }
    }
    ENOUGH.min(short)
}

/// Whether most pixels are like the one beside them: large blocks are, and photographs are not.
fn is_mostly_flat(seen: &RgbImage) -> bool {
    let row = seen.width() as usize * 3;
    let pairs = |row: &[u8]| row.iter().zip(row.iter().skip(3)).filter(|(a, b)| a.abs_diff(**b) <= 8).count();
    let alike: usize = seen.as_raw().chunks_exact(row.max(3)).map(pairs).sum();
    alike * 10 >= seen.as_raw().len() * 7
}

/// Small, on white where it is transparent, by averaging, so that hard edges stay where they are.
fn looked_at(picture: &DynamicImage) -> DynamicImage {
    let (width, height) = picture.dimensions();
    let long = width.max(height);
    let small = if long > LOOKED_AT {
        let side = |side: u32| (u64::from(side) * u64::from(LOOKED_AT) / u64::from(long)).max(1) as u32;
        picture.thumbnail_exact(side(width), side(height))
    } else {
        picture.clone()
    };
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(super::scale::on_white(&small.to_rgba8())).into_rgb8())
}

/// Whether each square of a grid is of one colour. Its rim is left out: there a square may be off by a pixel.
fn is_blocks(grid: &RgbImage, each: u32) -> bool {
    let (width, height) = grid.dimensions();
    if each < 6 {
        return false;
    }
    let (mut total, mut counted) = (0_u64, 0_u64);
    for top in (0..height).step_by(each as usize) {
        for left in (0..width).step_by(each as usize) {
            let inner = || (top + 1..top + each - 1).flat_map(move |y| (left + 1..left + each - 1).map(move |x| grid.get_pixel(x, y).0));
            let count = (each - 2) * (each - 2);
            let mut sums = [0_u32; 3];
            inner().for_each(|pixel| sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(value)));
            let mean = sums.map(|sum| (sum / count) as u8);
            let off: u32 =
                inner().map(|pixel| pixel.iter().zip(mean).map(|(value, mean)| u32::from(value.abs_diff(mean))).sum::<u32>()).sum();
            if off > count * 3 * PATCH_MAX {
                return false;
            }
            total += u64::from(off);
            counted += u64::from(count) * 3;
        }
    }
    // Half of what is allowed elsewhere: within a square there is nothing that could be off by a pixel, and a gradient counts.
    total * 2 <= counted * MEAN_MAX
}

fn looks_same(a: &RgbImage, b: &RgbImage) -> bool {
    let (width, height) = a.dimensions();
    let mut total = 0_u64;
    for top in (0..height).step_by(PATCH as usize) {
        for left in (0..width).step_by(PATCH as usize) {
            let (mut sum, mut count) = (0_u32, 0_u32);
            for y in top..(top + PATCH).min(height) {
                for x in left..(left + PATCH).min(width) {
                    let (one, two) = (a.get_pixel(x, y).0, b.get_pixel(x, y).0);
                    sum += one.iter().zip(two).map(|(one, two)| u32::from(one.abs_diff(two))).sum::<u32>();
                    count += 3;
                }
            }
            if sum > count * PATCH_MAX {
                return false;
            }
            total += u64::from(sum);
        }
    }
    total <= u64::from(width) * u64::from(height) * 3 * MEAN_MAX
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Cursor;

    use image::{ImageFormat, Rgb};

    use super::*;

    /// Noise that is the same on every machine, with about the contrast of a photograph.
    fn few(width: u32, height: u32) -> RgbImage {
        let mut state = 7_u32;
        RgbImage::from_fn(width, height, |_, _| {
            Rgb([0, 1, 2].map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                60 + (state >> 25) as u8
            }))
        })
    }

    /// As it comes out of a JPEG.
    fn sent(picture: RgbImage) -> DynamicImage {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        image::load_from_memory(bytes.get_ref()).unwrap()
    }

    #[test]
    fn what_was_blown_up_shows_its_few_pixels() {
        for (width, height) in [(1, 1), (2, 3), (4, 4), (6, 9)] {
            for filter in [FilterType::Nearest, FilterType::Triangle, FilterType::CatmullRom] {
                let large = image::imageops::resize(&few(width, height), width * 160, height * 160, filter);
                let found = detail(&sent(large));
                assert!(crate::guard::is_blown_up(found), "{width} x {height} by {filter:?}: {found}");
            }
        }
        assert_eq!(detail(&sent(RgbImage::from_pixel(800, 800, Rgb([40, 90, 160])))), 1, "one colour");
    }

    #[test]
    fn what_there_is_to_see_counts() {
        // A photograph is like noise of many scales.
        let photo = image::imageops::resize(&few(60, 80), 900, 1200, FilterType::CatmullRom);
        assert!(detail(&sent(photo)) >= 24);
        // A small thing before an empty sky, and a line of writing.
        let bird = RgbImage::from_fn(1200, 800, |x, y| {
            let sky = (120 + y / 10) as u8;
            if (700..760).contains(&x) && (300..340).contains(&y) { Rgb([30, 30, 30]) } else { Rgb([sky, sky, 230]) }
        });
        assert!(detail(&sent(bird)) >= 12);
        let words = RgbImage::from_fn(800, 800, |x, y| {
            let ink = (380..420).contains(&y) && (100..700).contains(&x) && x % 28 < 12;
            if ink { Rgb([20, 20, 20]) } else { Rgb([250, 248, 240]) }
        });
        assert!(detail(&sent(words)) >= 12);
        // A poster: a square before a gradient.
        let poster = RgbImage::from_fn(320, 462, |x, y| {
            let shade = (x * 120 / 320 + y * 120 / 462) as u8;
            let inside = x > 80 && x < 160 && y > 115 && y < 231;
            if inside { Rgb([222, 255 - shade, 34]) } else { Rgb([shade, 6, 200 - shade / 2]) }
        });
        assert!(detail(&sent(poster)) >= 12);
        assert_eq!(detail(&DynamicImage::ImageRgb8(few(40, 40))), 24);
        assert_eq!(detail(&DynamicImage::ImageRgb8(few(8, 8))), 8, "never more than it has");
        assert_eq!(detail(&DynamicImage::new_rgba8(1, 1)), 1);
    }
}
