//! `matchfolio programs`: a program list to an application list.

use super::answer::{Shown, folder, settings, show, style};
use super::arguments::{Common, ProgramsOptions};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::progress::Bar;
use super::run::load_one;
use super::terminal::{broken_at, talk, width_of_talk};
use crate::engine::results::Notice;
use crate::front::{self, ProgramsQuestion};
use crate::report::charts::WIDE;
use crate::report::{charts, cleaned, console, csv, json};

/// Chooses from the list of `options`.
pub(super) fn execute(options: &ProgramsOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let scenario = load_one(&options.scenario, &reference)?;
    let folder = folder("programs", &scenario, &options.answer)?;
    listen_for_interruption()?;
    let question = ProgramsQuestion {
        list: options.list.clone(),
        portfolio: options.portfolio.clone(),
        states: options.states.clone(),
    };
    let bar = Bar::new(common.quiet);
    let answer = front::programs(&scenario, &question, &settings(&options.answer, &bar));
    bar.finish();
    let answer = answer?;
    if !common.quiet {
        say_how_the_list_was_read(&answer.header.notices, &scenario.notices());
    }
    let shown = Shown {
        table: console::programs::table(&answer, options.all, style(common)),
        json: json::to_json(&answer)?,
        csv: csv::programs::application_list(&answer),
        charts: vec![("gain_by_program", charts::programs::draw(&answer, WIDE)?)],
    };
    show("programs", &shown, folder.as_deref(), &options.answer, common)
}

/// Says what the answer adds to the notices of the scenario: how the list was read.
fn say_how_the_list_was_read(notices: &[Notice], of_scenario: &[Notice]) {
    for notice in notices.iter().filter(|notice| !of_scenario.contains(notice)) {
        talk(&broken_at(&cleaned(&format!("note: {}; {}", notice.seen, notice.meaning)), width_of_talk()));
    }
}
