//! What an export wrote.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An export that ended well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Exported {
    /// The new folder.
    pub folder: String,
    pub messages: u32,
    pub pictures: u32,
    /// Pictures that are covered and stay out.
    pub covered: u32,
    /// Pictures that were neither on this device nor to be had.
    pub missing: u32,
}
