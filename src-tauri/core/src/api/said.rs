//! A sentence that is said where it is shown: by its name in the message files, in the language of who reads it.

use std::{collections::BTreeMap, fmt::Display};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    model::Language,
    words::{self, Value},
};

/// `app-problem-ID` of `ui/src/i18n/*.problems.ftl`, and its variables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Said {
    pub id: String,
    #[ts(type = "Record<string, string>")]
    pub with: BTreeMap<String, String>,
}

impl Said {
    pub fn new(id: &str, with: &[(&str, &dyn Display)]) -> Self {
        Self { id: id.into(), with: with.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect() }
    }

    /// In a language.
    pub fn in_language(&self, language: Language) -> String {
        let with: Vec<_> = self.with.iter().map(|(name, value)| (name.as_str(), Value::Text(value))).collect();
        words::say(language, &format!("app-problem-{}", self.id), &with)
    }

    /// For a column of words: [`spoken`] reads it back.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What a column of words holds, in a language: a stored [`Said`], or the plain sentence of before there were any.
pub fn spoken(stored: &str, language: Language) -> String {
    match serde_json::from_str::<Said>(stored) {
        Ok(said) => said.in_language(language),
        Err(_) => stored.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_said_in_each_language_also_after_it_was_stored() {
        let said = Said::new("refused", &[("server", &"no such {room}")]);
        assert_eq!(spoken(&said.stored(), Language::English), "The server refused it. It says: no such {room}");
        assert_eq!(spoken(&said.stored(), Language::German), "Der Server hat es abgelehnt. Er sagt: no such {room}");
        assert!(spoken(&said.stored(), Language::Arabic).contains("\u{2068}no such {room}\u{2069}"));
        assert_eq!(spoken("Plain, of before.", Language::German), "Plain, of before.");
    }

    /// Every sentence that the code names is in the files, and has the variables that it is given.
    #[test]
    fn every_sentence_that_is_named_is_there_with_what_it_is_given() {
        let english = include_str!("../../../../ui/src/i18n/en.problems.ftl");
        let known: BTreeMap<_, _> = english.lines().filter_map(|line| line.strip_prefix("app-problem-")?.split_once(" = ")).collect();
        let mut named = std::collections::BTreeSet::new();
        let mut files = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))];
        while let Some(path) = files.pop() {
            if path.is_dir() {
                files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("said.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for start in ["::said(", "Said::new(", ".otherwise("] {
                    for call in text.split(start).skip(1) {
                        let Some((before, rest)) = call.split_once('"') else { continue };
                        let before = before.trim().trim_end_matches(',');
                        if !(before.is_empty() || before.starts_with("Code::")) {
                            continue;
                        }
                        let (id, given) = rest.split_once('"').unwrap();
                        let said = known.get(id).unwrap_or_else(|| panic!("{id} of {} is no sentence", path.display()));
                        let given = given.split("&[").nth(1).unwrap_or_default();
                        for variable in said.split("{ $").skip(1).filter_map(|part| part.split_once(" }")).map(|(name, _)| name) {
                            assert!(given.contains(&format!("(\"{variable}\",")), "{id} of {} lacks {variable}", path.display());
                        }
                        named.insert(id.to_owned());
                    }
                }
            }
        }
        let idle: Vec<_> = known.keys().filter(|id| !named.contains(**id)).collect();
        assert!(idle.is_empty() && named.len() > 50, "nobody says {idle:?}");
    }
}
