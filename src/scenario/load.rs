//! From a file, or its text, to a scenario with its warnings.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::compile::{self, Compiler, FileIdentity};
use super::compiled::{CoupleRule, Scenario};
use super::diagnose::{Diagnostic, Diagnostics};
use super::raw::RawScenario;
use super::read;
use super::warning::{Warning, WarningKind};
use crate::model::couple::LineAreas;
use crate::reference::{Reference, read_bytes};

/// Largest file read, bytes: a thousand times what a scenario needs.
pub const LARGEST_FILE: u64 = 1 << 20;

/// A scenario that can be simulated, with what must be known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// Warnings, then notes, each in the order of the file.
    pub warnings: Vec<Warning>,
    /// The text of the file, to show the lines that warnings are about.
    pub text: String,
    /// The partner and what the two rank by, where they are a couple.
    pub couple: Option<Box<Couple>>,
    /// What the file says, with the program lists that it names as they were read.
    pub(super) raw: RawScenario,
}

/// A partner, and how the couple ranks together.
#[derive(Clone, Debug, PartialEq)]
pub struct Couple {
    /// The partner, as if they had a file of their own.
    pub partner: Loaded,
    /// How the couple ranks.
    pub rule: CoupleRule,
    /// By member, portfolio and line: where the programs lie.
    pub areas: [Vec<Vec<LineAreas>>; 2],
}

impl Loaded {
    fn new(scenario: Scenario, mut warnings: Vec<Warning>, text: &str, raw: RawScenario) -> Self {
        let place = |warning: &Warning| warning.span.as_ref().map_or(usize::MAX, |span| span.start);
        warnings.sort_by_key(|warning| (warning.severity(), place(warning)));
        Self { scenario, warnings, text: text.to_owned(), couple: None, raw }
    }

    /// Another scenario that was compiled from the same file, with its warnings put in order.
    #[must_use]
    pub fn compiled_anew(&self, scenario: Scenario, warnings: Vec<Warning>) -> Self {
        Self::new(scenario, warnings, &self.text, self.raw.clone())
    }

    /// That the invitations of the season in progress cannot have come, with their place.
    #[must_use]
    pub fn impossible_progress(&self) -> Diagnostics {
        let section = self.raw.progress.as_ref();
        let place = section.and_then(|section| section.invitations.span().or_else(|| section.date.span()));
        let message = "so many invitations cannot have come from these programs by that day";
        let mut problem = match place {
            Some(span) => Diagnostic::at(span, message, "cannot have come"),
            None => Diagnostic::of_file(message),
        };
        if let Some(day) = section.and_then(|section| section.date.span()) {
            problem = problem.related(day, "by this day");
        }
        let hint = "check the numbers and the day; programs that sponsor no visa you can use invite nobody, and none \
                    invites on the day it first sees applications";
        let mut all = Diagnostics::new(&self.scenario.file, &self.text);
        all.push(problem.hint(hint));
        all
    }

    /// SHA-256 of the scenario and of the program lists that it names.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.scenario.sha256);
        for warning in &self.warnings {
            if let WarningKind::ProgramListUsed { sha256, .. } = &warning.kind {
                hash.update(sha256);
            }
        }
        format!("{:x}", hash.finalize())
    }

    /// The same with tracks that no line may use: those of `further`, by key, that the
    /// tables cover for the applicant's type stand behind the others in the prior.
    ///
    /// # Errors
    /// All problems that these tables have with the scenario.
    pub fn with_tracks(&self, reference: &Reference, further: &[String]) -> Result<Self, Diagnostics> {
        let compiler = Compiler::new(reference);
        let Scenario { file, sha256, .. } = &self.scenario;
        let scenario = compile::compile(&compiler, &self.raw, FileIdentity { file, sha256 }, further);
        let (problems, warnings) = compiler.into_findings();
        scenario
            .map(|scenario| self.compiled_anew(scenario, warnings))
            .ok_or_else(|| all_of(file, &self.text, problems, Vec::new()))
    }
}

/// Why there is no scenario.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// The file cannot be read (exit code 4).
    #[error("cannot read {path}: {source}; check the path and its permissions")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file says something wrong (exit code 3); every problem is listed.
    #[error("{0}")]
    Wrong(Diagnostics),
}

/// Reads and compiles a scenario file.
///
/// # Errors
/// [`ScenarioError::Unreadable`] if the path cannot be read, for example a
/// folder; [`ScenarioError::Wrong`] with all problems otherwise.
pub fn load(path: &Path, reference: &Reference) -> Result<Loaded, ScenarioError> {
    let unreadable = |source| ScenarioError::Unreadable { path: path.to_owned(), source };
    let bytes = read_bytes(path, LARGEST_FILE).map_err(unreadable)?;
    compile_bytes(&path.display().to_string(), &bytes, reference).map_err(ScenarioError::Wrong)
}

/// Compiles the bytes of a file, which may not be text.
///
/// # Errors
/// All problems of the file.
pub fn compile_bytes(file_name: &str, bytes: &[u8], reference: &Reference) -> Result<Loaded, Diagnostics> {
    if bytes.len() as u64 > LARGEST_FILE {
        let mut all = Diagnostics::new(file_name, "");
        all.push(
            Diagnostic::of_file(format!("the file is larger than {LARGEST_FILE} bytes"))
                .hint("a scenario takes a few thousand; is this the right file?"),
        );
        return Err(all);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => compile_text(file_name, text, reference),
        Err(error) => {
            let start = error.valid_up_to();
            let mut all = Diagnostics::new(file_name, String::from_utf8_lossy(bytes));
            let end = start + '\u{fffd}'.len_utf8();
            all.push(
                Diagnostic::at(start..end, "the file is not valid UTF-8 text", "invalid UTF-8")
                    .hint("save the file with the encoding UTF-8"),
            );
            Err(all)
        }
    }
}

/// Compiles the text of a scenario file. `file_name` is used in messages, and
/// program lists that lines name are looked for beside it.
///
/// # Errors
/// All problems of the text.
pub fn compile_text(file_name: &str, text: &str, reference: &Reference) -> Result<Loaded, Diagnostics> {
    let compiler = Compiler::new(reference);
    let typed = read::read(text, &compiler.problems);
    let sha256 = format!("{:x}", Sha256::digest(text.as_bytes()));
    let identity = FileIdentity { file: file_name, sha256: &sha256 };
    let mut of_lists = Vec::new();
    let compiled = typed.and_then(|mut raw| {
        of_lists = compile::read_lists(&compiler, &mut raw, Path::new(file_name));
        let scenario = compile::compile(&compiler, &raw, identity, &[]);
        let couple = PartnerFile { compiler: &compiler, identity, text, of_lists: &mut of_lists }.compiled(&raw);
        scenario.map(|scenario| (scenario, couple, raw))
    });
    match (compiled, compiler.into_findings()) {
        (Some((scenario, couple, raw)), (problems, warnings)) if problems.is_empty() && of_lists.is_empty() => {
            let couple = couple.map(|(partner, rule)| {
                let areas = [&scenario, &partner.scenario].map(|one| compile::areas(reference, one, rule.together));
                Box::new(Couple { partner, rule, areas })
            });
            Ok(Loaded { couple, ..Loaded::new(scenario, warnings, text, raw) })
        }
        (_, (problems, _)) => Err(all_of(file_name, text, problems, of_lists)),
    }
}

/// A file that may have a partner.
struct PartnerFile<'a, 'r> {
    compiler: &'a Compiler<'r>,
    identity: FileIdentity<'a>,
    text: &'a str,
    of_lists: &'a mut Vec<Diagnostics>,
}

impl PartnerFile<'_, '_> {
    /// The partner as if they had a file of their own; their problems go to those of the file, their warnings stay theirs.
    fn compiled(self, raw: &RawScenario) -> Option<(Loaded, CoupleRule)> {
        let rule = compile::couple_rule(self.compiler, raw);
        let theirs = Compiler::new(self.compiler.reference);
        let mut partner = compile::partner_of(raw)?;
        self.of_lists.extend(compile::read_lists(&theirs, &mut partner, Path::new(self.identity.file)));
        let compiled = compile::compile(&theirs, &partner, self.identity, &[]);
        let (problems, warnings) = theirs.into_findings();
        self.compiler.problems(problems);
        Some((Loaded::new(compiled?, warnings, self.text, partner), rule?))
    }
}

fn all_of(file_name: &str, text: &str, problems: Vec<Diagnostic>, of_lists: Vec<Diagnostics>) -> Diagnostics {
    let mut all = Diagnostics::new(file_name, text);
    for problem in problems {
        all.push(problem);
    }
    all.sort();
    all.say_once_what_is_not_covered();
    for list in of_lists {
        all.add_list(list);
    }
    all
}
