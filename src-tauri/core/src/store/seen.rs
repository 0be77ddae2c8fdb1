//! "Have we seen this?": the newest pin of a conversation with the same picture or link, from what is on this device.
//!
//! Links are compared by `message.same_link`, pictures by what they look like (`media.look`): two of one picture are alike in
//! one of eight parts of their look at least, which has an index, and are then compared as a whole.

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::guard;
use crate::media::likeness;
use crate::model::{MediaId, MessageId, RoomId, SeenBefore, SeenWhat};

/// Most pictures that are compared as a whole.
const COMPARED_MAX: u32 = 400;
const FROM: &str = "FROM message JOIN room ON room.id = message.room
                    WHERE (message.at, message.id) < (?2, ?3) AND message.kind = 'pin' AND room.kind = 'conversation'";

/// A message's place in time.
type At = (i64, i64);

impl Reader {
    /// The newest pin with this link or picture.
    pub fn seen_before(&self, link: Option<&str>, picture: Option<MediaId>) -> Result<Option<SeenBefore>, StoreError> {
        self.seen_earlier(link.and_then(guard::same_link).as_deref(), picture, (i64::MAX, i64::MAX))
    }

    /// The newest one before a place in time.
    pub(super) fn seen_earlier(
        &self,
        same_link: Option<&str>,
        picture: Option<MediaId>,
        than: At,
    ) -> Result<Option<SeenBefore>, StoreError> {
        let by_link = match same_link {
            Some(link) => self.newest("same_link = ?1", link, than)?,
            None => None,
        };
        let mut by_picture: Option<At> = None;
        for media in self.alike(picture)? {
            by_picture = by_picture.max(self.newest("media = ?1", media, than)?);
        }
        let Some(found) = by_link.max(by_picture) else { return Ok(None) };
        let what = match (by_link == Some(found), by_picture == Some(found)) {
            (true, true) => SeenWhat::Both,
            (true, false) => SeenWhat::Link,
            (false, _) => SeenWhat::Picture,
        };
        self.seen_in(found.1, what)
    }

    fn newest(&self, which: &str, value: impl rusqlite::ToSql, than: At) -> Result<Option<At>, StoreError> {
        let sql = format!("SELECT message.at, message.id {FROM} AND message.{which} ORDER BY message.at DESC, message.id DESC LIMIT 1");
        one(self.conn(), &sql, (value, than.0, than.1), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn seen_in(&self, message: i64, what: SeenWhat) -> Result<Option<SeenBefore>, StoreError> {
        let sql = "SELECT room.id, room.room, room.shown, room.direct, message.sender, message.mine, message.at
                   FROM message JOIN room ON room.id = message.room WHERE message.id = ?1";
        let found = one(self.conn(), sql, [message], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get::<_, String>(4)?, row.get(5)?, row.get(6)?))
        })?;
        let Some((id, room, room_name, direct, sender, mine, at)) = found else { return Ok(None) };
        let sender = self.person_in(id, &sender)?;
        Ok(Some(SeenBefore { what, message: MessageId(message), room: RoomId(room), room_name, direct, sender, mine, at }))
    }

    /// The pictures that look like this one, itself among them.
    fn alike(&self, picture: Option<MediaId>) -> Result<Vec<i64>, StoreError> {
        let Some(MediaId(id)) = picture else { return Ok(Vec::new()) };
        let sql = "SELECT look, coalesce(colour, '') FROM media WHERE id = ?1 AND look <> ''";
        let looks = one(self.conn(), sql, [id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let Some((look, colour)) = looks else { return Ok(vec![id]) };
        // What lies in many pictures (a sky) is no place to look for one.
        let part = |n: usize| look.get(n * 4..n * 4 + 4).filter(|part| !matches!(*part, "0000" | "ffff" | "aaaa" | "5555"));
        let sql = "SELECT id, look, coalesce(colour, '') FROM media WHERE substr(look, 1, 4) = ?1 OR substr(look, 5, 4) = ?2 OR substr(look, 9, 4) = ?3
                     OR substr(look, 13, 4) = ?4 OR substr(look, 17, 4) = ?5 OR substr(look, 21, 4) = ?6 OR substr(look, 25, 4) = ?7
                     OR substr(look, 29, 4) = ?8 LIMIT ?9";
        let parts = (part(0), part(1), part(2), part(3), part(4), part(5), part(6), part(7), COMPARED_MAX);
        let found = all(self.conn(), sql, parts, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?;
        let same = |other: &str, shade: &str| likeness::alike(&look, other) && likeness::alike_in_colour(&colour, shade);
        let mut alike: Vec<i64> = found.into_iter().filter(|(_, other, shade)| same(other, shade)).map(|(id, ..)| id).collect();
        if !alike.contains(&id) {
            alike.push(id);
        }
        Ok(alike)
    }
}

impl Writer {
    /// What a picture looks like, once it was decoded; where another looks like it, its pins have something to tell.
    pub(crate) fn put_look(&mut self, media: MediaId, look: &str) -> Result<(), StoreError> {
        let changed = run(self.conn(), "UPDATE media SET look = ?2 WHERE id = ?1 AND look IS NOT ?2", (media.0, look))? > 0;
        if changed && self.alike(Some(media))?.len() > 1 {
            self.judged_anew(media)?;
        }
        Ok(())
    }
}
