//! `matchfolio backups`: which further specialty adds most.

use super::answer::{self, Shown};
use super::arguments::{BackupsOptions, Common};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::progress::Bar;
use super::run::load_one;
use crate::front::{self, BackupsQuestion};
use crate::report::charts::{WIDE, draw_backups};
use crate::report::{backups_table, csv, json};

/// Name of the question.
const QUESTION: &str = "backups";

/// Finds what each track would add, shows it and writes it.
pub fn execute(options: &BackupsOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let scenario = load_one(&options.scenario, &reference)?;
    let named = super::data::track_keys(&options.tracks, &reference)?;
    let folder = answer::folder(QUESTION, &scenario, &options.answer)?;
    listen_for_interruption()?;
    let question =
        BackupsQuestion { portfolio: options.portfolio.clone(), tracks: named, programs: options.programs.into() };
    let bar = Bar::of(common.quiet, "steps");
    let found = front::backups(&scenario, &question, &answer::settings(&options.answer, &bar));
    bar.finish();
    let found = found?;
    let shown = Shown {
        table: backups_table(&found, answer::style(common)),
        json: json::to_json(&found)?,
        csv: csv::backups::backups_csv(&found),
        charts: vec![("backups", draw_backups(&found, WIDE)?)],
    };
    answer::show(QUESTION, &shown, folder.as_deref(), &options.answer, common)
}
