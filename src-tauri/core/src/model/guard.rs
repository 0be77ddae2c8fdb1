//! What the guard found at a pin or link.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Problem;

use super::Person;

/// What is done about it; also the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing was found.
    #[default]
    None,
    /// A remark on the card.
    Note,
    /// Asked before the link opens.
    Warn,
    /// The pin lies under a cover.
    Cover,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// Stable: `shortener`, `lookalike_ascii`, …
    pub code: String,
    /// What this alone would lead to.
    pub severity: Severity,
    /// For a person.
    pub words: String,
    /// The part of the pin or link that shows it.
    pub evidence: String,
}

/// All that was found, the gravest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Verdict {
    pub severity: Severity,
    pub findings: Vec<Finding>,
    /// The address without tracking, affiliate parameters and wrappers; `None` where there is nothing to open. It is the
    /// link's own address where there is nothing to clean.
    pub cleaned: Option<String>,
    /// The link as it stands in the pin, where it is not one that opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub refused: Option<String>,
}

/// A list that the rules lean on, with its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GuardData {
    /// `suffixes`, `tracking`, `affiliate`, `shorteners`, `wrappers`, `names`, `sites`, `hosting`, `words`.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    pub entries: Option<u32>,
}

/// One address on the way of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hop {
    pub url: String,
    pub host: String,
    pub how: HopKind,
}

/// How one came to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HopKind {
    /// It is the link.
    Link,
    /// The server sent on (3xx).
    Redirect,
    /// The page sent on by a meta refresh.
    Refresh,
    /// The page sent on by a script.
    Script,
}

/// Where a link went when it was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trail {
    /// From the link to where it ends, in order; never empty for a link that opens.
    pub hops: Vec<Hop>,
    /// All that was found, at the link and on the way; `cleaned` is that of the end.
    pub verdict: Verdict,
    /// Why the end could not be reached, in words.
    pub problem: Option<Problem>,
}

/// Whom and what the person trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trusted {
    /// Registrable domains.
    pub sites: Vec<String>,
    pub people: Vec<Person>,
}
