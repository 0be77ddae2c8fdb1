//! The guard's aims on its labelled corpus: on the half that it was not tuned on, precision 0.99 at recall 0.95.

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::collections::HashSet;

use corpus::{FRESH, HELD, TUNING, measure, rows};

#[test]
fn the_corpus_is_large_and_half_innocent() {
    let (tuning, held) = (rows(TUNING), rows(HELD));
    let all = tuning.len() + held.len();
    let innocent = tuning.iter().chain(&held).filter(|row| row.least == "ok").count();
    assert!(all >= 400 && innocent * 2 >= all - 20, "{all} rows, {innocent} innocent");
    let known: HashSet<_> = tuning.iter().filter_map(|row| row.link.as_deref()).collect();
    let twice: Vec<_> = held.iter().filter_map(|row| row.link.as_deref()).filter(|link| link.len() > 24 && known.contains(link)).collect();
    assert!(twice.is_empty(), "in both halves: {twice:?}");
}

#[test]
fn precision_and_recall_on_the_held_back_half() {
    let measured = measure(&rows(HELD));
    let (precision, recall) = (measured.precision, measured.recall);
    assert!(precision >= 0.99 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}\n{}", measured.wrong.join("\n"));
}

#[test]
fn precision_and_recall_on_the_tuning_half() {
    let measured = measure(&rows(TUNING));
    let (precision, recall) = (measured.precision, measured.recall);
    assert!(precision >= 0.99 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}\n{}", measured.wrong.join("\n"));
}

#[test]
fn precision_and_recall_on_the_fresh_set() {
    let measured = measure(&rows(FRESH));
    let (precision, recall) = (measured.precision, measured.recall);
    assert!(precision >= 0.99 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}\n{}", measured.wrong.join("\n"));
}
