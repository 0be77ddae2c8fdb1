//! Starting with the session on Windows (the user's Run key) and macOS (a launch agent), hidden in the tray; phones decide
//! themselves what runs.

use anyhow::{Result, bail};

use crate::profile::Profile;

/// The entry of this profile; each profile has its own.
pub struct Autostart {
    #[cfg(desktop)]
    entry: auto_launch::AutoLaunch,
}

impl Autostart {
    #[cfg(desktop)]
    pub fn of(profile: &Profile) -> Result<Self> {
        let mut name = super::NAME.to_owned();
        let mut arguments = vec!["--hidden".to_owned()];
        if !profile.is_default() {
            let id = profile.id()?;
            name = format!("{name}-{}", id.get(..8).unwrap_or(&id));
            arguments.extend(["--profile".to_owned(), format!("\"{}\"", profile.folder().display())]);
        }
        let program = std::env::current_exe()?;
        let Some(program) = program.to_str() else { bail!("{} cannot be named in an entry", program.display()) };
        let entry = auto_launch::AutoLaunchBuilder::new().set_app_name(&name).set_app_path(program).set_args(&arguments).build()?;
        Ok(Self { entry })
    }

    #[cfg(mobile)]
    pub fn of(_: &Profile) -> Result<Self> {
        bail!("This system decides itself what runs")
    }

    pub fn is_on(&self) -> bool {
        #[cfg(desktop)]
        return self.entry.is_enabled().unwrap_or(false);
        #[cfg(mobile)]
        false
    }

    pub fn set(&self, on: bool) -> Result<()> {
        #[cfg(desktop)]
        if on {
            self.entry.enable()?;
        } else if self.is_on() {
            self.entry.disable()?;
        }
        #[cfg(mobile)]
        let _ = on;
        Ok(())
    }
}
