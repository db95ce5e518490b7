//! `matchfolio ranks`: which rank order list to certify once the interviews are known.

use super::answer::{Shown, folder, header, portfolio, precision, show, style};
use super::arguments::{Common, RanksOptions};
use super::failure::Failure;
use super::progress::Bar;
use super::run::load_all;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::ranks::SCHEMA;
use crate::decide::ranks::{Advice, advise};
use crate::report::charts::{WIDE, draw_ranks};
use crate::report::{csv, json, ranks_text};

/// Parameter draws without `--draws`.
const DRAWS: u64 = 1024;

/// Answers for one scenario.
pub fn execute(options: &RanksOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = load_all(std::slice::from_ref(&options.scenario), &reference)?;
    let Some(loaded) = loaded.first() else {
        return Err(Failure::Fault("no scenario was loaded".to_owned()));
    };
    let number = portfolio(&loaded.scenario, options.portfolio.as_deref())?;
    let planned = &loaded.scenario.portfolios[number];
    let folder = folder("ranks", loaded, &options.answer)?;
    listen_for_interruption()?;
    let precision = precision(&options.answer, DRAWS);
    let bar = Bar::new(common.quiet);
    let advice = Advice {
        scenario: &loaded.scenario,
        portfolio: &planned.portfolio,
        cut: options.cut.map(usize::from),
        precision,
        progress: &bar,
        interrupted: &INTERRUPTED,
    };
    let ranks = advise(advice, || header(SCHEMA, loaded, precision));
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
