//! A command that puts one question to the engine: its options, what it asks, and where the answer goes.

use std::path::{Path, PathBuf};

use super::common::{AnswerOptions, Common, Execute, Format, typed_command, watched};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::lookup::{load_one, reference};
use super::progress::Bar;
use crate::engine::results::ScenarioIdentity;
use crate::front::{Scenario, Settings, identity};
use crate::report::document::Document;
use crate::report::html::{Origin, TypedFile};
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
    /// Asks, prints the answer, and writes its page `NAME.html`, `NAME.json`, `NAME.csv` and its charts.
    fn execute_on(&self, scenario: &Scenario<'_>, common: &Common) -> Result<(), Failure>;
}

impl<Q: Question> ExecuteOn for Q {
    fn execute_on(&self, scenario: &Scenario<'_>, common: &Common) -> Result<(), Failure> {
        let AnswerOptions { out, force, no_report, format, seed, draws, threads } = self.typed().1;
        let loaded = scenario.loaded();
        let place = Place::new::<Q::Answer>(Path::new(&loaded.scenario.file), out.as_deref(), *no_report, *force)?;
        listen_for_interruption()?;
        let bar = Bar::of(common.quiet, Q::COUNTED);
        let answer = self.ask(scenario, &watched(*seed, *draws, *threads, &bar));
        bar.finish();
        let answer = answer?;
        for remark in Q::remarks(&answer, scenario) {
            common.talk(&remark);
        }
        let ScenarioIdentity { file, sha256, .. } = &identity(&loaded.scenario);
        let typed = TypedFile { kind: "Scenario", file, sha256, text: Some(&loaded.text) };
        place.deliver(&answer, &self.document(&answer), &[typed], *seed, *format, common)
    }
}

/// Where an answer is written.
pub struct Place {
    /// None where it is printed alone.
    folder: Option<PathBuf>,
    force: bool,
}

impl Place {
    /// The folder that was asked for, or the usual one of an answer on this file; makes sure that it can be written.
    pub fn new<A: Answer>(file: &Path, out: Option<&Path>, no_report: bool, force: bool) -> Result<Self, Failure> {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let usual = || Path::new("reports").join(format!("{stem}-{}", A::NAME));
        let folder = (!no_report).then(|| out.map_or_else(usual, Path::to_path_buf));
        if let Some(folder) = &folder {
            ensure_writable(folder, force)?;
        }
        Ok(Self { folder, force })
    }

    /// Writes an answer, prints it, and says where it was written; a partial one is an interrupted command.
    pub fn deliver<A: Answer>(
        &self,
        answer: &A,
        document: &Document,
        files: &[TypedFile<'_>],
        seed: u64,
        format: Format,
        common: &Common,
    ) -> Result<(), Failure> {
        // Neither a standard output that takes nothing more nor one that waits for ever costs the files.
        let write = |folder| write_answer(answer, &origin(files, seed, &typed_command()), folder, self.force);
        let written = self.folder.as_deref().map(write).transpose()?;
        let printed = common.answer(answer, document, format, written.is_some());
        if let (Some(written), Some(folder)) = (written, &self.folder) {
            common.talk(&format!("\n{}", written.summary(folder)));
        }
        printed?;
        if answer.is_partial() { Err(Failure::Interrupted) } else { Ok(()) }
    }
}

/// Where the numbers of an answer that this program works out come from.
pub fn origin<'a>(files: &[TypedFile<'a>], seed: u64, command: &'a str) -> Origin<'a> {
    Origin { version: env!("CARGO_PKG_VERSION"), seed, files: files.to_vec(), command }
}
