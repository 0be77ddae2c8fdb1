//! `tackroom export-check`: each file of an export is there and is what was written.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use tackroom_core::export;

use super::print;

/// Prints what is wrong. Status 1 where something is.
pub fn run(folder: &Path, as_json: bool) -> Result<ExitCode> {
    let checked = export::check(folder).map_err(|problem| anyhow!(problem.words))?;
    if as_json {
        print(&serde_json::to_string(&checked)?);
    } else {
        checked.wrong.iter().for_each(|words| print(words));
        print(&format!("{} files, {} wrong", checked.files, checked.wrong.len()));
    }
    Ok(if checked.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
