//! How well the guard tells, and what it costs: precision and recall on each set of the corpus, what it got wrong, and
//! microseconds a pin.

#![allow(clippy::print_stdout)]

mod corpus;

use corpus::{BLIND_1, FRESH, HELD, TUNING, measure, rows, time};

fn main() {
    for (name, half) in [("tuning", TUNING), ("held back", HELD), ("fresh", FRESH), ("blind 1", BLIND_1)] {
        let rows = rows(half);
        let measured = measure(&rows);
        println!(
            "guard, {name}: {} rows, {} innocent: precision {:.4}, recall {:.4}",
            measured.rows, measured.innocent, measured.precision, measured.recall
        );
        for wrong in &measured.wrong {
            println!("  wrong: {wrong}");
        }
    }
    let all: Vec<_> = [TUNING, HELD, FRESH, BLIND_1].into_iter().flat_map(rows).collect();
    time(&all, 1);
    let each = time(&all, 50);
    println!("guard: {:.1} µs a pin (aim: below 50)", each.as_secs_f64() * 1e6);
}
