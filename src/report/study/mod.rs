//! Studies on disk: pieces as they are finished, parts that list them, and the tables of the whole.

mod frame;
mod parts;
mod pieces;
mod summary;

pub use frame::people_of_parquet;
pub use parts::{
    Differences, Listed, Part, PartMember, PartPiece, are_parts_of, in_order, read_parts, whole, write_part,
};
pub use pieces::{is_finished, write_piece};
pub use summary::people_columns;

use std::path::{Path, PathBuf};

use super::answers::Answer;
use super::artifact::artifact;
use super::error::ReportError;
use super::folder::WrittenReport;
use super::folder::{claim, replace};
use super::html;
use crate::decide::answers::study::{StudyAnswer, StudyTable};

/// The answer that a whole study gives.
///
/// # Errors
///
/// When a table cannot be put together.
pub fn answer(table: &StudyTable) -> Result<StudyAnswer, ReportError> {
    let frame = frame::Frame::of(table)?;
    let groups = frame.groups(table)?;
    Ok(summary::summary(table, groups))
}

/// Begins a study in `directory`: it is ours from now on, with the pieces that come first.
///
/// # Errors
///
/// What the file system says.
pub fn begin(directory: &Path) -> Result<(), ReportError> {
    claim(directory)
}

/// Writes the tables, the summary and the page of a whole study into `directory`; what else is there stays.
///
/// # Errors
///
/// When something cannot be made, or the file system refuses.
pub fn write_study(
    table: &StudyTable,
    answer: &StudyAnswer,
    origin: &html::Origin<'_>,
    directory: &Path,
) -> Result<WrittenReport, ReportError> {
    let frame = frame::Frame::of(table)?;
    let mut files = vec![
        artifact("study.html", html::answer_page(answer, origin)?),
        artifact("study.json", answer.json()?),
        artifact("study.csv", frame.csv(table)),
        (PathBuf::from("study.parquet"), frame.parquet()?),
        artifact("people.csv", answer.csv()?),
    ];
    if !answer.groups.is_empty() {
        files.push(artifact("groups.csv", summary::groups_csv(answer)));
    }
    if !answer.problems.is_empty() {
        files.push(artifact("problems.csv", summary::problems_csv(answer)));
    }
    replace(directory, true, files)
}
