//! What can go wrong in the store, and the words for it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::api::{Code, Problem};

/// A failure of the store. It turns into a [`Problem`] at the boundary.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A refusal in words for the person: not found, too long.
    #[error("{0}")]
    Refused(#[from] Problem),
    /// The disk is full; nothing was half written.
    #[error("the disk is full")]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error("the database cannot be written")]
    ReadOnly,
    /// The file is not readable as our database any more.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A newer Tackroom wrote it; nothing was touched.
    #[error("the database has version {found}, this program knows up to {known}")]
    NewerSchema { found: i64, known: i64 },
    #[error("database: {0}")]
    Sql(rusqlite::Error),
    #[error("stored value: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("migration: {0}")]
    Migration(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let extended = error.sqlite_error().map_or(0, |e| e.extended_code);
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            // The index of the write-ahead log could not grow: SQLite has no better name for a full disk there.
            Some(ErrorCode::SystemIoFailure) if extended == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Sql(error),
        }
    }
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => Self::Migration(other.to_string()),
        }
    }
}

impl StoreError {
    /// A refusal with its words.
    pub fn refused(code: Code, words: impl Into<String>) -> Self {
        Self::Refused(Problem::new(code, words))
    }

    /// A refusal whose sentence stands in the message files.
    pub fn said(code: Code, id: &str, with: &[(&str, &dyn std::fmt::Display)]) -> Self {
        Self::Refused(Problem::said(code, id, with))
    }

    /// The sentence for a person; `profile` is the folder that it is about.
    pub fn problem(&self, profile: &Path) -> Problem {
        let folder = profile.display();
        match self {
            Self::Refused(problem) => problem.clone(),
            Self::DiskFull => Problem::said(Code::DiskFull, "store-full", &[("folder", &folder)]),
            Self::ReadOnly => Problem::said(Code::ReadOnly, "store-read-only", &[("folder", &folder)]),
            Self::Damaged(_) => Problem::said(Code::Damaged, "store-damaged", &[("folder", &folder)]),
            Self::NewerSchema { found, known } => {
                Problem::said(Code::NewerSchema, "store-newer", &[("folder", &folder), ("found", found), ("known", known)])
            }
            other => Problem::new(
                Code::Internal,
                format!("Something went wrong inside Tackroom: {other}. Try again; if it stays, start it anew."),
            ),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        error.problem(Path::new("the profile folder"))
    }
}
