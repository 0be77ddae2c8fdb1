//! A profile: the folder that holds everything of one account, opened.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::Keys;
use crate::api::{Code, Problem};
use crate::files::make_private_folder;
use crate::media::{self, CACHE_BOUND, Media};
use crate::net::Net;
use crate::store::{OpenedStore, Store, StoreError, system_clock};

/// Less room than this, in bytes, opens nothing.
const ROOM: usize = 1 << 20;

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
    /// Nothing can be written for now: try again by [`Core::try_writing`].
    pub read_only: Option<Problem>,
}

impl Core {
    /// Opens the profile in `folder`, and makes it where it is new (mode 700).
    ///
    /// # Errors
    /// `NewerSchema` (nothing was touched), `DiskFull`, `ReadOnly`, or `Internal` where not even reading works.
    pub fn open(folder: &Path, keys: &Keys) -> Result<Opened, Problem> {
        make_private_folder(folder).map_err(|error| {
            Problem::new(Code::ReadOnly, format!("The folder {} cannot be made: {error}. Choose another with --profile.", folder.display()))
        })?;
        let (path, pictures) = (folder.join("tackroom.db"), folder.join("media"));
        let open = || Store::open(&path, &keys.store, system_clock());
        let mut opened = open();
        // A cache is the first to make room.
        for turn in media::TURNS {
            if is_full(&opened) && media::give_way(&pictures, turn) > 0 {
                drop(opened);
                opened = open();
            }
        }
        let opened = opened.map_err(|error| error.problem(folder))?;
        let read_only = opened.read_only.as_ref().map(|error| read_only_words(error, folder));
        let net = Net::new();
        let media = Media::open(&pictures, &keys.media, opened.store.clone(), net.clone(), CACHE_BOUND);
        let core = Self { store: opened.store, media, net, profile: folder.to_owned() };
        Ok(Opened { core, fresh: opened.fresh, read_only })
    }

    /// Tries now whether the store can be written, where it could only be read. Blocks for the time of opening it.
    ///
    /// # Errors
    /// `DiskFull` or `ReadOnly`: why it still cannot.
    pub fn try_writing(&self) -> Result<(), Problem> {
        self.store.try_writing().map_err(|error| read_only_words(&error, &self.profile))
    }

    /// `problem`, unless the disk has no room: then that. For failures of what does not say so itself.
    pub fn unless_full(&self, problem: Problem) -> Problem {
        let probe = self.profile.join("room");
        let written = fs::write(&probe, vec![0; ROOM]);
        let _ = fs::remove_file(&probe);
        match written {
            Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                StoreError::DiskFull.problem(&self.profile)
            }
            _ => problem,
        }
    }
}

fn is_full(opened: &Result<OpenedStore, StoreError>) -> bool {
    let error = opened.as_ref().map_or_else(Some, |opened| opened.read_only.as_ref());
    matches!(error, Some(StoreError::DiskFull))
}

fn read_only_words(error: &StoreError, folder: &Path) -> Problem {
    match error {
        StoreError::DiskFull | StoreError::ReadOnly => error.problem(folder),
        other => {
            Problem::new(Code::ReadOnly, format!("{} can only be read: {other}. Free some space or allow writing there.", folder.display()))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::RoomId;

    #[test]
    fn a_profile_is_made_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("new/profile");
        let keys = Keys::derive(&[3; 32]);
        let opened = Core::open(&folder, &keys).unwrap();
        assert!(opened.fresh && opened.read_only.is_none());
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&folder.metadata().unwrap().permissions()) & 0o777, 0o700);
        opened.core.store.write(|w| w.set_draft(&RoomId("!r:x".into()), "text")).unwrap();
        drop(opened);
        assert!(!Core::open(&folder, &keys).unwrap().fresh);
    }

    #[test]
    fn what_cannot_be_opened_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        let problem = Core::open(&file.join("profile"), &Keys::derive(&[3; 32])).err().unwrap();
        assert_eq!(problem.code, Code::ReadOnly);
        assert!(problem.words.contains("--profile"));
    }
}
