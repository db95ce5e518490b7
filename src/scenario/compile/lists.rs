//! Lines that name a program list: the list read, its rows of the line's track put in place.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use serde_spanned::Spanned;

use crate::model::Signal;
use crate::reference::read_bytes;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, quoted};
use crate::scenario::program_list::{self, LARGEST_LIST, LineList, ProgramList};
use crate::scenario::raw::{RawLine, RawScenario};
use crate::scenario::typed::Typed;
use crate::scenario::warning::{Warning, WarningKind};

use super::compiler::Compiler;
use super::tracks::ResolvedLine;

/// Reads the lists that the lines of `raw` name, relative to the folder of
/// `scenario_file`, and gives each line its programs. Returns what is wrong with the lists themselves.
pub fn read_lists(compiler: &Compiler<'_>, raw: &mut RawScenario, scenario_file: &Path) -> Vec<Diagnostics> {
    let mut known: HashMap<String, Option<ProgramList>> = HashMap::new();
    let mut of_lists = Vec::new();
    for line in raw.portfolios.iter_mut().flat_map(|portfolio| &mut portfolio.lines) {
        let Some(name) = line.program_list.given().cloned() else { continue };
        check_keys(compiler, line);
        let list = known.entry(name.get_ref().clone()).or_insert_with(|| match bytes(scenario_file, name.get_ref()) {
            Err(error) => {
                compiler.problem(unreadable(&name, &error));
                None
            }
            Ok(bytes) => program_list::read(name.get_ref(), &bytes, compiler.reference)
                .map_err(|wrong| of_lists.push(wrong))
                .ok(),
        });
        match list {
            Some(list) => give(compiler, line, list, name.span()),
            // Reported already: the number of programs is not known, but was not left out.
            None => line.programs = Typed::Wrong,
        }
    }
    of_lists
}

/// At most one byte more than is allowed, so that the reader of the list refuses it.
fn bytes(scenario_file: &Path, name: &str) -> io::Result<Vec<u8>> {
    read_bytes(&scenario_file.parent().unwrap_or(Path::new("")).join(name), LARGEST_LIST)
}

fn unreadable(name: &Spanned<String>, error: &io::Error) -> Diagnostic {
    let shown = quoted(name.get_ref());
    let (message, label) = match error.kind() {
        io::ErrorKind::NotFound => (format!("there is no program list {shown}"), "no such file".to_owned()),
        kind => (format!("cannot read the program list {shown}"), kind.to_string()),
    };
    Diagnostic::at(name.span(), message, label).hint("the path is relative to the scenario file")
}

/// What the list says by itself must not be said by the line too, and no limit on its interviews.
fn check_keys(compiler: &Compiler<'_>, line: &RawLine) {
    let keys = [
        ("programs", line.programs.span()),
        ("gold_signals", line.gold_signals.span()),
        ("silver_signals", line.silver_signals.span()),
        ("signals", line.signals.span()),
        ("geographic_ties", line.geographic_ties.span()),
        ("rotations", line.rotations.span()),
    ];
    let columns = "the list says it: columns `signal`, `tie` and `rotation`, one row a program; take the key out";
    // `matchfolio programs` takes a list apart, and a limit on the whole has no meaning for its parts.
    let whole = "name fewer programs, or use a line without a list";
    let keys = keys.map(|(key, span)| (key, span, "said by the list", columns));
    let keep = ("keep", line.keep.span(), "not for programs chosen one by one", whole);
    let place = "the list says it: column `state`; take the key out";
    let states = ("states", line.states.span(), "said by the list", place);
    for (key, span, label, hint) in keys.into_iter().chain([keep, states]) {
        let Some(span) = span else { continue };
        let mut problem = Diagnostic::at(span, format!("`{key}` does not go with `program_list`"), label);
        if let Some(list) = line.program_list.span() {
            problem = problem.related(list, "the list");
        }
        compiler.problem(problem.hint(hint));
    }
}

/// Gives the line its rows, and the counts that checks and prices need.
fn give(compiler: &Compiler<'_>, line: &mut RawLine, list: &ProgramList, span: Range<usize>) {
    let Some(track) = line.track.value() else { return };
    let of_track = list.of_track(&track);
    if of_track.programs.is_empty() && compiler.reference.track(&track).is_some() {
        compiler.problem(nothing_of(&track, list, span.clone()));
    }
    let count = |is_counted: fn(&program_list::ListedProgram) -> bool| {
        let count = of_track.programs.iter().filter(|program| is_counted(program)).count() as u64;
        Typed::Given(Spanned::new(span.clone(), count))
    };
    line.programs = count(|_| true);
    line.gold_signals = count(|program| program.signal == Some(Signal::Gold));
    line.silver_signals = count(|program| program.signal == Some(Signal::Silver));
    line.signals = count(|program| program.signal == Some(Signal::Plain));
    line.geographic_ties = count(|program| program.has_tie);
    line.rotations = count(|program| program.has_rotation);
    line.listed = Some(of_track);
}

fn nothing_of(track: &str, list: &ProgramList, span: Range<usize>) -> Diagnostic {
    let mut tracks: Vec<&str> = list.programs.iter().map(|program| program.track.as_str()).collect();
    tracks.sort_unstable();
    tracks.dedup();
    Diagnostic::at(span, format!("the program list has no row of `{track}`"), "nothing of this track")
        .hint(format!("it has rows of {}", tracks.join(", ")))
}

/// Shares of international graduates say nothing without that of the track.
pub fn check_shares(compiler: &Compiler<'_>, line: &ResolvedLine<'_, '_>) {
    let Some(list) = &line.raw.listed else { return };
    let has_shares = list.programs.iter().any(|program| program.img_share.is_some());
    if has_shares && compiler.reference.img_share(&line.row.track).is_none() {
        let span = line.raw.program_list.span().unwrap_or_else(|| line.raw.span.clone());
        let message = format!("the tables do not say which share of {} are international graduates", line.row.name);
        compiler.problem(Diagnostic::at(span, message, "has `img_share`").hint(
            "take the column out, or put rows of the track in fit/listings.csv of a data folder of your own (--data)",
        ));
    }
}

/// Nobody applies to one program twice.
pub fn check_names(compiler: &Compiler<'_>, lines: &[ResolvedLine<'_, '_>]) {
    let mut seen: HashMap<(usize, String), Range<usize>> = HashMap::new();
    for line in lines {
        let (Some(list), Some(span)) = (&line.raw.listed, line.raw.program_list.span()) else { continue };
        let twice = list.programs.iter().find_map(|program| {
            let first = seen.get(&(line.track, program.name.to_lowercase()))?;
            Some((program, first.clone()))
        });
        if let Some((program, first)) = twice {
            compiler.problem(
                Diagnostic::at(span, format!("{} is applied to twice", quoted(&program.name)), "again here")
                    .related(first, "first here")
                    .hint("let each line of a track name a list of its own, without common programs"),
            );
            continue;
        }
        seen.extend(list.programs.iter().map(|program| ((line.track, program.name.to_lowercase()), span.clone())));
    }
}

/// Says that a list was used, and which.
pub fn note(line: &ResolvedLine<'_, '_>) -> Option<Warning> {
    let list = line.raw.listed.as_ref()?;
    let kind = WarningKind::ProgramListUsed {
        file: list.file.clone(),
        sha256: list.sha256.clone(),
        track: line.row.name.clone(),
        programs: list.programs.len(),
        known: list.known(),
    };
    Some(kind.at(line.raw.program_list.span()?))
}

/// What is said of the headers of the lists, each list once.
pub fn header_notes(raw: &RawScenario) -> Vec<Warning> {
    let lines = raw.portfolios.iter().flat_map(|portfolio| &portfolio.lines);
    let mut said: Vec<&str> = Vec::new();
    let mut notes = Vec::new();
    for list in lines.filter_map(|line| line.listed.as_ref()) {
        if !said.contains(&list.file.as_str()) {
            said.push(&list.file);
            notes.extend(list.header_note());
        }
    }
    notes
}

/// The lists of all lines, in file order.
pub fn of_lines(raw: &RawScenario) -> Vec<LineList> {
    let lines = raw.portfolios.iter().enumerate().flat_map(|(portfolio, typed)| {
        typed.lines.iter().enumerate().map(move |(line, typed)| (portfolio, line, typed.listed.clone()))
    });
    lines.filter_map(|(portfolio, line, list)| Some(LineList { portfolio, line, list: list? })).collect()
}
