//! What the commands that put one question to the engine have in common: how
//! precisely to look, and where the answer goes.

use std::path::{Path, PathBuf};

use super::arguments::{AnswerOptions, Common, Format};
use super::failure::Failure;
use super::interruption::INTERRUPTED;
use super::progress::Bar;
use super::terminal::{self, print, talk};
use crate::front::{Scenario, Settings};
use crate::report::{ConsoleStyle, ensure_writable, write_answer};

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
pub fn folder(question: &str, scenario: &Scenario<'_>, options: &AnswerOptions) -> Result<Option<PathBuf>, Failure> {
    if options.no_report {
        return Ok(None);
    }
    let stem = Path::new(&scenario.compiled_scenario().file).file_stem().unwrap_or_default().to_string_lossy();
    let folder = options.out.clone().unwrap_or_else(|| Path::new("reports").join(format!("{stem}-{question}")));
    ensure_writable(&folder, options.force)?;
    Ok(Some(folder))
}

/// How precisely to look, `bar` told of it.
pub fn settings<'b>(options: &AnswerOptions, bar: &'b Bar) -> Settings<'b> {
    watched(options.seed, options.draws, options.threads, bar)
}

/// Settings with `bar` told how far the work is, and Ctrl-C to stop it.
pub fn watched(seed: u64, draws: Option<u64>, threads: Option<u16>, bar: &Bar) -> Settings<'_> {
    let mut settings = Settings::default().seed(seed).progress(bar).interrupted_by(&INTERRUPTED);
    if let Some(draws) = draws {
        settings = settings.draws(draws);
    }
    match threads {
        Some(threads) => settings.threads(threads.into()),
        None => settings,
    }
}

/// How tables are shown on this terminal.
pub fn style(common: &Common) -> ConsoleStyle {
    ConsoleStyle { color: terminal::color_on_stdout(common.no_color), width: terminal::width() }
}

/// Prints the answer, and writes `QUESTION.json`, `QUESTION.csv` and its charts to `folder`.
pub fn show(
    question: &str,
    shown: &Shown,
    folder: Option<&Path>,
    options: &AnswerOptions,
    common: &Common,
) -> Result<(), Failure> {
    // A standard output that takes nothing more must not cost the files.
    let printed = print(match options.format {
        Format::Table => &shown.table,
        Format::Json => &shown.json,
        Format::Csv => &shown.csv,
    });
    let Some(folder) = folder else { return printed };
    let (json, csv) = (format!("{question}.json"), format!("{question}.csv"));
    let texts = [(json.as_str(), shown.json.clone()), (csv.as_str(), shown.csv.clone())];
    let written = write_answer(&shown.charts, &texts, folder, options.force)?;
    if !common.quiet {
        talk(&format!("\nwrote {} files to {}", written.files.len(), folder.display()));
    }
    printed
}
