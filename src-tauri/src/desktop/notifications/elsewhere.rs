//! Notifications where there is no session bus: the words alone on Windows and macOS (notify-rust), none on phones.
//!
//! Nothing comes of them (no click, no closing): the conversation waits in the window.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

use super::show::{Show, Signal};

/// The system's own notifications.
pub struct Daemon {
    pub name: String,
    /// Of this run: nothing of an earlier one can be closed.
    pub identity: String,
    last: AtomicU32,
}

impl Daemon {
    #[allow(clippy::unused_async, reason = "as on Linux, where a daemon is asked")]
    pub async fn ask() -> Result<Self> {
        anyhow::ensure!(cfg!(desktop), "notifications are not shown on this system");
        let identity = format!("{:016x}", rand::random::<u64>());
        Ok(Self { name: std::env::consts::OS.to_owned(), identity, last: AtomicU32::new(0) })
    }

    pub fn can(&self, capability: &str) -> bool {
        capability == "body"
    }

    #[allow(clippy::unused_async, reason = "as on Linux, where the bus is asked")]
    pub async fn is_the_same(&self) -> bool {
        true
    }

    #[allow(clippy::unused_async, reason = "as on Linux, where the bus is asked")]
    pub async fn signals(&self) -> Result<BoxStream<'static, Signal>> {
        Ok(stream::pending().boxed())
    }

    pub async fn show(&self, show: Show) -> Result<u32> {
        #[cfg(desktop)]
        tokio::task::spawn_blocking(move || {
            notify_rust::Notification::new()
                .appname(crate::desktop::NAME)
                .summary(&show.words.summary)
                .body(&show.words.body)
                .show()
                .map(drop)
        })
        .await??;
        #[cfg(mobile)]
        drop(show);
        Ok(self.last.fetch_add(1, Ordering::Relaxed) + 1)
    }

    #[allow(clippy::unused_async, reason = "as on Linux, where the daemon is told")]
    pub async fn close(&self, _: u32) {}
}
