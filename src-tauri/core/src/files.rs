//! Files and folders: what only its owner may read, what is kept for good, what is made where the user chooses.
//!
//! Modes are of Unix. On Windows the user's own data folder is closed to others by the system, on phones the app's.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Makes a folder, and those above it, for its owner alone; one that is there stays as it is.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// To write a file that, where it is made, has this mode.
pub fn writing(mode: u32) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options
}

/// After a file was renamed: its name is on the disk too. Windows opens no folders, and needs none to be flushed.
pub fn keep_name(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Makes something in a folder under the first free of `most` names (`name(1)`, `name(2)`, …), never over what is there:
/// `make` must fail with `AlreadyExists` where its path is taken.
///
/// # Errors
/// Those of `make`; `AlreadyExists` where no name was free.
pub fn under_a_free_name<T>(
    folder: &Path,
    most: u32,
    name: impl Fn(u32) -> String,
    make: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(PathBuf, T)> {
    for turn in 1..=most {
        let path = folder.join(name(turn));
        match make(&path) {
            Ok(made) => return Ok((path, made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
