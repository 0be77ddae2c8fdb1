//! A conversation or board as a folder that needs no Tackroom: a page with its pictures, the same as JSON, and the sums
//! of all files ([`check`]).
//!
//! `index.html` is for people and loads nothing from elsewhere; `conversation.json` is for programs; `pictures/` holds each
//! picture as it was received; `files.json` has the length and SHA-256 of each file. Messages are read one by one, so that
//! memory does not grow with the conversation. What is covered is named and not taken along.

mod check;
mod page;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub use check::{Checked, check};

use crate::Core;
use crate::api::{Code, Problem};
use crate::files::under_a_free_name;
use crate::media::safe_stem;
use crate::model::{Exported, Language, Message, MessageBody, MessageId, RoomId};
use crate::store::StoreError;

const PAGE: &str = "index.html";
const DATA: &str = "conversation.json";
const FILES: &str = "files.json";
const PICTURES: &str = "pictures";
const NAMES_TRIED: u32 = 1000;

/// One file of an export, as `files.json` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
struct FileLine {
    /// Relative to the folder, with `/`.
    path: String,
    bytes: u64,
    sha256: String,
}

/// Writes a conversation or board into a new folder within `into`. `progress` hears of messages done, and of how many.
///
/// # Errors
/// `NotFound` for an unknown room, `DiskFull`, `ReadOnly`; nothing is left behind then.
pub async fn export(core: &Core, room: &RoomId, into: &Path, progress: impl Fn(u32, u32)) -> Result<Exported, Problem> {
    let of = room.clone();
    let read = core.store.read_async(move |r| Ok((r.room_name(&of)?, r.exported(&of)?, r.settings()?.language)));
    let (name, ids, language) = read.await.map_err(|error| problem(core, &error))?;
    let folder = new_folder(into, &name).map_err(|error| disk(into, &error))?;
    let mut writing = Writing { core, folder: folder.clone(), language, exported: Exported::default(), files: Vec::new() };
    match writing.all(&name, &ids, progress).await {
        Ok(()) => Ok(writing.exported),
        Err(failed) => {
            let _ = fs::remove_dir_all(&folder);
            Err(failed)
        }
    }
}

struct Writing<'a> {
    core: &'a Core,
    folder: PathBuf,
    language: Language,
    exported: Exported,
    files: Vec<FileLine>,
}

/// What stands in the place of a pin's picture.
enum Shown {
    File(String),
    /// Covered by the guard.
    Covered,
    /// Neither here nor to be had now.
    Missing,
}

impl Writing<'_> {
    async fn all(&mut self, name: &str, ids: &[i64], progress: impl Fn(u32, u32)) -> Result<(), Problem> {
        let total = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let now = OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default();
        let folder = self.folder.clone();
        let fail = |error: io::Error| disk(&folder, &error);
        fs::create_dir(self.folder.join(PICTURES)).map_err(fail)?;
        let mut page = Sum::create(&self.folder, PAGE).map_err(fail)?;
        let mut data = Sum::create(&self.folder, DATA).map_err(fail)?;
        page.write_all(page::head(name, &now, ids.len(), self.language).as_bytes()).map_err(fail)?;
        let head = json!({ "format": "tackroom-export", "version": 1, "name": name, "exported_at": now }).to_string();
        data.write_all(format!("{},\"messages\":[", head.trim_end_matches('}')).as_bytes()).map_err(fail)?;
        let mut day = String::new();
        for (at, id) in ids.iter().enumerate() {
            let id = *id;
            let read = self.core.store.read_async(move |r| {
                let Some(message) = r.message(MessageId(id))? else { return Ok(None) };
                let time = r.local_time(message.at)?;
                Ok(Some((message, time)))
            });
            // It was removed while the export ran.
            let Some((message, (local_day, clock))) = read.await.map_err(|error| problem(self.core, &error))? else { continue };
            let picture = self.picture(&message).await?;
            if day != local_day {
                page.write_all(page::day(&local_day).as_bytes()).map_err(fail)?;
                day = local_day;
            }
            page.write_all(page::message(&message, picture.as_ref(), &clock, self.language).as_bytes()).map_err(fail)?;
            let comma = if self.exported.messages > 0 { ",\n" } else { "\n" };
            data.write_all(format!("{comma}{}", entry(&message, picture.as_ref())).as_bytes()).map_err(fail)?;
            self.exported.messages += 1;
            progress(u32::try_from(at + 1).unwrap_or(total), total);
        }
        page.write_all(page::FOOT.as_bytes()).map_err(fail)?;
        data.write_all(b"\n]}\n").map_err(fail)?;
        self.files.push(page.end().map_err(fail)?);
        self.files.push(data.end().map_err(fail)?);
        let sums = serde_json::to_string_pretty(&self.files).map_err(|error| disk(&self.folder, &error.into()))?;
        fs::write(self.folder.join(FILES), sums).map_err(fail)?;
        self.exported.folder = self.folder.display().to_string();
        Ok(())
    }

    /// Writes a pin's picture as it was received.
    async fn picture(&mut self, message: &Message) -> Result<Option<Shown>, Problem> {
        let MessageBody::Pin { pin } = &message.body else { return Ok(None) };
        let Some(picture) = &pin.picture else { return Ok(None) };
        if message.is_covered() {
            self.exported.covered += 1;
            return Ok(Some(Shown::Covered));
        }
        let (bytes, ending) = match self.core.media.as_received(picture.media).await {
            Ok(found) => found,
            Err(failed) => {
                tracing::info!(code = ?failed.code, "a picture is missing in an export");
                self.exported.missing += 1;
                return Ok(Some(Shown::Missing));
            }
        };
        let path = format!("{PICTURES}/{:05}.{ending}", self.exported.pictures + 1);
        let file = self.folder.join(&path);
        let line = FileLine { path: path.clone(), bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(&bytes)) };
        let written =
            tokio::task::spawn_blocking(move || fs::write(file, bytes)).await.map_err(|error| disk(&self.folder, &error.into()))?;
        written.map_err(|error| disk(&self.folder, &error))?;
        self.files.push(line);
        self.exported.pictures += 1;
        Ok(Some(Shown::File(path)))
    }
}

/// A message for programs: what it is, who wrote it, what was said about it.
fn entry(message: &Message, picture: Option<&Shown>) -> serde_json::Value {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(message.at) * 1_000_000).ok();
    let (kind, body) = match &message.body {
        MessageBody::Pin { pin } => {
            let file = match picture {
                Some(Shown::File(path)) => json!(path),
                Some(Shown::Covered) => json!({ "left_out": "covered" }),
                Some(Shown::Missing) => json!({ "left_out": "missing" }),
                None => json!(null),
            };
            let alt = pin.picture.as_ref().and_then(|picture| picture.alt.as_deref());
            let link = pin.link.as_ref().map(|link| &link.url);
            ("pin", json!({ "title": pin.title, "note": pin.note, "link": link, "picture": file, "alt": alt, "source": pin.source }))
        }
        MessageBody::Text { text } => ("text", json!({ "text": text })),
        MessageBody::Emote { text } => ("emote", json!({ "text": text })),
        MessageBody::Notice { text } => ("notice", json!({ "text": text })),
        MessageBody::File { name, size, mimetype, .. } => ("file", json!({ "name": name, "size": size, "mimetype": mimetype })),
        MessageBody::Locked => ("locked", json!({})),
        MessageBody::Removed => ("removed", json!({})),
        MessageBody::Unknown { event_type, text } => ("unknown", json!({ "type": event_type, "text": text })),
    };
    json!({
        "event": message.event, "at": at.and_then(|at| at.format(&Rfc3339).ok()), "sender": message.sender.user,
        "name": message.sender.name, "mine": message.mine, "kind": kind, kind: body, "edited": message.edited,
        "reply_to": message.reply_to.as_ref().map(|quote| &quote.event), "thread": message.thread_root,
        "reactions": message.reactions.iter().map(|r| json!({ "key": r.key, "count": r.count, "names": r.names })).collect::<Vec<_>>(),
    })
}

/// A file that is summed while it is written.
struct Sum {
    file: BufWriter<File>,
    path: String,
    bytes: u64,
    sum: Sha256,
}

impl Sum {
    fn create(folder: &Path, name: &str) -> io::Result<Self> {
        let file = BufWriter::new(File::create_new(folder.join(name))?);
        Ok(Self { file, path: name.to_owned(), bytes: 0, sum: Sha256::new() })
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes += bytes.len() as u64;
        self.sum.update(bytes);
        self.file.write_all(bytes)
    }

    fn end(mut self) -> io::Result<FileLine> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(FileLine { path: self.path, bytes: self.bytes, sha256: hex(&self.sum.finalize()) })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A folder of the conversation's name that was not there before.
fn new_folder(into: &Path, name: &str) -> io::Result<PathBuf> {
    let stem = safe_stem(name);
    let name = |turn| if turn == 1 { stem.clone() } else { format!("{stem} ({turn})") };
    under_a_free_name(into, NAMES_TRIED, name, |path| fs::create_dir(path)).map(|(path, ())| path)
}

fn problem(core: &Core, error: &StoreError) -> Problem {
    error.problem(&core.profile)
}

fn disk(folder: &Path, error: &io::Error) -> Problem {
    let folder = folder.display();
    match error.kind() {
        io::ErrorKind::StorageFull => Problem::said(Code::DiskFull, "export-disk", &[("folder", &folder)]),
        _ => Problem::said(Code::ReadOnly, "export-not-written", &[("folder", &folder), ("error", &error)]),
    }
}

#[cfg(test)]
mod tests;
