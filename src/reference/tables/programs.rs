//! `programs.csv`: program codes of one year, where a person's own list can start.
//!
//! Read on demand only: no simulation needs it, and it is longer than all other tables together.

use std::path::Path;

use crate::reference::error::ReferenceError;
use crate::reference::files::Files;
use crate::reference::load::Loader;
use crate::reference::table::table;

table! {
    /// One program.
    pub struct ProgramCodeRow: "programs.csv", "program codes of 2023, where a program list can start";
    key: nrmp_code;
    columns:
    /// Code in the Match of the year.
    nrmp_code: String = text,
    institution: String = text,
    /// Program at the institution.
    program: String = text,
    /// Two-letter code of the state, where the source has one.
    state: Option<String> = optional_text,
    /// Kind of position as the source has it.
    position: String = key,
    /// Track, where the program is of one of this model.
    track: Option<String> = optional_track,
    /// Year of the Match.
    year: u16 = year,
    source_id: String = source,
}

/// The program codes of `data`, or the built-in ones.
///
/// # Errors
/// When the table, or the sources and tracks that it names, are missing, unreadable or wrong.
pub fn start_list(data: Option<&Path>) -> Result<Vec<ProgramCodeRow>, ReferenceError> {
    let files = data.map_or(Files::Embedded, |folder| Files::Directory(folder.to_owned()));
    let mut loader = Loader::new(files);
    loader.table::<super::Source>()?;
    loader.table::<super::TrackRow>()?;
    loader.table()
}
