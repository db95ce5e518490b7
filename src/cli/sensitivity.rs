//! `matchfolio sensitivity`: what moves the answer of one portfolio.

use super::answer::{self, Shown};
use super::arguments::{Common, SensitivityOptions};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::progress::Bar;
use super::run::load_one;
use crate::front;
use crate::report::charts::{WIDE, draw_tornado};
use crate::report::{csv, json, sensitivity_table};

/// Name of the question.
const QUESTION: &str = "sensitivity";

/// Finds what moves the answer, shows it and writes it.
pub fn execute(options: &SensitivityOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let scenario = load_one(&options.scenario, &reference)?;
    let folder = answer::folder(QUESTION, &scenario, &options.answer)?;
    listen_for_interruption()?;
    let bar = Bar::of(common.quiet, "steps");
    let settings = answer::settings(&options.answer, &bar);
    let found = front::sensitivity(&scenario, options.portfolio.as_deref(), &settings);
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
