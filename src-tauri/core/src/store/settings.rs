//! Values by name, as JSON: the person's settings, who is signed in, and whether the last run ended in order.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rows::{one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Language, Settings, UserId};

const SETTINGS: &str = "settings";
const ME: &str = "me";
const RUNNING: &str = "running";
const UNFILLED: &str = "unfilled";
const SINCE: &str = "since";

impl Reader {
    /// The language that was chosen.
    pub fn language(&self) -> Result<Language, StoreError> {
        Ok(self.settings()?.language)
    }

    /// A stored value; `None` where it was never set or is of a shape that this version cannot read.
    pub fn value<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let text = one(self.conn(), "SELECT value FROM setting WHERE key = ?1", [key], |row| row.get::<_, String>(0))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// What the person set; defaults for the rest.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        Ok(self.value(SETTINGS)?.unwrap_or_default())
    }

    /// Whose profile this is.
    pub fn me(&self) -> Result<Option<UserId>, StoreError> {
        self.value(ME)
    }

    /// True where the last run did not end with a drained stop.
    pub fn was_running(&self) -> Result<bool, StoreError> {
        Ok(self.value(RUNNING)?.unwrap_or(false))
    }

    /// True from the making of the database until all rooms were read into it: also after a damaged one was moved aside.
    pub fn is_unfilled(&self) -> Result<bool, StoreError> {
        Ok(self.value(UNFILLED)?.unwrap_or(false))
    }

    /// When this profile was first signed in, ms: nothing older is notified.
    pub fn since(&self) -> Result<i64, StoreError> {
        Ok(self.value(SINCE)?.unwrap_or(0))
    }
}

impl Writer {
    /// Stores a value under a name of its own.
    pub fn put_value<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), StoreError> {
        let text = serde_json::to_string(value)?;
        let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        run(self.conn(), sql, (key, text))?;
        Ok(())
    }

    pub fn remove_value(&mut self, key: &str) -> Result<(), StoreError> {
        run(self.conn(), "DELETE FROM setting WHERE key = ?1", [key])?;
        Ok(())
    }

    pub fn put_settings(&mut self, settings: &Settings) -> Result<(), StoreError> {
        let spoken = self.language()?;
        self.put_value(SETTINGS, settings)?;
        self.changed(Change::Settings);
        // Lines in lists are in the language too.
        if spoken != settings.language {
            self.changed(Change::All);
        }
        Ok(())
    }

    /// Says whose profile this is; the first time also since when.
    pub fn set_me(&mut self, user: &UserId) -> Result<(), StoreError> {
        if self.me()?.as_ref() != Some(user) {
            self.put_value(ME, user)?;
        }
        if self.since()? == 0 {
            let now = self.now();
            self.put_value(SINCE, &now)?;
        }
        Ok(())
    }

    /// Set with a new database, cleared when every room that the SDK has was read.
    pub fn set_unfilled(&mut self, unfilled: bool) -> Result<(), StoreError> {
        self.put_value(UNFILLED, &unfilled)
    }

    /// Set before syncing, cleared only after a drained stop.
    pub fn set_running(&mut self, running: bool) -> Result<(), StoreError> {
        self.put_value(RUNNING, &running)
    }
}
