//! Signing in and out, and what an account's end on the server means here.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tackroom_core::api::{Code, Problem};
use tackroom_core::model::{Account, Change, SessionState};
use tackroom_matrix::{Ended, Matrix, OpenBrowser, SaveSession, StoredSession};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::{App, Parts, last_holder};
use crate::vault::Vault;

/// How long a sign-out tries to reach the server.
const SIGN_OUT_PATIENCE: Duration = Duration::from_secs(10);
/// How long a failed account stays before it is opened anew.
const BEFORE_ANEW: Duration = Duration::from_secs(5);

impl App {
    pub async fn sign_in(self: &Arc<Self>, server: &str, user: &str, password: &str) -> Result<Account, Problem> {
        self.sign_in_by(async |parts, save| Matrix::sign_in(parts.core.clone(), &parts.keys, server, user, password, save).await).await
    }

    /// Through the system's browser; `create`: on the server's page that makes an account.
    pub async fn sign_in_browser(self: &Arc<Self>, server: &str, create: bool) -> Result<Account, Problem> {
        let open = browser();
        self.sign_in_by(async |parts, save| Matrix::sign_in_browser(parts.core.clone(), &parts.keys, server, create, open, save).await)
            .await
    }

    /// The browser's answer is not waited for any more.
    pub fn cancel_sign_in(&self) {
        self.cancel.notify_waiters();
    }

    async fn sign_in_by<F>(self: &Arc<Self>, ask: impl FnOnce(Parts, SaveSession) -> F) -> Result<Account, Problem>
    where
        F: Future<Output = Result<Matrix, Problem>>,
    {
        let _turn = self.turn.lock().await;
        let parts = self.parts()?;
        if self.state().matrix.is_some() {
            return Err(Problem::new(Code::BadInput, "Somebody is signed in already. Sign out first."));
        }
        let (save, core) = (self.save_into(&parts.vault), parts.core.clone());
        let matrix = tokio::select! {
            signed_in = ask(parts, save) => signed_in.map_err(|problem| core.unless_full(problem))?,
            () = self.cancel.notified() => return Err(Problem::said(Code::Cancelled, "sign-in-cancelled", &[])),
        };
        let account = matrix.account();
        self.attach(matrix);
        Ok(account)
    }

    /// The server ended the session: the same device goes on, over the same data.
    pub async fn sign_in_again(self: &Arc<Self>, password: &str) -> Result<Account, Problem> {
        self.go_on(async |parts, stored, save| Matrix::sign_in_again(parts.core, &parts.keys, &stored, password, save).await).await
    }

    /// The same through the browser.
    pub async fn sign_in_again_browser(self: &Arc<Self>) -> Result<Account, Problem> {
        let open = browser();
        self.go_on(async |parts, stored, save| Matrix::sign_in_again_browser(parts.core, &parts.keys, &stored, open, save).await).await
    }

    async fn go_on<F>(self: &Arc<Self>, ask: impl FnOnce(Parts, StoredSession, SaveSession) -> F) -> Result<Account, Problem>
    where
        F: Future<Output = Result<Matrix, Problem>>,
    {
        let _turn = self.turn.lock().await;
        let parts = self.parts()?;
        let stored = parts.vault.session().and_then(|json| serde_json::from_str::<StoredSession>(&json).ok());
        let stored = stored.ok_or_else(|| Problem::new(Code::SessionEnded, "There is no session to go on with."))?;
        self.detach().await;
        let save = self.save_into(&parts.vault);
        let signed_in = tokio::select! {
            signed_in = ask(parts.clone(), stored.clone(), save) => signed_in,
            () = self.cancel.notified() => Err(Problem::said(Code::Cancelled, "sign-in-cancelled", &[])),
        };
        match signed_in {
            Ok(matrix) => {
                let account = matrix.account();
                self.attach(matrix);
                Ok(account)
            }
            Err(problem) => {
                // Everything stays readable: the old session comes back, as ended as it was.
                let before = self.session();
                self.restore(&parts, stored).await;
                self.set_session(before);
                Err(problem)
            }
        }
    }

    /// Removes tokens, keys and all local data. The server is told where it can be reached.
    pub async fn sign_out(self: &Arc<Self>) -> Result<(), Problem> {
        let _turn = self.turn.lock().await;
        let parts = self.parts()?;
        let told = match self.matrix().await {
            // The server ended the session itself.
            Ok(_) if matches!(self.session(), SessionState::Expired { .. }) => Ok(Ok(())),
            Ok(matrix) => tokio::time::timeout(SIGN_OUT_PATIENCE, matrix.sign_out()).await,
            Err(_) => Ok(Ok(())),
        };
        self.detach().await;
        self.set_session(SessionState::Opening);
        self.state().parts = None;
        self.state().storage = None;
        self.state().tasks.abort_all();
        let Parts { vault, keys, core } = parts;
        drop(keys);
        last_holder(core).await;
        // The keys go first: without them nothing that might stay behind can be read.
        let profile = self.profile.clone();
        let removed = tokio::task::spawn_blocking(move || (vault.destroy(), profile.remove_data())).await;
        if let Ok(clear) = self.clear_view.lock()
            && let Some(clear) = clear.as_ref()
        {
            clear();
        }
        let (destroyed, removed) = removed.map_err(internal)?;
        if let Err(error) = destroyed {
            self.alert(format!("{error:#}. They open nothing any more; you can remove them by hand."));
        }
        if let Err(error) = removed {
            let folder = self.profile.folder().display().to_string();
            self.alert(format!("Not everything in {folder} could be removed: {error}. Remove the folder by hand."));
        }
        if !matches!(told, Ok(Ok(()))) {
            self.alert("The server could not be told. Remove this device with another app that is signed in.");
        }
        self.begin();
        self.tell(Change::All);
        Ok(())
    }

    /// Ends sync and closes the store. What sync delivered is stored before.
    pub async fn stop(&self) {
        let _turn = self.turn.lock().await;
        self.detach().await;
        let parts = {
            let mut state = self.state();
            state.tasks.abort_all();
            state.parts.take()
        };
        if let Some(parts) = parts {
            last_holder(parts.core).await;
        }
    }

    /// The account is ours to show; sync begins.
    pub(super) fn attach(self: &Arc<Self>, matrix: Matrix) {
        self.state().matrix = Some(matrix.clone());
        let account = matrix.account();
        let ended = *matrix.session_ended().borrow();
        self.set_session(match ended {
            None => SessionState::SignedIn { account },
            Some(_) => SessionState::Expired { account },
        });
        self.tell(Change::All);
        self.pass_on(matrix.notices(), self.notices.clone());
        self.follow_connection(&matrix);
        self.follow_end(&matrix);
        self.follow_failure(&matrix);
        self.begin_sync(matrix);
    }

    async fn detach(&self) {
        self.restored().await;
        let matrix = self.state().matrix.take();
        if let Some(matrix) = matrix {
            matrix.stop().await;
            if let Ok(core) = self.core() {
                core.media.clear_matrix();
            }
        }
    }

    fn follow_connection(self: &Arc<Self>, matrix: &Matrix) {
        let mut connection = matrix.connection();
        let app = Arc::downgrade(self);
        self.state().tasks.spawn(async move {
            while connection.changed().await.is_ok() {
                match app.upgrade() {
                    Some(app) => app.tell(Change::Connection),
                    None => return,
                }
            }
        });
    }

    fn follow_end(self: &Arc<Self>, matrix: &Matrix) {
        let mut ended = matrix.session_ended();
        let (app, account) = (Arc::downgrade(self), matrix.account());
        self.state().tasks.spawn(async move {
            let how = ended.wait_for(Option::is_some).await.ok().and_then(|how| *how);
            let (Some(how), Some(app)) = (how, app.upgrade()) else { return };
            app.set_session(SessionState::Expired { account });
            if how == Ended::Hard {
                app.alert(
                    "This device was signed out on the server, and its keys there are gone. \
                     Everything stored here stays readable until you sign out.",
                );
            }
        });
    }

    /// A part of it ended by a panic: the account is opened anew, over the same data.
    fn follow_failure(self: &Arc<Self>, matrix: &Matrix) {
        let mut failed = matrix.failed();
        let app = Arc::downgrade(self);
        self.state().tasks.spawn(async move {
            if failed.wait_for(|failed| *failed).await.is_err() {
                return;
            }
            // Until then it is noted which rooms stand still; and one that fails at once is not tried without a pause.
            tokio::time::sleep(BEFORE_ANEW).await;
            let Some(app) = app.upgrade() else { return };
            let _turn = app.turn.lock().await;
            if !app.matrix_now().is_some_and(|now| now.failed().same_channel(&failed)) {
                return;
            }
            let Ok(parts) = app.parts() else { return };
            let stored = parts.vault.session().and_then(|json| serde_json::from_str::<StoredSession>(&json).ok());
            let Some(stored) = stored else { return };
            app.detach().await;
            app.restoring.send_replace(true);
            app.restore(&parts, stored).await;
        });
    }

    fn pass_on<T: Clone + Send + 'static>(&self, mut from: broadcast::Receiver<T>, to: broadcast::Sender<T>) {
        self.state().tasks.spawn(async move {
            loop {
                match from.recv().await {
                    Ok(item) => drop(to.send(item)),
                    Err(RecvError::Lagged(lost)) => tracing::warn!(lost, "notices came faster than they were shown"),
                    Err(RecvError::Closed) => return,
                }
            }
        });
    }

    /// Keeps a session, and each refresh of its tokens, in the vault.
    pub(super) fn save_into(&self, vault: &Arc<Vault>) -> SaveSession {
        let vault = vault.clone();
        Arc::new(move |stored: &StoredSession| {
            let json = zeroize::Zeroizing::new(serde_json::to_string(stored)?);
            vault.set_session(Some(&json))
        })
    }

    fn parts(&self) -> Result<Parts, Problem> {
        self.core()?;
        self.state().parts.clone().ok_or_else(|| Problem::new(Code::Keyring, "The profile is not open yet."))
    }
}

/// The system's browser.
fn browser() -> OpenBrowser {
    Arc::new(|url: &str| open::that_detached(url).map_err(anyhow::Error::from))
}

/// A failure of ours.
pub fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::new(Code::Internal, format!("Something went wrong inside Tackroom: {error}. Try again."))
}
