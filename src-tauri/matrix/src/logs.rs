//! What the SDK may write into a log. The shell starts logging; only this crate knows the SDK's names.

use tracing::Level;

/// Added to the default filter: the SDK logs as errors what is none, such as account data that nobody has set yet.
pub const DEFAULT: &str = "matrix_sdk::http_client=off,matrix_sdk::latest_events=off";

/// The most that these crates (and those whose names begin so) may say: at a finer level they write events, keys or
/// decrypted contents.
pub const CAPS: [(&str, Level); 3] = [("matrix_sdk_crypto", Level::WARN), ("vodozemac", Level::WARN), ("matrix_sdk", Level::DEBUG)];
