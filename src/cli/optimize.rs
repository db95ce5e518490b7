//! `matchfolio optimize`: the best mix of programs under a budget.

use super::answer::{Shown, folder, settings, show, style};
use super::arguments::{Common, OptimizeGoal, OptimizeOptions};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::progress::Bar;
use super::run::load_one;
use crate::decide::optimize::Goal;
use crate::front::{self, OptimizeQuestion};
use crate::report::{charts, console, csv, json};

/// Finds the best portfolio of a scenario.
pub(super) fn execute(options: &OptimizeOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let scenario = load_one(&options.scenario, &reference)?;
    let folder = folder("optimize", &scenario, &options.answer)?;
    listen_for_interruption()?;
    let question = OptimizeQuestion {
        goal: options.goal.map(|goal| match goal {
            OptimizeGoal::Value => Goal::Value,
            OptimizeGoal::Risk => Goal::Risk,
        }),
        budget_usd: options.budget,
        max_unmatched: options.max_unmatched,
        researched_programs: options.researched,
    };
    let bar = Bar::of(common.quiet, "searches");
    let answer = front::optimize(&scenario, &question, &settings(&options.answer, &bar));
    bar.finish();
    let answer = answer?;
    let shown = Shown {
        table: console::optimize::text(&answer, style(common)),
        json: json::to_json(&answer)?,
        csv: csv::optimize::optimize_csv(&answer),
        charts: charts::optimize::charts(&answer)?,
    };
    show("optimize", &shown, folder.as_deref(), &options.answer, common)
}
