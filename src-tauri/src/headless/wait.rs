//! `wait-for`: conditions over what the store and the session say, looked at again at every change.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};
use tackroom_core::api::{Code, Problem};
use tackroom_core::model::{Connection, Message, MessageBody, MessageId, RoomId, SessionState};
use tackroom_core::store::{Reader, StoreError};
use tokio::time::{Instant, timeout_at};

use super::commands::to_value;
use crate::app::App;
use crate::commands;

const DEFAULT_TIMEOUT: f64 = 30.0;
/// Looked at again also without a change.
const TICK: Duration = Duration::from_millis(500);
/// Messages of a room that are searched, the newest.
const SEARCHED: u32 = 200;
const ROOMS_MAX: u32 = 10_000;

/// All that are given must hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Conditions {
    session: Option<String>,
    connection: Option<Connection>,
    room: Option<RoomId>,
    contains: Option<String>,
    message: Option<MessageId>,
    state: Option<String>,
    outbox: Option<u32>,
    told: bool,
    requests: Option<u32>,
    conversations: Option<u32>,
    timeout: Option<f64>,
}

/// What `status` counts.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    pub unread: u32,
    pub requests: u32,
    pub conversations: u32,
    /// Rows not yet sent.
    pub outbox: u32,
}

impl Counts {
    pub fn of(reader: &Reader) -> Result<Self, StoreError> {
        let mut conversations = reader.conversations(None, ROOMS_MAX)?;
        conversations.extend(reader.archived(None, ROOMS_MAX)?);
        Ok(Self {
            unread: conversations.iter().map(|conversation| conversation.unread).sum(),
            requests: u32::try_from(reader.requests()?.len()).unwrap_or(u32::MAX),
            conversations: u32::try_from(conversations.len()).unwrap_or(u32::MAX),
            outbox: reader.outgoing_count()?,
        })
    }
}

/// Waits while the profile opens, a minute at most: the keyring may ask a person.
pub async fn while_opening(app: &App) {
    let mut changes = app.changes();
    let deadline = Instant::now() + Duration::from_secs(60);
    while app.session() == SessionState::Opening && Instant::now() < deadline {
        let _ = timeout_at(deadline.min(Instant::now() + TICK), changes.recv()).await;
    }
}

/// Waits until all conditions hold; answers with what was found, or fails after the timeout saying what did not hold.
pub async fn until(app: &Arc<App>, conditions: Conditions) -> Result<Map<String, Value>, Problem> {
    let seconds = conditions.timeout.unwrap_or(DEFAULT_TIMEOUT).clamp(0.0, 86_400.0);
    let deadline = Instant::now() + Duration::from_secs_f64(seconds);
    let mut changes = app.changes();
    loop {
        let missing = match look(app, &conditions).await? {
            Ok(found) => return Ok(found),
            Err(missing) => missing,
        };
        if Instant::now() >= deadline {
            return Err(Problem::new(Code::NotFound, format!("Not within {seconds} s: {missing}.")));
        }
        // Lagged or closed: look again all the same.
        let _ = timeout_at(deadline.min(Instant::now() + TICK), changes.recv()).await;
    }
}

/// `Err` inside: the first condition that does not hold.
async fn look(app: &Arc<App>, wanted: &Conditions) -> Result<Result<Map<String, Value>, String>, Problem> {
    let mut found = Map::new();
    if let Some(session) = &wanted.session {
        let now = to_value(app.session())?;
        let state = now.get("state").and_then(Value::as_str).unwrap_or_default();
        if state != session {
            return Ok(Err(format!("the session is {state}")));
        }
        found.insert("session".into(), now);
    }
    if let Some(connection) = wanted.connection {
        let now = app.connection();
        if now != connection {
            return Ok(Err(format!("the connection is {now:?}")));
        }
    }
    let in_store = wanted.contains.is_some()
        || wanted.message.is_some()
        || wanted.outbox.is_some()
        || wanted.told
        || wanted.requests.is_some()
        || wanted.conversations.is_some();
    if !in_store {
        return Ok(Ok(found));
    }
    if app.core().is_err() {
        return Ok(Err("the store is not open".into()));
    }
    let conditions = wanted.clone();
    let message = match commands::read(app, move |reader| look_in_store(reader, &conditions)).await? {
        Ok(message) => message,
        Err(missing) => return Ok(Err(missing)),
    };
    if let Some(message) = message {
        found.insert("message".into(), to_value(message)?);
    }
    Ok(Ok(found))
}

fn look_in_store(reader: &Reader, wanted: &Conditions) -> Result<Result<Option<Message>, String>, StoreError> {
    let counts = Counts::of(reader)?;
    if wanted.outbox.is_some_and(|rows| rows != counts.outbox) {
        return Ok(Err(format!("{} rows wait to be sent", counts.outbox)));
    }
    let untold = if wanted.told { reader.all_outgoing()?.len() } else { 0 };
    if untold > 0 {
        return Ok(Err(format!("{untold} rows wait to be told to the server")));
    }
    if wanted.requests.is_some_and(|least| counts.requests < least) {
        return Ok(Err(format!("{} invitations wait", counts.requests)));
    }
    if wanted.conversations.is_some_and(|least| counts.conversations < least) {
        return Ok(Err(format!("there are {} conversations", counts.conversations)));
    }
    if wanted.contains.is_none() && wanted.message.is_none() {
        return Ok(Ok(None));
    }
    let rooms = match &wanted.room {
        Some(room) => vec![room.clone()],
        None => reader.conversation_rooms()?,
    };
    let mut best = None;
    for room in rooms {
        for message in reader.messages(&room, None, None, SEARCHED)?.messages {
            let fits = wanted.contains.as_ref().is_none_or(|text| has_text(&message.body, text))
                && wanted.message.is_none_or(|id| id == message.id);
            if fits {
                best = Some(message);
            }
        }
    }
    let Some(message) = best else { return Ok(Err("there is no such message".into())) };
    let state = serde_json::to_value(&message.state)?;
    match &wanted.state {
        Some(wanted) if state.get("state").and_then(Value::as_str) != Some(wanted) => Ok(Err(format!("its state is {state}"))),
        _ => Ok(Ok(Some(message))),
    }
}

fn has_text(body: &MessageBody, wanted: &str) -> bool {
    let texts: [&str; 2] = match body {
        MessageBody::Pin { pin } => [&pin.title, &pin.note],
        MessageBody::Text { text } | MessageBody::Emote { text } | MessageBody::Notice { text } => [text, ""],
        MessageBody::File { name, .. } => [name, ""],
        MessageBody::Unknown { text, .. } => [text.as_deref().unwrap_or_default(), ""],
        MessageBody::Locked | MessageBody::Removed => ["", ""],
    };
    texts.iter().any(|text| !text.is_empty() && text.contains(wanted))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn what_does_not_hold_is_named_after_the_timeout() {
        let base = tempfile::tempdir().unwrap();
        let app = App::new(crate::profile::Profile::open(Some(base.path().join("p"))).unwrap());
        let wanted = |json: &str| serde_json::from_str::<Conditions>(json).unwrap();
        assert!(until(&app, wanted(r#"{"session":"opening"}"#)).await.unwrap().contains_key("session"));
        let late = until(&app, wanted(r#"{"session":"signed_in","timeout":0.05}"#)).await.unwrap_err();
        assert!(late.words.contains("opening"), "{}", late.words);
        let late = until(&app, wanted(r#"{"outbox":0,"timeout":0}"#)).await.unwrap_err();
        assert!(late.words.contains("store is not open"), "{}", late.words);
    }
}
