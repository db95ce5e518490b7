//! How precisely to look: one type from the command line down to the engines.

use super::uncertainty::DrawMode;

/// Parameter draws of a simulation unless told otherwise.
pub const USUAL_DRAWS: u64 = 1024;

/// Trials at most, asked for or needed: 2⁴⁰.
pub const MAX_TRIALS: u64 = 1 << 40;

/// How hard a parameter draw is worked on by the conditional engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A few points a draw, for many draws: the error of a draw, some tenths of a
    /// point, averages out and is taken out of the interval.
    ManyDraws,
    /// Sixteen times as many points a draw: its error, some hundredths of a point, is small enough to use
    /// the draw alone, and is known.
    OneByOne,
    /// Every point spread over a lattice of `θ` and `ω`: where these are all that is shared, the error is
    /// below a thousandth of a point. It is not known from one draw.
    EachDrawPrecise,
}

impl Effort {
    /// The effort that suits a way of choosing parameters.
    #[must_use]
    pub fn for_mode(mode: DrawMode) -> Self {
        if mode.has_draws() { Self::ManyDraws } else { Self::EachDrawPrecise }
    }
}

/// How precisely to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Seed of all draws.
    pub seed: u64,
    /// Parameter draws, each one block of work; at central parameters, repetitions. With a target error, the most.
    pub draws: u64,
    /// Instead of `draws`, so many simulated seasons (trials engine) or points of the latents (conditional
    /// engine) for each portfolio, rounded up to whole blocks.
    pub trials: Option<u64>,
    /// Stop when the standard error of every P(unmatched) is at most this.
    pub target_error: Option<f64>,
    /// Threads; none is one per core.
    pub threads: Option<usize>,
    /// How parameters are chosen.
    pub mode: DrawMode,
    /// How hard a draw is worked on; none is what suits the mode.
    pub effort: Option<Effort>,
}

impl Default for Precision {
    /// Seed 1, 1,024 parameter draws, one thread per core.
    fn default() -> Self {
        Self {
            seed: 1,
            draws: USUAL_DRAWS,
            trials: None,
            target_error: None,
            threads: None,
            mode: DrawMode::Posterior,
            effort: None,
        }
    }
}

impl Precision {
    /// How hard a draw is worked on.
    #[must_use]
    pub fn effort(&self) -> Effort {
        self.effort.unwrap_or_else(|| Effort::for_mode(self.mode))
    }

    /// With so many draws at most.
    #[must_use]
    pub fn at_most(self, draws: u64) -> Self {
        Self { draws: self.draws.min(draws), ..self }
    }

    /// Blocks of `size` trials or points.
    pub(super) fn blocks(&self, size: u64) -> u64 {
        let trials = self.trials.unwrap_or_else(|| self.draws.saturating_mul(size));
        trials.clamp(1, MAX_TRIALS).div_ceil(size)
    }
}
