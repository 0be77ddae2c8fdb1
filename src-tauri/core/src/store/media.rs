//! Rows of pictures: what is known of each, and where its bytes come from. What was measured is never overwritten by a
//! claim; a row's token names its files.

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::guard;
use crate::media::{MediaFacts, MediaSource};
use crate::model::{Change, MediaId, MessageId, Picture, RoomId};
use crate::project::render::source_of;

/// A picture's row as its files need it.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaRow {
    /// Names the files on disk; random, so that a new database never shows an old file.
    pub token: String,
    pub source: MediaSource,
    /// As it was claimed.
    pub name: Option<String>,
    pub measured: bool,
    /// The address that answered, where there were several.
    pub chosen: Option<String>,
    /// What it looks like is known.
    pub looked: bool,
}

/// What decoding showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub mime: &'static str,
    pub bytes: u64,
    /// Pixels, upright.
    pub width: u32,
    pub height: u32,
    pub animated: bool,
    pub blurhash: Option<String>,
    pub colour: String,
    /// How many pixels the shorter side needs to look the same.
    pub detail: u32,
    /// What it looks like, as of `media::likeness`; empty where there is too little to see.
    pub look: String,
}

impl Reader {
    /// A picture as shown; sizes are 0 where unknown.
    pub fn picture(&self, media: MediaId) -> Result<Option<Picture>, StoreError> {
        let sql = "SELECT width, height, blurhash, colour, alt, animated FROM media WHERE id = ?1";
        one(self.conn(), sql, [media.0], |row| {
            Ok(Picture {
                media,
                width: row.get::<_, Option<u32>>(0)?.unwrap_or(0),
                height: row.get::<_, Option<u32>>(1)?.unwrap_or(0),
                blurhash: row.get(2)?,
                colour: row.get(3)?,
                alt: row.get(4)?,
                animated: row.get(5)?,
            })
        })
    }

    /// Where a message's file lies, and what it is called; `None`: it is gone, or no file.
    pub fn file_of(&self, message: MessageId) -> Result<Option<(MediaSource, String)>, StoreError> {
        let sql = "SELECT content, title FROM message WHERE id = ?1 AND kind = 'file'";
        let found = one(self.conn(), sql, [message.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let Some((content, name)) = found else { return Ok(None) };
        let content = serde_json::from_str(&content).unwrap_or_default();
        Ok(source_of(&content).map(|source| (source, name)))
    }

    pub(crate) fn media_row(&self, media: MediaId) -> Result<Option<MediaRow>, StoreError> {
        let sql = "SELECT token, source, name, measured = 1 AND detail IS NOT NULL, chosen, look IS NOT NULL FROM media WHERE id = ?1";
        let found = one(self.conn(), sql, [media.0], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })?;
        let Some((token, source, name, measured, chosen, looked)) = found else { return Ok(None) };
        Ok(Some(MediaRow { token, source: serde_json::from_str(&source)?, name, measured, chosen, looked }))
    }

    /// Whether a message, a pin of the feed, a room or a person shows this picture, or it waits to be sent.
    pub(crate) fn is_media_shown(&self, media: MediaId) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM message WHERE media = ?1) OR EXISTS (SELECT 1 FROM feed_item WHERE media = ?1)
                     OR EXISTS (SELECT 1 FROM room WHERE avatar = ?1) OR EXISTS (SELECT 1 FROM person WHERE avatar = ?1)
                     OR EXISTS (SELECT 1 FROM member WHERE avatar = ?1)";
        Ok(one(self.conn(), sql, [media.0], |row| row.get(0))?.unwrap_or(false))
    }

    /// Pictures from this device that nothing shows and that are older than `before`, ms: a pin that was never sent.
    pub(crate) fn forgotten_imports(&self, before: i64) -> Result<Vec<MediaId>, StoreError> {
        let sql = "SELECT id FROM media WHERE source_key GLOB 'local *' AND created_at < ?1";
        let found = all(self.conn(), sql, [before], |row| row.get(0).map(MediaId))?;
        let mut unused = Vec::new();
        for media in found {
            if !self.is_media_shown(media)? {
                unused.push(media);
            }
        }
        Ok(unused)
    }
}

impl Writer {
    /// The row of a picture, made where it is new. Claims never overwrite what is known.
    pub fn put_media(&mut self, source: &MediaSource, facts: &MediaFacts) -> Result<MediaId, StoreError> {
        let key = source.key();
        let (width, height) = facts.clamped_size().unzip();
        let blurhash = facts.blurhash.as_deref().filter(|hash| is_blurhash(hash));
        if let Some(id) = one(self.conn(), "SELECT id FROM media WHERE source_key = ?1", [&key], |row| row.get(0))? {
            let sql = "UPDATE media SET width = ?2, height = ?3, blurhash = coalesce(blurhash, ?4), alt = coalesce(alt, ?5)
                       WHERE id = ?1 AND measured = 0 AND width IS NULL AND ?2 IS NOT NULL";
            run(self.conn(), sql, (id, width, height, blurhash, &facts.alt))?;
            return Ok(MediaId(id));
        }
        let sql = "INSERT INTO media (token, source_key, source, mime, name, bytes, width, height, blurhash, alt, created_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let params = rusqlite::params![
            format!("{:032x}", rand::random::<u128>()),
            key,
            serde_json::to_string(source)?,
            facts.mime,
            facts.name,
            facts.bytes.and_then(|bytes| i64::try_from(bytes).ok()),
            width,
            height,
            blurhash,
            facts.alt,
            self.now(),
        ];
        run(self.conn(), sql, params)?;
        Ok(MediaId(self.conn().last_insert_rowid()))
    }

    /// Writes what decoding showed; told, so that a place that was guessed is set right.
    pub(crate) fn measure_media(&mut self, media: MediaId, seen: &Measured) -> Result<(), StoreError> {
        let sql = "UPDATE media SET mime = ?2, bytes = ?3, width = ?4, height = ?5, measured = 1, animated = ?6,
                     blurhash = coalesce(blurhash, ?7), colour = ?8, detail = ?9 WHERE id = ?1";
        let bytes = i64::try_from(seen.bytes).unwrap_or(i64::MAX);
        let params =
            rusqlite::params![media.0, seen.mime, bytes, seen.width, seen.height, seen.animated, seen.blurhash, seen.colour, seen.detail];
        if run(self.conn(), sql, params)? > 0 {
            self.changed(Change::Media { media });
            if guard::is_blown_up(seen.detail) {
                self.judged_anew(media)?;
            }
            self.put_look(media, &seen.look)?;
        }
        Ok(())
    }

    /// What is said of the pins with this picture is no longer what was said.
    pub(super) fn judged_anew(&mut self, media: MediaId) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT room.room FROM message JOIN room ON room.id = message.room WHERE message.media = ?1";
        for room in all(self.conn(), sql, [media.0], |row| row.get(0).map(RoomId))? {
            self.changed(Change::Conversation { room });
        }
        if one(self.conn(), "SELECT 1 FROM feed_item WHERE media = ?1 LIMIT 1", [media.0], |_| Ok(()))?.is_some() {
            self.changed(Change::Feed);
        }
        Ok(())
    }

    /// Remembers which of several addresses answered; for a picture from this device, what it was last sent as.
    pub(crate) fn choose_media(&mut self, media: MediaId, address: &str) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE media SET chosen = ?2 WHERE id = ?1", (media.0, address))?;
        Ok(())
    }

    /// Sets the words for who cannot see it.
    pub fn set_alt(&mut self, media: MediaId, alt: Option<&str>) -> Result<(), StoreError> {
        run(self.conn(), "UPDATE media SET alt = ?2 WHERE id = ?1", (media.0, alt))?;
        Ok(())
    }

    /// Removes a picture's row where nothing shows it any more, and those of pictures from this device that it was made
    /// from; answers the tokens of the files that go with them.
    pub(crate) fn drop_media(&mut self, media: MediaId) -> Result<Vec<String>, StoreError> {
        let mut tokens = Vec::new();
        let Some(key) = self.drop_row(media, &mut tokens)? else { return Ok(tokens) };
        let sql = "SELECT id FROM media WHERE source_key GLOB 'local *' AND chosen = ?1";
        for origin in all(self.conn(), sql, [key], |row| row.get(0).map(MediaId))? {
            self.drop_row(origin, &mut tokens)?;
        }
        Ok(tokens)
    }

    fn drop_row(&mut self, media: MediaId, tokens: &mut Vec<String>) -> Result<Option<String>, StoreError> {
        if self.is_media_shown(media)? {
            return Ok(None);
        }
        let sql = "DELETE FROM media WHERE id = ?1 RETURNING source_key, token";
        let Some((key, token)) = one(self.conn(), sql, [media.0], |row| Ok((row.get(0)?, row.get(1)?)))? else { return Ok(None) };
        tokens.push(token);
        self.changed(Change::Media { media });
        Ok(Some(key))
    }
}

/// Whether a text is a whole blurhash; others would fail in the view.
fn is_blurhash(text: &str) -> bool {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    let digit = |byte: &u8| DIGITS.iter().position(|known| known == byte);
    let Some(size) = text.as_bytes().first().and_then(digit).filter(|size| *size < 81) else { return false };
    text.len() == 4 + 2 * (size % 9 + 1) * (size / 9 + 1) && text.as_bytes().iter().all(|byte| digit(byte).is_some())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::store::Store;

    fn url(text: &str) -> MediaSource {
        MediaSource::Url { url: text.into(), page: None }
    }

    #[test]
    fn one_row_for_one_source_and_claims_yield_to_measures() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_for_tests(folder.path(), Arc::new(|| 1000)).unwrap();
        let claim = |width| MediaFacts { width: Some(width), height: Some(100), blurhash: Some("nonsense".into()), ..Default::default() };
        let put = |source: &MediaSource, facts: &MediaFacts| store.write(|w| w.put_media(source, facts)).unwrap();
        let one = put(&url("https://a.example/1"), &MediaFacts::default());
        let two = put(&url("https://a.example/2"), &claim(90_000));
        assert_ne!(one, two);
        assert_eq!(put(&url("https://a.example/1"), &claim(300)), one);
        let picture = |id| store.read(|r| r.picture(id)).unwrap().unwrap();
        assert_eq!((picture(one).width, picture(one).height, picture(one).blurhash), (300, 100, None));
        assert_eq!((picture(two).width, picture(two).height), (90_000, 15_000));
        let seen = Measured {
            mime: "image/png",
            bytes: 10,
            width: 40,
            height: 20,
            animated: false,
            blurhash: Some("LEHV6nWB2yk8pyo0adR*.7kCMdnj".into()),
            colour: "#010203".into(),
            detail: 20,
            look: String::new(),
        };
        let mut changes = store.changes();
        store.write(|w| w.measure_media(one, &seen)).unwrap();
        assert_eq!(changes.try_recv().unwrap(), Change::Media { media: one });
        put(&url("https://a.example/1"), &claim(999));
        assert_eq!((picture(one).width, picture(one).height, picture(one).colour.as_deref()), (40, 20, Some("#010203")));
        assert!(store.read(|r| r.media_row(one)).unwrap().unwrap().measured);
    }

    #[test]
    fn dropped_only_where_nothing_shows_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_for_tests(folder.path(), Arc::new(|| 1000)).unwrap();
        let local = store.write(|w| w.put_media(&MediaSource::Local { digest: "aa".into() }, &MediaFacts::default())).unwrap();
        assert_eq!(store.read(|r| r.forgotten_imports(1000)).unwrap(), []);
        assert_eq!(store.read(|r| r.forgotten_imports(1001)).unwrap(), [local]);
        let token = store.read(|r| r.media_row(local)).unwrap().unwrap().token;
        assert_eq!(store.write(|w| w.drop_media(local)).unwrap(), [token]);
        assert!(store.write(|w| w.drop_media(local)).unwrap().is_empty());
    }

    #[test]
    fn blurhashes() {
        assert!(is_blurhash("LEHV6nWB2yk8pyo0adR*.7kCMdnj"));
        assert!(is_blurhash("00OZZy"));
        for bad in ["", "L", "LEHV6nWB2yk8pyo0adR*.7kCMdn", "LEHV6nWB2yk8pyo0adR*.7kCMdn\"", "~EHV6n", "\u{e9}EHV6n"] {
            assert!(!is_blurhash(bad), "{bad}");
        }
    }
}
