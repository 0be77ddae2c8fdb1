//! Keys that outlive this device: the recovery key opens the account's secret storage on the server, and with it the
//! backup of the message keys.
//!
//! The key is handed out once and never logged or stored here. A device without the secrets gets them by that key, or
//! from another session (`verify.rs`).

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use matrix_sdk::encryption::{
    Encryption, VerificationState,
    recovery::{RecoveryError, RecoveryState},
    secret_storage::SecretStorageError,
};
use tackroom_core::{
    api::{Code, Problem},
    model::{Change, KeyState, Recovery},
};
use zeroize::Zeroizing;

use crate::{
    Matrix,
    failure::{Failure, internal, problem},
    inner::Inner,
};

/// What the user waits for at most.
const PATIENCE: Duration = Duration::from_secs(40);
/// How long a backup of this device may take to be made.
const OWN_BACKUP: Duration = Duration::from_secs(5);
/// How long the message keys may take to reach the server before the recovery key is shown; they go on afterwards.
const UPLOAD: Duration = Duration::from_secs(20);

impl Matrix {
    /// How the account's keys stand on this device.
    pub async fn key_state(&self) -> Result<KeyState, Problem> {
        let encryption = self.client.encryption();
        let recovery = match encryption.recovery().state() {
            RecoveryState::Unknown => Recovery::Unknown,
            RecoveryState::Disabled => Recovery::Off,
            RecoveryState::Enabled => Recovery::On,
            RecoveryState::Incomplete => Recovery::Locked,
        };
        let verified = encryption.verification_state().get() == VerificationState::Verified;
        let state = self.core.store.read_async(move |r| r.key_state(recovery, verified)).await;
        state.map_err(|e| internal(e, "read the state of the keys"))
    }

    /// Makes a recovery key; an earlier one opens nothing any more.
    pub async fn make_recovery_key(&self) -> Result<Zeroizing<String>, Problem> {
        let doing = "make a recovery key";
        let encryption = self.client.encryption();
        let made = in_time(doing, make(&encryption)).await?;
        let kept = self.core.store.write_async(|w| w.recovery_kept(false)).await;
        kept.map_err(|e| internal(e, doing))?;
        let uploaded = tokio::time::timeout(UPLOAD, encryption.backups().wait_for_steady_state()).await;
        if !matches!(uploaded, Ok(Ok(()))) {
            tracing::warn!("the backup of the message keys is not complete yet; it goes on");
        }
        Ok(made)
    }

    /// Gets the account's keys by the recovery key. What was locked turns readable by itself.
    pub async fn recover(&self, key: &str) -> Result<(), Problem> {
        let doing = "recover the keys";
        let recovery = self.client.encryption().recovery();
        in_time(doing, async {
            self.client.encryption().wait_for_e2ee_initialization_tasks().await;
            recovery.recover(key.trim()).await.map_err(|e| recovery_problem(e, doing))?;
            if recovery.state() == RecoveryState::Incomplete {
                // The backup's key on the server is not that of the backup: a new one begins.
                recovery.recover_and_fix_backup(key.trim()).await.map_err(|e| recovery_problem(e, doing))?;
            }
            Ok(())
        })
        .await?;
        let kept = self.core.store.write_async(|w| w.recovery_kept(true)).await;
        kept.map_err(|e| internal(e, doing))
    }
}

async fn make(encryption: &Encryption) -> Result<Zeroizing<String>, Problem> {
    let doing = "make a recovery key";
    encryption.wait_for_e2ee_initialization_tasks().await;
    let recovery = encryption.recovery();
    let made = match recovery.state() {
        RecoveryState::Incomplete => {
            return Err(Problem::said(Code::Forbidden, "recovery-locked", &[]));
        }
        RecoveryState::Enabled => recovery.reset_key().await,
        // Right after a first sign-in the SDK may be making that very backup: it is there, and not yet known to be ours.
        RecoveryState::Disabled | RecoveryState::Unknown => match recovery.enable().await {
            Err(RecoveryError::BackupExistsOnServer) if backup_comes(encryption).await => recovery.enable().await,
            made => made,
        },
    };
    made.map(Zeroizing::new).map_err(|e| recovery_problem(e, doing))
}

/// Whether a backup that this device makes is ready within [`OWN_BACKUP`].
async fn backup_comes(encryption: &Encryption) -> bool {
    let backups = encryption.backups();
    let mut states = Box::pin(backups.state_stream());
    let ready = async {
        while !backups.are_enabled().await {
            if states.next().await.is_none() {
                return false;
            }
        }
        true
    };
    tokio::time::timeout(OWN_BACKUP, ready).await.unwrap_or(false)
}

async fn in_time<T>(doing: &str, work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done,
        Err(_) => Err(Failure::Network(String::new()).problem(doing)),
    }
}

fn recovery_problem(error: RecoveryError, doing: &str) -> Problem {
    match error {
        RecoveryError::BackupExistsOnServer => Problem::said(Code::Forbidden, "recovery-elsewhere", &[]),
        RecoveryError::Sdk(error) => problem(&error, doing),
        RecoveryError::SecretStorage(error) => match error {
            SecretStorageError::SecretStorageKey(_) => Problem::said(Code::WrongPassword, "recovery-wrong", &[]),
            SecretStorageError::MissingKeyInfo { .. } => Problem::said(Code::NotFound, "recovery-none", &[]),
            SecretStorageError::Sdk(error) => problem(&error, doing),
            other => internal(other, doing),
        },
    }
}

/// Tells of each change of what [`Matrix::key_state`] answers.
pub async fn follow(inner: Arc<Inner>) {
    let mut recovery = Box::pin(inner.client.encryption().recovery().state_stream());
    let mut verified = inner.client.encryption().verification_state();
    loop {
        let more = tokio::select! {
            state = recovery.next() => state.is_some(),
            state = verified.next() => state.is_some(),
        };
        if !more {
            return;
        }
        inner.core.store.tell([Change::Keys]);
    }
}
