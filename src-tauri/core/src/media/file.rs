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
        let matrix = matrix.ok_or_else(|| Problem::new(Code::NoNetwork, "The file lies on the server. Try again when you are online."))?;
        let bytes = matrix.download(source, None, FILE_MAX).await.map_err(of_file)?;
        let (folder, name) = (folder.to_owned(), names::of_file(name));
        let shown = folder.display().to_string();
        let saved = tokio::task::spawn_blocking(move || save(&folder, &name, &bytes)).await.map_err(|_| super::unknown())?;
        saved.map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => Problem::new(Code::DiskFull, format!("The disk that holds {shown} is full.")),
            _ => Problem::new(Code::ReadOnly, format!("The file could not be saved in {shown}: {error}. Choose another folder.")),
        })
    }
}

/// The words that a download has for pictures, for a file.
fn of_file(problem: Problem) -> Problem {
    let words = match problem.code {
        Code::TooLarge => {
            format!("This file is larger than the {} MB that Tackroom fetches. Save it with the program that it came from.", FILE_MAX >> 20)
        }
        Code::NotFound => "The file is not on the server any more.".to_owned(),
        Code::Damaged => "The file does not match its key: it was damaged on the way.".to_owned(),
        Code::NoNetwork => "The file lies on the server, which does not answer. Try again when you are online.".to_owned(),
        _ => problem.words.replace("picture", "file"),
    };
    Problem::new(problem.code, words)
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
