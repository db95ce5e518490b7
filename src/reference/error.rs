//! What can be wrong with the tables.

use std::path::PathBuf;

/// Where in a table something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// File, relative to the data folder.
    pub file: &'static str,
    /// Data row, the first after the header is 1.
    pub row: usize,
    /// Line of the file, the header usually is 1.
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}, row {} (line {})", self.file, self.row, self.line)
    }
}

/// What is wrong with the tables, or missing from them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// A file of the data folder cannot be read.
    #[error("cannot read {}: {cause}; a data folder needs every table of `matchfolio data`", path.display())]
    Unreadable {
        /// File.
        path: PathBuf,
        /// What the operating system says.
        cause: std::io::Error,
    },
    /// A file is larger than any table can be.
    #[error("{} is larger than {limit_mib} MiB; a reference table never is", path.display())]
    TooLarge {
        /// File.
        path: PathBuf,
        /// Largest size allowed, MiB.
        limit_mib: u64,
    },
    /// A file that is not UTF-8 text.
    #[error("{} is not UTF-8 text; save it as CSV in UTF-8", path.display())]
    NotText {
        /// File.
        path: PathBuf,
    },
    /// A table without rows.
    #[error("{file}: found no rows; expected a header and at least one row")]
    Empty {
        /// File.
        file: &'static str,
    },
    /// A column that the table does not have.
    #[error("{file}, header: unknown column `{found}`{hint}; expected the columns {expected}")]
    UnknownColumn {
        /// File.
        file: &'static str,
        /// Name found.
        found: String,
        /// Nearest known name, as words.
        hint: String,
        /// Names expected.
        expected: String,
    },
    /// A column that is missing.
    #[error("{file}, header: missing column `{missing}`; expected the columns {expected}")]
    MissingColumn {
        /// File.
        file: &'static str,
        /// Name missing.
        missing: String,
        /// Names expected.
        expected: String,
    },
    /// A column named twice.
    #[error("{file}, header: column `{column}` stands twice; keep one")]
    RepeatedColumn {
        /// File.
        file: &'static str,
        /// Name.
        column: String,
    },
    /// A row with too many or too few fields.
    #[error("{place}: found {found} fields, expected {expected}; quote a field that contains a comma")]
    FieldCount {
        /// Row.
        place: Place,
        /// Fields found.
        found: usize,
        /// Fields expected.
        expected: usize,
    },
    /// A quoted field that does not end on its line.
    #[error("{file}, line {line}: a quoted field does not end on this line; expected one line a row")]
    OpenQuote {
        /// File.
        file: &'static str,
        /// Line.
        line: usize,
    },
    /// The CSV reader gave up.
    #[error("{file}: not readable as CSV: {cause}")]
    NotCsv {
        /// File.
        file: &'static str,
        /// What the reader says.
        cause: String,
    },
    /// A value of the wrong type, out of range, or unknown.
    #[error("{place}, column `{column}`: found {found}, expected {expected}")]
    Value {
        /// Row.
        place: Place,
        /// Column.
        column: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// Two rows with one key.
    #[error("{place}, column `{column}`: found {key} again, first in row {first_row}; expected every key once")]
    RepeatedKey {
        /// Second row.
        place: Place,
        /// Columns that make the key.
        column: String,
        /// Key.
        key: String,
        /// First row.
        first_row: usize,
    },
    /// A key that the program needs has no row.
    #[error("{file}, column `{column}`: no row for `{key}`; expected one row for each of {expected}")]
    MissingKey {
        /// File.
        file: &'static str,
        /// Column.
        column: &'static str,
        /// Key missing.
        key: String,
        /// Keys expected.
        expected: String,
    },
    /// Tables that belong together do not fit.
    #[error("{file}, column `{column}`: found `{key}`, expected {expected}")]
    Unconnected {
        /// File.
        file: &'static str,
        /// Column.
        column: &'static str,
        /// Key found.
        key: String,
        /// What would be right.
        expected: String,
    },
    /// The tiers of a season's application fees have a gap or an overlap, or do not end open.
    #[error(
        "{file}, column `tier_from`: season {season}: found as next tier {found}, expected {expected}; tiers start at 1, leave no gap and the last has no `tier_to`"
    )]
    BrokenTiers {
        /// File.
        file: &'static str,
        /// Season.
        season: u16,
        /// Tier found, as words.
        found: String,
        /// Tier expected, as words.
        expected: String,
    },
    /// The covariances of a track are none, or not those of its standard deviations.
    #[error("{file}: the covariances for {whom} {problem}; write both tables anew with `matchfolio calibrate`")]
    WrongCovariances {
        /// File.
        file: &'static str,
        /// Track and applicant type.
        whom: String,
        /// What is wrong with them.
        problem: &'static str,
    },
    /// The tables lack what a prior needs.
    #[error(
        "{file}: no {what} for {whom}; choose another track or applicant type, or add the row and pass the folder with `--data`"
    )]
    NotCovered {
        /// File that would have the row.
        file: &'static str,
        /// What is missing.
        what: String,
        /// Track, and applicant type where it matters.
        whom: String,
    },
}

/// Words that name the known key nearest to `found`, empty if none is near.
pub(super) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    known
        .into_iter()
        .map(|key| (strsim::jaro_winkler(found, key), key))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(String::new, |(_, key)| format!(" (did you mean `{key}`?)"))
}
