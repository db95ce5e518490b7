//! From the bytes of a list to its programs, with every problem and its row and column.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::cells::{Cell, cells};
use super::columns::{Columns, Header, VISA, columns};
use super::words::{self, Complaint};
use super::{ListedProgram, ProgramList, sheet};
use crate::model::Signal;
use crate::reference::{Reference, SignalTier};
use crate::scenario::diagnose::{Diagnostic, Diagnostics, quoted};

/// Largest list read, bytes: ten times all programs of the country.
pub const LARGEST_LIST: u64 = 4 << 20;

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
    let mut problems = Vec::new();
    let text = text(bytes, LARGEST_LIST, &mut problems);
    let mut header = Header::default();
    let programs =
        if problems.is_empty() { programs(&text, reference, &mut header, &mut problems) } else { Vec::new() };
    if problems.is_empty() {
        let sha256 = format!("{:x}", Sha256::digest(bytes));
        return Ok(ProgramList { file: file.to_owned(), sha256, header, programs });
    }
    let mut all = Diagnostics::new(file, text);
    for problem in problems {
        all.push(problem);
    }
    all.sort();
    Err(all)
}

/// The cells of a table, its header first, as a list is read: with any separator, or from the first sheet of a workbook.
///
/// # Errors
/// When it is no text or no workbook, is larger than `largest`, or has a quoted cell that does not end.
pub fn table(file: &str, bytes: &[u8], largest: u64) -> Result<Vec<Vec<Cell>>, Diagnostics> {
    let mut problems = Vec::new();
    let text = text(bytes, largest, &mut problems);
    let (separator, rows) = rows(&text);
    let mut found = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        match cells(row.text, row.start, separator) {
            Ok(cells) => found.push(cells),
            Err(quote) => problems.push(open_quote(&format!("row {number}"), quote)),
        }
    }
    if problems.is_empty() {
        return Ok(found);
    }
    let mut all = Diagnostics::new(file, text);
    for problem in problems {
        all.push(problem);
    }
    Err(all)
}

/// The text of a list: its bytes, or the first sheet of a workbook as CSV.
fn text<'b>(bytes: &'b [u8], largest: u64, problems: &mut Vec<Diagnostic>) -> Cow<'b, str> {
    if bytes.len() as u64 > largest {
        problems.push(Diagnostic::of_file(format!("the list is larger than {largest} bytes")));
        return Cow::Borrowed("");
    }
    if sheet::is_workbook(bytes) {
        return Cow::Owned(sheet::as_csv(bytes).unwrap_or_else(|problem| {
            problems.push(*problem);
            String::new()
        }));
    }
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, Cow::Owned(_)) && std::str::from_utf8(bytes).is_err() {
        let first = text.find('\u{fffd}').unwrap_or(0);
        problems.push(
            Diagnostic::at(first..first + 3, "the list is not valid UTF-8 text", "this byte is no character")
                .hint("save it as CSV with the encoding UTF-8, or as an Excel workbook (.xlsx)"),
        );
    }
    text
}

/// Most lines of one row: a cell that is broken into lines stands in quotes.
const MOST_LINES_OF_A_ROW: usize = 10;

/// The rows of a list, header first: lines, put together where a quoted cell goes on over several.
fn rows(text: &str) -> (char, Vec<Line<'_>>) {
    let lines: Vec<Line<'_>> = lines(text).collect();
    let separator = lines.first().map_or(',', |header| separator(header.text));
    let mut rows = Vec::with_capacity(lines.len());
    let mut next = 0;
    while let Some(first) = lines.get(next) {
        let until = |last: &Line<'_>| &text[first.start..last.start + last.text.len()];
        let parts = lines[next..].iter().take(MOST_LINES_OF_A_ROW);
        let closed = parts.map(until).position(|row| cells(row, first.start, separator).is_ok());
        let last = closed.unwrap_or(0);
        rows.push(Line { text: until(&lines[next + last]), start: first.start });
        next += last + 1;
    }
    (separator, rows)
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

fn programs(
    text: &str,
    reference: &Reference,
    understood: &mut Header,
    problems: &mut Vec<Diagnostic>,
) -> Vec<ListedProgram> {
    let (separator, rows) = rows(text);
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else {
        problems.push(
            Diagnostic::of_file("the list is empty")
                .hint("the first line names the columns, at least `name,track`; each line after it is a program"),
        );
        return Vec::new();
    };
    let Some(columns) = columns_of(&header, separator, problems) else { return Vec::new() };
    understood.clone_from(&columns.header);
    let rows: Vec<Line<'_>> = rows.collect();
    let reading =
        Reading { separator, has_percentages: has_percentages(&rows, separator, &columns), columns, reference };
    let mut programs: Vec<ListedProgram> = Vec::new();
    let mut seen: HashMap<(String, String), (usize, Range<usize>)> = HashMap::new();
    for (count, line) in (1..).zip(&rows) {
        let Some((program, name)) = reading.row(line, count, problems) else { continue };
        let key = (program.track.clone(), program.name.to_lowercase());
        if let Some((first, place)) = seen.get(&key) {
            problems.push(again(&program, name, *first, place.clone()));
        } else {
            seen.insert(key, (count, name));
            programs.push(program);
        }
    }
    if rows.is_empty() {
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

/// The columns of the header; none if rows cannot be read with it, which is reported.
fn columns_of(header: &Line<'_>, separator: char, problems: &mut Vec<Diagnostic>) -> Option<Columns> {
    match cells(header.text, header.start, separator) {
        Ok(found) => columns(&found, problems),
        Err(quote) => {
            problems.push(open_quote("header", quote));
            None
        }
    }
}

/// Whether the shares of international graduates are percentages somewhere, without the sign.
fn has_percentages(rows: &[Line<'_>], separator: char, columns: &Columns) -> bool {
    let Some(place) = columns.known.iter().position(|column| *column == Some("img_share")) else { return false };
    let cell = |line: &Line<'_>| cells(line.text, line.start, separator).ok()?.into_iter().nth(place);
    rows.iter().filter_map(cell).any(|cell| words::is_bare_percentage(&cell.text))
}

fn open_quote(place: &str, quote: Range<usize>) -> Diagnostic {
    Diagnostic::at(quote, format!("{place}: a quoted cell does not end"), "opened here")
        .hint("close the quote; a quote within a quoted cell is written twice")
}

/// Columns whose cells are taken as they stand, also where they say `-`.
const IN_WORDS: [&str; 4] = ["name", "track", "setting", "notes"];

/// A row being read.
struct Row<'a> {
    number: usize,
    cells: Vec<(&'static str, Cell)>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Row<'_> {
    /// The value of a column; none if the cell is empty or wrong, which is reported.
    fn optional<T>(&mut self, column: &'static str, read: impl Fn(&str) -> Result<T, Complaint>) -> Option<T> {
        let is_stated =
            |cell: &Cell| !cell.text.is_empty() && (IN_WORDS.contains(&column) || !words::is_blank(&cell.text));
        let (_, cell) = self.cells.iter().find(|(name, cell)| *name == column && is_stated(cell))?;
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

/// How rows are read.
struct Reading<'r> {
    separator: char,
    columns: Columns,
    has_percentages: bool,
    reference: &'r Reference,
}

impl Reading<'_> {
    /// The program of a line with the place of its name; none if something is wrong, which is reported.
    fn row(
        &self,
        line: &Line<'_>,
        number: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(ListedProgram, Range<usize>)> {
        let mut row = Row { number, cells: self.cells(line, number, problems)?, problems };
        let name = row.required("name", words::text);
        let track = row.required("track", |cell| words::track(cell, self.reference));
        let has_tiers = track.as_ref().is_some_and(|(track, _)| has_tiers(track, self.reference));
        let (visa_j1, visa_h1b) = row.optional(VISA, words::visas).unwrap_or_default();
        let program = ListedProgram {
            row: number,
            name: String::new(),
            track: String::new(),
            state: row.optional("state", words::state),
            setting: row.optional("setting", words::text),
            sponsors_j1: row.optional("j1", |cell| words::visa_flag(cell, "j1")).or(visa_j1),
            sponsors_h1b: row.optional("h1b", |cell| words::visa_flag(cell, "h1b")).or(visa_h1b),
            img_share: row.optional("img_share", |cell| words::img_share(cell, self.has_percentages)),
            own_fit: row.optional("fit", words::share),
            signal: row.optional::<Option<Signal>>("signal", |cell| words::signal(cell, has_tiers)).flatten(),
            has_tie: row.optional("tie", words::flag).unwrap_or(false),
            has_rotation: row.optional("rotation", words::flag).unwrap_or(false),
            notes: row.optional("notes", words::text),
        };
        let ((name, place), (track, _)) = (name?, track?);
        Some((ListedProgram { name, track, ..program }, place))
    }

    /// The cells of the columns that are read; none if the line cannot be taken apart, which is reported.
    fn cells(
        &self,
        line: &Line<'_>,
        number: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(&'static str, Cell)>> {
        let known = &self.columns.known;
        let found = match cells(line.text, line.start, self.separator) {
            Ok(found) => found,
            Err(quote) => {
                problems.push(open_quote(&format!("row {number}"), quote));
                return None;
            }
        };
        // Spreadsheets leave empty cells out at the end of a row, or add some.
        let beyond = found.iter().skip(known.len()).find(|cell| !cell.text.is_empty());
        if let Some(cell) = beyond {
            let message = format!("row {number}: {} cells, but the header names {} columns", found.len(), known.len());
            problems.push(
                Diagnostic::at(cell.span.clone(), message, "beyond the last column")
                    .hint("quote a cell that contains what separates the columns"),
            );
            return None;
        }
        let end = line.start + line.text.len();
        let nothing = || Cell { text: String::new(), span: end..end };
        let cells = found.into_iter().chain(std::iter::repeat_with(nothing));
        Some(known.iter().zip(cells).filter_map(|(column, cell)| Some(((*column)?, cell))).collect())
    }
}

/// Whether the signals of a track are gold and silver ones, by its newest allotment.
fn has_tiers(track: &str, reference: &Reference) -> bool {
    let group = reference.track(track).and_then(|row| row.signal_group.as_deref());
    group.is_some_and(|group| reference.allotment(group, SignalTier::Gold, u16::MAX).is_some())
}
