//! `matchfolio run`: the main job, from scenario files to reports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::arguments::{CENTRAL_BLOCKS, Common, DEFAULT_BLOCKS, Engine, Format, RunOptions, TARGET_BLOCKS};
use super::failure::Failure;
use super::progress::Bar;
use super::terminal::{self, print, talk};
use crate::engine::conditional::{Detail, Effort, integrate, obstacle};
use crate::engine::driver::{EngineError, Progress, Question, Settings, Silent};
use crate::engine::findings::Findings;
use crate::engine::results::{EngineKind, Estimate, Notice, Results, ScenarioIdentity, Severity};
use crate::engine::simulate::simulate;
use crate::engine::summary::{Header, summarise};
use crate::engine::trials::BLOCK_TRIALS;
use crate::engine::uncertainty::DrawMode;
use crate::engine::verify;
use crate::model::Portfolio;
use crate::reference::Reference;
use crate::report::{ConsoleStyle, OutputOptions, WrittenReport, ensure_writable, json, table, tables, write_report};
use crate::scenario::{Loaded, Scenario, ScenarioError, Warning, load, warning};

/// Set by Ctrl-C; looked at between waves of trials.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs every scenario of `options`.
///
/// All files are read and all targets looked at before anything is simulated.
pub fn execute(options: &RunOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = load_all(&options.scenarios, &reference)?;
    let folders = folders(options, &loaded)?;
    for folder in folders.iter().flatten() {
        ensure_writable(folder, options.force)?;
    }
    listen_for_interruption()?;
    for (loaded, folder) in loaded.iter().zip(&folders) {
        run_one(loaded, folder.as_deref(), options, common)?;
    }
    Ok(())
}

/// Every scenario, or everything that is wrong with any of them.
pub fn load_all(paths: &[PathBuf], reference: &Reference) -> Result<Vec<Loaded>, Failure> {
    let (mut loaded, mut errors): (Vec<Loaded>, Vec<ScenarioError>) = (Vec::new(), Vec::new());
    for path in paths {
        match load(path, reference) {
            Ok(scenario) => loaded.push(scenario),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(loaded) } else { Err(Failure::Scenarios(errors)) }
}

/// Where each report goes; nowhere with `--no-report`.
fn folders(options: &RunOptions, loaded: &[Loaded]) -> Result<Vec<Option<PathBuf>>, Failure> {
    if options.no_report {
        return Ok(vec![None; loaded.len()]);
    }
    let mut names = BTreeSet::new();
    loaded
        .iter()
        .map(|loaded| {
            let stem = Path::new(&loaded.scenario.file).file_stem().unwrap_or_default();
            let name = stem.to_string_lossy().into_owned();
            let folder = match &options.out {
                Some(out) if options.scenarios.len() == 1 => out.clone(),
                Some(out) => out.join(&name),
                None => Path::new("reports").join(&name),
            };
            if names.insert(name.clone()) { Ok(Some(folder)) } else { Err(Failure::SameName { name }) }
        })
        .collect()
}

/// The first Ctrl-C ends the simulation with what there is, the second ends the program.
fn listen_for_interruption() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(super::exit_codes::INTERRUPTED));
        }
    })
    .map_err(|error| Failure::Fault(format!("no handler for Ctrl-C: {error}")))
}

fn run_one(loaded: &Loaded, folder: Option<&Path>, options: &RunOptions, common: &Common) -> Result<(), Failure> {
    let started = Instant::now();
    let results = simulated(loaded, options, common)?;
    print(&shown(&results, options.format, common)?)?;
    if let Some(directory) = folder {
        let command = reproduction(&results, &loaded.scenario, options);
        let output = OutputOptions {
            directory: directory.to_owned(),
            force: options.force,
            png: cfg!(feature = "png"),
            command,
        };
        let written = write_report(&results, &loaded.text, &output)?;
        if !common.quiet {
            talk(&what_was_written(&written, directory, started));
        }
    }
    if results.simulation.partial { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Parameter draws behind the chances that `check` shows.
const CHECK_BLOCKS: u64 = 256;

/// P(unmatched) of every portfolio, over fewer draws than a run takes.
pub fn unmatched(loaded: &Loaded) -> Result<Vec<Estimate>, Failure> {
    let scenario = &loaded.scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question = question(scenario, &portfolios);
    let conditional = obstacle(&question).is_none();
    let mode = DrawMode::Posterior;
    let block = if conditional { Effort::for_mode(mode).block_points(&question) } else { BLOCK_TRIALS };
    let settings = Settings { seed: 1, trials: CHECK_BLOCKS * block, target_error: None, threads: None, mode };
    let findings = found(&question, &settings, conditional, Detail::Outcomes, &Silent)?;
    Ok((0..portfolios.len()).map(|portfolio| findings.unmatched(portfolio)).collect())
}

fn question<'a>(scenario: &'a Scenario, portfolios: &'a [Portfolio]) -> Question<'a> {
    Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios, values: scenario.values.as_ref() }
}

fn simulated(loaded: &Loaded, options: &RunOptions, common: &Common) -> Result<Results, Failure> {
    let scenario = &loaded.scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question = question(scenario, &portfolios);
    let obstacle = obstacle(&question);
    let conditional = options.engine == Engine::Conditional || options.engine == Engine::Auto && obstacle.is_none();
    let settings = settings(options, &question, conditional);
    let bar = Bar::new(common.quiet);
    let findings = found(&question, &settings, conditional, Detail::Distributions, &bar);
    bar.finish();
    let findings = findings?;
    let mut header = header(loaded);
    match obstacle {
        Some(obstacle) if options.engine == Engine::Auto => header.notices.push(fallen_back(obstacle)),
        None if options.verify => header.notices.push(verified(&question, &settings, findings.as_ref(), &bar)?),
        _ => {}
    }
    Ok(summarise(&question, &settings, findings.as_ref(), header))
}

/// Holds what the conditional engine found against the trials engine on the same parameter draws.
fn verified(question: &Question<'_>, settings: &Settings, exact: &dyn Findings, bar: &Bar) -> Result<Notice, Failure> {
    let blocks = exact.trials().div_ceil(Effort::for_mode(settings.mode).block_points(question));
    let sampled = simulate(question, &Settings { trials: blocks * BLOCK_TRIALS, ..*settings }, bar, &INTERRUPTED);
    bar.finish();
    let differences = verify::differences(question, exact, &sampled?);
    let worst = verify::largest(&differences).ok_or_else(|| Failure::Fault("nothing to compare".to_owned()))?;
    let seen = format!(
        "the largest of {} differences between the two engines is {:.1} standard errors: {}",
        differences.len(),
        worst.in_errors(),
        worst.what
    );
    if worst.in_errors() > verify::LIMIT {
        return Err(Failure::Disagreement(seen));
    }
    Ok(Notice {
        severity: Severity::Note,
        seen,
        meaning: "the exact engine and the sampler agree; beyond five standard errors they would not".to_owned(),
        action: "nothing".to_owned(),
    })
}

fn found(
    question: &Question<'_>,
    settings: &Settings,
    conditional: bool,
    detail: Detail,
    progress: &dyn Progress,
) -> Result<Box<dyn Findings>, EngineError> {
    Ok(if conditional {
        let effort = Effort::for_mode(settings.mode);
        Box::new(integrate(question, settings, detail, effort, progress, &INTERRUPTED)?)
    } else {
        Box::new(simulate(question, settings, progress, &INTERRUPTED)?)
    })
}

fn fallen_back(obstacle: String) -> Notice {
    Notice {
        severity: Severity::Note,
        seen: obstacle,
        meaning: "the exact engine needs one order of programs, so seasons were drawn one by one".to_owned(),
        action: "nothing, or give each line a preference of its own for more digits in less time".to_owned(),
    }
}

fn settings(options: &RunOptions, question: &Question<'_>, conditional: bool) -> Settings {
    let mode = if options.central_parameters { DrawMode::Central } else { DrawMode::Posterior };
    let block = if conditional { Effort::for_mode(mode).block_points(question) } else { BLOCK_TRIALS };
    let blocks = match (options.target_error, mode) {
        (Some(_), _) => TARGET_BLOCKS,
        (None, DrawMode::Central) if conditional => CENTRAL_BLOCKS,
        (None, _) => DEFAULT_BLOCKS,
    };
    Settings {
        seed: options.seed,
        trials: options.trials.unwrap_or(blocks * block),
        target_error: options.target_error,
        threads: options.threads.map(usize::from),
        mode,
    }
}

fn header(loaded: &Loaded) -> Header {
    let scenario = &loaded.scenario;
    Header {
        scenario: ScenarioIdentity {
            title: scenario.title.clone(),
            file: scenario.file.clone(),
            sha256: scenario.sha256.clone(),
            season: scenario.season,
        },
        costs_usd: scenario.portfolios.iter().map(|planned| planned.cost.total()).collect(),
        parameters: "provisional".to_owned(),
        notices: loaded.warnings.iter().map(notice).collect(),
    }
}

fn notice(warning: &Warning) -> Notice {
    Notice {
        severity: match warning.severity() {
            warning::Severity::Warning => Severity::Warning,
            warning::Severity::Note => Severity::Note,
        },
        seen: warning.seen(),
        meaning: warning.meaning().to_owned(),
        action: warning.action().to_owned(),
    }
}

fn shown(results: &Results, format: Format, common: &Common) -> Result<String, Failure> {
    let colour = terminal::colour_on_stdout(common.no_color);
    Ok(match format {
        Format::Table => table(results, ConsoleStyle { colour, width: terminal::width() }),
        Format::Json => json::to_json(results)?,
        Format::Csv => tables::outcomes_csv(results)?,
    })
}

/// The command that gives the same numbers again.
fn reproduction(results: &Results, scenario: &Scenario, options: &RunOptions) -> String {
    let engine = match results.engine {
        EngineKind::Trials => "trials",
        EngineKind::Conditional => "conditional",
    };
    let mut command = format!(
        "matchfolio run {} --seed {} --engine {engine} --trials {}",
        scenario.file, results.seed, results.simulation.trials
    );
    if options.central_parameters {
        command.push_str(" --central-parameters");
    }
    command
}

fn what_was_written(written: &WrittenReport, directory: &Path, started: Instant) -> String {
    format!(
        "\nwrote {} files to {} in {:.1} s; open {}",
        written.files.len(),
        directory.display(),
        started.elapsed().as_secs_f64(),
        directory.join("report.html").display()
    )
}
