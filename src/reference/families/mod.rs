//! One file a family of tables: its columns, how a row is parsed, and what must hold of it.

mod applicants;
mod effects;
mod fees;
mod interview_counts;
mod invitation_rates;
mod listings;
mod match_counts;
mod parameters;
mod pathways;
mod pools;
mod program_codes;
mod rank_distributions;
mod score_bands;
mod signals;
mod soap;
mod sources;
mod step2_outcomes;
mod targets;
mod tracks;
mod validation;
mod visa;
mod words;

use super::error::ReferenceError;
use super::record::Record;

/// A row that a table is made of.
pub(super) trait Row: Sized {
    /// File, relative to the data folder.
    const FILE: &'static str;
    /// The table shipped with the program.
    const EMBEDDED: &'static str;
    /// What the table holds, for `matchfolio data`.
    const DESCRIBES: &'static str;
    /// Columns.
    const COLUMNS: &'static [&'static str];
    /// Columns that together are unique.
    const KEY: &'static [&'static str];

    /// Whether the table may have no rows.
    const MAY_BE_EMPTY: bool = false;

    /// Parses and checks one row.
    fn parse(record: Record<'_>) -> Result<Self, ReferenceError>;

    /// The sources that the row names, with the column that names them.
    fn sources(&self) -> Vec<(&'static str, &str)>;

    /// The track that the row is about, if it is about one.
    fn track(&self) -> Option<&str> {
        None
    }
}
