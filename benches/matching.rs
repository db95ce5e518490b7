//! Time of the matching engine on markets of national size.
//!
//! `singles` is 47,500 applicants and 6,500 programs; `couples` has 1,250 couples of 60 pairs among them; `supplements` makes a tenth
//! of the programs advanced; `huge` has 35 programs. `match` begins with lists that are ready, `load` makes them ready, `check`
//! checks the result. A match checks its result too, so that `match` contains one `check`.
//!
//! docs/performance.md says how to read the numbers.

#![allow(clippy::unwrap_used, reason = "what a benchmark sets up is small and may fail loudly")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use matchfolio::market::matching::{Mutual, check, solve, solve_loaded};

#[path = "../tests/it/markets.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod markets;
use markets::{Large, NATIONAL, large};

fn markets(criterion: &mut Criterion) {
    let cases = [
        ("singles", NATIONAL),
        ("couples", Large { couples: 1_250, ..NATIONAL }),
        ("supplements", Large { couples: 1_250, advanced: 0.1, ..NATIONAL }),
        ("huge", Large { applicants: 50_000, programs: 35, ..NATIONAL }),
    ];
    for (name, size) in cases {
        let market = large(1, size);
        let lists = Mutual::new(&market);
        let solution = solve(&market);
        let mut group = criterion.benchmark_group(name);
        group.bench_function("load", |bencher| bencher.iter(|| Mutual::new(black_box(&market))));
        group.bench_function("match", |bencher| bencher.iter(|| solve_loaded(black_box(&market), &lists)));
        group.bench_function("check", |bencher| bencher.iter(|| check(black_box(&market), &solution.matching)));
        group.finish();
    }
}

criterion_group!(benches, markets);
criterion_main!(benches);
