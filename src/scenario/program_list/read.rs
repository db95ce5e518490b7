//! From the bytes of a list to its programs, with every problem and its row and column.

use std::collections::HashMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::cells::{Cell, cells};
use super::words::{self, Complaint};
use super::{COLUMNS, ListedProgram, ProgramList};
use crate::reference::Reference;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, did_you_mean, meant, quoted};
use crate::scenario::load::hexadecimal;

/// Largest list read, bytes: ten times all programs of the country.
pub const LARGEST_LIST: u64 = 4 << 20;

/// Columns that a list cannot do without.
const REQUIRED: [&str; 2] = ["name", "track"];

/// What stands between columns: a comma, or what spreadsheets write where numbers have a comma.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The separator of a list: that of its header, which names columns and has no other use for any of them.
fn separator(header: &str) -> char {
    let count = |sign: &char| header.matches(*sign).count();
    // The first wins where none is there: `max_by_key` gives the last of equals.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(',')
}

/// Reads the bytes of the list called `file`.
///
/// # Errors
/// Every problem of the list.
pub fn read(file: &str, bytes: &[u8], reference: &Reference) -> Result<ProgramList, Diagnostics> {
    let text = String::from_utf8_lossy(bytes);
    let mut problems = Vec::new();
    let programs = if bytes.len() as u64 > LARGEST_LIST {
        problems.push(Diagnostic::of_file(format!("the list is larger than {LARGEST_LIST} bytes")));
        Vec::new()
    } else if std::str::from_utf8(bytes).is_err() {
        let first = text.find('\u{fffd}').unwrap_or(0);
        problems.push(
            Diagnostic::at(first..first + 3, "the list is not valid UTF-8 text", "invalid UTF-8")
                .hint("save it as CSV with the encoding UTF-8"),
        );
        Vec::new()
    } else {
        programs(&text, reference, &mut problems)
    };
    if problems.is_empty() {
        let sha256 = hexadecimal(&Sha256::digest(bytes));
        return Ok(ProgramList { file: file.to_owned(), sha256, programs });
    }
    let mut all = Diagnostics::new(file, text);
    for problem in problems {
        all.push(problem);
    }
    all.sort();
    Err(all)
}

/// A line with something on it.
struct Line<'t> {
    text: &'t str,
    /// Byte of the file at which it begins.
    start: usize,
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut start = mark;
    text[mark..].split_inclusive('\n').filter_map(move |line| {
        let begins = start;
        start += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let is_empty = line.chars().all(|sign| SEPARATORS.contains(&sign) || sign.is_whitespace());
        (!is_empty).then_some(Line { text: line, start: begins })
    })
}

fn programs(text: &str, reference: &Reference, problems: &mut Vec<Diagnostic>) -> Vec<ListedProgram> {
    let mut lines = lines(text);
    let Some(header) = lines.next() else {
        problems.push(
            Diagnostic::of_file("the list is empty")
                .hint("the first line names the columns, at least `name,track`; each line after it is a program"),
        );
        return Vec::new();
    };
    let separator = separator(header.text);
    let Some(columns) = columns(&header, separator, problems) else { return Vec::new() };
    let mut programs: Vec<ListedProgram> = Vec::new();
    let mut seen: HashMap<(String, String), (usize, Range<usize>)> = HashMap::new();
    let mut count = 0;
    for line in lines {
        count += 1;
        let Some((program, name)) = row(&line, separator, count, &columns, reference, problems) else { continue };
        let key = (program.track.clone(), program.name.to_lowercase());
        if let Some((first, place)) = seen.get(&key) {
            problems.push(again(&program, name, *first, place.clone()));
        } else {
            seen.insert(key, (count, name));
            programs.push(program);
        }
    }
    if count == 0 {
        let end = header.start + header.text.len();
        problems.push(
            Diagnostic::at(header.start..end, "the list has a header and no program", "no line follows")
                .hint("write one line a program below it"),
        );
    }
    programs
}

fn again(program: &ListedProgram, name: Range<usize>, first: usize, place: Range<usize>) -> Diagnostic {
    let message = format!("row {}, column `name`: {} stands twice for its track", program.row, quoted(&program.name));
    Diagnostic::at(name, message, "again here")
        .related(place, format!("first in row {first}"))
        .hint("take one out, or give the second program of an institution a name of its own")
}

/// The columns of the header by their known names; none if rows cannot be read with it.
fn columns(header: &Line<'_>, separator: char, problems: &mut Vec<Diagnostic>) -> Option<Vec<&'static str>> {
    let found = match cells(header.text, header.start, separator) {
        Ok(found) => found,
        Err(quote) => {
            problems.push(open_quote("header", quote));
            return None;
        }
    };
    let before = problems.len();
    let mut columns: Vec<&'static str> = Vec::new();
    for cell in &found {
        let key: String = cell.text.to_lowercase().replace('-', "").replace(' ', "_");
        match COLUMNS.into_iter().find(|column| *column == key) {
            None => problems.push(unknown_column(cell)),
            Some(column) if columns.contains(&column) => problems.push(Diagnostic::at(
                cell.span.clone(),
                format!("header: column `{column}` stands twice"),
                "again here",
            )),
            Some(column) => columns.push(column),
        }
    }
    for column in REQUIRED.into_iter().filter(|column| !columns.contains(column)) {
        let is_misspelt = found.iter().any(|cell| meant(&cell.text, COLUMNS) == [column]);
        if !is_misspelt {
            let end = header.start + header.text.len();
            let message = format!("header: column `{column}` is missing");
            problems.push(Diagnostic::at(header.start..end, message, "columns of this list"));
        }
    }
    (problems.len() == before).then_some(columns)
}

fn unknown_column(cell: &Cell) -> Diagnostic {
    let problem = Diagnostic::at(
        cell.span.clone(),
        format!("header: unknown column {}", words::found(&cell.text)),
        "no such column",
    );
    let names = meant(&cell.text, COLUMNS);
    let hint = did_you_mean(&names, |name| format!("`{name}`"));
    problem.hint(hint.unwrap_or_else(|| format!("known columns: {}; keep other things in `notes`", COLUMNS.join(", "))))
}

fn open_quote(place: &str, quote: Range<usize>) -> Diagnostic {
    Diagnostic::at(quote, format!("{place}: a quoted cell does not end on its line"), "opened here")
        .hint("close the quote; a quote within a quoted cell is written twice; each program stands on one line")
}

/// A row being read.
struct Row<'a> {
    number: usize,
    cells: Vec<(&'static str, Cell)>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Row<'_> {
    /// The value of a column; none if the cell is empty or wrong, which is reported.
    fn optional<T>(&mut self, column: &'static str, read: impl Fn(&str) -> Result<T, Complaint>) -> Option<T> {
        let (_, cell) = self.cells.iter().find(|(name, cell)| *name == column && !cell.text.is_empty())?;
        match read(&cell.text) {
            Ok(value) => Some(value),
            Err((expected, hint)) => {
                let message = format!("row {}, column `{column}`: {} is wrong", self.number, words::found(&cell.text));
                let mut problem = Diagnostic::at(cell.span.clone(), message, format!("expected {expected}"));
                problem.hint = hint;
                self.problems.push(problem);
                None
            }
        }
    }

    /// The value of a column that must not be empty, with its place.
    fn required<T>(
        &mut self,
        column: &'static str,
        read: impl Fn(&str) -> Result<T, Complaint>,
    ) -> Option<(T, Range<usize>)> {
        let span = self.cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| cell.span.clone())?;
        let is_empty = self.cells.iter().any(|(name, cell)| *name == column && cell.text.is_empty());
        if is_empty {
            let message = format!("row {}, column `{column}`: found nothing", self.number);
            self.problems.push(Diagnostic::at(span, message, "every program needs one"));
            return None;
        }
        Some((self.optional(column, read)?, span))
    }
}

/// The program of a line with the place of its name; none if something is wrong, which is reported.
fn row(
    line: &Line<'_>,
    separator: char,
    number: usize,
    columns: &[&'static str],
    reference: &Reference,
    problems: &mut Vec<Diagnostic>,
) -> Option<(ListedProgram, Range<usize>)> {
    let found = match cells(line.text, line.start, separator) {
        Ok(found) => found,
        Err(quote) => {
            problems.push(open_quote(&format!("row {number}"), quote));
            return None;
        }
    };
    // Spreadsheets leave empty cells out at the end of a row, or add some.
    let beyond = found.iter().skip(columns.len()).find(|cell| !cell.text.is_empty());
    if let Some(cell) = beyond {
        let message = format!("row {number}: {} cells, but the header names {} columns", found.len(), columns.len());
        problems.push(
            Diagnostic::at(cell.span.clone(), message, "beyond the last column")
                .hint("quote a cell that contains what separates the columns"),
        );
        return None;
    }
    let end = line.start + line.text.len();
    let nothing = || Cell { text: String::new(), span: end..end };
    let cells = found.into_iter().chain(std::iter::repeat_with(nothing));
    let mut row = Row { number, cells: columns.iter().copied().zip(cells).collect(), problems };
    let name = row.required("name", words::text);
    let track = row.required("track", |cell| words::track(cell, reference));
    let program = ListedProgram {
        row: number,
        name: String::new(),
        track: String::new(),
        state: row.optional("state", words::state),
        setting: row.optional("setting", words::text),
        sponsors_j1: row.optional("j1", words::flag),
        sponsors_h1b: row.optional("h1b", words::flag),
        img_share: row.optional("img_share", words::share),
        own_fit: row.optional("fit", words::share),
        signal: row.optional("signal", words::signal).flatten(),
        has_tie: row.optional("tie", words::flag).unwrap_or(false),
        has_rotation: row.optional("rotation", words::flag).unwrap_or(false),
        notes: row.optional("notes", words::text),
    };
    let ((name, place), (track, _)) = (name?, track?);
    Some((ListedProgram { name, track, ..program }, place))
}
