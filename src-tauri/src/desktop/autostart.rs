//! Starting with the session: an entry of ours in the user's autostart folder (Desktop Application Autostart
//! Specification), hidden in the tray. The file is the truth: a desktop's own settings may remove or switch it off.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{ID, NAME};
use crate::profile::Profile;

/// The entry of this profile; each profile has its own.
pub struct Autostart {
    file: PathBuf,
    command: Vec<String>,
}

impl Autostart {
    pub fn of(profile: &Profile) -> Result<Self> {
        let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let config = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
        let folder = config.context("There is no home folder for the session's start")?.join("autostart");
        // A program in an image of its own is started by the image.
        let program = match absolute("APPIMAGE") {
            Some(image) => image,
            None => std::env::current_exe().context("The program's own place is not known")?,
        };
        let mut command = vec![program.display().to_string(), "--hidden".into()];
        let mut name = ID.to_owned();
        if !profile.is_default() {
            command.extend(["--profile".into(), profile.folder().display().to_string()]);
            let id = profile.id()?;
            name = format!("{ID}-{}", id.get(..8).unwrap_or(&id));
        }
        Ok(Self { file: folder.join(format!("{name}.desktop")), command })
    }

    pub fn is_on(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| {
            let off = |line: &str| ["Hidden=true", "X-GNOME-Autostart-enabled=false"].contains(&line.trim());
            !text.lines().any(off)
        })
    }

    pub fn set(&self, on: bool) -> Result<()> {
        let words = || format!("{} cannot be changed", self.file.display());
        if !on {
            return match fs::remove_file(&self.file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(words),
                _ => Ok(()),
            };
        }
        fs::create_dir_all(self.file.parent().unwrap_or(Path::new("/"))).with_context(words)?;
        fs::write(&self.file, self.entry()).with_context(words)
    }

    fn entry(&self) -> String {
        let command = self.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
        format!(
            "[Desktop Entry]\nType=Application\nName={NAME}\nExec={command}\nIcon={ID}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )
    }
}

/// A word of an Exec line: in quotes, with what the specification reserves escaped (twice: once for the quotes, once for
/// the file's strings).
fn quoted(word: &str) -> String {
    let mut out = String::from("\"");
    for c in word.chars() {
        match c {
            '"' | '`' | '$' => out.extend(["\\\\", c.encode_utf8(&mut [0; 4])]),
            '\\' => out.push_str("\\\\\\\\"),
            '%' => out.push_str("%%"),
            '\n' => out.push_str("\\n"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn on_and_off_and_off_by_the_desktop() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("autostart/x.desktop");
        let autostart = Autostart { file: file.clone(), command: vec!["/opt/a b/tackroom".into(), "--hidden".into()] };
        assert!(!autostart.is_on());
        autostart.set(true).unwrap();
        assert!(autostart.is_on());
        assert!(fs::read_to_string(&file).unwrap().contains("\nExec=\"/opt/a b/tackroom\" \"--hidden\"\n"));
        fs::write(&file, fs::read_to_string(&file).unwrap() + "Hidden=true\n").unwrap();
        assert!(!autostart.is_on());
        autostart.set(false).unwrap();
        autostart.set(false).unwrap();
        assert!(!file.exists());
    }

    #[test]
    fn words_of_a_command_stay_words() {
        assert_eq!(quoted("a b"), "\"a b\"");
        assert_eq!(quoted("50%"), "\"50%%\"");
        assert_eq!(quoted(r#"a"b"#), r#""a\\"b""#);
        assert_eq!(quoted(r"a\b$c"), r#""a\\\\b\\$c""#);
    }
}
