//! The part of a study that one run has done: which scenarios it has, and in which pieces their numbers are.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::pieces::{read_piece, write_whole};
use crate::decide::answers::study::{Member, Problem, StudyTable};
use crate::report::error::ReportError;

/// Name of the contract of a part.
const SCHEMA: &str = "matchfolio.part/1";

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

impl Part {
    /// Where the list of a part stands.
    fn path(&self, directory: &Path) -> PathBuf {
        directory.join("parts").join(format!("part-{}-of-{}.json", self.shard, self.shards))
    }

    /// What must be the same in all parts of a study.
    fn identity(&self) -> impl PartialEq + '_ {
        (&self.version, &self.study_sha256, &self.data_sha256, self.seed, self.draws, self.shards, self.is_anonymous)
    }
}

/// Writes the list of a part.
///
/// # Errors
///
/// When the file system refuses.
pub fn write_part(part: &Part, directory: &Path) -> Result<(), ReportError> {
    let part = Part { schema: SCHEMA.to_owned(), ..part.clone() };
    write_whole(&part.path(directory), crate::report::json::to_json_line(&part)?.as_bytes())
}

/// The parts in these folders, each with its folder.
///
/// # Errors
///
/// When a folder has none, or a part cannot be read.
pub fn read_parts(folders: &[PathBuf]) -> Result<Vec<(PathBuf, Part)>, ReportError> {
    let mut parts = Vec::new();
    for folder in folders {
        let inside = folder.join("parts");
        let entries = fs::read_dir(&inside).map_err(|_| no_parts(folder))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        if paths.is_empty() {
            return Err(no_parts(folder));
        }
        for path in paths {
            let bytes = fs::read(&path).map_err(ReportError::file_system("read", &path))?;
            let part: Part = serde_json::from_slice(&bytes)
                .map_err(|error| ReportError::Parts(format!("{} is no part of a study: {error}", path.display())))?;
            parts.push((folder.clone(), part));
        }
    }
    Ok(parts)
}

fn no_parts(folder: &Path) -> ReportError {
    let hint = "name the folder that `matchfolio study --shard … --out` wrote";
    ReportError::Parts(format!("{} has no part of a study; {hint}", folder.display()))
}

/// The whole study, from all of its parts.
///
/// # Errors
///
/// When a part is missing, there twice, or of another study, and when a piece is missing or damaged.
pub fn whole(mut parts: Vec<(PathBuf, Part)>) -> Result<(Part, StudyTable), ReportError> {
    let refused = |message: String| Err(ReportError::Parts(message));
    parts.sort_by_key(|(_, part)| part.shard);
    let Some((first_folder, first)) = parts.first().cloned() else { return refused("there is no part".to_owned()) };
    for (folder, part) in &parts {
        if part.identity() != first.identity() {
            return refused(format!(
                "part {} in {} is not of the same study as part {} in {}: {}; merge parts of one study, version, data, seed \
                 and number of draws",
                part.shard,
                folder.display(),
                first.shard,
                first_folder.display(),
                differences(part, &first)
            ));
        }
    }
    if let Some([(one, part), (other, _)]) = parts.array_windows().find(|[(_, a), (_, b)]| a.shard == b.shard) {
        let (one, other) = (one.display(), other.display());
        return refused(format!("part {} is there twice, in {one} and in {other}; name only one of them", part.shard));
    }
    let missing: Vec<String> = (1..=first.shards)
        .filter(|shard| parts.binary_search_by_key(shard, |(_, part)| part.shard).is_err())
        .map(|shard| shard.to_string())
        .collect();
    if !missing.is_empty() {
        let (count, of) = (missing.len(), first.shards);
        let named = missing.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
        let more = if count > 20 { ", …" } else { "" };
        return refused(format!(
            "{count} of {of} parts are missing: {named}{more}; run them with --shard, then merge again"
        ));
    }
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
    let Part { version, study, scenario, columns, by, varied, seed, draws, .. } = first.clone();
    Ok((first, StudyTable { version, seed, draws, study, scenario, columns, by, varied, members }))
}

/// A problem with whom it is about; what it says stays out of an anonymous table, since it may repeat a cell.
fn of(problem: Problem, member: &PartMember, part: &Part) -> Problem {
    let message = if part.is_anonymous { String::new() } else { problem.message };
    Problem { row: member.row, person: member.person.clone(), message, ..problem }
}

fn differences(part: &Part, first: &Part) -> String {
    let mut found = Vec::new();
    let mut add = |name: &str, one: &dyn ToString, other: &dyn ToString| {
        let (one, other) = (one.to_string(), other.to_string());
        if one != other {
            found.push(format!("{name} {one} and {other}"));
        }
    };
    add("version", &part.version, &first.version);
    add("seed", &part.seed, &first.seed);
    add("draws", &part.draws, &first.draws);
    add("number of parts", &part.shards, &first.shards);
    add("anonymous", &part.is_anonymous, &first.is_anonymous);
    if part.study_sha256 != first.study_sha256 {
        found.push("study, people or template".to_owned());
    }
    if part.data_sha256 != first.data_sha256 {
        found.push("reference tables (--data)".to_owned());
    }
    format!("they differ in {}", found.join(", "))
}
