//! What was said about a pin: in its thread, and in replies to it.

use super::rows::{all, one};
use super::{Reader, StoreError};
use crate::model::{EventId, Language, SaidAbout};

/// As many of the last words stand beside a pin.
const LAST: u32 = 3;

impl Reader {
    /// `None`: nothing was said, or nothing that can be read.
    pub(super) fn said_about(&self, room: i64, pin: &EventId, language: Language) -> Result<Option<Box<SaidAbout>>, StoreError> {
        let about = "FROM message WHERE room = ?1 AND (thread_root = ?2 OR reply_to = ?2) AND event IS NOT NULL
                     AND kind NOT IN ('locked', 'removed', 'unknown')";
        let count = one(self.conn(), &format!("SELECT count(*) {about}"), (room, pin.as_str()), |row| row.get::<_, u32>(0))?;
        let Some(count) = count.filter(|count| *count > 0) else { return Ok(None) };
        let sql = format!("SELECT event {about} ORDER BY ord DESC LIMIT ?3");
        let newest = all(self.conn(), &sql, (room, pin.as_str(), LAST), |row| row.get::<_, String>(0))?;
        let last = newest.iter().rev().map(|event| self.quote(room, event, language)).collect::<Result<_, _>>()?;
        Ok(Some(Box::new(SaidAbout { count, last })))
    }
}
