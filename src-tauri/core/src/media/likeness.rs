//! What a picture looks like, in 128 bits: the same after scaling, recompressing and slight changes of light, so that a picture
//! that comes again from elsewhere is known. Each bit says whether it gets lighter from one part to the next, along the rows
//! and down the columns of a coarse grid (a difference hash); parts that are alike give 0, so that noise decides nothing.

use image::DynamicImage;
use image::imageops::thumbnail;

/// Parts a side.
const PARTS: u32 = 8;
/// How much lighter counts, of 255.
const LIGHTER: u8 = 3;
/// Most bits in which two of one picture differ.
const DIFFERING_MAX: u32 = 10;
/// Most difference of one channel between the mean colours of one picture, of 255.
const SHADE_MAX: u32 = 20;
/// Fewer bits than this say that there is too little to see.
const BITS_MIN: u32 = 12;

/// As 32 hex digits; empty where there is too little to see (`detail` as of [`super::detail`]).
pub fn look(picture: &DynamicImage, detail: u32) -> String {
    if crate::guard::is_blown_up(detail) {
        return String::new();
    }
    let grey = DynamicImage::ImageRgba8(super::scale::on_white(&picture.to_rgba8())).into_luma8();
    let across = thumbnail(&grey, PARTS + 1, PARTS);
    let down = thumbnail(&grey, PARTS, PARTS + 1);
    let mut bits = 0_u128;
    for y in 0..PARTS {
        for x in 0..PARTS {
            let lighter = |a: u8, b: u8| u128::from(b.saturating_sub(a) >= LIGHTER);
            let right = lighter(across.get_pixel(x, y).0[0], across.get_pixel(x + 1, y).0[0]);
            let below = lighter(down.get_pixel(x, y).0[0], down.get_pixel(x, y + 1).0[0]);
            bits = (bits << 2) | (right << 1) | below;
        }
    }
    if bits.count_ones() < BITS_MIN { String::new() } else { format!("{bits:032x}") }
}

/// Whether two mean colours (`#rrggbb`) can be those of one picture: a chair in green is not the same in red.
pub fn alike_in_colour(one: &str, other: &str) -> bool {
    let channels = |text: &str| {
        u32::from_str_radix(text.trim_start_matches('#'), 16).ok().map(|value| [value >> 16, value >> 8, value].map(|c| c & 255))
    };
    let near = |(one, other): (u32, u32)| one.abs_diff(other) <= SHADE_MAX;
    matches!((channels(one), channels(other)), (Some(one), Some(other)) if one.into_iter().zip(other).all(near))
}

/// Whether two looks are those of one picture.
pub fn alike(one: &str, other: &str) -> bool {
    let bits = |text: &str| u128::from_str_radix(text, 16).ok();
    matches!((bits(one), bits(other)), (Some(one), Some(other)) if (one ^ other).count_ones() <= DIFFERING_MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Cursor;

    use image::codecs::jpeg::JpegEncoder;
    use image::imageops::FilterType;
    use image::{Rgb, RgbImage};

    use super::*;
    use crate::media::detail::detail;

    /// Patches as of a photograph, others for another seed.
    fn photo(seed: u32) -> DynamicImage {
        let mut state = seed;
        let few = RgbImage::from_fn(14, 18, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grey = (state >> 24) as u8;
            Rgb([grey, grey.saturating_add(20), grey / 2])
        });
        DynamicImage::ImageRgb8(image::imageops::resize(&few, 900, 1200, FilterType::CatmullRom))
    }

    fn sent(picture: &DynamicImage, width: u32, quality: u8) -> DynamicImage {
        let mut bytes = Cursor::new(Vec::new());
        let small = super::super::scale::fit(picture, width);
        JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&small).unwrap();
        image::load_from_memory(bytes.get_ref()).unwrap()
    }

    fn look_of(picture: &DynamicImage) -> String {
        look(picture, detail(picture))
    }

    #[test]
    fn a_picture_is_known_after_scaling_recompressing_and_in_other_light() {
        for seed in 1..12 {
            let picture = photo(seed);
            let first = look_of(&picture);
            assert_eq!(first.len(), 32);
            for (width, quality) in [(640, 82), (320, 60), (1280, 90), (200, 40)] {
                let again = look_of(&sent(&picture, width, quality));
                assert!(alike(&first, &again), "{seed} at {width}, quality {quality}: {first} {again}");
            }
            assert!(alike(&first, &look_of(&picture.brighten(8))), "{seed}: {first} {}", look_of(&picture.brighten(8)));
        }
    }

    #[test]
    fn others_are_others() {
        let looks: Vec<String> = (1..40).map(|seed| look_of(&photo(seed))).collect();
        for (at, one) in looks.iter().enumerate() {
            for other in &looks[at + 1..] {
                assert!(!alike(one, other), "{one} {other}");
            }
        }
        let picture = photo(3);
        assert!(!alike(&look_of(&picture), &look_of(&picture.fliph())));
        assert!(!alike(&look_of(&picture), &look_of(&picture.crop_imm(0, 0, 450, 600))));
    }

    #[test]
    fn what_shows_nothing_is_like_nothing() {
        let flat = DynamicImage::ImageRgb8(RgbImage::from_pixel(400, 300, Rgb([90, 90, 90])));
        assert_eq!(look_of(&flat), "");
        // Enough to see for the guard, too little to tell it from others: a line of writing on a white page.
        let page = DynamicImage::ImageRgb8(RgbImage::from_fn(800, 800, |x, y| {
            let ink = (380..420).contains(&y) && (100..700).contains(&x) && x % 28 < 12;
            if ink { Rgb([20, 20, 20]) } else { Rgb([250, 250, 250]) }
        }));
        assert!(!crate::guard::is_blown_up(detail(&page)));
        assert_eq!(look_of(&page), "");
        assert!(!alike("", ""));
    }

    #[test]
    fn a_chair_in_green_is_another_than_in_red() {
        assert!(alike_in_colour("#808080", "#8a7690"));
        assert!(!alike_in_colour("#808080", "#806080"));
        assert!(!alike_in_colour("#0000ff", "blue") && !alike_in_colour("", ""));
    }
}
