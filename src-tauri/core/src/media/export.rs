//! A picture saved where the user chooses: also one that cannot be shown.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::disk::Size;
use super::{Media, names, sniff};
use crate::api::{Code, Problem};
use crate::files::{under_a_free_name, writing};
use crate::model::MediaId;

/// How many names are tried where files of the same name are there.
const NAMES_TRIED: u32 = 1000;

impl Media {
    /// A picture as it was received, and the ending that its bytes say.
    pub async fn as_received(&self, media: MediaId) -> Result<(Vec<u8>, &'static str), Problem> {
        let row = self.row(media).await?;
        let mut bytes = self.read(&row.token, Size::Original).await;
        if bytes.is_none() {
            bytes = self.read(&row.token, Size::Kept).await;
        }
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => self.fetch(media, &row).await?,
        };
        let ending = sniff::extension(&bytes);
        Ok((bytes, ending))
    }

    /// Saves a picture, as it was received, into `folder` under a safe name, never over a file that is there; answers the
    /// path. Works for what is too large to be shown or of a kind that Tackroom cannot show.
    pub async fn export(&self, media: MediaId, folder: &Path) -> Result<PathBuf, Problem> {
        let name = self.row(media).await?.name.unwrap_or_default();
        let (bytes, ending) = self.as_received(media).await?;
        let folder = folder.to_owned();
        let name = names::with_ending(&name, ending);
        let shown = folder.display().to_string();
        let saved = tokio::task::spawn_blocking(move || save(&folder, &name, &bytes)).await.map_err(|_| super::unknown())?;
        saved.map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull => Problem::said(Code::DiskFull, "disk-full", &[("folder", &shown)]),
            _ => Problem::said(Code::ReadOnly, "picture-not-saved", &[("folder", &shown), ("error", &error)]),
        })
    }
}

/// A conversation's name as the name of a folder, by the rules for files.
pub fn safe_stem(name: &str) -> String {
    let file = names::with_ending(&name.replace(['/', '\\'], "-"), "x");
    file.strip_suffix(".x").unwrap_or(&file).to_owned()
}

pub(super) fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let name = |turn| if turn == 1 { name.to_owned() } else { format!("{stem} ({turn}).{ending}") };
    let (path, file) = under_a_free_name(folder, NAMES_TRIED, name, |path| writing(0o644).create_new(true).open(path))?;
    fill(file, bytes).inspect_err(|_| drop(std::fs::remove_file(&path))).map(|()| path)
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}
