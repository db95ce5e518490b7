//! Time of one national market: 47,000 applicants, 6,100 programs, from the first application to SOAP, with its figures.
//!
//! docs/performance.md says how to read the numbers.

#![allow(clippy::unwrap_used, reason = "what a benchmark sets up is small and may fail loudly")]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use matchfolio::engine::driver::Silent;
use matchfolio::market::national::{Quantity, Run, simulate};
use matchfolio::reference::Reference;
use matchfolio::scenario::market::market_of_text;

fn national(criterion: &mut Criterion) {
    let reference = Reference::embedded().unwrap();
    let file = market_of_text("national.toml", "season = 2026\nmarkets = 1\n", &reference, Quantity::KEYS).unwrap();
    let never = AtomicBool::new(false);
    let run = Run { seed: 1, threads: None, progress: &Silent, interrupted: &never };
    let mut group = criterion.benchmark_group("market");
    group.sample_size(10);
    group.bench_function("national", |bencher| bencher.iter(|| simulate(&reference, black_box(&file), run)));
    group.finish();
}

criterion_group!(benches, national);
criterion_main!(benches);
