//! A file of another client, saved where the user chooses: fetched within a bound, decrypted, under a safe name.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::export::save;
use super::{Media, MediaSource, names};
use crate::api::{Code, Problem};

/// Largest file that is fetched, bytes: it is in memory while it is decrypted.
pub const FILE_MAX: usize = 256 << 20;

/// Endings that a system opens to show or to play, never to run: films, sounds, pictures, documents without macros.
const OPENED: [&str; 24] = [
    "mp4", "m4v", "webm", "mkv", "mov", "ogv", "avi", "mpg", "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "pdf", "txt", "jpg",
    "jpeg", "png", "gif", "webp", "heic",
];

/// Whether a file of this name is one that may be opened outside.
pub fn opens_outside(name: &str) -> bool {
    names::of_file(name).rsplit_once('.').is_some_and(|(_, ending)| OPENED.contains(&ending))
}

impl Media {
    /// Fetches a file from the homeserver and saves it in `folder`, never over one that is there; answers the path.
    ///
    /// # Errors
    /// `TooLarge`, `NotFound`, `Damaged` (it does not match its key), `NoNetwork`; `DiskFull` and `ReadOnly` of the folder.
    pub async fn save_file(&self, source: &MediaSource, name: &str, folder: &Path) -> Result<PathBuf, Problem> {
        let matrix = self.inner.matrix.read().unwrap_or_else(PoisonError::into_inner).clone();
        let matrix = matrix.ok_or_else(|| Problem::said(Code::NoNetwork, "file-offline", &[]))?;
        let bytes = matrix.download(source, None, FILE_MAX).await.map_err(of_file)?;
        let (folder, name) = (folder.to_owned(), names::of_file(name));
        let shown = folder.display().to_string();
        let saved = tokio::task::spawn_blocking(move || save(&folder, &name, &bytes)).await.map_err(|_| super::unknown())?;
        saved.map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => Problem::said(Code::DiskFull, "disk-full", &[("folder", &shown)]),
            _ => Problem::said(Code::ReadOnly, "file-not-saved", &[("folder", &shown), ("error", &error)]),
        })
    }
}

/// The words that a download has for pictures, for a file.
fn of_file(problem: Problem) -> Problem {
    let code = problem.code;
    match code {
        Code::TooLarge => Problem::said(Code::TooLarge, "file-large", &[("most", &(FILE_MAX >> 20))]),
        Code::NotFound => Problem::said(Code::NotFound, "file-gone-server", &[]),
        Code::Damaged => Problem::said(Code::Damaged, "file-key", &[]),
        Code::NoNetwork => Problem::said(Code::NoNetwork, "file-no-answer", &[]),
        _ => Problem::new(code, problem.words.replace("picture", "file")),
    }
}

#[cfg(test)]
mod tests {
    use super::opens_outside;

    #[test]
    fn what_is_shown_or_played_opens_and_what_runs_does_not() {
        for name in ["film.mp4", "Film.MKV", "song.mp3", "paper.pdf", "a.b.webm"] {
            assert!(opens_outside(name), "{name}");
        }
        for name in
            ["x.exe", "film.mp4.exe", "x.desktop", "page.html", "macro.docm", "noending", "", "mp4", "x.sh", "film.mp4\u{202e}exe.bat"]
        {
            assert!(!opens_outside(name), "{name}");
        }
    }
}
