//! A list that a person gives beside a scenario: its programs of a track take
//! the place of a portfolio's lines of that track.

use std::collections::HashMap;

use super::{ListedProgram, ProgramList};
use crate::model::portfolio::in_order;
use crate::model::{Line, Portfolio, Signal, TrackPrior, Visa};
use crate::reference::Reference;
use crate::reference::SignalTier;
use crate::scenario::compile::regions;
use crate::scenario::compiled::Scenario;
use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::scenario::warning::{Warning, WarningKind};

/// A portfolio with the lists of its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The portfolio.
    pub portfolio: Portfolio,
    /// The list of each line that has one, by index of the line.
    pub lists: HashMap<usize, ProgramList>,
}

/// The portfolio of index `number` with the lists that its lines name.
#[must_use]
pub fn named(scenario: &Scenario, number: usize) -> Placed {
    let of_portfolio = scenario.lists.iter().filter(|list| list.portfolio == number);
    let lists = of_portfolio.map(|list| (list.line, list.list.clone())).collect();
    Placed { portfolio: scenario.portfolios[number].portfolio.clone(), lists }
}

/// The portfolio of index `number` with the programs of `list` in place of its lines of their tracks.
///
/// # Errors
/// When the list has no program of any of its tracks, more programs than
/// there are, or wants more signals than the season allots.
pub fn placed(
    scenario: &Scenario,
    number: usize,
    list: &ProgramList,
    reference: &Reference,
) -> Result<Placed, Diagnostics> {
    let mut portfolio = scenario.portfolios[number].portfolio.clone();
    let track = |line: &Line| scenario.prior.tracks[line.track].id.as_str();
    let mut lists = HashMap::new();
    let mut lines: Vec<Line> = Vec::new();
    for line in &portfolio.lines {
        let of_track = list.of_track(track(line));
        if of_track.programs.is_empty() {
            lines.push(line.clone());
        } else if lines.iter().all(|before| before.track != line.track) {
            let region = regions::of_list(reference, track(line), &of_track);
            lines.push(Line { region, ..listed(line, &of_track, reference.img_share(track(line))) });
            lists.insert(lines.len() - 1, of_track);
        }
    }
    in_order(&mut lines);
    portfolio.lines = lines;
    let placed = Placed { portfolio, lists };
    let mut problems = Diagnostics::new(&list.file, "");
    for problem in placed.problems(scenario, reference) {
        problems.push(problem);
    }
    if problems.is_empty() { Ok(placed) } else { Err(problems) }
}

/// The line with the programs of the list, and without a limit of its own on interviews.
fn listed(line: &Line, list: &ProgramList, track_share: Option<f64>) -> Line {
    let count = |is_counted: fn(&ListedProgram) -> bool| {
        u32::try_from(list.programs.iter().filter(|program| is_counted(program)).count()).unwrap_or(u32::MAX)
    };
    Line {
        programs: count(|_| true),
        earlier_programs: 0,
        gold_signals: count(|program| program.signal == Some(Signal::Gold)),
        silver_signals: count(|program| program.signal == Some(Signal::Silver)),
        signals: count(|program| program.signal == Some(Signal::Plain)),
        geographic_ties: count(|program| program.has_tie),
        rotations: count(|program| program.has_rotation),
        keep: None,
        facts: Some(list.facts(track_share)),
        ..line.clone()
    }
}

/// More programs than there are, of all or of those that sponsor the visa.
fn too_many(line: &Line, track: &TrackPrior, pool: f64, visa: Visa) -> Diagnostic {
    let (listed, name, all) = (line.programs, &track.name, track.pool_programs);
    if pool >= f64::from(all) {
        let message = format!("{listed} programs of {name} are more than the {all} of the country");
        return Diagnostic::of_file(message).hint("take out those that are closed or stand twice");
    }
    let message = format!(
        "{listed} programs of {name} are more than the {pool} of {all} that sponsor the visa ({})",
        visa.label()
    );
    Diagnostic::of_file(message).hint(
        "look them up, and take out the rows of those that do not sponsor it; or set sponsors_only = false in the line, \
         and those of which the list says nothing count by the share that sponsors",
    )
}

impl Placed {
    /// What must be said of each list.
    #[must_use]
    pub fn notes(&self, scenario: &Scenario) -> Vec<Warning> {
        let mut lines: Vec<(&usize, &ProgramList)> = self.lists.iter().collect();
        lines.sort_by_key(|(line, _)| **line);
        let note = |(line, list): (&usize, &ProgramList)| {
            let kind = WarningKind::ProgramListUsed {
                file: list.file.clone(),
                sha256: list.sha256.clone(),
                track: scenario.prior.tracks[self.portfolio.lines[*line].track].name.clone(),
                programs: list.programs.len(),
                known: list.known(),
            };
            kind.of_scenario()
        };
        let header = lines.first().and_then(|(_, list)| list.header_note());
        header.into_iter().chain(lines.iter().copied().map(note)).collect()
    }

    fn problems(&self, scenario: &Scenario, reference: &Reference) -> Vec<Diagnostic> {
        let tracks = &scenario.prior.tracks;
        let mut problems = Vec::new();
        if self.lists.is_empty() {
            let mut names: Vec<&str> = self.portfolio.lines.iter().map(|line| tracks[line.track].id.as_str()).collect();
            names.dedup();
            let message = format!("the list has no program of a track of portfolio \"{}\"", self.portfolio.name);
            let hint = format!(
                "its tracks are {}; ask of another portfolio (--portfolio on the command line)",
                names.join(", ")
            );
            problems.push(Diagnostic::of_file(message).hint(hint));
        }
        for line in self.portfolio.lines.iter().filter(|line| line.facts.is_some()) {
            let track = &tracks[line.track];
            let share = if line.sponsors_only { track.sponsor_share(scenario.applicant.visa) } else { 1.0 };
            let pool = (f64::from(track.pool_programs) * share).floor();
            if f64::from(line.programs) > pool {
                problems.push(too_many(line, track, pool, scenario.applicant.visa));
            }
        }
        problems.extend(self.signal_problems(scenario, reference));
        problems
    }

    /// Signals beyond the allotments of the season.
    fn signal_problems(&self, scenario: &Scenario, reference: &Reference) -> Vec<Diagnostic> {
        let group = |line: &Line| {
            let row = reference.track(&scenario.prior.tracks[line.track].id);
            row.and_then(|row| row.signal_group.clone())
        };
        let lines = &self.portfolio.lines;
        let mut groups: Vec<Option<String>> = lines.iter().map(group).collect();
        groups.sort();
        groups.dedup();
        let mut problems = Vec::new();
        for of in groups {
            let total =
                |count: fn(&Line) -> u32| -> u32 { lines.iter().filter(|line| group(line) == of).map(count).sum() };
            for (tier, word, wanted) in [
                (SignalTier::Gold, "gold", total(|line| line.gold_signals)),
                (SignalTier::Silver, "silver", total(|line| line.silver_signals)),
                (SignalTier::Single, "yes", total(|line| line.signals)),
            ] {
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
}
