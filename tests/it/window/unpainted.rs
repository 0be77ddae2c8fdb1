//! C48: a web view that never paints. The app starts it once more in the safe mode by itself, remembers that, and leaves
//! alone what the user has set.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::process::signal;
use crate::support::{Desktop, TACKROOM, before, stays, until};

const SAFE: &str = "WEBKIT_DISABLE_COMPOSITING_MODE=1";
/// What the test's desktop sets for all others, and what counts as the user's own.
const BY_HAND: [&str; 2] = ["WEBKIT_DISABLE_DMABUF_RENDERER", "LIBGL_ALWAYS_SOFTWARE"];

/// Tackroom without a driver, on a machine where nobody has set the web view's variables.
struct Plain(Child);

impl Plain {
    fn start(desktop: &Desktop, profile: &Path, more: &[(&str, &str)]) -> Self {
        let mut command = desktop.command(TACKROOM);
        for name in BY_HAND {
            command.env_remove(name);
        }
        let log = std::fs::File::create(profile.with_extension("log")).unwrap();
        command.arg("--profile").arg(profile).envs(more.iter().copied()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Self(command.spawn().unwrap())
    }

    fn has_set(&self, variable: &str) -> bool {
        let environment = std::fs::read(format!("/proc/{}/environ", self.0.id())).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|one| one == variable.as_bytes())
    }

    /// The web view's own processes.
    fn web_views(&self) -> Vec<u32> {
        let done = Command::new("pgrep").args(["-P", &self.0.id().to_string(), "-f", "WebKitWebProcess"]).output().unwrap();
        String::from_utf8_lossy(&done.stdout).lines().filter_map(|line| line.parse().ok()).collect()
    }

    fn freeze(&self) -> u32 {
        let view = until("the web view's process", 30, || self.web_views().into_iter().next());
        signal(view, "STOP");
        view
    }

    /// A clean end, as at log-out.
    fn end(mut self) {
        signal(self.0.id(), "TERM");
        until("the program to end", 30, || self.0.try_wait().unwrap());
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn state(pid: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("State:")).unwrap_or("gone").trim().to_owned()
}

/// Whether the screen shows more than one colour: something was painted.
fn painted(desktop: &Desktop) -> bool {
    let file = desktop.folder().join("screen.png");
    desktop.screenshot(&file);
    let Ok(picture) = image::open(&file) else { return false };
    let colours: std::collections::BTreeSet<[u8; 3]> = picture.to_rgb8().pixels().map(|pixel| pixel.0).collect();
    colours.len() > 200
}

#[test]
fn a_view_that_never_paints_starts_again_in_the_safe_mode() {
    let desktop = Desktop::new();
    let profile = desktop.profile("unpainted");
    let program = Plain::start(&desktop, &profile, &[]);
    let frozen = program.freeze();
    assert!(!program.has_set(SAFE));
    until("the safe mode", 60, || program.has_set(SAFE).then_some(()));
    until("a painted window", 60, || painted(&desktop).then_some(()));
    let log = std::fs::read_to_string(profile.with_extension("log")).unwrap();
    assert!(log.contains("painted nothing"), "the log names the cause: {log}");
    let views = program.web_views();
    stays("one restart only", 13, || program.web_views() == views);
    // The view of before has nobody left; thawed, it ends.
    signal(frozen, "CONT");
    until("the frozen view to end", 20, || matches!(state(frozen).chars().next(), Some('Z' | 'g')).then_some(()));
    program.end();

    let program = Plain::start(&desktop, &profile, &[]);
    until("the safe mode at once", 10, || program.has_set(SAFE).then_some(()));
    until("a painted window", 60, || painted(&desktop).then_some(()));
    program.end();
}

/// Set by hand, also to 0, the user's variables stay as they are and nothing restarts.
#[test]
fn what_the_user_has_set_is_left_alone() {
    let desktop = Desktop::new();
    let profile = desktop.profile("by-hand");
    let program = Plain::start(&desktop, &profile, &[("WEBKIT_DISABLE_DMABUF_RENDERER", "0")]);
    let frozen = program.freeze();
    let log = || std::fs::read_to_string(profile.with_extension("log")).unwrap_or_default();
    until("the log to name it", 60, || log().contains("were set by hand").then_some(()));
    assert!(!program.has_set(SAFE));
    assert!(before(1, || (program.web_views() != [frozen]).then_some(())).is_none(), "no other view was started");
    signal(frozen, "KILL");
}
