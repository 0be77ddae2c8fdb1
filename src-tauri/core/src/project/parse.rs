//! One event of a room, read for what it is. Pure: the same JSON gives the same answer.
//!
//! Nothing here trusts a type, a size or a key to be there: a wrong field costs that field, never the event.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::SourceEvent;
use super::happen::{Kept, happened};
use crate::outbox::content::TXN_KEY;

/// What an event does in its room.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    /// It is shown as a message of its own.
    Message,
    /// It changes another: new content as JSON.
    Edit {
        target: String,
        content: Value,
    },
    Reaction {
        target: String,
        key: String,
    },
    Redaction {
        target: String,
    },
    /// An edit whose key is not here: not shown, but its key is wanted.
    LockedEdit {
        session: String,
    },
    /// It tells what happened to the conversation.
    Happened(Kept),
    /// Known, and shows nothing.
    Other,
}

/// The envelope of an event.
#[derive(Clone, Debug)]
pub(crate) struct Parsed<'a> {
    pub event: &'a str,
    pub event_type: &'a str,
    pub sender: &'a str,
    pub at: i64,
    pub content: &'a Value,
    pub txn: Option<&'a str>,
    /// The server says that it was redacted.
    pub redacted: bool,
    pub encrypted: bool,
    pub session: Option<&'a str>,
    pub notify: bool,
    pub role: Role,
    pub hash: String,
}

static EMPTY: Value = Value::Null;

/// The transaction ID of an event: the server tells it to the device that sent it, and to others it stands in the content.
pub fn transaction_of(event: &Value) -> Option<&str> {
    let told = event.pointer("/unsigned/transaction_id");
    let txn = told.or_else(|| event.get("content")?.get(TXN_KEY))?.as_str()?;
    Some(txn).filter(|txn| !txn.is_empty() && txn.len() <= 255)
}

/// Reads the envelope; an event without a type or sender is known by its ID and shows nothing.
pub(crate) fn parse(source: &SourceEvent) -> Parsed<'_> {
    let json = &source.json;
    let text = |key: &str| json.get(key).and_then(Value::as_str).unwrap_or_default();
    let content = json.get("content").unwrap_or(&EMPTY);
    let unsigned = json.get("unsigned");
    let event_type = text("type");
    let is_state = json.get("state_key").is_some();
    let redacted = unsigned.is_some_and(|u| u.get("redacted_because").is_some());
    let txn = transaction_of(json);
    let session = source.locked_session.as_deref();
    Parsed {
        event: source.event_id.as_str(),
        event_type,
        sender: text("sender"),
        at: json.get("origin_server_ts").and_then(Value::as_i64).unwrap_or(0).max(0),
        content,
        txn,
        redacted,
        encrypted: source.encrypted,
        session,
        notify: source.notify,
        role: if is_state { state(event_type, json, content, redacted) } else { role(event_type, json, content, redacted, session) },
        hash: hash(json, session, redacted),
    }
}

fn state(event_type: &str, json: &Value, content: &Value, redacted: bool) -> Role {
    let told = if redacted { None } else { happened(event_type, json, content) };
    told.map_or(Role::Other, Role::Happened)
}

fn role(event_type: &str, json: &Value, content: &Value, redacted: bool, session: Option<&str>) -> Role {
    let relation = content.get("m.relates_to");
    let relation_is = |kind: &str| relation.and_then(|r| r.get("rel_type")).and_then(Value::as_str) == Some(kind);
    let target = || relation.and_then(|r| r.get("event_id")).and_then(Value::as_str).map(str::to_owned);
    match event_type {
        "m.room.redaction" => {
            let redacts = json.get("redacts").or_else(|| content.get("redacts")).and_then(Value::as_str);
            redacts.map_or(Role::Other, |target| Role::Redaction { target: target.to_owned() })
        }
        "m.reaction" => {
            let key = relation.and_then(|r| r.get("key")).and_then(Value::as_str).map(|key| crate::text::cut_bytes(key, 64));
            match (relation_is("m.annotation"), target(), key) {
                (true, Some(target), Some(key)) if !key.is_empty() => Role::Reaction { target, key: key.to_owned() },
                _ => Role::Other,
            }
        }
        "m.room.message" if relation_is("m.replace") => match (target(), content.get("m.new_content")) {
            (Some(target), Some(new)) if new.is_object() => Role::Edit { target, content: new.clone() },
            _ => Role::Other,
        },
        "m.room.message" if is_verification(content) => Role::Other,
        "m.room.message" | "m.sticker" => Role::Message,
        "m.room.encrypted" if redacted => Role::Message,
        "m.room.encrypted" if relation_is("m.replace") => Role::LockedEdit { session: session.unwrap_or_default().to_owned() },
        "m.room.encrypted" => Role::Message,
        "m.poll.start" | "org.matrix.msc3381.poll.start" => Role::Message,
        _ => Role::Other,
    }
}

/// Devices talking with each other; not for people.
fn is_verification(content: &Value) -> bool {
    content.get("msgtype").and_then(Value::as_str) == Some("m.key.verification.request")
}

/// Of all that a row is made from; the rest of an event (age, signatures) changes without meaning.
fn hash(json: &Value, session: Option<&str>, redacted: bool) -> String {
    let mut digest = Sha256::new();
    for key in ["type", "sender", "origin_server_ts", "content", "redacts"] {
        digest.update(key);
        digest.update(json.get(key).unwrap_or(&Value::Null).to_string());
    }
    digest.update(session.unwrap_or_default());
    digest.update([u8::from(redacted)]);
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
