//! A pin: a picture, its link and a note.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MediaId, Verdict};

/// Longest title, in UTF-8 bytes (design, "Bounds").
pub const TITLE_MAX: usize = 300;
/// Longest link, in bytes (design, "Bounds").
pub const LINK_MAX: usize = 2_048;
/// Longest content of an event, in bytes of its final JSON (design, "Bounds").
pub const CONTENT_MAX: usize = 24 * 1024;

/// A picture known to the store; it may or may not be on disk yet. Shown through `pin://`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Picture {
    pub media: MediaId,
    /// Pixels, upright (EXIF orientation applied); 0 where unknown.
    pub width: u32,
    pub height: u32,
    pub blurhash: Option<String>,
    /// `#rrggbb`, the picture's mean colour.
    pub colour: Option<String>,
    /// Words for who cannot see it.
    pub alt: Option<String>,
    /// It has more frames than one; known once it was decoded here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub animated: bool,
}

/// Pictures that were chosen together, in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Chosen {
    pub pictures: Vec<Picture>,
    /// What could not be taken.
    pub refused: Vec<Refused>,
    /// So many more than go in one go were chosen, and left out.
    pub beyond: u32,
}

/// A file that could not be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refused {
    pub name: String,
    pub words: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Link {
    /// The full address, as it would be opened.
    pub url: String,
    /// The host as shown: readable where it is safe, `xn--` where it is confusable.
    pub host: String,
}

/// Where a pin was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PinSource {
    /// `board`, `rss`, `pinterest`, `page`, `file`, `import`.
    pub kind: String,
    pub name: String,
    pub url: Option<String>,
}

/// A pin as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Pin {
    pub title: String,
    pub note: String,
    pub link: Option<Link>,
    pub picture: Option<Picture>,
    pub source: Option<PinSource>,
    /// What the guard found; absent where it found nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub guard: Option<Box<Verdict>>,
}

/// A pin to be sent or saved to a board. `picture` names a picture that the store knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PinInput {
    pub title: String,
    pub note: String,
    pub link: Option<String>,
    pub picture: Option<MediaId>,
    pub alt: Option<String>,
    pub source: Option<PinSource>,
}

/// Most pins that are sent in one go.
pub const PINS_MAX: usize = 100;

/// One of several pins that were sent together, each as an event of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PinGroup {
    /// The same for all of them.
    pub id: String,
    /// From 0.
    pub index: u32,
    pub count: u32,
}

/// New words for a pin that was sent; its picture and where it was found stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PinEdit {
    pub title: String,
    pub note: String,
    pub link: Option<String>,
}
