//! Many people at once: a template scenario with a table of people or a grid of values.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use super::error::{EngineError, Error};
use super::identity::data_sha256;
use super::settings::Settings;
use crate::decide::answers::study::{Outcome, Problem};
use crate::decide::population::{Person, Population};
use crate::engine::driver::each;
use crate::reference::Reference;
use crate::scenario::study::{Study, Text, Wrong};

/// Parameter draws behind every number unless the person says otherwise.
const DRAWS: u64 = 512;

/// Contract of what a piece holds; another one makes other pieces.
const PIECE: &str = "matchfolio.piece/1";

/// What came of one scenario of a study: its outcomes, or what could not be read.
pub(crate) type Found = Result<Vec<Outcome>, Vec<Problem>>;

/// A study that is being worked out.
pub(crate) struct StudyRun<'a> {
    study: &'a Study,
    /// Reference tables.
    pub(crate) reference: &'a Reference,
    population: Population,
    /// Seed of all draws.
    pub(crate) seed: u64,
    /// Parameter draws.
    pub(crate) draws: u64,
    /// SHA-256 of the tables.
    pub(crate) data_sha256: String,
    threads: Option<usize>,
    interrupted: &'a AtomicBool,
}

impl<'a> StudyRun<'a> {
    /// A study with these tables.
    ///
    /// # Errors
    /// When the settings are out of range.
    pub(crate) fn new(study: &'a Study, reference: &'a Reference, settings: &Settings<'a>) -> Result<Self, Error> {
        let precision = settings.precision(DRAWS)?;
        let (seed, draws) = (precision.seed, precision.draws);
        let data_sha256 = data_sha256(reference);
        let (threads, interrupted) = (precision.threads, settings.stop());
        let population = Population::new(seed, draws);
        Ok(Self { study, reference, population, seed, draws, data_sha256, threads, interrupted })
    }

    /// SHA-256 of everything that the numbers of these scenarios come from.
    pub(crate) fn address(&self, texts: &[Result<Text, Wrong>]) -> String {
        let mut hash = Sha256::new();
        let Self { seed, draws, data_sha256, .. } = self;
        hash.update(format!("{PIECE}\n{}\n{data_sha256}\n{seed}\n{draws}\n", env!("CARGO_PKG_VERSION")));
        if self.study.has_changes() {
            hash.update("each changed scenario is compared with the one before it\n");
        }
        for text in texts {
            match text {
                Ok(text) => hash.update(&text.sha256),
                Err(wrong) => hash.update(format!("{wrong:?}")),
            }
        }
        format!("{:x}", hash.finalize())
    }

    /// Works out scenarios of the study that follow each other, on the thread that asks; one with a change is compared with
    /// the one before it, which is the same without the change.
    ///
    /// # Errors
    /// When interrupted.
    pub(crate) fn found(&self, members: Range<usize>) -> Result<Vec<Found>, EngineError> {
        let mut before = None;
        let mut all = Vec::with_capacity(members.len());
        for member in members {
            let mut found = self.person(member)?;
            if self.study.is_changed(member)
                && let (Ok(person), Some(before)) = (&mut found, &before)
            {
                person.compare(before);
            }
            before = found.as_ref().ok().filter(|_| self.study.has_changes()).cloned();
            all.push(found.map(|person| person.outcomes));
        }
        Ok(all)
    }

    fn person(&self, member: usize) -> Result<Result<Person, Vec<Problem>>, EngineError> {
        let text = match self.study.text(member) {
            Ok(text) => text,
            Err(wrong) => return Ok(Err(vec![self.problem(member, wrong)])),
        };
        let loaded = match self.study.compiled(member, &text, self.reference) {
            Ok(loaded) => loaded,
            Err(wrong) => return Ok(Err(wrong.into_iter().map(|one| self.problem(member, one)).collect())),
        };
        match self.population.person(&loaded.scenario, self.interrupted) {
            Ok(person) => Ok(Ok(person)),
            Err(error) if self.interrupted.load(Ordering::Relaxed) => Err(error),
            Err(error) => {
                let wrong = Wrong { column: String::new(), message: error.to_string() };
                Ok(Err(vec![self.problem(member, wrong)]))
            }
        }
    }

    fn problem(&self, member: usize, wrong: Wrong) -> Problem {
        let person = self.study.name(member).to_owned();
        Problem { row: self.study.row(member), person, column: wrong.column, message: wrong.message }
    }

    /// Does the work of every number below `count`, several at a time; stops beginning more once interrupted.
    ///
    /// # Errors
    /// When threads cannot be had.
    pub(crate) fn each<T: Send>(
        &self,
        count: usize,
        work: impl Fn(usize) -> T + Sync,
    ) -> Result<Vec<Option<T>>, EngineError> {
        each(count, self.threads, |number| (!self.interrupted.load(Ordering::Relaxed)).then(|| work(number)))
    }
}
