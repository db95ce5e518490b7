//! Studies: a template scenario, and a table of people or a grid of values that are set in it (`docs/studies.md`).

mod file;
mod key;
mod members;
mod people;
mod template;

use thiserror::Error;

use super::diagnose::Diagnostics;
use super::load::ScenarioError;

pub use file::StudyFile;
pub use members::{Column, Study, Text, Wrong};
pub use people::{LARGEST_TABLE, People, table};

/// Why there is no study.
#[derive(Debug, Error)]
pub enum StudyError {
    /// The study file or its template.
    #[error(transparent)]
    File(#[from] ScenarioError),
    /// The table of people.
    #[error("{0}")]
    Table(Diagnostics),
    /// A column of the table, or a key of the grid or of a change.
    #[error("{place}: {problem}")]
    Key {
        /// Where it stands.
        place: String,
        /// What is wrong and what to type.
        problem: String,
    },
}
