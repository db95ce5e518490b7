//! A program list to an application list.

use std::path::{Path, PathBuf};

use super::error::{Error, QuestionError, ScenarioError};
use super::identity::header;
use super::now::before_the_season;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::programs::{Programs, SCHEMA};
use crate::decide::programs::{Asked, curate};
use crate::decide::study::Study;
use crate::reference::{Reference, read_bytes};
use crate::scenario::program_list::{self, LARGEST_LIST, Placed, ProgramList, is_state, named, placed};

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 256;

/// Which programs to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramsQuestion {
    /// Program list (CSV); its programs of a track take the place of the portfolio's lines of that track.
    /// None is the lists that the portfolio names.
    pub list: Option<PathBuf>,
    /// Name of the portfolio; none is the first.
    pub portfolio: Option<String>,
    /// Keep programs in these states only, two-letter codes in capitals; empty is all.
    pub states: Vec<String>,
}

/// What each program of a list adds, and which to apply to: the answer of `matchfolio programs`.
///
/// # Errors
/// When there is no list or it is wrong, when nothing of it can be chosen, when the conditional
/// engine cannot do the portfolio, or when interrupted.
pub fn programs(
    scenario: &Scenario<'_>,
    question: &ProgramsQuestion,
    settings: &Settings<'_>,
) -> Result<Programs, Error> {
    if let Some(unknown) = question.states.iter().find(|state| !is_state(state)) {
        return Err(QuestionError::State { asked: unknown.clone() }.into());
    }
    before_the_season(scenario, "programs")?;
    let precision = settings.precision(DRAWS)?;
    let (scenario, placed) = list_in_place(scenario, question)?;
    let compiled = scenario.compiled_scenario();
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let Placed { portfolio, lists } = &placed;
    let asked = Asked { scenario: compiled, portfolio, lists, states: &question.states };
    Ok(curate(&asked, &study, header(SCHEMA, &scenario, precision), settings.told())?)
}

/// The portfolio with its lists, and the scenario with what must be known of the list that was given.
fn list_in_place<'r>(scenario: &Scenario<'r>, question: &ProgramsQuestion) -> Result<(Scenario<'r>, Placed), Error> {
    let mut scenario = scenario.clone();
    let number = scenario.portfolio(question.portfolio.as_deref())?;
    let placed = match &question.list {
        None => own_lists(&scenario, number)?,
        Some(path) => {
            let list = read(path, scenario.reference())?;
            let placed = placed(scenario.compiled_scenario(), number, &list, scenario.reference());
            let placed = placed.map_err(Error::List)?;
            let notes = placed.notes(scenario.compiled_scenario());
            scenario.loaded_mut().warnings.extend(notes);
            placed
        }
    };
    Ok((scenario, placed))
}

/// The portfolio with the lists that its lines name, of which there must be one.
fn own_lists(scenario: &Scenario<'_>, number: usize) -> Result<Placed, Error> {
    let placed = named(scenario.compiled_scenario(), number);
    if placed.lists.is_empty() {
        return Err(QuestionError::NoProgramList { portfolio: placed.portfolio.name.clone() }.into());
    }
    Ok(placed)
}

fn read(path: &Path, reference: &Reference) -> Result<ProgramList, Error> {
    let unreadable = |source| ScenarioError::Unreadable { path: path.to_owned(), source };
    let bytes = read_bytes(path, LARGEST_LIST).map_err(unreadable)?;
    program_list::read(&path.display().to_string(), &bytes, reference).map_err(Error::List)
}
