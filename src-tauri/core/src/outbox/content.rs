//! What goes over the wire, and how it is read again (design, "A pin on the wire").
//!
//! A pin is an `m.image` with a caption, so that every client shows something; ours reads the `app.tackroom.pin` block.
//! Reading takes each field by itself: one of a wrong type costs that field, never the pin.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::About;
use crate::api::{Code, Problem};
use crate::guard;
use crate::model::{CONTENT_MAX, EventId, LINK_MAX, MediaId, PINS_MAX, PinEdit, PinGroup, PinInput, PinSource, TITLE_MAX, TxnId, UserId};
use crate::rich::{self, Named, Written, escape};

/// The key of our block.
pub const PIN_KEY: &str = "app.tackroom.pin";
/// The key of our transaction ID, in everything that we send.
pub const TXN_KEY: &str = "app.tackroom.txn";
/// Longest name of a group of pins that is read, bytes.
const GROUP_ID_MAX: usize = 100;
const MENTIONS: &str = "m.mentions";
/// The format of `formatted_body`.
pub const HTML: &str = "org.matrix.custom.html";
const BLURHASH_KEY: &str = "xyz.amorgan.blurhash";
/// Graphemes of an edit that clients see which know no edits.
const FALLBACK_MAX: usize = 200;
/// Bytes that the picture's part of a content may take: two encrypted files, sizes, blurhash.
const PICTURE_PART_MAX: usize = 2_560;

/// A file that the server has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadedFile {
    /// `"mxc://…"`, or Matrix's `EncryptedFile` object.
    pub source: Value,
    pub mimetype: String,
    /// Bytes.
    pub size: u64,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

/// A picture that the server has, with all that the content says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    pub main: UploadedFile,
    pub thumbnail: Option<UploadedFile>,
    pub file_name: String,
    pub blurhash: Option<String>,
    /// `#rrggbb`
    pub colour: Option<String>,
}

/// The `app.tackroom.pin` block as read. Keys that it does not know stay in the stored content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PinBlock {
    pub version: u64,
    pub title: String,
    pub note: String,
    pub link: Option<String>,
    pub alt: Option<String>,
    pub source: Option<PinSource>,
    pub colour: Option<String>,
    pub group: Option<PinGroup>,
}

impl PinBlock {
    /// The block of a content, of whatever version; `None` where there is none.
    pub fn of(content: &Value) -> Option<Self> {
        let block = content.get(PIN_KEY)?.as_object()?;
        let text = |key: &str| block.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            version: block.get("version").and_then(Value::as_u64).unwrap_or(1),
            title: text("title").unwrap_or_default(),
            note: text("note").unwrap_or_default(),
            link: text("link").filter(|link| !link.is_empty()),
            alt: text("alt").filter(|alt| !alt.is_empty()),
            source: block.get("source").and_then(source_of),
            colour: text("colour").filter(|c| is_colour(c)),
            group: block.get("group").and_then(group_of),
        })
    }
}

fn source_of(value: &Value) -> Option<PinSource> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(PinSource { kind: text("kind")?, name: text("name").unwrap_or_default(), url: text("url") })
}

/// Of others: bounded, and one of as many as it says.
fn group_of(value: &Value) -> Option<PinGroup> {
    let group: PinGroup = serde_json::from_value(value.clone()).ok()?;
    let count = usize::try_from(group.count).ok()?;
    (!group.id.is_empty() && group.id.len() <= GROUP_ID_MAX && (2..=PINS_MAX).contains(&count) && group.index < group.count)
        .then_some(group)
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Checks what can be checked before anything is stored.
///
/// # Errors
/// `TooLarge` or `BadInput`, with numbers.
pub fn check_pin(pin: &PinInput) -> Result<(), Problem> {
    let too_long = |what: &str, has: usize, max: usize| {
        Problem::new(Code::TooLarge, format!("Not sent: the {what} has {has} bytes and may have {max}. Please shorten it."))
    };
    if pin.title.len() > TITLE_MAX {
        return Err(too_long("title", pin.title.len(), TITLE_MAX));
    }
    if let Some(link) = &pin.link {
        if link.len() > LINK_MAX {
            return Err(too_long("link", link.len(), LINK_MAX));
        }
        guard::openable(link)?;
    }
    if pin.picture.is_none() && pin.title.trim().is_empty() && pin.note.trim().is_empty() && pin.link.is_none() {
        return Err(Problem::said(Code::BadInput, "empty-pin", &[]));
    }
    let content = pin_json(pin, None, &[], &TxnId("x".repeat(40)));
    check_size(&content, if pin.picture.is_some() { PICTURE_PART_MAX } else { 0 })
}

/// Checks a text before it is stored.
///
/// # Errors
/// `TooLarge` or `BadInput`, with numbers.
pub fn check_text(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::said(Code::BadInput, "empty-message", &[]));
    }
    check_size(&text_json(text, &[], &TxnId("x".repeat(40))), 0)
}

fn check_size(content: &Value, reserve: usize) -> Result<(), Problem> {
    let has = content.to_string().len() + reserve;
    if has > CONTENT_MAX {
        return Err(Problem::said(
            Code::TooLarge,
            "message-long",
            &[("has", &has), ("most", &CONTENT_MAX), ("over", &(has - CONTENT_MAX))],
        ));
    }
    Ok(())
}

/// The content of a pin: `m.image` with its picture, `m.text` without.
///
/// # Errors
/// `TooLarge` where it is over [`CONTENT_MAX`] bytes.
pub fn pin_content(pin: &PinInput, upload: Option<&Upload>, about: &About, txn: &TxnId) -> Result<Value, Problem> {
    let mut content = pin_json(pin, upload, &about.named, txn);
    if let (Some(group), Some(block)) = (&about.group, content.get_mut(PIN_KEY).and_then(Value::as_object_mut)) {
        block.insert("group".into(), json!(group));
    }
    relate(&mut content, about);
    check_size(&content, 0)?;
    Ok(content)
}

/// The content of a text, as an answer or in a thread.
///
/// # Errors
/// `TooLarge` where it is over [`CONTENT_MAX`] bytes.
pub fn text_content(text: &str, about: &About, txn: &TxnId) -> Result<Value, Problem> {
    let mut content = text_json(text, &about.named, txn);
    if let Some(choice) = &about.choice {
        choice.put(&mut content);
    }
    relate(&mut content, about);
    check_size(&content, 0)?;
    Ok(content)
}

fn text_json(text: &str, named: &[Named], txn: &TxnId) -> Value {
    let mut content = json!({ "msgtype": "m.text", "body": text, TXN_KEY: txn });
    put_marks(&mut content, &rich::write(text, named));
    content
}

/// Says how a text looks, and whom it names.
fn put_marks(content: &mut Value, written: &Written) {
    let Some(map) = content.as_object_mut() else { return };
    if let Some(html) = &written.html {
        map.insert("format".into(), json!(HTML));
        map.insert("formatted_body".into(), json!(html));
    }
    put_named(map, &written.users);
}

/// Says who is named, where somebody is.
fn put_named(content: &mut Map<String, Value>, users: &[UserId]) {
    if !users.is_empty() {
        content.insert(MENTIONS.into(), json!({ "user_ids": users }));
    }
}

/// Who is named in a content (`m.mentions`).
pub fn named_in(content: &Value) -> Vec<UserId> {
    let users = content.get(MENTIONS).and_then(|named| named.get("user_ids")).and_then(Value::as_array);
    users.into_iter().flatten().filter_map(Value::as_str).map(UserId::from).collect()
}

/// Says what a message answers and in which thread it stands.
fn relate(content: &mut Value, about: &About) {
    let answers = |event: &EventId| json!({ "event_id": event });
    let relation = match (&about.thread, &about.reply_to) {
        (None, None) => return,
        (None, Some(event)) => json!({ "m.in_reply_to": answers(event) }),
        (Some(root), reply) => json!({
            "rel_type": "m.thread", "event_id": root, "is_falling_back": reply.is_none(),
            "m.in_reply_to": answers(reply.as_ref().or(about.thread_last.as_ref()).unwrap_or(root)),
        }),
    };
    if let Some(map) = content.as_object_mut() {
        map.insert("m.relates_to".into(), relation);
    }
}

/// A text's new content: the words change, what it is stays.
pub fn edited_text(old: &Value, text: &str, named: &[Named]) -> Value {
    let kind = old.get("msgtype").and_then(Value::as_str).filter(|kind| *kind == "m.emote").unwrap_or("m.text");
    let mut content = json!({ "msgtype": kind, "body": text });
    put_marks(&mut content, &rich::write(text, named));
    content
}

/// A pin's new content: title, note and link change; the picture and every other key of its block stay.
pub fn edited_pin(old: &Value, edit: &PinEdit) -> Value {
    let pin =
        PinInput { title: edit.title.clone(), note: edit.note.clone(), link: edit.link.clone(), picture: None, alt: None, source: None };
    let mut new = old.as_object().cloned().unwrap_or_default();
    for gone in ["m.relates_to", "m.new_content", "format", "formatted_body", TXN_KEY] {
        new.remove(gone);
    }
    let caption = caption(&pin);
    let file_name = new.get("filename").cloned().unwrap_or_else(|| json!(""));
    new.insert("body".into(), if caption.is_empty() { file_name } else { json!(caption) });
    if !caption.is_empty() {
        new.insert("format".into(), json!(HTML));
        new.insert("formatted_body".into(), json!(caption_html(&pin, &rich::write(edit.note.trim(), &[]))));
    }
    let mut block = new.get(PIN_KEY).and_then(Value::as_object).cloned().unwrap_or_default();
    block.entry("version").or_insert_with(|| json!(1));
    block.insert("title".into(), json!(edit.title));
    block.insert("note".into(), json!(edit.note));
    match &edit.link {
        Some(link) => block.insert("link".into(), json!(link)),
        None => block.remove("link"),
    };
    new.insert(PIN_KEY.into(), Value::Object(block));
    Value::Object(new)
}

/// What is sent for an edit: the new content, and outside of it a short fall-back for clients that know no edits.
pub fn edit_content(event: &EventId, new: &Value, users: &[UserId], txn: &TxnId) -> Value {
    let mut content = Map::new();
    for key in ["msgtype", "filename", "url", "file", "info"] {
        if let Some(value) = new.get(key) {
            content.insert(key.into(), value.clone());
        }
    }
    let body = new.get("body").and_then(Value::as_str).unwrap_or_default();
    content.insert("body".into(), json!(format!("* {}", crate::text::cut(body, FALLBACK_MAX))));
    // Only who is named for the first time is told.
    put_named(&mut content, users);
    content.insert("m.new_content".into(), new.clone());
    content.insert("m.relates_to".into(), json!({ "rel_type": "m.replace", "event_id": event }));
    content.insert(TXN_KEY.into(), json!(txn));
    Value::Object(content)
}

/// Checks an edit before it is stored.
///
/// # Errors
/// `TooLarge` or `BadInput`, with numbers.
pub fn check_edit(new: &Value) -> Result<(), Problem> {
    if let Some(block) = PinBlock::of(new) {
        let pin = PinInput {
            title: block.title,
            note: block.note,
            link: block.link,
            // A pin whose words are all taken is still its picture.
            picture: (new.get("url").is_some() || new.get("file").is_some()).then_some(MediaId(0)),
            alt: None,
            source: None,
        };
        check_pin(&pin)?;
    }
    check_size(&edit_content(&EventId("x".repeat(64)), new, &named_in(new), &TxnId("x".repeat(40))), 0)
}

fn pin_json(pin: &PinInput, upload: Option<&Upload>, named: &[Named], txn: &TxnId) -> Value {
    let mut content = Map::new();
    let caption = caption(pin);
    match upload {
        Some(upload) => {
            content.insert("msgtype".into(), json!("m.image"));
            content.insert("filename".into(), json!(upload.file_name));
            content.insert("body".into(), json!(if caption.is_empty() { &upload.file_name } else { &caption }));
            put_file(&mut content, "url", "file", &upload.main);
            content.insert("info".into(), picture_info(upload));
        }
        None => {
            content.insert("msgtype".into(), json!("m.text"));
            content.insert("body".into(), json!(caption));
        }
    }
    if !caption.is_empty() {
        let written = rich::write(pin.note.trim(), named);
        content.insert("format".into(), json!(HTML));
        content.insert("formatted_body".into(), json!(caption_html(pin, &written)));
        put_named(&mut content, &written.users);
    }
    content.insert(TXN_KEY.into(), json!(txn));
    content.insert(PIN_KEY.into(), block(pin, upload));
    Value::Object(content)
}

fn block(pin: &PinInput, upload: Option<&Upload>) -> Value {
    let mut block = Map::new();
    block.insert("version".into(), json!(1));
    block.insert("title".into(), json!(pin.title));
    block.insert("note".into(), json!(pin.note));
    let optional = [
        ("link", pin.link.as_ref().map(|v| json!(v))),
        ("alt", pin.alt.as_ref().map(|v| json!(v))),
        ("source", pin.source.as_ref().map(|v| json!(v))),
        ("colour", upload.and_then(|u| u.colour.as_ref()).map(|v| json!(v))),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            block.insert(key.into(), value);
        }
    }
    Value::Object(block)
}

fn put_file(map: &mut Map<String, Value>, plain: &str, encrypted: &str, file: &UploadedFile) {
    let key = if file.source.is_string() { plain } else { encrypted };
    map.insert(key.into(), file.source.clone());
}

fn file_info(file: &UploadedFile) -> Map<String, Value> {
    let mut info = Map::new();
    info.insert("w".into(), json!(file.width));
    info.insert("h".into(), json!(file.height));
    info.insert("size".into(), json!(file.size));
    info.insert("mimetype".into(), json!(file.mimetype));
    info
}

fn picture_info(upload: &Upload) -> Value {
    let mut info = file_info(&upload.main);
    if let Some(thumbnail) = &upload.thumbnail {
        put_file(&mut info, "thumbnail_url", "thumbnail_file", thumbnail);
        info.insert("thumbnail_info".into(), Value::Object(file_info(thumbnail)));
    }
    if let Some(blurhash) = &upload.blurhash {
        info.insert(BLURHASH_KEY.into(), json!(blurhash));
    }
    Value::Object(info)
}

/// Title, note and link, one below the other.
fn caption(pin: &PinInput) -> String {
    let parts = [Some(pin.title.as_str()), Some(pin.note.as_str()), pin.link.as_deref()];
    parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn caption_html(pin: &PinInput, note: &Written) -> String {
    let mut parts = Vec::new();
    if !pin.title.trim().is_empty() {
        parts.push(format!("<strong>{}</strong>", escape(pin.title.trim())));
    }
    if !pin.note.trim().is_empty() {
        parts.push(note.html.clone().unwrap_or_else(|| escape(pin.note.trim()).replace('\n', "<br>")));
    }
    if let Some(link) = &pin.link {
        let link = escape(link);
        parts.push(format!("<a href=\"{link}\">{link}</a>"));
    }
    parts.join("<br>")
}

/// The picture's blurhash as an `info` object says.
pub fn blurhash_of(info: Option<&Value>) -> Option<String> {
    info?.get(BLURHASH_KEY)?.as_str().filter(|hash| (6..=128).contains(&hash.len())).map(str::to_owned)
}
