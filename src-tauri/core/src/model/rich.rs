//! A text with its marks and links, made safe: what is shown is made from this and from nothing else.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{UserId, Verdict};

/// Most links and names in one text that can be pressed; what follows is text.
pub const TEXT_LINKS_MAX: usize = 20;

/// A text with marks or links. One that has neither has none of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RichText {
    pub blocks: Vec<TextBlock>,
    /// What the guard found at the worst of its links; absent where it found nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub guard: Option<Box<Verdict>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TextBlock {
    /// A paragraph; its lines end with `\n`.
    Text {
        spans: Vec<TextSpan>,
    },
    /// As it stands, in letters of one width.
    Code {
        text: String,
    },
    Quote {
        blocks: Vec<TextBlock>,
    },
    /// Numbered from `start`, or with dots.
    List {
        start: Option<u32>,
        items: Vec<TextItem>,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextItem {
    pub blocks: Vec<TextBlock>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TextStyle {
    Bold,
    Italic,
    Strike,
    Code,
}

/// Letters of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextSpan {
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<TextStyle>,
    /// Where it leads when it is pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub link: Option<Box<TextLink>>,
    /// Whom it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mention: Option<Box<Mention>>,
}

/// A web link in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextLink {
    /// The full address, as it would be opened.
    pub url: String,
    /// The host as shown.
    pub host: String,
    /// What the guard found at it; absent where it found nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub guard: Option<Box<Verdict>>,
}

/// A person who is named in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mention {
    pub user: UserId,
    /// As that person is called there, whatever the text says.
    pub name: String,
    /// Another's name looks alike, or the person is unknown there: the Matrix ID is shown as well.
    pub ambiguous: bool,
    /// It is oneself.
    pub me: bool,
}
