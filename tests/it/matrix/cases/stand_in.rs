//! The homeserver of the cases' rooms: a proxy before Synapse that answers syncs and questions about those rooms itself, and
//! lets everything else (sign-in, keys, filters) go on to Synapse. Classic sync, since that is one answer for all rooms.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

use super::script::Case;
use crate::support::Proxy;
use crate::support::proxy::{Fate, Seen};

#[derive(Default)]
struct World {
    cases: Arc<Vec<Case>>,
    /// The step that is under way; `None`: the rooms are not there yet.
    step: Option<usize>,
    /// The step's portions have been asked for; so many syncs have had news.
    brought: usize,
    asked_members: BTreeSet<String>,
}

#[derive(Clone)]
pub struct StandIn(Arc<Mutex<World>>);

impl StandIn {
    pub fn before(proxy: &Proxy) -> Self {
        let this = Self(Arc::default());
        let answering = this.clone();
        proxy.rule(move |seen| answering.fate(seen));
        this
    }

    pub fn rooms(&self, cases: &Arc<Vec<Case>>) {
        self.0.lock().unwrap().cases = cases.clone();
    }

    /// From now on the next sync brings this step.
    pub fn go_to(&self, step: usize) {
        self.0.lock().unwrap().step = Some(step);
    }

    /// Whether the device has asked for the news of this step.
    pub fn has_brought(&self, step: usize) -> bool {
        self.0.lock().unwrap().brought > step
    }

    /// Rooms whose members were asked for.
    pub fn members_asked(&self) -> usize {
        self.0.lock().unwrap().asked_members.len()
    }

    fn fate(&self, seen: &Seen) -> Fate {
        let (path, query) = seen.path.split_once('?').unwrap_or((&seen.path, ""));
        if path.ends_with("/client/versions") {
            return ok(&json!({ "versions": ["v1.11", "v1.12"], "unstable_features": {} }));
        }
        if path.contains("simplified_msc3575") {
            return answer(404, &json!({ "errcode": "M_UNRECOGNIZED", "error": "Unrecognized request" }));
        }
        let mut world = self.0.lock().unwrap();
        if path.ends_with("/v3/sync") {
            return ok(&world.sync());
        }
        let Some((_, rest)) = path.split_once("/rooms/") else { return Fate::Pass };
        let (room, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let room = room.replace("%21", "!").replace("%3A", ":");
        let Some(number) = world.cases.iter().position(|case| case.room == room) else { return Fate::Pass };
        match rest {
            "messages" => world.messages(number, query),
            "members" => {
                world.asked_members.insert(room);
                let known = world.known(number);
                ok(&json!({ "chunk": world.cases[number].state(known, |event| event["type"] == "m.room.member") }))
            }
            _ => answer(404, &json!({ "errcode": "M_NOT_FOUND", "error": "not told here" })),
        }
    }
}

fn answer(status: u16, body: &Value) -> Fate {
    Fate::Answer(status, vec![("content-type".into(), "application/json".into())], body.to_string())
}

fn ok(body: &Value) -> Fate {
    answer(200, body)
}

impl World {
    /// How many events of a room have happened.
    fn known(&self, number: usize) -> usize {
        self.step.map_or(0, |step| self.cases[number].steps[step].end)
    }

    fn sync(&mut self) -> Value {
        let mut join = Map::new();
        if let Some(step) = self.step.filter(|step| *step >= self.brought) {
            self.brought = step + 1;
            for case in self.cases.iter() {
                if !case.steps[step].is_empty() {
                    join.insert(case.room.clone(), portion(case, step));
                }
            }
        }
        json!({
            "next_batch": format!("s{}", self.brought), "rooms": { "join": join },
            "device_one_time_keys_count": { "signed_curve25519": 50 }, "device_unused_fallback_key_types": ["signed_curve25519"],
        })
    }

    /// A page of older events, newest first; refused while the room is held back.
    fn messages(&self, number: usize, query: &str) -> Fate {
        let case = &self.cases[number];
        if self.step.is_some_and(|step| case.held.contains(&step)) {
            return Fate::Cut;
        }
        let field = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let known = self.known(number);
        let from = field("from").and_then(|token| token.strip_prefix('t')?.parse().ok()).unwrap_or(known);
        let limit: usize = field("limit").and_then(|limit| limit.parse().ok()).unwrap_or(10);
        let to = from.saturating_sub(limit);
        let chunk: Vec<Value> = (to..from).rev().map(|index| case.served(index, known)).collect();
        let mut page = json!({ "start": format!("t{from}"), "chunk": chunk });
        if to > 0 {
            page["end"] = json!(format!("t{to}"));
        }
        ok(&page)
    }
}

fn portion(case: &Case, step: usize) -> Value {
    let range = case.steps[step].clone();
    let before = if step == 0 { 0 } else { case.steps[step - 1].end };
    let events: Vec<Value> = range.clone().map(|index| case.served(index, range.end)).collect();
    // What changed in the part that is left out.
    let missed: BTreeSet<&str> = case.events[before..range.start].iter().filter_map(|event| event["event_id"].as_str()).collect();
    let state = case.state(range.start, |event| missed.contains(event["event_id"].as_str().unwrap_or_default()));
    let count = |membership: &str| {
        case.state(range.end, |event| event["type"] == "m.room.member")
            .iter()
            .filter(|event| event["content"]["membership"] == membership)
            .count()
    };
    json!({
        "timeline": { "events": events, "limited": range.start > before, "prev_batch": format!("t{}", range.start) },
        "state": { "events": state }, "account_data": { "events": [] }, "ephemeral": { "events": [] },
        "summary": { "m.joined_member_count": count("join"), "m.invited_member_count": count("invite") },
        "unread_notifications": { "notification_count": 0, "highlight_count": 0 },
    })
}
