//! Texts with marks and links: what of them is pressable is decided here, so that the guard judges what the window offers.
//!
//! ```text
//! a text ─► find ─► blocks of spans ─► store::rich (links judged, people named) ─► the window
//! ```

mod find;
mod person;

pub use find::{Found, found};
pub use person::person_of;

use crate::model::{TextBlock, TextSpan};

/// A text without marks.
pub fn plain(text: &str) -> Vec<TextBlock> {
    vec![TextBlock::Text { spans: vec![TextSpan { text: text.to_owned(), ..TextSpan::default() }] }]
}
