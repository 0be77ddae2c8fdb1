//! The picture cache's files: encrypted, bounded, written whole or not at all.
//!
//! A file is named by its picture's token and its size; its content is nonce (24 bytes) and XChaCha20-Poly1305 with the
//! name as associated data, so that a file moved to another name does not open. A file that does not open is removed and
//! counts as absent. When the cache is over its bound, the least recently used go: everything else before thumbnails, and
//! never a picture that exists nowhere else.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::api::{Code, Problem};
use crate::files::keep_name;

const NONCE: usize = 24;
/// How exact the time of last use is that survives a restart; less would write to disk at each look.
const USED_STEP: Duration = Duration::from_secs(6 * 3600);

/// Which of a picture's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// As it was received.
    Original,
    /// The original of a picture that exists nowhere else.
    Kept,
    /// At most so many pixels wide.
    Thumb(u32),
    /// As it is sent, and its thumbnail as it is sent.
    Sent,
    SentThumb,
}

impl Size {
    const ALL: [Self; 7] = [Self::Original, Self::Kept, Self::Thumb(320), Self::Thumb(640), Self::Thumb(1280), Self::Sent, Self::SentThumb];

    fn name(self) -> String {
        match self {
            Self::Original => "original".to_owned(),
            Self::Kept => "kept".to_owned(),
            Self::Thumb(width) => width.to_string(),
            Self::Sent => "sent".to_owned(),
            Self::SentThumb => "sent-thumb".to_owned(),
        }
    }

    /// The order in which files go; `None` stays.
    fn turn(self) -> Option<u8> {
        match self {
            Self::Kept => None,
            Self::Thumb(_) => Some(1),
            _ => Some(0),
        }
    }
}

#[derive(Clone, Copy)]
struct Entry {
    bytes: u64,
    used: SystemTime,
    turn: Option<u8>,
}

#[derive(Default)]
struct Index {
    files: HashMap<String, Entry>,
    total: u64,
}

/// The folder of encrypted pictures. All calls block for the time of a file's reading or writing.
pub struct Disk {
    folder: PathBuf,
    cipher: XChaCha20Poly1305,
    bound: u64,
    /// Filled by the first writing.
    index: Mutex<Option<Index>>,
}

impl Disk {
    pub fn open(folder: &Path, key: &[u8; 32], bound: u64) -> Self {
        // Where the profile can only be read, what is there is shown, and writing fails later in words.
        let _ = fs::create_dir_all(folder);
        Self { folder: folder.to_owned(), cipher: XChaCha20Poly1305::new(key.into()), bound, index: Mutex::default() }
    }

    /// The plain bytes, where the file is there and whole.
    pub fn read(&self, token: &str, size: Size) -> Option<Vec<u8>> {
        let name = file_name(token, size);
        let path = self.path(&name);
        let sealed = fs::read(&path).ok()?;
        let opened = sealed.split_at_checked(NONCE).and_then(|(nonce, text)| {
            let payload = Payload { msg: text, aad: name.as_bytes() };
            self.cipher.decrypt(XNonce::from_slice(nonce), payload).ok()
        });
        if opened.is_none() {
            tracing::warn!("a cached picture is damaged and was removed");
            self.remove_file(&name);
            return None;
        }
        self.used(&name, &path);
        opened
    }

    /// Writes a file and makes room for it. `DiskFull` where there is none.
    pub fn write(&self, token: &str, size: Size, bytes: &[u8]) -> Result<(), Problem> {
        let name = file_name(token, size);
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: bytes, aad: name.as_bytes() };
        let text = self
            .cipher
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Problem::new(Code::Internal, "The picture could not be encrypted."))?;
        // The first look removes half-written files: it is done before this one is begun, or it would take that for one.
        self.index().get_or_insert_with(|| self.scan());
        let path = self.path(&name);
        let mut sealed = nonce.to_vec();
        sealed.extend_from_slice(&text);
        self.put(&path, &sealed, size == Size::Kept).map_err(|error| trouble(&error))?;
        let entry = Entry { bytes: sealed.len() as u64, used: SystemTime::now(), turn: size.turn() };
        let mut guard = self.index();
        let index = guard.get_or_insert_with(|| self.scan());
        index.total += entry.bytes;
        if let Some(old) = index.files.insert(name.clone(), entry) {
            index.total = index.total.saturating_sub(old.bytes);
        }
        self.make_room(index, &name);
        Ok(())
    }

    /// Removes a picture's files.
    pub fn forget(&self, token: &str) {
        for size in Size::ALL {
            self.remove(token, size);
        }
    }

    pub fn remove(&self, token: &str, size: Size) {
        self.remove_file(&file_name(token, size));
    }

    /// Bytes in use.
    pub fn total(&self) -> u64 {
        self.index().get_or_insert_with(|| self.scan()).total
    }

    fn put(&self, path: &Path, sealed: &[u8], durable: bool) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let part = path.with_extension(format!("part{:08x}", rand::random::<u32>()));
        let result = (|| {
            let mut file = fs::File::create(&part)?;
            file.write_all(sealed)?;
            if durable {
                file.sync_all()?;
            }
            fs::rename(&part, path)?;
            if durable { keep_name(path) } else { Ok(()) }
        })();
        if result.is_err() {
            let _ = fs::remove_file(&part);
        }
        result
    }

    fn used(&self, name: &str, path: &Path) {
        let now = SystemTime::now();
        if let Some(entry) = self.index().as_mut().and_then(|index| index.files.get_mut(name)) {
            entry.used = now;
        }
        let stale =
            fs::metadata(path).and_then(|meta| meta.modified()).is_ok_and(|then| now.duration_since(then).is_ok_and(|age| age > USED_STEP));
        if stale && let Ok(file) = fs::File::options().append(true).open(path) {
            let _ = file.set_modified(now);
        }
    }

    fn make_room(&self, index: &mut Index, newest: &str) {
        if index.total <= self.bound {
            return;
        }
        // Some more than is needed, so that not every writing has to sort.
        let target = self.bound - self.bound / 20;
        let mut going: Vec<_> = index
            .files
            .iter()
            .filter(|(name, _)| *name != newest)
            .filter_map(|(name, entry)| Some((entry.turn?, entry.used, name.clone())))
            .collect();
        going.sort();
        for (_, _, name) in going {
            if index.total <= target {
                break;
            }
            if fs::remove_file(self.path(&name)).is_ok()
                && let Some(gone) = index.files.remove(&name)
            {
                index.total = index.total.saturating_sub(gone.bytes);
            }
        }
    }

    fn remove_file(&self, name: &str) {
        let _ = fs::remove_file(self.path(name));
        if let Some(index) = self.index().as_mut()
            && let Some(gone) = index.files.remove(name)
        {
            index.total = index.total.saturating_sub(gone.bytes);
        }
    }

    /// What lies in the folder; half-written files of a killed run are removed.
    fn scan(&self) -> Index {
        let mut index = Index::default();
        let folders = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for file in folders.filter_map(|folder| fs::read_dir(folder.path()).ok()).flatten().flatten() {
            let (Ok(name), Ok(meta)) = (file.file_name().into_string(), file.metadata()) else { continue };
            let Some(size) = Size::ALL.into_iter().find(|size| name.ends_with(&format!("-{}", size.name()))) else {
                let _ = fs::remove_file(file.path());
                continue;
            };
            let used = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            index.total += meta.len();
            index.files.insert(name, Entry { bytes: meta.len(), used, turn: size.turn() });
        }
        index
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name.get(..2).unwrap_or("00")).join(name)
    }

    fn index(&self) -> MutexGuard<'_, Option<Index>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What gives way first, and what after it.
pub const TURNS: [u8; 2] = [0, 1];

/// For a disk that is full, before the cache is open: removes the files of a turn (originals, then thumbnails). Pictures
/// that exist nowhere else stay. Answers the bytes that it gave.
pub fn give_way(folder: &Path, turn: u8) -> u64 {
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = folders.filter_map(|folder| fs::read_dir(folder.path()).ok()).flatten().flatten();
    let going = files.filter(|file| {
        let name = file.file_name();
        let size = Size::ALL.into_iter().find(|size| name.to_string_lossy().ends_with(&format!("-{}", size.name())));
        size.is_some_and(|size| size.turn() == Some(turn))
    });
    let sizes = going.map(|file| {
        let bytes = file.metadata().map_or(0, |meta| meta.len());
        if fs::remove_file(file.path()).is_ok() { bytes } else { 0 }
    });
    sizes.sum()
}

fn file_name(token: &str, size: Size) -> String {
    format!("{token}-{}", size.name())
}

fn trouble(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::new(Code::DiskFull, "The disk is full. Free some space; the picture is not saved.")
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            Problem::new(Code::ReadOnly, "The profile folder cannot be written to. Check its permissions.")
        }
        _ => Problem::new(Code::Internal, format!("The picture could not be saved: {error}.")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    impl Disk {
        fn has(&self, token: &str, size: Size) -> bool {
            self.path(&file_name(token, size)).exists()
        }
    }

    fn disk(folder: &Path, bound: u64) -> Disk {
        Disk::open(folder, &[7; 32], bound)
    }

    fn file(folder: &Path, name: &str) -> PathBuf {
        folder.join(&name[..2]).join(name)
    }

    #[test]
    fn what_is_written_is_read_and_nobody_else_can() {
        let folder = tempfile::tempdir().unwrap();
        let text = b"a picture of a private thing";
        let one = disk(folder.path(), 1 << 20);
        one.write("aabb", Size::Original, text).unwrap();
        assert_eq!(one.read("aabb", Size::Original).as_deref(), Some(&text[..]));
        assert_eq!(one.read("aabb", Size::Thumb(320)), None);
        let sealed = fs::read(file(folder.path(), "aabb-original")).unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"picture"));
        assert_eq!(disk(folder.path(), 1 << 20).read("aabb", Size::Original).as_deref(), Some(&text[..]));
        let other = Disk::open(folder.path(), &[8; 32], 1 << 20);
        assert_eq!(other.read("aabb", Size::Original), None);
    }

    #[test]
    fn a_damaged_or_moved_file_counts_as_absent() {
        let folder = tempfile::tempdir().unwrap();
        let one = disk(folder.path(), 1 << 20);
        for (from, to) in [("aa01-original", "aa02-original"), ("aa01-original", "aa01-320")] {
            one.write("aa01", Size::Original, b"x").unwrap();
            fs::copy(file(folder.path(), from), file(folder.path(), to)).unwrap();
        }
        assert_eq!(one.read("aa02", Size::Original), None);
        assert_eq!(one.read("aa01", Size::Thumb(320)), None);
        assert!(!one.has("aa02", Size::Original));
        for damage in [Vec::new(), vec![0; 10], vec![0; 100]] {
            fs::write(file(folder.path(), "aa01-original"), damage).unwrap();
            assert_eq!(one.read("aa01", Size::Original), None);
            assert!(!one.has("aa01", Size::Original));
        }
    }

    #[test]
    fn originals_go_before_thumbnails_and_kept_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let one = disk(folder.path(), 10_000);
        let block = vec![1; 1_000];
        one.write("ab00", Size::Kept, &block).unwrap();
        one.write("ab01", Size::Thumb(320), &block).unwrap();
        for n in 2..9 {
            one.write(&format!("ab{n:02}"), Size::Original, &block).unwrap();
        }
        assert!(one.read("ab02", Size::Original).is_some());
        one.write("ab09", Size::Original, &block).unwrap();
        one.write("ab10", Size::Original, &block).unwrap();
        assert!(one.total() <= 10_000);
        assert!(one.has("ab00", Size::Kept) && one.has("ab01", Size::Thumb(320)) && one.has("ab10", Size::Original));
        assert!(one.has("ab02", Size::Original), "used a moment ago");
        assert!(!one.has("ab03", Size::Original));
        for n in 11..30 {
            one.write(&format!("ab{n:02}"), Size::Thumb(320), &block).unwrap();
        }
        assert!(one.has("ab00", Size::Kept) && !one.has("ab01", Size::Thumb(320)));
        let again = disk(folder.path(), 10_000);
        assert_eq!(again.total(), one.total());
    }

    #[test]
    fn where_the_disk_is_full_only_what_can_be_had_again_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let one = disk(folder.path(), 1 << 20);
        for size in Size::ALL {
            one.write("ac01", size, b"x").unwrap();
        }
        assert!(give_way(folder.path(), 0) > 0);
        assert!(one.has("ac01", Size::Kept) && one.has("ac01", Size::Thumb(320)) && !one.has("ac01", Size::Original));
        assert!(give_way(folder.path(), 1) > 0);
        assert!(one.has("ac01", Size::Kept) && !one.has("ac01", Size::Thumb(320)));
        assert_eq!(TURNS.map(|turn| give_way(folder.path(), turn)), [0, 0]);
    }

    #[test]
    fn the_first_look_at_the_folder_takes_nothing_from_what_is_being_written() {
        let block = vec![1; 100_000];
        for round in 0..30 {
            let folder = tempfile::tempdir().unwrap();
            let one = disk(folder.path(), 1 << 30);
            std::thread::scope(|threads| {
                let writers: Vec<_> = (0..4)
                    .map(|n| {
                        threads.spawn({
                            let (one, block) = (&one, &block);
                            move || one.write(&format!("ad{n:02}"), Size::Kept, block)
                        })
                    })
                    .collect();
                let looks = threads.spawn(|| one.total());
                for writer in writers {
                    assert_eq!(writer.join().unwrap(), Ok(()), "round {round}");
                }
                looks.join().unwrap();
            });
            assert_eq!(one.total(), 4 * (100_000 + 24 + 16), "round {round}");
        }
    }

    #[test]
    fn forgotten_is_gone_and_half_written_is_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let one = disk(folder.path(), 1 << 20);
        for size in Size::ALL {
            one.write("ac01", size, b"x").unwrap();
        }
        one.write("ac02", Size::Original, b"x").unwrap();
        fs::write(file(folder.path(), "ac02-original.part0000"), b"half").unwrap();
        one.forget("ac01");
        assert!(Size::ALL.into_iter().all(|size| !one.has("ac01", size)));
        let again = disk(folder.path(), 1 << 20);
        assert_eq!(again.total(), one.total());
        assert_eq!(fs::read_dir(folder.path().join("ac")).unwrap().count(), 1);
    }
}
