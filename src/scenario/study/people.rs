//! The table of people: a header and one row for each person.

use serde_json::Value;

use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::scenario::program_list;

/// Largest table read, bytes: some millions of people.
pub const LARGEST_TABLE: u64 = 1 << 30;

/// A header, and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The cells; empty where nothing is stated.
    pub rows: Vec<Vec<String>>,
}

/// The table of a CSV file or of the first sheet of a workbook.
///
/// # Errors
/// When it is neither, or a row has more cells than the header.
pub fn table(file: &str, bytes: &[u8]) -> Result<People, Diagnostics> {
    let mut rows = program_list::table(file, bytes, LARGEST_TABLE)?.into_iter();
    let header: Vec<String> = rows.next().unwrap_or_default().into_iter().map(|cell| cell.text).collect();
    let mut problems = Diagnostics::new(file, String::from_utf8_lossy(bytes));
    let mut people = People { header, rows: Vec::new() };
    for (number, row) in (1..).zip(rows) {
        let number: usize = number;
        if row.iter().skip(people.header.len()).any(|cell| !cell.text.is_empty()) {
            let (cells, columns) = (row.len(), people.header.len());
            let message = format!("row {number}: {cells} cells, but the header names {columns} columns");
            problems.push(Diagnostic::of_file(message).hint("quote a cell that contains what separates the columns"));
        }
        let mut cells: Vec<String> = row.into_iter().map(|cell| cell.text).collect();
        cells.resize(people.header.len(), String::new());
        people.rows.push(cells);
    }
    if people.rows.is_empty() {
        let hint = "the first line names the columns, for example `name,step2_ck,visa`; each line below it is a person";
        problems.push(Diagnostic::of_file("the table has no person in it").hint(hint));
    }
    if problems.is_empty() { Ok(people) } else { Err(problems) }
}

impl People {
    /// The people of JSON lines, one object each; sections may be objects within, or keys with dots.
    ///
    /// # Errors
    /// Every line that is no object.
    pub fn of_json_lines(text: &str) -> Result<Self, Diagnostics> {
        let file = "standard input";
        let mut problems = Diagnostics::new(file, "");
        let mut people = Self::default();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let number: usize = number;
            match serde_json::from_str(line) {
                Ok(object @ Value::Object(_)) => {
                    let mut row = vec![String::new(); people.header.len()];
                    people.add(&mut row, String::new(), &object);
                    people.rows.push(row);
                }
                Ok(_) => problems.push(Diagnostic::of_file(format!("line {number} is no JSON object")).hint(OBJECT)),
                Err(error) => {
                    let message = format!("line {number}, column {}: {error}", error.column());
                    problems.push(Diagnostic::of_file(message).hint(OBJECT));
                }
            }
        }
        if people.rows.is_empty() && problems.is_empty() {
            problems.push(Diagnostic::of_file("standard input has no person in it").hint(OBJECT));
        }
        let columns = people.header.len();
        people.rows.iter_mut().for_each(|row| row.resize(columns, String::new()));
        if problems.is_empty() { Ok(people) } else { Err(problems) }
    }

    /// Adds what a value says to a row, under its path.
    fn add(&mut self, row: &mut Vec<String>, path: String, value: &Value) {
        let cell = match value {
            Value::Object(keys) => {
                for (key, value) in keys {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.add(row, path, value);
                }
                return;
            }
            Value::Null => String::new(),
            Value::String(text) => text.trim().to_owned(),
            other => other.to_string(),
        };
        let column = self.header.iter().position(|known| *known == path).unwrap_or_else(|| {
            self.header.push(path);
            self.header.len() - 1
        });
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = cell;
    }
}

/// What a line should be.
const OBJECT: &str = "write one object on each line, such as {\"name\": \"A\", \"step2_ck\": 240}";
