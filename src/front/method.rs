//! How a simulation is done: which engine, and how many seasons.

use clap::ValueEnum;

use super::error::Error;
use super::settings::Settings;
use crate::engine::conditional::Effort;
use crate::engine::driver::{self, Question};
use crate::engine::trials::BLOCK_TRIALS;
use crate::engine::uncertainty::DrawMode;

/// Blocks unless the person says otherwise; a block is one parameter draw.
const USUAL_BLOCKS: u64 = 1024;

/// The same for the conditional engine at central parameters: independent
/// scramblings, each precise by itself.
const CENTRAL_BLOCKS: u64 = 8;

/// Blocks at most with a target error.
const TARGET_BLOCKS: u64 = 1 << 16;

/// Engines that can be asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The conditional engine where it supports the scenario, otherwise trials
    #[default]
    Auto,
    /// Integrate over the unobserved strength; exact given that
    Conditional,
    /// Draw everything at random, program by program
    Trials,
}

/// How a simulation is done; by default as `matchfolio run` does it.
///
/// ```
/// use matchfolio::{Engine, Method};
///
/// // Chance alone: every parameter at its central value, seasons drawn one by one.
/// let method = Method { engine: Engine::Trials, central_parameters: true, ..Method::default() };
/// # let _ = method;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Method {
    /// The engine.
    pub engine: Engine,
    /// Simulated seasons (trials engine) or points of the latent quantities (conditional engine)
    /// for each portfolio, rounded up to whole blocks of one parameter draw; with a target error the most.
    /// None is 1,024 blocks, or as many as [`Settings::draws`] says.
    pub trials: Option<u64>,
    /// Stop when the standard error of every P(unmatched) is at most this share, above 0 and at most 0.1.
    pub target_error: Option<f64>,
    /// Hold every parameter at its central value: chance alone, no intervals.
    pub central_parameters: bool,
    /// Answer with both engines on the same parameter draws; a notice says how far they differ,
    /// and more than chance allows is an error.
    pub verify: bool,
}

impl Method {
    /// Whether what is asked goes together.
    pub(super) fn check(&self, settings: &Settings<'_>) -> Result<(), Error> {
        let wrong = |message: &str| Err(Error::Question(message.to_owned()));
        let has_draws = settings.asked_draws()?.is_some();
        if has_draws && self.trials.is_some() {
            return wrong("draws and trials both set how long to simulate; give only one of them");
        }
        if has_draws && self.central_parameters {
            return wrong("parameters held at their central values have no draws; give only one of the two");
        }
        if self.verify && (self.engine != Engine::Auto || self.target_error.is_some()) {
            return wrong("a comparison of both engines allows no choice of engine and no target error");
        }
        match self.target_error {
            Some(error) if !(error > 0.0 && error <= 0.1) => {
                wrong("the target error must be above 0 and at most 0.1; 0.001 means 0.1 percentage points")
            }
            _ => Ok(()),
        }
    }

    /// How parameters are chosen.
    pub(super) fn mode(&self) -> DrawMode {
        if self.central_parameters { DrawMode::Central } else { DrawMode::Posterior }
    }

    /// What the engine is told.
    pub(super) fn settings(
        &self,
        question: &Question<'_>,
        conditional: bool,
        settings: &Settings<'_>,
    ) -> Result<driver::Settings, Error> {
        let mode = self.mode();
        let block = if conditional { Effort::for_mode(mode).block_points(question) } else { BLOCK_TRIALS };
        let usual = match (self.target_error, mode) {
            (Some(_), _) => TARGET_BLOCKS,
            (None, DrawMode::Central) if conditional => CENTRAL_BLOCKS,
            (None, _) => USUAL_BLOCKS,
        };
        let blocks = settings.asked_draws()?.unwrap_or(usual);
        Ok(driver::Settings {
            seed: settings.given_seed(),
            trials: self.trials.unwrap_or(blocks * block),
            target_error: self.target_error,
            threads: settings.asked_threads()?,
            mode,
        })
    }
}
