//! Files of other clients: saved where the user chooses, or opened by the system's program for them.
//!
//! Opening needs a copy in the clear. It lies in a folder of the profile that its owner alone may read, and that is emptied
//! at each start ([`forget_opened`]).

use std::path::{Path, PathBuf};

use tackroom_core::Core;
use tackroom_core::api::{Code, Problem};
use tackroom_core::media::opens_outside;
use tackroom_core::model::{MessageBody, MessageId, Severity};

use crate::app::{App, internal};

const OPENED: &str = "opened";

pub async fn save(app: &App, message: MessageId, folder: &Path) -> Result<String, Problem> {
    let core = app.core()?;
    saved(&core, message, folder).await.map(|path| path.display().to_string())
}

async fn saved(core: &Core, message: MessageId, folder: &Path) -> Result<PathBuf, Problem> {
    let found = core.store.read_async(move |reader| reader.file_of(message)).await.map_err(|error| error.problem(&core.profile))?;
    let (source, name) = found.ok_or_else(|| Problem::said(Code::NotFound, "file-gone", &[]))?;
    core.media.save_file(&source, &name, folder).await
}

/// Opens it outside, where it is of a kind that is only shown or played and the guard and its sender give no reason not to.
pub async fn open(app: &App, message: MessageId) -> Result<(), Problem> {
    let core = app.core()?;
    let shown = core.store.read_async(move |reader| reader.message(message)).await.map_err(|error| error.problem(&core.profile))?;
    let fine = shown.is_some_and(|message| match &message.body {
        MessageBody::File { name, guard, .. } => {
            let grave = guard.as_ref().is_some_and(|verdict| !matches!(verdict.severity, Severity::None | Severity::Note));
            opens_outside(name) && !grave && !message.stranger
        }
        _ => false,
    });
    if !fine {
        return Err(Problem::said(Code::Blocked, "file-not-opened", &[]));
    }
    let folder = opened(&core.profile);
    tackroom_core::files::make_private_folder(&folder).map_err(internal)?;
    let path = saved(&core, message, &folder).await?;
    let words = |error| Problem::said(Code::NotFound, "file-no-program", &[("error", &error)]);
    open::that_detached(path).map_err(words)
}

/// Removes the copies that were made for opening.
pub fn forget_opened(profile: &Path) {
    let folder = opened(profile);
    if folder.is_dir()
        && let Err(error) = std::fs::remove_dir_all(&folder)
    {
        tracing::warn!(%error, "the copies of opened files were not removed");
    }
}

fn opened(profile: &Path) -> PathBuf {
    profile.join(OPENED)
}
