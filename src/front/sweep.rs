//! Numbers of a scenario gone through.

use super::error::{Error, QuestionError, SweepError};
use super::identity::header;
use super::now::before_the_season;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::sweep::{SCHEMA, SweepAnswer};
use crate::decide::study::Study;
use crate::decide::sweep::{Sweeper, Swept};
use crate::scenario::vary::{Key, VaryError};

/// Parameter draws behind every number of a sweep over one number.
const DRAWS: u64 = 512;

/// The same where there are many more points: two numbers, or the standard sweeps.
const DRAWS_FOR_MANY: u64 = 256;

/// What to go through.
///
/// ```
/// use matchfolio::SweepQuestion;
///
/// let scores = SweepQuestion::over("applicant.step2_ck=220..270:5");
/// let worth_it = SweepQuestion { worth_usd: Some(50_000.0), ..SweepQuestion::default() };
/// # let _ = (scores, worth_it);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepQuestion {
    /// `PATH=FROM..TO` or `PATH=FROM..TO:STEP` for one number or two, all pairs of which are worked out.
    /// Empty is the two standard sweeps: the programs of each line, and the money spent.
    pub vary: Vec<String>,
    /// Name of the portfolio to look at. None is every portfolio that the number concerns; for two
    /// numbers, and for the programs of each line, that of the numbers, or the first.
    pub portfolio: Option<String>,
    /// What matching instead of going unmatched is worth to the person, United States dollars, if known:
    /// the answer then says where more applications cost more.
    pub worth_usd: Option<f64>,
}

impl SweepQuestion {
    /// One number gone through, for every portfolio that it concerns.
    #[must_use]
    pub fn over(vary: &str) -> Self {
        Self { vary: vec![vary.to_owned()], ..Self::default() }
    }
}

/// What happens as one or two numbers of the scenario are gone through, on common draws: the
/// answer of `matchfolio sweep`.
///
/// # Errors
/// When a number cannot be varied as asked, there is no such portfolio, the conditional engine cannot do
/// a portfolio, or when interrupted before any value was worked out; interrupted later, it gives what there is, marked as
/// partial.
pub fn sweep(scenario: &Scenario<'_>, question: &SweepQuestion, settings: &Settings<'_>) -> Result<SweepAnswer, Error> {
    let compiled = scenario.compiled_scenario();
    let variation = scenario.variation();
    let vary = question.vary.iter().map(|text| variation.parse(text)).collect::<Result<Vec<_>, VaryError>>()?;
    let asked = question.portfolio.as_deref();
    let portfolio = asked.map(|name| scenario.portfolio(Some(name))).transpose()?;
    if question.worth_usd.is_some_and(|worth| !(worth > 0.0 && worth <= 1e9)) {
        return Err(QuestionError::Worth.into());
    }
    before_the_season(scenario, "sweep")?;
    let precision = settings.precision_or_central(if vary.len() == 1 { DRAWS } else { DRAWS_FOR_MANY })?;
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let sweeper = Sweeper {
        variation: &variation,
        scenario: compiled,
        study,
        worth_usd: question.worth_usd,
        progress: settings.told(),
    };
    let swept = swept(&sweeper, &vary, portfolio)?;
    Ok(SweepAnswer {
        header: header(SCHEMA, scenario, precision),
        partial: swept.is_partial,
        worth_usd: question.worth_usd,
        budget_usd: compiled.budget_usd,
        max_interviews: compiled.portfolios.first().and_then(|planned| planned.portfolio.max_interviews),
        has_values: compiled.values.is_some(),
        sweeps: swept.sweeps,
    })
}

fn swept(sweeper: &Sweeper<'_>, vary: &[(Key, Vec<f64>)], portfolio: Option<usize>) -> Result<Swept, Error> {
    let found: Result<Swept, SweepError> = match vary {
        [] => sweeper.standard(portfolio),
        [(key, values)] => sweeper.one_key(key, values, portfolio),
        [(first, _), (second, _)] if first == second => return Err(QuestionError::VariedTwice.into()),
        [(first, ones), (second, others)] => sweeper.two_keys((first, ones), (second, others), portfolio),
        _ => return Err(QuestionError::ManyVaried.into()),
    };
    Ok(found?)
}
