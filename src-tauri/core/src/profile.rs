//! A profile: the folder that holds everything of one account, opened.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Keys;
use crate::api::{Code, Problem};
use crate::media::{CACHE_BOUND, Media};
use crate::net::Net;
use crate::store::{Store, StoreError, system_clock};

/// Everything below Matrix and above the disk. Cheap to clone.
#[derive(Clone)]
pub struct Core {
    pub store: Store,
    pub media: Media,
    pub net: Net,
    /// The profile's folder.
    pub profile: PathBuf,
}

/// A profile that was opened, and what happened on the way.
pub struct Opened {
    pub core: Core,
    /// The store is empty: it must be filled from Matrix. Also after a damaged database was moved aside.
    pub fresh: bool,
    /// Nothing can be written for now; the sentence is among the alerts too.
    pub read_only: Option<Problem>,
}

impl Core {
    /// Opens the profile in `folder`, and makes it where it is new (mode 700).
    ///
    /// # Errors
    /// `NewerSchema` (nothing was touched), `DiskFull`, `ReadOnly`, or `Internal` where not even reading works.
    pub fn open(folder: &Path, keys: &Keys) -> Result<Opened, Problem> {
        make_folder(folder).map_err(|error| {
            Problem::new(Code::ReadOnly, format!("The folder {} cannot be made: {error}. Choose another with --profile.", folder.display()))
        })?;
        let opened = Store::open(&folder.join("tackroom.db"), &keys.store, system_clock()).map_err(|error| error.problem(folder))?;
        let read_only = opened.read_only.as_ref().map(|error| read_only_words(error, folder));
        if let Some(problem) = &read_only {
            opened.store.add_passing_alert(problem.words.clone());
        }
        let net = Net::new();
        let media = Media::open(&folder.join("media"), &keys.media, opened.store.clone(), net.clone(), CACHE_BOUND);
        let core = Self { store: opened.store, media, net, profile: folder.to_owned() };
        Ok(Opened { core, fresh: opened.fresh, read_only })
    }
}

fn read_only_words(error: &StoreError, folder: &Path) -> Problem {
    match error {
        StoreError::DiskFull | StoreError::ReadOnly => error.problem(folder),
        other => {
            Problem::new(Code::ReadOnly, format!("{} can only be read: {other}. Free some space or allow writing there.", folder.display()))
        }
    }
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
