//! How well the guard tells, and what it costs: precision and recall on each set of the corpus, what it got wrong, for the
//! blind sets also what their first run said, and microseconds a pin.

#![allow(clippy::print_stdout)]

mod corpus;

use corpus::{BLIND, FRESH, HELD, TUNING, measure, rows, time};

fn main() {
    let seen = [("tuning", TUNING, ""), ("held back, tuned on since", HELD, ""), ("fresh, tuned on since", FRESH, "")];
    let sets: Vec<_> = seen.into_iter().chain(BLIND.iter().map(|blind| (blind.name, blind.rows, blind.first_run))).collect();
    for (name, set, first_run) in &sets {
        let measured = measure(&rows(set));
        println!(
            "guard, {name}: {} rows, {} innocent: precision {:.4}, recall {:.4}",
            measured.rows, measured.innocent, measured.precision, measured.recall
        );
        if !first_run.is_empty() {
            println!("  its first run, blind: {first_run}");
        }
        for wrong in &measured.wrong {
            println!("  wrong: {wrong}");
        }
    }
    let all: Vec<_> = sets.iter().flat_map(|(_, set, _)| rows(set)).collect();
    time(&all, 1);
    let each = time(&all, 50);
    println!("guard: {:.1} µs a pin (aim: below 50)", each.as_secs_f64() * 1e6);
}
