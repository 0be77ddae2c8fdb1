//! Pins that go out, the pictures for them, and links that are opened.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use tackroom_core::api::{Code, Problem, args};
use tackroom_core::model::{
    Chosen, ContactTarget, MediaId, MessageBody, MessageId, PINS_MAX, Picture, Pin, PinInput, Refused, RoomId, SeenBefore, UserId,
    check_people,
};
use tackroom_core::outbox::About;
use tackroom_core::store::{StoreError, Writer};
use tackroom_core::{Core, guard};

use super::{read, send as send_rows};
use crate::app::{App, internal};
use crate::desktop::clipboard::Copied;

/// The largest picture file that is read, bytes.
const FILE_MAX: u64 = 64 << 20;

pub async fn picture_from_file(app: &App, path: PathBuf) -> Result<Picture, Problem> {
    import_file(&*app.core()?, path).await
}

/// Several, in their order: what is no picture is named, and the rest goes on.
pub async fn pictures_from_files(app: &App, paths: Vec<PathBuf>) -> Result<Chosen, Problem> {
    Ok(import_files(&*app.core()?, paths).await)
}

async fn import_files(core: &Core, paths: Vec<PathBuf>) -> Chosen {
    let language = core.store.read_async(|r| r.language()).await.unwrap_or_default();
    let mut chosen = Chosen { beyond: u32::try_from(paths.len().saturating_sub(PINS_MAX)).unwrap_or(u32::MAX), ..Chosen::default() };
    for path in paths.into_iter().take(PINS_MAX) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match import_file(core, path).await {
            Ok(picture) => chosen.pictures.push(picture),
            Err(problem) => chosen.refused.push(Refused { name, words: problem.in_language(language) }),
        }
    }
    chosen
}

pub async fn import_file(core: &Core, path: PathBuf) -> Result<Picture, Problem> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = tokio::task::spawn_blocking(move || read_file(&path)).await.map_err(internal)??;
    core.media.import(bytes, &name).await
}

pub async fn picture_from_bytes(app: &App, args: args::PictureFromBytes) -> Result<Picture, Problem> {
    let core = app.core()?;
    let bytes = STANDARD.decode(args.base64).map_err(|_| Problem::new(Code::BadInput, "The picture came in pieces. Try again."))?;
    core.media.import(bytes, &args.name).await
}

/// What another program put into the clipboard.
pub async fn picture_from_clipboard(app: &App, copied: Copied) -> Result<Picture, Problem> {
    match copied {
        Copied::Bytes(bytes) => app.core()?.media.import(bytes, "picture").await,
        Copied::File(path) => picture_from_file(app, path).await,
    }
}

/// Why a picture is not shown; trouble that passes is no reason yet.
pub async fn picture_problem(app: &App, media: MediaId) -> Result<Option<Problem>, Problem> {
    let shown = app.core()?.media.get(media, 320).await;
    Ok(shown.err().filter(|problem| problem.code != Code::NoNetwork))
}

pub async fn save_picture(app: &App, media: MediaId, folder: PathBuf) -> Result<String, Problem> {
    let path = app.core()?.media.export(media, &folder).await?;
    Ok(path.display().to_string())
}

/// Why a call that needs the window's desktop has no answer without one.
pub fn no_dialog() -> Problem {
    Problem::new(Code::BadInput, "There is no window for a dialog. Give the picture's path.")
}

pub async fn save_to_board(app: &App, args: args::SaveToBoard) -> Result<(), Problem> {
    send_rows(app, move |writer| writer.queue_pin(&args.room, &args.pin).map(|_| ())).await
}

/// All people of one go in one conversation.
pub struct NewGroup {
    name: Option<String>,
}

impl NewGroup {
    /// Where it is wished.
    pub fn of(wished: bool, name: Option<String>) -> Option<Self> {
        wished.then_some(Self { name })
    }
}

/// One transaction for all: either each of them gets it or none does.
pub async fn send(app: &App, pins: Vec<PinInput>, to: Vec<ContactTarget>, group: Option<NewGroup>) -> Result<Vec<RoomId>, Problem> {
    check_people(to.len())?;
    send_rows(app, move |writer| {
        let rooms = rooms_of(writer, to, group.as_ref())?;
        for room in &rooms {
            writer.queue_pins(room, &pins)?;
            writer.open_head(room)?;
        }
        Ok(rooms)
    })
    .await
}

pub async fn seen_before(app: &App, args: args::SeenBefore) -> Result<Option<SeenBefore>, Problem> {
    read(app, move |reader| reader.seen_before(args.link.as_deref(), args.picture)).await
}

pub async fn attach(app: &App, args: args::AttachPin) -> Result<MessageId, Problem> {
    let about = About { reply_to: args.reply_to, thread: args.thread, ..About::default() };
    send_rows(app, move |writer| writer.queue_pin_about(&args.room, &args.pin, &about)).await
}

/// A message once more, to others: its words and picture, none of its answers.
pub async fn forward(app: &App, args: args::Forward) -> Result<Vec<RoomId>, Problem> {
    check_people(args.to.len())?;
    send_rows(app, move |writer| {
        let gone = || StoreError::refused(Code::NotFound, "This message is not here any more.");
        let message = writer.message(args.message)?.ok_or_else(gone)?;
        let (body, written) = (message.body, message.written);
        let group = NewGroup::of(args.as_group, None);
        let rooms = rooms_of(writer, args.to, group.as_ref())?;
        for room in &rooms {
            match &body {
                MessageBody::Pin { pin } => writer.queue_pin(room, &again(pin))?,
                MessageBody::Text { text } | MessageBody::Emote { text } | MessageBody::Notice { text } => {
                    writer.queue_text(room, written.as_ref().unwrap_or(text), None)?
                }
                _ => return Err(StoreError::refused(Code::BadInput, "Only pins and texts can be forwarded.")),
            };
            writer.open_head(room)?;
        }
        Ok(rooms)
    })
    .await
}

fn again(pin: &Pin) -> PinInput {
    PinInput {
        title: pin.title.clone(),
        note: pin.note.clone(),
        link: pin.link.as_ref().map(|link| link.url.clone()),
        picture: pin.picture.as_ref().map(|picture| picture.media),
        alt: pin.picture.as_ref().and_then(|picture| picture.alt.clone()),
        source: pin.source.clone(),
    }
}

/// The conversations that these people and groups are written to in; new ones are begun.
fn rooms_of(writer: &mut Writer, to: Vec<ContactTarget>, group: Option<&NewGroup>) -> Result<Vec<RoomId>, StoreError> {
    let mut people: Vec<UserId> = Vec::new();
    let mut rooms: Vec<RoomId> = Vec::new();
    for target in to {
        match target {
            ContactTarget::Person { user } if !people.contains(&user) => people.push(user),
            ContactTarget::Conversation { room } if !rooms.contains(&room) => rooms.push(room),
            ContactTarget::Person { .. } | ContactTarget::Conversation { .. } => {}
        }
    }
    if let Some(group) = group.filter(|_| people.len() > 1) {
        rooms.push(writer.queue_group(&people, group.name.as_deref())?);
    } else {
        for person in people {
            rooms.push(writer.queue_new_conversation(&[person], None, true)?);
        }
    }
    Ok(rooms)
}

/// The user has seen the address and agreed.
pub fn open_link(url: &str) -> Result<(), Problem> {
    let url = guard::openable(url)?;
    open::that_detached(url.as_str()).map_err(|error| Problem::said(Code::NotFound, "no-browser", &[("url", &url), ("error", &error)]))
}

fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| Problem::said(Code::NotFound, "file-unreadable", &[("file", &shown), ("error", &error)]);
    let file = File::open(path).map_err(unreadable)?;
    let facts = file.metadata().map_err(unreadable)?;
    if !facts.is_file() {
        return Err(Problem::said(Code::NotAPicture, "no-file", &[("file", &shown)]));
    }
    if facts.len() > FILE_MAX {
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        let (size, most) = (mib(facts.len()), mib(FILE_MAX));
        return Err(Problem::said(Code::TooLarge, "file-too-large", &[("file", &shown), ("size", &size), ("most", &most)]));
    }
    let mut bytes = Vec::new();
    // A file that grows while it is read is cut, and then refused as a picture.
    file.take(FILE_MAX).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_files_of_a_sane_size_are_read() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("a.png");
        std::fs::write(&file, b"123").unwrap();
        assert_eq!(read_file(&file).unwrap(), b"123");
        assert_eq!(read_file(base.path()).unwrap_err().code, Code::NotAPicture);
        assert_eq!(read_file(&base.path().join("none")).unwrap_err().code, Code::NotFound);
        File::create(&file).unwrap().set_len(FILE_MAX + 1).unwrap();
        let refused = read_file(&file).unwrap_err();
        assert_eq!(refused.code, Code::TooLarge);
        assert!(refused.words.contains("65 MB") && refused.words.contains("64 MB"), "{}", refused.words);
    }

    #[tokio::test]
    async fn what_is_no_picture_is_named_and_the_rest_goes_on() {
        let base = tempfile::tempdir().unwrap();
        let core = Core::open(base.path(), &tackroom_core::Keys::derive(&[7; 32])).unwrap().core;
        let mut paths = Vec::new();
        for name in ["a.png", "notes.txt", "b.png"] {
            let path = base.path().join(name);
            if name.ends_with("png") {
                image::RgbImage::new(8, 8).save(&path).unwrap()
            } else {
                std::fs::write(&path, "hello").unwrap()
            }
            paths.push(path);
        }
        paths.push(base.path().join("gone.png"));
        let chosen = import_files(&core, paths).await;
        assert_eq!((chosen.pictures.len(), chosen.beyond), (2, 0));
        let refused: Vec<&str> = chosen.refused.iter().map(|refused| refused.name.as_str()).collect();
        assert_eq!(refused, ["notes.txt", "gone.png"]);
    }

    #[test]
    fn only_web_addresses_are_opened() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "mailto:a@b", "smb://x/y", "", "-version", "matrix:u/x"] {
            assert_eq!(open_link(url).unwrap_err().code, guard::openable(url).unwrap_err().code, "{url}");
        }
    }
}
