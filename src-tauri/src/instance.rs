//! One process owns a profile (case C47).
//!
//! The owner holds a lock on `lock` (the system drops it however the process ends, so a stale one never blocks) and
//! listens at an [`endpoint`]. A second start hands over its arguments there and ends; the owner brings its window forward.
//! An owner that does not answer within [`PATIENCE`] is named with its process ID.

#[cfg(not(unix))]
#[path = "instance/loopback.rs"]
mod endpoint;
#[cfg(unix)]
#[path = "instance/unix.rs"]
mod endpoint;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::profile::Profile;
use endpoint::{Listener, Stream};

/// How long a second start waits for the first one to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest hand-over that is read, bytes.
const HANDOVER_MAX: u64 = 64 * 1024;

/// What a second start tells the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handover {
    /// The arguments after the program's name.
    pub arguments: Vec<String>,
    pub folder: PathBuf,
    /// What a Wayland compositor asks for before it lets a window come to the front.
    pub activation: Option<String>,
}

impl Handover {
    /// This process's own.
    pub fn of_this_start() -> Self {
        Self {
            arguments: std::env::args().skip(1).collect(),
            folder: std::env::current_dir().unwrap_or_default(),
            activation: std::env::var("XDG_ACTIVATION_TOKEN").or_else(|_| std::env::var("DESKTOP_STARTUP_ID")).ok(),
        }
    }
}

/// What the owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Window,
    Headless,
}

/// What became of this start.
pub enum Start {
    /// The profile is ours until the [`Instance`] is dropped.
    First(Instance),
    /// Another process has the profile, and has our arguments now.
    HandedOver(Owner),
}

/// Owns a profile.
pub struct Instance {
    profile: Profile,
    // Held for its lock.
    _lock: File,
    listener: Listener,
}

/// Takes the profile, or hands over to the process that has it.
///
/// Fails where the folder cannot be written, or the owner does not answer in time.
pub fn start(profile: &Profile, handover: &Handover) -> Result<Start> {
    let path = profile.lock_file();
    let mut lock = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Instance::new(profile, lock).map(Start::First),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| format!("{} cannot be locked", path.display())),
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let mut owner = String::new();
            let _ = lock.read_to_string(&mut owner);
            bail!(
                "Tackroom already runs with the profile {} (process {}) and does not answer. End that process, then start again.",
                profile.folder().display(),
                owner.trim()
            );
        }
        match hand_over(profile, handover, left) {
            Ok(owner) => return Ok(Start::HandedOver(owner)),
            // The owner may be just starting (no socket yet) or just ending (the lock is free soon).
            Err(_) => std::thread::sleep(Duration::from_millis(30).min(left)),
        }
    }
}

/// The process that owns the profile now, if one does. Takes nothing and hands over nothing.
pub fn owner(profile: &Profile) -> Option<String> {
    let mut lock = File::open(profile.lock_file()).ok()?;
    match lock.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            let mut owner = String::new();
            let _ = lock.read_to_string(&mut owner);
            Some(owner.trim().to_owned())
        }
        _ => None,
    }
}

impl Instance {
    fn new(profile: &Profile, mut lock: File) -> Result<Self> {
        // For the words of a start that finds us hung; a full disk must not keep us from starting.
        let _ = lock.set_len(0).and_then(|()| write!(lock, "{}", std::process::id()));
        let listener = endpoint::listen(profile).context("The socket for a second start cannot be made")?;
        Ok(Self { profile: profile.clone(), _lock: lock, listener })
    }

    /// Answers later starts, on a thread of its own, for as long as the process lives. `on_start` says whether it took
    /// the arguments: an owner that is ending does not, and the later start waits for the lock instead.
    pub fn listen(&self, owner: Owner, on_start: impl Fn(Handover) -> bool + Send + 'static) -> Result<()> {
        let listener = self.listener.try_clone()?;
        std::thread::Builder::new().name("instance".into()).spawn(move || {
            loop {
                let Some(stream) = endpoint::next(&listener) else { continue };
                if let Err(error) = receive(&stream, owner, &on_start) {
                    tracing::debug!(%error, "a hand-over was not understood");
                }
            }
        })?;
        Ok(())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.profile.socket());
    }
}

fn receive(stream: &Stream, owner: Owner, on_start: &impl Fn(Handover) -> bool) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut line = String::new();
    BufReader::new(stream.take(HANDOVER_MAX)).read_line(&mut line)?;
    if on_start(serde_json::from_str(&line)?) {
        let mut stream = stream;
        writeln!(stream, "{}", serde_json::to_string(&owner)?)?;
    }
    Ok(())
}

fn hand_over(profile: &Profile, handover: &Handover, patience: Duration) -> Result<Owner> {
    let mut stream = endpoint::connect(profile)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    writeln!(stream, "{}", serde_json::to_string(handover)?)?;
    let mut answer = String::new();
    BufReader::new(stream.take(1024)).read_line(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use std::sync::mpsc;

    fn first(profile: &Profile) -> Instance {
        match start(profile, &Handover::default()).unwrap() {
            Start::First(instance) => instance,
            Start::HandedOver(_) => panic!("somebody else has the profile"),
        }
    }

    fn hands_over(folder: PathBuf) {
        let profile = Profile::open(Some(folder)).unwrap();
        let instance = first(&profile);
        let (sender, receiver) = mpsc::channel();
        instance.listen(Owner::Window, move |handover| sender.send(handover).is_ok()).unwrap();
        let mine = Handover { arguments: vec!["send".into(), "a b\nc".into()], ..Handover::default() };
        assert!(matches!(start(&profile, &mine).unwrap(), Start::HandedOver(Owner::Window)));
        assert_eq!(receiver.recv_timeout(Duration::from_secs(5)).unwrap(), mine);
    }

    #[test]
    fn a_second_start_hands_over_its_arguments() {
        let base = tempfile::tempdir().unwrap();
        hands_over(base.path().join("p"));
        hands_over(base.path().join("deep/".repeat(30)));
    }

    #[test]
    fn a_stale_lock_and_socket_do_not_block() {
        let base = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(base.path().join("p"))).unwrap();
        fs::write(profile.lock_file(), "1").unwrap();
        drop(std::os::unix::net::UnixListener::bind(profile.socket()).unwrap());
        first(&profile);
        first(&profile);
    }

    #[test]
    fn a_hung_owner_is_named_in_time() {
        let base = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(base.path().join("p"))).unwrap();
        // Nobody listens on its socket: connecting works, an answer never comes.
        let _hung = first(&profile);
        assert_eq!(owner(&profile), Some(std::process::id().to_string()));
        let before = Instant::now();
        let error = start(&profile, &Handover::default()).err().unwrap().to_string();
        assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
        assert!(before.elapsed() < PATIENCE + Duration::from_secs(20));
    }
}
