//! From a content (and its newest edit) to what is shown. Pure.
//!
//! An edit by a client that does not know pins brings a caption only: title and note follow it, picture and link stay
//! as long as the edit does not bring others.

use serde_json::{Map, Value, json};

use crate::guard;
use crate::media::{MediaFacts, MediaSource};
use crate::model::{Link, TITLE_MAX, TextBlock};
use crate::outbox::choice::{CHOICE_KEY, ChoiceBlock};
use crate::outbox::content::{HTML, PIN_KEY, PinBlock, blurhash_of};
use crate::rich::{self, Found};
use crate::text::{clean, cut_bytes, one_line};

/// Longest link that is kept as it was written, in bytes.
const RAW_MAX: usize = 4 * 1024;
/// Longest text kept of a message, in bytes; an event has 64 KiB at most anyway.
const BODY_MAX: usize = 64 * 1024;

/// What a message shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rendered {
    /// As in the column `message.kind`.
    pub kind: &'static str,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
    pub host: String,
    pub picture: Option<(MediaSource, MediaFacts)>,
    pub extra: Option<Value>,
}

/// How a message stands to others; taken from the original, edits do not change it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Relations {
    pub reply_to: Option<String>,
    pub thread_root: Option<String>,
}

pub(crate) fn relations(content: &Value) -> Relations {
    let Some(relates) = content.get("m.relates_to") else { return Relations::default() };
    let id = |value: Option<&Value>| value.and_then(|v| v.get("event_id")).and_then(Value::as_str).map(str::to_owned);
    let in_thread = relates.get("rel_type").and_then(Value::as_str) == Some("m.thread");
    let falling_back = in_thread && relates.get("is_falling_back").and_then(Value::as_bool) == Some(true);
    Relations {
        reply_to: if falling_back { None } else { id(relates.get("m.in_reply_to")) },
        thread_root: if in_thread { id(Some(relates)) } else { None },
    }
}

/// Whether a message names this person, or everybody (`m.mentions`).
pub(crate) fn mentions(content: &Value, user: &str) -> bool {
    let Some(named) = content.get("m.mentions") else { return false };
    let users = named.get("user_ids").and_then(Value::as_array);
    users.is_some_and(|users| users.iter().any(|named| named.as_str() == Some(user)))
        || named.get("room").and_then(Value::as_bool) == Some(true)
}

/// A message with its newest edit laid over it.
pub(crate) fn render(event_type: &str, content: &Value, edit: Option<&Value>) -> Rendered {
    let original = render_one(event_type, content);
    match edit {
        None => original,
        Some(new) => over(original, event_type, new),
    }
}

fn over(original: Rendered, event_type: &str, new: &Value) -> Rendered {
    let edited = render_one(event_type, new);
    if original.kind != "pin" {
        // What it asks to choose among stays, whatever client changed its words.
        let choice = original.extra.and_then(|mut extra| extra.get_mut("choice").map(Value::take)).filter(|_| edited.kind == "text");
        let extra = match choice {
            Some(choice) => {
                let mut extra = edited.extra.and_then(object).unwrap_or_default();
                extra.entry("choice").or_insert(choice);
                Some(Value::Object(extra))
            }
            None => edited.extra,
        };
        return Rendered { extra, ..edited };
    }
    if new.get(PIN_KEY).is_some() {
        return Rendered { picture: edited.picture.or(original.picture), ..edited };
    }
    let caption = Caption::of(new, original.link.as_deref());
    let mut extra = original.extra.and_then(object).unwrap_or_default();
    extra.remove("rich");
    extra.extend(caption.rich());
    let extra = (!extra.is_empty()).then_some(Value::Object(extra));
    Rendered { title: caption.title, body: caption.note, picture: edited.picture.or(original.picture), extra, ..original }
}

fn render_one(event_type: &str, content: &Value) -> Rendered {
    let message_type = content.get("msgtype").and_then(Value::as_str).unwrap_or_default();
    match (event_type, message_type) {
        ("m.room.message", "m.image") | ("m.sticker", _) => pin(content),
        ("m.room.message", _) if PinBlock::of(content).is_some() => pin(content),
        ("m.room.message", "m.text") => text("text", content),
        ("m.room.message", "m.emote") => text("emote", content),
        ("m.room.message", "m.notice" | "m.server_notice") => text("notice", content),
        ("m.room.message", "m.file" | "m.video" | "m.audio") => file(content),
        ("m.room.message", other) => unknown(other, content),
        (other, _) => unknown(other, content),
    }
}

fn body_of(content: &Value) -> &str {
    content.get("body").and_then(Value::as_str).unwrap_or_default()
}

fn text(kind: &'static str, content: &Value) -> Rendered {
    let body = body_of(content);
    let is_reply = content.get("m.relates_to").is_some_and(|r| r.get("m.in_reply_to").is_some());
    let body = if is_reply { without_quote(body) } else { body };
    let asks = content.get(CHOICE_KEY).filter(|_| kind == "text").and_then(ChoiceBlock::of);
    let blocks = if asks.is_some() { None } else { formatted(content) };
    words(kind, body, blocks, asks.and_then(|block| object(block.kept())).unwrap_or_default())
}

/// The marks and links of a message's HTML; `None` where it has none.
fn formatted(content: &Value) -> Option<Vec<TextBlock>> {
    if content.get("format").and_then(Value::as_str) != Some(HTML) {
        return None;
    }
    let blocks = rich::from_html(content.get("formatted_body")?.as_str()?);
    Some(blocks).filter(|blocks| !rich::is_plain(blocks) && !rich::words_of(blocks).trim().is_empty())
}

/// A text as shown; `extra` is what is kept with it beside its marks and links. Its words are those of its marks: what is
/// found and told is what is seen.
fn words(kind: &'static str, body: &str, blocks: Option<Vec<TextBlock>>, mut extra: Map<String, Value>) -> Rendered {
    let body = cut_bytes(body, BODY_MAX);
    let typed = clean(body);
    let shown = match &blocks {
        Some(blocks) => cut_bytes(&rich::words_of(blocks), BODY_MAX).to_owned(),
        None => typed.clone(),
    };
    let (link, raw) = match &blocks {
        Some(blocks) => (rich::web_links(blocks).into_iter().find_map(|(raw, _)| guard::web_link(&raw)), None),
        None => first_link(body),
    };
    if let Some(raw) = raw {
        extra.insert("raw".into(), json!(raw));
    }
    if let Some(blocks) = &blocks {
        extra.insert("rich".into(), json!(blocks));
        if typed != shown {
            extra.insert("written".into(), json!(typed));
        }
    }
    Rendered {
        kind,
        body: shown,
        host: link.as_ref().map(|link| link.host.clone()).unwrap_or_default(),
        link: link.map(|link| link.url),
        extra: (!extra.is_empty()).then_some(Value::Object(extra)),
        ..Rendered::default()
    }
}

fn object(value: Value) -> Option<Map<String, Value>> {
    if let Value::Object(map) = value { Some(map) } else { None }
}

/// The first web address in a text, and as it was written where that is another: what was smoothed out is what the guard
/// must see.
fn first_link(text: &str) -> (Option<Link>, Option<&str>) {
    let first = rich::found(text).into_iter().find_map(|(range, found)| match found {
        Found::Web(link) => Some((text.get(range)?, link)),
        Found::Person(_) => None,
    });
    let raw = first.as_ref().filter(|(written, link)| link.url != *written).map(|(written, _)| cut_bytes(written, RAW_MAX));
    (first.map(|(_, link)| link), raw)
}

/// Older clients repeat what they answer at the top, each line with "> ".
fn without_quote(body: &str) -> &str {
    if !body.starts_with("> ") {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

/// Where a file of another client lies.
pub(crate) fn source_of(content: &Value) -> Option<MediaSource> {
    picture(content, None).map(|(source, _)| source)
}

fn file(content: &Value) -> Rendered {
    let info = content.get("info");
    let name = content.get("filename").and_then(Value::as_str).unwrap_or_else(|| body_of(content));
    let mimetype = info.and_then(|i| i.get("mimetype")).and_then(Value::as_str).map(|m| one_line(cut_bytes(m, 100)));
    let size = info.and_then(|i| i.get("size")).and_then(Value::as_i64).filter(|size| *size >= 0);
    // Where there is a name of its own, the body is a caption.
    let caption = Some(body_of(content)).filter(|body| *body != name).unwrap_or_default();
    let blocks = if caption.is_empty() { None } else { formatted(content) };
    let extra = object(json!({ "size": size, "mimetype": mimetype })).unwrap_or_default();
    Rendered { title: one_line(cut_bytes(name, 300)), ..words("file", caption, blocks, extra) }
}

fn unknown(what: &str, content: &Value) -> Rendered {
    let question =
        content.pointer("/m.poll/question/m.text/0/body").or_else(|| content.pointer("/org.matrix.msc3381.poll.start/question/body"));
    let fallback = content.get("org.matrix.msc1767.text").or_else(|| content.get("m.text").filter(|t| t.is_string()));
    let text = question.or(fallback).and_then(Value::as_str).unwrap_or_else(|| body_of(content));
    Rendered {
        kind: "unknown",
        body: clean(cut_bytes(text, BODY_MAX)),
        extra: Some(json!({ "type": one_line(cut_bytes(what, 200)) })),
        ..Rendered::default()
    }
}

fn pin(content: &Value) -> Rendered {
    let block = PinBlock::of(content);
    let picture = picture(content, block.as_ref().and_then(|b| b.alt.clone()));
    let link = block.as_ref().and_then(|b| b.link.as_deref()).and_then(guard::link_of);
    let opens = link.as_ref().map(|l| l.url.as_str());
    let caption = match &block {
        Some(block) if !(block.title.is_empty() && block.note.is_empty()) => {
            Caption { title: block.title.clone(), note: block.note.clone(), blocks: None }
        }
        _ => Caption::of(content, opens),
    };
    let mut extra = extra(block.as_ref(), opens);
    extra.extend(caption.rich());
    Rendered {
        kind: "pin",
        title: one_line(cut_bytes(&caption.title, TITLE_MAX)),
        body: clean(cut_bytes(&caption.note, BODY_MAX)),
        host: link.as_ref().map(|l| l.host.clone()).unwrap_or_default(),
        extra: (!extra.is_empty()).then_some(Value::Object(extra)),
        link: link.map(|l| l.url),
        picture,
    }
}

/// Where a pin was found, and its link as it was written where that is not the address that opens: what was smoothed
/// out, or is no web link at all, is what the guard must see.
fn extra(block: Option<&PinBlock>, opens: Option<&str>) -> Map<String, Value> {
    let source = block.and_then(|b| b.source.as_ref()).map(|source| ("source".to_owned(), json!(source)));
    let raw = block.and_then(|b| b.link.as_deref()).filter(|raw| opens != Some(*raw));
    let raw = raw.map(|raw| ("raw".to_owned(), json!(cut_bytes(raw, RAW_MAX))));
    let group = block.and_then(|b| b.group.as_ref()).map(|group| ("group".to_owned(), json!(group)));
    source.into_iter().chain(raw).chain(group).collect()
}

/// What stands with a picture.
struct Caption {
    title: String,
    note: String,
    /// The note with its marks and links, where it has some.
    blocks: Option<Vec<TextBlock>>,
}

impl Caption {
    /// That of a client that knows no pins. A first line with marks or links is no title: these would be lost.
    fn of(content: &Value, link: Option<&str>) -> Self {
        let body = body_of(content);
        // Without a name of its own, the body is the file's.
        let is_named = content.get("filename").and_then(Value::as_str).is_some_and(|name| name != body);
        let Some(mut blocks) = formatted(content).filter(|_| is_named) else {
            let (title, note) = split_caption(body, link);
            return Self { title, note, blocks: None };
        };
        let title = take_title(&mut blocks).unwrap_or_default();
        let note = cut_bytes(&rich::words_of(&blocks), BODY_MAX).to_owned();
        Self { title, note, blocks: Some(blocks) }
    }

    fn rich(&self) -> Option<(String, Value)> {
        self.blocks.as_ref().map(|blocks| ("rich".to_owned(), json!(blocks)))
    }
}

/// The first line, where it is words alone and short enough, and something follows.
fn take_title(blocks: &mut Vec<TextBlock>) -> Option<String> {
    let more = blocks.len() > 1;
    let Some(TextBlock::Text { spans }) = blocks.first_mut() else { return None };
    let alone = spans.len() == 1 && more;
    let first = spans.first_mut()?;
    if !first.styles.is_empty() || first.link.is_some() || !rich::found(&first.text).is_empty() {
        return None;
    }
    let (line, rest) = match first.text.split_once('\n') {
        Some((line, rest)) => (line.to_owned(), rest.trim_start().to_owned()),
        None if alone => (first.text.clone(), String::new()),
        None => return None,
    };
    let title = one_line(&line);
    if title.is_empty() || title.len() > TITLE_MAX {
        return None;
    }
    first.text = rest;
    spans.retain(|span| !span.text.is_empty());
    if spans.is_empty() {
        blocks.remove(0);
    }
    Some(title)
}

/// A picture's body is its caption, or its file's name, which then has to do. The first line is the title, the rest the
/// note; a line that only repeats the link says nothing new.
fn split_caption(caption: &str, link: Option<&str>) -> (String, String) {
    let lines: Vec<&str> = caption.lines().filter(|line| link != Some(line.trim())).collect();
    let Some((first, rest)) = lines.split_first() else { return (String::new(), String::new()) };
    let title = one_line(first);
    let mut note = rest.join("\n").trim().to_owned();
    if title.len() > TITLE_MAX {
        // A caption of one long paragraph is a note, not a title.
        note = lines.join("\n").trim().to_owned();
        return (String::new(), clean(&note));
    }
    (title, clean(&note))
}

fn picture(content: &Value, alt: Option<String>) -> Option<(MediaSource, MediaFacts)> {
    let info = content.get("info");
    let mxc = |value: Option<&Value>| value.and_then(Value::as_str).filter(|uri| uri.starts_with("mxc://")).map(str::to_owned);
    let file = |value: Option<&Value>| value.filter(|f| mxc(f.get("url")).is_some()).cloned();
    let source = match (file(content.get("file")), mxc(content.get("url"))) {
        (Some(file_json), _) => {
            MediaSource::Encrypted { file: file_json, thumbnail_file: file(info.and_then(|i| i.get("thumbnail_file"))) }
        }
        (None, Some(uri)) => MediaSource::Mxc { uri, thumbnail: mxc(info.and_then(|i| i.get("thumbnail_url"))) },
        (None, None) => return None,
    };
    let number = |key: &str| info.and_then(|i| i.get(key)).and_then(Value::as_u64);
    let side = |key: &str| number(key).and_then(|n| u32::try_from(n).ok());
    let facts = MediaFacts {
        mime: info.and_then(|i| i.get("mimetype")).and_then(Value::as_str).map(|m| cut_bytes(m, 100).to_owned()),
        name: content.get("filename").and_then(Value::as_str).map(|name| cut_bytes(name, 300).to_owned()),
        bytes: number("size"),
        width: side("w"),
        height: side("h"),
        blurhash: blurhash_of(info),
        alt,
    };
    Some((source, facts))
}
