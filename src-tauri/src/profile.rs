//! The folder that holds everything of one account, the web view's data too.
//!
//! Chosen by `--profile`, else TACKROOM_PROFILE, else the XDG data folder. It is readable by its owner alone. The file
//! `id` holds a random name under which the keyring has this profile's secrets. On Windows the user's own data folder is
//! closed to others by the system, on Android and iOS the app's.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use tackroom_core::files::{keep_name, make_private_folder, writing};

/// A profile's folder, with its symbolic links resolved: two paths to one folder are one profile (case C47).
#[derive(Clone, Debug)]
pub struct Profile {
    folder: PathBuf,
}

impl Profile {
    /// Makes the folder where it is missing, and closes it to others.
    pub fn open(chosen: Option<PathBuf>) -> Result<Self> {
        let folder = match chosen {
            Some(folder) => folder,
            None => default_folder()?,
        };
        make_private_folder(&folder).with_context(|| format!("The profile folder {} cannot be made", folder.display()))?;
        let folder = fs::canonicalize(&folder).with_context(|| format!("The profile folder {} cannot be read", folder.display()))?;
        #[cfg(unix)]
        if is_open_to_others(&fs::metadata(&folder)?) {
            // A read-only disk keeps the mode that it has; opening goes on for reading.
            let _ = fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700));
        }
        Ok(Self { folder })
    }

    /// Whether it is the one of a start without `--profile`.
    pub fn is_default(&self) -> bool {
        default_folder().and_then(|folder| Ok(fs::canonicalize(folder)?)).is_ok_and(|folder| folder == self.folder)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn lock_file(&self) -> PathBuf {
        self.folder.join("lock")
    }

    pub fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    pub fn vault_file(&self) -> PathBuf {
        self.folder.join("vault.json")
    }

    pub fn webview(&self) -> PathBuf {
        self.folder.join("webview")
    }

    /// Size and place of the window.
    pub fn window_file(&self) -> PathBuf {
        self.folder.join("window.json")
    }

    /// Its presence says that the web view painted nothing with the accelerated path (case C48).
    pub fn safe_view_file(&self) -> PathBuf {
        self.folder.join("safe-view")
    }

    /// Whether a database is here, whose key is then needed rather than a new one.
    pub fn has_data(&self) -> bool {
        self.folder.join("tackroom.db").exists()
    }

    /// The random name of this profile in the keyring; made at the first call.
    pub fn id(&self) -> Result<String> {
        let file = self.folder.join("id");
        match fs::read_to_string(&file) {
            Ok(id) if !id.trim().is_empty() => return Ok(id.trim().to_owned()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).context("The profile's id cannot be read"),
        }
        let id = format!("{:032x}", rand::random::<u128>());
        write_private(&file, id.as_bytes())?;
        Ok(id)
    }

    /// Removes the account's data after a sign-out. `lock` and `socket` stay: this process still owns the folder.
    pub fn remove_data(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if ["lock", "socket", "webview", "window.json", "safe-view"].iter().any(|kept| name == *kept) {
                continue;
            }
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(&path)?;
            } else {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// Replaces a file as a whole, readable by its owner alone.
pub fn write_private(file: &Path, bytes: &[u8]) -> Result<()> {
    let beside = file.with_extension("new");
    let written = (|| {
        let mut out = writing(0o600).create(true).truncate(true).open(&beside)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        fs::rename(&beside, file)?;
        keep_name(file)
    })();
    written.with_context(|| format!("{} cannot be written", file.display()))
}

/// Whether others than its owner may look into it. The access lists of Windows are not read: they are the user folder's.
pub fn is_open_to_others(facts: &fs::Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o077 != 0;
    #[cfg(not(unix))]
    {
        let _ = facts;
        false
    }
}

fn default_folder() -> Result<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let of_system = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(any(target_os = "macos", target_os = "ios")) {
        absolute("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        absolute("HOME").map(|home| home.join(".local/share"))
    };
    absolute("XDG_DATA_HOME")
        .or(of_system)
        .map(|data| data.join("tackroom"))
        .ok_or_else(|| anyhow!("There is no home folder: say where the profile is with --profile DIR"))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn folder_is_made_and_closed_to_others() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("a/b");
        Profile::open(Some(folder.clone())).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        Profile::open(Some(folder.clone())).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_symbolic_link_is_the_same_profile() {
        let base = tempfile::tempdir().unwrap();
        let real = Profile::open(Some(base.path().join("real"))).unwrap();
        std::os::unix::fs::symlink(real.folder(), base.path().join("link")).unwrap();
        let linked = Profile::open(Some(base.path().join("link"))).unwrap();
        assert_eq!(real.folder(), linked.folder());
        assert_eq!(real.id().unwrap(), linked.id().unwrap());
    }

    #[test]
    fn sign_out_leaves_nothing_of_the_account() {
        let base = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(base.path().join("p"))).unwrap();
        let id = profile.id().unwrap();
        for name in ["tackroom.db", "tackroom.db-wal", "vault.json", "lock"] {
            fs::write(profile.folder().join(name), "x").unwrap();
        }
        fs::create_dir_all(profile.folder().join("matrix/state")).unwrap();
        profile.remove_data().unwrap();
        let left: Vec<_> = fs::read_dir(profile.folder()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["lock"]);
        assert_ne!(profile.id().unwrap(), id);
    }
}
