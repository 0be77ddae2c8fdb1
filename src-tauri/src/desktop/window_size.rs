//! The window's size of the last time, in `window.json` of the profile.

use std::fs;

use serde::{Deserialize, Serialize};
use tauri::WebviewWindow;

use crate::profile::{Profile, write_private};

/// Smallest size, logical pixels (issue 4: 360 is the narrowest that must work).
pub const SMALLEST: (f64, f64) = (360.0, 480.0);

/// Logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowSize {
    pub width: f64,
    pub height: f64,
    pub maximized: bool,
}

impl Default for WindowSize {
    fn default() -> Self {
        Self { width: 1280.0, height: 800.0, maximized: false }
    }
}

/// The last size, or the default where there is none that makes sense.
pub fn read(profile: &Profile) -> WindowSize {
    fs::read(profile.window_file())
        .ok()
        .and_then(|text| serde_json::from_slice::<WindowSize>(&text).ok())
        .filter(|size| (SMALLEST.0..=16_000.0).contains(&size.width) && (SMALLEST.1..=16_000.0).contains(&size.height))
        .unwrap_or_default()
}

/// Keeps the size of now. A failure is of no consequence.
pub fn keep(profile: &Profile, window: &WebviewWindow) {
    let kept = (|| {
        let scale = window.scale_factor()?;
        let size = window.inner_size()?.to_logical::<f64>(scale);
        let maximized = window.is_maximized()?;
        let before = read(profile);
        // A maximised window goes back to the size that it had before.
        let now =
            if maximized { WindowSize { maximized, ..before } } else { WindowSize { width: size.width, height: size.height, maximized } };
        if now != before {
            write_private(&profile.window_file(), &serde_json::to_vec(&now)?)?;
        }
        anyhow::Ok(())
    })();
    if let Err(error) = kept {
        tracing::debug!(%error, "the window's size was not kept");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nonsense_is_the_default() {
        let base = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(base.path().join("p"))).unwrap();
        assert_eq!(read(&profile), WindowSize::default());
        for text in ["", "{}", r#"{"width":1,"height":1,"maximized":false}"#, r#"{"width":1e9,"height":700,"maximized":false}"#] {
            fs::write(profile.window_file(), text).unwrap();
            assert_eq!(read(&profile), WindowSize::default(), "{text}");
        }
        fs::write(profile.window_file(), r#"{"width":900,"height":700,"maximized":true}"#).unwrap();
        assert_eq!(read(&profile), WindowSize { width: 900.0, height: 700.0, maximized: true });
    }
}
