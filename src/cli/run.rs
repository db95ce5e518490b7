//! `matchfolio run`: the main job, from scenario files to reports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::arguments::{Common, Format, RunOptions};
use super::failure::Failure;
use super::simulation::{listen_for_interruption, simulated};
use super::terminal::{self, print, talk};
use crate::engine::results::{EngineKind, Results};
use crate::reference::Reference;
use crate::report::{ConsoleStyle, OutputOptions, WrittenReport, ensure_writable, json, table, tables, write_report};
use crate::scenario::{Loaded, Scenario, ScenarioError, load};

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
