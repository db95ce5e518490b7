//! One CSV table as text: header and shape checked.
//!
//! The values are parsed one by one in [`super::record`]: a reader that casts whole columns cannot say which row and
//! column is wrong.

use csv::{ReaderBuilder, StringRecord, Terminator, Trim};

use super::error::{Place, ReferenceError, nearest};

/// A table with the expected columns, all of them text.
pub(super) struct Table {
    /// File, relative to the data folder.
    pub(super) file: &'static str,
    /// Lines of the data rows, 1-based.
    pub(super) lines: Vec<usize>,
    header: StringRecord,
    rows: Vec<StringRecord>,
}

impl Table {
    /// Reads a table; the columns may stand in any order, and a row stands on one line.
    pub(super) fn read(file: &'static str, text: &str, expected: &[&'static str]) -> Result<Self, ReferenceError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (lines, written): (Vec<usize>, Vec<&str>) = lines.map(|(index, line)| (index + 1, line)).unzip();
        if lines.is_empty() {
            return Err(ReferenceError::Empty { file });
        }
        let text = written.join("\n");
        let mut reader = ReaderBuilder::new()
            .flexible(true)
            .trim(Trim::All)
            .terminator(Terminator::Any(b'\n'))
            .from_reader(text.as_bytes());
        let not_csv = |cause: csv::Error| ReferenceError::NotCsv { file, cause: cause.to_string() };
        let header = reader.headers().map_err(not_csv)?.clone();
        check_header(file, &header, expected)?;
        if let Some(row) = written.iter().position(|row| row.matches('"').count() % 2 == 1) {
            return Err(ReferenceError::OpenQuote { file, line: lines[row] });
        }
        let rows = reader.records().collect::<Result<Vec<StringRecord>, _>>().map_err(not_csv)?;
        let table = Self { file, lines: lines[1..].to_vec(), header, rows };
        table.check_rows()?;
        Ok(table)
    }

    /// The text of a cell; an empty cell is the empty text.
    pub(super) fn cell(&self, row: usize, column: &str) -> &str {
        let place = self.header.iter().position(|name| name == column);
        place.zip(self.rows.get(row)).and_then(|(place, row)| row.get(place)).unwrap_or_default()
    }

    /// The place of a data row, `row` counted from 0.
    pub(super) fn place(&self, row: usize) -> Place {
        Place { file: self.file, row: row + 1, line: self.lines.get(row).copied().unwrap_or_default() }
    }

    /// There are rows, and each has the header's number of fields.
    fn check_rows(&self) -> Result<(), ReferenceError> {
        if self.rows.is_empty() {
            return Err(ReferenceError::Empty { file: self.file });
        }
        let expected = self.header.len();
        match self.rows.iter().enumerate().find(|(_, row)| row.len() != expected) {
            None => Ok(()),
            Some((row, fields)) => {
                Err(ReferenceError::FieldCount { place: self.place(row), found: fields.len(), expected })
            }
        }
    }
}

/// The header has exactly the expected names.
fn check_header(file: &'static str, header: &StringRecord, expected: &[&'static str]) -> Result<(), ReferenceError> {
    let names: Vec<&str> = header.iter().collect();
    let all = || expected.join(", ");
    for (index, name) in names.iter().enumerate() {
        if !expected.contains(name) {
            let hint = nearest(name, expected.iter().copied());
            return Err(ReferenceError::UnknownColumn { file, found: (*name).to_owned(), hint, expected: all() });
        }
        if names[..index].contains(name) {
            return Err(ReferenceError::RepeatedColumn { file, column: (*name).to_owned() });
        }
    }
    match expected.iter().find(|column| !names.contains(column)) {
        Some(missing) => Err(ReferenceError::MissingColumn { file, missing: (*missing).to_owned(), expected: all() }),
        None => Ok(()),
    }
}
