//! One CSV table as text columns: header and shape checked, then read with polars.
//!
//! Every column is read as text by an explicit schema, and the values are parsed one
//! by one in [`super::record`]: a reader that guesses or casts types cannot say which
//! row and column is wrong.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{CsvReadOptions, DataFrame, DataType, Field, Schema, SerReader};

use super::error::{Place, ReferenceError, nearest};

/// A table with the expected columns, all of them text.
pub(super) struct Table {
    /// File, relative to the data folder.
    pub(super) file: &'static str,
    /// Lines of the data rows, 1-based.
    pub(super) lines: Vec<usize>,
    frame: DataFrame,
}

impl Table {
    /// Reads a table; the columns may stand in any order.
    pub(super) fn read(
        file: &'static str,
        text: &str,
        expected: &'static [&'static str],
    ) -> Result<Self, ReferenceError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let Some((_, header)) = lines.next() else {
            return Err(ReferenceError::Empty { file });
        };
        let header = header_names(file, header, expected)?;
        let lines = row_lines(file, lines, header.len())?;
        if lines.is_empty() {
            return Err(ReferenceError::Empty { file });
        }
        let frame = read_frame(file, &without_blank_lines(text), &header)?;
        if frame.height() != lines.len() {
            let cause = format!("{} rows on {} lines", frame.height(), lines.len());
            return Err(ReferenceError::NotCsv { file, cause });
        }
        Ok(Self { file, lines, frame })
    }

    /// The text of a cell; an empty cell is the empty text.
    pub(super) fn cell(&self, row: usize, column: &str) -> &str {
        self.frame
            .column(column)
            .and_then(|values| values.str())
            .ok()
            .and_then(|values| values.get(row))
            .map_or("", str::trim)
    }

    /// The place of a data row, `row` counted from 0.
    pub(super) fn place(&self, row: usize) -> Place {
        Place { file: self.file, row: row + 1, line: self.lines.get(row).copied().unwrap_or_default() }
    }
}

/// The header's names, in file order: exactly the expected ones.
fn header_names(
    file: &'static str,
    header: &str,
    expected: &'static [&'static str],
) -> Result<Vec<String>, ReferenceError> {
    let names: Vec<String> = header.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect();
    for (index, name) in names.iter().enumerate() {
        if !expected.contains(&name.as_str()) {
            let hint = nearest(name, expected.iter().copied());
            return Err(ReferenceError::UnknownColumn {
                file,
                found: name.clone(),
                hint,
                expected: expected.join(", "),
            });
        }
        if names[..index].contains(name) {
            return Err(ReferenceError::RepeatedColumn { file, column: name.clone() });
        }
    }
    match expected.iter().find(|column| !names.iter().any(|name| name == *column)) {
        Some(missing) => {
            Err(ReferenceError::MissingColumn { file, missing: (*missing).to_owned(), expected: expected.join(", ") })
        }
        None => Ok(names),
    }
}

/// The line of each data row, after checking that each has the header's number of fields.
fn row_lines<'a>(
    file: &'static str,
    lines: impl Iterator<Item = (usize, &'a str)>,
    expected: usize,
) -> Result<Vec<usize>, ReferenceError> {
    let mut numbers = Vec::new();
    for (index, text) in lines {
        let line = index + 1;
        let found = field_count(text).ok_or(ReferenceError::OpenQuote { file, line })?;
        if found != expected {
            let place = Place { file, row: numbers.len() + 1, line };
            return Err(ReferenceError::FieldCount { place, found, expected });
        }
        numbers.push(line);
    }
    Ok(numbers)
}

/// Number of fields on a line; none if a quote stays open.
fn field_count(line: &str) -> Option<usize> {
    let mut quoted = false;
    let mut fields = 1;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields += 1,
            _ => {}
        }
    }
    (!quoted).then_some(fields)
}

/// The lines that are rows; polars would make a row of nothing out of a blank one.
fn without_blank_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n")
}

/// Reads the text with polars, every column as text.
fn read_frame(file: &'static str, text: &str, header: &[String]) -> Result<DataFrame, ReferenceError> {
    let schema: Schema = header.iter().map(|name| Field::new(name.as_str().into(), DataType::String)).collect();
    CsvReadOptions::default()
        .with_has_header(true)
        .with_schema(Some(Arc::new(schema)))
        .with_n_threads(Some(1))
        .into_reader_with_file_handle(Cursor::new(text.as_bytes()))
        .finish()
        .map_err(|cause| ReferenceError::NotCsv { file, cause: cause.to_string() })
}
