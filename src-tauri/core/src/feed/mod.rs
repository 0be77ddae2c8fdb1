//! Where pins come from on the open web: feeds, pages, pictures.
//!
//! A feed is added by an address; a page's address leads to the feed that the page names. [`refresh_due`] looks at those
//! whose time has come, [`refresh`] at all; each is read within the limits of [`crate::net`], parsed leniently, and its items
//! written by identities that survive what feeds do to them. What a failed refresh leaves is a sentence at the source; items
//! read before stay. [`page_preview`] is what New pin offers for a link, [`preview`] what the command line prints.

mod charset;
mod dates;
mod identity;
mod look;
mod page;
mod parse;
mod picture;
mod preview;
mod refresh;
mod words;
mod xml;

pub use look::page_preview;
pub use preview::{Preview, PreviewItem, PreviewKind, preview, preview_bytes};
pub use refresh::{add, keep_fresh, refresh, refresh_due};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod web_tests;
