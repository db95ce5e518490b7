//! `matchfolio optimize`: the best mix of programs under a budget.

use std::slice;

use super::answer::{Shown, folder, header, precision, show, style};
use super::arguments::{Common, OptimizeGoal, OptimizeOptions};
use super::failure::Failure;
use super::run::load_all;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::optimize::SCHEMA;
use crate::decide::optimize::{Allotment, Goal, Surveyor, Terms, optimize};
use crate::reference::Reference;
use crate::reference::rows::SignalTier;
use crate::report::{charts, console, csv, json};
use crate::scenario::{Loaded, Scenario};

/// Parameter draws behind every number shown, unless the person says otherwise.
const DRAWS: u64 = 256;

/// Finds the best portfolio of a scenario.
pub(super) fn execute(options: &OptimizeOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = load_all(slice::from_ref(&options.scenario), &reference)?;
    let Some(loaded) = loaded.first() else { return Ok(()) };
    let terms = terms(options, loaded, &reference)?;
    let folder = folder("optimize", loaded, &options.answer)?;
    listen_for_interruption()?;
    let precision = precision(&options.answer, DRAWS);
    let surveyor = Surveyor { scenario: &loaded.scenario, terms: &terms, precision, interrupted: &INTERRUPTED };
    let answer = optimize(&surveyor, header(SCHEMA, loaded, precision))?;
    let shown = Shown {
        table: console::optimize::text(&answer, style(common)),
        json: json::to_json(&answer)?,
        csv: csv::optimize::optimize_csv(&answer),
        charts: charts::optimize::charts(&answer)?,
    };
    show("optimize", &shown, folder.as_deref(), &options.answer, common)
}

fn terms(options: &OptimizeOptions, loaded: &Loaded, reference: &Reference) -> Result<Terms, Failure> {
    let scenario = &loaded.scenario;
    let goal = options.goal.map(|goal| match goal {
        OptimizeGoal::Value => Goal::Value,
        OptimizeGoal::Risk => Goal::Risk,
    });
    Ok(Terms {
        goal,
        budget_usd: options.budget.or(scenario.budget_usd).ok_or(Failure::NoBudget)?,
        max_unmatched: options.max_unmatched.or(scenario.max_unmatched),
        researched_programs: options.researched.or(scenario.researched_programs),
        allotments: allotments(scenario, reference),
    })
}

/// The signals of the season, by groups of the scenario's tracks that share them.
fn allotments(scenario: &Scenario, reference: &Reference) -> Vec<Allotment> {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (track, prior) in scenario.prior.tracks.iter().enumerate() {
        let group = reference.track(&prior.id).and_then(|row| row.signal_group.as_deref());
        let Some(group) = group else { continue };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, tracks)) => tracks.push(track),
            None => groups.push((group, vec![track])),
        }
    }
    let signals = |group: &str, tier| reference.allotment(group, tier, scenario.season).map_or(0, |row| row.signals);
    let allotment = |(group, tracks): (&str, Vec<usize>)| Allotment {
        tracks,
        gold: signals(group, SignalTier::Gold),
        silver: signals(group, SignalTier::Silver),
        signals: signals(group, SignalTier::Single),
    };
    groups.into_iter().map(allotment).collect()
}
