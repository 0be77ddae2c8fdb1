//! The guard's labelled corpus: links and pins, each with the least severity that counts as caught (`ok`: innocent, where
//! a remark is no false alarm and a warning is). `tuning.jsonl` is what the points are tuned on; `held.jsonl` is only
//! measured.

#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

use std::time::{Duration, Instant};

use serde::Deserialize;
use tackroom_core::guard::{self, Look, Sender, Subject};
use tackroom_core::model::{PinSource, Severity, Verdict};

pub const TUNING: &str = include_str!("tuning.jsonl");
pub const HELD: &str = include_str!("held.jsonl");
/// Written later, without a look at the rules or a run of them.
pub const FRESH: &str = include_str!("fresh.jsonl");

/// A set that was written and committed before its first run, without a look at the rules since they were last changed.
pub struct Blind {
    pub name: &'static str,
    pub rows: &'static str,
    /// What the first run said, before anything was mended: the only figures that tell of links not seen.
    pub first_run: &'static str,
}

pub const BLIND: [Blind; 6] = [
    Blind { name: "blind 1", rows: include_str!("blind1.jsonl"), first_run: "2026-11-26: precision 0.9769, recall 0.8167" },
    Blind { name: "blind 2", rows: include_str!("blind2.jsonl"), first_run: "2026-11-26: precision 0.9908, recall 0.9025" },
    Blind { name: "blind 3", rows: include_str!("blind3.jsonl"), first_run: "2026-11-26: precision 0.9840, recall 0.9217" },
    Blind { name: "blind 4", rows: include_str!("blind4.jsonl"), first_run: "2026-11-26: precision 0.9934, recall 0.9847" },
    Blind { name: "blind 5", rows: include_str!("blind5.jsonl"), first_run: "2026-11-26: precision 0.9899, recall 0.9583" },
    Blind { name: "blind 6", rows: include_str!("blind6.jsonl"), first_run: "2026-11-26: precision 0.9942, recall 0.9342" },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// `ok`, `note`, `warn`, `cover`.
    pub least: String,
    pub kind: String,
    pub link: Option<String>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub note: String,
    pub source: Option<PinSource>,
    pub picture: Option<RowPicture>,
    #[serde(default)]
    pub sender: String,
    #[serde(default)]
    pub rooms: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowPicture {
    pub width: u32,
    pub height: u32,
    pub bytes: Option<u64>,
    pub detail: Option<u32>,
    pub name: Option<String>,
}

impl Row {
    pub fn check(&self) -> Verdict {
        let picture = self.picture.as_ref().map(|picture| Look {
            width: picture.width,
            height: picture.height,
            bytes: picture.bytes,
            detail: picture.detail,
            name: picture.name.as_deref(),
        });
        let sender = match self.sender.as_str() {
            "me" => Sender::Me,
            "trusted" => Sender::Trusted,
            "contact" => Sender::Contact,
            "stranger" => Sender::Stranger,
            _ => Sender::Other,
        };
        let subject = Subject {
            link: self.link.as_deref(),
            title: &self.title,
            note: &self.note,
            around: "",
            source: self.source.as_ref(),
            picture,
            file: None,
            sender,
            seen_in_rooms: self.rooms,
        };
        guard::check(&subject, |_| false)
    }

    fn least(&self) -> Option<Severity> {
        match self.least.as_str() {
            "ok" => None,
            "note" => Some(Severity::Note),
            "warn" => Some(Severity::Warn),
            "cover" => Some(Severity::Cover),
            other => panic!("unknown label {other}"),
        }
    }
}

/// How well the guard does on one half.
pub struct Measured {
    pub rows: usize,
    pub innocent: usize,
    pub precision: f64,
    pub recall: f64,
    /// One line for each that it got wrong.
    pub wrong: Vec<String>,
}

pub fn rows(half: &str) -> Vec<Row> {
    half.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn measure(rows: &[Row]) -> Measured {
    let (mut caught, mut missed, mut alarms, mut innocent) = (0_u32, 0_u32, 0_u32, 0);
    let mut wrong = Vec::new();
    for row in rows {
        let verdict = row.check();
        let good = match row.least() {
            Some(least) if verdict.severity >= least => {
                caught += 1;
                true
            }
            Some(_) => {
                missed += 1;
                false
            }
            None => {
                innocent += 1;
                let good = verdict.severity <= Severity::Note;
                alarms += u32::from(!good);
                good
            }
        };
        if !good {
            let codes: Vec<&str> = verdict.findings.iter().map(|finding| finding.code.as_str()).collect();
            let what = row.link.as_deref().unwrap_or(&row.title);
            wrong.push(format!("{} [{}] {what:?}: {:?} {codes:?}", row.least, row.kind, verdict.severity));
        }
    }
    let ratio = |part: u32, rest: u32| f64::from(part) / f64::from((part + rest).max(1));
    Measured { rows: rows.len(), innocent, precision: ratio(caught, alarms), recall: ratio(caught, missed), wrong }
}

/// The time of one pin: the mean over all rows in the quickest of the rounds, which other work on the machine disturbs
/// least.
pub fn time(rows: &[Row], rounds: u32) -> Duration {
    let round = |_| {
        let start = Instant::now();
        for row in rows {
            std::hint::black_box(row.check());
        }
        start.elapsed()
    };
    (0..rounds).map(round).min().unwrap() / u32::try_from(rows.len()).unwrap()
}
