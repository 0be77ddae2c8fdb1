//! What a state event says happened, for the lines between messages. Pure.
//!
//! Kept is what a line needs and no more: who it is about, the new name. What it was before comes with the event
//! (`unsigned.prev_content`); without that, only what is plain from the event itself is told.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::Role;
use crate::text::{cut, cut_bytes, is_user_id, local_part, one_line};

/// Longest name that is kept, characters.
const NAME_MAX: usize = 80;
/// Most changes of roles that one event tells of.
const ROLES_MAX: usize = 20;

/// What happened, as it lies in `relation.body`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Kept {
    /// Its first name is added when lines are made.
    Created {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    Named {
        name: Option<String>,
    },
    Picture,
    PictureGone,
    Joined {
        user: String,
    },
    Left {
        user: String,
    },
    Declined {
        user: String,
    },
    Invited {
        user: String,
    },
    Withdrawn {
        user: String,
    },
    Removed {
        user: String,
    },
    Banned {
        user: String,
    },
    Unbanned {
        user: String,
    },
    Called {
        user: String,
        before: String,
        name: String,
    },
    Face {
        user: String,
    },
    Roles {
        given: Vec<(String, Role)>,
    },
}

/// What a state event tells; `None`: nothing that people would want to know.
pub(crate) fn happened(event_type: &str, json: &Value, content: &Value) -> Option<Kept> {
    let before = json.pointer("/unsigned/prev_content").or_else(|| json.get("prev_content"));
    match event_type {
        "m.room.create" => Some(Kept::Created { name: None }),
        "m.room.name" => {
            let name = |content: &Value| name_in(content, "name");
            let now = name(content);
            (before.is_none_or(|before| name(before) != now) && (now.is_some() || before.is_some())).then_some(Kept::Named { name: now })
        }
        "m.room.avatar" => {
            let url = |content: &Value| content.get("url").and_then(Value::as_str).filter(|url| !url.is_empty()).map(str::to_owned);
            match (before.and_then(url), url(content)) {
                (before, now) if before == now => None,
                (_, Some(_)) => Some(Kept::Picture),
                (_, None) => Some(Kept::PictureGone),
            }
        }
        "m.room.member" => member(json, content, before),
        "m.room.power_levels" => roles(content, before?),
        _ => None,
    }
}

fn name_in(content: &Value, key: &str) -> Option<String> {
    let name = content.get(key).and_then(Value::as_str).map(|name| cut(&one_line(cut_bytes(name, 2_000)), NAME_MAX));
    name.filter(|name| !name.is_empty())
}

fn member(json: &Value, content: &Value, before: Option<&Value>) -> Option<Kept> {
    let user = json.get("state_key").and_then(Value::as_str).filter(|user| is_user_id(user))?.to_owned();
    let own = json.get("sender").and_then(Value::as_str) == Some(user.as_str());
    let membership = |content: &Value| content.get("membership").and_then(Value::as_str).unwrap_or_default().to_owned();
    let was = before.map(membership);
    match (was.as_deref(), membership(content).as_str()) {
        (Some("join"), "join") => changed(user, content, before?),
        (_, "join") => Some(Kept::Joined { user }),
        (Some("invite"), "invite") | (Some("ban"), "ban") => None,
        (_, "invite") => Some(Kept::Invited { user }),
        (_, "ban") => Some(Kept::Banned { user }),
        (Some("invite"), "leave") if own => Some(Kept::Declined { user }),
        (Some("invite"), "leave") => Some(Kept::Withdrawn { user }),
        (Some("ban"), "leave") if !own => Some(Kept::Unbanned { user }),
        (Some("join") | None, "leave") if own => Some(Kept::Left { user }),
        (Some("join") | None, "leave") => Some(Kept::Removed { user }),
        _ => None,
    }
}

/// Another name or picture of somebody who is there.
fn changed(user: String, content: &Value, before: &Value) -> Option<Kept> {
    let name = |content: &Value| name_in(content, "displayname").unwrap_or_else(|| local_part(&user).to_owned());
    let face = |content: &Value| content.get("avatar_url").and_then(Value::as_str).map(str::to_owned);
    let (was, now) = (name(before), name(content));
    if was != now {
        return Some(Kept::Called { user, before: was, name: now });
    }
    (face(before) != face(content)).then_some(Kept::Face { user })
}

fn roles(content: &Value, before: &Value) -> Option<Kept> {
    let none = json!({});
    let users = |content: &'_ Value| content.get("users").filter(|users| users.is_object()).cloned().unwrap_or_else(|| none.clone());
    let usual = |content: &Value| content.get("users_default").and_then(Value::as_i64).unwrap_or(0);
    let (was, now) = (users(before), users(content));
    let role = |users: &Value, usual: i64, user: &str| Role::of(users.get(user).and_then(Value::as_i64).unwrap_or(usual));
    let named: BTreeSet<&String> = was.as_object().into_iter().chain(now.as_object()).flat_map(|users| users.keys()).collect();
    let given: Vec<(String, Role)> = named
        .into_iter()
        .filter(|user| is_user_id(user))
        .filter_map(|user| {
            let role_now = role(&now, usual(content), user);
            (role(&was, usual(before), user) != role_now).then(|| (user.clone(), role_now))
        })
        .take(ROLES_MAX)
        .collect();
    (!given.is_empty()).then_some(Kept::Roles { given })
}
