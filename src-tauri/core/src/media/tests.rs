#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use image::{DynamicImage, GenericImageView as _, ImageFormat};

use super::decode::{decode, facts};
use super::samples::{disc, encoded, flag, gif, jpeg_with_exif, png_chunk, png_of_zeros};
use super::scale::{encode, fit, hints};
use super::send::prepare;
use super::sniff::Format;
use super::{chunks, sniff};
use crate::api::Code;

fn pixels(bytes: &[u8]) -> DynamicImage {
    decode(bytes, &facts(bytes).unwrap()).unwrap()
}

fn has(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle.as_bytes())
}

/// Where the white corner is.
fn corner(picture: &DynamicImage) -> &'static str {
    let (w, h) = picture.dimensions();
    let white = |x, y| picture.get_pixel(x, y).0[..3].iter().all(|channel| *channel > 200);
    match () {
        () if white(2, 2) => "upper left",
        () if white(w - 3, 2) => "upper right",
        () if white(2, h - 3) => "lower left",
        () if white(w - 3, h - 3) => "lower right",
        () => "none",
    }
}

#[test]
fn upright_whatever_the_camera_wrote() {
    let check = |orientation: u16, size: (u32, u32), place: &str| {
        let bytes = jpeg_with_exif(&flag(80, 40), orientation);
        let found = facts(&bytes).unwrap();
        assert_eq!((found.width, found.height), size, "orientation {orientation}");
        let upright = pixels(&bytes);
        assert_eq!((upright.dimensions(), corner(&upright)), (size, place), "orientation {orientation}");
        let sent = prepare(&bytes, "x.jpg").unwrap();
        assert_eq!((sent.main.width, sent.main.height), size, "orientation {orientation}");
        let again = facts(&sent.main.bytes).unwrap();
        assert_eq!(again.orientation, image::metadata::Orientation::NoTransforms);
        assert_eq!(corner(&pixels(&sent.main.bytes)), place, "orientation {orientation}");
    };
    check(1, (80, 40), "upper left");
    check(2, (80, 40), "upper right");
    check(3, (80, 40), "lower right");
    check(4, (80, 40), "lower left");
    check(5, (40, 80), "upper left");
    check(6, (40, 80), "upper right");
    check(7, (40, 80), "lower right");
    check(8, (40, 80), "lower left");
    check(0, (80, 40), "upper left");
    check(9, (80, 40), "upper left");
}

#[test]
fn a_camera_picture_is_sent_upright_and_smaller() {
    let sent = prepare(&jpeg_with_exif(&flag(4032, 3024), 6), "IMG_0001.JPG").unwrap();
    assert_eq!((sent.main.width, sent.main.height, sent.main.format), (1600, 2133, Format::Jpeg));
    let thumb = sent.thumb.unwrap();
    assert_eq!((thumb.width, thumb.height), (600, 800));
    assert_eq!(sent.name, "IMG_0001.jpg");
    assert!(!has(&sent.main.bytes, "SecretCam") && !has(&thumb.bytes, "SecretCam"));
}

#[test]
fn nothing_private_is_sent() {
    let mut png = encoded(&flag(60, 60), ImageFormat::Png);
    let text = png_chunk(b"tEXt", b"Author\0secret person");
    png.splice(33..33, text);
    let mut webp = encoded(&flag(60, 60), ImageFormat::WebP);
    let mut extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0\x3b\0\0\x3b\0\0".to_vec();
    extended.extend_from_slice(&webp[12..]);
    extended.extend_from_slice(b"EXIF\x06\0\0\0secretXMP \x07\0\0\0secret!\0");
    let size = u32::try_from(extended.len() - 8).unwrap().to_le_bytes();
    extended[4..8].copy_from_slice(&size);
    webp = extended;
    let mut trailing = jpeg_with_exif(&flag(60, 60), 1);
    trailing.extend_from_slice(b"secret film");
    for (what, bytes) in [("png", png), ("webp", webp), ("jpeg", trailing), ("gif", gif(20, 20, 3))] {
        assert!(has(&bytes, "ecret"), "{what}");
        let format = sniff(&bytes).unwrap();
        let sent = prepare(&bytes, "a").unwrap();
        assert_eq!(sent.main.format, format, "{what}: kept as it is");
        assert!(!has(&sent.main.bytes, "ecret"), "{what}");
        assert_eq!(pixels(&sent.main.bytes), pixels(&bytes), "{what}: same pixels");
    }
}

#[test]
fn bombs_are_refused_by_their_header() {
    for (bytes, size) in [(png_of_zeros(40_000, 40_000, false), "40000 x 40000"), (png_of_zeros(30_000, 16_000, true), "30000 x 16000")] {
        assert!(bytes.len() < 1 << 20);
        let problem = facts(&bytes).unwrap_err();
        assert_eq!(problem.code, Code::TooLarge);
        assert!(problem.words.contains(size), "{}", problem.words);
        assert_eq!(prepare(&bytes, "x").unwrap_err().code, Code::TooLarge);
    }
}

#[test]
fn transparent_stays_transparent() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let bytes = encoded(&disc(400), format);
        let thumb = encode(&fit(&pixels(&bytes), 320), 80, None).unwrap();
        let again = pixels(&thumb.bytes);
        assert_eq!(again.dimensions(), (320, 320));
        assert_eq!(again.get_pixel(2, 2).0[3], 0);
        assert_eq!(again.get_pixel(160, 160).0, [0, 0, 0, 255]);
        assert_eq!(pixels(&prepare(&bytes, "x").unwrap().main.bytes).get_pixel(2, 2).0[3], 0);
    }
    let (hash, colour) = hints(&disc(400));
    assert!(hash.is_some());
    assert!(colour.as_str() > "#c00000", "{colour}: on white, not on black");
}

#[test]
fn moving_pictures() {
    let many = gif(1000, 1000, 3000);
    assert!(many.len() < 2 << 20);
    let found = facts(&many).unwrap();
    assert!(found.animated && (found.width, found.height) == (1000, 1000));
    let sent = prepare(&many, "party.gif").unwrap();
    assert!(facts(&sent.main.bytes).unwrap().animated);
    let thumb = sent.thumb.unwrap();
    assert_eq!((thumb.width, thumb.height), (600, 600));
    assert!(!facts(&gif(10, 10, 1)).unwrap().animated);
    let mut apng = encoded(&flag(20, 20), ImageFormat::Png);
    apng.splice(33..33, png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]));
    assert!(chunks::animated(&apng, Format::Png));
    assert!(chunks::animated(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x3b\0\0\x3b\0\0", Format::WebP));
}

#[test]
fn what_is_no_picture_says_so() {
    let check = |bytes: &[u8], words: &str| {
        let problem = prepare(bytes, "photo.png").unwrap_err();
        assert_eq!(problem.code, Code::NotAPicture);
        assert!(problem.words.contains(words), "{}", problem.words);
    };
    check(b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", "HEIC");
    check(b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF");
    check(b"hello, I am text", "not a picture");
    check(b"", "empty");
    check(b"\x89PNG\r\n\x1a\n", "damaged");
    check(b"\xff\xd8\xff\xe0", "damaged");
    let whole = encoded(&flag(200, 200), ImageFormat::Png);
    check(&whole[..60], "damaged");
    // a kind is taken from the bytes, not from the name
    assert_eq!(prepare(&gif(20, 20, 1), "photo.webp").unwrap().name, "photo.gif");
}

#[test]
fn others_are_converted() {
    for (format, picture) in [(ImageFormat::Bmp, flag(64, 64)), (ImageFormat::Ico, disc(64))] {
        let sent = prepare(&encoded(&picture, format), "old").unwrap();
        assert!(sent.main.format.common(), "{format:?}");
    }
}

#[test]
fn thumbnails_fit_and_never_grow() {
    let check = |size: (u32, u32), width, expected| assert_eq!(fit(&flag(size.0, size.1), width).dimensions(), expected, "{size:?}");
    check((1000, 500), 320, (320, 160));
    check((200, 100), 320, (200, 100));
    check((3000, 10), 320, (320, 1));
    check((100, 4000), 320, (32, 1280));
    check((321, 1), 320, (320, 1));
}

proptest::proptest! {
    #![proptest_config(crate::test_room::slow(64))]
    #[test]
    fn broken_files_never_panic(at in 0usize..2000, value: u8, cut in 0usize..2000, which in 0usize..5) {
        let mut bytes = match which {
            0 => jpeg_with_exif(&flag(40, 40), 6),
            1 => encoded(&flag(40, 40), ImageFormat::Png),
            2 => gif(20, 20, 3),
            3 => encoded(&disc(40), ImageFormat::WebP),
            _ => encoded(&disc(16), ImageFormat::Ico),
        };
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(len - cut % len);
        let _ = prepare(&bytes, "x");
        for format in [Format::Jpeg, Format::Png, Format::Gif, Format::WebP] {
            let _ = chunks::stripped(&bytes, format);
            let _ = chunks::animated(&bytes, format);
        }
    }
}
