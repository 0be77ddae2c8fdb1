//! What a start of the program was given (`tackroom send …`, an address), taken by the window that is there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tackroom_core::api::{Code, Problem};
use tackroom_core::model::{Ask, Change, RoomId, SessionState, UserId};
use tackroom_core::{Core, guard};
use tokio::sync::broadcast::error::RecvError;

use super::link::{self, Target};
use crate::app::App;
use crate::commands;

/// What a start asks of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A picture's file, or a web address.
    Send(String),
    Link(String),
}

/// Checks `tackroom send`'s argument where it was typed: the absolute path of a file that is there, or a web address.
pub fn to_send(input: &str, folder: &Path) -> Result<String, Problem> {
    let path = folder.join(input);
    if path.is_file() {
        return Ok(path.display().to_string());
    }
    match guard::openable(input) {
        Ok(url) => Ok(url.to_string()),
        Err(_) if input.contains("://") => Err(Problem::said(Code::BadInput, "not-a-link", &[("input", &input)])),
        Err(_) => Err(Problem::said(Code::NotFound, "not-there", &[("file", &path.display())])),
    }
}

/// Asks the window, once somebody is signed in; what cannot be done is said there.
pub fn take(app: &Arc<App>, wish: Wish) {
    let app = app.clone();
    tokio::spawn(async move {
        let Some(core) = signed_in(&app).await else { return };
        let ask = match wish {
            Wish::Send(input) => send(&core, &input).await,
            Wish::Link(address) => follow(&app, &address).await,
        };
        match ask {
            Ok(Some(ask)) => app.ask(ask),
            Ok(None) => {}
            Err(problem) => app.alert(problem.in_language(app.settings().await.language)),
        }
    });
}

/// The open store, once there is an account; `None` at the end of the program.
async fn signed_in(app: &App) -> Option<Arc<Core>> {
    let mut changes = app.changes();
    loop {
        if matches!(app.session(), SessionState::SignedIn { .. } | SessionState::Expired { .. })
            && let Ok(core) = app.core()
        {
            return Some(core);
        }
        loop {
            match changes.recv().await {
                Ok(Change::Session | Change::All) | Err(RecvError::Lagged(_)) => break,
                Ok(_) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

async fn send(core: &Core, input: &str) -> Result<Option<Ask>, Problem> {
    let file = PathBuf::from(input);
    if !file.is_absolute() {
        let url = guard::openable(input)?;
        return Ok(Some(Ask::Send { link: Some(url.to_string()), picture: None, title: String::new() }));
    }
    let title = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let picture = commands::pins::import_file(core, file).await?;
    Ok(Some(Ask::Send { link: None, picture: Some(picture), title }))
}

async fn follow(app: &Arc<App>, address: &str) -> Result<Option<Ask>, Problem> {
    let unknown = || Problem::said(Code::BadInput, "leads-nowhere", &[("address", &address.chars().take(200).collect::<String>())]);
    Ok(match link::target(address).ok_or_else(unknown)? {
        Target::Window => None,
        Target::Messages => Some(Ask::Messages),
        Target::Requests => Some(Ask::Requests),
        Target::NewPin { link } => {
            let link = link.map(|link| guard::openable(&link)).transpose()?;
            Some(Ask::NewPin { link: link.map(|url| url.to_string()) })
        }
        Target::Person { user } => {
            let user = UserId(user);
            let of = user.clone();
            // A link alone writes to nobody: without a conversation, the user decides.
            match commands::read(app, move |reader| reader.direct_room(&of)).await? {
                Some(room) => Some(Ask::Conversation { room, message: None }),
                None => Some(Ask::Person { user }),
            }
        }
        Target::Room { room, event } => {
            let room = if room.starts_with('#') { app.matrix().await?.room_of_alias(&room).await? } else { RoomId(room) };
            let of = room.clone();
            let known = commands::read(app, move |reader| {
                let message = match event {
                    Some(event) => reader.message_by_event(&event.as_str().into())?.filter(|message| message.room == of),
                    None => None,
                };
                Ok((reader.conversation(&of).is_ok(), message.map(|message| message.id)))
            });
            match known.await? {
                (true, message) => Some(Ask::Conversation { room, message }),
                (false, _) => {
                    return Err(Problem::said(Code::NotFound, "not-in-linked", &[]));
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn files_and_links_are_told_apart_where_they_are_typed() {
        let base = tempfile::tempdir().unwrap();
        std::fs::write(base.path().join("a b.png"), "x").unwrap();
        assert_eq!(to_send("a b.png", base.path()).unwrap(), base.path().join("a b.png").display().to_string());
        assert_eq!(to_send("https://a.example/x?y=1", base.path()).unwrap(), "https://a.example/x?y=1");
        for (input, code) in [("none.png", Code::NotFound), ("file:///etc/passwd", Code::BadInput), (".", Code::NotFound)] {
            let refused = to_send(input, base.path()).unwrap_err();
            assert_eq!(refused.code, code, "{input}: {}", refused.words);
        }
    }
}
