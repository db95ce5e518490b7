//! A command that puts one question to the engine: its options, what it asks, and where the answer goes.

use std::path::Path;

use super::common::{AnswerOptions, Common, Execute, Format, watched};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::lookup::{load_one, reference};
use super::progress::Bar;
use super::terminal::print;
use crate::front::{Scenario, Settings};
use crate::report::document::Document;
use crate::report::{Answer, ensure_writable, write_answer};

/// A question as it was typed.
pub trait Question {
    /// What answers it.
    type Answer: Answer;

    /// What the progress bar counts.
    const COUNTED: &'static str = "seasons";

    /// The scenario file, and the options that every question has.
    fn typed(&self) -> (&Path, &AnswerOptions);

    /// Puts the question.
    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure>;

    /// What is shown of the answer.
    fn document(&self, answer: &Self::Answer) -> Document {
        answer.document()
    }

    /// What is said beside it.
    fn remarks(_answer: &Self::Answer, _scenario: &Scenario<'_>) -> Vec<String> {
        Vec::new()
    }
}

impl<Q: Question> Execute for Q {
    /// Reads the scenario, and puts the question.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        let scenario = load_one(self.typed().0, &reference)?;
        self.execute_on(&scenario, common)
    }
}

/// A question about a scenario that is loaded.
pub trait ExecuteOn {
    /// Asks, prints the answer, and writes `NAME.json`, `NAME.csv` and its charts.
    fn execute_on(&self, scenario: &Scenario<'_>, common: &Common) -> Result<(), Failure>;
}

impl<Q: Question> ExecuteOn for Q {
    fn execute_on(&self, scenario: &Scenario<'_>, common: &Common) -> Result<(), Failure> {
        let name = Q::Answer::NAME;
        let (_, options) = self.typed();
        let stem = Path::new(&scenario.compiled_scenario().file).file_stem().unwrap_or_default().to_string_lossy();
        let folder = options.out.clone().unwrap_or_else(|| Path::new("reports").join(format!("{stem}-{name}")));
        if !options.no_report {
            ensure_writable(&folder, options.force)?;
        }
        listen_for_interruption()?;
        let bar = Bar::of(common.quiet, Q::COUNTED);
        let answer = self.ask(scenario, &watched(options.seed, options.draws, options.threads, &bar));
        bar.finish();
        let answer = answer?;
        for remark in Q::remarks(&answer, scenario) {
            common.talk(&remark);
        }
        // Neither a standard output that takes nothing more nor one that waits for ever costs the files.
        let written = if options.no_report { None } else { Some(write_answer(&answer, &folder, options.force)?) };
        let printed = match options.format {
            Format::Table => common.show(&self.document(&answer), written.is_some()),
            Format::Json => print(&answer.json()?),
            Format::Csv => print(&answer.csv()?),
        };
        if let Some(written) = written {
            common.talk(&format!("\nwrote {} files to {}", written.files.len(), folder.display()));
        }
        printed?;
        if answer.is_partial() { Err(Failure::Interrupted) } else { Ok(()) }
    }
}
