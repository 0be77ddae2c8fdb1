//! `vault.json`: the secrets under a passphrase, for a desktop without a keyring.
//!
//! Argon2id makes the key, XChaCha20-Poly1305 seals; the file's parameters are authenticated with the contents.

use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use tackroom_core::api::{Code, Problem};
use zeroize::Zeroizing;

use super::Contents;
use crate::profile::write_private;

#[derive(Clone, Serialize, Deserialize)]
struct Kdf {
    name: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    kdf: Kdf,
    nonce: String,
    sealed: String,
}

/// Knows the key of one `vault.json`, and writes it.
pub struct Sealer {
    file: PathBuf,
    kdf: Kdf,
    key: Zeroizing<[u8; 32]>,
}

impl Sealer {
    /// For a passphrase just chosen. Takes some tenths of a second.
    pub fn new(file: PathBuf, passphrase: &str) -> Result<Self, Problem> {
        let kdf =
            Kdf { name: "argon2id".into(), memory_kib: 64 * 1024, passes: 3, lanes: 1, salt: STANDARD.encode(rand::random::<[u8; 16]>()) };
        Ok(Self { file, key: key(&kdf, passphrase)?, kdf })
    }

    /// Replaces the file as a whole, under a new nonce.
    pub fn seal(&self, contents: &Contents) -> Result<()> {
        let nonce: [u8; 24] = rand::random();
        let plain = Zeroizing::new(serde_json::to_vec(contents)?);
        let header = serde_json::to_vec(&self.kdf)?;
        let sealed = XChaCha20Poly1305::new((&*self.key).into())
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: &plain, aad: &header })
            .map_err(|_| anyhow!("The secrets could not be sealed"))?;
        let file = File { version: 1, kdf: self.kdf.clone(), nonce: STANDARD.encode(nonce), sealed: STANDARD.encode(sealed) };
        write_private(&self.file, &serde_json::to_vec(&file)?)
    }

    pub fn delete(&self) -> Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Opens the file. `WrongPassword`: another passphrase; `Damaged`: not a vault that we know.
pub fn open(file: PathBuf, passphrase: &str) -> Result<(Contents, Sealer), Problem> {
    let damaged = |what: &str| {
        Problem::new(
            Code::Damaged,
            format!("{} is damaged ({what}). Restore it from a backup, or move the profile's folder away to start afresh.", file.display()),
        )
    };
    let text = fs::read(&file).map_err(|error| damaged(&error.to_string()))?;
    let read: File = serde_json::from_slice(&text).map_err(|error| damaged(&error.to_string()))?;
    if read.version != 1 || read.kdf.name != "argon2id" {
        return Err(Problem::new(Code::NewerSchema, "A newer Tackroom made this profile. Start that one."));
    }
    let nonce: [u8; 24] = STANDARD.decode(&read.nonce).ok().and_then(|nonce| nonce.try_into().ok()).ok_or_else(|| damaged("its nonce"))?;
    let sealed = STANDARD.decode(&read.sealed).map_err(|error| damaged(&error.to_string()))?;
    let header = serde_json::to_vec(&read.kdf).map_err(|error| damaged(&error.to_string()))?;
    let key = key(&read.kdf, passphrase)?;
    let plain = XChaCha20Poly1305::new((&*key).into())
        .decrypt(XNonce::from_slice(&nonce), Payload { msg: &sealed, aad: &header })
        .map(Zeroizing::new)
        .map_err(|_| Problem::said(Code::WrongPassword, "passphrase-wrong", &[]))?;
    let contents = serde_json::from_slice(&plain).map_err(|_| damaged("its contents"))?;
    Ok((contents, Sealer { file, kdf: read.kdf, key }))
}

fn key(kdf: &Kdf, passphrase: &str) -> Result<Zeroizing<[u8; 32]>, Problem> {
    let bad = |error: String| Problem::new(Code::Damaged, format!("The passphrase cannot be used: {error}."));
    // A file that asks for more than a gigabyte is not ours.
    if kdf.memory_kib > 1024 * 1024 || kdf.passes > 64 {
        return Err(bad("the file asks for too much work".into()));
    }
    let salt = STANDARD.decode(&kdf.salt).map_err(|error| bad(error.to_string()))?;
    let params = Params::new(kdf.memory_kib, kdf.passes, kdf.lanes, Some(32)).map_err(|error| bad(error.to_string()))?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &salt, &mut *key)
        .map_err(|error| bad(error.to_string()))?;
    Ok(key)
}
