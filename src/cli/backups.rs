//! `matchfolio backups`: which further specialty adds most.

use super::answer::{self, Shown};
use super::arguments::{BackupsOptions, Common};
use super::failure::Failure;
use super::progress::Bar;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::backups::SCHEMA;
use crate::decide::backups::{Asked, backups};
use crate::decide::study::{Candidate, Study};
use crate::model::Portfolio;
use crate::reference::Reference;
use crate::report::charts::{WIDE, draw_backups};
use crate::report::{backups_table, csv, json};
use crate::scenario::{Scenario, load_with_tracks};

/// Name of the question.
const QUESTION: &str = "backups";

/// Parameter draws for the best few unless the person says otherwise.
const DRAWS: u64 = 1024;

/// Finds what each track would add, shows it and writes it.
pub fn execute(options: &BackupsOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let named = super::data::track_keys(&options.tracks, &reference)?;
    let further = further(&named, &reference);
    let loaded =
        load_with_tracks(&options.scenario, &reference, &further).map_err(|error| Failure::Scenarios(vec![error]))?;
    let scenario = &loaded.scenario;
    let number = answer::portfolio(scenario, options.portfolio.as_deref())?;
    let planned = &scenario.portfolios[number];
    let tracks = tracks(scenario, &planned.portfolio, &named)?;
    let folder = answer::folder(QUESTION, &loaded, &options.answer)?;
    listen_for_interruption()?;
    let now = Candidate { applicant: scenario.applicant.clone(), portfolio: planned.portfolio.clone() };
    let asked = Asked {
        now: &now,
        tracks: &tracks,
        programs: options.programs.into(),
        pricing: &scenario.pricing,
        values: scenario.values.as_ref(),
        stated: &scenario.stated_values,
    };
    let precision = answer::precision(&options.answer, DRAWS);
    let study = Study { prior: &scenario.prior, precision, interrupted: &INTERRUPTED };
    let bar = Bar::of(common.quiet, "steps");
    let found = backups(answer::header(SCHEMA, &loaded, precision), &study, asked, &bar);
    bar.finish();
    let found = found?;
    let shown = Shown {
        table: backups_table(&found, answer::style(common)),
        json: json::to_json(&found)?,
        csv: csv::backups_csv(&found),
        charts: vec![("backups", draw_backups(&found, WIDE)?)],
    };
    answer::show(QUESTION, &shown, folder.as_deref(), &options.answer, common)
}

/// The tracks to load beside those of the scenario: the ones named, or all of the tables.
fn further(named: &[String], reference: &Reference) -> Vec<String> {
    let all = || reference.tracks.iter().map(|row| row.track.clone()).collect();
    if named.is_empty() { all() } else { named.to_vec() }
}

/// Indices of the tracks to look at: the ones named, or all that the portfolio does not use.
fn tracks(scenario: &Scenario, portfolio: &Portfolio, named: &[String]) -> Result<Vec<usize>, Failure> {
    let is_used = |track: usize| portfolio.lines.iter().any(|line| line.track == track);
    let keys = || scenario.prior.tracks.iter().map(|track| track.id.as_str());
    if named.is_empty() {
        return Ok((0..scenario.prior.tracks.len()).filter(|track| !is_used(*track)).collect());
    }
    let mut found = Vec::new();
    for key in named {
        match keys().position(|known| known == key) {
            Some(track) if is_used(track) => {
                let message = format!("{key:?} is in portfolio {:?} already; name a track that is not", portfolio.name);
                return Err(Failure::Arguments(message));
            }
            Some(track) if found.contains(&track) => {}
            Some(track) => found.push(track),
            None => {
                let who = scenario.applicant.kind.label();
                return Err(Failure::Arguments(format!("the tables do not cover {key:?} for a {who}; leave it out")));
            }
        }
    }
    Ok(found)
}
