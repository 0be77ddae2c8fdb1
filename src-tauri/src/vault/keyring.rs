//! The desktop's keyring (Secret Service). Two entries a profile: `ID/root` and `ID/session`.
//!
//! Each use makes a connection of its own on a thread of its own: a call that hangs holds up no other, and a keyring
//! that was started or restarted meanwhile is found (the `keyring` crate keeps its first failure for ever).

use std::collections::HashMap;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use keyring_core::{CredentialStore, Entry, Error};
use tackroom_core::api::Said;
use zeroize::Zeroizing;

use super::Contents;
use crate::profile::Profile;

/// How long writing may take before it counts as failed; reading at the start waits for the person at the prompt.
const PATIENCE: Duration = Duration::from_secs(10);

/// The entries of one profile.
#[derive(Clone)]
pub struct Entries {
    service: String,
    id: String,
}

impl Entries {
    pub fn of(profile: &Profile) -> Result<Self> {
        let service = std::env::var("TACKROOM_KEYRING_SERVICE").ok().filter(|name| !name.is_empty());
        Ok(Self { service: service.unwrap_or_else(|| "app.tackroom".into()), id: profile.id()? })
    }

    pub fn service(&self) -> &str {
        &self.service
    }

    pub fn root_name(&self) -> String {
        format!("{}/root", self.id)
    }

    fn entry(&self, store: &Arc<CredentialStore>, part: &str) -> Result<Entry, Error> {
        let label = format!("Tackroom ({part})");
        let modifiers = HashMap::from([("label", label.as_str())]);
        Entry::new_in_store_with_modifiers(store, &self.service, &format!("{}/{part}", self.id), &modifiers)
    }

    /// The secrets; with `make` a root secret is made where there is none. Blocks until the keyring answers.
    pub fn read(&self, make: bool) -> Result<Option<Contents>, Error> {
        let entries = self.clone();
        std::thread::scope(|scope| scope.spawn(move || entries.read_here(make)).join())
            .unwrap_or_else(|_| Err(Error::Invalid("keyring".into(), "its thread ended".into())))
    }

    fn read_here(&self, make: bool) -> Result<Option<Contents>, Error> {
        let store = store()?;
        let root = self.entry(&store, "root")?;
        let mut contents = Contents::new();
        match root.get_secret().map(Zeroizing::new) {
            Ok(secret) => match secret.as_slice().try_into() {
                Ok(secret) => contents.root = secret,
                Err(_) => return Ok(None),
            },
            Err(Error::NoEntry) if make => {
                root.set_secret(&contents.root)?;
                return Ok(Some(contents));
            }
            Err(Error::NoEntry) => return Ok(None),
            Err(error) => return Err(error),
        }
        contents.session = match self.entry(&store, "session")?.get_password() {
            Ok(session) => Some(session),
            Err(Error::NoEntry) => None,
            Err(error) => return Err(error),
        };
        Ok(Some(contents))
    }

    pub fn write_session(&self, session: Option<&str>) -> Result<()> {
        let entries = self.clone();
        let session = session.map(|session| Zeroizing::new(session.to_owned()));
        in_time(move || {
            let entry = entries.entry(&store()?, "session")?;
            match session {
                Some(session) => entry.set_password(&session),
                None => gone(entry.delete_credential()),
            }
        })
        .context("The session could not be kept in the keyring")
    }

    pub fn delete(&self) -> Result<()> {
        let entries = self.clone();
        in_time(move || {
            let store = store()?;
            gone(entries.entry(&store, "session")?.delete_credential())?;
            gone(entries.entry(&store, "root")?.delete_credential())
        })
        .context("The secrets could not be removed from the keyring")
    }
}

fn gone(deleted: Result<(), Error>) -> Result<(), Error> {
    match deleted {
        Err(Error::NoEntry) => Ok(()),
        other => other,
    }
}

fn in_time(act: impl FnOnce() -> Result<(), Error> + Send + 'static) -> Result<()> {
    let (sender, receiver) = mpsc::channel();
    std::thread::Builder::new().name("keyring".into()).spawn(move || sender.send(act()))?;
    match receiver.recv_timeout(PATIENCE) {
        Ok(done) => Ok(done?),
        Err(_) => Err(anyhow!("the keyring did not answer within {} seconds", PATIENCE.as_secs())),
    }
}

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(not(target_os = "linux"))]
fn store() -> Result<Arc<CredentialStore>, Error> {
    match keyring::Entry::store_status() {
        Ok(()) => keyring_core::get_default_store().ok_or(Error::NoDefaultStore),
        Err(error) => Err(Error::Invalid("keyring".into(), error.to_string())),
    }
}

/// Why the keyring does not open, for a person.
pub fn said(error: &Error, has_key: bool) -> Said {
    match (error, has_key) {
        (Error::NoStorageAccess(_), false) => Said::new("keyring-locked", &[]),
        (Error::NoStorageAccess(_), true) => Said::new("keyring-locked-key", &[]),
        (Error::PlatformFailure(_), false) => Said::new("keyring-none", &[]),
        (Error::PlatformFailure(_), true) => Said::new("keyring-none-key", &[]),
        (other, false) => Said::new("keyring-failed", &[("error", other)]),
        (other, true) => Said::new("keyring-failed-key", &[("error", other)]),
    }
}

/// Whether the keyring can be used now, for `doctor`: nothing is read or written. Blocks, with a deadline.
pub fn check() -> Result<()> {
    in_time(|| store().map(|_| ()))
}
