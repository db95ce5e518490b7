//! Seasons per second of the trials engine.
//!
//! `block` is one block, 2,048 seasons under one parameter draw, from drawing the
//! parameters to counting the outcomes: by the `engine`, and the `plain` way as
//! the baseline: a normal or a uniform from a stream of `rand` for every
//! quantity, the logistic function for every program, no tables. `plan` is the part of the
//! engine's block before its first trial. `run` is the whole driver with its threads.
//!
//! docs/performance.md says how to read the numbers.

#![allow(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    reason = "what a benchmark sets up is small and may fail loudly"
)]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use matchfolio::engine::curve::LogisticTable;
use matchfolio::engine::driver::Silent;
use matchfolio::engine::plan::SeasonPlan;
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::tally::BlockTally;
use matchfolio::engine::trials::{BLOCK_TRIALS, run_block};
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::random::philox::Key;
use matchfolio::random::table::NormalTable;

mod cases;
#[path = "../tests/it/fixtures.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod fixtures;
mod plain;
use cases::{Case, SEED, settings};
use plain::{PlainTally, plain_block};

/// The two ways of simulating a block, and the part before its first trial.
struct Blocks<'a> {
    case: &'a Case,
    sampler: Sampler<'a>,
}

impl<'a> Blocks<'a> {
    fn new(case: &'a Case) -> Self {
        Self { case, sampler: case.sampler() }
    }

    fn plan(&self, block: u64) -> SeasonPlan<'_> {
        let (parameters, covariates) = self.sampler.draw(block);
        SeasonPlan::new(&self.case.prior, &self.case.applicant, &self.case.portfolios, parameters, &covariates)
    }

    fn engine(&self, block: u64) -> BlockTally {
        run_block(&self.plan(block), None, Key::new(SEED), block * BLOCK_TRIALS, None)
    }

    fn plain(&self, block: u64) -> PlainTally {
        let (parameters, covariates) = self.sampler.draw(block);
        plain_block(&self.case.applicant, &self.case.portfolios[0], &parameters, &covariates, block)
    }
}

/// One track with 60 programs, or four with 50 each; 20 interviews at most.
fn cases() -> [Case; 2] {
    [Case::new(1, 60), Case::new(4, 50)]
}

/// Fails if the plain way and the engine do not simulate the same season: a
/// comparison would mean nothing. Five standard errors are a false alarm once in a million.
fn assert_agreement(blocks: &Blocks<'_>) {
    const BLOCKS: u64 = 32;
    let seasons = (BLOCKS * BLOCK_TRIALS) as f64;
    let unmatched = |count: &dyn Fn(u64) -> u64| (0..BLOCKS).map(count).sum::<u64>() as f64 / seasons;
    let engine = unmatched(&|block| blocks.engine(block).counts.portfolios[0].unmatched());
    let plain = unmatched(&|block| blocks.plain(block).unmatched);
    let error = (2.0 * engine * (1.0 - engine) / seasons).sqrt();
    assert!((engine - plain).abs() < 5.0 * error, "{}: {engine}, {plain}", blocks.case.name);
}

fn one_block(criterion: &mut Criterion) {
    // Made once a process; no part of a block.
    black_box((NormalTable::get(), LogisticTable::get()));
    let mut group = criterion.benchmark_group("block");
    group.throughput(Throughput::Elements(BLOCK_TRIALS));
    for case in &cases() {
        let blocks = Blocks::new(case);
        let mut block = 0;
        let mut next = || {
            block += 1;
            block
        };
        let mut is_checked = false;
        group.bench_function(BenchmarkId::new("plain", &case.name), |bencher| {
            if !is_checked {
                assert_agreement(&blocks);
                is_checked = true;
            }
            bencher.iter(|| black_box(blocks.plain(next())));
        });
        group.bench_function(BenchmarkId::new("engine", &case.name), |bencher| {
            bencher.iter(|| black_box(blocks.engine(next())));
        });
        group.bench_function(BenchmarkId::new("plan", &case.name), |bencher| {
            bencher.iter(|| black_box(blocks.plan(next()).tracks.len()));
        });
    }
    group.finish();
}

fn threads(criterion: &mut Criterion) {
    let trials = 128 * BLOCK_TRIALS;
    let mut group = criterion.benchmark_group("run");
    group.throughput(Throughput::Elements(trials));
    group.sample_size(10);
    for case in &cases() {
        let question = case.question();
        for threads in [1, 2] {
            let settings = settings(trials, threads, DrawMode::Posterior);
            group.bench_function(BenchmarkId::new(format!("{threads} threads"), &case.name), |bencher| {
                bencher.iter(|| black_box(simulate(&question, &settings, &Silent, &AtomicBool::new(false)).is_ok()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, one_block, threads);
criterion_main!(benches);
