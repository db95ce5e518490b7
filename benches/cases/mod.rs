//! What both benchmarks are asked: one applicant, tracks that are alike, and
//! one portfolio with a line in each.

use matchfolio::engine::driver::Question;
use matchfolio::engine::precision::Precision;
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::{Applicant, ParameterPrior, Portfolio, TrackPrior};

use crate::fixtures::{applicant, full_assumptions, line, portfolio, prior, track, varying};

/// Seed of every benchmark.
pub const SEED: u64 = 1;

/// Interviews attended at most.
pub const MAX_INTERVIEWS: u32 = 20;

/// A question with everything that it borrows from.
pub struct Case {
    /// What the benchmark calls it.
    pub name: String,
    /// What is known of the parameters.
    pub prior: ParameterPrior,
    /// The applicant.
    pub applicant: Applicant,
    /// The one portfolio.
    pub portfolios: Vec<Portfolio>,
}

impl Case {
    /// `tracks` tracks in order of preference with `programs` applications each.
    pub fn new(tracks: u32, programs: u32) -> Self {
        let count = tracks as usize;
        let priors = (0..tracks).map(|number| uncertain(track(&number.to_string(), -3.4, 1.0, -1.2, 0.3)));
        let lines = (0..tracks).map(|number| line(number as usize, programs, number + 1));
        Self {
            name: format!("{} programs", tracks * programs),
            prior: prior(priors.collect(), full_assumptions()),
            applicant: applicant(count),
            portfolios: vec![portfolio(lines.collect(), Some(MAX_INTERVIEWS))],
        }
    }

    /// What an engine is asked.
    pub fn question(&self) -> Question<'_> {
        Question { applicant: &self.applicant, prior: &self.prior, portfolios: &self.portfolios, values: None }
    }

    /// The parameter draws of the case.
    pub fn sampler(&self) -> Sampler<'_> {
        Sampler::new(&self.prior, &self.applicant, DrawMode::Posterior, SEED)
    }
}

/// How an engine answers, without a target error.
pub fn settings(trials: u64, threads: usize, mode: DrawMode) -> Precision {
    Precision { seed: SEED, trials: Some(trials), threads: Some(threads), mode, ..Precision::default() }
}

fn uncertain(track: TrackPrior) -> TrackPrior {
    varying(track, [0.2, 0.1, 0.0, 0.0, 0.0])
}
