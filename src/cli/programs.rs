//! `matchfolio programs`: a program list to an application list.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::answer::{Shown, folder, header, portfolio, precision, show, style};
use super::arguments::{Common, ProgramsOptions};
use super::failure::Failure;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::programs::SCHEMA;
use crate::decide::programs::{Asked, curate};
use crate::decide::study::Study;
use crate::reference::Reference;
use crate::report::charts::WIDE;
use crate::report::{charts, console, csv, json};
use crate::scenario::program_list::{self, LARGEST_LIST, Placed, ProgramList, named, placed};
use crate::scenario::{Loaded, Scenario, ScenarioError, load};

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 256;

pub(super) fn execute(options: &ProgramsOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let mut loaded =
        load(&options.scenario, &reference).map_err(|error: ScenarioError| Failure::Scenarios(vec![error]))?;
    let number = portfolio(&loaded.scenario, options.portfolio.as_deref())?;
    let placed = match &options.list {
        Some(path) => with_list(&mut loaded, number, path, &reference)?,
        None => own_lists(&loaded.scenario, number)?,
    };
    let folder = folder("programs", &loaded, &options.answer)?;
    listen_for_interruption()?;
    let precision = precision(&options.answer, DRAWS);
    let study = Study { prior: &loaded.scenario.prior, precision, interrupted: &INTERRUPTED };
    let Placed { portfolio, lists } = &placed;
    let asked = Asked { scenario: &loaded.scenario, portfolio, lists, states: &options.states };
    let answer = curate(&asked, &study, header(SCHEMA, &loaded, precision))?;
    let shown = Shown {
        table: console::programs::table(&answer, options.all, style(common)),
        json: json::to_json(&answer)?,
        csv: csv::programs::application_list(&answer),
        charts: vec![("gain_by_program", charts::programs::draw(&answer, WIDE)?)],
    };
    show("programs", &shown, folder.as_deref(), &options.answer, common)
}

/// The portfolio with the lists that its lines name, of which there must be one.
fn own_lists(scenario: &Scenario, number: usize) -> Result<Placed, Failure> {
    let placed = named(scenario, number);
    if placed.lists.is_empty() {
        return Err(Failure::Arguments(format!(
            "no line of portfolio \"{}\" names a program list; name one with `program_list = \"FILE.csv\"`, or give \
             the list after the scenario",
            placed.portfolio.name
        )));
    }
    Ok(placed)
}

/// The portfolio with the list at `path` in place; the list joins what must be known of the scenario.
fn with_list(loaded: &mut Loaded, number: usize, path: &Path, reference: &Reference) -> Result<Placed, Failure> {
    let list = read(path, reference)?;
    let placed = placed(&loaded.scenario, number, &list, reference).map_err(Failure::List)?;
    loaded.warnings.extend(placed.notes(&loaded.scenario));
    Ok(placed)
}

fn read(path: &Path, reference: &Reference) -> Result<ProgramList, Failure> {
    let unreadable = |source| Failure::Scenarios(vec![ScenarioError::Unreadable { path: path.to_owned(), source }]);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST_LIST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    program_list::read(&path.display().to_string(), &bytes, reference).map_err(Failure::List)
}
