//! Where a profile's secrets are: the 32-byte root secret, from which all keys are derived, and the session's tokens.
//!
//! They lie in the desktop's keyring, or, where there is none, in `vault.json` under a passphrase. Never in the clear.
//! [`open`] may wait for as long as a person takes to answer the keyring's prompt: call it where nothing waits for it.

pub mod keyring;
mod passphrase;

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tackroom_core::api::{Code, Problem, Said};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::profile::Profile;

/// Shortest passphrase, characters.
const PASSPHRASE_MIN: usize = 8;

/// The secrets of one profile, unlocked.
pub struct Vault {
    contents: Mutex<Contents>,
    place: Place,
}

enum Place {
    Keyring(keyring::Entries),
    File(passphrase::Sealer),
}

#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Contents {
    #[serde(with = "base64_bytes")]
    root: [u8; 32],
    session: Option<String>,
}

impl Contents {
    fn new() -> Self {
        Self { root: rand::random(), session: None }
    }
}

/// How opening ended.
pub enum Opening {
    Open(Box<Vault>),
    /// A passphrase is needed.
    Passphrase {
        /// None was chosen yet.
        new: bool,
        why: Said,
        /// Asking the keyring again may help.
        can_retry_keyring: bool,
    },
    /// The profile's key is in the keyring, which does not open: no passphrase helps.
    Keyring {
        why: Said,
    },
    /// The keyring opened and has no key for the data that are here.
    Lost {
        words: String,
    },
}

/// Asks the keyring, unless the profile has a passphrase. Blocks.
pub fn open(profile: &Profile) -> Opening {
    if profile.vault_file().exists() {
        return Opening::Passphrase { new: false, why: Said::new("locked-passphrase", &[]), can_retry_keyring: false };
    }
    let entries = match keyring::Entries::of(profile) {
        Ok(entries) => entries,
        Err(error) => return Opening::Lost { words: format!("{error:#}.") },
    };
    match entries.read(!profile.has_data()) {
        Ok(Some(contents)) => Opening::Open(Box::new(Vault { contents: Mutex::new(contents), place: Place::Keyring(entries) })),
        Ok(None) => Opening::Lost {
            words: format!(
                "The keyring is open but does not have the key of the profile {} (service {}, name {}). \
                 Restore that keyring entry, or move the folder away to start afresh.",
                profile.folder().display(),
                entries.service(),
                entries.root_name(),
            ),
        },
        Err(error) => {
            tracing::warn!(%error, "the keyring does not open");
            if profile.has_data() {
                Opening::Keyring { why: keyring::said(&error, true) }
            } else {
                Opening::Passphrase { new: true, why: keyring::said(&error, false), can_retry_keyring: true }
            }
        }
    }
}

/// Opens `vault.json`, or makes it where there is none.
pub fn unlock(profile: &Profile, passphrase: &str) -> Result<Vault, Problem> {
    let (contents, sealer) = if profile.vault_file().exists() {
        passphrase::open(profile.vault_file(), passphrase)?
    } else if profile.has_data() {
        return Err(Problem::said(Code::Keyring, "passphrase-not-needed", &[]));
    } else if passphrase.chars().count() < PASSPHRASE_MIN {
        return Err(Problem::said(Code::BadInput, "passphrase-short", &[("least", &PASSPHRASE_MIN)]));
    } else {
        let contents = Contents::new();
        let sealer = passphrase::Sealer::new(profile.vault_file(), passphrase)?;
        sealer.seal(&contents).map_err(|error| Problem::new(Code::Internal, format!("{error:#}.")))?;
        (contents, sealer)
    };
    Ok(Vault { contents: Mutex::new(contents), place: Place::File(sealer) })
}

impl Vault {
    /// The one secret from which the keys of store, pictures and Matrix data are derived.
    pub fn root(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.contents().root)
    }

    /// The stored session as JSON, if one is signed in.
    pub fn session(&self) -> Option<Zeroizing<String>> {
        self.contents().session.clone().map(Zeroizing::new)
    }

    /// Keeps the session's JSON, `None` forgets it. Answers within seconds also where the keyring hangs.
    pub fn set_session(&self, session: Option<&str>) -> anyhow::Result<()> {
        let mut contents = self.contents();
        let before = contents.session.take();
        contents.session = session.map(str::to_owned);
        let kept = match &self.place {
            Place::Keyring(entries) => entries.write_session(session),
            Place::File(sealer) => sealer.seal(&contents),
        };
        match (&kept, before) {
            (Ok(()), Some(mut before)) => before.zeroize(),
            (Ok(()), None) => {}
            (Err(_), before) => contents.session = before,
        }
        kept
    }

    /// Removes all secrets of the profile from where they are.
    pub fn destroy(&self) -> anyhow::Result<()> {
        match &self.place {
            Place::Keyring(entries) => entries.delete(),
            Place::File(sealer) => sealer.delete(),
        }
    }

    /// Where the secrets are, for `doctor`.
    pub fn in_keyring(&self) -> bool {
        matches!(self.place, Place::Keyring(_))
    }

    fn contents(&self) -> std::sync::MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

mod base64_bytes {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(D::Error::custom)?;
        bytes.try_into().map_err(|_| D::Error::custom("not 32 bytes"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn profile() -> (tempfile::TempDir, Profile) {
        let base = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(base.path().join("p"))).unwrap();
        (base, profile)
    }

    #[test]
    fn a_passphrase_opens_what_it_closed_and_nothing_else_does() {
        let (_base, profile) = profile();
        let made = unlock(&profile, "correct horse").unwrap();
        made.set_session(Some("{\"access_token\":\"syt_secret\"}")).unwrap();
        let opened = unlock(&profile, "correct horse").unwrap();
        assert_eq!(*opened.root(), *made.root());
        assert_eq!(opened.session().unwrap().as_str(), "{\"access_token\":\"syt_secret\"}");
        assert_eq!(unlock(&profile, "Correct horse").err().unwrap().code, Code::WrongPassword);
        let file = std::fs::read_to_string(profile.vault_file()).unwrap();
        assert!(!file.contains("syt_secret") && !file.contains("correct"));
    }

    #[test]
    fn a_short_passphrase_is_refused_and_leaves_nothing() {
        let (_base, profile) = profile();
        assert_eq!(unlock(&profile, "1234567").err().unwrap().code, Code::BadInput);
        assert!(!profile.vault_file().exists());
    }

    #[test]
    fn a_profile_with_a_passphrase_never_asks_the_keyring() {
        let (_base, profile) = profile();
        unlock(&profile, "correct horse").unwrap();
        assert!(matches!(open(&profile), Opening::Passphrase { new: false, can_retry_keyring: false, .. }));
    }

    #[test]
    fn data_whose_key_is_in_the_keyring_take_no_new_passphrase() {
        let (_base, profile) = profile();
        std::fs::write(profile.folder().join("tackroom.db"), "x").unwrap();
        assert_eq!(unlock(&profile, "correct horse").err().unwrap().code, Code::Keyring);
    }

    #[test]
    fn a_changed_file_is_not_taken() {
        let (_base, profile) = profile();
        unlock(&profile, "correct horse").unwrap();
        let text = std::fs::read_to_string(profile.vault_file()).unwrap();
        std::fs::write(profile.vault_file(), text.replace("\"passes\":3", "\"passes\":1")).unwrap();
        assert!(unlock(&profile, "correct horse").is_err());
        std::fs::write(profile.vault_file(), "{}").unwrap();
        assert_eq!(unlock(&profile, "correct horse").err().unwrap().code, Code::Damaged);
    }

    #[test]
    fn destroyed_means_gone() {
        let (_base, profile) = profile();
        unlock(&profile, "correct horse").unwrap().destroy().unwrap();
        assert!(!profile.vault_file().exists());
    }
}
