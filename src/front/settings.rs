//! How precisely to look, and who is told of it.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::atomic::AtomicBool;

use super::error::Error;
use crate::decide::study::Precision;
use crate::engine::driver::{MAX_PARAMETER_DRAWS, Progress, Silent};

/// Parameter draws that can be asked for: fewer give no interval worth the name.
const DRAWS: RangeInclusive<u64> = 16..=MAX_PARAMETER_DRAWS;

/// Threads at most.
const MOST_THREADS: usize = 1024;

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
    seed: u64,
    draws: Option<u64>,
    threads: Option<usize>,
    progress: &'w dyn Progress,
    interrupted: &'w AtomicBool,
}

impl Default for Settings<'_> {
    /// Seed 1, one thread a core, and as many draws as the command line takes for the question.
    fn default() -> Self {
        Self { seed: 1, draws: None, threads: None, progress: &Silent, interrupted: &NEVER }
    }
}

impl fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("seed", &self.seed)
            .field("draws", &self.draws)
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}

impl<'w> Settings<'w> {
    /// With another seed of all draws.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// With so many draws of the uncertain parameters, 16 to 8,192. The simulation
    /// error falls as one over the square root of their number.
    #[must_use]
    pub fn draws(self, draws: u64) -> Self {
        Self { draws: Some(draws), ..self }
    }

    /// With so many threads, 1 to 1,024; the numbers do not depend on them.
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        Self { threads: Some(threads), ..self }
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
    pub(super) fn precision(&self, usual: u64) -> Result<Precision, Error> {
        let (draws, threads) = (self.asked_draws()?.unwrap_or(usual), self.asked_threads()?);
        Ok(Precision { seed: self.seed, draws, threads })
    }

    /// The draws asked for, if any.
    pub(super) fn asked_draws(&self) -> Result<Option<u64>, Error> {
        match self.draws.filter(|draws| !DRAWS.contains(draws)) {
            None => Ok(self.draws),
            Some(wrong) => {
                let message = format!("{wrong} draws were requested; allowed: {} to {}", DRAWS.start(), DRAWS.end());
                Err(Error::Question(message))
            }
        }
    }

    /// The threads asked for, if any.
    pub(super) fn asked_threads(&self) -> Result<Option<usize>, Error> {
        match self.threads.filter(|threads| !(1..=MOST_THREADS).contains(threads)) {
            None => Ok(self.threads),
            Some(wrong) => {
                Err(Error::Question(format!("{wrong} threads were requested; allowed: 1 to {MOST_THREADS}")))
            }
        }
    }

    /// The seed.
    pub(super) fn given_seed(&self) -> u64 {
        self.seed
    }

    /// Who is told how far the work is.
    pub(super) fn told(&self) -> &'w dyn Progress {
        self.progress
    }

    /// What asks to stop.
    pub(super) fn stop(&self) -> &'w AtomicBool {
        self.interrupted
    }
}
