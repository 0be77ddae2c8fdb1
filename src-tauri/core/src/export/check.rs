//! Whether an export is whole: each file of `files.json` is there and is what was written.

use std::fs::File;
use std::io;
use std::path::{Component, Path};

use sha2::{Digest, Sha256};

use super::{FILES, FileLine, hex};
use crate::api::{Code, Problem};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Checked {
    pub files: usize,
    /// One sentence for each file that is missing or changed.
    pub wrong: Vec<String>,
}

/// Reads every file of an export and holds it against `files.json`.
///
/// # Errors
/// `BadInput` where the folder holds no export.
pub fn check(folder: &Path) -> Result<Checked, Problem> {
    let none = |why: String| Problem::new(Code::BadInput, format!("{} is no export of Tackroom: {why}.", folder.display()));
    let text = std::fs::read_to_string(folder.join(FILES)).map_err(|error| none(format!("{FILES} cannot be read ({error})")))?;
    let lines: Vec<FileLine> = serde_json::from_str(&text).map_err(|error| none(format!("{FILES} is not understood ({error})")))?;
    let wrong = lines.iter().filter_map(|line| wrong(folder, line)).collect();
    Ok(Checked { files: lines.len(), wrong })
}

fn wrong(folder: &Path, line: &FileLine) -> Option<String> {
    let path = Path::new(&line.path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Some(format!("{} lies outside of the export.", line.path));
    }
    let read = || -> io::Result<(u64, String)> {
        let mut sum = Sha256::new();
        let bytes = io::copy(&mut File::open(folder.join(path))?, &mut sum)?;
        Ok((bytes, hex(&sum.finalize())))
    };
    match read() {
        Ok((bytes, sum)) if (bytes, &sum) == (line.bytes, &line.sha256) => None,
        Ok((bytes, _)) if bytes != line.bytes => Some(format!("{} has {bytes} bytes instead of {}.", line.path, line.bytes)),
        Ok(_) => Some(format!("{} was changed.", line.path)),
        Err(error) => Some(format!("{} cannot be read: {error}.", line.path)),
    }
}
