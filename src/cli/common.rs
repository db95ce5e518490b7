//! Options that commands have in common.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::interruption::INTERRUPTED;
use super::progress::Bar;
use super::terminal;
use crate::engine::driver::MAX_PARAMETER_DRAWS;
use crate::front::{Settings, portable};
use crate::report::Answer;
use crate::report::ConsoleStyle;
use crate::report::console;
use crate::report::document::Document;

/// A command as it was typed.
pub trait Execute {
    /// Does what it says.
    fn execute(&self, common: &Common) -> Result<(), Failure>;
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct Common {
    /// Read the reference tables from this folder instead of the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print only errors; the answer is printed only if no files are written or --format is json or csv
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Disable colored output
    #[arg(long, global = true)]
    pub no_color: bool,
}

impl Common {
    /// Prints a document as this terminal shows it.
    pub fn print(&self, document: &Document) -> Result<(), Failure> {
        terminal::print(&self.shown(document))
    }

    /// Prints the document of an answer, unless it stands in files and nothing but errors is wanted.
    pub fn show(&self, document: &Document, is_written: bool) -> Result<(), Failure> {
        if self.quiet && is_written { Ok(()) } else { self.print(document) }
    }

    /// Prints an answer in this format; `document` is what a terminal shows of it.
    pub fn answer<A: Answer>(
        &self,
        answer: &A,
        document: &Document,
        format: Format,
        is_written: bool,
    ) -> Result<(), Failure> {
        match format {
            Format::Table => self.show(document, is_written),
            Format::Json => terminal::print(&answer.json()?),
            Format::Csv => terminal::print(&answer.csv()?),
        }
    }

    /// A document as this terminal shows it.
    pub fn shown(&self, document: &Document) -> String {
        let style = ConsoleStyle { color: terminal::color_on_stdout(self.no_color), width: terminal::width() };
        console::text(document, style)
    }

    /// Says something beside the results, unless nothing but results is wanted.
    pub fn talk(&self, text: &str) {
        if !self.quiet {
            terminal::talk(text);
        }
    }
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

/// What is printed on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables and sentences
    Table,
    /// The whole answer as JSON; for several scenarios, one per line
    Json,
    /// The numbers of the answer as CSV, one per row; several scenarios make one table
    Csv,
}

/// The command as typed, for a page that says how to get its numbers again: without what says where the answer goes and
/// how it is worked out and shown, and without folders of this machine.
pub fn typed_command() -> String {
    repeated(std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()))
}

fn repeated(mut typed: impl Iterator<Item = String>) -> String {
    let mut words = vec!["matchfolio".to_owned()];
    while let Some(word) = typed.next() {
        let (option, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        match (option, value) {
            ("--force" | "--no-color" | "--quiet" | "-q", None) | ("--out" | "--threads" | "--format", Some(_)) => {}
            ("--out" | "--threads" | "--format", None) => drop(typed.next()),
            (_, Some(value)) if option.starts_with("--") => words.push(format!("{option}={}", portable(value))),
            _ => words.push(portable(&word).to_owned()),
        }
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// An argument that a shell takes as one word.
pub fn quoted(argument: &str) -> Cow<'_, str> {
    // No path holds the zero byte that alone cannot be quoted.
    shlex::try_quote(argument).unwrap_or(Cow::Borrowed(argument))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_command_has_what_the_numbers_depend_on_and_no_folder_of_this_machine() {
        let typed = [
            "sweep",
            "/home/me/my file.toml",
            "--vary",
            "line[1].programs=0..60",
            "--out",
            "/tmp/x",
            "--threads=2",
            "-q",
            "--force",
            "--seed",
            "3",
            "--data=/home/me/tables",
        ];
        assert_eq!(
            repeated(typed.map(str::to_owned).into_iter()),
            "matchfolio sweep 'my file.toml' --vary 'line[1].programs=0..60' --seed 3 '--data=tables'"
        );
    }
}
