//! What the store costs, by the number of messages in it: one page of a conversation, the list of conversations, search,
//! and projecting new events. `cargo bench -p tackroom-core`; the last lines are the table with the ratios.
//!
//! `TACKROOM_BENCH_SIZES=10000,100000` runs fewer sizes. The data are generated in a temporary folder, the same each time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and stops at the first error")]

mod support;

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use support::Filled;

const RUNS: usize = 200;

/// Name, median in microseconds for each size.
type Line = (&'static str, Vec<f64>);

fn main() {
    let sizes: Vec<usize> = match std::env::var("TACKROOM_BENCH_SIZES") {
        Ok(list) => list.split(',').filter_map(|n| n.trim().parse().ok()).collect(),
        Err(_) => vec![10_000, 100_000, 1_000_000],
    };
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let mut table: Vec<Line> = Vec::new();
    for size in &sizes {
        let filled = Filled::new(*size);
        println!("{} messages: filled in {:.1} s, {:.1} MB", short(*size), filled.took.as_secs_f64(), filled.bytes() as f64 / 1e6);
        measure(&mut criterion, &mut table, &filled, short(*size).as_str());
    }
    criterion.final_summary();
    print_table(&sizes, &table);
}

fn measure(criterion: &mut Criterion, table: &mut Vec<Line>, filled: &Filled, size: &str) {
    type Action<'a> = Box<dyn FnMut() + 'a>;
    let mut batch = 0;
    let actions: Vec<(&'static str, Action<'_>)> = vec![
        ("page-read", Box::new(|| filled.newest_page())),
        ("page-read-old", Box::new(|| filled.page_somewhere())),
        ("conversations", Box::new(|| filled.conversations())),
        ("search-rare", Box::new(|| filled.search("zebrafish"))),
        ("search-common", Box::new(|| filled.search("the wa"))),
        ("search-begun", Box::new(|| filled.search("garde"))),
        ("search-host", Box::new(|| filled.search("shop7.example"))),
        (
            "projection-20",
            Box::new(|| {
                batch += 1;
                filled.project(batch, 20);
            }),
        ),
    ];
    for (name, mut action) in actions {
        criterion.bench_with_input(BenchmarkId::new(name, size), &(), |bench, ()| bench.iter(&mut action));
        let median = median(&mut action);
        match table.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(median),
            None => table.push((name, vec![median])),
        }
    }
}

/// Microseconds.
fn median(action: &mut impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            action();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(RUNS / 2).copied().unwrap_or_default()
}

fn print_table(sizes: &[usize], table: &[Line]) {
    println!();
    for (name, values) in table {
        let figures: Vec<String> = sizes.iter().zip(values).map(|(size, us)| format!("{} {us:.0} us", short(*size))).collect();
        let ratio = match (values.first(), values.last()) {
            (Some(first), Some(last)) if *first > 0.0 => last / first,
            _ => 1.0,
        };
        println!("{name} {}, ratio {ratio:.2}", figures.join(", "));
    }
}

fn short(size: usize) -> String {
    match size {
        n if n % 1_000_000 == 0 => format!("{}M", n / 1_000_000),
        n if n % 1_000 == 0 => format!("{}k", n / 1_000),
        n => n.to_string(),
    }
}
