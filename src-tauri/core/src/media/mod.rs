//! Pictures: fetched within limits, decoded within limits, kept encrypted on disk, served by our own ids.
//!
//! [`Media::get`] is what the view asks: the file from disk, else the original (from disk, else from where the picture comes
//! from), decoded once and scaled. Many askers of one picture wait for one fetch; at most two pictures are decoded at a time,
//! on threads that may block. What was decoded is measured into the picture's row, so that its place is known from then on.
//!
//! Served are only JPEG, PNG, GIF and WebP, told apart by their bytes; anything else is converted or refused with a
//! sentence. Offline, what is on disk is served in the size that is there; the rest is a `NoNetwork` problem.

mod chunks;
mod decode;
mod detail;
mod disk;
mod export;
mod fetch;
mod file;
pub(crate) mod likeness;
mod names;
mod scale;
mod send;
mod sizes;
mod sniff;
mod source;

pub use disk::{TURNS, give_way};
pub use export::safe_stem;
pub use fetch::MatrixMedia;
pub use file::{FILE_MAX, opens_outside};
pub use names::safe_name;
pub use scale::Encoded;
pub use send::Prepared;
pub use sniff::{Format, is_known_kind, sniff};
pub use source::{MediaFacts, MediaSource, clamp_size};

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::api::{Code, Problem};
use crate::model::{MediaId, Picture};
use crate::net::{Kind, Net};
use crate::store::{Measured, MediaRow, Store};
use disk::{Disk, Size};

/// Bytes that the cache may take, unless another bound is given.
pub const CACHE_BOUND: u64 = 2 << 30;
/// Largest picture that is taken from anywhere, in bytes.
pub const PICTURE_MAX: usize = Kind::Picture.cap();
/// How long a refusal of a picture's source is believed without asking again.
const REFUSAL_HOLDS: Duration = Duration::from_secs(600);
const WIDTHS: [u32; 3] = [320, 640, 1280];
const DECODERS: usize = 2;
const DECODING_MAX: Duration = Duration::from_secs(30);
const FETCHES: usize = 6;

/// A picture as it is handed to the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// By the bytes; one of `image/jpeg`, `image/png`, `image/gif`, `image/webp`.
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// The pictures of a profile; cheap to clone.
#[derive(Clone)]
pub struct Media {
    inner: Arc<Inner>,
}

struct Inner {
    disk: Disk,
    store: Store,
    net: Net,
    matrix: RwLock<Option<Arc<dyn MatrixMedia>>>,
    decoders: Arc<Semaphore>,
    fetches: Semaphore,
    /// Who works on a picture now; later askers wait for the same lock.
    flights: Mutex<HashMap<MediaId, Weak<tokio::sync::Mutex<()>>>>,
    refused: Mutex<HashMap<MediaId, (Problem, Instant)>>,
}

impl Media {
    /// Opens the cache in `folder`; `key` is the profile's picture key, `bound` in bytes.
    pub fn open(folder: &Path, key: &[u8; 32], store: Store, net: Net, bound: u64) -> Self {
        let inner = Inner {
            disk: Disk::open(folder, key, bound),
            store,
            net,
            matrix: RwLock::default(),
            decoders: Arc::new(Semaphore::new(DECODERS)),
            fetches: Semaphore::new(FETCHES),
            flights: Mutex::default(),
            refused: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// From now on pictures of Matrix are fetched through `matrix`.
    pub fn set_matrix(&self, matrix: Arc<dyn MatrixMedia>) {
        *self.inner.matrix.write().unwrap_or_else(PoisonError::into_inner) = Some(matrix);
        self.lock_refused().clear();
    }

    /// Signed out: what is not on disk cannot be had.
    pub fn clear_matrix(&self) {
        *self.inner.matrix.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// A picture, at least `width` pixels wide where it has as many (0: as it is). Thumbnails show the first frame.
    ///
    /// `NotFound` for an unknown id, `NotAPicture` and `TooLarge` for what cannot be shown, `NoNetwork` where it is neither
    /// on disk nor to be had now.
    pub async fn get(&self, media: MediaId, width: u32) -> Result<Served, Problem> {
        let row = self.row(media).await?;
        let size = size_for(width);
        if let Some(served) = self.stored(&row.token, size).await {
            if !row.looked {
                self.look_at(media, served.bytes.clone());
            }
            return Ok(served);
        }
        let flight = self.flight(media);
        let _one = flight.lock().await;
        if let Some(served) = self.stored(&row.token, size).await {
            return Ok(served);
        }
        match self.make(media, &row, size).await {
            Ok(served) => Ok(served),
            Err(problem) => self.instead(&row.token, size).await.ok_or(problem),
        }
    }

    /// Takes a picture from this device. `name` is what it was called there.
    pub async fn import(&self, bytes: Vec<u8>, name: &str) -> Result<Picture, Problem> {
        if bytes.len() > PICTURE_MAX {
            let size = bytes.len().div_ceil(1 << 20);
            return Err(Problem::said(Code::TooLarge, "picture-large-own", &[("size", &size), ("most", &(PICTURE_MAX >> 20))]));
        }
        let name = name.to_owned();
        let this = self.clone();
        let work = move || {
            let (measured, thumb) = measure(&bytes, 640)?;
            let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let name = safe_name(&name, sniff(&bytes)?);
            let facts = MediaFacts { name: Some(name), ..MediaFacts::default() };
            let store = &this.inner.store;
            let media = store.write(|w| w.put_media(&MediaSource::Local { digest }, &facts))?;
            let row = store.read(|r| r.media_row(media))?.ok_or_else(unknown)?;
            this.inner.disk.write(&row.token, Size::Kept, &bytes)?;
            let _ = this.inner.disk.write(&row.token, Size::Thumb(640), &thumb.bytes);
            store.write(|w| w.measure_media(media, &measured))?;
            store.read(|r| r.picture(media))?.ok_or_else(unknown)
        };
        self.decode(work).await
    }

    /// A picture as it is sent. The result is kept, so that a second try sends the same bytes.
    pub async fn prepare_for_sending(&self, media: MediaId) -> Result<Prepared, Problem> {
        let row = self.row(media).await?;
        let flight = self.flight(media);
        let _one = flight.lock().await;
        let original = match self.original(media, &row).await {
            Ok(bytes) => bytes,
            // It is gone where it came from; what was seen of it can still be sent.
            Err(problem) if problem.code != Code::NoNetwork => match self.instead(&row.token, Size::Original).await {
                Some(served) => served.bytes,
                None => return Err(problem),
            },
            Err(problem) => return Err(problem),
        };
        let this = self.clone();
        let work = move || {
            let name = row.name.unwrap_or_default();
            let prepared = send::prepare(&original, &name)?;
            // For `adopt`; without room on disk the sent picture is fetched like any other.
            let _ = this.inner.disk.write(&row.token, Size::Sent, &prepared.main.bytes);
            if let Some(thumb) = &prepared.thumb {
                let _ = this.inner.disk.write(&row.token, Size::SentThumb, &thumb.bytes);
            }
            Ok(prepared)
        };
        self.decode(work).await
    }

    /// What was prepared from `media` now also lies at `source`: the picture of that source has its bytes already, and is not
    /// fetched again. Answers its id.
    pub async fn adopt(&self, media: MediaId, source: MediaSource) -> Result<MediaId, Problem> {
        let row = self.row(media).await?;
        let this = self.clone();
        let work = move || {
            let (disk, store) = (&this.inner.disk, &this.inner.store);
            let known = store.read(|r| r.picture(media))?;
            let facts = MediaFacts { name: row.name, alt: known.and_then(|picture| picture.alt), ..MediaFacts::default() };
            let local = matches!(row.source, MediaSource::Local { .. });
            let adopted = store.write(|w| {
                if local {
                    // A redaction of what was sent takes the original on this device with it.
                    w.choose_media(media, &source.key())?;
                }
                w.put_media(&source, &facts)
            })?;
            let other = store.read(|r| r.media_row(adopted))?.ok_or_else(unknown)?;
            if let Some(sent) = disk.read(&row.token, Size::Sent) {
                let (measured, _) = measure(&sent, 320)?;
                disk.write(&other.token, Size::Original, &sent)?;
                for width in WIDTHS {
                    if let Some(thumb) = disk.read(&row.token, Size::Thumb(width)) {
                        disk.write(&other.token, Size::Thumb(width), &thumb)?;
                    }
                }
                store.write(|w| w.measure_media(adopted, &measured))?;
            }
            Ok(adopted)
        };
        self.decode(work).await
    }

    /// Removes a picture, its files at once, where nothing shows it any more (a redacted pin's, an unsent one's). Blocks.
    pub fn forget(&self, media: MediaId) -> Result<(), Problem> {
        self.lock_refused().remove(&media);
        for token in self.inner.store.write(|w| w.drop_media(media))? {
            self.inner.disk.forget(&token);
        }
        Ok(())
    }

    /// Removes pictures from this device that were chosen for a pin more than a day ago and never sent. Blocks.
    pub fn tidy(&self) -> Result<(), Problem> {
        const DAY: i64 = 24 * 3600 * 1000;
        for media in self.inner.store.read(|r| r.forgotten_imports(r.now() - DAY))? {
            self.forget(media)?;
        }
        Ok(())
    }

    /// Bytes that the cache takes on disk. Blocks.
    pub fn disk_use(&self) -> u64 {
        self.inner.disk.total()
    }

    async fn row(&self, media: MediaId) -> Result<MediaRow, Problem> {
        self.inner.store.read_async(move |r| r.media_row(media)).await?.ok_or_else(unknown)
    }

    fn flight(&self, media: MediaId) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self.inner.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(&media).and_then(Weak::upgrade) {
            return flight;
        }
        flights.retain(|_, flight| flight.strong_count() > 0);
        let flight = Arc::default();
        flights.insert(media, Arc::downgrade(&flight));
        flight
    }

    fn lock_refused(&self) -> std::sync::MutexGuard<'_, HashMap<MediaId, (Problem, Instant)>> {
        self.inner.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs work that decodes or reads files, within the number of decoders. A decoder that panics has met a damaged file; one
    /// that does not come to an end is not waited for, but keeps its place among the decoders.
    async fn decode<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let slot = self.inner.decoders.clone().acquire_owned().await.map_err(|_| unknown())?;
        let work = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            work()
        });
        match tokio::time::timeout(DECODING_MAX, work).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Problem::said(Code::NotAPicture, "picture-damaged", &[])),
            Err(_) => Err(Problem::said(Code::NotAPicture, "picture-slow", &[("seconds", &DECODING_MAX.as_secs())])),
        }
    }

    async fn read(&self, token: &str, size: Size) -> Option<Vec<u8>> {
        let (this, token) = (self.clone(), token.to_owned());
        tokio::task::spawn_blocking(move || this.inner.disk.read(&token, size)).await.ok().flatten()
    }

    /// From disk, if it is there and may be served.
    async fn stored(&self, token: &str, size: Size) -> Option<Served> {
        let bytes = match self.read(token, size).await {
            Some(bytes) => bytes,
            None if size == Size::Original => self.read(token, Size::Kept).await?,
            None => return None,
        };
        // An original is checked when it is written as such; what is beyond the limits never gets there.
        as_it_is(bytes, size)
    }

    /// Another size from disk, the nearest first, where the one asked for cannot be had.
    async fn instead(&self, token: &str, size: Size) -> Option<Served> {
        let order = match size {
            Size::Thumb(320) => [640, 1280],
            Size::Thumb(640) => [1280, 320],
            _ => [1280, 640],
        };
        for width in order.into_iter().chain([320]) {
            if let Some(served) = self.stored(token, Size::Thumb(width)).await {
                return Some(served);
            }
        }
        None
    }

    /// Makes a size from the original and keeps it.
    async fn make(&self, media: MediaId, row: &MediaRow, size: Size) -> Result<Served, Problem> {
        let original = self.original(media, row).await?;
        let (this, token, measured) = (self.clone(), row.token.clone(), row.measured);
        let work = move || {
            let width = if let Size::Thumb(width) = size { width } else { u32::MAX };
            let facts = decode::facts(&original)?;
            if size == Size::Original && measured && servable(&facts) {
                return Ok(Served { mime: facts.format.mime(), bytes: original });
            }
            let (seen, made) = measure(&original, width)?;
            if !measured {
                this.inner.store.write(|w| w.measure_media(media, &seen))?;
            }
            if size == Size::Original && servable(&facts) {
                return Ok(Served { mime: facts.format.mime(), bytes: original });
            }
            if let Size::Thumb(_) = size {
                // A full disk must not hide a picture that is in memory.
                let _ = this.inner.disk.write(&token, size, &made.bytes);
            }
            Ok(Served { mime: made.format.mime(), bytes: made.bytes })
        };
        let result = self.decode(work).await;
        if let Err(problem) = &result {
            self.refuse(media, problem);
        }
        result
    }

    /// What a picture looks like that was decoded by an earlier version, from what is shown of it; not waited for.
    fn look_at(&self, media: MediaId, bytes: Vec<u8>) {
        let this = self.clone();
        let work = move || {
            let looked = decode::facts(&bytes).and_then(|facts| decode::decode(&bytes, &facts));
            // What cannot be read is not tried at each look.
            let look = looked.map(|pixels| scale::fit(&pixels, 640)).map(|seen| likeness::look(&seen, detail::detail(&seen)));
            this.inner.store.write(|w| w.put_look(media, &look.unwrap_or_default()))?;
            Ok(())
        };
        let this = self.clone();
        tokio::spawn(async move { drop(this.decode(work).await) });
    }

    fn refuse(&self, media: MediaId, problem: &Problem) {
        // Trouble that passes is not remembered.
        if !matches!(problem.code, Code::NoNetwork | Code::DiskFull | Code::Internal | Code::SessionEnded | Code::Cancelled) {
            self.lock_refused().insert(media, (problem.clone(), Instant::now()));
        }
    }
}

/// A picture's size in pixels, upright, from its header alone. `NotAPicture` and `TooLarge` as for decoding.
pub fn dimensions(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    decode::facts(bytes).map(|facts| (facts.width, facts.height))
}

/// Which file answers for a width.
fn size_for(width: u32) -> Size {
    if width == 0 {
        return Size::Original;
    }
    WIDTHS.into_iter().find(|at_most| width <= *at_most).map_or(Size::Thumb(1280), Size::Thumb)
}

/// What a picture is, with a scaled copy of its first frame. Blocks.
fn measure(bytes: &[u8], width: u32) -> Result<(Measured, Encoded), Problem> {
    let facts = decode::facts(bytes)?;
    let pixels = decode::decode(bytes, &facts)?;
    let scaled = scale::fit(&pixels, width);
    drop(pixels);
    let (blurhash, colour) = scale::hints(&scaled);
    let detail = detail::detail(&scaled);
    let look = likeness::look(&scaled, detail);
    let measured = Measured {
        mime: facts.format.mime(),
        bytes: bytes.len() as u64,
        width: facts.width,
        height: facts.height,
        animated: facts.animated,
        blurhash,
        colour,
        detail,
        look,
    };
    Ok((measured, scale::encode(&scaled, 82, facts.icc.as_deref())?))
}

/// Whether a web view shows the file itself as it should be.
fn servable(facts: &decode::Facts) -> bool {
    // It turns a JPEG upright, the others not.
    facts.format.common() && (facts.format == Format::Jpeg || facts.orientation == image::metadata::Orientation::NoTransforms)
}

fn as_it_is(bytes: Vec<u8>, size: Size) -> Option<Served> {
    let format = sniff(&bytes).ok().filter(|format| format.common())?;
    if size == Size::Original && !decode::facts(&bytes).is_ok_and(|facts| servable(&facts)) {
        return None;
    }
    Some(Served { mime: format.mime(), bytes })
}

fn unknown() -> Problem {
    Problem::said(Code::NotFound, "picture-gone-here", &[])
}

#[cfg(test)]
mod cache_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
