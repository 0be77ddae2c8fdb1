//! A store that can only be read for now (full disk, read-only folder), and its way back to writing.
//!
//! Each write tries again, at most every few seconds; [`Store::try_writing`] tries at once. Once it can be written, all
//! readers are opened anew, and all who listen ask again for everything.

use std::time::{Duration, Instant};

use super::{Inner, Store, StoreError, Writer, lock};
use crate::model::Change;

const EVERY: Duration = Duration::from_secs(5);

/// The last time that opening for writing failed.
pub(super) struct Refused {
    at: Instant,
    full: bool,
}

impl Refused {
    fn error(&self) -> StoreError {
        if self.full { StoreError::DiskFull } else { StoreError::ReadOnly }
    }
}

impl Inner {
    /// Opening for writing failed just now.
    pub(super) fn was_refused(&self, error: &StoreError) {
        *lock(&self.refused) = Some(Refused { at: Instant::now(), full: matches!(error, StoreError::DiskFull) });
    }

    /// Tries again to write; unless `now`, at most every few seconds.
    pub(super) fn reopen_writer(&self, now: bool) -> Result<Writer, StoreError> {
        if let Some(refused) = lock(&self.refused).as_ref()
            && !now
            && refused.at.elapsed() < EVERY
        {
            return Err(refused.error());
        }
        let writer = self.open_writer().inspect_err(|error| self.was_refused(error))?;
        *lock(&self.refused) = None;
        lock(&self.readers).clear();
        let _ = self.changes.send(Change::All);
        Ok(writer)
    }
}

impl Store {
    /// Tries now whether it can be written, where it could only be read.
    ///
    /// # Errors
    /// Why it still cannot.
    pub fn try_writing(&self) -> Result<(), StoreError> {
        let mut writer = lock(&self.inner.writer);
        if writer.is_none() {
            *writer = Some(self.inner.reopen_writer(true)?);
        }
        Ok(())
    }
}
