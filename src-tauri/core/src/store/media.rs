//! Rows of pictures: what is known of each, and where its bytes come from.

use rand::Rng;

use super::rows::{one, run};
use super::{Reader, StoreError, Writer};
use crate::media::{MediaFacts, MediaSource};
use crate::model::{MediaId, Picture};

impl Reader {
    /// A picture as shown; sizes are 0 where unknown.
    pub fn picture(&self, media: MediaId) -> Result<Option<Picture>, StoreError> {
        let sql = "SELECT width, height, blurhash, colour, alt FROM media WHERE id = ?1";
        one(self.conn(), sql, [media.0], |row| {
            Ok(Picture {
                media,
                width: row.get::<_, Option<u32>>(0)?.unwrap_or(0),
                height: row.get::<_, Option<u32>>(1)?.unwrap_or(0),
                blurhash: row.get(2)?,
                colour: row.get(3)?,
                alt: row.get(4)?,
            })
        })
    }
}

impl Writer {
    /// The row of a picture, made where it is new. Claims never overwrite what was measured or said before.
    pub fn put_media(&mut self, source: &MediaSource, facts: &MediaFacts) -> Result<MediaId, StoreError> {
        let key = source.key();
        if let Some(id) = one(self.conn(), "SELECT id FROM media WHERE source_key = ?1", [&key], |row| row.get(0))? {
            return Ok(MediaId(id));
        }
        let (width, height) = facts.clamped_size().unzip();
        let token: u128 = rand::rng().random();
        let sql = "INSERT INTO media (token, source_key, source, mime, name, bytes, width, height, blurhash, alt, created_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let bytes = facts.bytes.and_then(|b| i64::try_from(b).ok());
        let params = rusqlite::params![
            format!("{token:032x}"),
            key,
            serde_json::to_string(source)?,
            facts.mime,
            facts.name,
            bytes,
            width,
            height,
            facts.blurhash,
            facts.alt,
            self.now(),
        ];
        run(self.conn(), sql, params)?;
        Ok(MediaId(self.conn().last_insert_rowid()))
    }
}
