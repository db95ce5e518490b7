//! What can be typed.

#![expect(clippy::doc_markdown, reason = "comments here are help texts, which show no backticks")]

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::{ArgGroup, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::schema::SchemaOptions;
use super::{init, terminal};
use crate::engine::driver::{MAX_PARAMETER_DRAWS, MAX_TRIALS};
use crate::model::{ApplicantType, Visa};
use crate::scenario::numbers::{self, Typed};
use crate::scenario::program_list::state_code;
use crate::scenario::raw::{FIRST_SEASON, LAST_SEASON};

/// Simulate the US residency Match for one applicant and several ways of applying,
/// and show the chance of each outcome, above all of going unmatched.
#[derive(Debug, Parser)]
#[command(name = "matchfolio", version, max_term_width = 100)]
#[command(
    after_help = "To begin, run matchfolio init to write a scenario, then matchfolio check and matchfolio run on \
                        it.\n\nExit codes: 0 success; 1 internal error; 2 usage error; 3 error in a scenario or data file; \
                        4 input/output error; 130 interrupted."
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
    let matches = command().get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
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

/// Options of every command.
#[derive(Args, Debug)]
pub struct Common {
    /// Read the reference tables from this folder instead of the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print only results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Disable colored output
    #[arg(long, global = true)]
    pub no_color: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a first scenario; prompts for anything not given as a flag
    Init(InitOptions),
    /// Check scenarios: show portfolios, costs, where you stand and every problem
    Check(CheckOptions),
    /// Simulate every portfolio, print the comparison and write the report
    Run(RunOptions),
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
    /// Compare rank order lists after your interviews
    Ranks(RanksOptions),
    /// List the reference tables and their sources
    #[command(group = ArgGroup::new("what").multiple(false))]
    Data(DataOptions),
    /// Fit the parameters to the published tables and compare the fit with them
    Calibrate(CalibrateOptions),
    /// Predict published figures that were not used for fitting, and score the predictions
    Validate(ValidateOptions),
    /// Match applicants and programs by the algorithm of the Match
    Match(MatchOptions),
    /// Check whether a matching is stable, with code that shares nothing with match
    Verify(VerifyOptions),
    /// Print the JSON Schema of scenario files, results or the output of a command
    Schema(SchemaOptions),
    /// Print a completion script for a shell
    Completions {
        /// Shell
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all commands
    Man(ManOptions),
}

/// Options of `run`.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct RunOptions {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Folder for the report [default: reports/NAME of the scenario]
    ///
    /// With several scenarios, each gets its own subfolder, and the comparison goes to the subfolder `comparison`.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier report
    #[arg(long)]
    pub force: bool,
    /// Print the results without writing a report
    #[arg(long, conflicts_with_all = ["out", "force"])]
    pub no_report: bool,
    /// For several scenarios, print only the table that compares them
    ///
    /// Each scenario still gets its report unless --no-report is given too.
    #[arg(long)]
    pub brief: bool,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Seed of all random draws; the same file, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Simulated seasons or integration points per portfolio, rounded up to whole blocks [default: 1024 blocks]
    ///
    /// A block is one draw of the uncertain parameters: 2,048 simulated seasons of the trials
    /// engine, or 16 integration points of the conditional engine. With
    /// --central-parameters the conditional engine uses 8 blocks of 1 or 16 points.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_TRIALS))]
    pub trials: Option<u64>,
    /// Stop when the standard error of every P(unmatched) is at most this share
    ///
    /// 0.001 means 0.1 percentage points. At most --trials seasons or points are used (default: 65536 blocks).
    #[arg(long, value_name = "ERROR", value_parser = parse_error)]
    pub target_error: Option<f64>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Simulation engine
    #[arg(long, value_enum, default_value_t = Engine::Auto)]
    pub engine: Engine,
    /// Run both engines on the same parameter draws and report the largest difference
    #[arg(long, conflicts_with_all = ["engine", "target_error"])]
    pub verify: bool,
    /// Hold every parameter at its central value; results then have no plausible ranges
    #[arg(long)]
    pub central_parameters: bool,
}

/// Options of the commands that put one question to the engine.
#[derive(Args, Debug)]
pub struct AnswerOptions {
    /// Folder for the charts and tables [default: reports/NAME-QUESTION]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier answer
    #[arg(long)]
    pub force: bool,
    /// Print the answer without writing files
    #[arg(long, conflicts_with_all = ["out", "force"])]
    pub no_report: bool,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Seed of all random draws; the same file, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Number of draws of the uncertain parameters
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(16..=MAX_PARAMETER_DRAWS))]
    pub draws: Option<u64>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Options of `init`.
#[derive(Args, Debug)]
pub struct InitOptions {
    /// File to write
    #[arg(long, value_name = "FILE", default_value = "scenario.toml")]
    pub out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
    /// Title of the scenario, for example a name; tables of several scenarios show it
    #[arg(long, value_name = "TEXT", value_parser = init::title)]
    pub title: Option<String>,
    /// Year of the Match [default: the season after the newest published fees]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(i64::from(FIRST_SEASON)..=i64::from(LAST_SEASON)))]
    pub season: Option<u16>,
    /// Applicant type: us_md, us_do (seniors), us_md_graduate, us_do_graduate, us_img or non_us_img
    #[arg(long = "type", value_name = "TYPE", value_parser = init::applicant_type)]
    pub kind: Option<ApplicantType>,
    /// First-choice specialty: a track, its name, or its short name such as IR
    #[arg(long, value_name = "TRACK")]
    pub track: Option<String>,
    /// Up to four backup specialties separated by commas, or none [default: the usual ones]
    #[arg(long, value_name = "TRACKS")]
    pub backup: Option<String>,
    /// Step 2 CK score, or a range such as "240 to 250"
    #[arg(long, value_name = "SCORE", value_parser = init::step2_ck)]
    pub step2_ck: Option<String>,
    /// Number of failed attempts at any USMLE step
    #[arg(long, value_name = "N", value_parser = |typed: &str| init::whole(typed, 12))]
    pub exam_failures: Option<u32>,
    /// Years since graduation
    #[arg(long, value_name = "N", value_parser = |typed: &str| init::whole(typed, 60))]
    pub years_since_graduation: Option<u32>,
    /// Months of hands-on clinical experience in the United States
    #[arg(long, value_name = "N", value_parser = |typed: &str| init::whole(typed, 120))]
    pub us_clinical_months: Option<u32>,
    /// Number of publications
    #[arg(long, value_name = "N", value_parser = |typed: &str| init::whole(typed, 1000))]
    pub publications: Option<u32>,
    /// Visa you need: none, j1, h1b_only or j1_or_h1b
    #[arg(long, value_name = "VISA", value_parser = init::visa)]
    pub visa: Option<Visa>,
    /// Number of letters from each specialty, first choice first, for example 2,1 (missing ones count as 0)
    #[arg(long, value_name = "N,N")]
    pub letters: Option<String>,
    /// Residency interviews that you can attend, or none for no limit; those for the PGY-1 year alone come on top [default: 18]
    #[arg(long, value_name = "N", value_parser = init::limit_of_interviews)]
    pub max_interviews: Option<u32>,
    /// Budget for fees in dollars [default: no limit]
    #[arg(long, value_name = "USD", value_parser = |typed: &str| init::positive(typed, 1_000_000))]
    pub budget_usd: Option<u32>,
}

/// Options of `match`.
#[derive(Args, Debug)]
pub struct MatchOptions {
    /// Market: one line for each rank order list, in the format of docs/matching.md
    #[arg(value_name = "FILE")]
    pub market: PathBuf,
    /// If no stable matching is found, print the one with the fewest blocking pairs after `m 0`
    #[arg(long)]
    pub closest: bool,
}

/// Options of `verify`.
#[derive(Args, Debug)]
pub struct VerifyOptions {
    /// Market, as for `match`
    #[arg(value_name = "FILE")]
    pub market: PathBuf,
    /// Matching, as `match` prints it
    #[arg(value_name = "MATCHING")]
    pub matching: PathBuf,
}

/// Options of `man`.
#[derive(Args, Debug)]
pub struct ManOptions {
    /// Write the manual pages of all commands to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace earlier pages
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Options of `ranks`.
#[derive(Args, Debug)]
pub struct RanksOptions {
    /// Scenario file with [[interview]] sections, most preferred first
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio you applied with [default: the first]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Rank after which one of the alternatives ends your true order [default: half of the list]
    #[arg(long, value_name = "RANKS", value_parser = clap::value_parser!(u16).range(1..=60))]
    pub cut: Option<u16>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `sensitivity`.
#[derive(Args, Debug)]
pub struct SensitivityOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio to examine [default: the first in the file]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `backups`.
#[derive(Args, Debug)]
pub struct BackupsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio to examine [default: the first in the file]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Examine only this specialty, by key, name or short name; can be repeated [default: all that the portfolio does not use]
    #[arg(long = "track", value_name = "TRACK")]
    pub tracks: Vec<String>,
    /// Number of programs of each specialty
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub programs: u16,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `sweep`.
#[derive(Args, Debug)]
pub struct SweepOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Parameter to vary; once for curves, twice for a heat map
    ///
    /// Write PATH=FROM..TO or PATH=FROM..TO:STEP, for example applicant.step2_ck=230..270:5 or
    /// 'portfolio."IR + DR".line[1].programs=0..60'. Name portfolios by name or number, as in
    /// portfolio[2]; portfolios and lines are numbered from 1. Without --vary, the command varies
    /// the programs of each line of one portfolio, and the money spent on all portfolios.
    #[arg(long, value_name = "PATH=RANGE")]
    pub vary: Vec<String>,
    /// Portfolio to examine, by name or number [default: those that the parameter affects]
    ///
    /// With two parameters, and for the programs of each line, only one portfolio is examined: by default
    /// that of the parameters, or the first.
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// What matching is worth to you in dollars; shows where more applications cost more than they bring
    #[arg(long, value_name = "USD", value_parser = parse_dollars)]
    pub worth_usd: Option<f64>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `optimize`.
#[derive(Args, Debug)]
pub struct OptimizeOptions {
    /// Scenario file; its tracks are the ones to choose from
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// What to optimize [default: value if the scenario has values, else risk]
    #[arg(long, value_enum)]
    pub goal: Option<OptimizeGoal>,
    /// Budget in dollars [default: budget_usd of the scenario]
    #[arg(long, value_name = "USD", value_parser = parse_budget)]
    pub budget: Option<f64>,
    /// Highest P(unmatched) you accept, from 0 to 1 [default: max_unmatched of the scenario]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub max_unmatched: Option<f64>,
    /// Number of programs you have time to research [default: researched_programs of the scenario]
    ///
    /// Without either, every line keeps its screening.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub researched: Option<u32>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// What `optimize` optimizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptimizeGoal {
    /// Highest expected value, by the values of the scenario
    Value,
    /// Lowest chance of going unmatched
    Risk,
}

/// Options of `check`.
#[derive(Args, Debug)]
pub struct CheckOptions {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
}

/// Options of `calibrate`.
#[derive(Args, Debug)]
pub struct CalibrateOptions {
    /// Folder for the tables of parameters and the charts
    #[arg(long, value_name = "DIR", default_value = "calibration")]
    pub out: PathBuf,
    /// Replace the files of an earlier calibration
    #[arg(long)]
    pub force: bool,
    /// Check three posteriors against a Metropolis sampler and report the differences
    #[arg(long)]
    pub check_metropolis: bool,
}

/// Options of `data`.
#[derive(Args, Debug)]
pub struct DataOptions {
    /// List the assumptions and effects with their origins
    #[arg(long, group = "what")]
    pub assumptions: bool,
    /// List the sources in full
    #[arg(long, group = "what")]
    pub sources: bool,
    /// Print the program codes of 2023 as a program list for you to filter and complete
    #[arg(long, group = "what")]
    pub programs: bool,
    /// With --programs: only these tracks, by key, name or short name such as IR
    #[arg(long, value_name = "TRACK", requires = "programs", value_delimiter = ',')]
    pub track: Vec<String>,
    /// With --programs: only these states, as two-letter codes
    #[arg(long, value_name = "STATE", requires = "programs", value_delimiter = ',', value_parser = parse_state)]
    pub state: Vec<String>,
}

/// Options of `programs`.
#[derive(Args, Debug)]
pub struct ProgramsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Program list [default: the lists that the portfolio names]
    ///
    /// Its programs of a track replace the portfolio's lines of that track.
    #[arg(value_name = "LIST.csv")]
    pub list: Option<PathBuf>,
    /// Portfolio, by name or number [default: the first]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Keep only programs in these states, as two-letter codes
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = parse_state)]
    pub states: Vec<String>,
    /// Show every program, not only the first 12
    #[arg(long)]
    pub all: bool,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `validate`.
#[derive(Args, Debug)]
pub struct ValidateOptions {
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = ValidationFormat::Table)]
    pub format: ValidationFormat,
    /// Show the forecast of this Match, and its score as far as figures are published
    #[arg(long, value_name = "YEAR", conflicts_with_all = ["out", "draft_forecast"])]
    pub forecast: Option<u16>,
    /// Print a new forecast of this Match, as CSV
    #[arg(long, value_name = "YEAR", conflicts_with = "out")]
    pub draft_forecast: Option<u16>,
    /// Write the score, the table and both charts to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier validation
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Seed of all random draws; the same tables, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// What `validate` prints on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ValidationFormat {
    /// Predicted and published figures, and where they differ, as text
    Table,
    /// Scores and figures as JSON (matchfolio.validation/2)
    Json,
    /// The figures as CSV, one per row
    Csv,
}

/// What is printed on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables and sentences
    Table,
    /// The whole answer as JSON; for several scenarios, one per line
    Json,
    /// The numbers of the answer as CSV, one per row
    Csv,
}

/// Engines that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The conditional engine where it supports the scenario, otherwise trials
    Auto,
    /// Integrate over the unobserved strength; exact given that
    Conditional,
    /// Draw everything at random, program by program
    Trials,
}

fn parse_dollars(text: &str) -> Result<f64, String> {
    let amount: f64 =
        text.trim_start_matches('$').parse().map_err(|_| "type an amount in dollars, for example 500".to_owned())?;
    if amount > 0.0 && amount <= 1e9 { Ok(amount) } else { Err("must be above 0 and at most 1,000,000,000".to_owned()) }
}

fn parse_state(text: &str) -> Result<String, String> {
    state_code(text).ok_or_else(|| "type a state, DC or a territory, for example NY".to_owned())
}

fn parse_error(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "type a number; 0.001 means 0.1 percentage points".to_owned())?;
    if share > 0.0 && share <= 0.1 {
        Ok(share)
    } else {
        Err("must be above 0 and at most 0.1; 0.001 means 0.1 percentage points".to_owned())
    }
}

fn parse_budget(text: &str) -> Result<f64, String> {
    match numbers::typed(text) {
        Some(Typed::Number(dollars)) if (0.0..=1_000_000.0).contains(&dollars) => Ok(dollars),
        _ => Err("must be an amount in dollars from 0 to 1,000,000".to_owned()),
    }
}

fn parse_share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("must be between 0 and 1; 0.1 means 10%".to_owned()),
    }
}
