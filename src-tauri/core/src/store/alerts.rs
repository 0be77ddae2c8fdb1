//! Sentences that the person must see once.

use super::rows::{all, run};
use super::{Reader, Store, StoreError, Writer, lock};
use crate::model::Change;

impl Reader {
    pub fn stored_alerts(&self) -> Result<Vec<String>, StoreError> {
        all(self.conn(), "SELECT words FROM alert ORDER BY id", [], |row| row.get(0))
    }
}

impl Writer {
    /// Shows a sentence until it is dismissed; the same one only once.
    pub fn add_alert(&mut self, words: &str) -> Result<(), StoreError> {
        run(self.conn(), "INSERT INTO alert (words, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (words, self.now()))?;
        self.changed(Change::Session);
        Ok(())
    }

    pub fn dismiss_alerts(&mut self) -> Result<(), StoreError> {
        run(self.conn(), "DELETE FROM alert", [])?;
        self.changed(Change::Session);
        Ok(())
    }
}

impl Store {
    /// A sentence of this run only, for when nothing can be written.
    pub fn add_passing_alert(&self, words: String) {
        let mut alerts = lock(&self.inner.alerts);
        if !alerts.contains(&words) {
            alerts.push(words);
            drop(alerts);
            self.tell([Change::Session]);
        }
    }

    /// All sentences to be shown, stored ones first.
    pub fn alerts(&self) -> Vec<String> {
        let mut words = self.read(|r| r.stored_alerts()).unwrap_or_default();
        words.extend(lock(&self.inner.alerts).iter().cloned());
        words
    }

    /// They were seen.
    pub fn dismiss_all_alerts(&self) -> Result<(), StoreError> {
        lock(&self.inner.alerts).clear();
        if self.is_read_only() {
            self.tell([Change::Session]);
            return Ok(());
        }
        self.write(|w| w.dismiss_alerts())
    }
}
