//! When a recovery key is to be offered, and whether the one made here was put away. The key itself is never stored.

use serde::{Deserialize, Serialize};

use super::{Reader, StoreError, Writer};
use crate::model::{Change, KeyState, Recovery};

const RECOVERY: &str = "recovery";
/// After "Not now".
const LATER: i64 = 7 * 24 * 3_600_000;

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Memo {
    /// From when on it is offered, ms; never where nobody signed in by the window.
    offer_at: Option<i64>,
    /// A key was made here that nobody has put away yet.
    unkept: bool,
}

impl Reader {
    /// The state as shown: what Matrix knows, and what the user said here.
    pub fn key_state(&self, recovery: Recovery, verified: bool) -> Result<KeyState, StoreError> {
        let memo: Memo = self.value(RECOVERY)?.unwrap_or_default();
        let wanting = match recovery {
            Recovery::Unknown => false,
            Recovery::Off | Recovery::Locked => true,
            Recovery::On => memo.unkept,
        };
        let due = wanting && memo.offer_at.is_some_and(|at| at <= self.now());
        Ok(KeyState { recovery, kept: !memo.unkept, due, verified })
    }
}

impl Writer {
    /// Somebody signed in by the window.
    pub fn offer_recovery(&mut self) -> Result<(), StoreError> {
        let now = self.now();
        self.change_memo(|memo| memo.offer_at = Some(now))
    }

    /// Not now.
    pub fn offer_recovery_later(&mut self) -> Result<(), StoreError> {
        let later = self.now() + LATER;
        self.change_memo(|memo| memo.offer_at = Some(later))
    }

    /// A key was made here (`false`), or the user has put it away (`true`).
    pub fn recovery_kept(&mut self, kept: bool) -> Result<(), StoreError> {
        self.change_memo(|memo| memo.unkept = !kept)
    }

    fn change_memo(&mut self, change: impl FnOnce(&mut Memo)) -> Result<(), StoreError> {
        let mut memo: Memo = self.value(RECOVERY)?.unwrap_or_default();
        change(&mut memo);
        self.put_value(RECOVERY, &memo)?;
        self.changed(Change::Keys);
        Ok(())
    }
}
