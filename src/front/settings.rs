//! How precisely to look, and who is told of it.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::atomic::AtomicBool;

use super::error::QuestionError;
use crate::engine::driver::{MAX_PARAMETER_DRAWS, Progress, Silent};
use crate::engine::precision::{Precision, USUAL_DRAWS};
use crate::engine::results::Engine;
use crate::engine::uncertainty::DrawMode;

/// Parameter draws that can be asked for: fewer give no interval worth the name.
const DRAWS: RangeInclusive<u64> = 16..=MAX_PARAMETER_DRAWS;

/// Threads at most.
const MOST_THREADS: usize = 1024;

/// Blocks at most with a target error.
const TARGET_BLOCKS: u64 = 1 << 16;

/// Blocks of the conditional engine at central parameters: independent scramblings, each precise by itself.
const CENTRAL_BLOCKS: u64 = 8;

/// Never set.
static NEVER: AtomicBool = AtomicBool::new(false);

/// How precisely to look, the same for every question.
///
/// The same scenario, settings and version give the same numbers, on any machine
/// and any number of threads. Two answers with one seed are on common draws.
///
/// ```
/// use matchfolio::Settings;
///
/// let quick = Settings::default().draws(64);
/// let again_with_other_draws = quick.seed(2);
/// # let _ = again_with_other_draws;
/// ```
#[derive(Clone, Copy)]
pub struct Settings<'w> {
    /// As the engines take it, but for the draws, whose usual number depends on the question.
    asked: Precision,
    draws: Option<u64>,
    progress: &'w dyn Progress,
    interrupted: &'w AtomicBool,
}

impl Default for Settings<'_> {
    /// Seed 1, one thread a core, and as many draws as the command line takes for the question.
    fn default() -> Self {
        Self { asked: Precision::default(), draws: None, progress: &Silent, interrupted: &NEVER }
    }
}

impl fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("asked", &self.asked).field("draws", &self.draws).finish_non_exhaustive()
    }
}

impl<'w> Settings<'w> {
    /// With another seed of all draws.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { asked: Precision { seed, ..self.asked }, ..self }
    }

    /// With so many draws of the uncertain parameters, 16 to 8,192. The simulation
    /// error falls as one over the square root of their number.
    #[must_use]
    pub fn draws(self, draws: u64) -> Self {
        Self { draws: Some(draws), ..self }
    }

    /// For a simulation, instead of draws: simulated seasons (trials engine) or points of the latent quantities
    /// (conditional engine) for each portfolio, rounded up to whole blocks of one parameter draw; with a target error
    /// the most.
    #[must_use]
    pub fn trials(self, trials: u64) -> Self {
        Self { asked: Precision { trials: Some(trials), ..self.asked }, ..self }
    }

    /// For a simulation: stop when the standard error of every P(unmatched) is at most this share, above 0 and at most 0.1.
    #[must_use]
    pub fn target_error(self, error: f64) -> Self {
        Self { asked: Precision { target_error: Some(error), ..self.asked }, ..self }
    }

    /// For a simulation: hold every parameter at its central value, which leaves chance alone and no intervals.
    #[must_use]
    pub fn central_parameters(self) -> Self {
        Self { asked: Precision { mode: DrawMode::Central, ..self.asked }, ..self }
    }

    /// With so many threads, 1 to 1,024; the numbers do not depend on them.
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        Self { asked: Precision { threads: Some(threads), ..self.asked }, ..self }
    }

    /// Tells `progress` how far the work is.
    #[must_use]
    pub fn progress(self, progress: &'w dyn Progress) -> Self {
        Self { progress, ..self }
    }

    /// Stops soon after `interrupted` is set: a simulation with the seasons done so far, marked as
    /// partial; every other question with [`EngineError::NothingDone`](crate::error::EngineError::NothingDone).
    #[must_use]
    pub fn interrupted_by(self, interrupted: &'w AtomicBool) -> Self {
        Self { interrupted, ..self }
    }

    /// The precision of a question that takes `usual` draws unless told otherwise.
    pub(super) fn precision(&self, usual: u64) -> Result<Precision, QuestionError> {
        let Precision { trials, target_error, mode, .. } = self.asked;
        if trials.is_some() || target_error.is_some() || mode != DrawMode::Posterior {
            return Err(QuestionError::OnlyForSimulations);
        }
        self.with_draws(usual)
    }

    /// The same for a question that can also be asked at central parameters.
    pub(super) fn precision_or_central(&self, usual: u64) -> Result<Precision, QuestionError> {
        let Precision { trials, target_error, mode, .. } = self.asked;
        if mode.has_draws() || trials.is_some() || target_error.is_some() {
            return self.precision(usual);
        }
        self.precision_of_simulation(Engine::Conditional)
    }

    /// The precision of a simulation by one engine.
    pub(super) fn precision_of_simulation(&self, engine: Engine) -> Result<Precision, QuestionError> {
        let Precision { trials, target_error, mode, .. } = self.asked;
        if self.draws.is_some() && trials.is_some() {
            return Err(QuestionError::DrawsAndTrials);
        }
        if self.draws.is_some() && !mode.has_draws() {
            return Err(QuestionError::CentralDraws);
        }
        if target_error.is_some_and(|error| !(error > 0.0 && error <= 0.1)) {
            return Err(QuestionError::TargetError);
        }
        self.with_draws(match (target_error, mode, engine) {
            (Some(_), ..) => TARGET_BLOCKS,
            (None, DrawMode::Central, Engine::Conditional) => CENTRAL_BLOCKS,
            _ => USUAL_DRAWS,
        })
    }

    fn with_draws(&self, usual: u64) -> Result<Precision, QuestionError> {
        if let Some(asked) = self.draws.filter(|draws| !DRAWS.contains(draws)) {
            return Err(QuestionError::Draws { asked, fewest: *DRAWS.start(), most: *DRAWS.end() });
        }
        match self.asked.threads.filter(|threads| !(1..=MOST_THREADS).contains(threads)) {
            Some(asked) => Err(QuestionError::Threads { asked, most: MOST_THREADS }),
            None => Ok(Precision { draws: self.draws.unwrap_or(usual), ..self.asked }),
        }
    }

    /// Who is told how far the work is.
    pub(crate) fn told(&self) -> &'w dyn Progress {
        self.progress
    }

    /// What asks to stop.
    pub(crate) fn stop(&self) -> &'w AtomicBool {
        self.interrupted
    }
}
