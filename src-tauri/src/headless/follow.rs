//! What happens, printed as it happens: state, messages, invitations, notifications.
//!
//! Messages are found by reading the newest page of a room that changed and comparing it with what was printed before,
//! further back until something known is met. What the store held when it was opened is known and not printed.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::{Value, json};
use tackroom_core::model::{Change, Connection, EventId, Message, MessageId, RoomId, SessionState};
use tackroom_core::store::{Reader, StoreError};
use tokio::sync::Mutex;
use tokio::sync::broadcast::error::RecvError;

use super::Out;
use crate::app::App;
use crate::{commands, events};

const PAGE: u32 = 50;

#[derive(Default)]
struct Seen {
    state: Option<(SessionState, Connection)>,
    /// False until the store is open: the first look at it is not printed.
    opened: bool,
    /// What was printed of each message, as a hash.
    messages: HashMap<MessageId, u64>,
    requests: HashSet<RoomId>,
    /// Notices of this run that are still due: the newest event and all that each tells of.
    notices: Vec<(EventId, Vec<EventId>)>,
}

/// Prints on its own tasks, from now on.
pub fn start(app: &Arc<App>, out: &Out) {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let (for_changes, for_out, for_batch) = (app.clone(), out.clone(), seen.clone());
    tokio::spawn(events::forward(app.changes(), move |batch| {
        let (app, out, seen) = (for_changes.clone(), for_out.clone(), for_batch.clone());
        async move { seen.lock().await.look(&app, &out, &batch).await }
    }));
    follow_notices(app, out, &seen);
    // The state as it is, before anything changes.
    app.tell(Change::Session);
}

impl Seen {
    async fn look(&mut self, app: &Arc<App>, out: &Out, batch: &[Change]) {
        let mut all = batch.contains(&Change::All);
        if all || batch.iter().any(|change| matches!(change, Change::Session | Change::Connection)) {
            self.state(app, out);
        }
        let print = self.opened;
        if !self.opened && app.core().is_ok() {
            self.opened = true;
            all = true;
        }
        if !self.opened {
            return;
        }
        if all || batch.contains(&Change::Requests) {
            self.requests(app, out, print).await;
        }
        let rooms = if all {
            commands::read(app, all_rooms).await.unwrap_or_default()
        } else {
            let changed = batch.iter().filter_map(|change| match change {
                Change::Conversation { room } => Some(room.clone()),
                _ => None,
            });
            changed.collect()
        };
        let any = !rooms.is_empty();
        for room in rooms {
            self.messages(app, out, room, print).await;
        }
        if any && !self.notices.is_empty() {
            self.settle(app, out).await;
        }
    }

    async fn settle(&mut self, app: &App, out: &Out) {
        let due = std::mem::take(&mut self.notices);
        let looked = commands::read(app, move |reader| {
            let mut settled = Vec::new();
            let mut left = Vec::new();
            for (event, events) in due {
                let over = reader.settled(&events)?.len() == events.len();
                if over { settled.push(event) } else { left.push((event, events)) }
            }
            Ok((settled, left))
        });
        let Ok((settled, left)) = looked.await else { return };
        self.notices = left;
        for event in settled {
            out.line(&json!({ "event": "withdrawn", "event_id": event }));
        }
    }

    fn state(&mut self, app: &App, out: &Out) {
        let now = (app.session(), app.connection());
        if now.0 == SessionState::SignedOut {
            // Another account's store counts its messages from 1 again.
            self.messages.clear();
            self.requests.clear();
            self.notices.clear();
        }
        if self.state.as_ref() != Some(&now) {
            out.line(&json!({ "event": "state", "session": now.0, "connection": now.1 }));
            self.state = Some(now);
        }
    }

    async fn requests(&mut self, app: &App, out: &Out, print: bool) {
        let requests = commands::read(app, |reader| reader.requests()).await.unwrap_or_default();
        for request in &requests {
            if !self.requests.contains(&request.room) && print {
                out.line(&json!({ "event": "request", "request": request }));
            }
        }
        self.requests = requests.into_iter().map(|request| request.room).collect();
    }

    async fn messages(&mut self, app: &App, out: &Out, room: RoomId, print: bool) {
        for message in self.new_ones(app, room, print).await {
            let value = serde_json::to_value(&message).unwrap_or_default();
            let hash = hash(&value);
            if self.messages.insert(message.id, hash) != Some(hash) && print {
                out.line(&json!({ "event": "message", "room": message.room, "message": value }));
            }
        }
    }

    /// Oldest first: the newest page, and with `back` those before it until one that is known.
    async fn new_ones(&self, app: &App, room: RoomId, back: bool) -> Vec<Message> {
        let mut pages = Vec::new();
        let mut before = None;
        loop {
            let of = room.clone();
            // A room may be gone by now; its change is then no news.
            let Ok(page) = commands::read(app, move |reader| reader.messages(&of, before, None, PAGE)).await else { break };
            before = page.before;
            let met = page.messages.iter().any(|message| self.messages.contains_key(&message.id));
            pages.push(page.messages);
            if met || !back || before.is_none() {
                break;
            }
        }
        pages.into_iter().rev().flatten().collect()
    }
}

fn all_rooms(reader: &Reader) -> Result<Vec<RoomId>, StoreError> {
    reader.conversation_rooms()
}

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    hasher.finish()
}

/// Notices as they are decided; their end is found by [`Seen::settle`].
fn follow_notices(app: &Arc<App>, out: &Out, told: &Arc<Mutex<Seen>>) {
    let (mut notices, out, told) = (app.notices(), out.clone(), told.clone());
    tokio::spawn(async move {
        loop {
            match notices.recv().await {
                Ok(notice) => {
                    out.line(&json!({ "event": "notification", "notice": notice }));
                    told.lock().await.notices.push((notice.event, notice.events));
                }
                Err(RecvError::Lagged(lost)) => tracing::warn!(lost, "notifications came faster than they were printed"),
                Err(RecvError::Closed) => return,
            }
        }
    });
}
