//! What the tests start and hold in their hands. All calls block and have a deadline; each process ends with its value.
//!
//! `Server` is Synapse (one shared by all tests that do not stop it), `Desktop` a display with bus, keyring and
//! notifications, `Headless` Tackroom without a window, `Window` the real one through WebDriver, `Raw` plain HTTP to the
//! homeserver, `Proxy` a connection that can be made to fail, `Site` a web of one's own on loopback.

#![allow(dead_code, unused_imports, reason = "each test uses its own part of the tools")]

pub mod desktop;
pub mod headless;
pub mod identity;
pub mod moving;
pub mod notifier;
pub mod peer;
pub mod pictures;
pub mod process;
pub mod proxy;
pub mod raw;
pub mod scene;
pub mod server;
pub mod tray;
pub mod web;
pub mod window;

pub use desktop::Desktop;
pub use headless::Headless;
pub use notifier::Notifier;
pub use proxy::Proxy;
pub use raw::Raw;
pub use scene::Scene;
pub use server::{Account, Server};
pub use web::Site;
pub use window::{Element, Window};

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The program under test.
pub const TACKROOM: &str = env!("CARGO_BIN_EXE_tackroom");

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where a failed test leaves its screenshots: `logs` in cargo's target folder.
pub fn logs() -> PathBuf {
    let folder = Path::new(TACKROOM).parent().and_then(Path::parent).unwrap().join("logs");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Polls until there is a value; panics with `what` at the deadline.
#[track_caller]
pub fn until<T>(what: &str, seconds: u64, condition: impl FnMut() -> Option<T>) -> T {
    match before(seconds, condition) {
        Some(value) => value,
        None => panic!("waited {seconds} s in vain for {what}"),
    }
}

/// Polls until there is a value; `None` at the deadline.
pub fn before<T>(seconds: u64, mut condition: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        if let Some(value) = condition() {
            return Some(value);
        }
        if Instant::now() > deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(40));
    }
}

/// Holds that a condition stays true for a while: for "not a second time", where nothing can be waited for.
#[track_caller]
pub fn stays(what: &str, seconds: u64, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        assert!(condition(), "no longer so: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Says that this test cannot be made here. `make test` counts it as skipped (scripts/results.py).
pub fn skipped(why: &str) {
    use std::io::Write;
    let name = std::thread::current().name().unwrap_or("a test").to_owned();
    // The macros would write into libtest's capture, which a test that passes never shows.
    let _ = writeln!(std::io::stderr(), "\nskipped: {name}: {why}");
}

/// Runs a future to its end on a runtime of the tests' own, from blocking and from async tests alike.
pub fn block<F>(future: F) -> F::Output
where
    F: Future + Send,
    F::Output: Send,
{
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());
    std::thread::scope(|scope| match scope.spawn(|| runtime.block_on(future)).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

/// The HTTP client of the tests.
pub fn http() -> &'static reqwest::Client {
    static CLIENT: std::sync::OnceLock<reqwest::Client> = std::sync::OnceLock::new();
    CLIENT.get_or_init(|| {
        // Synapse ends a connection after a minute without a request; one that it has just ended is none to write to.
        let builder = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(120)).pool_idle_timeout(Duration::from_secs(25));
        builder.build().unwrap()
    })
}
