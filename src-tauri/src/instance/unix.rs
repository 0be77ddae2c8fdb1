//! Where the owner of a profile listens: a Unix socket in its folder, which only its owner may enter.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::profile::Profile;

pub use std::os::unix::net::{UnixListener as Listener, UnixStream as Stream};

/// The longest path that fits a socket's address everywhere, bytes.
const SOCKET_PATH_MAX: usize = 100;

/// The caller holds the profile's lock: a socket that lies there is stale.
pub fn listen(profile: &Profile) -> io::Result<Listener> {
    at_socket(profile, |path| {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Listener::bind(path)
    })
}

/// The next start; `None`: one that was gone before it was heard.
pub fn next(listener: &Listener) -> Option<Stream> {
    listener.accept().ok().map(|(stream, _)| stream)
}

pub fn connect(profile: &Profile) -> io::Result<Stream> {
    at_socket(profile, |path| Stream::connect(path))
}

/// Calls with the socket's path; on Linux a long one goes by the folder's descriptor, as a socket's address has 108 bytes.
fn at_socket<T>(profile: &Profile, act: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = profile.socket();
    if path.as_os_str().len() <= SOCKET_PATH_MAX || !cfg!(any(target_os = "linux", target_os = "android")) {
        return act(&path);
    }
    let folder = File::open(profile.folder())?;
    act(&PathBuf::from(format!("/proc/self/fd/{}/socket", std::os::fd::AsRawFd::as_raw_fd(&folder))))
}
