//! What can be typed.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::{ArgGroup, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::schema::SchemaOptions;
use super::{init, terminal};
use crate::engine::driver::{MAX_PARAMETER_DRAWS, MAX_TRIALS};
use crate::model::{ApplicantType, Visa};
use crate::scenario::program_list::is_state;
use crate::scenario::raw::{FIRST_SEASON, LAST_SEASON};

/// Simulates the US residency Match for one applicant and several ways of
/// applying, and shows the chance of each outcome, above all of going unmatched.
#[derive(Debug, Parser)]
#[command(name = "matchfolio", version, max_term_width = 100)]
#[command(
    after_help = "Begin with: matchfolio init, which writes a scenario; then matchfolio check and matchfolio run on \
                        it.\n\nExit codes: 0 done; 1 a fault of the program; 2 the command line; 3 the scenario or data file \
                        is wrong; 4 could not read or write; 130 interrupted."
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
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// No colour, also without a NO_COLOR variable
    #[arg(long, global = true)]
    pub no_color: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a first scenario: asks on a terminal what the flags leave open
    Init(InitOptions),
    /// Check scenarios: plan, cost, self-assessment, every problem; no report
    Check(CheckOptions),
    /// Simulate every portfolio, print the comparison, write the report
    Run(RunOptions),
    /// Show what moves the chance of going unmatched: your changes, and assumptions
    Sensitivity(SensitivityOptions),
    /// Show which further specialty adds most, and whether it fails in the same seasons
    Backups(BackupsOptions),
    /// Go through the values of one or two numbers: curves, heat map, what steps gain
    Sweep(SweepOptions),
    /// Find the best mix of programs under a budget, and what each step towards it gains
    Optimize(OptimizeOptions),
    /// Curate a program list into an application list: keep, signal or drop, with reasons
    Programs(ProgramsOptions),
    /// After the interviews: where each rank order list lands, true order first
    Ranks(RanksOptions),
    /// List the reference tables and their sources
    #[command(group = ArgGroup::new("what").multiple(false))]
    Data(DataOptions),
    /// Fit the parameters to the published tables, show fitted against published
    Calibrate(CalibrateOptions),
    /// Predict published figures that nothing was fitted to, and score the predictions
    Validate(ValidateOptions),
    /// Print the JSON Schema of scenario files, results or an answer
    Schema(SchemaOptions),
    /// Print the completion script of a shell
    Completions {
        /// Shell
        shell: Shell,
    },
    /// Print the manual page, or write those of all commands
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
    /// With several scenarios each gets a folder of its own in it, and their comparison the folder `comparison`.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier report
    #[arg(long)]
    pub force: bool,
    /// Print the results only; write no report
    #[arg(long, conflicts_with_all = ["out", "force"])]
    pub no_report: bool,
    /// Of several scenarios print only the table of all of them
    ///
    /// Each still gets its report, unless --no-report is given too.
    #[arg(long)]
    pub brief: bool,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Seed of all draws: same file, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seasons or points per portfolio, rounded up to whole blocks [default: 1024 blocks]
    ///
    /// A block is one draw of the parameters: 2,048 simulated seasons of the trials
    /// engine, 16 points of the latents for the conditional engine. With
    /// --central-parameters the conditional engine takes 8 blocks of 1 or 16 points.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_TRIALS))]
    pub trials: Option<u64>,
    /// Stop when the standard error of every P(unmatched) is at most this share
    ///
    /// 0.001 is 0.1 points. At most --trials seasons or points are used, 65536 blocks without it.
    #[arg(long, value_name = "ERROR", value_parser = parse_error)]
    pub target_error: Option<f64>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Engine; auto takes the best one that can do the scenario
    #[arg(long, value_enum, default_value_t = Engine::Auto)]
    pub engine: Engine,
    /// Run both engines on the same parameter draws and report their largest difference
    #[arg(long, conflicts_with_all = ["engine", "target_error"])]
    pub verify: bool,
    /// Hold every parameter at its central value: chance alone, no intervals
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
    /// Print the answer only; write nothing
    #[arg(long, conflicts_with_all = ["out", "force"])]
    pub no_report: bool,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Seed of all draws: same file, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Draws of the uncertain parameters behind every number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(16..=MAX_PARAMETER_DRAWS))]
    pub draws: Option<u64>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Options of `init`.
#[derive(Args, Debug)]
pub struct InitOptions {
    /// File to write
    #[arg(long, value_name = "FILE", default_value = "scenario.toml")]
    pub out: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
    /// Title of the scenario, for example a name; it tells people apart in the table of a class
    #[arg(long, value_name = "TEXT", value_parser = init::title)]
    pub title: Option<String>,
    /// Year of the Match [default: the season after the newest published fees]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(i64::from(FIRST_SEASON)..=i64::from(LAST_SEASON)))]
    pub season: Option<u16>,
    /// Applicant type: `us_md`, `us_do` (seniors), `us_md_graduate`, `us_do_graduate`, `us_img` or `non_us_img`
    #[arg(long = "type", value_name = "TYPE", value_parser = init::applicant_type)]
    pub kind: Option<ApplicantType>,
    /// Specialty wanted most: a track, its name, or its short name such as IR
    #[arg(long, value_name = "TRACK")]
    pub track: Option<String>,
    /// Backups, up to two with a comma between, or none [default: the usual ones]
    #[arg(long, value_name = "TRACKS")]
    pub backup: Option<String>,
    /// Step 2 CK: a score, or a range such as "240 to 250"
    #[arg(long, value_name = "SCORE", value_parser = init::step2_ck)]
    pub step2_ck: Option<String>,
    /// Failed attempts at any USMLE step
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=12))]
    pub exam_failures: Option<u32>,
    /// Years since graduation
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=60))]
    pub years_since_graduation: Option<u32>,
    /// Months of hands-on clinical experience in the United States
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=120))]
    pub us_clinical_months: Option<u32>,
    /// Publications
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=1000))]
    pub publications: Option<u32>,
    /// Visa needed: `none`, `j1`, `h1b_only` or `j1_or_h1b`
    #[arg(long, value_name = "VISA", value_parser = init::visa)]
    pub visa: Option<Visa>,
    /// Letters from each track, the first choice first, for example 2,1; those left out are 0
    #[arg(long, value_name = "N,N")]
    pub letters: Option<String>,
    /// Residency interviews that you can attend, or none for no limit; those for the PGY-1 year alone come on top [default: 18]
    #[arg(long, value_name = "N", value_parser = init::limit_of_interviews)]
    pub max_interviews: Option<u32>,
    /// Dollars for fees [default: no limit]
    #[arg(long, value_name = "USD", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub budget_usd: Option<u32>,
}

/// Options of `man`.
#[derive(Args, Debug)]
pub struct ManOptions {
    /// Write the pages of the program and of every command to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace earlier pages
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Options of `ranks`.
#[derive(Args, Debug)]
pub struct RanksOptions {
    /// Scenario file with `[[interview]]` sections, the most preferred first
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// The portfolio that was applied with [default: the first]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Where one of the alternatives ends the true order [default: after the first half]
    #[arg(long, value_name = "RANKS", value_parser = clap::value_parser!(u16).range(1..=60))]
    pub cut: Option<u16>,
    /// How to look, and where the answer goes
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `sensitivity`.
#[derive(Args, Debug)]
pub struct SensitivityOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio to look at [default: the first of the file]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Options of every question.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `backups`.
#[derive(Args, Debug)]
pub struct BackupsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio to look at [default: the first of the file]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Look at this track only, by key, name or short name; may be given several times [default: all that the portfolio does not use]
    #[arg(long = "track", value_name = "TRACK")]
    pub tracks: Vec<String>,
    /// Programs of each track
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub programs: u16,
    /// Options of every question.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `sweep`.
#[derive(Args, Debug)]
pub struct SweepOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Number to go through, once for curves, twice for a heat map
    ///
    /// PATH=FROM..TO or PATH=FROM..TO:STEP, for example `applicant.step2_ck=230..270:5` or
    /// `'portfolio."IR + DR".line[1].programs=0..60'`. Portfolios go by name or number, as in
    /// portfolio[2]; portfolios and lines are numbered from 1. Without --vary: the programs of
    /// each line of one portfolio, and all portfolios from little money to much.
    #[arg(long, value_name = "PATH=RANGE")]
    pub vary: Vec<String>,
    /// Portfolio to go through, by name or number [default: those that the number concerns]
    ///
    /// With two numbers, and for the programs of each line, it is one: that of the numbers, or the first.
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// What matching instead of going unmatched is worth to you, in dollars: where more applications cost more
    #[arg(long, value_name = "USD", value_parser = parse_dollars)]
    pub worth_usd: Option<f64>,
    /// How precisely to look, and where to put the answer
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `optimize`.
#[derive(Args, Debug)]
pub struct OptimizeOptions {
    /// Scenario file; its tracks are those to choose from
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// What to make as good as possible [default: value if the scenario has values, else risk]
    #[arg(long, value_enum)]
    pub goal: Option<OptimizeGoal>,
    /// Most dollars to spend [default: the scenario's `budget_usd`]
    #[arg(long, value_name = "USD", value_parser = parse_budget)]
    pub budget: Option<f64>,
    /// Highest P(unmatched) accepted, a share [default: the scenario's `max_unmatched`]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub max_unmatched: Option<f64>,
    /// Programs there is time to research [default: the scenario's `researched_programs`]
    ///
    /// Without either every line keeps the screening it has in the scenario.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub researched: Option<u32>,
    /// What every question has
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// What `optimize` makes as good as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptimizeGoal {
    /// The expected value of the outcome, by the scenario's values
    Value,
    /// The chance of going unmatched, as low as possible
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
    /// Hold three posteriors against a random walk, and say how far their spreads differ
    #[arg(long)]
    pub check_metropolis: bool,
}

/// Options of `data`.
#[derive(Args, Debug)]
pub struct DataOptions {
    /// List the assumptions and effects with their origins instead
    #[arg(long, group = "what")]
    pub assumptions: bool,
    /// List the sources in full instead
    #[arg(long, group = "what")]
    pub sources: bool,
    /// Print program codes of 2023 as a program list to filter, complete and name in a scenario
    #[arg(long, group = "what")]
    pub programs: bool,
    /// With --programs: of these tracks only, by key, name or short name such as IR
    #[arg(long, value_name = "TRACK", requires = "programs", value_delimiter = ',')]
    pub track: Vec<String>,
    /// With --programs: in these states only, two-letter codes
    #[arg(long, value_name = "STATE", requires = "programs", value_delimiter = ',', value_parser = parse_state)]
    pub state: Vec<String>,
}

/// Options of `programs`.
#[derive(Args, Debug)]
pub struct ProgramsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Program list to curate [default: the lists that the portfolio names]
    ///
    /// Its programs of a track take the place of the portfolio's lines of that track.
    #[arg(value_name = "LIST.csv")]
    pub list: Option<PathBuf>,
    /// Portfolio, by its name [default: the first]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Keep programs in these states only, two-letter codes
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = parse_state)]
    pub states: Vec<String>,
    /// Show every program, not only the first
    #[arg(long)]
    pub all: bool,
    /// How to answer
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// Options of `validate`.
#[derive(Args, Debug)]
pub struct ValidateOptions {
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t = ValidationFormat::Table)]
    pub format: ValidationFormat,
    /// Write the score, the table and the calibration chart to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier score
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Seed of all draws: same tables, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// What `validate` prints on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ValidationFormat {
    /// Predicted against published, and what fails, for a person
    Table,
    /// Score and figures, matchfolio.validation/1
    Json,
    /// The figures, one a row
    Csv,
}

/// What is printed on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables and sentences, for a person
    Table,
    /// The whole answer, for programs; of several scenarios one a line
    Json,
    /// The numbers of the answer, one a row; for `run` the chances of all outcomes
    Csv,
}

/// Engines that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The conditional engine where it can do the scenario, else trials
    Auto,
    /// Exact given the latents, which are integrated
    Conditional,
    /// Everything drawn, program by program
    Trials,
}

fn parse_dollars(text: &str) -> Result<f64, String> {
    let amount: f64 = text.trim_start_matches('$').parse().map_err(|_| "not a number of dollars".to_owned())?;
    if amount > 0.0 && amount <= 1e9 { Ok(amount) } else { Err("must lie between 0 and 1000000000".to_owned()) }
}

fn parse_state(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    if is_state(&code) { Ok(code) } else { Err("not the two-letter code of a state, DC or a territory".to_owned()) }
}

fn parse_error(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "not a number; 0.001 is 0.1 points".to_owned())?;
    if share > 0.0 && share <= 0.1 {
        Ok(share)
    } else {
        Err("must lie between 0 and 0.1; 0.001 is 0.1 points".to_owned())
    }
}

fn parse_budget(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(dollars) if (0.0..=1_000_000.0).contains(&dollars) => Ok(dollars),
        _ => Err("must be a number of dollars from 0 to 1,000,000".to_owned()),
    }
}

fn parse_share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("must lie between 0 and 1; 0.1 is 10 %".to_owned()),
    }
}
