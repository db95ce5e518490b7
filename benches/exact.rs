//! Time of the conditional engine, and what the same answer costs otherwise.
//!
//! Four tracks with 50 programs each, 20 interviews at most, unless a benchmark
//! says otherwise. `central` integrates at central parameters, `posterior` over
//! 256 parameter draws, `baseline` brings one standard error of P(unmatched)
//! down to 0.1 points by trials, `programs` and `points` show how cost grows.
//! Before `baseline`, what each way finds is printed and compared.
//!
//! docs/performance.md says how to read the numbers.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "what a benchmark sets up is small, may fail loudly, and says what it found"
)]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use matchfolio::engine::conditional::{Detail, Integration, integrate};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::estimate::estimate_chance;
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::results::Estimate;
use matchfolio::engine::simulate::{Simulation, simulate};
use matchfolio::engine::trials::BLOCK_TRIALS;
use matchfolio::engine::uncertainty::DrawMode;

#[allow(dead_code, reason = "shared with the other benchmark")]
mod cases;
#[path = "../tests/it/fixtures.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod fixtures;
#[allow(dead_code, reason = "shared with the other benchmark")]
mod plain;
use cases::{Case, settings};
use plain::plain_block;

/// Parameter draws of `posterior`.
const DRAWS: u64 = 256;

/// Independent beginnings of the lattice that state an error: no fewer can.
const BLOCKS: u64 = 2;

/// Beginnings from which that error is found; two alone would state it badly.
const MANY_BLOCKS: u64 = 64;

/// Standard error of `baseline`, as a chance.
const COARSE_ERROR: f64 = 1e-3;

fn four_tracks() -> Case {
    Case::new(4, 50)
}

fn solve(case: &Case, effort: Effort, blocks: u64, threads: usize, mode: DrawMode, detail: Detail) -> Integration {
    let points = blocks * effort.block_points(&case.question());
    let settings = settings(points, threads, mode);
    integrate(
        &case.question(),
        &Precision { effort: Some(effort), ..settings },
        detail,
        &Silent,
        &AtomicBool::new(false),
    )
    .expect("it integrates")
}

fn central(case: &Case, blocks: u64, detail: Detail) -> Integration {
    solve(case, Effort::EachDrawPrecise, blocks, 1, DrawMode::Central, detail)
}

/// Trials until the standard error is [`COARSE_ERROR`].
fn sampled(case: &Case) -> Simulation {
    let settings = Precision { target_error: Some(COARSE_ERROR), ..settings(1 << 24, 1, DrawMode::Central) };
    simulate(&case.question(), &settings, &Silent, &AtomicBool::new(false)).expect("it simulates")
}

/// As many seasons the plain way.
fn plain(case: &Case, seasons: u64) -> f64 {
    let central = matchfolio::engine::uncertainty::Sampler::new(&case.prior, &case.applicant, DrawMode::Central, 0);
    let (parameters, covariates) = central.draw(0);
    let blocks = seasons.div_ceil(BLOCK_TRIALS);
    let unmatched =
        |block| plain_block(&case.applicant, &case.portfolios[0], &parameters, &covariates, block).unmatched;
    (0..blocks).map(unmatched).sum::<u64>() as f64 / (blocks * BLOCK_TRIALS) as f64
}

fn unmatched(findings: &impl Findings) -> Estimate {
    estimate_chance(&findings.means(0, Quantity::Unmatched))
}

/// Prints what each way finds, and fails where two ways do not answer the same question.
fn compare(case: &Case) -> u64 {
    let many = unmatched(&central(case, MANY_BLOCKS, Detail::Outcomes));
    let error = many.mc_error * (MANY_BLOCKS as f64 / BLOCKS as f64).sqrt();
    println!("central: {:.9}, standard error of {BLOCKS} blocks {error:.1e}", many.mean);
    for effort in [Effort::EachDrawPrecise, Effort::ManyDraws] {
        let found = unmatched(&solve(case, effort, DRAWS, 2, DrawMode::Posterior, Detail::Outcomes));
        println!("{DRAWS} draws, {effort:?}: {:.6}, standard error {:.1e}", found.mean, found.mc_error);
    }
    let trials = sampled(case);
    let found = unmatched(&trials);
    println!("trials: {:.6}, standard error {:.1e}, {} seasons", found.mean, found.mc_error, trials.trials);
    let plain = plain(case, trials.trials);
    println!("plain: {plain:.6}");
    assert!((found.mean - many.mean).abs() < 5.0 * COARSE_ERROR, "trials do not agree");
    assert!((plain - many.mean).abs() < 5.0 * COARSE_ERROR, "the plain way does not agree");
    trials.trials
}

fn precise(criterion: &mut Criterion) {
    let case = four_tracks();
    let mut group = criterion.benchmark_group("central");
    for (name, detail) in [("outcomes", Detail::Outcomes), ("distributions", Detail::Distributions)] {
        group.bench_function(name, |bencher| bencher.iter(|| black_box(central(&case, BLOCKS, detail))));
    }
    group.finish();
    let mut group = criterion.benchmark_group("posterior");
    group.sample_size(10);
    for effort in [Effort::EachDrawPrecise, Effort::ManyDraws] {
        group.bench_function(format!("{effort:?}"), |bencher| {
            bencher.iter(|| black_box(solve(&case, effort, DRAWS, 2, DrawMode::Posterior, Detail::Outcomes)));
        });
    }
    group.finish();
}

fn baseline(criterion: &mut Criterion) {
    let case = four_tracks();
    let mut compared = None;
    let mut group = criterion.benchmark_group("baseline");
    group.sample_size(10);
    group.bench_function("plain", |bencher| {
        let seasons = *compared.get_or_insert_with(|| compare(&case));
        bencher.iter(|| black_box(plain(&case, seasons)));
    });
    group.bench_function("trials", |bencher| bencher.iter(|| black_box(sampled(&case))));
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("programs");
    for programs in [50, 100, 200, 400] {
        let case = Case::new(4, programs / 4);
        group.throughput(Throughput::Elements(u64::from(programs)));
        group.bench_function(BenchmarkId::new("conditional", programs), |bencher| {
            bencher.iter(|| black_box(central(&case, BLOCKS, Detail::Outcomes)));
        });
        let settings = settings(16 * BLOCK_TRIALS, 1, DrawMode::Central);
        group.bench_function(BenchmarkId::new("trials", programs), |bencher| {
            bencher.iter(|| {
                black_box(
                    simulate(&case.question(), &settings, &Silent, &AtomicBool::new(false)).expect("it simulates"),
                )
            });
        });
    }
    group.finish();
    let case = four_tracks();
    let mut group = criterion.benchmark_group("points");
    group.sample_size(10);
    for blocks in [1, 2, 4, 8, 16] {
        group.bench_function(BenchmarkId::new("conditional", blocks), |bencher| {
            bencher.iter(|| black_box(central(&case, blocks, Detail::Outcomes)));
        });
    }
    for blocks in [16, 32, 64, 128, 256] {
        let settings = settings(blocks * BLOCK_TRIALS, 1, DrawMode::Central);
        group.bench_function(BenchmarkId::new("trials", blocks), |bencher| {
            bencher.iter(|| {
                black_box(
                    simulate(&case.question(), &settings, &Silent, &AtomicBool::new(false)).expect("it simulates"),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, baseline, precise, growth);
criterion_main!(benches);
