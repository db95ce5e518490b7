//! `matchfolio ranks`: which rank order list to certify once the interviews are known.

use super::answer::{Shown, folder, settings, show, style};
use super::arguments::{Common, RanksOptions};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::progress::Bar;
use super::run::load_one;
use crate::front::{self, RanksQuestion};
use crate::report::charts::{WIDE, draw_ranks};
use crate::report::{csv, json, ranks_text};

/// Answers for one scenario.
pub fn execute(options: &RanksOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let scenario = load_one(&options.scenario, &reference)?;
    let folder = folder("ranks", &scenario, &options.answer)?;
    listen_for_interruption()?;
    let question = RanksQuestion { portfolio: options.portfolio.clone(), cut: options.cut.map(usize::from) };
    let bar = Bar::new(common.quiet);
    let ranks = front::ranks(&scenario, &question, &settings(&options.answer, &bar));
    bar.finish();
    let ranks = ranks?;
    let shown = Shown {
        table: ranks_text(&ranks, style(common)),
        json: json::to_json(&ranks)?,
        csv: csv::ranks::ranks_csv(&ranks),
        charts: vec![("rank_lists", draw_ranks(&ranks, WIDE)?)],
    };
    show("ranks", &shown, folder.as_deref(), &options.answer, common)
}
