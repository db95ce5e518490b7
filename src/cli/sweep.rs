//! `matchfolio sweep`: numbers of a scenario gone through.

use super::answer::{Shown, folder, settings, show, style};
use super::arguments::{Common, SweepOptions};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::progress::Bar;
use super::run::load_one;
use crate::front::{self, SweepQuestion};
use crate::report::charts::draw_sweep;
use crate::report::console::sweep_table;
use crate::report::{csv, json};

/// Sweeps the scenario of `options`.
pub fn execute(options: &SweepOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let scenario = load_one(&options.scenario, &reference)?;
    let folder = folder("sweep", &scenario, &options.answer)?;
    listen_for_interruption()?;
    let question = SweepQuestion {
        vary: options.vary.clone(),
        portfolio: options.portfolio.clone(),
        worth_usd: options.worth_usd,
    };
    let bar = Bar::of(common.quiet, "values");
    let answer = front::sweep(&scenario, &question, &settings(&options.answer, &bar));
    bar.finish();
    let answer = answer?;
    let shown = Shown {
        table: sweep_table(&answer, style(common)),
        json: json::to_json(&answer)?,
        csv: csv::sweep::sweep_csv(&answer),
        charts: draw_sweep(&answer)?,
    };
    show("sweep", &shown, folder.as_deref(), &options.answer, common)
}
