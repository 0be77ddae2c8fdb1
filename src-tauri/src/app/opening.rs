//! From the profile's folder to a running account. Nothing here waits for the network, and nothing waits for this.

use std::sync::Arc;
use std::time::Duration;

use tackroom_core::api::{Problem, Said};
use tackroom_core::model::{Change, Language, SessionState};
use tackroom_core::{Core, Keys};
use tackroom_matrix::{Matrix, StoredSession};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use super::storage::is_storage;
use super::{App, Parts};
use crate::vault::{self, Opening, Vault};

/// How long the keyring may be silent before the window says what it waits for.
const SILENCE: Duration = Duration::from_secs(3);

impl App {
    /// Opens the profile, from the vault on. Call it within the runtime.
    pub fn begin(self: &Arc<Self>) {
        crate::commands::files::forget_opened(self.profile.folder());
        let app = self.clone();
        tokio::spawn(async move { app.open().await });
    }

    /// Asks the keyring once more.
    pub fn retry_keyring(self: &Arc<Self>) {
        if self.state().parts.is_none() {
            self.set_session(SessionState::Opening);
            self.begin();
        }
    }

    async fn open(self: Arc<Self>) {
        let attempt = {
            let mut state = self.state();
            state.attempt += 1;
            state.attempt
        };
        let (sender, mut answer) = oneshot::channel();
        let profile = self.profile.clone();
        let ask = move || drop(sender.send(vault::open(&profile)));
        let spawned = std::thread::Builder::new().name("vault".into()).spawn(ask);
        if let Err(error) = spawned {
            self.set_session(SessionState::Broken { words: format!("The keyring cannot be asked: {error}.") });
            return;
        }
        let opening = match tokio::time::timeout(SILENCE, &mut answer).await {
            Ok(opening) => opening,
            Err(_) => {
                self.set_session(SessionState::Locked {
                    new: !self.profile.has_data(),
                    why: Said::new("keyring-silent", &[]).in_language(Language::System),
                    can_retry_keyring: true,
                });
                answer.await
            }
        };
        let Ok(opening) = opening else { return };
        if self.state().attempt != attempt {
            discard(&self, opening);
            return;
        }
        match opening {
            Opening::Open(vault) => self.opened(*vault).await,
            Opening::Passphrase { new, why, can_retry_keyring } => {
                let why = why.in_language(Language::System);
                self.set_session(SessionState::Locked { new, why, can_retry_keyring });
            }
            Opening::Keyring { why } => {
                let why = why.in_language(Language::System);
                self.set_session(SessionState::Locked { new: false, why, can_retry_keyring: true });
            }
            Opening::Lost { words } => self.set_session(SessionState::Broken { words }),
        }
    }

    /// Opens with a passphrase, or takes it as the new one.
    pub async fn unlock(self: &Arc<Self>, passphrase: String) -> Result<(), Problem> {
        let passphrase = zeroize::Zeroizing::new(passphrase);
        let profile = self.profile.clone();
        let unlocked = tokio::task::spawn_blocking(move || vault::unlock(&profile, &passphrase)).await;
        let vault = unlocked.map_err(super::session::internal)??;
        self.state().attempt += 1;
        self.opened(vault).await;
        Ok(())
    }

    async fn opened(self: &Arc<Self>, vault: Vault) {
        if self.state().parts.is_some() {
            return;
        }
        let keys = Arc::new(Keys::derive(&vault.root()));
        let Some(opened) = self.open_core(&keys).await else { return };
        let core = Arc::new(opened.core);
        let parts = Parts { vault: Arc::new(vault), keys, core };
        self.state().parts = Some(parts.clone());
        self.set_storage(opened.read_only);
        self.follow_store(&parts.core);
        self.keep_house(&parts.core);
        match parts.vault.session().map(|json| serde_json::from_str::<StoredSession>(&json)) {
            None => {
                self.set_session(SessionState::SignedOut);
                self.try_again(&parts, None);
            }
            Some(Err(error)) => {
                tracing::error!(%error, "the stored session is not understood");
                let words = "The stored session is of another Tackroom. Start the newest one you have used.".into();
                self.set_session(SessionState::Broken { words });
            }
            Some(Ok(stored)) => {
                // The window is drawn from the store; the SDK's own stores open meanwhile.
                self.restoring.send_replace(true);
                self.set_session(SessionState::SignedIn { account: stored.account(&parts.core.store) });
                self.restore(&parts, stored).await;
            }
        }
    }

    pub(super) async fn restore(self: &Arc<Self>, parts: &Parts, stored: StoredSession) {
        match self.try_restore(parts, stored.clone()).await {
            Ok(matrix) => self.attach(matrix),
            Err(problem) if is_storage(&problem) => {
                self.set_storage(Some(problem));
                self.try_again(parts, Some(stored));
            }
            Err(problem) => self.set_session(SessionState::Broken { words: problem.in_language(Language::System) }),
        }
        self.restoring.send_replace(false);
    }

    /// # Errors
    /// `DiskFull`, `ReadOnly`: nothing was changed, try again.
    pub(super) async fn try_restore(&self, parts: &Parts, stored: StoredSession) -> Result<Matrix, Problem> {
        // The SDK writes as it opens: without room it would leave no better words than that it failed.
        let core = parts.core.clone();
        super::blocking(move || core.try_writing()).await??;
        let restored = Matrix::restore(parts.core.clone(), &parts.keys, stored, self.save_into(&parts.vault)).await;
        restored.map_err(|problem| parts.core.unless_full(problem))
    }

    /// Feeds are read when their time comes; pictures that were chosen and never sent go.
    fn keep_house(self: &Arc<Self>, core: &Arc<Core>) {
        let core = core.clone();
        self.state().tasks.spawn(async move {
            let media = core.media.clone();
            match super::blocking(move || media.tidy()).await {
                Ok(Ok(())) => {}
                Ok(Err(problem)) | Err(problem) => tracing::warn!(code = ?problem.code, "pictures were not tidied"),
            }
            tackroom_core::feed::keep_fresh(&core).await;
        });
    }

    /// What the store tells, all listeners hear, over sign-outs too.
    fn follow_store(self: &Arc<Self>, core: &Core) {
        let mut changes = core.store.changes();
        let app = Arc::downgrade(self);
        let task = async move {
            loop {
                let change = match changes.recv().await {
                    Ok(change) => change,
                    Err(RecvError::Lagged(_)) => Change::All,
                    Err(RecvError::Closed) => return,
                };
                match app.upgrade() {
                    Some(app) => app.tell(change),
                    None => return,
                }
            }
        };
        self.state().tasks.spawn(task);
    }
}

/// The keyring answered after a passphrase had been chosen: a secret that it made for us is not needed.
fn discard(app: &App, opening: Opening) {
    if let Opening::Open(vault) = opening
        && vault.in_keyring()
        && app.profile.vault_file().exists()
    {
        std::thread::spawn(move || vault.destroy());
    }
}
