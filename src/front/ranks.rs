//! Where each rank order list lands, once the interviews are known.

use super::error::Error;
use super::identity::header;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::ranks::{Ranks, SCHEMA};
use crate::decide::ranks::{Advice, advise};

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 1024;

/// Which rank order lists to look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RanksQuestion {
    /// Name of the portfolio that was applied with; none is the first.
    pub portfolio: Option<String>,
    /// After how many ranks, 1 to 60, one of the alternatives ends the true order; none is after the first half.
    pub cut: Option<usize>,
}

/// Where rank order lists land, given the interviews and invitations that the scenario reports: the
/// answer of `matchfolio ranks`.
///
/// # Errors
/// When the scenario reports no interviews, more invitations than applications, or invitations that cannot
/// happen; when there is no such portfolio; when interrupted.
pub fn ranks(scenario: &Scenario<'_>, question: &RanksQuestion, settings: &Settings<'_>) -> Result<Ranks, Error> {
    if question.cut.is_some_and(|cut| !(1..=60).contains(&cut)) {
        return Err(Error::Question("the true order can be ended after 1 to 60 ranks".to_owned()));
    }
    let precision = settings.precision(DRAWS)?;
    let number = scenario.portfolio(question.portfolio.as_deref())?;
    let compiled = scenario.compiled_scenario();
    let advice = Advice {
        scenario: compiled,
        portfolio: &compiled.portfolios[number].portfolio,
        cut: question.cut,
        precision,
        progress: settings.told(),
        interrupted: settings.stop(),
    };
    Ok(advise(advice, || header(SCHEMA, scenario, precision))?)
}
