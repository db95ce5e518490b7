//! What moves the answer of one portfolio.

use super::allotments::allotments;
use super::backups::{considered, further};
use super::error::Error;
use super::identity::header;
use super::now::before_the_season;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::sensitivity::{FurtherSpecialty, SCHEMA, Sensitivity};
use crate::decide::sensitivity::{self as decided, Surroundings, leaning_draws};
use crate::decide::study::{Candidate, Study};
use crate::engine::driver::EngineError;

/// Parameter draws unless the person says otherwise: most changes are then known
/// within a tenth of a point.
const DRAWS: u64 = 512;

/// What moves the chances of one portfolio, by name, or of the safest: changes that the applicant can
/// make, and the quantities that nobody knows; the answer of `matchfolio sensitivity`.
///
/// # Errors
/// When there is no such portfolio, the conditional engine cannot do it, or when interrupted.
pub fn sensitivity(
    scenario: &Scenario<'_>,
    portfolio: Option<&str>,
    settings: &Settings<'_>,
) -> Result<Sensitivity, Error> {
    before_the_season(scenario, "sensitivity")?;
    let (number, portfolio_choice) = scenario.examined(portfolio, settings)?;
    Ok(Sensitivity { portfolio_choice, ..sensitivity_of(scenario, number, None, settings)? })
}

/// The same for the portfolio of index `number`, with so many draws for each assumption if they are not to follow from
/// those of the changes.
pub(crate) fn sensitivity_of(
    scenario: &Scenario<'_>,
    number: usize,
    for_each_assumption: Option<u64>,
    settings: &Settings<'_>,
) -> Result<Sensitivity, Error> {
    if scenario.compiled_scenario().applicant.so_far.is_some() {
        // Its changes are made before a season.
        let reason = "the season is in progress, and `matchfolio now` shows what would help";
        return Err(EngineError::NotConditional(reason.to_owned()).into());
    }
    let precision = settings.precision(DRAWS)?;
    let leaning_draws = for_each_assumption.unwrap_or_else(|| leaning_draws(precision.draws));
    let compiled = scenario.compiled_scenario();
    let portfolio = compiled.portfolios[number].portfolio.clone();
    let now = Candidate { applicant: compiled.applicant.clone(), portfolio };
    // Of no concern here are groups without signals in this season.
    let mut allotments = allotments(compiled, scenario.reference());
    allotments.retain(|group| group.gold + group.silver + group.signals > 0);
    let around = Surroundings {
        now: &now,
        prior: &compiled.prior,
        pricing: &compiled.pricing,
        allotments: &allotments,
        budget_usd: compiled.budget_usd,
    };
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let header = header(SCHEMA, scenario, precision);
    let values = compiled.values.as_ref();
    let found = decided::sensitivity(header, &study, around, values, leaning_draws, settings.told())?;
    match further_specialties(scenario, number, &study) {
        // The rest is known by now.
        Err(Error::Engine(EngineError::NothingDone)) => Ok(Sensitivity { partial: true, ..found }),
        further => Ok(Sensitivity { further_specialties: further?, ..found }),
    }
}

/// The best specialties that no portfolio of the file applies to.
fn further_specialties(
    scenario: &Scenario<'_>,
    number: usize,
    study: &Study<'_>,
) -> Result<Vec<FurtherSpecialty>, Error> {
    let typed = scenario.compiled_scenario();
    let loaded = scenario.with_tracks(&further(&[], &typed.excluded, scenario.reference())?)?;
    let compiled = &loaded.scenario;
    let considered = considered(compiled, typed, &[]);
    let is_outside =
        |(track, _): &(usize, bool)| !typed.prior.tracks.iter().any(|of| of.id == compiled.prior.tracks[*track].id);
    let tracks: Vec<(usize, bool)> = considered.into_iter().enumerate().filter(is_outside).collect();
    let portfolio = compiled.portfolios[number].portfolio.clone();
    let around = Surroundings {
        now: &Candidate { applicant: compiled.applicant.clone(), portfolio },
        prior: &compiled.prior,
        pricing: &compiled.pricing,
        allotments: &[],
        budget_usd: compiled.budget_usd,
    };
    let study = Study { prior: &compiled.prior, ..*study };
    Ok(decided::further(&study, around, &tracks, compiled.values.as_ref())?)
}
