//! The driver: blocks of trials over threads, looks at the errors, and stops.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use crate::model::{Applicant, ParameterPrior, Portfolio, Values};
use crate::random::philox::Key;

use super::estimate::{DrawMean, estimate_chance};
use super::plan::Plan;
use super::results::StoppingReason;
use super::stopping::{FIRST_LOOK_DRAWS, target_is_reached};
use super::tally::{BlockTally, DrawCounts, Histograms};
use super::trials::{BLOCK_TRIALS, run_block};
use super::uncertainty::{DrawMode, Sampler};

/// Blocks between two looks at errors, progress and interruption; fixed, so
/// that stopping does not depend on the number of threads.
const WAVE_BLOCKS: u64 = 32;

/// Parameter draws at most; later blocks go through them again, so that memory
/// does not grow with the trials.
pub const MAX_PARAMETER_DRAWS: u64 = 8192;

/// Trials at most, asked for or needed: 2⁴⁰.
pub const MAX_TRIALS: u64 = 1 << 40;

/// What is asked of the engine.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The applicant.
    pub applicant: &'a Applicant,
    /// What is known of the parameters.
    pub prior: &'a ParameterPrior,
    /// The portfolios to compare.
    pub portfolios: &'a [Portfolio],
    /// What outcomes are worth.
    pub values: Option<&'a Values>,
}

/// How to answer it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Seed of all draws.
    pub seed: u64,
    /// Trials for each portfolio, rounded up to whole blocks of 2,048; with a target error, the most.
    pub trials: u64,
    /// Stop when the standard error of every P(unmatched) is at most this.
    pub target_error: Option<f64>,
    /// Threads; none is one a core.
    pub threads: Option<usize>,
    /// How parameters are chosen.
    pub mode: DrawMode,
}

/// Where a run tells how far it is, and hears that it should stop.
pub trait Progress: Sync {
    /// Called between waves with the trials done and, without a target, the trials to do.
    fn advanced(&self, done: u64, total: u64);
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn advanced(&self, _done: u64, _total: u64) {}
}

/// What the trials counted, by parameter draw and over all.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// Trials done.
    pub trials: u64,
    /// Counts, by parameter draw.
    pub draws: Vec<DrawCounts>,
    /// Distributions over all trials, by portfolio.
    pub histograms: Vec<Histograms>,
    /// Why it ended.
    pub stopped: StoppingReason,
}

/// The run could not be started or gave nothing.
#[derive(Debug, Error)]
pub enum SimulationError {
    /// The operating system gave no threads.
    #[error("could not start {threads} threads: {source}; try fewer with --threads")]
    Threads {
        /// Threads asked for.
        threads: usize,
        /// What the operating system said.
        source: rayon::ThreadPoolBuildError,
    },
    /// Interrupted before the first wave of trials was done.
    #[error("interrupted before any result; nothing was written")]
    NothingDone,
}

/// Simulates every portfolio of `question`, until the trials are done, the
/// target error is reached, or `interrupted` is set.
///
/// # Errors
///
/// When threads cannot be started, or the interruption came before anything was counted.
pub fn simulate(
    question: &Question<'_>,
    settings: &Settings,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Simulation, SimulationError> {
    let threads = settings.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| SimulationError::Threads { threads, source })?;
    pool.install(|| Driver::new(question, settings).run(progress, interrupted))
}

struct Driver<'a> {
    question: &'a Question<'a>,
    settings: &'a Settings,
    sampler: Sampler<'a>,
    draws: Vec<DrawCounts>,
    histograms: Vec<Histograms>,
    blocks_done: u64,
}

impl<'a> Driver<'a> {
    fn new(question: &'a Question<'a>, settings: &'a Settings) -> Self {
        let sampler = Sampler::new(question.prior, question.applicant, settings.mode, settings.seed);
        Self {
            question,
            settings,
            sampler,
            draws: Vec::new(),
            histograms: Vec::new(),
            blocks_done: 0,
        }
    }

    fn run(mut self, progress: &dyn Progress, interrupted: &AtomicBool) -> Result<Simulation, SimulationError> {
        let blocks = self.settings.trials.clamp(1, MAX_TRIALS).div_ceil(BLOCK_TRIALS);
        let stopped = loop {
            if interrupted.load(Ordering::Relaxed) {
                break StoppingReason::Interrupted;
            }
            let wave = WAVE_BLOCKS.min(blocks - self.blocks_done);
            self.run_wave(wave);
            progress.advanced(self.blocks_done * BLOCK_TRIALS, blocks * BLOCK_TRIALS);
            if self.target_is_reached() {
                break StoppingReason::TargetReached;
            }
            if self.blocks_done == blocks {
                break match self.settings.target_error {
                    Some(_) => StoppingReason::TargetNotReached,
                    None => StoppingReason::TrialsDone,
                };
            }
        };
        if self.blocks_done == 0 {
            return Err(SimulationError::NothingDone);
        }
        let trials = self.blocks_done * BLOCK_TRIALS;
        Ok(Simulation {
            trials,
            draws: self.draws,
            histograms: self.histograms,
            stopped,
        })
    }

    fn run_wave(&mut self, blocks: u64) {
        let first = self.blocks_done;
        let tallies: Vec<BlockTally> = (0..blocks as usize)
            .into_par_iter()
            .map(|offset| self.run_block(first + offset as u64))
            .collect();
        for (offset, tally) in tallies.into_iter().enumerate() {
            let draw = self.draw_number(first + offset as u64) as usize;
            self.add(draw, tally);
        }
        self.blocks_done += blocks;
    }

    fn run_block(&self, block: u64) -> BlockTally {
        let question = self.question;
        let (parameters, covariates) = self.sampler.draw(self.draw_number(block));
        let plan = Plan::new(
            question.prior,
            question.applicant,
            question.portfolios,
            parameters,
            &covariates,
        );
        run_block(
            &plan,
            question.values,
            Key::new(self.settings.seed),
            block * BLOCK_TRIALS,
        )
    }

    fn draw_number(&self, block: u64) -> u64 {
        match self.settings.mode {
            DrawMode::Central => 0,
            DrawMode::Posterior => block % MAX_PARAMETER_DRAWS,
        }
    }

    fn add(&mut self, draw: usize, tally: BlockTally) {
        match self.draws.get_mut(draw) {
            Some(counts) => counts.add(&tally.counts),
            None => self.draws.push(tally.counts),
        }
        if self.histograms.is_empty() {
            self.histograms = tally.histograms;
        } else {
            for (ours, theirs) in self.histograms.iter_mut().zip(&tally.histograms) {
                ours.add(theirs);
            }
        }
    }

    fn target_is_reached(&self) -> bool {
        let Some(target) = self.settings.target_error else {
            return false;
        };
        let enough = self.settings.mode == DrawMode::Central || self.draws.len() >= FIRST_LOOK_DRAWS;
        let errors: Vec<_> = (0..self.question.portfolios.len())
            .map(|portfolio| estimate_chance(&unmatched_means(&self.draws, portfolio)))
            .collect();
        enough && target_is_reached(&errors, target)
    }
}

/// Chance of going unmatched under one portfolio, by parameter draw.
#[must_use]
pub fn unmatched_means(draws: &[DrawCounts], portfolio: usize) -> Vec<DrawMean> {
    draws
        .iter()
        .map(|counts| DrawMean::of_count(counts.portfolios[portfolio].unmatched(), counts.trials))
        .collect()
}
