//! What a file is, by its bytes alone.

use image::ImageFormat;

use crate::api::{Code, Problem};

/// A kind of picture that Tackroom decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Bmp,
    Ico,
}

impl Format {
    /// The MIME type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Ico => "image/x-icon",
        }
    }

    /// The usual ending of a file's name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Bmp => "bmp",
            Self::Ico => "ico",
        }
    }

    /// Whether every web view and every Matrix client shows it, so that it may be served and sent as it is.
    pub const fn common(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::WebP)
    }

    pub(super) const fn decoder(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Gif => ImageFormat::Gif,
            Self::WebP => ImageFormat::WebP,
            Self::Bmp => ImageFormat::Bmp,
            Self::Ico => ImageFormat::Ico,
        }
    }
}

/// The format of a picture, or in words why it is none that can be shown.
pub fn sniff(bytes: &[u8]) -> Result<Format, Problem> {
    if let Some(format) = format(bytes) {
        return Ok(format);
    }
    Err(match named(bytes) {
        Some((name, ending)) => Problem::said(Code::NotAPicture, "kind-not-shown", &[("kind", &name), ("ending", &ending.to_uppercase())]),
        None if bytes.is_empty() => Problem::said(Code::NotAPicture, "file-empty", &[]),
        None => Problem::said(Code::NotAPicture, "not-a-picture", &[]),
    })
}

/// The ending for a file's name, by its bytes; `bin` for what is not known. Never one that can be run.
pub fn extension(bytes: &[u8]) -> &'static str {
    // A page or drawing with scripts is saved as text.
    match format(bytes).map(Format::extension).or_else(|| named(bytes).map(|(_, ending)| ending)) {
        Some("html" | "svg") => "txt",
        Some(ending) => ending,
        None => "bin",
    }
}

/// Whether a file is of a kind that is known by name, though it cannot be shown.
pub fn is_known_kind(bytes: &[u8]) -> bool {
    named(bytes).is_some()
}

fn format(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some(Format::Gif)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(Format::WebP)
    } else if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        Some(Format::Bmp)
    } else if bytes.starts_with(b"\0\0\x01\0") && bytes.get(5) == Some(&0) && bytes.get(4) != Some(&0) {
        Some(Format::Ico)
    } else {
        None
    }
}

/// Kinds of files that are recognised only to be named, with the ending of their names.
fn named(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(match bytes.get(8..12)? {
            b"avif" | b"avis" => ("an AVIF picture", "avif"),
            b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => ("a HEIC picture", "heic"),
            _ => ("a video", "mp4"),
        });
    }
    if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        return Some(("a TIFF picture", "tif"));
    }
    if bytes.starts_with(b"\xff\x0a") || bytes.starts_with(b"\0\0\0\x0cJXL ") {
        return Some(("a JPEG XL picture", "jxl"));
    }
    if bytes.starts_with(b"%PDF") {
        return Some(("a PDF document", "pdf"));
    }
    if bytes.starts_with(b"\x1aE\xdf\xa3") {
        return Some(("a video", "webm"));
    }
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if !text.starts_with('<') {
        return None;
    }
    if text.contains("<svg") {
        Some(("an SVG drawing", "svg"))
    } else if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| text.contains(tag)) {
        Some(("a web page, not a picture", "html"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn by_bytes() {
        let check = |bytes: &[u8], expected: Format| assert_eq!(sniff(bytes).ok(), Some(expected));
        check(b"\xff\xd8\xff\xe0....", Format::Jpeg);
        check(b"\x89PNG\r\n\x1a\n....", Format::Png);
        check(b"GIF89a....", Format::Gif);
        check(b"GIF87a....", Format::Gif);
        check(b"RIFF\0\0\0\0WEBPVP8 ", Format::WebP);
        check(b"BM\0\0\0\0\0\0\0\0", Format::Bmp);
        check(b"\0\0\x01\0\x01\0\x10\x10", Format::Ico);
    }

    #[test]
    fn named_or_not() {
        let check = |bytes: &[u8], words: &str| {
            let problem = sniff(bytes).unwrap_err();
            assert_eq!(problem.code, Code::NotAPicture);
            assert!(problem.words.contains(words), "{}", problem.words);
        };
        check(b"\0\0\0\x1cftypheic\0\0\0\0", "HEIC");
        check(b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF");
        check(b"\0\0\0\x1cftypisom\0\0\0\0", "video");
        check(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>", "SVG");
        check(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><svg>", "SVG");
        check(b"<!DOCTYPE html><p>x", "web page");
        check(b"II*\0", "TIFF");
        check(b"just text", "not a picture");
        check(b"BMW is a car", "not a picture");
        check(b"", "empty");
        check(b"RIFF\0\0\0\0WAVE", "not a picture");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>) {
            let _ = sniff(&bytes);
        }
    }
}
