//! Recovery of the account's keys, and verification of another session.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tackroom_core::api::{Code, Problem};
use tackroom_core::files::{under_a_free_name, writing};
use tackroom_core::model::{Account, KeyState};
use zeroize::Zeroizing;

use super::write;
use crate::app::{App, blocking};

/// How many names are tried where files of the same name are there.
const NAMES_TRIED: u32 = 99;

/// The account of a sign-in by the window: a recovery key is offered to it.
pub async fn offered(app: &App, signed_in: Result<Account, Problem>) -> Result<Account, Problem> {
    let account = signed_in?;
    write(app, |writer| writer.offer_recovery()).await?;
    Ok(account)
}

pub async fn state(app: &App) -> Result<KeyState, Problem> {
    app.matrix().await?.key_state().await
}

/// The key goes to the window, which shows it; here it is overwritten.
pub async fn make(app: &App) -> Result<String, Problem> {
    let key = app.matrix().await?.make_recovery_key().await?;
    Ok(String::clone(&key))
}

pub async fn kept(app: &App) -> Result<(), Problem> {
    write(app, |writer| writer.recovery_kept(true)).await
}

pub async fn later(app: &App) -> Result<(), Problem> {
    write(app, |writer| writer.offer_recovery_later()).await
}

pub async fn recover(app: &App, key: String) -> Result<(), Problem> {
    let key = Zeroizing::new(key);
    app.matrix().await?.recover(&key).await
}

/// Writes the key into a file of its own, which only its owner can read. Its path.
pub async fn save(app: &App, key: String, folder: PathBuf) -> Result<String, Problem> {
    let key = Zeroizing::new(key);
    let user = app.matrix().await?.account().user;
    let saved = blocking(move || save_file(&folder, user.as_str(), &key)).await?;
    saved.map(|path| path.display().to_string())
}

fn save_file(folder: &Path, user: &str, key: &str) -> Result<PathBuf, Problem> {
    let text = Zeroizing::new(format!(
        "The recovery key of {user} (Tackroom, Matrix)\n\n{key}\n\nWhoever has it can read your conversations. Keep it in a safe place.\n"
    ));
    let failed = |error: std::io::Error| {
        let words = format!("The key could not be saved in {}: {error}. Choose another folder.", folder.display());
        Problem::new(Code::ReadOnly, words)
    };
    let name = |turn| if turn == 1 { "Tackroom recovery key.txt".to_owned() } else { format!("Tackroom recovery key {turn}.txt") };
    let (path, mut file) =
        under_a_free_name(folder, NAMES_TRIED, name, |path| writing(0o600).create_new(true).open(path)).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_key_goes_into_a_file_that_only_its_owner_reads_and_never_over_another() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let first = save_file(folder.path(), "@a:b", "EsTc abcd").unwrap();
        let second = save_file(folder.path(), "@a:b", "EsTc efgh").unwrap();
        assert_ne!(first, second);
        assert!(std::fs::read_to_string(&first).unwrap().contains("\nEsTc abcd\n"));
        assert_eq!(std::fs::metadata(&second).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(save_file(&folder.path().join("none"), "@a:b", "k").unwrap_err().code, Code::ReadOnly);
    }
}
