//! The blocks that picture files are made of: is it animated, and the same file without what tells of place, time,
//! camera or person. Nothing is decoded here. A file whose blocks do not add up is left to the caller to re-encode.

use super::sniff::Format;

/// Whether a file has more than one frame. For GIF the blocks are walked only up to the second frame.
pub fn animated(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Gif => gif(bytes, |_| {}).is_some_and(|frames| frames > 1),
        Format::WebP => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0b10 != 0),
        Format::Png => png(bytes).take_while(|(name, _)| name != b"IDAT").any(|(name, _)| &name == b"acTL"),
        _ => false,
    }
}

/// The file without metadata; pixels, frames, colour profile and transparency stay. `None` where the blocks are not
/// understood to the end.
pub fn stripped(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => {
            const KEPT: [&[u8; 4]; 16] = [
                b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs",
                b"acTL", b"fcTL", b"fdAT",
            ];
            let mut out = bytes.get(..8)?.to_vec();
            let mut whole = false;
            for (name, chunk) in png(bytes) {
                if KEPT.contains(&&name) {
                    out.extend_from_slice(chunk);
                }
                whole = &name == b"IEND";
            }
            whole.then_some(out)
        }
        Format::Gif => {
            let mut out = Vec::with_capacity(bytes.len());
            gif(bytes, |block| out.extend_from_slice(block))?;
            out.push(0x3b);
            Some(out)
        }
        Format::WebP => webp(bytes),
        Format::Bmp | Format::Ico => None,
    }
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xff))?;
        if marker == 0xff {
            at += 1;
            continue;
        }
        // What stands behind the end (a second picture, a motion photo's film) is left behind.
        if marker == 0xd9 {
            out.extend_from_slice(&[0xff, 0xd9]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at + 2 + length.max(2))?;
        let icc = marker == 0xe2 && segment.get(4..15) == Some(b"ICC_PROFILE");
        // APP0 (JFIF), APP14 (Adobe's colour transform) and the colour profile stay; other APPn and comments go.
        if !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) || icc {
            out.extend_from_slice(segment);
        }
        at += segment.len();
        if marker == 0xda {
            let scan = bytes.get(at..)?;
            let end =
                scan.windows(2).position(|pair| pair.first() == Some(&0xff) && !matches!(pair.get(1), Some(0 | 0xd0..=0xd7 | 0xff)))?;
            out.extend_from_slice(scan.get(..end)?);
            at += end;
        }
    }
}

/// The chunks of a PNG with their whole bytes.
fn png(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        at += chunk.len();
        Some((chunk.get(4..8)?.try_into().ok()?, chunk))
    })
}

/// Walks a GIF's blocks and hands on those that are needed to show it; answers the number of frames. A file cut off
/// in a frame counts up to there.
fn gif<'a>(bytes: &'a [u8], mut keep: impl FnMut(&'a [u8])) -> Option<usize> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0 };
    let head = 13 + table(*bytes.get(10)?);
    keep(bytes.get(..head)?);
    let (mut at, mut frames) = (head, 0);
    loop {
        let begin = at;
        let loops = match *bytes.get(at)? {
            0x3b => return Some(frames),
            0x21 => {
                let label = *bytes.get(at + 1)?;
                at += 2;
                // Graphic control; of the applications only the one that tells how often to play.
                label == 0xf9 || (label == 0xff && bytes.get(at + 1..at + 12) == Some(b"NETSCAPE2.0"))
            }
            0x2c => {
                frames += 1;
                at += 11 + table(*bytes.get(at + 9)?);
                true
            }
            _ => return None,
        };
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if loops {
            keep(bytes.get(begin..at)?);
        }
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
        let end = at.checked_add(8)?.checked_add(length)?;
        let padded = (end + length % 2).min(bytes.len());
        let chunk = bytes.get(at..padded.max(end))?;
        match chunk.get(..4)? {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let start = out.len();
                out.extend_from_slice(chunk);
                // The flags that announced them.
                *out.get_mut(start + 8)? &= !0b1100;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => out.extend_from_slice(chunk),
            _ => {}
        }
        at = padded.max(end);
    }
    let size = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out.get_mut(4..8)?.copy_from_slice(&size);
    Some(out)
}
