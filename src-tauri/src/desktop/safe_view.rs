//! The web view's safe mode (case C48): where the accelerated path paints nothing, the app starts itself once more
//! without it, and remembers. Variables that the user has set win, also those set to 0.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::profile::{Profile, write_private};

/// How long a visible window may stay unpainted.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What switches the accelerated paths of WebKitGTK off.
const SAFE: [&str; 2] = ["WEBKIT_DISABLE_DMABUF_RENDERER", "WEBKIT_DISABLE_COMPOSITING_MODE"];
/// What a user sets to choose the path by hand.
const BY_HAND: [&str; 5] = [
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "WEBKIT_DISABLE_COMPOSITING_MODE",
    "WEBKIT_DMABUF_RENDERER_FORCE_SHM",
    "WEBKIT_SKIA_ENABLE_CPU_RENDERING",
    "LIBGL_ALWAYS_SOFTWARE",
];

/// What is to be done about the safe mode.
#[derive(Debug, PartialEq, Eq)]
enum Mode {
    /// The variables are the user's (or already ours).
    AsSet,
    Normal,
    Safe,
}

fn mode(remembered: bool, variable: impl Fn(&str) -> Option<OsString>) -> Mode {
    match (BY_HAND.iter().any(|name| variable(name).is_some()), remembered) {
        (true, _) => Mode::AsSet,
        (false, true) => Mode::Safe,
        (false, false) => Mode::Normal,
    }
}

/// At the start: enters the safe mode by replacing this process, where the profile remembers it. Comes back otherwise.
pub fn enter_where_remembered(profile: &Profile) -> Result<()> {
    match mode(profile.safe_view_file().exists(), |name| std::env::var_os(name)) {
        Mode::Safe => Err(start_again().into()),
        Mode::AsSet | Mode::Normal => Ok(()),
    }
}

/// Nothing was painted in time: remembers it and replaces this process. Comes back where the safe mode is on already,
/// or the variables are the user's.
pub fn fall_back(profile: &Profile) {
    if mode(false, |name| std::env::var_os(name)) == Mode::AsSet {
        tracing::error!("the web view has painted nothing; its variables were set by hand and stay as they are");
        return;
    }
    tracing::error!(
        "the web view has painted nothing within {} s: starting again without its accelerated path ({})",
        PATIENCE.as_secs(),
        SAFE.join(", ")
    );
    if let Err(error) = write_private(&profile.safe_view_file(), b"the accelerated path painted nothing\n") {
        tracing::error!(%error, "the safe mode will not be remembered");
    }
    let error = start_again();
    tracing::error!(%error, "the app could not start itself again");
}

/// Replaces this process by the same one with the safe variables. Only a failure comes back.
fn start_again() -> io::Error {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error,
    };
    Command::new(program).args(std::env::args_os().skip(1)).envs(SAFE.map(|name| (name, "1"))).exec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_variables_win() {
        let none = |_: &str| None;
        assert_eq!(mode(false, none), Mode::Normal);
        assert_eq!(mode(true, none), Mode::Safe);
        for name in BY_HAND {
            for value in ["1", "0", ""] {
                let set = |asked: &str| (asked == name).then(|| value.into());
                assert_eq!(mode(true, set), Mode::AsSet, "{name}={value}");
            }
        }
        // Having started itself again, the app does not do so twice.
        assert_eq!(mode(true, |asked| SAFE.contains(&asked).then(|| "1".into())), Mode::AsSet);
    }
}
