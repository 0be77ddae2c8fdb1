//! What happens in a room, made from a seed: all kinds of messages, what is done to them, who comes, goes and is renamed;
//! and how a device hears of it: in which portions, with which holes, and when the keys come.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Value, json};
use tackroom_matrix::oracle::Sealer;

use super::super::oracle::Chance;

/// Syncs in which a room's events come.
pub const STEPS: usize = 8;
/// After this one both are compared while some holes cannot be filled.
pub const MIDDLE: usize = 4;
const ACTS: usize = 34;

/// Who may be in a room besides oneself; the first may do everything, the last comes later.
const PEOPLE: [&str; 4] = ["@bela:localhost", "@carol:localhost", "@dora:localhost", "@erik:localhost"];
const NAMES: [Option<&str>; 6] = [Some("Bela"), Some("Béla B."), Some("Carol"), Some("Dora 🌱"), Some("Erik"), None];

pub struct Case {
    pub seed: u64,
    pub room: String,
    /// In the server's order, as they were sent.
    pub events: Vec<Value>,
    /// What each sync brings, as a range of events; what lies between two ranges is left out ("limited").
    pub steps: Vec<Range<usize>>,
    /// The steps in which the server answers no question for older events.
    pub held: Range<usize>,
    /// Keys, each with the step after which it comes.
    pub keys: Vec<(usize, Value)>,
    /// Who is there in the end, and by which name.
    pub members: BTreeMap<String, String>,
    /// The events that are edits.
    pub edits: BTreeSet<String>,
}

/// A message that something can be done to.
#[derive(Clone)]
struct Said {
    event: String,
    sender: String,
    content: Value,
    sealed: bool,
    threaded: bool,
}

struct Maker {
    chance: Chance,
    seed: u64,
    version: &'static str,
    events: Vec<Value>,
    said: Vec<Said>,
    /// Reactions that stand: event, sender, key, target.
    reactions: Vec<(String, String, &'static str, String)>,
    /// Edits that stand, with their senders; and all that ever were.
    edits: Vec<(String, String)>,
    all_edits: BTreeSet<String>,
    /// Membership and name of each.
    people: BTreeMap<String, (&'static str, Option<&'static str>)>,
    sealers: Vec<Sealer>,
}

impl Case {
    pub fn new(seed: u64, me: &str) -> Self {
        let room = format!("!case{seed:x}:localhost");
        let mut chance = Chance(seed);
        let encrypted = chance.of(2) == 0;
        let version = ["10", "11"][chance.of(2)];
        let sealers: Vec<Sealer> = (0..if encrypted { 3 } else { 0 }).map(|_| Sealer::new(&room)).collect();
        let mut maker = Maker {
            chance,
            seed,
            version,
            events: Vec::new(),
            said: Vec::new(),
            reactions: Vec::new(),
            edits: Vec::new(),
            all_edits: BTreeSet::new(),
            people: BTreeMap::new(),
            sealers,
        };
        maker.begin(me, encrypted);
        let begins = maker.events.len();
        for _ in 0..ACTS {
            maker.act(me);
        }
        maker.event("m.room.message", PEOPLE[0], json!({ "msgtype": "m.text", "body": "the end" }), None);
        let (steps, held) = portions(&mut maker.chance, begins, maker.events.len());
        // The first key is there from the start, others come late, some never do.
        let mut keys = Vec::new();
        for (number, sealer) in maker.sealers.iter().enumerate() {
            let when = if number == 0 { 0 } else { maker.chance.of(STEPS + 2) };
            if when < STEPS {
                keys.push((when, sealer.key().clone()));
            }
        }
        let here = maker.people.iter().filter(|(user, (membership, _))| *user != me && ["join", "invite"].contains(membership));
        let shown = |user: &str, name: Option<&str>| name.unwrap_or(user[1..].split(':').next().unwrap()).to_owned();
        let members = here.map(|(user, (_, name))| (user.clone(), shown(user, *name))).collect();
        Self { seed, room, events: maker.events, steps, held, keys, members, edits: maker.all_edits }
    }
}

/// Cuts `begins..end` into portions, some with a hole before them; where the server holds back, at least one has one.
fn portions(chance: &mut Chance, begins: usize, end: usize) -> (Vec<Range<usize>>, Range<usize>) {
    let mut cuts: Vec<usize> = (1..STEPS - 1).map(|_| begins + 1 + chance.of(end - begins - 1)).collect();
    cuts.extend([begins + 1, end - 1, end]);
    cuts.sort_unstable();
    cuts.truncate(STEPS);
    cuts[STEPS - 1] = end;
    let held = if chance.of(2) == 0 { 1 + chance.of(3)..MIDDLE + 1 + chance.of(2) } else { 0..0 };
    let mut from = 0;
    let mut steps = Vec::new();
    for (step, to) in cuts.into_iter().enumerate() {
        let size = to - from;
        let limited = step > 0 && size > 1 && (held.start == step || chance.of(4) == 0);
        // A device may be younger than the room: then the first portion has a beginning that is not the room's.
        let skipped = match step {
            0 if chance.of(3) == 0 => begins,
            _ if limited => 1 + chance.of(size - 1),
            _ => 0,
        };
        steps.push(from + skipped..to);
        from = to;
    }
    (steps, held)
}

impl Maker {
    fn begin(&mut self, me: &str, encrypted: bool) {
        let bela = PEOPLE[0];
        self.event("m.room.create", bela, json!({ "room_version": self.version, "creator": bela }), Some(""));
        self.member(bela, bela, "join", Some("Bela"));
        let levels = json!({ "users": { bela: 100 }, "users_default": 0, "redact": 50, "ban": 50, "kick": 50, "invite": 0, "events_default": 0, "state_default": 50 });
        self.event("m.room.power_levels", bela, levels, Some(""));
        self.event("m.room.join_rules", bela, json!({ "join_rule": "invite" }), Some(""));
        self.event("m.room.history_visibility", bela, json!({ "history_visibility": "shared" }), Some(""));
        self.event("m.room.name", bela, json!({ "name": format!("Case {:x}", self.seed) }), Some(""));
        if encrypted {
            self.event("m.room.encryption", bela, json!({ "algorithm": "m.megolm.v1.aes-sha2" }), Some(""));
        }
        self.member(me, me, "join", Some("Amina"));
        self.member(PEOPLE[1], PEOPLE[1], "join", Some("Carol"));
        self.member(PEOPLE[2], PEOPLE[2], "join", None);
    }

    /// One event; its ID.
    fn event(&mut self, kind: &str, sender: &str, content: Value, state_key: Option<&str>) -> String {
        let number = self.events.len();
        let id = format!("$case{:x}n{number}", self.seed);
        // Clocks differ: the server's order is not that of the times.
        let at = 1_700_000_000_000_u64 + 10_000 * number as u64 + self.chance.of(40_000) as u64;
        let mut event =
            json!({ "event_id": id, "type": kind, "sender": sender, "origin_server_ts": at, "content": content, "unsigned": { "age": 5 } });
        if let Some(key) = state_key {
            event["state_key"] = json!(key);
        }
        self.events.push(event);
        id
    }

    fn member(&mut self, sender: &str, user: &str, membership: &'static str, name: Option<&'static str>) {
        let mut content = json!({ "membership": membership });
        if let Some(name) = name.filter(|_| ["join", "invite"].contains(&membership)) {
            content["displayname"] = json!(name);
        }
        self.event("m.room.member", sender, content, Some(user));
        self.people.insert(user.to_owned(), (membership, name));
    }

    /// A message, encrypted or (by a plain client) not; its ID and whether it was.
    fn say(&mut self, sender: &str, content: &Value) -> (String, bool) {
        let sealed = !self.sealers.is_empty() && self.chance.of(4) > 0;
        if !sealed {
            return (self.event("m.room.message", sender, content.clone(), None), false);
        }
        let which = self.chance.of(self.sealers.len());
        let inside = self.sealers[which].seal("m.room.message", content);
        (self.event("m.room.encrypted", sender, inside, None), true)
    }

    /// A message that others may do something to.
    fn tell(&mut self, sender: &str, content: Value, threaded: bool) {
        let (event, sealed) = self.say(sender, &content);
        self.said.push(Said { event, sender: sender.to_owned(), content, sealed, threaded });
    }

    fn joined(&mut self) -> String {
        let here: Vec<&String> = self.people.iter().filter(|(_, (membership, _))| *membership == "join").map(|(user, _)| user).collect();
        here[self.chance.of(here.len())].clone()
    }

    fn some(&mut self, test: impl Fn(&Said) -> bool) -> Option<Said> {
        let fit: Vec<&Said> = self.said.iter().filter(|said| test(said)).collect();
        (!fit.is_empty()).then(|| fit[self.chance.of(fit.len())].clone())
    }

    /// New words of a kind, for a message or an edit of one.
    fn words(&mut self, kind: usize) -> Value {
        let n = self.events.len();
        let text = |kind: &str| json!({ "msgtype": kind, "body": format!("{kind} {n}") });
        let picture = |body: String| json!({ "msgtype": "m.image", "body": body, "filename": "a.jpg", "url": "mxc://localhost/none", "info": { "w": 64, "h": 48 } });
        let block = || json!({ "version": 1, "title": format!("Pin {n}"), "note": "a note", "link": format!("https://shop.example/{n}") });
        let caption = format!("Pin {n}\na note\nhttps://shop.example/{n}");
        match kind {
            0 => text("m.emote"),
            1 => text("m.notice"),
            2 => {
                let mut pin = picture(caption);
                pin["app.tackroom.pin"] = block();
                pin
            }
            3 => json!({ "msgtype": "m.text", "body": caption, "app.tackroom.pin": block() }),
            4 => picture(format!("Picture {n}")),
            5 => {
                let kind = ["m.file", "m.video", "m.audio"][self.chance.of(3)];
                json!({ "msgtype": kind, "body": format!("{n}.bin"), "url": "mxc://localhost/none", "info": { "size": 7 } })
            }
            _ => text("m.text"),
        }
    }

    fn act(&mut self, me: &str) {
        let who = self.joined();
        match self.chance.of(24) {
            kind @ 0..=9 => {
                let content = self.words(kind);
                self.tell(&who, content, false);
            }
            10 | 11 => self.answer(&who),
            12 | 13 => self.answer_in_thread(&who),
            14 | 15 => self.react(&who),
            16 => {
                if let Some((event, sender, ..)) = self.reactions.pop() {
                    self.redact(&sender, &event);
                }
            }
            17..=19 => self.edit(&who),
            20 => self.remove(&who),
            21 => {
                // An edit is taken back.
                if let Some((event, sender)) = self.edits.pop() {
                    self.redact(&sender, &event);
                }
            }
            22 => {
                let name = NAMES[self.chance.of(NAMES.len())];
                self.member(&who, &who, "join", name);
            }
            _ => self.come_and_go(me),
        }
    }

    fn answer(&mut self, who: &str) {
        let Some(to) = self.some(|said| !said.threaded) else { return };
        let kind = self.chance.of(10);
        let mut content = self.words(kind);
        content["m.relates_to"] = json!({ "m.in_reply_to": { "event_id": to.event } });
        self.tell(who, content, false);
    }

    fn answer_in_thread(&mut self, who: &str) {
        let Some(root) = self.some(|said| !said.threaded) else { return };
        let kind = self.chance.of(10);
        let mut content = self.words(kind);
        let plain = json!({ "rel_type": "m.thread", "event_id": root.event });
        let falling_back =
            json!({ "rel_type": "m.thread", "event_id": root.event, "is_falling_back": true, "m.in_reply_to": { "event_id": root.event } });
        content["m.relates_to"] = if self.chance.of(2) == 0 { plain } else { falling_back };
        self.tell(who, content, true);
    }

    fn react(&mut self, who: &str) {
        let Some(to) = self.some(|_| true) else { return };
        let key = ["👍", "🌱", "❤️"][self.chance.of(3)];
        // The server refuses the same one twice.
        if self.reactions.iter().any(|(_, by, given, target)| by == who && *given == key && *target == to.event) {
            return;
        }
        let content = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": to.event, "key": key } });
        let event = self.event("m.reaction", who, content, None);
        self.reactions.push((event, who.to_owned(), key, to.event));
    }

    /// Mostly of one's own words; what somebody makes of another's counts for nothing.
    fn edit(&mut self, who: &str) {
        let strange = self.chance.of(5) == 0;
        let Some(old) = self.some(|said| strange || said.sender == who) else { return };
        let has = |name: &str| old.content.get(name).is_some();
        let kind = match old.content["msgtype"].as_str().unwrap() {
            "m.emote" => 0,
            "m.notice" => 1,
            // Another client brings the caption without the block.
            "m.image" if has("app.tackroom.pin") => [2, 4][self.chance.of(2)],
            "m.image" => 4,
            "m.text" if has("app.tackroom.pin") => 3,
            "m.text" => 9,
            _ => 5,
        };
        let new = self.words(kind);
        if kind == 5 && new["msgtype"] != old.content["msgtype"] {
            return;
        }
        let mut content = new.clone();
        content["m.new_content"] = new;
        content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": old.event });
        let event = if old.sealed && !self.sealers.is_empty() {
            let which = self.chance.of(self.sealers.len());
            let inside = self.sealers[which].seal("m.room.message", &content);
            self.event("m.room.encrypted", who, inside, None)
        } else {
            self.event("m.room.message", who, content, None)
        };
        self.all_edits.insert(event.clone());
        self.edits.push((event, who.to_owned()));
    }

    fn remove(&mut self, who: &str) {
        let all = who == PEOPLE[0];
        let Some(old) = self.some(|said| all || said.sender == who) else { return };
        self.redact(who, &old.event);
        self.said.retain(|said| said.event != old.event);
        self.reactions.retain(|(.., target)| *target != old.event);
    }

    fn redact(&mut self, who: &str, event: &str) {
        let in_content = self.version == "11";
        let content = if in_content { json!({ "redacts": event, "reason": "why not" }) } else { json!({}) };
        self.event("m.room.redaction", who, content, None);
        if let Some(last) = self.events.last_mut() {
            last["redacts"] = json!(event);
        }
    }

    fn come_and_go(&mut self, me: &str) {
        let user = PEOPLE[1 + self.chance.of(3)];
        let (now, name) = self.people.get(user).copied().unwrap_or(("leave", Some("Erik")));
        let by_other = self.chance.of(2) == 0;
        let (sender, next) = match now {
            "join" if by_other => (PEOPLE[0], "leave"),
            "join" => (user, "leave"),
            "invite" if by_other => (PEOPLE[0], "leave"),
            "invite" => (user, "join"),
            "ban" => (PEOPLE[0], "leave"),
            _ if self.chance.of(4) == 0 => (PEOPLE[0], "ban"),
            _ => (me, "invite"),
        };
        self.member(sender, user, next, name);
    }
}

impl Case {
    /// An event as the server has it once it knows the first `known`: emptied where one of those removes it.
    pub fn served(&self, index: usize, known: usize) -> Value {
        let event = &self.events[index];
        let removal = self.events[..known].iter().find(|other| other["redacts"] == event["event_id"]);
        let mut served = event.clone();
        if let Some(removal) = removal {
            served["content"] = json!({});
            served["unsigned"] = json!({ "redacted_because": removal });
        }
        served
    }

    /// The newest state of each kind among the first `known` events.
    pub fn state(&self, known: usize, test: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let newest = self.events[..known].iter().rev().filter(|event| event.get("state_key").is_some() && test(event));
        newest.filter(|event| seen.insert((event["type"].to_string(), event["state_key"].to_string()))).cloned().collect()
    }
}
