//! Where a picture comes from.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a picture's bytes are to be had. Stored as JSON beside the picture's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MediaSource {
    /// Plain in a homeserver's media store.
    Mxc { uri: String, thumbnail: Option<String> },
    /// Encrypted there; `file` is Matrix's `EncryptedFile` object as it stood in the event.
    Encrypted { file: Value, thumbnail_file: Option<Value> },
    /// On the open web; `page` is where the address was found.
    Url { url: String, page: Option<String> },
    /// From this device, named by the digest of its bytes; there is no other copy.
    Local { digest: String },
}

impl MediaSource {
    /// What makes two sources the same picture; unique in the store.
    pub fn key(&self) -> String {
        match self {
            Self::Mxc { uri, .. } => uri.clone(),
            // Who knows an address but not the key must not stand in its place.
            Self::Encrypted { file, .. } => {
                let part = |pointer: &str| file.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
                format!("encrypted {} {}", part("/url"), part("/iv"))
            }
            Self::Url { url, .. } => url.clone(),
            Self::Local { digest } => format!("local {digest}"),
        }
    }
}

/// What is said of a picture by whoever offered it; claims, until it has been decoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MediaFacts {
    pub mime: Option<String>,
    pub name: Option<String>,
    /// Bytes.
    pub bytes: Option<u64>,
    /// Pixels.
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub blurhash: Option<String>,
    pub alt: Option<String>,
}

impl MediaFacts {
    /// Width and height where both are sane: at least 1 and at most 100,000 pixels, and clamped to proportions for which
    /// a place can be reserved (1:6 to 6:1).
    pub fn clamped_size(&self) -> Option<(u32, u32)> {
        clamp_size(self.width?, self.height?)
    }
}

/// The size for which a place is reserved, by what is claimed; `None` for what cannot be a picture's size.
pub fn clamp_size(width: u32, height: u32) -> Option<(u32, u32)> {
    const LONGEST: u32 = 6;
    const SIDE: u32 = 100_000;
    if width == 0 || height == 0 || width > SIDE || height > SIDE {
        return None;
    }
    if width / LONGEST >= height {
        return Some((width, width.div_ceil(LONGEST)));
    }
    if height / LONGEST >= width {
        return Some((height.div_ceil(LONGEST), height));
    }
    Some((width, height))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn sizes_are_clamped() {
        let check = |width, height, expected| assert_eq!(clamp_size(width, height), expected, "{width}x{height}");
        check(800, 600, Some((800, 600)));
        check(1, 1, Some((1, 1)));
        check(90_000, 8, Some((90_000, 15_000)));
        check(8, 90_000, Some((15_000, 90_000)));
        check(600, 100, Some((600, 100)));
        check(601, 100, Some((601, 101)));
        check(0, 10, None);
        check(10, 0, None);
        check(u32::MAX, 10, None);
    }

    #[test]
    fn sources_keep_their_form() {
        let check = |source: MediaSource, key: &str| {
            assert_eq!(source.key(), key);
            let text = serde_json::to_string(&source).unwrap();
            assert_eq!(serde_json::from_str::<MediaSource>(&text).unwrap(), source);
        };
        check(MediaSource::Mxc { uri: "mxc://a/b".into(), thumbnail: None }, "mxc://a/b");
        check(MediaSource::Encrypted { file: json!({"url": "mxc://a/b", "iv": "xyz"}), thumbnail_file: None }, "encrypted mxc://a/b xyz");
        check(MediaSource::Url { url: "https://a.example/b.png".into(), page: None }, "https://a.example/b.png");
        check(MediaSource::Local { digest: "00ff".into() }, "local 00ff");
    }
}
