//! What can be typed.

use std::io::{self, IsTerminal};

use clap::builder::StyledStr;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::backups::BackupsOptions;
use super::calibrate::CalibrateOptions;
use super::check::CheckOptions;
use super::common::{Common, Execute};
use super::data::DataOptions;
use super::draws::DrawsOptions;
use super::failure::Failure;
use super::init::InitOptions;
use super::market::MarketOptions;
use super::matching::{MatchOptions, VerifyOptions};
use super::now::NowOptions;
use super::optimize::OptimizeOptions;
use super::programs::ProgramsOptions;
use super::ranks::RanksOptions;
use super::replay::ReplayOptions;
use super::run::RunOptions;
use super::schema::SchemaOptions;
use super::sensitivity::SensitivityOptions;
use super::shell::{CompletionsOptions, ManOptions};
use super::study::{MergeOptions, StudyOptions};
use super::sweep::SweepOptions;
use super::terminal;
use super::timeline::TimelineOptions;
use super::validate::ValidateOptions;

/// Simulate the US residency Match for one applicant and several ways of applying,
/// and show the chance of each outcome, above all of going unmatched.
#[derive(Debug, Parser)]
#[command(name = "matchfolio", version, max_term_width = 100)]
#[command(
    after_help = "To begin, run matchfolio init to write a scenario, then matchfolio check and matchfolio run on \
                        it.\n\nExit codes: 0 success; 1 internal error; 2 usage error; 3 scenario or data file wrong or \
                        missing; 4 input/output error that may pass; 130 interrupted."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
}

/// The command line as it is shown: help texts as wide as the terminal, and without the marks of code.
///
/// Where there is no terminal, and `COLUMNS` does not speak for one, they have its usual width.
pub fn command() -> clap::Command {
    let command = plain(Arguments::command());
    let is_known = io::stdout().is_terminal() || std::env::var_os("COLUMNS").is_some();
    if is_known { command } else { command.term_width(terminal::width()) }
}

/// What was typed; ends the program where it is wrong or asks for help.
pub fn parse() -> Arguments {
    let typed = command().try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    typed.unwrap_or_else(|error| {
        if error.use_stderr() {
            let color = terminal::color_on_stderr(false);
            let message = error.render();
            let message = if color { message.ansi().to_string() } else { message.to_string() };
            terminal::say(&message, color);
            std::process::exit(error.exit_code());
        }
        error.exit()
    })
}

/// Backticks mark code for the compiler's documentation; on a terminal they would be part of what is typed.
fn plain(command: clap::Command) -> clap::Command {
    let unmarked = |text: &StyledStr| text.to_string().replace('`', "");
    let command = command.mut_args(|mut argument| {
        if let Some(text) = argument.get_help().map(unmarked) {
            argument = argument.help(text);
        }
        if let Some(text) = argument.get_long_help().map(unmarked) {
            argument = argument.long_help(text);
        }
        argument
    });
    command.mut_subcommands(plain)
}

/// The commands: what each is for, and the options that carry it out.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident($options:ty),)*) => {
        /// The commands.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$about])* $name($options),)*
        }

        impl Execute for Command {
            fn execute(&self, common: &Common) -> Result<(), Failure> {
                match self {
                    $(Self::$name(options) => options.execute(common),)*
                }
            }
        }
    };
}

commands! {
    /// Write a first scenario; prompts for anything not given as a flag
    Init(InitOptions),
    /// Check scenarios: show portfolios, costs, where you stand and every problem
    Check(CheckOptions),
    /// Simulate every portfolio, print the comparison and write the report
    Run(RunOptions),
    /// Repeat a run from its results, and say whether the numbers are the same
    Replay(ReplayOptions),
    /// Show what would help most and which assumptions matter most
    Sensitivity(SensitivityOptions),
    /// Compare backup specialties: what each adds, and whether it fails in the same seasons
    Backups(BackupsOptions),
    /// Vary one or two numbers of the scenario: curves, a heat map and the gain of each step
    Sweep(SweepOptions),
    /// Find the best mix of programs within a budget and the gain of each step toward it
    Optimize(OptimizeOptions),
    /// Turn a list of programs into an application list: keep, signal or drop, with reasons
    Programs(ProgramsOptions),
    /// Show what to do when, from 18 months before Match Day to SOAP
    Timeline(TimelineOptions),
    /// Show what is still to come of a season in progress, and what would help now
    Now(NowOptions),
    /// Compare rank order lists after your interviews
    Ranks(RanksOptions),
    /// Write every uncertain quantity in every draw, and every chance under it
    Draws(DrawsOptions),
    /// Work out a table of people or a grid of values: one table, and one page for a class
    Study(StudyOptions),
    /// Put the parts of a study together that were done apart
    Merge(MergeOptions),
    /// List the reference tables and their sources
    Data(DataOptions),
    /// Fit the parameters to the published tables and compare the fit with them
    Calibrate(CalibrateOptions),
    /// Predict published figures that were not used for fitting, and score the predictions
    Validate(ValidateOptions),
    /// Simulate the national market beside published figures
    Market(MarketOptions),
    /// Match applicants and programs by the algorithm of the Match
    Match(MatchOptions),
    /// Check whether a matching is stable, with code that shares nothing with match
    Verify(VerifyOptions),
    /// Print the JSON Schema of scenario files, results or the output of a command
    Schema(SchemaOptions),
    /// Print a completion script for a shell
    Completions(CompletionsOptions),
    /// Print the manual page, or write the pages of all commands
    Man(ManOptions),
}
