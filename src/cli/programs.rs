//! `matchfolio programs`: a program list to an application list.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::answer::{Shown, folder, header, precision, show, style};
use super::arguments::{Common, ProgramsOptions};
use super::failure::Failure;
use super::simulation::{INTERRUPTED, listen_for_interruption};
use crate::decide::answers::programs::SCHEMA;
use crate::decide::programs::{Asked, curate};
use crate::decide::study::Study;
use crate::model::{Line, Portfolio, Signal};
use crate::reference::Reference;
use crate::reference::rows::SignalTier;
use crate::report::charts::WIDE;
use crate::report::{charts, console, program_list as written};
use crate::scenario::program_list::{self, LARGEST_LIST, ProgramList};
use crate::scenario::{Diagnostic, Diagnostics, Loaded, Scenario, ScenarioError, WarningKind, load};

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 256;

/// A portfolio with the lists of its lines, by index of the line.
struct Listed {
    portfolio: Portfolio,
    lists: HashMap<usize, ProgramList>,
}

pub(super) fn execute(options: &ProgramsOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let mut loaded =
        load(&options.scenario, &reference).map_err(|error: ScenarioError| Failure::Scenarios(vec![error]))?;
    let number = portfolio(&loaded.scenario, options.portfolio.as_deref())?;
    let listed = match &options.list {
        Some(path) => with_list(&mut loaded, number, path, &reference)?,
        None => own_lists(&loaded.scenario, number)?,
    };
    let folder = folder("programs", &loaded, &options.answer)?;
    listen_for_interruption()?;
    let precision = precision(&options.answer, DRAWS);
    let study = Study { prior: &loaded.scenario.prior, precision, interrupted: &INTERRUPTED };
    let Listed { portfolio, lists } = &listed;
    let asked = Asked { scenario: &loaded.scenario, portfolio, lists, states: &options.states };
    let answer = curate(&asked, &study, header(SCHEMA, &loaded, precision))?;
    let shown = Shown {
        table: console::programs::table(&answer, options.all, style(common)),
        json: written::to_json(&answer)?,
        csv: written::application_list(&answer),
        charts: vec![("gain_by_program", charts::programs::draw(&answer, WIDE)?)],
    };
    show("programs", &shown, folder.as_deref(), &options.answer, common)
}

/// Index of the portfolio of this name, or of the first.
fn portfolio(scenario: &Scenario, name: Option<&str>) -> Result<usize, Failure> {
    let Some(name) = name else { return Ok(0) };
    let names = || scenario.portfolios.iter().map(|planned| planned.portfolio.name.as_str());
    names().position(|known| known == name).ok_or_else(|| {
        let known: Vec<String> = names().map(|name| format!("\"{name}\"")).collect();
        Failure::Arguments(format!("the scenario has no portfolio \"{name}\"; it has {}", known.join(", ")))
    })
}

/// The lists that the lines of the portfolio name.
fn own_lists(scenario: &Scenario, number: usize) -> Result<Listed, Failure> {
    let of_portfolio = scenario.lists.iter().filter(|list| list.portfolio == number);
    let lists: HashMap<usize, ProgramList> = of_portfolio.map(|list| (list.line, list.list.clone())).collect();
    let portfolio = scenario.portfolios[number].portfolio.clone();
    if lists.is_empty() {
        return Err(Failure::Arguments(format!(
            "no line of portfolio \"{}\" names a program list; name one with `program_list = \"FILE.csv\"`, or give \
             the list after the scenario",
            portfolio.name
        )));
    }
    Ok(Listed { portfolio, lists })
}

/// The portfolio with the programs of the list at `path` in place of its lines of their tracks.
fn with_list(loaded: &mut Loaded, number: usize, path: &Path, reference: &Reference) -> Result<Listed, Failure> {
    let list = read(path, reference)?;
    let scenario = &loaded.scenario;
    let mut portfolio = scenario.portfolios[number].portfolio.clone();
    let tracks: Vec<&str> = scenario.prior.tracks.iter().map(|track| track.id.as_str()).collect();
    let mut lists = HashMap::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut given = vec![false; tracks.len()];
    for line in &portfolio.lines {
        let of_track = list.of_track(tracks[line.track]);
        if of_track.programs.is_empty() {
            lines.push(line.clone());
        } else if !std::mem::replace(&mut given[line.track], true) {
            lists.insert(lines.len(), of_track.clone());
            lines.push(listed_line(line, &of_track, reference.img_share(tracks[line.track])));
        }
    }
    portfolio.lines = lines;
    check(&list, &lists, &portfolio, scenario, reference)?;
    for (line, of_track) in &lists {
        let kind = WarningKind::ProgramListUsed {
            file: list.file.clone(),
            sha256: list.sha256.clone(),
            track: scenario.prior.tracks[portfolio.lines[*line].track].name.clone(),
            programs: of_track.programs.len(),
            known: of_track.known(),
        };
        loaded.warnings.push(kind.of_scenario());
    }
    Ok(Listed { portfolio, lists })
}

fn read(path: &Path, reference: &Reference) -> Result<ProgramList, Failure> {
    let unreadable = |source| Failure::Scenarios(vec![ScenarioError::Unreadable { path: path.to_owned(), source }]);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST_LIST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    program_list::read(&path.display().to_string(), &bytes, reference).map_err(Failure::List)
}

/// The line with the programs of the list, first of its track.
fn listed_line(line: &Line, list: &ProgramList, track_share: Option<f64>) -> Line {
    let count = |is_counted: &dyn Fn(&program_list::ListedProgram) -> bool| {
        u32::try_from(list.programs.iter().filter(|program| is_counted(program)).count()).unwrap_or(u32::MAX)
    };
    Line {
        programs: count(&|_| true),
        earlier_programs: 0,
        gold_signals: count(&|program| program.signal == Some(Signal::Gold)),
        silver_signals: count(&|program| program.signal == Some(Signal::Silver)),
        signals: count(&|program| program.signal == Some(Signal::Plain)),
        geographic_ties: count(&|program| program.has_tie),
        rotations: count(&|program| program.has_rotation),
        facts: Some(list.facts(track_share)),
        ..line.clone()
    }
}

/// What a list must meet that does not come through a scenario: it has programs
/// of the portfolio's tracks, no more than there are, and no more signals than are allotted.
fn check(
    list: &ProgramList,
    lists: &HashMap<usize, ProgramList>,
    portfolio: &Portfolio,
    scenario: &Scenario,
    reference: &Reference,
) -> Result<(), Failure> {
    let mut problems = Diagnostics::new(&list.file, "");
    if lists.is_empty() {
        let mut tracks: Vec<&str> =
            portfolio.lines.iter().map(|line| scenario.prior.tracks[line.track].id.as_str()).collect();
        tracks.dedup();
        let message = format!("the list has no program of a track of portfolio \"{}\"", portfolio.name);
        problems.push(
            Diagnostic::of_file(message)
                .hint(format!("its tracks are {}; --portfolio names another", tracks.join(", "))),
        );
    }
    for line in lists.keys().map(|line| &portfolio.lines[*line]) {
        let track = &scenario.prior.tracks[line.track];
        let share = if line.sponsors_only { track.sponsor_share(scenario.applicant.visa) } else { 1.0 };
        let pool = (f64::from(track.pool_programs) * share).floor();
        if f64::from(line.programs) > pool {
            let message = format!("{} programs of {} are more than the {pool} there are", line.programs, track.name);
            problems.push(Diagnostic::of_file(message).hint("filter the list before it is curated"));
        }
    }
    for problem in signal_problems(portfolio, scenario, reference) {
        problems.push(problem);
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::List(problems)) }
}

fn signal_problems(portfolio: &Portfolio, scenario: &Scenario, reference: &Reference) -> Vec<Diagnostic> {
    let group = |line: &Line| {
        let row = reference.track(&scenario.prior.tracks[line.track].id);
        row.and_then(|row| row.signal_group.clone())
    };
    let mut groups: Vec<Option<String>> = portfolio.lines.iter().map(group).collect();
    groups.sort();
    groups.dedup();
    let tiers: [(SignalTier, &str, fn(&Line) -> u32); 3] = [
        (SignalTier::Gold, "gold", |line| line.gold_signals),
        (SignalTier::Silver, "silver", |line| line.silver_signals),
        (SignalTier::Single, "yes", |line| line.signals),
    ];
    let mut problems = Vec::new();
    for of in groups {
        for (tier, word, count) in tiers {
            let wanted: u32 = portfolio.lines.iter().filter(|line| group(line) == of).map(count).sum();
            let allotted = of.as_deref().and_then(|of| reference.allotment(of, tier, scenario.season));
            let most = allotted.map_or(0, |row| row.signals);
            if wanted > most {
                let name = of.as_deref().unwrap_or("a specialty without signals").replace('_', " ");
                let message = format!("{wanted} programs want signal `{word}`, but {name} has {most} of them");
                problems.push(Diagnostic::of_file(message).hint("empty the column `signal` of the others"));
            }
        }
    }
    problems
}
