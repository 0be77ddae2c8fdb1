//! What must not end by itself: a panic in a task of ours, or in one of the SDK's (its event cache panics where its disk
//! and memory disagree), leaves an account that looks alive and does nothing. It is noted here, and the account is to be
//! opened anew, over the same stores ([`Matrix::failed`]).
//!
//! Sending a message and reading a room contain a panic themselves ([`contained`]): one of them that fails each time must
//! not end all others.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt as _;
use matrix_sdk::task_monitor::BackgroundTaskFailureReason as Reason;
use tokio::{
    sync::{broadcast::error::RecvError, watch},
    task::JoinSet,
};

use crate::{Matrix, inner::Inner};

impl Matrix {
    /// Turns true once a part of the account has ended that should run: open the account anew.
    pub fn failed(&self) -> watch::Receiver<bool> {
        self.failed.subscribe()
    }
}

/// Holds the account's tasks until one of them, or of the SDK's, panics.
pub async fn hold(inner: Arc<Inner>, mut tasks: JoinSet<()>) {
    let mut failures = inner.client.task_monitor().subscribe();
    let name = loop {
        tokio::select! {
            Some(ended) = tasks.join_next() => match ended {
                Err(error) if error.is_panic() => break "of Tackroom".to_owned(),
                _ => {}
            },
            failure = failures.recv() => match failure {
                Ok(failure) if matches!(failure.reason, Reason::Panic { .. }) => break failure.task.name,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
        }
    };
    tracing::error!(task = name, "a task panicked: the account is opened anew");
    inner.failed.send_replace(true);
    // What still runs goes on until then.
    while tasks.join_next().await.is_some() {}
}

/// Lets a panic end no more than this; `None` where there was one. The panic itself is in the log.
pub async fn contained<T>(act: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(act).catch_unwind().await.ok()
}
