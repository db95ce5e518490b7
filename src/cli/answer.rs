//! What the commands that put one question to the engine have in common: how
//! precisely to look, what every answer begins with, and where it goes.

use std::path::{Path, PathBuf};

use super::arguments::{AnswerOptions, Common, Format};
use super::failure::Failure;
use super::simulation::{identity, notice};
use super::terminal::{self, print, talk};
use crate::decide::answers::Header;
use crate::decide::study::Precision;
use crate::report::{ConsoleStyle, ensure_writable, write_answer};
use crate::scenario::{Loaded, Scenario};

/// An answer in every form it is shown or written in.
pub struct Shown {
    /// For a person.
    pub table: String,
    /// The contract.
    pub json: String,
    /// One row a number.
    pub csv: String,
    /// Charts, by stem of their files, as SVG.
    pub charts: Vec<(&'static str, String)>,
}

/// The folder that the answer to `question` goes to, found usable; none with `--no-report`.
pub fn folder(question: &str, loaded: &Loaded, options: &AnswerOptions) -> Result<Option<PathBuf>, Failure> {
    if options.no_report {
        return Ok(None);
    }
    let stem = Path::new(&loaded.scenario.file).file_stem().unwrap_or_default().to_string_lossy();
    let folder = options.out.clone().unwrap_or_else(|| Path::new("reports").join(format!("{stem}-{question}")));
    ensure_writable(&folder, options.force)?;
    Ok(Some(folder))
}

/// Index of the portfolio of this name, or of this number counted from 1; the first without either.
pub fn portfolio(scenario: &Scenario, typed: Option<&str>) -> Result<usize, Failure> {
    let Some(typed) = typed else { return Ok(0) };
    let names = || scenario.portfolios.iter().map(|planned| planned.portfolio.name.as_str());
    let by_number = typed.parse::<usize>().ok().filter(|number| (1..=names().count()).contains(number));
    names().position(|name| name == typed).or(by_number.map(|number| number - 1)).ok_or_else(|| {
        let known: Vec<String> = (1..).zip(names()).map(|(number, name)| format!("{number} {name:?}")).collect();
        Failure::Arguments(format!("the scenario has no portfolio {typed:?}; it has: {}", known.join(", ")))
    })
}

/// How precisely to look, with `draws` parameter draws unless the person says otherwise.
pub fn precision(options: &AnswerOptions, draws: u64) -> Precision {
    Precision { seed: options.seed, draws: options.draws.unwrap_or(draws), threads: options.threads.map(usize::from) }
}

/// What an answer of contract `schema` begins with.
pub fn header(schema: &'static str, loaded: &Loaded, precision: Precision) -> Header {
    Header {
        schema,
        version: env!("CARGO_PKG_VERSION"),
        seed: precision.seed,
        parameter_draws: precision.draws,
        scenario: identity(&loaded.scenario),
        notices: loaded.warnings.iter().map(notice).collect(),
    }
}

/// How tables are shown on this terminal.
pub fn style(common: &Common) -> ConsoleStyle {
    ConsoleStyle { colour: terminal::colour_on_stdout(common.no_color), width: terminal::width() }
}

/// Prints the answer, and writes `QUESTION.json`, `QUESTION.csv` and its charts to `folder`.
pub fn show(
    question: &str,
    shown: &Shown,
    folder: Option<&Path>,
    options: &AnswerOptions,
    common: &Common,
) -> Result<(), Failure> {
    print(match options.format {
        Format::Table => &shown.table,
        Format::Json => &shown.json,
        Format::Csv => &shown.csv,
    })?;
    let Some(folder) = folder else { return Ok(()) };
    let (json, csv) = (format!("{question}.json"), format!("{question}.csv"));
    let texts = [(json.as_str(), shown.json.clone()), (csv.as_str(), shown.csv.clone())];
    let written = write_answer(&shown.charts, &texts, folder, options.force)?;
    if !common.quiet {
        talk(&format!("\nwrote {} files to {}", written.files.len(), folder.display()));
    }
    Ok(())
}
