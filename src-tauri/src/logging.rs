//! Logs go to standard error, chosen by RUST_LOG. They hold no message text, token or key: libraries that would write
//! requests, events or decrypted contents are capped, whatever RUST_LOG says.

use std::io::IsTerminal;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// Without RUST_LOG. The SDK logs as errors what is none: account data that nobody has set yet.
const DEFAULT: &str = "warn,matrix_sdk::http_client=off,matrix_sdk::latest_events=off";

/// The most that these crates (and those whose names begin so) may say.
const CAPS: [(&str, Level); 7] = [
    ("matrix_sdk_crypto", Level::WARN),
    ("vodozemac", Level::WARN),
    ("hyper", Level::WARN),
    ("reqwest", Level::WARN),
    ("h2", Level::WARN),
    ("rustls", Level::INFO),
    ("matrix_sdk", Level::DEBUG),
];

/// Starts logging for the process.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let to_terminal = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let started = tracing_subscriber::registry().with(filter_fn(allowed)).with(filter).with(to_terminal).try_init();
    // Only a second start within one process (a test) can fail here.
    drop(started);
}

fn allowed(line: &Metadata<'_>) -> bool {
    let cap = CAPS.iter().find(|(name, _)| line.target().starts_with(name));
    cap.is_none_or(|(_, most)| line.level() <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_write_contents_is_capped() {
        let cap = |target: &str| CAPS.iter().find(|(name, _)| target.starts_with(name)).map(|(_, level)| *level);
        assert_eq!(cap("matrix_sdk_crypto::olm"), Some(Level::WARN));
        assert_eq!(cap("hyper_util::client"), Some(Level::WARN));
        assert_eq!(cap("matrix_sdk::http_client"), Some(Level::DEBUG));
        assert_eq!(cap("tackroom::app"), None);
    }
}
