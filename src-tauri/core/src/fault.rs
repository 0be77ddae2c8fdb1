//! Named kill points for the crash tests. Without the feature `testing` a point is nothing at all.
//!
//! `TACKROOM_FAULT="send.uploaded:2"` ends the process with SIGKILL at the second passing of that point, as a power
//! cut would: no destructor runs, no buffer is flushed. `TACKROOM_FAULT="panic@send.uploaded"` panics there instead.

/// Dies here, if the environment says so.
#[cfg(not(feature = "testing"))]
#[inline(always)]
pub fn point(_name: &str) {}

/// Dies here, if the environment says so.
#[cfg(feature = "testing")]
pub fn point(name: &str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static WANTED: OnceLock<Option<(bool, String, u64)>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);

    let wanted = WANTED.get_or_init(|| {
        let text = std::env::var("TACKROOM_FAULT").ok()?;
        let (panics, text) = text.strip_prefix("panic@").map_or((false, text.as_str()), |text| (true, text));
        let (name, count) = text.rsplit_once(':').unwrap_or((text, "1"));
        Some((panics, name.to_owned(), count.parse().unwrap_or(1)))
    });
    let Some((panics, point, count)) = wanted else { return };
    if point == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *count {
        if *panics {
            std::panic::resume_unwind(Box::new("a fault that was asked for"));
        }
        kill_self();
    }
}

#[cfg(feature = "testing")]
fn kill_self() -> ! {
    // `kill` as a program, so that no unsafe code is needed; the loop is for the moment until it strikes.
    let pid = std::process::id().to_string();
    let _ = std::process::Command::new("kill").args(["-9", &pid]).status();
    loop {
        std::thread::park();
    }
}
