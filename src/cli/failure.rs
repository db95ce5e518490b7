//! Why a command ended without doing what was asked, and its exit code.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use thiserror::Error;

use crate::calibration::rows::CalibrationError;
use crate::calibration::validation::ValidationError;
use crate::decide::optimize::OptimizeError;
use crate::decide::programs::CurateError;
use crate::decide::ranks::RanksError;
use crate::decide::sweep::SweepError;
use crate::engine::driver::EngineError;
use crate::front::Error;
use crate::market::matching::LineError;
use crate::market::national::MarketError;
use crate::reference::ReferenceError;
use crate::report::console::broken_at;
use crate::report::{ReportError, written};
use crate::scenario::diagnose::meant;
use crate::scenario::study::StudyError;
use crate::scenario::{Diagnostics, ScenarioError};

/// Exit codes of the program; 0 is done.
pub mod exit_codes {
    /// An internal error.
    pub const FAULT: u8 = 1;
    /// The command line.
    pub const COMMAND_LINE: u8 = 2;
    /// The scenario or data file is wrong.
    pub const WRONG_FILE: u8 = 3;
    /// Could not read or write, for a reason that may pass, such as a full disk: the same command may succeed later.
    pub const INPUT_OUTPUT: u8 = 4;
    /// Interrupted; what was there was written and marked as partial.
    pub const INTERRUPTED: u8 = 130;
}

/// Why a command ended early.
#[derive(Debug, Error)]
pub enum Failure {
    /// A reference table.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// One or more scenario files.
    #[error("{}", join(.0))]
    Scenarios(Vec<ScenarioError>),
    /// A question without an answer.
    #[error(transparent)]
    Question(Error),
    /// The calibration.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The score of published figures.
    #[error(transparent)]
    Validation(#[from] ValidationError),
    /// The report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Arguments that do not go with the files.
    #[error("{0}")]
    Arguments(String),
    /// A program list.
    #[error("{0}")]
    List(Diagnostics),
    /// A market or a matching.
    #[error("{}", lines(path, errors))]
    Lines {
        /// The file.
        path: PathBuf,
        /// Its wrong lines.
        errors: Vec<LineError>,
    },
    /// A matching that is not stable, or not one of the market.
    #[error("the matching in {} is not stable", path.display())]
    NotStable {
        /// The file.
        path: PathBuf,
    },
    /// A run that was repeated gives other results.
    #[error("the results in {} cannot be repeated: {difference}", path.display())]
    Differs {
        /// The file.
        path: PathBuf,
        /// The first difference.
        difference: String,
    },
    /// A file that holds no results that could be repeated.
    #[error("{}: {what}", path.display())]
    WrongResults {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A file that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Two scenarios would write to the same folder.
    #[error("two scenarios are called `{name}` and would share a folder; rename one or run them one by one with --out")]
    SameName {
        /// The name they share.
        name: String,
    },
    /// A file that would be replaced.
    #[error("{} already exists; choose another name with --out, or replace it with --force", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Standard input.
    #[error("cannot read from standard input: {0}")]
    Input(io::Error),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
    /// A study file, its template, or its columns.
    #[error(transparent)]
    Study(StudyError),
    /// Some people of a study could not be read; the others are done.
    #[error(
        "{unread} of {all} scenarios could not be read and were left out; all others are done. problems.csv names each with row and column"
    )]
    Rows {
        /// Scenarios left out.
        unread: usize,
        /// All scenarios.
        all: usize,
    },
    /// A study that was interrupted.
    #[error(
        "interrupted after {done} of {total} scenarios; the pieces that are finished are kept: add --resume to go on"
    )]
    Unfinished {
        /// Scenarios done.
        done: u64,
        /// Scenarios to do.
        total: u64,
    },
    /// Interrupted with partial results.
    #[error("interrupted: what was finished is kept and marked as partial")]
    Interrupted,
    /// Interrupted when the results of a run were whole.
    #[error("interrupted: the results are complete, but what would help most is partial or missing")]
    InterruptedAfterwards,
    /// Interrupted between scenarios.
    #[error("interrupted after {done} of {all} scenarios: their reports are kept")]
    InterruptedBetween {
        /// Scenarios with a report.
        done: usize,
        /// Scenarios asked for.
        all: usize,
    },
    /// Something that cannot happen did.
    #[error("internal error, please report it: {0}")]
    Fault(String),
}

/// Wrong lines that are told one by one.
const LINES: usize = 20;

fn lines(path: &Path, errors: &[LineError]) -> String {
    let path = path.display();
    let told = errors.iter().take(LINES).map(|error| format!("{path}:{}: {}", error.line, error.problem));
    let more = errors.len().saturating_sub(LINES);
    let rest = (more > 0).then(|| format!("{path}: {more} more lines are wrong"));
    told.chain(rest).collect::<Vec<_>>().join("\nerror: ")
}

fn join(errors: &[ScenarioError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl From<MarketError> for Failure {
    fn from(error: MarketError) -> Self {
        match error {
            MarketError::Reference(error) => Self::Reference(error),
            MarketError::Engine(error) => Self::Question(Error::Engine(error)),
            MarketError::Lists(problem) => Self::Fault(problem.to_string()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Reference(error) => Self::Reference(error),
            Error::Scenario(error) => Self::Scenarios(vec![error]),
            Error::List(problems) => Self::List(problems),
            other => Self::Question(other),
        }
    }
}

impl Failure {
    /// The text for standard error, its sentences broken at `width` columns.
    #[must_use]
    pub fn message(&self, color: bool, width: usize) -> String {
        match self {
            Self::Study(StudyError::File(error)) => scenario_message(error, color, width),
            Self::Scenarios(errors) => {
                let mut parts: Vec<String> = errors.iter().map(|error| scenario_message(error, color, width)).collect();
                parts.extend(files_in_short(errors).map(|text| plain(&text, width)));
                parts.join("\n\n")
            }
            Self::List(problems) | Self::Study(StudyError::Table(problems)) => {
                sentences_broken(&problems.render(color), width)
            }
            Self::Lines { .. } => sentences_broken(&written(&format!("error: {self}"), false), width),
            other => plain(&format!("error: {other}"), width),
        }
    }

    /// The exit code.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// Whether the person asked to stop.
    #[must_use]
    pub fn is_interruption(&self) -> bool {
        self.code() == exit_codes::INTERRUPTED
    }

    fn code(&self) -> u8 {
        use exit_codes::{COMMAND_LINE, FAULT, INPUT_OUTPUT, INTERRUPTED, WRONG_FILE};
        match self {
            Self::Reference(ReferenceError::Unreadable { cause: source, .. })
            | Self::Study(StudyError::File(ScenarioError::Unreadable { source, .. }))
            | Self::Unreadable { source, .. }
            | Self::Input(source) => code_of_reading(source),
            Self::Scenarios(errors) => {
                let may_pass = |error: &ScenarioError| match error {
                    ScenarioError::Unreadable { source, .. } => code_of_reading(source) == INPUT_OUTPUT,
                    ScenarioError::Wrong(_) => false,
                };
                if errors.iter().all(may_pass) { INPUT_OUTPUT } else { WRONG_FILE }
            }
            Self::Question(error) => code_of(error),
            Self::Interrupted
            | Self::InterruptedAfterwards
            | Self::InterruptedBetween { .. }
            | Self::Unfinished { .. } => INTERRUPTED,
            Self::SameName { .. } | Self::Arguments(_) | Self::FileExists { .. } => COMMAND_LINE,
            Self::Reference(_)
            | Self::Calibration(_)
            | Self::Validation(_)
            | Self::List(_)
            | Self::Lines { .. }
            | Self::Differs { .. }
            | Self::WrongResults { .. }
            | Self::NotStable { .. }
            | Self::Study(_)
            | Self::Rows { .. }
            | Self::Report(ReportError::Parts(_)) => WRONG_FILE,
            Self::Report(ReportError::FileSystem { source, .. }) | Self::Unwritable { source, .. } => {
                code_of_writing(source)
            }
            Self::Report(error) if error.is_of_the_target() => COMMAND_LINE,
            Self::Report(_) | Self::Fault(_) => FAULT,
            Self::Output(_) => INPUT_OUTPUT,
        }
    }
}

/// The exit code of a file that cannot be read: a file that is not there is a wrong file, whatever may pass is not.
fn code_of_reading(source: &io::Error) -> u8 {
    use io::ErrorKind::{InvalidData, InvalidInput, NotFound};
    let is_wrong = matches!(source.kind(), NotFound | InvalidInput | InvalidData);
    if is_wrong || is_of_the_path(source) { exit_codes::WRONG_FILE } else { exit_codes::INPUT_OUTPUT }
}

/// The exit code of a folder or file that cannot be written. What is gone while it is written may be back later.
fn code_of_writing(source: &io::Error) -> u8 {
    if is_of_the_path(source) { exit_codes::COMMAND_LINE } else { exit_codes::INPUT_OUTPUT }
}

/// Whether a path is of the wrong kind or not ours to use, so that trying again does the same.
fn is_of_the_path(source: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, IsADirectory, NotADirectory, PermissionDenied, ReadOnlyFilesystem};
    let kind = source.kind();
    matches!(kind, InvalidFilename | IsADirectory | NotADirectory | PermissionDenied | ReadOnlyFilesystem)
}

/// The exit code of a question without an answer.
fn code_of(error: &Error) -> u8 {
    use exit_codes::{COMMAND_LINE, FAULT, INTERRUPTED, WRONG_FILE};
    match error {
        Error::Engine(engine)
        | Error::Sweep(SweepError::Engine(engine))
        | Error::Ranks(RanksError::Engine(engine))
        | Error::Optimize(OptimizeError::Engine(engine))
        | Error::Programs(CurateError::Engine(engine)) => match engine {
            EngineError::NothingDone => INTERRUPTED,
            _ => COMMAND_LINE,
        },
        Error::Reference(_) | Error::Scenario(_) | Error::List(_) | Error::Ranks(_) => WRONG_FILE,
        Error::Disagreement(_) => FAULT,
        Error::Vary(_)
        | Error::Question(_)
        | Error::Sweep(_)
        | Error::Optimize(_)
        | Error::NoBudget
        | Error::Programs(_) => COMMAND_LINE,
    }
}

fn scenario_message(error: &ScenarioError, color: bool, width: usize) -> String {
    match error {
        ScenarioError::Wrong(diagnostics) if is_list(diagnostics.file()) => plain(
            &format!(
                "error: {} is a table, not a scenario; put the scenario (.toml) first and the program list (.csv) \
                 after it, as in `matchfolio programs SCENARIO.toml LIST.csv`. A table of people belongs to a study \
                 (`matchfolio study --help`)",
                diagnostics.file()
            ),
            width,
        ),
        ScenarioError::Wrong(diagnostics) => sentences_broken(&diagnostics.render(color), width),
        ScenarioError::Unreadable { path, source } if source.kind() == io::ErrorKind::NotFound => {
            plain(&format!("error: {}", not_found(path)), width)
        }
        ScenarioError::Unreadable { .. } => plain(&format!("error: {error}"), width),
    }
}

/// A message without colors, which may hold names of files.
fn plain(message: &str, width: usize) -> String {
    broken_at(&written(message, false), width)
}

/// Whether a file is a table by its name.
fn is_list(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Names the files of several that something is wrong with, under all that is wrong.
fn files_in_short(errors: &[ScenarioError]) -> Option<String> {
    let name = |error: &ScenarioError| match error {
        ScenarioError::Wrong(diagnostics) => diagnostics.file().to_owned(),
        ScenarioError::Unreadable { path, .. } => path.display().to_string(),
    };
    let names: Vec<String> = errors.iter().map(name).collect();
    (names.len() > 1).then(|| format!("{} files have errors; nothing was run: {}", names.len(), names.join(", ")))
}

/// Most files named where the one asked for is not there.
const NAMED: usize = 6;

/// Says that a file is not there, and which are.
fn not_found(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.extension().map_or_else(|| "toml".to_owned(), |found| found.to_string_lossy().into_owned());
    let wanted = if wanted.eq_ignore_ascii_case("csv") { "csv" } else { "toml" };
    let mut there: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(wanted)))
        .collect();
    there.sort();
    let typed = path.file_stem().unwrap_or_default().to_string_lossy();
    let near = meant(&typed, there.iter().filter_map(|name| Path::new(name).file_stem()?.to_str()));
    let near: Vec<String> =
        near.into_iter().map(|stem| path.with_file_name(format!("{stem}.{wanted}")).display().to_string()).collect();
    let hint = if !near.is_empty() {
        format!("did you mean {}?", near.join(" or "))
    } else if !folder.is_dir() {
        format!("there is no folder {} either", folder.display())
    } else if there.is_empty() {
        format!(
            "its folder has no .{wanted} file; use `cd FOLDER` to go to another folder, or `matchfolio init` to write a scenario"
        )
    } else {
        let more = if there.len() > NAMED { ", …" } else { "" };
        there.truncate(NAMED);
        format!("its folder has {}{more}", there.join(", "))
    };
    format!("there is no file {}; {hint}", path.display())
}

/// Rendered problems with their sentences broken; lines of the file and what is drawn under them stay.
fn sentences_broken(rendered: &str, width: usize) -> String {
    let is_sentence = |line: &str| {
        let seen = visible(line);
        let begins = ["error", "warning", "note", "help", "= help", "= note"];
        begins.iter().any(|begin| seen.trim_start().starts_with(begin))
    };
    let told = |line: &str| if is_sentence(line) { broken_at(line, width) } else { line.to_owned() };
    rendered.lines().map(told).collect::<Vec<_>>().join("\n")
}

/// The text without escape sequences for color.
fn visible(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut seen = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        seen.push_str(part.split_once('m').map_or("", |(_, after)| after));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that no input can provoke from outside; the others are tested on the program itself.
    #[test]
    fn a_fault_of_the_program_ends_with_one() {
        for fault in [Failure::Fault("x".to_owned()), Error::Disagreement("x".to_owned()).into()] {
            assert_eq!(fault.code(), exit_codes::FAULT);
            assert!(fault.message(false, 80).contains("please report it"));
        }
    }

    #[test]
    fn only_what_may_pass_ends_with_four() {
        use io::ErrorKind as Kind;
        let (path, kinds) =
            (PathBuf::from("x"), [Kind::NotFound, Kind::PermissionDenied, Kind::StorageFull, Kind::TimedOut]);
        let read = |kind: Kind| {
            Failure::Scenarios(vec![ScenarioError::Unreadable { path: path.clone(), source: kind.into() }])
        };
        let written = |kind: Kind| ReportError::FileSystem { action: "write", path: path.clone(), source: kind.into() };
        assert_eq!(kinds.map(|kind| read(kind).code()), [3, 3, 4, 4]);
        assert_eq!(kinds.map(|kind| Failure::Report(written(kind)).code()), [4, 2, 4, 4]);
        assert_eq!(Failure::Report(ReportError::Occupied { path: path.clone() }).code(), 2);
        let both = [Kind::TimedOut, Kind::NotFound]
            .map(|kind| ScenarioError::Unreadable { path: path.clone(), source: kind.into() });
        assert_eq!(Failure::Scenarios(both.into()).code(), 3);
    }
}
