//! A picture's original: from disk, else from where it comes from.

use std::sync::{Arc, PoisonError};

use futures_util::future::BoxFuture;
use url::Url;

use super::disk::Size;
use super::{Media, MediaSource, PICTURE_MAX, REFUSAL_HOLDS, decode, sizes};
use crate::api::{Code, Problem};
use crate::model::MediaId;
use crate::net::Kind;
use crate::store::MediaRow;

/// Fetches from a homeserver's media store, and decrypts.
pub trait MatrixMedia: Send + Sync {
    /// The bytes behind an `Mxc` or `Encrypted` source, never more than `cap` of them (`TooLarge`); where a width is given,
    /// a thumbnail will do.
    fn download<'a>(&'a self, source: &'a MediaSource, thumbnail_width: Option<u32>, cap: usize)
    -> BoxFuture<'a, Result<Vec<u8>, Problem>>;
}

impl Media {
    /// The original's bytes, at most [`PICTURE_MAX`]; kept on disk where they are a picture within the limits.
    pub(super) async fn original(&self, media: MediaId, row: &MediaRow) -> Result<Vec<u8>, Problem> {
        for size in [Size::Original, Size::Kept] {
            if let Some(bytes) = self.read(&row.token, size).await {
                return Ok(bytes);
            }
        }
        let held = self.lock_refused().get(&media).filter(|(_, at)| at.elapsed() < REFUSAL_HOLDS).map(|(problem, _)| problem.clone());
        if let Some(problem) = held {
            return Err(problem);
        }
        let fetched = {
            let _slot = self.inner.fetches.acquire().await.map_err(|_| super::unknown())?;
            self.fetch(media, row).await
        };
        let bytes = fetched.inspect_err(|problem| self.refuse(media, problem))?;
        let (this, token) = (self.clone(), row.token.clone());
        let kept = move || {
            // A bomb is refused before it is kept.
            decode::facts(&bytes)?;
            let _ = this.inner.disk.write(&token, Size::Original, &bytes);
            Ok(bytes)
        };
        self.decode(kept).await.inspect_err(|problem| self.refuse(media, problem))
    }

    pub(super) async fn fetch(&self, media: MediaId, row: &MediaRow) -> Result<Vec<u8>, Problem> {
        match &row.source {
            MediaSource::Url { url, .. } => self.fetch_url(media, row, url).await,
            MediaSource::Local { .. } => Err(super::unknown()),
            source => {
                let matrix = self.inner.matrix.read().unwrap_or_else(PoisonError::into_inner).clone();
                let matrix: Arc<dyn MatrixMedia> = matrix.ok_or_else(|| Problem::said(Code::NoNetwork, "picture-offline", &[]))?;
                let bytes = matrix.download(source, None, PICTURE_MAX).await?;
                if bytes.len() > PICTURE_MAX {
                    let size = bytes.len().div_ceil(1 << 20);
                    return Err(Problem::said(Code::TooLarge, "picture-large", &[("size", &size), ("most", &(PICTURE_MAX >> 20))]));
                }
                Ok(bytes)
            }
        }
    }

    /// From the web, the largest of the sizes that the host has; which one answered is remembered.
    async fn fetch_url(&self, media: MediaId, row: &MediaRow, url: &str) -> Result<Vec<u8>, Problem> {
        let wrong = |_| Problem::new(Code::NotFound, "This picture's address is not one.");
        if let Some(chosen) = row.chosen.as_deref().and_then(|chosen| Url::parse(chosen).ok()) {
            match self.inner.net.get(&chosen, Kind::Picture).await {
                Ok(fetched) => return Ok(fetched.bytes),
                Err(problem) if is_offline(&problem) => return Err(problem),
                Err(_) => {}
            }
        }
        let candidates = sizes::candidates(&Url::parse(url).map_err(wrong)?);
        let several = candidates.len() > 1;
        let mut last = None;
        for candidate in candidates {
            match self.inner.net.get(&candidate, Kind::Picture).await {
                // A host may answer with a page in place of a picture.
                Ok(fetched) if several && decode::facts(&fetched.bytes).is_err() => last = decode::facts(&fetched.bytes).err(),
                Ok(fetched) => {
                    if several {
                        let address: String = candidate.into();
                        self.inner.store.write_async(move |w| w.choose_media(media, &address)).await?;
                    }
                    return Ok(fetched.bytes);
                }
                Err(problem) if is_offline(&problem) => return Err(problem),
                Err(problem) => last = Some(problem),
            }
        }
        Err(last.unwrap_or_else(super::unknown))
    }
}

fn is_offline(problem: &Problem) -> bool {
    problem.code == Code::NoNetwork
}
