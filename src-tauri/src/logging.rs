//! Logs go to standard error, chosen by RUST_LOG. They hold no message text, token or key: libraries that would write
//! requests, events or decrypted contents are capped, whatever RUST_LOG says.

use std::io::IsTerminal;

use tackroom_matrix::logs;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// The most that these crates (and those whose names begin so) may say; beside them stand those of `matrix`.
const CAPS: [(&str, Level); 4] = [("hyper", Level::WARN), ("reqwest", Level::WARN), ("h2", Level::WARN), ("rustls", Level::INFO)];

/// Starts logging for the process.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(format!("warn,{}", logs::DEFAULT)));
    let to_terminal = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let started = tracing_subscriber::registry().with(filter_fn(allowed)).with(filter).with(to_terminal).try_init();
    // Only a second start within one process (a test) can fail here.
    drop(started);
}

fn allowed(line: &Metadata<'_>) -> bool {
    cap(line.target()).is_none_or(|most| *line.level() <= most)
}

fn cap(target: &str) -> Option<Level> {
    logs::CAPS.iter().chain(&CAPS).find(|(name, _)| target.starts_with(name)).map(|(_, most)| *most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_write_contents_is_capped() {
        for (target, most) in logs::CAPS {
            assert_eq!(cap(&format!("{target}::part")), Some(most), "the first name that fits is the finer one");
        }
        assert_eq!(cap("hyper_util::client"), Some(Level::WARN));
        assert_eq!(cap("tackroom::app"), None);
    }
}
