//! Which further specialty adds most.

use super::error::{Error, QuestionError};
use super::identity::header_of;
use super::now::before_the_season;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::backups::{Backups, SCHEMA};
use crate::decide::backups::{self as decided, Asked};
use crate::decide::study::{Candidate, Study};
use crate::model::{Portfolio, TrackKind, TrackPrior};
use crate::reference::Reference;
use crate::scenario;

/// Parameter draws for the best few unless the person says otherwise.
const DRAWS: u64 = 1024;

/// Programs of each track unless the person says otherwise.
const PROGRAMS: u32 = 40;

/// Which backups to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupsQuestion {
    /// Name of the portfolio; none is the safest.
    pub portfolio: Option<String>,
    /// Keys of the tracks to look at; empty is all that the portfolio does not use.
    pub tracks: Vec<String>,
    /// Programs of each, 1 to 1,000; 40 by default.
    pub programs: u32,
}

impl Default for BackupsQuestion {
    fn default() -> Self {
        Self { portfolio: None, tracks: Vec::new(), programs: PROGRAMS }
    }
}

/// What each track that a portfolio does not use would add: the answer of `matchfolio backups`.
///
/// # Errors
/// When there is no such portfolio or track, the tables do not cover a track for the applicant, the
/// conditional engine cannot do the portfolio, or when interrupted.
pub fn backups(scenario: &Scenario<'_>, question: &BackupsQuestion, settings: &Settings<'_>) -> Result<Backups, Error> {
    if !(1..=1000).contains(&question.programs) {
        return Err(QuestionError::Programs { asked: question.programs }.into());
    }
    before_the_season(scenario, "backups")?;
    let precision = settings.precision(DRAWS)?;
    let (number, portfolio_choice) = scenario.examined(question.portfolio.as_deref(), settings)?;
    let excluded = &scenario.compiled_scenario().excluded;
    let loaded = scenario.with_tracks(&further(&question.tracks, excluded, scenario.reference())?)?;
    let compiled = &loaded.scenario;
    let portfolio = &compiled.portfolios[number].portfolio;
    let tracks = tracks(compiled, portfolio, &question.tracks)?;
    let now = Candidate { applicant: compiled.applicant.clone(), portfolio: portfolio.clone() };
    let asked = Asked {
        now: &now,
        tracks: &tracks,
        considered: &considered(compiled, scenario.compiled_scenario(), &question.tracks),
        programs: question.programs,
        pricing: &compiled.pricing,
        values: compiled.values.as_ref(),
        stated: &compiled.stated_values,
    };
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let header = header_of(SCHEMA, &loaded, scenario, precision);
    Ok(Backups { portfolio_choice, ..decided::backups(header, &study, asked, settings.told())? })
}

/// Whether the person has considered each track of `scenario`, with further tracks beside those of `typed`.
pub(super) fn considered(scenario: &scenario::Scenario, typed: &scenario::Scenario, named: &[String]) -> Vec<bool> {
    let is_considered = |(track, of): (usize, &TrackPrior)| {
        let has_letters = of.kind != TrackKind::Preliminary && !scenario.applicant.unstated_letters.contains(&track);
        let is_applied_to = typed.prior.tracks.iter().any(|known| known.id == of.id);
        named.contains(&of.id) || is_applied_to || scenario.stated_values.tracks[track] || has_letters
    };
    scenario.prior.tracks.iter().enumerate().map(is_considered).collect()
}

/// The tracks to load beside those of the scenario: the ones named, or all of the tables that the person would accept.
pub(super) fn further(
    named: &[String],
    excluded: &[String],
    reference: &Reference,
) -> Result<Vec<String>, QuestionError> {
    if let Some(unknown) = named.iter().find(|key| reference.track(key).is_none()) {
        let known = reference.tracks.iter().map(|row| row.track.clone()).collect();
        return Err(QuestionError::NoTrack { asked: unknown.clone(), known });
    }
    if let Some(key) = named.iter().find(|key| excluded.contains(key)) {
        return Err(QuestionError::Excluded { track: key.clone() });
    }
    let keys = reference.tracks.iter().map(|row| row.track.clone());
    let all = || keys.filter(|key| !excluded.contains(key)).collect();
    Ok(if named.is_empty() { all() } else { named.to_vec() })
}

/// Indices of the tracks to look at: the ones named, or all that the portfolio does not use.
fn tracks(scenario: &scenario::Scenario, portfolio: &Portfolio, named: &[String]) -> Result<Vec<usize>, QuestionError> {
    let is_used = |track: usize| portfolio.lines.iter().any(|line| line.track == track);
    let keys = || scenario.prior.tracks.iter().map(|track| track.id.as_str());
    if named.is_empty() {
        return Ok((0..scenario.prior.tracks.len()).filter(|track| !is_used(*track)).collect());
    }
    let mut found = Vec::new();
    for key in named {
        match keys().position(|known| known == key) {
            Some(track) if is_used(track) => {
                return Err(QuestionError::AlreadyUsed { track: key.clone(), portfolio: portfolio.name.clone() });
            }
            Some(track) if found.contains(&track) => {}
            Some(track) => found.push(track),
            None => {
                let applicant = scenario.applicant.kind.label();
                return Err(QuestionError::NotCovered { track: key.clone(), applicant });
            }
        }
    }
    Ok(found)
}
