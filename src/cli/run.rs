//! `matchfolio run`: the main job, from scenario files to reports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::{Deserialize, Serialize};

use super::background::{How, background, safest};
use super::common::{AnswerOptions, Common, Execute, Format, quoted, typed_command, watched};
use super::couple::CoupleOptions;
use super::failure::Failure;
use super::interruption::{INTERRUPTED, listen_for_interruption};
use super::lookup::{load_all, reference};
use super::opinion::Opinion;
use super::progress::Bar;
use super::question::{ExecuteOn, origin};
use super::study::{MergeOptions, shard};
use super::terminal::print;
use crate::decide::answers::comparison::ScenarioComparison;
use crate::decide::compare::{Run, compare};
use crate::engine::driver::{EngineError, Shard};
use crate::engine::findings::Findings;
use crate::engine::precision::MAX_TRIALS;
use crate::engine::results::{Engine, Results};
use crate::engine::simulate::Simulation;
use crate::engine::uncertainty::DrawMode;
use crate::front::{self, Settings};
use crate::reference::Reference;
use crate::report::answers::comparison::document as comparison_document;
use crate::report::answers::results::document;
use crate::report::answers::story;
use crate::report::html::TypedFile;
use crate::report::json::to_json_line;
use crate::report::study::{self, Differences, Listed};
use crate::report::tables::outcomes_csv_of_several;
use crate::report::{
    Answer, Collection, OutputOptions, ReportError, WrittenReport, ensure_free_for_several, ensure_writable,
    write_answer, write_report,
};
use crate::scenario::market::MOST_MARKETS;
use crate::scenario::{Loaded, Scenario};

/// Folder of the comparison of several scenarios, beside their reports.
const COMPARISON: &str = "comparison";

/// An engine, if one is asked for; a name of its own, since `clap` takes a bare `Option` for a flag that may be left out.
type AskedEngine = Option<Engine>;

/// Options of `run`.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct RunOptions {
    /// Scenario files; - is standard input
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
    /// Write only results.json and the tables: no page, no charts
    #[arg(long, conflicts_with = "no_report")]
    pub tables_only: bool,
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
    #[arg(long, default_value = "auto", value_parser = engine())]
    pub engine: AskedEngine,
    /// Run both engines on the same parameter draws and report the largest difference
    #[arg(long, conflicts_with_all = ["engine", "target_error"])]
    pub verify: bool,
    /// Tell simulated season N in words: who invites, what you rank and why you match; writes no report
    ///
    /// Seasons are those of the trials engine with this seed; 1 is the first.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_TRIALS),
        conflicts_with_all = ["out", "force", "no_report", "brief", "format", "trials", "target_error", "engine", "verify"])]
    pub story: Option<u64>,
    /// Take acceptance from simulated national markets and show your chances beside the usual ones
    ///
    /// A second opinion: the usual answer stays the better one. FILE is a market file; without one it is
    /// the market of the season. With a file, each of its variants is a change of the market to look at.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true,
        conflicts_with_all = ["brief", "trials", "target_error", "engine", "verify", "story", "tables_only", "central_parameters"])]
    #[expect(clippy::option_option, reason = "an option whose value may be left out: clap looks for these words")]
    pub market: Option<Option<PathBuf>>,
    /// Change the market and show what it does to your chances: KEY=VALUE of [policy] in a market file
    ///
    /// For example `more_applicants.diagnostic_radiology=10` (percent), `max_interviews=12`, `max_applications=30`,
    /// `signals.psychiatry=20`. Separate several settings of one change by commas; repeat the option for another change.
    #[arg(long, value_name = "KEY=VALUE", requires = "market")]
    pub market_set: Vec<String>,
    /// Number of markets to simulate with --market
    #[arg(long, value_name = "N", requires = "market", default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=MOST_MARKETS))]
    pub markets: u64,
    /// Hold every parameter at its central value; results then have no plausible ranges
    #[arg(long)]
    pub central_parameters: bool,
    /// Simulate one part of the seasons, such as 3/8 or 3-of-8, for `matchfolio merge`
    ///
    /// For one scenario and the trials engine; --out is the folder for the parts [default: reports/NAME-parts]. `slurm` and
    /// `job/8` take the part from a scheduler, as for `matchfolio study`.
    #[arg(long, value_name = "K/N",
        conflicts_with_all = ["target_error", "verify", "story", "market", "brief", "no_report", "tables_only", "format"])]
    pub shard: Option<String>,
}

fn parse_error(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "type a number; 0.001 means 0.1 percentage points".to_owned())?;
    if share > 0.0 && share <= 0.1 {
        Ok(share)
    } else {
        Err("must be above 0 and at most 0.1; 0.001 means 0.1 percentage points".to_owned())
    }
}

impl Execute for RunOptions {
    /// Runs every scenario.
    ///
    /// All files are read and all targets looked at before anything is simulated.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        if let Some(market) = &self.market {
            return self.opinion(market.clone())?.execute(common);
        }
        let reference = reference(common)?;
        let loaded = load_all(&self.scenarios, &reference)?;
        if let (Some(season), false) = (self.story, loaded.iter().any(|loaded| loaded.couple.is_some())) {
            return loaded.into_iter().try_for_each(|loaded| {
                let mode = if self.central_parameters { DrawMode::Central } else { DrawMode::Posterior };
                let told = front::story(&front::Scenario::of(loaded, &reference), self.seed, season, mode)?;
                common.print(&story::document(&told))
            });
        }
        if loaded.iter().any(|loaded| loaded.couple.is_some()) {
            return self.run_couple(loaded, &reference, common);
        }
        if let Some(typed) = &self.shard {
            return self.run_shard(shard(typed).map_err(Failure::Arguments)?, loaded, &reference, common);
        }
        let folders = folders(self, &loaded)?;
        for folder in folders.iter().flatten() {
            ensure_writable(&folder.path, self.force)?;
        }
        if loaded.len() > 1 && !self.no_report {
            ensure_writable(&beside(self, COMPARISON), self.force)?;
        }
        if let (Some(out), true) = (&self.out, loaded.len() > 1) {
            ensure_free_for_several(out, self.force)?;
        }
        listen_for_interruption()?;
        let mut together = Together { folder: self.out.as_deref().filter(|_| loaded.len() > 1), begun: None };
        let found = self.run_each(loaded, &folders, &reference, &mut together, common);
        // What an interrupted command has written takes the place of the earlier report too.
        if found.as_ref().err().is_none_or(Failure::is_interruption) {
            together.finish()?;
        }
        found
    }
}

impl RunOptions {
    /// Answers for a couple, which has a file of its own.
    fn run_couple(&self, mut all: Vec<Loaded>, reference: &Reference, common: &Common) -> Result<(), Failure> {
        let given = [
            ("--engine", self.engine.is_some()),
            ("--verify", self.verify),
            ("--trials", self.trials.is_some()),
            ("--target-error", self.target_error.is_some()),
            ("--central-parameters", self.central_parameters),
            ("--story", self.story.is_some()),
            ("--tables-only", self.tables_only),
            ("--shard", self.shard.is_some()),
        ];
        let refused = given.into_iter().find(|(_, is_given)| *is_given).map(|(name, _)| name);
        match (all.pop(), refused) {
            (Some(loaded), None) if all.is_empty() => {
                let question = CoupleOptions { scenario: self.scenarios[0].clone(), options: self.answer_options() };
                question.execute_on(&front::Scenario::of(loaded, reference), common)
            }
            (_, Some(name)) => {
                Err(Failure::Arguments(format!("{name} is for one applicant; leave it out, or take `[partner]` out")))
            }
            _ => Err(Failure::Arguments("a file with a partner is run by itself, not with others".to_owned())),
        }
    }

    /// What is asked with this market file.
    fn opinion(&self, market: Option<PathBuf>) -> Result<Opinion, Failure> {
        let [scenario] = &self.scenarios[..] else {
            let message = "--market takes one scenario; run it once for each".to_owned();
            return Err(Failure::Arguments(message));
        };
        let (options, changes, markets) = (self.answer_options(), self.market_set.clone(), self.markets);
        Ok(Opinion { scenario: scenario.clone(), options, market, changes, markets })
    }

    /// The options that a question has too.
    fn answer_options(&self) -> AnswerOptions {
        AnswerOptions {
            out: self.out.clone(),
            force: self.force,
            no_report: self.no_report,
            format: self.format,
            seed: self.seed,
            draws: None,
            threads: self.threads,
        }
    }

    /// Simulates one part of the seasons and writes what it counted.
    fn run_shard(
        &self,
        shard: Shard,
        mut all: Vec<Loaded>,
        reference: &Reference,
        common: &Common,
    ) -> Result<(), Failure> {
        let (Some(loaded), true) = (all.pop(), all.is_empty()) else {
            let message = "--shard splits one scenario; run the others by themselves, or use `matchfolio study`";
            return Err(Failure::Arguments(message.to_owned()));
        };
        let out = self.out.clone().unwrap_or_else(|| Path::new("reports").join(format!("{}-parts", stem(&loaded))));
        // Parts share a folder.
        ensure_writable(&out, true)?;
        study::begin(&out)?;
        listen_for_interruption()?;
        let bar = Bar::new(common.quiet);
        let scenario_sha256 = loaded.sha256();
        let scenario = front::Scenario::of(loaded, reference);
        let counts = front::part(&scenario, self.engine, shard, &precision(self, &bar));
        bar.finish();
        let counts = counts?;
        let seasons = counts.trials;
        let part = RunPart {
            schema: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.compiled_scenario().file.clone(),
            scenario_sha256,
            data_sha256: front::data_sha256(reference),
            seed: self.seed,
            trials: self.trials,
            engine: self.engine,
            is_central: self.central_parameters,
            shard,
            counts,
        };
        study::write_part(&part, &out)?;
        let Shard { shard, shards } = shard;
        common.talk(&format!("part {shard} of {shards} is done: {seasons} seasons in {}", out.display()));
        Ok(())
    }

    fn run_each(
        &self,
        all: Vec<Loaded>,
        folders: &[Option<Folder>],
        reference: &Reference,
        together: &mut Together<'_>,
        common: &Common,
    ) -> Result<(), Failure> {
        let (mut runs, all) = (Vec::new(), all.into_iter().zip(folders));
        for (loaded, folder) in all {
            let scenario = front::Scenario::of(loaded, reference);
            let simulated = |settings: &Settings<'_>| front::simulated(&scenario, self.engine, self.verify, settings);
            match run_one(&scenario, simulated, folder.as_ref(), together, runs.is_empty(), self, common) {
                // Nothing of this scenario, but those before it are done.
                Err(Failure::Question(front::Error::Engine(EngineError::NothingDone))) if !runs.is_empty() => {
                    return Err(Failure::InterruptedBetween { done: runs.len(), all: folders.len() });
                }
                run => runs.push(run?),
            }
        }
        match compare(&runs) {
            Some(comparison) => show_comparison(&comparison, together, self, common),
            None => Ok(()),
        }
    }
}

/// The part of a simulation that one run has done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunPart {
    /// Name of the contract.
    #[serde(default)]
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Scenario file.
    pub scenario: String,
    /// SHA-256 of the scenario.
    pub scenario_sha256: String,
    /// SHA-256 of the reference tables.
    pub data_sha256: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Seasons asked for, of all parts together.
    pub trials: Option<u64>,
    /// Engine asked for.
    pub engine: Option<Engine>,
    /// Whether every parameter was held at its central value.
    pub is_central: bool,
    /// Which part it is.
    #[serde(flatten)]
    pub shard: Shard,
    /// What it counted.
    pub counts: Simulation,
}

impl Listed for RunPart {
    const SCHEMA: &'static str = "matchfolio.run-part/1";
    const WHOLE: &'static str = "run";

    fn named(self) -> Self {
        Self { schema: Self::SCHEMA.to_owned(), ..self }
    }

    fn shard(&self) -> (usize, usize) {
        (self.shard.shard, self.shard.shards)
    }

    fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Differences::default();
        found.compare("version", &self.version, &other.version);
        found.compare("seed", &self.seed, &other.seed);
        found.compare_all("--trials", self.trials == other.trials);
        found.compare_all("--engine", self.engine == other.engine);
        found.compare_all("--central-parameters", self.is_central == other.is_central);
        found.compare("number of parts", &self.shard.shards, &other.shard.shards);
        found.compare_all("scenario", self.scenario_sha256 == other.scenario_sha256);
        found.compare_all("reference tables (--data)", self.data_sha256 == other.data_sha256);
        found.0
    }
}

/// Makes the report of a run from its parts, which stand in their order: that of a run that was not split.
pub fn merge_run(options: &MergeOptions, parts: Vec<(PathBuf, RunPart)>, common: &Common) -> Result<(), Failure> {
    let Some((_, first)) = parts.first() else {
        return Err(Failure::Arguments("there is no part".to_owned()));
    };
    let reference = reference(common)?;
    let run = RunOptions {
        scenarios: vec![options.scenario.clone().unwrap_or_else(|| PathBuf::from(&first.scenario))],
        out: Some(options.out.clone()),
        force: options.force,
        no_report: false,
        tables_only: false,
        brief: false,
        format: options.format,
        seed: first.seed,
        trials: first.trials,
        target_error: None,
        threads: None,
        engine: first.engine,
        verify: false,
        story: None,
        market: None,
        market_set: Vec::new(),
        markets: 0,
        central_parameters: first.is_central,
        shard: None,
    };
    let mut loaded = load_all(&run.scenarios, &reference)?;
    let differs = |what: &str| {
        let message = format!("{what} not what the parts were made with; run them again with --shard, then merge");
        Err(Failure::Arguments(message))
    };
    if first.version != env!("CARGO_PKG_VERSION") {
        return differs(&format!("the version of this program ({}) is", env!("CARGO_PKG_VERSION")));
    }
    if first.data_sha256 != front::data_sha256(&reference) {
        return differs("the reference tables (--data) are");
    }
    let folders = folders(&run, &loaded)?;
    let (Some(loaded), Some(folder)) = (loaded.pop(), folders.first()) else {
        return Err(Failure::Arguments("there is no scenario".to_owned()));
    };
    if loaded.sha256() != first.scenario_sha256 {
        return differs(&format!("the scenario {} or a program list of it is", loaded.scenario.file));
    }
    listen_for_interruption()?;
    let scenario = front::Scenario::of(loaded, &reference);
    let counts = parts.into_iter().map(|(_, part)| part.counts).collect();
    let simulated = |settings: &Settings<'_>| front::merged(&scenario, run.engine, counts, settings);
    let mut alone = Together { folder: None, begun: None };
    run_one(&scenario, simulated, folder.as_ref(), &mut alone, true, &run, common).map(|_| ())
}

/// Where the report of a scenario goes.
struct Folder {
    name: String,
    path: PathBuf,
}

/// The reports of several scenarios in one folder of `--out`.
struct Together<'a> {
    folder: Option<&'a Path>,
    /// From the first report on.
    begun: Option<Collection>,
}

impl Together<'_> {
    /// Writes the report in the subfolder of this name.
    fn write(
        &mut self,
        name: &str,
        force: bool,
        write: impl FnOnce() -> Result<WrittenReport, ReportError>,
    ) -> Result<WrittenReport, ReportError> {
        if let (Some(folder), None) = (self.folder, &self.begun) {
            self.begun = Some(Collection::begin(folder, force)?);
        }
        if let Some(collection) = &mut self.begun {
            collection.add(name)?;
        }
        write()
    }

    /// Removes what is left of an earlier report.
    fn finish(self) -> Result<(), ReportError> {
        self.begun.map_or(Ok(()), Collection::finish)
    }
}

/// Prints the comparison of several scenarios under their tables, and writes it beside their reports.
///
/// JSON on standard output is that of the scenarios, one per line, and CSV is one table of all of them.
fn show_comparison(
    comparison: &ScenarioComparison,
    together: &mut Together<'_>,
    options: &RunOptions,
    common: &Common,
) -> Result<(), Failure> {
    let printed = match options.format {
        Format::Table if common.quiet && !options.no_report => Ok(()),
        Format::Table => print(&format!("\n{}", common.shown(&comparison_document(comparison, !options.no_report)))),
        Format::Json | Format::Csv => Ok(()),
    };
    if options.no_report {
        return printed;
    }
    let folder = beside(options, COMPARISON);
    let identities = comparison.scenarios.iter().map(|one| &one.identity);
    let typed = identities.map(|of| TypedFile { kind: "Scenario", file: &of.file, sha256: &of.sha256, text: None });
    let files: Vec<TypedFile<'_>> = typed.collect();
    let (command, force) = (typed_command(), options.force);
    let write = || write_answer(comparison, &origin(&files, options.seed, &command), &folder, force);
    let written = together.write(COMPARISON, force, write)?;
    common.talk(&format!("\n{}", written.summary(&folder)));
    printed
}

/// The folder of this name in which, or beside which, reports go.
fn beside(options: &RunOptions, name: &str) -> PathBuf {
    options.out.as_deref().unwrap_or(Path::new("reports")).join(name)
}

/// Where each report goes; nowhere with `--no-report`.
fn folders(options: &RunOptions, loaded: &[Loaded]) -> Result<Vec<Option<Folder>>, Failure> {
    if options.no_report {
        return Ok(loaded.iter().map(|_| None).collect());
    }
    let mut names = BTreeSet::new();
    if loaded.len() > 1 {
        names.insert(COMPARISON.to_owned());
    }
    loaded
        .iter()
        .map(|loaded| {
            let name = stem(loaded);
            let path = match &options.out {
                Some(out) if options.scenarios.len() == 1 => out.clone(),
                _ => beside(options, &name),
            };
            if names.insert(name.clone()) { Ok(Some(Folder { name, path })) } else { Err(Failure::SameName { name }) }
        })
        .collect()
}

/// The name of a scenario file without its ending.
fn stem(loaded: &Loaded) -> String {
    Path::new(&loaded.scenario.file).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reports on one scenario, what `simulated` finds.
fn run_one(
    scenario: &front::Scenario<'_>,
    simulated: impl FnOnce(&Settings<'_>) -> Result<(Results, Box<dyn Findings>), front::Error>,
    folder: Option<&Folder>,
    together: &mut Together<'_>,
    is_first: bool,
    options: &RunOptions,
    common: &Common,
) -> Result<Run, Failure> {
    let started = Instant::now();
    let bar = Bar::new(common.quiet);
    let found = simulated(&precision(options, &bar));
    bar.finish();
    let (results, findings) = found?;
    let is_one_of_several = options.scenarios.len() > 1;
    let is_left_to_the_summary = options.brief && is_one_of_several && options.format == Format::Table;
    let is_for_a_person = options.format == Format::Table && !is_left_to_the_summary;
    let how = How { seed: options.seed, threads: options.threads, is_central: options.central_parameters };
    let background = if folder.is_some() && !options.tables_only || is_for_a_person {
        Some(background(scenario, &results, how, common)?)
    } else {
        None
    };
    // Neither a standard output that takes nothing more nor one that waits for ever costs the report.
    let written = match folder {
        Some(Folder { name, path }) => {
            let command = reproduction(&results, scenario.compiled_scenario(), options);
            let png = cfg!(feature = "png");
            let (force, tables_only) = (options.force, options.tables_only);
            let output = OutputOptions { directory: path.clone(), force, png, tables_only, command };
            let of_page = background.as_ref().filter(|_| !tables_only);
            let write = || write_report(&results, of_page, &scenario.loaded().text, &output);
            Some((path, together.write(name, options.force, write)?))
        }
        None => None,
    };
    let printed = match options.format {
        Format::Table if is_left_to_the_summary => Ok(()),
        Format::Table => common.show(&document(&results, background.as_ref()), written.is_some()),
        Format::Json if is_one_of_several => print(&to_json_line(&results)?),
        Format::Json => print(&results.json()?),
        Format::Csv if is_one_of_several => print(&outcomes_csv_of_several(&results, is_first)),
        Format::Csv => print(&results.csv()?),
    };
    if let Some((path, written)) = written {
        // The reports of a class stand line by line; one report is set apart from the table before it.
        let gap = if is_left_to_the_summary { "" } else { "\n" };
        common.talk(&format!("{gap}{}", what_was_written(&written, path, started)));
        if options.scenarios.len() == 1 {
            common.talk(&what_next(&results, scenario.loaded()));
        }
    }
    printed?;
    if results.simulation.partial {
        return Err(Failure::Interrupted);
    }
    if INTERRUPTED.load(Ordering::Relaxed) {
        return Err(Failure::InterruptedAfterwards);
    }
    Ok(Run::new(scenario.compiled_scenario(), &results, findings.as_ref()))
}

/// How precisely the scenarios are simulated, with `bar` told how far the work is.
fn precision<'w>(options: &RunOptions, bar: &'w Bar) -> Settings<'w> {
    let mut settings = watched(options.seed, None, options.threads, bar);
    if let Some(trials) = options.trials {
        settings = settings.trials(trials);
    }
    if let Some(error) = options.target_error {
        settings = settings.target_error(error);
    }
    if options.central_parameters { settings.central_parameters() } else { settings }
}

/// An engine as typed; none leaves the choice open.
fn engine() -> impl TypedValueParser<Value = AskedEngine> {
    PossibleValuesParser::new([
        PossibleValue::new("auto").help("The conditional engine where it supports the scenario, otherwise trials"),
        PossibleValue::new("conditional").help("Integrate over the unobserved strength; exact given that"),
        PossibleValue::new("trials").help("Draw everything at random, program by program"),
    ])
    .map(|typed| [Engine::Conditional, Engine::Trials].into_iter().find(|engine| engine.key() == typed))
}

/// The command that gives the same numbers again.
fn reproduction(results: &Results, scenario: &Scenario, options: &RunOptions) -> String {
    let mut command = format!(
        "matchfolio run {} --seed {} --engine {} --trials {}",
        quoted(front::portable(&scenario.file)),
        results.seed,
        results.engine.key(),
        results.simulation.trials
    );
    if options.central_parameters {
        command.push_str(" --central-parameters");
    }
    command
}

fn what_was_written(written: &WrittenReport, directory: &Path, started: Instant) -> String {
    format!("{} ({:.1} s)", written.summary(directory), started.elapsed().as_secs_f64())
}

/// The question that most people have after the comparison, about the safest way of applying; in a season in progress the one that can
/// still be asked.
fn what_next(results: &Results, loaded: &Loaded) -> String {
    if loaded.scenario.applicant.so_far.is_some() {
        return format!("Next: matchfolio now {}  shows what would help now", quoted(&loaded.scenario.file));
    }
    let which = safest(results).filter(|number| *number > 0);
    let which = which.map_or_else(String::new, |number| format!(" --portfolio {}", number + 1));
    format!("Next: matchfolio sensitivity {}{which}  shows what would help most", quoted(&loaded.scenario.file))
}
