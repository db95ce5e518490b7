//! Program codes of one year, where a person's own list can start.
//!
//! Read on demand only: no simulation needs it, and it is longer than all other tables together.

use std::path::Path;

use super::error::ReferenceError;
use super::files::Files;
use super::load::Loader;

/// One program: `programs.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramCodeRow {
    /// Code in the Match of the year.
    pub nrmp_code: String,
    /// Institution.
    pub institution: String,
    /// Program at the institution.
    pub program: String,
    /// Two-letter code of the state, where the source has one.
    pub state: Option<String>,
    /// Kind of position as the source has it.
    pub position: String,
    /// Track, where the program is of one of this model.
    pub track: Option<String>,
    /// Year of the Match.
    pub year: u16,
    /// Source.
    pub source_id: String,
}

/// The program codes of `data`, or the built-in ones.
///
/// # Errors
/// When the table, or the sources and tracks that it names, are missing, unreadable or wrong.
pub fn start_list(data: Option<&Path>) -> Result<Vec<ProgramCodeRow>, ReferenceError> {
    let files = data.map_or(Files::Embedded, |folder| Files::Directory(folder.to_owned()));
    let mut loader = Loader::new(files);
    loader.named()?;
    loader.table()
}
