//! What went wrong, for a person and for the code: the UI chooses by `code`, never by words.

use std::fmt::Display;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Said;
use crate::model::Language;

/// Kinds of failure. The UI has one table from code to action; a test walks all codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    BadInput,
    NotFound,
    WrongPassword,
    UnknownServer,
    NotMatrix,
    NoNetwork,
    RateLimited,
    Forbidden,
    TooLarge,
    SessionEnded,
    NoBrowserSignIn,
    Cancelled,
    NotAFeed,
    NotAPicture,
    Blocked,
    DiskFull,
    ReadOnly,
    Damaged,
    NewerSchema,
    Keyring,
    Internal,
}

/// A failure at the boundary. `words` say in English what is so, with numbers and names, and what to do; `said` is the sentence
/// for other languages. Where there is none, they say what the code means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{words}")]
pub struct Problem {
    pub code: Code,
    pub words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub said: Option<Said>,
}

impl Problem {
    /// A failure with its words.
    pub fn new(code: Code, words: impl Into<String>) -> Self {
        Self { code, words: words.into(), said: None }
    }

    /// A failure whose sentence stands in the message files.
    pub fn said(code: Code, id: &str, with: &[(&str, &dyn Display)]) -> Self {
        let said = Said::new(id, with);
        Self { code, words: said.in_language(Language::English), said: Some(said) }
    }

    /// The sentence in a language, where it is shown by somebody else than the UI; the English words where there is none.
    pub fn in_language(&self, language: Language) -> String {
        self.said.as_ref().map_or_else(|| self.words.clone(), |said| said.in_language(language))
    }

    /// For a column of words, see [`super::spoken`].
    pub fn stored(&self) -> String {
        self.said.as_ref().map_or_else(|| self.words.clone(), Said::stored)
    }

    /// What other languages say, where the English words say more.
    #[must_use]
    pub fn otherwise(self, id: &str, with: &[(&str, &dyn Display)]) -> Self {
        Self { said: Some(Said::new(id, with)), ..self }
    }
}
