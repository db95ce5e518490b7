//! What the page of a run shows beside its results: what moves the answer, and
//! what the numbers rest on.

use super::common::{Common, watched};
use super::failure::Failure;
use super::progress::Bar;
use crate::decide::answers::sensitivity::Sensitivity;
use crate::engine::driver::EngineError;
use crate::engine::results::Results;
use crate::front::error::Error;
use crate::front::{Scenario, basis, sensitivity_of};
use crate::report::page::Background;

/// Parameter draws at most behind what moves the answer: enough for the order of
/// what matters. More would take as long as the run itself.
const MOST_DRAWS: u64 = 32;

/// Parameter draws at most for each assumption: these are
/// many, and move the answer by more.
const MOST_LEANING_DRAWS: u64 = 16;

/// Parameter draws at least, as for every question.
const FEWEST_DRAWS: u64 = 16;

/// How the run was made.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// Seed of all draws.
    pub seed: u64,
    /// Threads; none is one per core.
    pub threads: Option<u16>,
    /// Whether every parameter was held at its central value.
    pub is_central: bool,
}

/// Works out the background of one run.
pub fn background(
    scenario: &Scenario<'_>,
    results: &Results,
    how: How,
    common: &Common,
) -> Result<Background, Failure> {
    let moves = moves(scenario, results, how, common)?;
    Ok(Background { moves, basis: basis(scenario) })
}

/// What moves the answer of the safest portfolio, or why it is not known.
fn moves(
    scenario: &Scenario<'_>,
    results: &Results,
    how: How,
    common: &Common,
) -> Result<Result<Sensitivity, String>, Failure> {
    if how.is_central {
        return Ok(Err("every parameter was held at its central value".to_owned()));
    }
    let Some(number) = safest(results) else { return Ok(Err("there is no portfolio".to_owned())) };
    let draws = results.simulation.parameter_draws.clamp(FEWEST_DRAWS, MOST_DRAWS);
    let bar = Bar::of(common.quiet, "steps");
    let settings = watched(how.seed, Some(draws), how.threads, &bar);
    let found = sensitivity_of(scenario, number, Some(MOST_LEANING_DRAWS), &settings);
    bar.finish();
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(Error::Engine(EngineError::NotConditional(obstacle))) => Ok(Err(obstacle)),
        Err(Error::Engine(EngineError::NothingDone)) => Ok(Err("the run was interrupted".to_owned())),
        Err(other) => Err(other.into()),
    }
}

/// Number of the portfolio, from 0, with the lowest chance of going unmatched.
pub fn safest(results: &Results) -> Option<usize> {
    let chances = results.portfolios.iter().map(|portfolio| portfolio.outcomes.unmatched.mean);
    chances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(number, _)| number)
}
