//! Parts on disk, and that of a study, which says which scenarios it has and in which pieces their numbers are.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::pieces::{read_piece, write_whole};
use crate::decide::answers::study::{Member, Problem, StudyTable, UnusedColumn};
use crate::report::error::ReportError;

/// A part of something that was split, as it stands on disk.
pub trait Listed: Clone + Serialize + DeserializeOwned {
    /// Name of its contract.
    const SCHEMA: &'static str;

    /// What it is a part of.
    const WHOLE: &'static str;

    /// The same with the name of its contract.
    #[must_use]
    fn named(self) -> Self;

    /// Number of the part, from 1, and how many parts there are.
    fn shard(&self) -> (usize, usize);

    /// What must be the same in all parts and is not.
    fn differences(&self, other: &Self) -> Vec<String>;
}

/// The name of the contract of a part.
#[derive(Deserialize)]
struct Named {
    schema: String,
}

/// In what two parts differ.
#[derive(Debug, Default)]
pub struct Differences(pub Vec<String>);

impl Differences {
    /// Takes note of the name with both values, unless they are the same.
    pub fn compare(&mut self, name: &str, one: &dyn ToString, other: &dyn ToString) {
        let (one, other) = (one.to_string(), other.to_string());
        if one != other {
            self.0.push(format!("{name} {one} and {other}"));
        }
    }

    /// Takes note of the name alone, unless they are the same.
    pub fn compare_all(&mut self, name: &str, are_same: bool) {
        if !are_same {
            self.0.push(name.to_owned());
        }
    }
}

/// The part of a study that one run has done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Name of the contract.
    #[serde(default)]
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Study file.
    pub study: String,
    /// Its text.
    pub text: String,
    /// Scenario file.
    pub scenario: String,
    /// SHA-256 of what says which scenarios there are.
    pub study_sha256: String,
    /// SHA-256 of the reference tables.
    pub data_sha256: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Parameter draws.
    pub draws: u64,
    /// Number of the part, from 1.
    pub shard: usize,
    /// How many parts there are.
    pub shards: usize,
    /// Columns of the study.
    pub columns: Vec<String>,
    /// Indices of those that are gone through.
    pub varied: Vec<usize>,
    /// Indices of those by which people are grouped.
    pub by: Vec<usize>,
    /// Columns of the table of people that set nothing.
    #[serde(default)]
    pub unused: Vec<UnusedColumn>,
    /// Whether nothing tells who somebody is.
    pub is_anonymous: bool,
    /// The scenarios.
    pub members: Vec<PartMember>,
    /// Their pieces, in the same order.
    pub pieces: Vec<PartPiece>,
}

/// A scenario of a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartMember {
    /// Row of the table.
    pub row: Option<u64>,
    /// Name of the person.
    pub person: String,
    /// A cell for each column.
    pub cells: Vec<String>,
}

/// A piece of a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartPiece {
    /// Its address.
    pub sha256: String,
    /// How many scenarios it has.
    pub scenarios: usize,
}

impl Listed for Part {
    const SCHEMA: &'static str = "matchfolio.part/1";
    const WHOLE: &'static str = "study";

    fn named(self) -> Self {
        Self { schema: Self::SCHEMA.to_owned(), ..self }
    }

    fn shard(&self) -> (usize, usize) {
        (self.shard, self.shards)
    }

    fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Differences::default();
        found.compare("version", &self.version, &other.version);
        found.compare("seed", &self.seed, &other.seed);
        found.compare("draws", &self.draws, &other.draws);
        found.compare("number of parts", &self.shards, &other.shards);
        found.compare("anonymous", &self.is_anonymous, &other.is_anonymous);
        found.compare_all("study, people or template", self.study_sha256 == other.study_sha256);
        found.compare_all("reference tables (--data)", self.data_sha256 == other.data_sha256);
        found.0
    }
}

/// Folder of the parts, within that of what is split.
const FOLDER: &str = "parts";

/// Writes a part.
///
/// # Errors
///
/// When the file system refuses.
pub fn write_part(part: &impl Listed, directory: &Path) -> Result<(), ReportError> {
    let (shard, shards) = part.shard();
    let path = directory.join(FOLDER).join(format!("part-{shard}-of-{shards}.json"));
    write_whole(&path, crate::report::json::to_json_line(&part.clone().named())?.as_bytes())
}

/// The files of the parts in these folders, each with its folder.
///
/// # Errors
///
/// When a folder has none.
fn files_of_parts(folders: &[PathBuf]) -> Result<Vec<(PathBuf, PathBuf)>, ReportError> {
    let mut files = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(folder.join(FOLDER)).map_err(|_| no_parts(folder))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        if paths.is_empty() {
            return Err(no_parts(folder));
        }
        files.extend(paths.into_iter().map(|path| (folder.clone(), path)));
    }
    Ok(files)
}

/// Whether the first part in these folders is one of `P`.
///
/// # Errors
///
/// When a folder has none, or the file cannot be read.
pub fn are_parts_of<P: Listed>(folders: &[PathBuf]) -> Result<bool, ReportError> {
    let Some((_, path)) = files_of_parts(folders)?.into_iter().next() else { return Ok(false) };
    let bytes = fs::read(&path).map_err(ReportError::file_system("read", &path))?;
    Ok(serde_json::from_slice(&bytes).is_ok_and(|Named { schema }| schema == P::SCHEMA))
}

/// The parts in these folders, each with its folder.
///
/// # Errors
///
/// When a folder has none, or a part cannot be read.
pub fn read_parts<P: Listed>(folders: &[PathBuf]) -> Result<Vec<(PathBuf, P)>, ReportError> {
    let mut parts = Vec::new();
    for (folder, path) in files_of_parts(folders)? {
        let bytes = fs::read(&path).map_err(ReportError::file_system("read", &path))?;
        let no_part =
            |reason: String| ReportError::Parts(format!("{} is no part of a {}: {reason}", path.display(), P::WHOLE));
        let Named { schema } = serde_json::from_slice(&bytes).map_err(|error| no_part(error.to_string()))?;
        if schema != P::SCHEMA {
            return Err(no_part(format!("its contract is `{schema}`; merge parts of one study or of one run")));
        }
        parts.push((folder, serde_json::from_slice(&bytes).map_err(|error| no_part(error.to_string()))?));
    }
    Ok(parts)
}

fn no_parts(folder: &Path) -> ReportError {
    let hint = "name the folder that --out named for `matchfolio study --shard` or `matchfolio run --shard`";
    ReportError::Parts(format!("{} has no part of a study or of a run; {hint}", folder.display()))
}

/// The parts in their order, if they make a whole.
///
/// # Errors
///
/// When a part is missing, there twice, or of something else.
pub fn in_order<P: Listed>(mut parts: Vec<(PathBuf, P)>) -> Result<Vec<(PathBuf, P)>, ReportError> {
    let refused = |message: String| Err(ReportError::Parts(message));
    parts.sort_by_key(|(_, part)| part.shard().0);
    let Some((first_folder, first)) = parts.first() else { return refused("there is no part".to_owned()) };
    for (folder, part) in &parts {
        let differences = part.differences(first);
        if !differences.is_empty() {
            return refused(format!(
                "part {} in {} is not of the same {} as part {} in {}: they differ in {}; merge parts that differ in nothing \
                 but their number",
                part.shard().0,
                folder.display(),
                P::WHOLE,
                first.shard().0,
                first_folder.display(),
                differences.join(", ")
            ));
        }
    }
    if let Some([(one, part), (other, _)]) = parts.array_windows().find(|[(_, a), (_, b)]| a.shard().0 == b.shard().0) {
        let (one, other) = (one.display(), other.display());
        let shard = part.shard().0;
        return refused(format!("part {shard} is there twice, in {one} and in {other}; name only one of them"));
    }
    let of = first.shard().1;
    let missing: Vec<String> = (1..=of)
        .filter(|shard| parts.binary_search_by_key(shard, |(_, part)| part.shard().0).is_err())
        .map(|shard| shard.to_string())
        .collect();
    if !missing.is_empty() {
        let count = missing.len();
        let named = missing.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
        let more = if count > 20 { ", …" } else { "" };
        return refused(format!(
            "{count} of {of} parts are missing: {named}{more}; run them with --shard, then merge again"
        ));
    }
    Ok(parts)
}

/// The whole study, from all of its parts.
///
/// # Errors
///
/// When the parts make no whole ([`in_order`]), and when a piece is missing or damaged.
pub fn whole(parts: Vec<(PathBuf, Part)>) -> Result<(Part, StudyTable), ReportError> {
    let parts = in_order(parts)?;
    let Some((_, first)) = parts.first().cloned() else {
        return Err(ReportError::Parts("there is no part".to_owned()));
    };
    let mut members = Vec::new();
    let mut names = HashMap::new();
    for (folder, part) in &parts {
        let mut of_part = part.members.iter();
        for piece in &part.pieces {
            let found = read_piece(folder, &piece.sha256, piece.scenarios, &mut names).map_err(|reason| {
                ReportError::Parts(format!(
                    "part {} of {} is not whole: {reason}; run it again with --resume",
                    part.shard, part.shards
                ))
            })?;
            members.extend(found.into_iter().zip(of_part.by_ref()).map(|(found, member)| {
                let (outcomes, problems) = match found {
                    Ok(outcomes) => (outcomes, Vec::new()),
                    Err(problems) => (Vec::new(), problems.into_iter().map(|one| of(one, member, part)).collect()),
                };
                let PartMember { row, person, cells } = member.clone();
                Member { row, person, cells, outcomes, problems }
            }));
        }
    }
    let Part { version, study, scenario, columns, by, varied, unused, seed, draws, .. } = first.clone();
    Ok((first, StudyTable { version, seed, draws, study, scenario, columns, by, varied, unused, members }))
}

/// A problem with whom it is about; what it says stays out of an anonymous table, since it may repeat a cell.
fn of(problem: Problem, member: &PartMember, part: &Part) -> Problem {
    let message = if part.is_anonymous { String::new() } else { problem.message };
    Problem { row: member.row, person: member.person.clone(), message, ..problem }
}
