//! Seasons per second of the trials engine.
//!
//! Each benchmark runs one block (2,048 seasons under one parameter draw) from
//! drawing the parameters to counting the outcomes. The baseline is the same
//! season written the plain way: a normal and a uniform from `rand` for
//! every quantity, the logistic function for every program, no tables.

#![allow(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    reason = "what a benchmark sets up is small and may fail loudly"
)]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use matchfolio::engine::plan::Plan;
use matchfolio::engine::simulate::{Question, Settings, Silent, simulate};
use matchfolio::engine::trials::{BLOCK_TRIALS, run_block};
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::{Applicant, ParameterPrior, Portfolio};
use matchfolio::random::philox::Key;

#[path = "../tests/it/fixtures.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod fixtures;
use fixtures::{applicant, full_assumptions, line, portfolio, prior, track};

const SEED: u64 = 1;

/// One track with 60 programs, or four with 50 each, of which one is a preliminary year.
fn cases() -> Vec<(&'static str, ParameterPrior, Applicant, Vec<Portfolio>)> {
    let tracks = |count: usize| -> Vec<_> {
        ["one", "two", "three", "four"][..count]
            .iter()
            .map(|id| uncertain(track(id, -3.4, 1.0, -1.2, 0.3)))
            .collect()
    };
    let lines = |count: usize, programs| {
        (0..count)
            .map(|track| line(track, programs, track as u32 + 1))
            .collect()
    };
    vec![
        (
            "60 programs",
            prior(tracks(1), full_assumptions()),
            applicant(1),
            vec![portfolio(lines(1, 60), Some(20))],
        ),
        (
            "200 programs",
            prior(tracks(4), full_assumptions()),
            applicant(4),
            vec![portfolio(lines(4, 50), Some(20))],
        ),
    ]
}

fn uncertain(mut track: matchfolio::model::TrackPrior) -> matchfolio::model::TrackPrior {
    track.a.sd = 0.2;
    track.ln_sigma.sd = 0.1;
    track
}

fn one_block(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("block");
    group.throughput(Throughput::Elements(BLOCK_TRIALS));
    for (name, prior, applicant, portfolios) in &cases() {
        let sampler = Sampler::new(prior, applicant, DrawMode::Posterior, SEED);
        let mut block = 0;
        group.bench_function(BenchmarkId::new("tabulated", name), |bencher| {
            bencher.iter(|| {
                block += 1;
                let (parameters, covariates) = sampler.draw(block);
                let plan = Plan::new(prior, applicant, portfolios, parameters, &covariates);
                black_box(run_block(&plan, None, Key::new(SEED), block * BLOCK_TRIALS))
            });
        });
        group.bench_function(BenchmarkId::new("plan only", name), |bencher| {
            bencher.iter(|| {
                block += 1;
                let (parameters, covariates) = sampler.draw(block);
                black_box(
                    Plan::new(prior, applicant, portfolios, parameters, &covariates)
                        .tracks
                        .len(),
                )
            });
        });
    }
    group.finish();
}

fn threads(criterion: &mut Criterion) {
    let trials = 128 * BLOCK_TRIALS;
    let mut group = criterion.benchmark_group("run");
    group.throughput(Throughput::Elements(trials));
    group.sample_size(10);
    for (name, prior, applicant, portfolios) in &cases() {
        for threads in [1, 2] {
            let settings = Settings {
                seed: SEED,
                trials,
                target_error: None,
                threads: Some(threads),
                mode: DrawMode::Posterior,
            };
            let question = Question {
                applicant,
                prior,
                portfolios,
                values: None,
            };
            group.bench_function(BenchmarkId::new(format!("{threads} threads"), name), |bencher| {
                bencher.iter(|| black_box(simulate(&question, &settings, &Silent, &AtomicBool::new(false)).is_ok()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, one_block, threads);
criterion_main!(benches);
