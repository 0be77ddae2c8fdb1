//! Rooms: conversations and boards, as lists and heads show them.

use rusqlite::Row;

use super::guard::Trust;
use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::api::Code;
use crate::lines;
use crate::model::{Board, Change, Conversation, ConversationKind, Language, LastLine, MediaId, Notify, RoomId, SourceId, UserId};
use crate::text;

const MEMBERS_SHOWN: i64 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKind {
    Conversation,
    Board,
}

impl RoomKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Board => "board",
        }
    }
}

/// What Matrix knows of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomFacts {
    pub room: RoomId,
    pub kind: RoomKind,
    pub name: Option<String>,
    /// `mxc://…`
    pub avatar: Option<String>,
    pub encrypted: bool,
    pub joined: bool,
    /// With whom, where it is a direct conversation; empty: a group.
    pub direct_with: Vec<UserId>,
    pub can_post: bool,
    /// Joined and invited members, oneself among them.
    pub member_count: u32,
}

const COLUMNS: &str = "room.id, room.room, room.direct, room.shown, room.avatar, room.member_count, room.unread,
  room.encrypted, room.joined, room.last_message, EXISTS (SELECT 1 FROM head WHERE head.room = room.room),
  room.stranger, room.archived, room.on_top, room.marked_unread, room.notify, room.muted_until";

impl Reader {
    /// The room's present ID: a former local one leads to what it became.
    pub fn resolve(&self, room: &RoomId) -> Result<RoomId, StoreError> {
        if !room.is_local() {
            return Ok(room.clone());
        }
        let real = one(self.conn(), "SELECT room FROM room_alias WHERE local = ?1", [room.as_str()], |row| row.get(0))?;
        Ok(real.map_or_else(|| room.clone(), RoomId))
    }

    pub(crate) fn room_row(&self, room: &RoomId) -> Result<Option<i64>, StoreError> {
        let room = self.resolve(room)?;
        one(self.conn(), "SELECT id FROM room WHERE room = ?1", [room.as_str()], |row| row.get(0))
    }

    /// The ID of a room's row.
    pub(super) fn name_of_row(&self, id: i64) -> Result<Option<RoomId>, StoreError> {
        one(self.conn(), "SELECT room FROM room WHERE id = ?1", [id], |row| row.get(0).map(RoomId))
    }

    pub(super) fn need_room(&self, room: &RoomId) -> Result<i64, StoreError> {
        self.room_row(room)?.ok_or_else(|| StoreError::said(Code::NotFound, "conversation-gone", &[]))
    }

    /// One conversation.
    pub fn conversation(&self, room: &RoomId) -> Result<Conversation, StoreError> {
        self.conversation_row(self.need_room(room)?, &self.trust()?, self.language()?)
    }

    /// Conversations that are not archived: those kept on top, then the latest first; `after` is the last one of the page
    /// before.
    pub fn conversations(&self, after: Option<&RoomId>, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        self.listed(false, after, limit)
    }

    /// Archived conversations, as [`Reader::conversations`].
    pub fn archived(&self, after: Option<&RoomId>, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        self.listed(true, after, limit)
    }

    fn listed(&self, archived: bool, after: Option<&RoomId>, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        let place = match after {
            Some(room) => {
                let sql = "SELECT on_top, last_at, id FROM room WHERE id = ?1";
                one(self.conn(), sql, [self.need_room(room)?], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            }
            None => None,
        };
        let (on_top, at, id): (i64, i64, i64) = place.unwrap_or((i64::MAX, i64::MAX, i64::MAX));
        let sql = "SELECT id FROM room WHERE kind = 'conversation' AND archived = ?1 AND (on_top, last_at, id) < (?2, ?3, ?4)
                   ORDER BY on_top DESC, last_at DESC, id DESC LIMIT ?5";
        let ids = all(self.conn(), sql, (archived, on_top, at, id, limit), |row| row.get::<_, i64>(0))?;
        self.conversation_rows(ids)
    }

    /// What all of them need is read once.
    pub(super) fn conversation_rows(&self, ids: Vec<i64>) -> Result<Vec<Conversation>, StoreError> {
        let (trust, language) = (self.trust()?, self.language()?);
        ids.into_iter().map(|id| self.conversation_row(id, &trust, language)).collect()
    }

    /// How many messages wait to be read in conversations that are not muted; one that is only marked as unread counts
    /// as one.
    pub fn unread_total(&self) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(sum(max(unread, marked_unread)), 0) FROM room
                   WHERE kind = 'conversation' AND notify <> 'none' AND coalesce(muted_until, 0) <= ?1";
        Ok(one(self.conn(), sql, [self.now()], |row| row.get(0))?.unwrap_or(0))
    }

    fn conversation_row(&self, id: i64, trust: &Trust, language: Language) -> Result<Conversation, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM room WHERE room.id = ?1");
        let found = one(self.conn(), &sql, [id], conversation_of)?;
        let Some((mut conversation, last)) = found else {
            return Err(StoreError::said(Code::NotFound, "conversation-gone", &[]));
        };
        conversation.muted = conversation.notify == Notify::None || conversation.muted_until.is_some_and(|end| end > self.now());
        conversation.members = self.others(id, MEMBERS_SHOWN)?;
        if conversation.kind == ConversationKind::Direct {
            conversation.avatar = conversation.avatar.or_else(|| conversation.members.first().and_then(|p| p.avatar));
            conversation.read_at = self.read_at(id, &conversation.room)?;
        }
        if let Some(message) = last {
            conversation.last = self.last_line(id, message, trust, language)?;
        }
        Ok(conversation)
    }

    fn last_line(&self, room: i64, message: i64, trust: &Trust, language: Language) -> Result<Option<LastLine>, StoreError> {
        let Some(row) = self.message_row(message)? else { return Ok(None) };
        let body = self.body_of(&row)?;
        let sender = if row.mine { None } else { Some(self.person_in(room, &row.sender)?.name) };
        let covered = self.is_covered(&row, trust)?;
        Ok(Some(LastLine {
            text: lines::line(&body, language),
            sender,
            at: row.at,
            not_sent: row.outbox.as_ref().is_some_and(|o| o.refused),
            picture: row.media.map(MediaId).filter(|_| !covered),
        }))
    }

    /// When another last read one's last message.
    fn read_at(&self, id: i64, room: &RoomId) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT ord FROM message WHERE room = ?1 AND mine = 1 AND event IS NOT NULL ORDER BY ord DESC LIMIT 1";
        let Some(ord) = one(self.conn(), sql, [id], |row| row.get::<_, i64>(0))? else { return Ok(None) };
        let me = self.me()?;
        let me = me.as_ref().map_or("", UserId::as_str);
        let sql = "SELECT max(at) FROM receipt WHERE room = ?1 AND ord >= ?2 AND user <> ?3";
        Ok(one(self.conn(), sql, (room.as_str(), ord, me), |row| row.get(0))?.flatten())
    }

    /// The boards that one is in.
    pub fn boards(&self) -> Result<Vec<Board>, StoreError> {
        let sql = "SELECT room.room, source.id, room.shown, room.can_post,
                     (SELECT count(*) FROM feed_item WHERE feed_item.source = source.id)
                   FROM room JOIN source ON source.room = room.room
                   WHERE room.kind = 'board' AND room.joined = 1 ORDER BY room.shown_key, room.id";
        all(self.conn(), sql, [], |row| {
            Ok(Board {
                room: RoomId(row.get(0)?),
                source: SourceId(row.get(1)?),
                name: row.get(2)?,
                can_post: row.get(3)?,
                pins: row.get(4)?,
            })
        })
    }

    /// One board.
    pub fn board(&self, room: &RoomId) -> Result<Board, StoreError> {
        let found = self.boards()?.into_iter().find(|board| board.room == *room);
        found.ok_or_else(|| StoreError::said(Code::NotFound, "board-left", &[]))
    }

    /// An existing direct conversation with this person, in which one can write.
    pub fn direct_room(&self, user: &UserId) -> Result<Option<RoomId>, StoreError> {
        let sql = "SELECT room.room FROM member JOIN room ON room.id = member.room
                   WHERE member.user = ?1 AND member.membership IN ('join', 'invite')
                     AND room.kind = 'conversation' AND room.direct = 1 AND room.joined = 1 AND room.can_post = 1
                   ORDER BY room.last_at DESC, room.id DESC LIMIT 1";
        Ok(one(self.conn(), sql, [user.as_str()], |row| row.get(0))?.map(RoomId))
    }

    /// All rooms of a kind, local ones too.
    pub fn rooms(&self) -> Result<Vec<RoomId>, StoreError> {
        all(self.conn(), "SELECT room FROM room ORDER BY id", [], |row| row.get(0).map(RoomId))
    }

    /// All conversations, archived ones too, the latest first.
    pub fn conversation_rooms(&self) -> Result<Vec<RoomId>, StoreError> {
        let sql = "SELECT room FROM room WHERE kind = 'conversation' ORDER BY last_at DESC, id DESC";
        all(self.conn(), sql, [], |row| row.get(0).map(RoomId))
    }

    pub(crate) fn is_board(&self, id: i64) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT kind = 'board' FROM room WHERE id = ?1", [id], |row| row.get(0))?.unwrap_or(false))
    }

    /// The room's name as shown.
    pub fn room_name(&self, room: &RoomId) -> Result<String, StoreError> {
        let room = self.resolve(room)?;
        Ok(one(self.conn(), "SELECT shown FROM room WHERE room = ?1", [room.as_str()], |row| row.get(0))?.unwrap_or_default())
    }
}

impl Writer {
    /// Writes what is known of a room; makes it where it is new. A board becomes a source of the feed.
    pub fn put_room(&mut self, facts: &RoomFacts) -> Result<(), StoreError> {
        let avatar = self.avatar(facts.avatar.as_deref())?;
        let direct = !facts.direct_with.is_empty();
        let others = facts.member_count.saturating_sub(1);
        let name = facts.name.as_deref().map(text::one_line).filter(|name| !name.is_empty()).map(|name| text::cut(&name, 120));
        let sql = "INSERT INTO room (room, kind, direct, name, avatar, encrypted, joined, can_post, member_count, last_at, created_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10)
                   ON CONFLICT DO UPDATE SET kind = excluded.kind, direct = excluded.direct, name = excluded.name,
                     avatar = excluded.avatar, encrypted = max(encrypted, excluded.encrypted), joined = excluded.joined,
                     can_post = excluded.can_post, member_count = excluded.member_count
                   WHERE kind <> excluded.kind OR direct <> excluded.direct OR name IS NOT excluded.name
                     OR avatar IS NOT excluded.avatar OR encrypted < excluded.encrypted OR joined <> excluded.joined
                     OR can_post <> excluded.can_post OR member_count <> excluded.member_count";
        let params = (
            facts.room.as_str(),
            facts.kind.as_str(),
            direct,
            &name,
            avatar,
            facts.encrypted,
            facts.joined,
            facts.can_post,
            others,
            self.now(),
        );
        let touched = run(self.conn(), sql, params)? > 0;
        let Some(id) = self.room_row(&facts.room)? else { return Ok(()) };
        for user in &facts.direct_with {
            let sql =
                "INSERT INTO member (room, user, name, name_key, membership) VALUES (?1, ?2, ?3, ?4, 'invite') ON CONFLICT DO NOTHING";
            let person = self.profile(user)?;
            run(self.conn(), sql, (id, user.as_str(), &person.name, text::look_alike_key(&person.name)))?;
        }
        if !touched {
            return Ok(());
        }
        self.refresh_shown(id)?;
        match facts.kind {
            RoomKind::Board => self.put_board_source(id, facts)?,
            RoomKind::Conversation => {
                self.changed(Change::Conversations);
                self.changed(Change::Conversation { room: facts.room.clone() });
            }
        }
        Ok(())
    }

    fn put_board_source(&mut self, id: i64, facts: &RoomFacts) -> Result<(), StoreError> {
        let name = self.room_name(&facts.room)?;
        if facts.joined {
            let sql = "INSERT INTO source (kind, name, room, created_at) VALUES ('board', ?1, ?2, ?3)
                       ON CONFLICT (room) DO UPDATE SET name = excluded.name";
            run(self.conn(), sql, (name, facts.room.as_str(), self.now()))?;
            self.fill_board(id)?;
        } else {
            run(self.conn(), "DELETE FROM source WHERE room = ?1", [facts.room.as_str()])?;
        }
        self.changed(Change::Boards);
        self.changed(Change::Sources);
        self.changed(Change::Feed);
        Ok(())
    }

    /// Removes a room and all that was in it, when it was forgotten.
    pub fn forget_room(&mut self, room: &RoomId) -> Result<(), StoreError> {
        let name = room.as_str();
        run(self.conn(), "DELETE FROM source WHERE room = ?1", [name])?;
        run(self.conn(), "DELETE FROM head WHERE room = ?1", [name])?;
        run(self.conn(), "DELETE FROM draft WHERE room = ?1", [name])?;
        run(self.conn(), "DELETE FROM outbox WHERE room = ?1", [name])?;
        run(self.conn(), "DELETE FROM receipt WHERE room = ?1", [name])?;
        run(self.conn(), "DELETE FROM mark_time WHERE room = ?1", [name])?;
        if run(self.conn(), "DELETE FROM room WHERE room = ?1", [name])? > 0 {
            for change in [Change::Conversations, Change::Heads, Change::Boards, Change::Sources, Change::Feed] {
                self.changed(change);
            }
        }
        Ok(())
    }

    /// After a rebuild: what pointed to rows that are gone points nowhere, and what is unsent is shown again.
    pub(super) fn mend(&mut self) -> Result<(), StoreError> {
        let sql = "UPDATE room SET last_message = NULL, unread = 0, reached_start = 0,
                     avatar = (SELECT id FROM media WHERE media.id = avatar)";
        run(self.conn(), sql, [])?;
        for table in ["member", "person"] {
            let sql = format!("UPDATE {table} SET avatar = NULL WHERE avatar NOT IN (SELECT id FROM media)");
            run(self.conn(), &sql, [])?;
        }
        run(self.conn(), "DELETE FROM member WHERE room NOT IN (SELECT id FROM room)", [])?;
        run(self.conn(), "DELETE FROM feed_item WHERE source NOT IN (SELECT id FROM source)", [])?;
        run(self.conn(), "UPDATE feed_item SET message = NULL, media = (SELECT id FROM media WHERE media.id = media)", [])?;
        run(self.conn(), "UPDATE receipt SET ord = NULL", [])?;
        run(self.conn(), "UPDATE outbox SET message = NULL", [])?;
        self.restore_unsent()
    }

    /// The name as shown: the room's own, else the others'.
    pub(super) fn refresh_shown(&mut self, id: i64) -> Result<(), StoreError> {
        let own = one(self.conn(), "SELECT name, direct, member_count FROM room WHERE id = ?1", [id], |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?, row.get::<_, usize>(2)?))
        })?;
        let Some((name, direct, count)) = own else { return Ok(()) };
        let shown = match name {
            Some(name) => name,
            None => self.names_of_others(id, direct, count)?,
        };
        let sql = "UPDATE room SET shown = ?2, shown_key = ?3 WHERE id = ?1 AND shown <> ?2";
        run(self.conn(), sql, (id, &shown, text::search_key(&shown)))?;
        Ok(())
    }

    fn names_of_others(&self, id: i64, direct: bool, count: usize) -> Result<String, StoreError> {
        let me = self.me()?;
        let me = me.as_ref().map_or("", UserId::as_str);
        let sql = "SELECT name FROM member WHERE room = ?1 AND user <> ?2
                   ORDER BY membership IN ('join', 'invite') DESC, name, user LIMIT 4";
        let mut names = all(self.conn(), sql, (id, me), |row| row.get::<_, String>(0))?;
        let known = names.len();
        names.truncate(if direct { 1 } else { 3 });
        let more = count.max(known).saturating_sub(names.len());
        Ok(match (names.is_empty(), direct || more == 0) {
            (true, _) => "Empty conversation".to_owned(),
            (false, true) => names.join(", "),
            (false, false) => format!("{} and {more} more", names.join(", ")),
        })
    }

    /// The picture of an `mxc://` address.
    pub(super) fn avatar(&mut self, mxc: Option<&str>) -> Result<Option<i64>, StoreError> {
        let Some(uri) = mxc.filter(|uri| uri.starts_with("mxc://")) else { return Ok(None) };
        let source = crate::media::MediaSource::Mxc { uri: uri.to_owned(), thumbnail: None };
        Ok(Some(self.put_media(&source, &Default::default())?.0))
    }
}

fn conversation_of(row: &Row<'_>) -> rusqlite::Result<(Conversation, Option<i64>)> {
    let conversation = Conversation {
        room: RoomId(row.get(1)?),
        kind: if row.get(2)? { ConversationKind::Direct } else { ConversationKind::Group },
        name: row.get(3)?,
        avatar: row.get::<_, Option<i64>>(4)?.map(MediaId),
        members: Vec::new(),
        member_count: row.get(5)?,
        unread: row.get(6)?,
        marked_unread: row.get(14)?,
        muted: false,
        muted_until: row.get(16)?,
        notify: Notify::parse(&row.get::<_, String>(15)?).unwrap_or_default(),
        archived: row.get(12)?,
        on_top: row.get(13)?,
        encrypted: row.get(7)?,
        joined: row.get(8)?,
        stranger: row.get(11)?,
        last: None,
        head: row.get(10)?,
        read_at: None,
    };
    Ok((conversation, row.get(9)?))
}
