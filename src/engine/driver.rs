//! Drives an engine: blocks over threads, looks at the errors, stops.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::precision::Precision;
use super::results::{Estimate, StoppingReason};
use super::stopping::target_is_reached;
use crate::model::{Applicant, ParameterPrior, Portfolio, Values};
use crate::random::sobol::SobolError;

use super::uncertainty::DrawMode;

/// Blocks between two looks at errors, progress and interruption; fixed, so
/// that stopping does not depend on the number of threads.
const WAVE_BLOCKS: u64 = 32;

/// Parameter draws at most; later blocks go through them again, so that memory
/// does not grow with the trials.
pub const MAX_PARAMETER_DRAWS: u64 = 8192;

/// What is asked of an engine.
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

/// One of several parts into which work is split, so that each can be done on a machine of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Number of the part, from 1.
    pub shard: usize,
    /// How many parts there are.
    pub shards: usize,
}

impl Shard {
    /// All of the work.
    pub const WHOLE: Self = Self { shard: 1, shards: 1 };

    /// What this part has of `count` pieces: those of all parts follow each other, and differ in number by one at most.
    #[must_use]
    pub fn of(self, count: u64) -> Range<u64> {
        let before = |shard: usize| {
            let pieces = u128::from(count) * shard as u128 / self.shards.max(1) as u128;
            u64::try_from(pieces).unwrap_or(count)
        };
        before(self.shard.saturating_sub(1))..before(self.shard)
    }
}

/// Where a run tells how far it is.
pub trait Progress: Sync {
    /// Called between waves with the trials done and, without a target, the trials to do.
    fn advanced(&self, done: u64, total: u64);
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn advanced(&self, _done: u64, _total: u64) {}
}

/// The run could not be started or gave nothing.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The operating system gave no threads.
    #[error("could not start {threads} threads: {source}; ask for fewer (--threads on the command line)")]
    Threads {
        /// Threads asked for.
        threads: usize,
        /// What the operating system said.
        source: rayon::ThreadPoolBuildError,
    },
    /// Interrupted before the first wave of blocks was done.
    #[error("interrupted before anything was finished, so there is no answer and nothing was written")]
    NothingDone,
    /// The points of the conditional engine cannot be had.
    #[error(transparent)]
    Points(#[from] SobolError),
    /// A rule of the scenario breaks the recursion of the conditional engine.
    #[error(
        "the conditional engine cannot do this scenario: {0}; let the trials engine do it, or leave the choice open (--engine trials or auto)"
    )]
    NotConditional(String),
    /// The trials engine was to answer for a season in progress.
    #[error("a season in progress needs the conditional engine, which the trials engine cannot replace: {0}")]
    OnlyConditional(String),
    /// More parts than there is work for.
    #[error("the simulation has {blocks} blocks of seasons, so it can be split into at most {blocks} parts (--shard)")]
    ManyParts {
        /// Blocks of the whole simulation.
        blocks: u64,
    },
    /// So many invitations cannot have come.
    #[error(
        "so many invitations cannot come from the programs applied to; check [progress] and the lines applied with"
    )]
    Impossible,
}

/// An engine that works in blocks, each a function of its number alone.
pub(super) trait BlockEngine: Sync {
    /// What a block gives.
    type Block: Send;
    /// Trials or points of a block.
    fn block_size(&self) -> u64;
    /// Runs block `number`; called by many threads in any order.
    fn run(&self, number: u64) -> Self::Block;
    /// Takes the block in; called in the order of numbers.
    fn add(&mut self, number: u64, block: Self::Block);
    /// P(unmatched) of every portfolio so far; none while there is too little to judge its error.
    fn unmatched(&self) -> Option<Vec<Estimate>>;
}

/// Runs blocks until the trials are done, the target error is reached, or
/// `interrupted` is set; gives the trials done and the reason.
pub(super) fn drive(
    engine: &mut impl BlockEngine,
    precision: &Precision,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<(u64, StoppingReason), EngineError> {
    // Whoever works on many people at once gives each of them the thread that it is on.
    let pool = match precision.threads {
        Some(1) => None,
        threads => Some(pool(threads)?),
    };
    let size = engine.block_size();
    let blocks = precision.blocks(size);
    let mut done = 0;
    let stopped = loop {
        if interrupted.load(Ordering::Relaxed) {
            break StoppingReason::Interrupted;
        }
        let wave = WAVE_BLOCKS.min(blocks - done);
        run_wave(engine, pool.as_ref(), done, wave);
        done += wave;
        progress.advanced(done * size, blocks * size);
        if is_precise_enough(engine, precision) {
            break StoppingReason::TargetReached;
        }
        if done == blocks {
            break match precision.target_error {
                Some(_) => StoppingReason::TargetNotReached,
                None => StoppingReason::TrialsDone,
            };
        }
    };
    if done == 0 { Err(EngineError::NothingDone) } else { Ok((done * size, stopped)) }
}

fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, EngineError> {
    let threads = threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|source| EngineError::Threads { threads, source })
}

/// Does the work of every number below `count`, each on one thread; gives what came of them in the order of the numbers.
///
/// # Errors
/// When threads cannot be had.
pub fn each<T: Send>(
    count: usize,
    threads: Option<usize>,
    work: impl Fn(usize) -> T + Sync,
) -> Result<Vec<T>, EngineError> {
    Ok(pool(threads)?.install(|| (0..count).into_par_iter().with_max_len(1).map(&work).collect()))
}

fn run_wave<E: BlockEngine>(engine: &mut E, pool: Option<&rayon::ThreadPool>, first: u64, blocks: u64) {
    let shared: &E = engine;
    let offsets = 0..usize::try_from(blocks).unwrap_or(usize::MAX);
    let wave: Vec<E::Block> = match pool {
        Some(pool) => pool.install(|| {
            offsets.into_par_iter().with_max_len(1).map(|offset| shared.run(first + offset as u64)).collect()
        }),
        None => offsets.map(|offset| shared.run(first + offset as u64)).collect(),
    };
    for (number, block) in (first..).zip(wave) {
        engine.add(number, block);
    }
}

fn is_precise_enough(engine: &impl BlockEngine, precision: &Precision) -> bool {
    precision
        .target_error
        .is_some_and(|target| engine.unmatched().is_some_and(|estimates| target_is_reached(&estimates, target)))
}

/// The parameter draw of block `number`.
pub(super) fn draw_number(mode: DrawMode, number: u64) -> u64 {
    if mode.has_draws() { number % MAX_PARAMETER_DRAWS } else { 0 }
}
