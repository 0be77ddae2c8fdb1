//! Where pins of the feed come from, and when each web feed is to be looked at again.

use rusqlite::Row;

use super::rows::{all, one, run};
use super::{Reader, StoreError, Writer};
use crate::api::{Code, spoken};
use crate::model::{Change, RoomId, Source, SourceId, SourceKind};
use crate::net::Validators;

/// How long a feed is left alone after it was read, ms.
const REST: i64 = 30 * 60 * 1000;
/// And at most after failures.
const REST_MAX: i64 = 24 * 3600 * 1000;

/// A web feed as its refreshing needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct WebFeed {
    pub id: SourceId,
    pub url: String,
    pub validators: Validators,
}

/// What a refresh brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refreshed {
    /// `None`: as before.
    pub name: Option<String>,
    pub site: Option<String>,
    /// A mild remark, such as that the document was cut off.
    pub note: Option<String>,
    pub validators: Validators,
}

const COLUMNS: &str = "id, kind, name, url, room, error, refreshed_at, note";

fn source(row: &Row<'_>) -> rusqlite::Result<Source> {
    Ok(Source {
        id: SourceId(row.get(0)?),
        kind: if row.get::<_, String>(1)? == "board" { SourceKind::Board } else { SourceKind::Rss },
        name: row.get(2)?,
        url: row.get(3)?,
        room: row.get::<_, Option<String>>(4)?.map(RoomId),
        error: row.get(5)?,
        refreshed_at: row.get(6)?,
        note: row.get(7)?,
    })
}

fn web_feed(row: &Row<'_>) -> rusqlite::Result<WebFeed> {
    Ok(WebFeed { id: SourceId(row.get(0)?), url: row.get(1)?, validators: Validators { etag: row.get(2)?, last_modified: row.get(3)? } })
}

impl Reader {
    /// Boards, then feeds, each by name.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        let found = all(self.conn(), &format!("SELECT {COLUMNS} FROM source ORDER BY kind, lower(name), id"), [], source)?;
        found.into_iter().map(|source| self.spoken_source(source)).collect()
    }

    /// One source.
    pub fn source(&self, id: SourceId) -> Result<Source, StoreError> {
        let found = one(self.conn(), &format!("SELECT {COLUMNS} FROM source WHERE id = ?1"), [id.0], source)?;
        self.spoken_source(found.ok_or_else(|| StoreError::said(Code::NotFound, "source-gone", &[]))?)
    }

    fn spoken_source(&self, mut source: Source) -> Result<Source, StoreError> {
        if let Some(error) = &mut source.error {
            *error = spoken(error, self.language()?);
        }
        Ok(source)
    }

    pub(crate) fn source_of_url(&self, url: &str) -> Result<Option<Source>, StoreError> {
        one(self.conn(), &format!("SELECT {COLUMNS} FROM source WHERE url = ?1"), [url], source)
    }

    /// The web feeds whose time has come by `now`, ms; the longest waiting first.
    pub(crate) fn due_feeds(&self, now: i64) -> Result<Vec<WebFeed>, StoreError> {
        let sql =
            "SELECT id, url, etag, last_modified FROM source WHERE kind = 'rss' AND url IS NOT NULL AND next_at <= ?1 ORDER BY next_at, id";
        all(self.conn(), sql, [now], web_feed)
    }

    /// When the next web feed's time comes, ms; `None` without feeds.
    pub fn next_refresh(&self) -> Result<Option<i64>, StoreError> {
        Ok(one(self.conn(), "SELECT min(next_at) FROM source WHERE kind = 'rss' AND url IS NOT NULL", [], |row| row.get(0))?.flatten())
    }
}

impl Writer {
    /// Adds a web feed, or finds the one that is there.
    pub(crate) fn put_web_feed(&mut self, url: &str, name: &str) -> Result<SourceId, StoreError> {
        let sql = "INSERT INTO source (kind, name, url, created_at) VALUES ('rss', ?1, ?2, ?3)
                   ON CONFLICT (url) DO UPDATE SET url = excluded.url RETURNING id";
        let id = one(self.conn(), sql, (name, url, self.now()), |row| row.get(0).map(SourceId))?;
        self.changed(Change::Sources);
        id.ok_or_else(|| StoreError::refused(Code::Internal, "The feed could not be added."))
    }

    /// Removes a web feed with its pins. A board goes when its room is left.
    pub fn remove_source(&mut self, id: SourceId) -> Result<(), StoreError> {
        if run(self.conn(), "DELETE FROM source WHERE id = ?1 AND kind = 'rss'", [id.0])? == 0 {
            return Err(StoreError::said(Code::NotFound, "feed-gone", &[]));
        }
        self.changed(Change::Sources);
        self.changed(Change::Feed);
        Ok(())
    }

    /// A feed was read (or has not changed).
    pub(crate) fn feed_read(&mut self, id: SourceId, seen: &Refreshed) -> Result<(), StoreError> {
        let now = self.now();
        let before = self.source(id)?;
        let sql = "UPDATE source SET name = coalesce(?2, name), site = coalesce(?3, site), note = ?4, etag = ?5, last_modified = ?6,
                     refreshed_at = ?7, next_at = ?8, error = NULL, failures = 0 WHERE id = ?1";
        let name = seen.name.as_deref().filter(|name| !name.is_empty());
        let validators = &seen.validators;
        run(self.conn(), sql, (id.0, name, &seen.site, &seen.note, &validators.etag, &validators.last_modified, now, now + REST))?;
        if before.error.is_some()
            || before.note != seen.note
            || name.is_some_and(|name| name != before.name)
            || before.refreshed_at.is_none()
        {
            self.changed(Change::Sources);
        }
        Ok(())
    }

    /// A feed could not be read; what it gave before stays. It is tried again later, and later each time.
    pub(crate) fn feed_failed(&mut self, id: SourceId, words: &str) -> Result<(), StoreError> {
        let sql = "UPDATE source SET failures = failures + 1, next_at = ?3 + min(?4 << min(failures, 10), ?5), error = ?2 WHERE id = ?1";
        run(self.conn(), sql, (id.0, words, self.now(), REST, REST_MAX))?;
        self.changed(Change::Sources);
        Ok(())
    }
}
