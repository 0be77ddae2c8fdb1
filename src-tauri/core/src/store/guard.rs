//! What the guard needs of the store: whom and which sites the person trusts, who sends a pin, what is known of its picture.
//! Verdicts are made when a pin is read, so that they follow trust and better rules at once.

use std::collections::BTreeSet;

use serde_json::Value;

use super::rows::{all, one};
use super::{Reader, StoreError, Writer};
use crate::guard::{self, Look, Sender, Subject};
use crate::model::{Change, FeedItemId, MediaId, MessageId, PinSource, RoomId, Severity, Trusted, UserId, Verdict};

const SITES: &str = "trusted_sites";
const PEOPLE: &str = "trusted_people";

/// Whom and what the person trusts.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Registrable domains.
    sites: BTreeSet<String>,
    people: BTreeSet<UserId>,
}

impl Trust {
    pub fn site(&self, site: &str) -> bool {
        self.sites.contains(site)
    }

    pub fn person(&self, user: &str) -> bool {
        self.people.contains(&UserId(user.to_owned()))
    }
}

/// A pin with what the guard asks about it.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// As it stands in the pin.
    pub link: Option<String>,
    pub title: String,
    pub note: String,
    /// Of a link in a text, what stands around it.
    pub around: String,
    pub source: Option<PinSource>,
    pub(super) picture: Option<Seen>,
    pub(super) file: Option<String>,
    pub(super) sender: Sender,
    pub(super) seen_in_rooms: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Seen {
    width: u32,
    height: u32,
    bytes: Option<u64>,
    name: Option<String>,
    detail: Option<u32>,
}

impl Judged {
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            link: self.link.as_deref(),
            title: &self.title,
            note: &self.note,
            around: &self.around,
            source: self.source.as_ref(),
            picture: self.picture.as_ref().map(|seen| Look {
                width: seen.width,
                height: seen.height,
                bytes: seen.bytes,
                detail: seen.detail,
                name: seen.name.as_deref(),
            }),
            file: self.file.as_deref(),
            sender: self.sender,
            seen_in_rooms: self.seen_in_rooms,
        }
    }

    /// Whether its link opens this address, or is one that never opens.
    pub(super) fn opens(&self, url: &str) -> bool {
        self.link.as_deref().is_some_and(|raw| guard::web_link(raw).is_none_or(|link| link.url == url))
    }

    /// `None` where nothing was found.
    pub(super) fn verdict(&self, trust: &Trust) -> Option<Box<Verdict>> {
        let verdict = guard::check(&self.subject(), |site| trust.site(site));
        (verdict.severity > Severity::None).then(|| Box::new(verdict))
    }
}

/// The row of a message, as far as it is judged.
pub(super) struct Parts<'a> {
    pub room: i64,
    pub sender: &'a str,
    pub mine: bool,
    /// It is a file: its title is the file's name.
    pub file: bool,
    pub title: &'a str,
    pub note: &'a str,
    pub link: Option<&'a str>,
    pub media: Option<i64>,
    pub extra: &'a Value,
}

impl Reader {
    pub fn trust(&self) -> Result<Trust, StoreError> {
        Ok(Trust { sites: self.value(SITES)?.unwrap_or_default(), people: self.value(PEOPLE)?.unwrap_or_default() })
    }

    /// Whom and what the person trusts, for Settings.
    pub fn trusted(&self) -> Result<Trusted, StoreError> {
        let trust = self.trust()?;
        let people = trust.people.iter().map(|user| self.profile(user)).collect::<Result<_, _>>()?;
        Ok(Trusted { sites: trust.sites.into_iter().collect(), people })
    }

    /// A pin of a conversation as the guard sees it.
    pub(super) fn judge_parts(&self, parts: &Parts<'_>, trust: &Trust) -> Result<Judged, StoreError> {
        let raw = parts.extra.get("raw").and_then(Value::as_str);
        let sender = match parts.mine {
            true => Sender::Me,
            false => self.standing(parts.room, parts.sender, trust)?,
        };
        Ok(Judged {
            link: raw.or(parts.link).map(str::to_owned),
            title: if parts.file { String::new() } else { parts.title.to_owned() },
            file: parts.file.then(|| parts.title.to_owned()),
            note: parts.note.to_owned(),
            around: String::new(),
            source: parts.extra.get("source").and_then(|source| serde_json::from_value(source.clone()).ok()),
            picture: self.seen(parts.media)?,
            sender,
            seen_in_rooms: self.seen_in_rooms(sender, parts.sender, parts.link)?,
        })
    }

    /// A pin of the feed: a feed was chosen, a board's people are who they are.
    pub(super) fn judge_item(
        &self,
        mut judged: Judged,
        media: Option<i64>,
        message: Option<i64>,
        trust: &Trust,
    ) -> Result<Judged, StoreError> {
        judged.picture = self.seen(media)?;
        judged.sender = Sender::Contact;
        if let Some(message) = message {
            let sql = "SELECT room, sender, mine, extra FROM message WHERE id = ?1";
            let found = one(self.conn(), sql, [message], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?, row.get::<_, Option<String>>(3)?))
            })?;
            if let Some((room, sender, mine, extra)) = found {
                judged.sender = if mine { Sender::Me } else { self.standing(room, &sender, trust)? };
                judged.seen_in_rooms = self.seen_in_rooms(judged.sender, &sender, judged.link.as_deref())?;
                let extra: Value = extra.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
                if let Some(raw) = extra.get("raw").and_then(Value::as_str) {
                    judged.link = Some(raw.to_owned());
                }
            }
        }
        Ok(judged)
    }

    /// What the guard judges when a link of a message or of an item of the feed is opened; the address that is asked about
    /// alone where there is none such.
    pub fn judged_of(&self, url: &str, message: Option<MessageId>, item: Option<FeedItemId>) -> Result<Judged, StoreError> {
        let judged = match (message, item) {
            (Some(message), _) => self.judged_message(message, url)?,
            (None, Some(item)) => self.judged_feed_item(item, url)?,
            (None, None) => None,
        };
        let mut judged = judged.unwrap_or_default();
        // The link as it was written tells more than the address that it became.
        if !judged.opens(url) {
            judged.link = Some(url.to_owned());
        }
        Ok(judged)
    }

    pub(super) fn standing(&self, room: i64, sender: &str, trust: &Trust) -> Result<Sender, StoreError> {
        if trust.person(sender) {
            return Ok(Sender::Trusted);
        }
        if self.is_stranger(room)? {
            return Ok(Sender::Stranger);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM person WHERE user = ?2 AND written_at > 0)
                     OR EXISTS (SELECT 1 FROM room WHERE id = ?1 AND kind = 'conversation' AND direct = 1 AND written_at > 0)";
        let written = one(self.conn(), sql, (room, sender), |row| row.get(0))?.unwrap_or(false);
        Ok(if written { Sender::Contact } else { Sender::Other })
    }

    /// In how many of one's rooms a stranger put a link; 0 where it does not matter.
    pub(super) fn seen_in_rooms(&self, standing: Sender, sender: &str, link: Option<&str>) -> Result<u32, StoreError> {
        let Some(link) = link.filter(|_| standing == Sender::Stranger) else { return Ok(0) };
        // The same page, whatever was put behind its address.
        let Some(same) = guard::same_link(link) else { return Ok(0) };
        let sql = "SELECT count(DISTINCT room) FROM message WHERE same_link = ?1 AND sender = ?2 AND mine = 0";
        Ok(one(self.conn(), sql, (same, sender), |row| row.get(0))?.unwrap_or(0))
    }

    fn seen(&self, media: Option<i64>) -> Result<Option<Seen>, StoreError> {
        let Some(MediaId(media)) = media.map(MediaId) else { return Ok(None) };
        let sql = "SELECT width, height, bytes, name, detail FROM media WHERE id = ?1";
        one(self.conn(), sql, [media], |row| {
            Ok(Seen {
                width: row.get::<_, Option<u32>>(0)?.unwrap_or(0),
                height: row.get::<_, Option<u32>>(1)?.unwrap_or(0),
                bytes: row.get::<_, Option<i64>>(2)?.and_then(|bytes| u64::try_from(bytes).ok()),
                name: row.get(3)?,
                detail: row.get(4)?,
            })
        })
    }
}

impl Writer {
    /// A link that its sender has put into other rooms of strangers too is judged otherwise there from now on: what is on
    /// screen of them is asked for again.
    pub(super) fn tell_repeat(&mut self, message: i64) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT room.room, room.kind = 'board' FROM message AS new
                     JOIN message AS old ON old.same_link = new.same_link
                     JOIN room ON room.id = old.room
                   WHERE new.id = ?1 AND new.mine = 0 AND old.sender = new.sender AND old.room <> new.room AND room.stranger = 1";
        for (room, board) in all(self.conn(), sql, [message], |row| Ok((row.get(0).map(RoomId)?, row.get::<_, bool>(1)?)))? {
            if board {
                self.changed(Change::Feed);
            }
            self.changed(Change::Conversation { room });
        }
        Ok(())
    }

    /// Trusts a site (its registrable domain) or takes that back.
    pub fn trust_site(&mut self, site: &str, trusted: bool) -> Result<(), StoreError> {
        let mut sites = self.trust()?.sites;
        let changed = if trusted { sites.insert(site.to_owned()) } else { sites.remove(site) };
        if changed {
            self.put_value(SITES, &sites)?;
            self.changed(Change::All);
        }
        Ok(())
    }

    /// Trusts a person or takes that back.
    pub fn trust_person(&mut self, user: &UserId, trusted: bool) -> Result<(), StoreError> {
        let mut people = self.trust()?.people;
        let changed = if trusted { people.insert(user.clone()) } else { people.remove(user) };
        if changed {
            self.put_value(PEOPLE, &people)?;
            self.changed(Change::All);
        }
        Ok(())
    }
}
