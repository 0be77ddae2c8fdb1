//! The one event, `change`: notices of what changed, merged, at most a few a second.
//!
//! A first notice goes out at once; what follows within [`PAUSE`] is gathered. A channel that ran over says
//! [`Change::All`]: never silence.

use std::future::Future;
use std::time::Duration;

use tackroom_core::model::Change;
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// Between two batches.
pub const PAUSE: Duration = Duration::from_millis(200);
/// More different notices than this in one batch say "all".
const BATCH_MAX: usize = 64;

/// Hands on batches until the channel closes.
pub async fn forward<F: Future<Output = ()>>(mut changes: Receiver<Change>, mut batch: impl FnMut(Vec<Change>) -> F) {
    let mut gathered = Vec::new();
    loop {
        let first = changes.recv().await;
        if !gather(&mut gathered, first) {
            return;
        }
        while let Some(next) = next_now(&mut changes) {
            if !gather(&mut gathered, next) {
                break;
            }
        }
        batch(std::mem::take(&mut gathered)).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// What is already there.
fn next_now(changes: &mut Receiver<Change>) -> Option<Result<Change, RecvError>> {
    use tokio::sync::broadcast::error::TryRecvError;
    match changes.try_recv() {
        Ok(change) => Some(Ok(change)),
        Err(TryRecvError::Lagged(lost)) => Some(Err(RecvError::Lagged(lost))),
        Err(TryRecvError::Empty | TryRecvError::Closed) => None,
    }
}

/// Adds a notice; false when the channel is closed.
fn gather(gathered: &mut Vec<Change>, next: Result<Change, RecvError>) -> bool {
    let change = match next {
        Ok(change) => change,
        Err(RecvError::Lagged(_)) => Change::All,
        Err(RecvError::Closed) => return false,
    };
    if gathered.contains(&change) {
        return true;
    }
    gathered.push(change);
    if gathered.contains(&Change::All) || gathered.len() > BATCH_MAX {
        *gathered = vec![Change::All];
    }
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::{Arc, Mutex};
    use tackroom_core::model::MediaId;
    use tokio::sync::broadcast;

    async fn batches(capacity: usize, changes: Vec<Change>) -> Vec<Vec<Change>> {
        let (sender, receiver) = broadcast::channel(capacity);
        for change in changes {
            sender.send(change).unwrap();
        }
        drop(sender);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let into = seen.clone();
        forward(receiver, move |batch| {
            into.lock().unwrap().push(batch);
            std::future::ready(())
        })
        .await;
        let seen = seen.lock().unwrap();
        seen.clone()
    }

    #[tokio::test]
    async fn the_same_notice_goes_out_once() {
        let seen = batches(16, vec![Change::Feed, Change::Heads, Change::Feed, Change::Feed]).await;
        assert_eq!(seen, [vec![Change::Feed, Change::Heads]]);
    }

    #[tokio::test]
    async fn a_channel_that_ran_over_says_all() {
        let seen = batches(2, vec![Change::Feed, Change::Heads, Change::Boards]).await;
        assert_eq!(seen, [vec![Change::All]]);
    }

    #[tokio::test]
    async fn a_flood_says_all() {
        let flood: Vec<_> = (0..200).map(|media| Change::Media { media: MediaId(media) }).collect();
        assert_eq!(batches(256, flood).await, [vec![Change::All]]);
    }
}
