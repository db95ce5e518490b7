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
use matchfolio::engine::driver::{Question, Settings, Silent};
use matchfolio::engine::plan::Plan;
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::tally::BlockTally;
use matchfolio::engine::trials::{BLOCK_TRIALS, run_block};
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::{Applicant, ParameterPrior, Portfolio};
use matchfolio::random::philox::Key;
use matchfolio::random::table::NormalTable;

#[path = "../tests/it/fixtures.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod fixtures;
mod plain;
use fixtures::{applicant, full_assumptions, line, portfolio, prior, track};
use plain::{PlainTally, plain_block};

const SEED: u64 = 1;

struct Case {
    name: &'static str,
    prior: ParameterPrior,
    applicant: Applicant,
    portfolios: Vec<Portfolio>,
}

impl Case {
    fn new(name: &'static str, tracks: &[&str], programs: u32) -> Self {
        let track = |id: &&str| uncertain(track(id, -3.4, 1.0, -1.2, 0.3));
        let lines = (0..tracks.len()).map(|track| line(track, programs, track as u32 + 1));
        Self {
            name,
            prior: prior(tracks.iter().map(track).collect(), full_assumptions()),
            applicant: applicant(tracks.len()),
            portfolios: vec![portfolio(lines.collect(), Some(20))],
        }
    }

    fn sampler(&self) -> Sampler<'_> {
        Sampler::new(&self.prior, &self.applicant, DrawMode::Posterior, SEED)
    }

    fn plan(&self, sampler: &Sampler<'_>, block: u64) -> Plan<'_> {
        let (parameters, covariates) = sampler.draw(block);
        Plan::new(&self.prior, &self.applicant, &self.portfolios, parameters, &covariates)
    }

    fn engine(&self, sampler: &Sampler<'_>, block: u64) -> BlockTally {
        let plan = self.plan(sampler, block);
        run_block(&plan, None, Key::new(SEED), block * BLOCK_TRIALS)
    }

    fn plain(&self, sampler: &Sampler<'_>, block: u64) -> PlainTally {
        let (parameters, covariates) = sampler.draw(block);
        plain_block(&self.applicant, &self.portfolios[0], &parameters, &covariates, block)
    }
}

/// One track with 60 programs, or four with 50 each; 20 interviews at most.
fn cases() -> [Case; 2] {
    [Case::new("60 programs", &["one"], 60), Case::new("200 programs", &["one", "two", "three", "four"], 50)]
}

fn uncertain(mut track: matchfolio::model::TrackPrior) -> matchfolio::model::TrackPrior {
    track.a.sd = 0.2;
    track.ln_sigma.sd = 0.1;
    track
}

/// Fails if the plain way and the engine do not simulate the same season: a
/// comparison would mean nothing. Five standard errors are a false alarm once in a million.
fn assert_agreement(case: &Case) {
    const BLOCKS: u64 = 32;
    let sampler = case.sampler();
    let seasons = (BLOCKS * BLOCK_TRIALS) as f64;
    let unmatched = |count: &dyn Fn(u64) -> u64| (0..BLOCKS).map(count).sum::<u64>() as f64 / seasons;
    let engine = unmatched(&|block| case.engine(&sampler, block).counts.portfolios[0].unmatched());
    let plain = unmatched(&|block| case.plain(&sampler, block).unmatched);
    let error = (2.0 * engine * (1.0 - engine) / seasons).sqrt();
    assert!((engine - plain).abs() < 5.0 * error, "{}: {engine}, {plain}", case.name);
}

fn one_block(criterion: &mut Criterion) {
    // Made once a process; no part of a block.
    black_box((NormalTable::get(), LogisticTable::get()));
    let mut group = criterion.benchmark_group("block");
    group.throughput(Throughput::Elements(BLOCK_TRIALS));
    for case in &cases() {
        let sampler = case.sampler();
        let mut block = 0;
        let mut next = || {
            block += 1;
            block
        };
        let mut is_checked = false;
        group.bench_function(BenchmarkId::new("plain", case.name), |bencher| {
            if !is_checked {
                assert_agreement(case);
                is_checked = true;
            }
            bencher.iter(|| black_box(case.plain(&sampler, next())));
        });
        group.bench_function(BenchmarkId::new("engine", case.name), |bencher| {
            bencher.iter(|| black_box(case.engine(&sampler, next())));
        });
        group.bench_function(BenchmarkId::new("plan", case.name), |bencher| {
            bencher.iter(|| black_box(case.plan(&sampler, next()).tracks.len()));
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
        let question =
            Question { applicant: &case.applicant, prior: &case.prior, portfolios: &case.portfolios, values: None };
        for threads in [1, 2] {
            let settings =
                Settings { seed: SEED, trials, target_error: None, threads: Some(threads), mode: DrawMode::Posterior };
            group.bench_function(BenchmarkId::new(format!("{threads} threads"), case.name), |bencher| {
                bencher.iter(|| black_box(simulate(&question, &settings, &Silent, &AtomicBool::new(false)).is_ok()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, one_block, threads);
criterion_main!(benches);
