//! A scenario that can be had with other numbers.

use super::error::VaryError;
use super::field::put;
use super::keys::{self, Key};
use super::path;
use super::range::Range;
use crate::model::Portfolio;
use crate::reference::Reference;
use crate::scenario::compile::{self, Compiler, FileIdentity};
use crate::scenario::compiled::Scenario;
use crate::scenario::diagnose::{Diagnostic, meant, quoted};
use crate::scenario::load::Loaded;
use crate::scenario::raw::{RawLine, RawScenario};
use crate::scenario::warning::Warning;

/// A number and what it is set to.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The number.
    pub key: Key,
    /// Its value.
    pub value: f64,
}

/// A scenario as typed, with the tables to compile it with other numbers.
#[derive(Debug)]
pub struct Variation<'r> {
    raw: RawScenario,
    file: String,
    sha256: String,
    reference: &'r Reference,
    /// The earlier season of a reapplicant as typed: another way of applying now does not change what was done then.
    failed_with: Option<Portfolio>,
}

impl<'r> Variation<'r> {
    /// The scenario of a file that was loaded with these tables.
    #[must_use]
    pub fn new(loaded: &Loaded, reference: &'r Reference) -> Self {
        // What came of the applications typed says nothing of others.
        let raw = RawScenario {
            interviews: Vec::new(),
            invitations: None,
            progress: None,
            partner: None,
            couple: None,
            ..loaded.raw.clone()
        };
        let (file, sha256) = (loaded.scenario.file.clone(), loaded.scenario.sha256.clone());
        let failed_with = loaded.scenario.applicant.failed.as_ref().map(|season| season.portfolio.clone());
        Self { raw, file, sha256, reference, failed_with }
    }

    /// Every number that can be varied.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        keys::all(&self.raw)
    }

    /// The path of a number, as it can be typed.
    #[must_use]
    pub fn path(&self, key: &Key) -> String {
        key.path(&self.raw)
    }

    /// Number of lines of each portfolio as typed.
    #[must_use]
    pub fn lines(&self, portfolio: usize) -> usize {
        self.raw.portfolios.get(portfolio).map_or(0, |typed| typed.lines.len())
    }

    /// The track of a line as typed.
    #[must_use]
    pub fn track(&self, portfolio: usize, line: usize) -> String {
        let typed = self.raw.portfolios.get(portfolio).and_then(|typed| typed.lines.get(line));
        typed.and_then(|line| line.track.value()).unwrap_or_default()
    }

    /// The number as typed, the middle of a range; none for a default or a word.
    #[must_use]
    pub fn typed(&self, key: &Key) -> Option<f64> {
        key.field(&mut self.raw.clone()).and_then(|field| field.typed(&key.name))
    }

    /// Reads `PATH=FROM..TO[:STEP]`: the number and the values to go through.
    ///
    /// # Errors
    /// When the form, the path or the range is wrong, or a value out of the
    /// range of the number; what the scenario forbids beyond that, [`Self::with`] says.
    pub fn parse(&self, text: &str) -> Result<(Key, Vec<f64>), VaryError> {
        let form = || VaryError::Form { text: shortened(text) };
        let (steps, range) = path::split(text).ok_or_else(form)?;
        let range = Range::parse(range).ok_or_else(form)?;
        let key = self.keys().into_iter().find(|key| key.is_at(&steps, &self.raw));
        let key = key.ok_or_else(|| self.unknown(text.split('=').next().unwrap_or_default().trim()))?;
        let wrong = |reason: String| VaryError::Range { path: self.path(&key), reason };
        let (low, high, whole) = key.field(&mut self.raw.clone()).ok_or_else(form)?.bounds();
        let values = range.values(whole).map_err(wrong)?;
        match values.iter().find(|value| !(low..=high).contains(*value)) {
            Some(outside) => Err(wrong(format!("{outside} is out of range; allowed: {}", bounds(low, high)))),
            None => Ok((key, values)),
        }
    }

    /// Reads the path of a number and takes a value for it.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn change(&self, path: &str, value: f64) -> Result<Change, VaryError> {
        let (key, _) = self.parse(&format!("{path}={value}..{value}"))?;
        Ok(Change { key, value })
    }

    /// The scenario with these numbers set.
    ///
    /// Signals, ties and rotations of a line that gets fewer programs than
    /// that are kept as far as there are programs: gold first, then silver.
    ///
    /// # Errors
    /// [`VaryError::Forbidden`] with the scenario's own message.
    pub fn with(&self, changes: &[Change]) -> Result<Scenario, VaryError> {
        self.compiled(changes, &[]).map(|(scenario, _)| scenario)
    }

    /// The same with its warnings, and with the tracks of `further`, by key, beside those that lines use.
    ///
    /// # Errors
    /// As [`Self::with`].
    pub fn compiled(&self, changes: &[Change], further: &[String]) -> Result<(Scenario, Vec<Warning>), VaryError> {
        let raw = self.set(changes);
        let identity = FileIdentity { file: &self.file, sha256: &self.sha256 };
        let compiler = Compiler::new(self.reference);
        let scenario = compile::compile(&compiler, &raw, identity, further);
        let (problems, warnings) = compiler.into_findings();
        let mut scenario = scenario.ok_or_else(|| VaryError::Forbidden {
            setting: self.setting(changes),
            problem: problems.first().map(Diagnostic::sentence).unwrap_or_default(),
        })?;
        if let (Some(season), Some(portfolio)) = (&mut scenario.applicant.failed, &self.failed_with) {
            season.portfolio.clone_from(portfolio);
        }
        Ok((scenario, warnings))
    }

    /// The scenario as if these numbers had been typed.
    #[must_use]
    pub fn changed(self, changes: &[Change]) -> Self {
        Self { raw: self.set(changes), ..self }
    }

    fn set(&self, changes: &[Change]) -> RawScenario {
        let mut raw = self.raw.clone();
        for change in changes {
            if let Some(field) = change.key.field(&mut raw) {
                field.set(&change.key.name, change.value);
            }
        }
        for change in changes.iter().filter(|change| change.key.is_number_of_programs()) {
            if let keys::Section::Line { portfolio, line } = change.key.section {
                fit_to_programs(&mut raw.portfolios[portfolio].lines[line]);
            }
        }
        raw
    }

    /// The changes in words, for example `limits.max_interviews = 5`.
    #[must_use]
    pub fn setting(&self, changes: &[Change]) -> String {
        let each = changes.iter().map(|change| format!("{} = {}", self.path(&change.key), change.value));
        each.collect::<Vec<_>>().join(" and ")
    }

    fn unknown(&self, typed: &str) -> VaryError {
        let paths: Vec<String> = self.keys().iter().map(|key| self.path(key)).collect();
        let nearest = meant(typed, paths.iter().map(String::as_str));
        let close = nearest.first().copied().or_else(|| closest(typed, &paths));
        let question = close.map_or_else(String::new, |path| format!("did you mean {path}? "));
        let hint = format!(
            "{question}Portfolios go by name, or by number as in portfolio[2]; portfolios and lines are numbered from 1, as \
             they stand in the file. What can be varied:\n  {}",
            keys::listed(&self.raw).join("\n  ")
        );
        VaryError::UnknownPath { path: quoted(typed), hint }
    }
}

/// The path spelled most alike, however far.
fn closest<'p>(typed: &str, paths: &'p [String]) -> Option<&'p str> {
    let alike = |path: &&String| strsim::jaro_winkler(typed, path);
    let best = paths.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) > 0.6).then_some(best.as_str())
}

/// What a line has for its programs, cut to the programs that there are.
fn fit_to_programs(line: &mut RawLine) {
    let mut left = line.programs.value().unwrap_or(u64::MAX);
    let programs = left;
    for signals in [&mut line.gold_signals, &mut line.silver_signals, &mut line.signals] {
        if let Some(count) = signals.value() {
            put(signals, count.min(left));
            left -= count.min(left);
        }
    }
    for known in [&mut line.geographic_ties, &mut line.rotations] {
        if let Some(count) = known.value() {
            put(known, count.min(programs));
        }
    }
}

fn bounds(low: f64, high: f64) -> String {
    if high > 1e15 { format!("{low} or more") } else { format!("{low} to {high}") }
}

fn shortened(text: &str) -> String {
    quoted(text).trim_matches('`').to_owned()
}
