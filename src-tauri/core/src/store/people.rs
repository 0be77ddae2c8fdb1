//! Members of rooms, and people whom one can write to.
//!
//! A name is ambiguous where another member's looks alike (skeleton of UTS 39) or where it poses as a Matrix ID; it is
//! settled when members are written, so that reading a page costs nothing.

use std::collections::BTreeSet;

use rusqlite::Row;

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::model::{Change, Contact, ContactOrigin, ContactTarget, MediaId, Person, RoomId, UserId};
use crate::rich::{self, Named};
use crate::text;

/// Rooms up to this size make their members known; a larger room's are strangers.
const KNOWN_ROOM_MAX: i64 = 30;
const GROUP_NAMES: i64 = 8;
/// Names in one text that are looked up.
const NAMED_MAX: usize = 30;
/// Longest name that is looked for, bytes; names are cut to 80 graphemes.
const NAME_MAX: usize = 400;
/// Members that are gone through for a name.
const MEMBERS_MAX: i64 = 20_000;

/// What Matrix knows of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberFacts {
    pub user: UserId,
    pub name: Option<String>,
    /// `mxc://…`
    pub avatar: Option<String>,
    /// `join`, `invite`, `leave`, `ban` or `knock`.
    pub membership: String,
}

/// A name as shown; the ID's local part where there is none.
pub(super) fn shown_name(name: Option<&str>, user: &str) -> String {
    let name = name.map(text::one_line).unwrap_or_default();
    if name.is_empty() { text::local_part(user).to_owned() } else { text::cut(&name, 80) }
}

impl Reader {
    /// A person as shown in a room.
    pub(crate) fn person_in(&self, room: i64, user: &str) -> Result<Person, StoreError> {
        let sql = "SELECT name, avatar, ambiguous FROM member WHERE room = ?1 AND user = ?2";
        let found = one(self.conn(), sql, (room, user), |row| person(row, user))?;
        match found {
            Some(person) => Ok(person),
            None => {
                let sql = "SELECT name, avatar, 0 FROM person WHERE user = ?1";
                let found = one(self.conn(), sql, [user], |row| person(row, user))?;
                Ok(found.unwrap_or_else(|| Person { user: user.into(), name: shown_name(None, user), avatar: None, ambiguous: false }))
            }
        }
    }

    /// Whether a room is a conversation of two.
    pub(super) fn is_direct(&self, room: i64) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT direct FROM room WHERE id = ?1", [room], |row| row.get(0))?.unwrap_or(false))
    }

    /// Whether somebody is in a room or invited.
    pub(super) fn is_member(&self, room: i64, user: &UserId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM member WHERE room = ?1 AND user = ?2 AND membership IN ('join', 'invite')";
        Ok(one(self.conn(), sql, (room, user.as_str()), |_| Ok(()))?.is_some())
    }

    /// Who of the others of a room is named in a text: `@` and the name, where that is one person's, or the whole ID.
    pub(super) fn named_in(&self, room: &RoomId, text: &str) -> Result<Vec<Named>, StoreError> {
        let mut named: Vec<Named> = Vec::new();
        if !text.contains('@') {
            return Ok(named);
        }
        let id = self.need_room(room)?;
        for at in rich::begins(text).take(NAMED_MAX) {
            let rest = text::cut_bytes(text.get(at..).unwrap_or_default(), NAME_MAX);
            // The longest that stands there; names are compared as they are shown.
            let sql = "SELECT user, CASE WHEN substr(?2, 1, length(user)) = user THEN user ELSE '@' || name END AS words,
                         EXISTS (SELECT 1 FROM member other WHERE other.room = member.room AND other.name = member.name
                           AND other.user <> member.user AND other.membership IN ('join', 'invite'))
                       FROM member WHERE room = ?1 AND membership IN ('join', 'invite')
                         AND (substr(?2, 2, length(name)) = name OR substr(?2, 1, length(user)) = user)
                       ORDER BY length(words) DESC";
            let found = all(self.conn(), sql, (id, rest), |row| {
                Ok((Named { user: UserId(row.get(0)?), words: row.get(1)? }, row.get::<_, bool>(2)?))
            })?;
            let one = found.into_iter().find(|(one, _)| rich::stands_at(rest, 0, &one.words));
            if let Some((one, several)) = one
                && (!several || one.words == one.user.as_str())
                && !named.contains(&one)
            {
                named.push(one);
            }
        }
        Ok(named)
    }

    /// The others of a room whose name or ID has a word that begins so, those who spoke last first: for `@` in a text.
    pub fn mentionable(&self, room: &RoomId, query: &str, limit: u32) -> Result<Vec<Person>, StoreError> {
        let id = self.need_room(room)?;
        // Of two there is nobody to choose from.
        if self.is_direct(id)? {
            return Ok(Vec::new());
        }
        let query = text::search_key(query);
        let others = self.others(id, MEMBERS_MAX)?;
        let fits = |person: &Person| {
            let name = text::search_key(&person.name);
            let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&query));
            query.is_empty() || name.starts_with(&query) || words(&name) || text::local_part(person.user.as_str()).starts_with(&query)
        };
        Ok(others.into_iter().filter(fits).take(limit as usize).collect())
    }

    /// These people as they are called in a room.
    pub fn people_of(&self, room: &RoomId, users: &[UserId]) -> Result<Vec<Person>, StoreError> {
        let id = self.need_room(room)?;
        users.iter().map(|user| self.person_in(id, user.as_str())).collect()
    }

    /// Who is in a room or invited, as stored.
    pub fn present(&self, room: &RoomId) -> Result<Vec<UserId>, StoreError> {
        let Some(id) = self.room_row(room)? else { return Ok(Vec::new()) };
        let sql = "SELECT user FROM member WHERE room = ?1 AND membership IN ('join', 'invite')";
        all(self.conn(), sql, [id], |row| row.get(0).map(UserId))
    }

    /// The other members, those who spoke last first.
    pub(super) fn others(&self, room: i64, limit: i64) -> Result<Vec<Person>, StoreError> {
        let me = self.me()?;
        let me = me.as_ref().map_or("", UserId::as_str);
        let sql = "SELECT name, avatar, ambiguous, user FROM member
                   WHERE room = ?1 AND membership IN ('join', 'invite') AND user <> ?2
                   ORDER BY spoke_at DESC, user LIMIT ?3";
        all(self.conn(), sql, (room, me, limit), |row| {
            let user: String = row.get(3)?;
            person(row, &user)
        })
    }

    /// Whom one can write to: written to most recently first, then other known people and groups by name. `query` finds
    /// parts of names and IDs, and names that look like it; a full Matrix ID that is on no list is offered as typed.
    pub fn contacts(&self, query: &str, limit: u32) -> Result<Vec<Contact>, StoreError> {
        let query = query.trim();
        let part = text::search_key(query);
        let alike = text::look_alike_key(query);
        let me = self.me()?;
        let me = me.as_ref().map_or("", UserId::as_str);
        // The key ends with the ID. Its server counts only where an ID is typed: two letters of a server's name would
        // bring everybody who is there.
        let with_server = query.contains(['@', ':']);
        let sql = "SELECT user, name, avatar, written_at,
                     EXISTS (SELECT 1 FROM person other WHERE other.name_key = person.name_key AND other.user <> person.user)
                   FROM person
                   WHERE known = 1 AND user <> ?1 AND (?2 = '' OR instr(name_key, ?3) > 0 OR instr(
                     CASE WHEN ?5 THEN search_key ELSE substr(search_key, 1, length(search_key) - length(user) + instr(user, ':') - 1) END, ?2) > 0)
                   ORDER BY written_at DESC, name_key, user LIMIT ?4";
        let mut contacts = all(self.conn(), sql, (me, &part, &alike, limit, with_server), |row| {
            let user: String = row.get(0)?;
            let name: String = row.get(1)?;
            let written: i64 = row.get(3)?;
            Ok(Contact {
                ambiguous: row.get::<_, bool>(4)? || text::looks_like_id(&name),
                name,
                avatar: row.get::<_, Option<i64>>(2)?.map(MediaId),
                origin: if written > 0 { ContactOrigin::WrittenTo } else { ContactOrigin::Known },
                last_written: (written > 0).then_some(written),
                target: ContactTarget::Person { user: UserId(user) },
                members: Vec::new(),
            })
        })?;
        contacts.extend(self.group_contacts(&part, limit)?);
        contacts.sort_by_key(|c| (c.origin, std::cmp::Reverse(c.last_written), text::search_key(&c.name)));
        contacts.truncate(limit as usize);
        let listed = contacts.iter().any(|c| matches!(&c.target, ContactTarget::Person { user } if user.as_str() == query));
        if text::is_user_id(query) && query != me && !listed {
            contacts.push(Contact {
                target: ContactTarget::Person { user: query.into() },
                name: text::local_part(query).to_owned(),
                avatar: None,
                ambiguous: true,
                origin: ContactOrigin::Typed,
                last_written: None,
                members: Vec::new(),
            });
        }
        Ok(contacts)
    }

    fn group_contacts(&self, part: &str, limit: u32) -> Result<Vec<Contact>, StoreError> {
        let sql = "SELECT id, room, shown, avatar, written_at FROM room
                   WHERE kind = 'conversation' AND direct = 0 AND joined = 1 AND can_post = 1 AND (?1 = '' OR instr(shown_key, ?1) > 0)
                   ORDER BY written_at DESC, shown_key LIMIT ?2";
        let groups = all(self.conn(), sql, (part, limit), |row| {
            let written: i64 = row.get(4)?;
            let contact = Contact {
                target: ContactTarget::Conversation { room: RoomId(row.get(1)?) },
                name: row.get(2)?,
                avatar: row.get::<_, Option<i64>>(3)?.map(MediaId),
                ambiguous: false,
                origin: if written > 0 { ContactOrigin::WrittenTo } else { ContactOrigin::Known },
                last_written: (written > 0).then_some(written),
                members: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, contact))
        })?;
        groups
            .into_iter()
            .map(|(id, mut contact)| {
                contact.members = self.others(id, GROUP_NAMES)?.into_iter().map(|p| p.name).collect();
                Ok(contact)
            })
            .collect()
    }

    /// A person outside any room: from their profile, else by their ID.
    pub fn profile(&self, user: &UserId) -> Result<Person, StoreError> {
        self.person_in(0, user.as_str())
    }
}

impl Writer {
    /// Writes members of a room; those not named stay as they are.
    pub fn put_members(&mut self, room: &RoomId, members: &[MemberFacts]) -> Result<(), StoreError> {
        let Some(id) = self.room_row(room)? else { return Ok(()) };
        let mut keys = BTreeSet::new();
        for facts in members {
            self.put_member(id, facts, &mut keys)?;
        }
        if keys.is_empty() {
            return Ok(());
        }
        for key in &keys {
            self.settle_names(id, key)?;
        }
        self.know_members(id, members)?;
        self.refresh_shown(id)?;
        self.changed(Change::Conversation { room: room.clone() });
        self.changed(Change::Conversations);
        Ok(())
    }

    fn put_member(&mut self, room: i64, facts: &MemberFacts, keys: &mut BTreeSet<String>) -> Result<(), StoreError> {
        let user = facts.user.as_str();
        let mut name = shown_name(facts.name.as_deref(), user);
        let mut avatar = self.avatar(facts.avatar.as_deref())?;
        let sql = "SELECT name, avatar, membership, name_key FROM member WHERE room = ?1 AND user = ?2";
        let old = one(self.conn(), sql, (room, user), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        // Who leaves brings no name along: what they wrote stays theirs.
        if let Some((old_name, old_avatar, ..)) = &old
            && facts.name.is_none()
            && !matches!(facts.membership.as_str(), "join" | "invite")
        {
            (name, avatar) = (old_name.clone(), *old_avatar);
        }
        if let Some((old_name, old_avatar, old_membership, old_key)) = old {
            if (&old_name, old_avatar, &old_membership) == (&name, avatar, &facts.membership) {
                return Ok(());
            }
            keys.insert(old_key);
        }
        let key = text::look_alike_key(&name);
        let sql = "INSERT INTO member (room, user, name, name_key, avatar, membership) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT DO UPDATE SET name = excluded.name, name_key = excluded.name_key, avatar = excluded.avatar,
                     membership = excluded.membership";
        run(self.conn(), sql, (room, user, &name, &key, avatar, &facts.membership))?;
        keys.insert(key);
        Ok(())
    }

    fn settle_names(&mut self, room: i64, key: &str) -> Result<(), StoreError> {
        let sql = "SELECT user, name, ambiguous, membership IN ('join', 'invite') FROM member WHERE room = ?1 AND name_key = ?2";
        let alike = all(self.conn(), sql, (room, key), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?, row.get::<_, bool>(3)?))
        })?;
        let present = alike.iter().filter(|(.., here)| *here).count();
        for (user, name, was, _) in &alike {
            let now = present > 1 || text::looks_like_id(name);
            if now != *was {
                run(self.conn(), "UPDATE member SET ambiguous = ?3 WHERE room = ?1 AND user = ?2", (room, user, now))?;
            }
        }
        Ok(())
    }

    /// Members of a small room are people one can write to.
    fn know_members(&mut self, room: i64, members: &[MemberFacts]) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM room WHERE id = ?1 AND member_count <= ?2";
        if one(self.conn(), sql, (room, KNOWN_ROOM_MAX), |_| Ok(()))?.is_none() {
            return Ok(());
        }
        for facts in members.iter().filter(|m| matches!(m.membership.as_str(), "join" | "invite")) {
            let avatar = self.avatar(facts.avatar.as_deref())?;
            self.put_person(&facts.user, facts.name.as_deref(), avatar, true)?;
        }
        Ok(())
    }

    /// What a profile says, outside any room.
    pub fn put_profile(&mut self, user: &UserId, name: Option<&str>, avatar: Option<&str>) -> Result<(), StoreError> {
        let avatar = self.avatar(avatar)?;
        self.put_person(user, name, avatar, false)
    }

    fn put_person(&mut self, user: &UserId, name: Option<&str>, avatar: Option<i64>, known: bool) -> Result<(), StoreError> {
        let id = user.as_str();
        let name = shown_name(name, id);
        let sql = "INSERT INTO person (user, name, name_key, search_key, avatar, known) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT DO UPDATE SET name = excluded.name, name_key = excluded.name_key, search_key = excluded.search_key,
                     avatar = excluded.avatar, known = max(known, excluded.known)
                   WHERE name <> excluded.name OR avatar IS NOT excluded.avatar OR known < excluded.known";
        let find = format!("{} {}", text::search_key(&name), id.to_lowercase());
        if run(self.conn(), sql, (id, &name, text::look_alike_key(&name), find, avatar, known))? > 0 {
            self.changed(Change::Contacts);
            // Pins of boards are shown with their sender's name.
            if one(self.conn(), "SELECT 1 FROM source WHERE kind = 'board' LIMIT 1", (), |_| Ok(()))?.is_some() {
                self.changed(Change::Feed);
            }
        }
        Ok(())
    }

    /// Something was written to this person: they go to the top of the contacts.
    pub fn note_written(&mut self, user: &UserId, at: i64) -> Result<(), StoreError> {
        let exists = one(self.conn(), "SELECT 1 FROM person WHERE user = ?1", [user.as_str()], |_| Ok(()))?.is_some();
        if !exists {
            self.put_person(user, None, None, true)?;
        }
        let sql = "UPDATE person SET written_at = ?2, known = 1 WHERE user = ?1 AND written_at < ?2";
        if run(self.conn(), sql, (user.as_str(), at))? > 0 {
            self.changed(Change::Contacts);
        }
        Ok(())
    }
}

fn person(row: &Row<'_>, user: &str) -> rusqlite::Result<Person> {
    Ok(Person { user: user.into(), name: row.get(0)?, avatar: row.get::<_, Option<i64>>(1)?.map(MediaId), ambiguous: row.get(2)? })
}
