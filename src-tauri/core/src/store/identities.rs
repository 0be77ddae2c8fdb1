//! The identity (cross-signing master key) that each person was last seen with, and what is said when it changes.
//!
//! The first one is taken as it is; a different one later is told in every encrypted conversation with that person, and
//! by an alert, in the transaction that remembers it: neither a crash nor a restart loses or repeats it.

use super::events::NewMessage;
use super::rows::{all, one};
use super::{Look, Reader, StoreError, Writer};
use crate::api::Said;
use crate::model::{Change, RoomId, UserId};
use crate::project::place::LOCAL;
use crate::project::render::{Relations, Rendered};

/// What the line in the conversation is; no event of a server can have it, for unknown types show nothing.
pub const IDENTITY_CHANGED: &str = "app.tackroom.identity_changed";

impl Reader {
    /// The other people of encrypted conversations.
    pub fn people_of_encrypted_rooms(&self) -> Result<Vec<UserId>, StoreError> {
        let me = self.me()?;
        let sql = "SELECT DISTINCT member.user FROM member JOIN room ON room.id = member.room
                   WHERE room.kind = 'conversation' AND room.encrypted = 1 AND room.joined = 1
                     AND member.membership IN ('join', 'invite') AND member.user <> ?1";
        all(self.conn(), sql, [me.as_ref().map_or("", UserId::as_str)], |row| Ok(UserId(row.get(0)?)))
    }
}

impl Writer {
    /// A person's identity was seen. True where it is not the one of before.
    pub fn see_identity(&mut self, user: &UserId, key: &str) -> Result<bool, StoreError> {
        let name = format!("identity:{user}");
        let before: Option<String> = self.value(&name)?;
        if before.as_deref() == Some(key) {
            return Ok(false);
        }
        self.put_value(&name, key)?;
        if before.is_none() {
            return Ok(false);
        }
        let sql = "SELECT room.id, room.room FROM member JOIN room ON room.id = member.room
                   WHERE member.user = ?1 AND member.membership IN ('join', 'invite')
                     AND room.kind = 'conversation' AND room.encrypted = 1 AND room.joined = 1";
        let rooms = all(self.conn(), sql, [user.as_str()], |row| Ok((row.get::<_, i64>(0)?, RoomId(row.get(1)?))))?;
        for (id, room) in &rooms {
            self.identity_line(*id, room, user, key)?;
        }
        let person = self.profile(user)?.name;
        let language = self.language()?;
        self.add_alert(&Said::new("identity-changed", &[("person", &person), ("user", &user)]).in_language(language))?;
        Ok(true)
    }

    /// The line stands where the conversation is now: with the newest event's key, after it. It is no event, so that
    /// neither receipts nor the order of what the server says know it.
    fn identity_line(&mut self, id: i64, room: &RoomId, user: &UserId, key: &str) -> Result<(), StoreError> {
        let sql = "SELECT max(ord) FROM message WHERE room = ?1 AND ord < ?2 AND event IS NOT NULL";
        let ord = one(self.conn(), sql, (id, LOCAL), |row| row.get::<_, Option<i64>>(0))?.flatten().unwrap_or(0);
        let who = self.person_in(id, user.as_str())?.name;
        let new = NewMessage {
            room: id,
            ord,
            event: None,
            txn: Some(&format!("identity {room} {user} {key} {}", self.now())),
            sender: user.as_str(),
            who: &who,
            mine: false,
            at: self.now(),
            event_type: IDENTITY_CHANGED,
            encrypted: false,
            session: None,
            content: "{}",
            hash: "",
            relations: Relations { reply_to: None, thread_root: None },
            unread: false,
        };
        self.insert_message(&new, &Look { shown: Rendered { kind: "unknown", ..Rendered::default() }, media: None, edited: false })?;
        self.changed(Change::Conversation { room: room.clone() });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
    use crate::model::MessageBody;
    use crate::test_room::{BOB, ROOM, TestRoom, room, text};

    #[test]
    fn a_changed_identity_is_told_once_and_the_line_keeps_its_place() {
        let t = TestRoom::new();
        let bob = BOB.into();
        t.store.write(|w| w.see_identity(&bob, "first")).unwrap();
        t.live([text(1, BOB, "before")]);
        assert!(!t.store.write(|w| w.see_identity(&bob, "first")).unwrap(), "the same one is no news");
        assert!(t.store.alerts().is_empty());
        assert!(t.store.write(|w| w.see_identity(&bob, "second")).unwrap());
        assert!(!t.store.write(|w| w.see_identity(&bob, "second")).unwrap(), "told once");
        t.live([text(2, BOB, "after")]);
        t.live([text(2, BOB, "after"), text(3, BOB, "later")]);
        let shown: Vec<String> = t
            .store
            .read(|r| r.messages(&room(ROOM), None, None, 10))
            .unwrap()
            .messages
            .iter()
            .map(|m| match &m.body {
                MessageBody::Text { text } => text.clone(),
                MessageBody::Unknown { event_type, .. } => event_type.clone(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(shown, ["before", super::IDENTITY_CHANGED, "after", "later"]);
        assert!(t.store.alerts()[0].contains(BOB));
        let last = t.store.read(|r| r.last_event(&room(ROOM))).unwrap();
        assert_eq!(last, t.messages().pop().unwrap().event);
    }
}
