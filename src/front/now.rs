//! What to do now, in a season in progress.

use super::error::{Error, QuestionError};
use super::identity::header;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::now::{Now, SCHEMA};
use crate::decide::now::{self as decided, Asked};
use crate::decide::study::Study;
use crate::engine::driver::EngineError;
use crate::model::Portfolio;
use crate::scenario::{Diagnostic, Diagnostics, Loaded, ScenarioError};

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 512;

/// What is still to come of a season in progress, and which way to go on helps: the answer of `matchfolio now`.
///
/// # Errors
/// When the scenario has no `[progress]` ([`Error::Scenario`], with the place), the conditional engine cannot do a portfolio,
/// what is stated cannot have come, or when interrupted.
pub fn now(scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Now, Error> {
    let precision = settings.precision(DRAWS)?;
    let compiled = scenario.compiled_scenario();
    let so_far = compiled.applicant.so_far.as_deref().ok_or_else(|| without_progress(scenario))?;
    let portfolios: Vec<Portfolio> = compiled.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let asked = Asked {
        applicant: &compiled.applicant,
        so_far,
        portfolios: &portfolios,
        pricing: &compiled.pricing,
        budget_usd: compiled.budget_usd,
        values: compiled.values.as_ref(),
        soap: scenario.reference().soap_prior(compiled.applicant.kind)?,
    };
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let found = decided::now(header(SCHEMA, scenario, precision), &study, &asked, settings.told());
    found.map_err(|error| explained(error, scenario.loaded()))
}

/// An error of the engine; invitations that cannot have come are a problem of the file, with its place.
pub(super) fn explained(error: EngineError, loaded: &Loaded) -> Error {
    match error {
        EngineError::Impossible => ScenarioError::Wrong(loaded.impossible_progress()).into(),
        other => other.into(),
    }
}

/// Where the section should stand.
fn without_progress(scenario: &Scenario<'_>) -> Error {
    if scenario.altered().is_some() {
        return QuestionError::Altered { stated: "progress belongs" }.into();
    }
    let text = &scenario.loaded().text;
    let end = text.trim_end().len();
    let mut problems = Diagnostics::new(&scenario.compiled_scenario().file, text);
    problems.push(Diagnostic::at(end..end, "there is no `[progress]`", "it says what has come so far").hint(
        "write `[progress]` on a line of its own, and below it `date = \"2026-11-15\"` and `invitations = { \
             diagnostic_radiology = 2 }`",
    ));
    ScenarioError::Wrong(problems).into()
}

/// A question that begins before the season.
pub(super) fn before_the_season(scenario: &Scenario<'_>, question: &'static str) -> Result<(), QuestionError> {
    if scenario.compiled_scenario().applicant.so_far.is_none() {
        return Ok(());
    }
    Err(QuestionError::InProgress { question })
}
