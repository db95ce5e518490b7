//! The best mix of programs under a budget.

use super::allotments::allotments;
use super::error::{Error, QuestionError};
use super::identity::header;
use super::now::before_the_season;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::optimize::{OptimizeAnswer, SCHEMA};
use crate::decide::optimize::{self as decided, Goal, Steps, Surveyor, Terms};

/// Parameter draws behind every number shown, unless the person says otherwise.
const DRAWS: u64 = 256;

/// What the best portfolio is, and what it must keep to; what is not said here is as in the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OptimizeQuestion {
    /// What to make as good as possible; none is value if the scenario has values, risk otherwise.
    pub goal: Option<Goal>,
    /// Most United States dollars to spend, 0 to 1,000,000; none is `budget_usd` of the scenario.
    pub budget_usd: Option<f64>,
    /// Highest P(unmatched) accepted, 0 to 1; none is `max_unmatched` of the scenario.
    pub max_unmatched: Option<f64>,
    /// Programs there is time to research, at most 1,000; none is `researched_programs` of the scenario.
    pub researched_programs: Option<u32>,
}

/// The best mix of programs, screening and signals within a budget and limits, over the tracks of the scenario's
/// portfolios: the answer of `matchfolio optimize`.
///
/// # Errors
/// Without a budget, when no portfolio keeps the limits, when the conditional engine cannot do the
/// scenario's portfolios, or when interrupted before any portfolio within the limits was found; interrupted later, it gives
/// the best found so far, marked as partial.
pub fn optimize(
    scenario: &Scenario<'_>,
    question: &OptimizeQuestion,
    settings: &Settings<'_>,
) -> Result<OptimizeAnswer, Error> {
    before_the_season(scenario, "optimize")?;
    let precision = settings.precision(DRAWS)?;
    let terms = terms(scenario, question)?;
    let compiled = scenario.compiled_scenario();
    let steps = Steps::new(settings.told());
    let surveyor =
        Surveyor { scenario: compiled, terms: &terms, precision, interrupted: settings.stop(), steps: &steps };
    Ok(decided::optimize(&surveyor, header(SCHEMA, scenario, precision))?)
}

fn terms(scenario: &Scenario<'_>, question: &OptimizeQuestion) -> Result<Terms, Error> {
    let compiled = scenario.compiled_scenario();
    if question.budget_usd.is_some_and(|budget| !(0.0..=1e6).contains(&budget)) {
        return Err(QuestionError::Budget.into());
    }
    if question.max_unmatched.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(QuestionError::MaxUnmatched.into());
    }
    if question.researched_programs.is_some_and(|programs| programs > 1000) {
        return Err(QuestionError::Researched.into());
    }
    Ok(Terms {
        goal: question.goal,
        budget_usd: question.budget_usd.or(compiled.budget_usd).ok_or(Error::NoBudget)?,
        max_unmatched: question.max_unmatched.or(compiled.max_unmatched),
        researched_programs: question.researched_programs.or(compiled.researched_programs),
        allotments: allotments(compiled, scenario.reference()),
    })
}
