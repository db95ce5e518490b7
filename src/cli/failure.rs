//! Why a command ended without doing what was asked, and its exit code.

use std::io;
use std::path::PathBuf;
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
use crate::reference::ReferenceError;
use crate::report::ReportError;
use crate::scenario::{Diagnostics, ScenarioError};

/// Exit codes of the program; 0 is done.
pub mod exit_codes {
    /// A fault of the program.
    pub const FAULT: u8 = 1;
    /// The command line.
    pub const COMMAND_LINE: u8 = 2;
    /// The scenario or data file is wrong.
    pub const WRONG_FILE: u8 = 3;
    /// Could not read or write.
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
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A sweep.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// The calibration.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The score of published figures.
    #[error(transparent)]
    Validation(#[from] ValidationError),
    /// Rank list advice.
    #[error(transparent)]
    Ranks(RanksError),
    /// No best portfolio under these limits.
    #[error(transparent)]
    Optimize(OptimizeError),
    /// Nothing says what can be spent.
    #[error("how much may be spent is not known; state budget_usd in [limits] of the scenario, or pass --budget")]
    NoBudget,
    /// The report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The two engines do not agree.
    #[error("the engines disagree: {0}; this is a fault of the program, please report it with the scenario")]
    Disagreement(String),
    /// Arguments that do not go with the files.
    #[error("{0}")]
    Arguments(String),
    /// A program list.
    #[error("{0}")]
    List(Diagnostics),
    /// A program list from which nothing can be chosen.
    #[error(transparent)]
    Curate(CurateError),
    /// Two scenarios would write to the same folder.
    #[error("two scenarios are called `{name}` and would share a folder; rename one or run them one by one with --out")]
    SameName {
        /// The name they share.
        name: String,
    },
    /// A file that would be replaced.
    #[error("{} is there already; choose another name with --out, or replace it with --force", path.display())]
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
    /// Interrupted with partial results.
    #[error("interrupted: the results are those of the seasons simulated so far, and are marked as partial")]
    Interrupted,
    /// Something that cannot happen did.
    #[error("a fault of the program, please report it: {0}")]
    Fault(String),
}

fn join(errors: &[ScenarioError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Reference(error) => Self::Reference(error),
            Error::Scenario(error) => Self::Scenarios(vec![error]),
            Error::List(problems) => Self::List(problems),
            Error::Vary(error) => Self::Sweep(error.into()),
            Error::Question(message) => Self::Arguments(message),
            Error::Engine(error) => Self::Engine(error),
            Error::Sweep(error) => Self::Sweep(error),
            Error::Ranks(error) => error.into(),
            Error::Optimize(error) => error.into(),
            Error::NoBudget => Self::NoBudget,
            Error::Programs(error) => error.into(),
            Error::Disagreement(largest) => Self::Disagreement(largest),
        }
    }
}

impl From<OptimizeError> for Failure {
    /// What the engine could not do stays a failure of the engine.
    fn from(error: OptimizeError) -> Self {
        match error {
            OptimizeError::Engine(error) => Self::Engine(error),
            limits => Self::Optimize(limits),
        }
    }
}

impl From<CurateError> for Failure {
    fn from(error: CurateError) -> Self {
        match error {
            CurateError::Engine(error) => Self::Engine(error),
            other => Self::Curate(other),
        }
    }
}

impl Failure {
    /// The text for standard error.
    #[must_use]
    pub fn message(&self, colour: bool) -> String {
        match self {
            Self::Scenarios(errors) => {
                errors.iter().map(|error| scenario_message(error, colour)).collect::<Vec<_>>().join("\n\n")
            }
            Self::List(problems) => problems.render(colour),
            other => format!("error: {other}"),
        }
    }

    /// The exit code.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    fn code(&self) -> u8 {
        use exit_codes::{COMMAND_LINE, FAULT, INPUT_OUTPUT, INTERRUPTED, WRONG_FILE};
        match self {
            Self::Reference(error) if error.is_unreadable() => INPUT_OUTPUT,
            Self::Scenarios(errors) => {
                let unreadable = |error: &ScenarioError| matches!(error, ScenarioError::Unreadable { .. });
                if errors.iter().all(unreadable) { INPUT_OUTPUT } else { WRONG_FILE }
            }
            Self::Engine(EngineError::NothingDone)
            | Self::Sweep(SweepError::Engine(EngineError::NothingDone))
            | Self::Interrupted => INTERRUPTED,
            Self::Engine(_)
            | Self::Sweep(_)
            | Self::SameName { .. }
            | Self::Arguments(_)
            | Self::Curate(_)
            | Self::Optimize(_)
            | Self::NoBudget => COMMAND_LINE,
            Self::Reference(_) | Self::Calibration(_) | Self::Validation(_) | Self::List(_) | Self::Ranks(_) => {
                WRONG_FILE
            }
            Self::Report(error) if error.is_of_the_file_system() => INPUT_OUTPUT,
            Self::Report(_) | Self::Disagreement(_) | Self::Fault(_) => FAULT,
            Self::Output(_) | Self::Input(_) | Self::FileExists { .. } | Self::Unwritable { .. } => INPUT_OUTPUT,
        }
    }
}

impl From<RanksError> for Failure {
    fn from(error: RanksError) -> Self {
        match error {
            RanksError::Engine(error) => Self::Engine(error),
            other => Self::Ranks(other),
        }
    }
}

fn scenario_message(error: &ScenarioError, colour: bool) -> String {
    match error {
        ScenarioError::Wrong(diagnostics) => diagnostics.render(colour),
        ScenarioError::Unreadable { .. } => format!("error: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that no input can provoke from outside; the others are tested on the program itself.
    #[test]
    fn a_fault_of_the_program_ends_with_one() {
        for fault in [Failure::Fault("x".to_owned()), Failure::Disagreement("x".to_owned())] {
            assert_eq!(fault.code(), exit_codes::FAULT);
            assert!(fault.message(false).contains("please report it"));
        }
    }
}
