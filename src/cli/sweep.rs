//! `matchfolio sweep`: numbers of a scenario gone through.

use super::answer::{Shown, folder, header, portfolio, precision, show, style};
use super::arguments::{Common, SweepOptions};
use super::failure::Failure;
use super::progress::Bar;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::sweep::{SCHEMA, Sweep, SweepAnswer};
use crate::decide::study::Study;
use crate::decide::sweep::{SweepError, Sweeper};
use crate::report::charts::draw_sweep;
use crate::report::console::sweep_table;
use crate::report::{csv, json};
use crate::scenario::vary::{Key, Variation, VaryError};

/// Parameter draws behind every number of a sweep over one number.
const DRAWS: u64 = 512;

/// The same where there are many more points: two numbers, or the standard sweeps.
const DRAWS_FOR_MANY: u64 = 256;

/// Sweeps the scenario of `options`.
pub fn execute(options: &SweepOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = super::run::load_all(std::slice::from_ref(&options.scenario), &reference)?.remove(0);
    let scenario = &loaded.scenario;
    let variation = Variation::new(&loaded, &reference);
    let vary = options.vary.iter().map(|text| variation.parse(text)).collect::<Result<Vec<_>, VaryError>>();
    let vary = vary.map_err(SweepError::from)?;
    let portfolio = options.portfolio.as_deref().map(|name| portfolio(scenario, Some(name))).transpose()?;
    let folder = folder("sweep", &loaded, &options.answer)?;
    listen_for_interruption()?;
    let precision = precision(&options.answer, if vary.len() == 1 { DRAWS } else { DRAWS_FOR_MANY });
    let study = Study { prior: &scenario.prior, precision, interrupted: &INTERRUPTED };
    let bar = Bar::of(common.quiet, "values");
    let sweeper = Sweeper { variation: &variation, scenario, study, worth_usd: options.worth_usd, progress: &bar };
    let sweeps = sweeps(&sweeper, &vary, portfolio);
    bar.finish();
    let answer = SweepAnswer {
        header: header(SCHEMA, &loaded, precision),
        worth_usd: options.worth_usd,
        budget_usd: scenario.budget_usd,
        max_interviews: scenario.portfolios.first().and_then(|planned| planned.portfolio.max_interviews),
        has_values: scenario.values.is_some(),
        sweeps: sweeps?,
    };
    let shown = Shown {
        table: sweep_table(&answer, style(common)),
        json: json::to_json(&answer)?,
        csv: csv::sweep::sweep_csv(&answer),
        charts: draw_sweep(&answer)?,
    };
    show("sweep", &shown, folder.as_deref(), &options.answer, common)
}

fn sweeps(sweeper: &Sweeper<'_>, vary: &[(Key, Vec<f64>)], portfolio: Option<usize>) -> Result<Vec<Sweep>, Failure> {
    Ok(match vary {
        [] => sweeper.standard(portfolio)?,
        [(key, values)] => vec![sweeper.one_key(key, values, portfolio)?],
        [(first, _), (second, _)] if first == second => {
            return Err(Failure::Arguments("--vary names the same number twice; name two different ones".to_owned()));
        }
        [(first, ones), (second, others)] => {
            vec![sweeper.two_keys((first, ones), (second, others), portfolio)?]
        }
        _ => return Err(Failure::Arguments("--vary is given more than twice; a chart has two axes".to_owned())),
    })
}
