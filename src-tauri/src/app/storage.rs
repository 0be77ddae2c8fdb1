//! A disk that is full, or a folder that cannot be written: what is stored is shown meanwhile, the sentence stands in
//! [`AppState::storage`](tackroom_core::model::AppState), and what could not be done is tried again, more and more rarely,
//! or at once when asked ([`App::retry_storage`]).

use std::sync::Arc;
use std::time::Duration;

use tackroom_core::api::{Code, Problem};
use tackroom_core::model::{Language, SessionState};
use tackroom_core::{Core, Keys, Opened};
use tackroom_matrix::{Matrix, StoredSession};

use super::{App, Parts, blocking};

const FIRST: Duration = Duration::from_secs(1);
/// The longest wait between two tries.
const LONGEST: Duration = Duration::from_secs(30);

/// Whether it passes once there is room, or writing is allowed.
pub(super) fn is_storage(problem: &Problem) -> bool {
    matches!(problem.code, Code::DiskFull | Code::ReadOnly)
}

impl App {
    /// Tries now what waits for room on the disk.
    pub fn retry_storage(&self) {
        self.room.notify_waiters();
    }

    pub(super) fn set_storage(&self, problem: Option<Problem>) {
        let mut state = self.state();
        if state.storage != problem {
            state.storage = problem;
            drop(state);
            self.tell(tackroom_core::model::Change::Session);
        }
    }

    async fn wait_for_room(&self, attempt: u32) {
        let wait = FIRST.saturating_mul(1 << attempt.min(8)).min(LONGEST);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = self.room.notified() => {}
        }
    }

    /// Opens store and pictures, however long there is no room for it. `None`: it failed for good, or another was faster.
    pub(super) async fn open_core(&self, keys: &Arc<Keys>) -> Option<Opened> {
        for attempt in 0.. {
            let (folder, keys) = (self.profile.folder().to_owned(), keys.clone());
            match blocking(move || Core::open(&folder, &keys)).await.flatten() {
                Ok(opened) => return Some(opened),
                Err(problem) => {
                    self.set_storage(Some(problem.clone()).filter(is_storage));
                    let again = is_storage(&problem);
                    self.set_session(SessionState::Broken { words: problem.in_language(Language::System) });
                    if !again {
                        return None;
                    }
                }
            }
            self.wait_for_room(attempt).await;
            if self.state().parts.is_some() {
                return None;
            }
        }
        None
    }

    /// Where something waits for room: tries again until it can be written and, with a session, the account is open.
    pub(super) fn try_again(self: &Arc<Self>, parts: &Parts, stored: Option<StoredSession>) {
        if self.state().storage.is_none() {
            return;
        }
        let (app, parts) = (self.clone(), parts.clone());
        self.state().tasks.spawn(async move {
            for attempt in 0.. {
                app.wait_for_room(attempt).await;
                // Not while somebody signs in or out, or the program ends.
                let _turn = app.turn.lock().await;
                if app.matrix_now().is_some() {
                    return app.set_storage(None);
                }
                let core = parts.core.clone();
                let tried = match stored.clone() {
                    Some(stored) => app.try_restore(&parts, stored).await.map(Some),
                    None => blocking(move || core.try_writing()).await.flatten().map(|()| None),
                };
                match tried {
                    // It goes on from here by itself.
                    Ok(Some(matrix)) => return app.attach(matrix),
                    Ok(None) => return app.set_storage(None),
                    Err(problem) if is_storage(&problem) => app.set_storage(Some(problem)),
                    Err(problem) => {
                        app.set_storage(None);
                        return app.set_session(SessionState::Broken { words: problem.in_language(Language::System) });
                    }
                }
            }
        });
    }

    /// Begins to sync and to send, once there is room for it.
    pub(super) fn begin_sync(self: &Arc<Self>, matrix: Matrix) {
        let app = self.clone();
        self.state().tasks.spawn(async move {
            for attempt in 0.. {
                match matrix.start().await {
                    Ok(()) => return app.set_storage(None),
                    Err(problem) if is_storage(&problem) => app.set_storage(Some(problem)),
                    Err(problem) => {
                        tracing::error!(code = ?problem.code, "sync did not begin");
                        return app.alert(problem.in_language(app.settings().await.language));
                    }
                }
                app.wait_for_room(attempt).await;
                if !app.matrix_now().is_some_and(|now| now.is(&matrix)) {
                    return;
                }
            }
        });
    }
}
