//! `matchfolio run`: the main job, from scenario files to reports.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::answer::{style, watched};
use super::arguments::{self, Common, Format, RunOptions};
use super::background::background;
use super::failure::Failure;
use super::interruption::{INTERRUPTED, listen_for_interruption};
use super::progress::Bar;
use super::terminal::{print, talk};
use crate::decide::answers::comparison::ScenarioComparison;
use crate::decide::compare::{Run, compare};
use crate::engine::results::{EngineKind, Results};
use crate::front::{self, Engine, Method};
use crate::reference::Reference;
use crate::report::charts::{WIDE, draw_comparison};
use crate::report::csv;
use crate::report::{
    OutputOptions, WrittenReport, comparison_text, ensure_writable, json, suggestions_text, table, tables,
    write_answer, write_report,
};
use crate::scenario::{Loaded, Scenario, ScenarioError, load};

/// Folder of the comparison of several scenarios, beside their reports.
const COMPARISON: &str = "comparison";

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
    if loaded.len() > 1 && !options.no_report {
        ensure_writable(&beside(options, COMPARISON), options.force)?;
    }
    listen_for_interruption()?;
    let mut runs = Vec::new();
    for (loaded, folder) in loaded.into_iter().zip(&folders) {
        let scenario = front::Scenario::of(loaded, &reference);
        runs.push(run_one(&scenario, folder.as_deref(), options, common)?);
    }
    match compare(&runs) {
        Some(comparison) => show_comparison(&comparison, options, common),
        None => Ok(()),
    }
}

/// Prints the comparison of several scenarios under their tables, and writes it beside their reports.
///
/// JSON and CSV on standard output stay those of the scenarios, one after the other.
fn show_comparison(comparison: &ScenarioComparison, options: &RunOptions, common: &Common) -> Result<(), Failure> {
    if options.format == Format::Table {
        print(&format!("\n{}", comparison_text(comparison, style(common))))?;
    }
    if options.no_report {
        return Ok(());
    }
    let folder = beside(options, COMPARISON);
    let texts = [
        ("comparison.json", json::to_json(comparison)?),
        ("comparison.csv", csv::comparison::comparison_csv(comparison)),
    ];
    let charts = [("comparison", draw_comparison(comparison, WIDE)?)];
    let written = write_answer(&charts, &texts, &folder, options.force)?;
    if !common.quiet {
        talk(&format!("\nwrote {} files to {}", written.files.len(), folder.display()));
    }
    Ok(())
}

/// The folder of this name in which, or beside which, reports go.
fn beside(options: &RunOptions, name: &str) -> PathBuf {
    options.out.as_deref().unwrap_or(Path::new("reports")).join(name)
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

/// The one scenario of a question.
pub fn load_one<'r>(path: &Path, reference: &'r Reference) -> Result<front::Scenario<'r>, Failure> {
    let loaded = load(path, reference).map_err(|error| Failure::Scenarios(vec![error]))?;
    Ok(front::Scenario::of(loaded, reference))
}

/// Where each report goes; nowhere with `--no-report`.
fn folders(options: &RunOptions, loaded: &[Loaded]) -> Result<Vec<Option<PathBuf>>, Failure> {
    if options.no_report {
        return Ok(vec![None; loaded.len()]);
    }
    let mut names = BTreeSet::new();
    if loaded.len() > 1 {
        names.insert(COMPARISON.to_owned());
    }
    loaded
        .iter()
        .map(|loaded| {
            let stem = Path::new(&loaded.scenario.file).file_stem().unwrap_or_default();
            let name = stem.to_string_lossy().into_owned();
            let folder = match &options.out {
                Some(out) if options.scenarios.len() == 1 => out.clone(),
                _ => beside(options, &name),
            };
            if names.insert(name.clone()) { Ok(Some(folder)) } else { Err(Failure::SameName { name }) }
        })
        .collect()
}

fn run_one(
    scenario: &front::Scenario<'_>,
    folder: Option<&Path>,
    options: &RunOptions,
    common: &Common,
) -> Result<Run, Failure> {
    let started = Instant::now();
    let bar = Bar::new(common.quiet);
    let found = front::simulated(scenario, &method(options), &watched(options.seed, None, options.threads, &bar));
    bar.finish();
    let (results, findings) = found?;
    let is_left_to_the_summary = options.brief && options.scenarios.len() > 1 && options.format == Format::Table;
    // A standard output that takes nothing more must not cost the report.
    let printed = if is_left_to_the_summary { Ok(()) } else { print(&shown(&results, options.format, common)?) };
    let is_for_a_person = options.format == Format::Table && !is_left_to_the_summary && !options.central_parameters;
    let background =
        if folder.is_some() || is_for_a_person { Some(background(scenario, &results, options, common)?) } else { None };
    let mut printed = printed;
    if let Some(moves) = background.as_ref().filter(|_| is_for_a_person).and_then(|found| found.moves.as_ref().ok()) {
        printed = printed.and(print(&format!("\n{}", suggestions_text(moves, style(common)))));
    }
    if let Some(directory) = folder {
        let command = reproduction(&results, scenario.compiled_scenario(), options);
        let output = OutputOptions {
            directory: directory.to_owned(),
            force: options.force,
            png: cfg!(feature = "png"),
            command,
        };
        let written = write_report(&results, background.as_ref(), &scenario.loaded().text, &output)?;
        if !common.quiet {
            let told = what_was_written(&written, directory, started);
            // The reports of a class stand line by line; one report is set apart from the table before it.
            let gap = if is_left_to_the_summary { "" } else { "\n" };
            talk(&format!("{gap}{told}"));
            if options.scenarios.len() == 1 {
                talk(&what_next(&results, scenario.loaded()));
            }
        }
    }
    printed?;
    if results.simulation.partial || INTERRUPTED.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    Ok(Run::new(scenario.compiled_scenario(), &results, findings.as_ref()))
}

/// How the scenarios are simulated.
fn method(options: &RunOptions) -> Method {
    Method {
        engine: match options.engine {
            arguments::Engine::Auto => Engine::Auto,
            arguments::Engine::Conditional => Engine::Conditional,
            arguments::Engine::Trials => Engine::Trials,
        },
        trials: options.trials,
        target_error: options.target_error,
        central_parameters: options.central_parameters,
        verify: options.verify,
    }
}

fn shown(results: &Results, format: Format, common: &Common) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => table(results, style(common)),
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
        quoted(front::portable(&scenario.file)),
        results.seed,
        results.simulation.trials
    );
    if options.central_parameters {
        command.push_str(" --central-parameters");
    }
    command
}

fn what_was_written(written: &WrittenReport, directory: &Path, started: Instant) -> String {
    format!(
        "wrote {} files to {} in {:.1} s; open {}",
        written.files.len(),
        directory.display(),
        started.elapsed().as_secs_f64(),
        directory.join("report.html").display()
    )
}

/// The question that most people have after the comparison, about the safest way of applying.
fn what_next(results: &Results, loaded: &Loaded) -> String {
    let risk = |number: &usize| results.portfolios[*number].outcomes.unmatched.mean;
    let safest = (0..results.portfolios.len()).min_by(|a, b| risk(a).total_cmp(&risk(b))).unwrap_or_default();
    let which = if safest == 0 { String::new() } else { format!(" --portfolio {}", safest + 1) };
    format!("Next: matchfolio sensitivity {}{which}  shows what would help most", quoted(&loaded.scenario.file))
}

/// An argument that a shell takes as one word.
pub fn quoted(argument: &str) -> Cow<'_, str> {
    // No path holds the zero byte that alone cannot be quoted.
    shlex::try_quote(argument).unwrap_or(Cow::Borrowed(argument))
}
