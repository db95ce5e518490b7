//! `matchfolio sensitivity`: what moves the answer of one portfolio.

use super::answer::{self, Shown};
use super::arguments::{Common, SensitivityOptions};
use super::failure::Failure;
use super::progress::Bar;
use super::run::load_all;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::sensitivity::{SCHEMA, Sensitivity};
use crate::decide::sensitivity::{Allotment, Surroundings, leaning_draws, sensitivity};
use crate::decide::study::{Candidate, Precision, Study};
use crate::engine::driver::EngineError;
use crate::reference::{Reference, SignalTier};
use crate::report::charts::{WIDE, draw_tornado};
use crate::report::{csv, json, sensitivity_table};
use crate::scenario::{Loaded, PlannedPortfolio, Scenario};

/// Name of the question.
const QUESTION: &str = "sensitivity";

/// Parameter draws unless the person says otherwise: most changes are then known
/// within a tenth of a point.
const DRAWS: u64 = 512;

/// Finds what moves the answer, shows it and writes it.
pub fn execute(options: &SensitivityOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = load_all(std::slice::from_ref(&options.scenario), &reference)?.remove(0);
    let number = answer::portfolio(&loaded.scenario, options.portfolio.as_deref())?;
    let planned = &loaded.scenario.portfolios[number];
    let folder = answer::folder(QUESTION, &loaded, &options.answer)?;
    listen_for_interruption()?;
    let precision = answer::precision(&options.answer, DRAWS);
    let bar = Bar::of(common.quiet, "steps");
    let found = looked_into(&loaded, &reference, planned, precision, leaning_draws(precision.draws), &bar);
    bar.finish();
    let found = found?;
    let shown = Shown {
        table: sensitivity_table(&found, answer::style(common)),
        json: json::to_json(&found)?,
        csv: csv::sensitivity::sensitivity_csv(&found),
        charts: vec![("tornado", draw_tornado(&found, WIDE)?)],
    };
    answer::show(QUESTION, &shown, folder.as_deref(), &options.answer, common)
}

/// What moves the answer of one portfolio, with so many draws for each quantity that it leans on.
pub fn looked_into(
    loaded: &Loaded,
    reference: &Reference,
    planned: &PlannedPortfolio,
    precision: Precision,
    leaning_draws: u64,
    bar: &Bar,
) -> Result<Sensitivity, EngineError> {
    let scenario = &loaded.scenario;
    let now = Candidate { applicant: scenario.applicant.clone(), portfolio: planned.portfolio.clone() };
    let allotments = allotments(scenario, reference);
    let around =
        Surroundings { now: &now, prior: &scenario.prior, pricing: &scenario.pricing, allotments: &allotments };
    let study = Study { prior: &scenario.prior, precision, interrupted: &INTERRUPTED };
    let header = answer::header(SCHEMA, loaded, precision);
    sensitivity(header, &study, around, scenario.values.as_ref(), leaning_draws, bar)
}

/// The signals that the season allots, one entry a group of tracks.
fn allotments(scenario: &Scenario, reference: &Reference) -> Vec<Allotment> {
    let mut groups: Vec<(&str, Allotment)> = Vec::new();
    for (index, track) in scenario.prior.tracks.iter().enumerate() {
        let Some(group) = reference.track(&track.id).and_then(|row| row.signal_group.as_deref()) else { continue };
        if let Some((_, known)) = groups.iter_mut().find(|(known, _)| *known == group) {
            known.tracks.push(index);
            continue;
        }
        let of = |tier| reference.allotment(group, tier, scenario.season).map_or(0, |row| row.signals);
        let (gold, silver, single) = (of(SignalTier::Gold), of(SignalTier::Silver), of(SignalTier::Single));
        if gold + silver + single > 0 {
            groups.push((group, Allotment { tracks: vec![index], gold, silver, single }));
        }
    }
    groups.into_iter().map(|(_, allotment)| allotment).collect()
}
