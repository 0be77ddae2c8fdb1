//! What a notification says, and what can come of it.

use tackroom_core::model::Language;
use tackroom_core::notify::Words;

/// A notification to be shown.
pub struct Show {
    /// Plain text; it is made markup where the daemon reads it as such.
    pub words: Words,
    pub picture: Option<Picture>,
    /// What a click is called.
    pub open: bool,
    pub reply: bool,
    /// Takes the place of this one, without another sound.
    pub replaces: Option<u32>,
    /// Of its buttons.
    pub language: Language,
}

/// Pixels, four bytes each: red, green, blue, alpha.
pub struct Picture {
    pub width: i32,
    pub height: i32,
    pub rgba: Vec<u8>,
}

/// What came of a notification.
#[derive(Debug, PartialEq, Eq)]
pub enum Signal {
    /// What a Wayland compositor asks for before a window may come forward; it precedes [`Signal::Opened`].
    Activation {
        number: u32,
        token: String,
    },
    Opened {
        number: u32,
    },
    Replied {
        number: u32,
        text: String,
    },
    Closed {
        number: u32,
    },
}
