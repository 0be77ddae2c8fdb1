//! Files and folders that are made where the user chooses.

use std::io;
use std::path::{Path, PathBuf};

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
