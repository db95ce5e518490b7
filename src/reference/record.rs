//! One row of a table: its values parsed and checked one by one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::csv::Table;
use super::error::{ReferenceError, nearest};
use crate::model::ApplicantType;

/// What rows may name: the sources and tracks of the tables read so far. Before there are any, all names pass.
#[derive(Default)]
pub(super) struct Names {
    /// Keys of the sources.
    pub(super) sources: BTreeSet<String>,
    /// Keys of the tracks.
    pub(super) tracks: BTreeSet<String>,
    /// Keys of the sources that rows have named.
    pub(super) used: RefCell<BTreeSet<String>>,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    table: &'a Table,
    row: usize,
    names: &'a Names,
}

impl<'a> Record<'a> {
    /// The row `row` of a table, counted from 0.
    pub(super) fn new(table: &'a Table, row: usize, names: &'a Names) -> Self {
        Self { table, row, names }
    }

    /// An error about one value of this row.
    pub(super) fn wrong(
        self,
        column: &'static str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> ReferenceError {
        let place = self.table.place(self.row);
        ReferenceError::Value { place, column, found: found.into(), expected: expected.into() }
    }

    /// Text that may be empty.
    #[expect(clippy::unnecessary_wraps, reason = "every kind of column can be wrong, but this one")]
    pub(super) fn remark(self, column: &'static str) -> Result<String, ReferenceError> {
        Ok(self.cell(column).to_owned())
    }

    /// Text, or nothing.
    #[expect(clippy::unnecessary_wraps, reason = "every kind of column can be wrong, but this one")]
    pub(super) fn optional_text(self, column: &'static str) -> Result<Option<String>, ReferenceError> {
        Ok(Some(self.cell(column).to_owned()).filter(|text| !text.is_empty()))
    }

    /// The text of a cell.
    pub(super) fn cell(self, column: &str) -> &'a str {
        self.table.cell(self.row, column)
    }

    /// Text that must not be empty.
    pub(super) fn text(self, column: &'static str) -> Result<String, ReferenceError> {
        let text = self.cell(column);
        if text.is_empty() { Err(self.wrong(column, "nothing", "a text")) } else { Ok(text.to_owned()) }
    }

    /// A key in snake case.
    pub(super) fn key(self, column: &'static str) -> Result<String, ReferenceError> {
        let text = self.text(column)?;
        let is_snake = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if is_snake { Ok(text) } else { Err(self.wrong(column, quoted(&text), "a key of a-z, 0-9 and _")) }
    }

    /// A key in snake case that may be empty.
    pub(super) fn optional_key(self, column: &'static str) -> Result<Option<String>, ReferenceError> {
        if self.is_empty(column) { Ok(None) } else { self.key(column).map(Some) }
    }

    /// The key of a source.
    pub(super) fn source(self, column: &'static str) -> Result<String, ReferenceError> {
        let id = self.named(column, &self.names.sources, "a source_id of sources.csv")?;
        self.names.used.borrow_mut().insert(id.clone());
        Ok(id)
    }

    /// The key of a track.
    pub(super) fn track(self, column: &'static str) -> Result<String, ReferenceError> {
        self.named(column, &self.names.tracks, "a track of tracks/tracks.csv")
    }

    /// The key of a track, or nothing.
    pub(super) fn optional_track(self, column: &'static str) -> Result<Option<String>, ReferenceError> {
        if self.is_empty(column) { Ok(None) } else { self.track(column).map(Some) }
    }

    fn named(self, column: &'static str, known: &BTreeSet<String>, expected: &str) -> Result<String, ReferenceError> {
        let key = self.key(column)?;
        if known.is_empty() || known.contains(&key) {
            return Ok(key);
        }
        let hint = nearest(&key, known.iter().map(String::as_str));
        Err(self.wrong(column, quoted(&key), format!("{expected}{hint}")))
    }

    /// A value that is written as a word.
    pub(super) fn word<T: Word>(self, column: &'static str) -> Result<T, ReferenceError> {
        self.one_of(column, T::WORDS)
    }

    /// An applicant type.
    pub(super) fn applicant_type(self, column: &'static str) -> Result<ApplicantType, ReferenceError> {
        self.one_of(column, &ApplicantType::ALL.map(|kind| (kind.key(), kind)))
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(self, column: &'static str, known: &[(&str, T)]) -> Result<T, ReferenceError> {
        let text = self.cell(column);
        known.iter().find(|(key, _)| *key == text).map(|(_, value)| *value).ok_or_else(|| {
            let keys: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
            let hint = nearest(text, keys.iter().copied());
            self.wrong(column, quoted(text), format!("one of {}{hint}", keys.join(", ")))
        })
    }

    /// A finite number in a range.
    pub(super) fn number(self, column: &'static str, range: RangeInclusive<f64>) -> Result<f64, ReferenceError> {
        let text = self.cell(column);
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && range.contains(&number) => Ok(number),
            _ => Err(self.wrong(column, quoted(text), format!("a number from {} to {}", range.start(), range.end()))),
        }
    }

    /// A number in a range, or nothing.
    pub(super) fn optional_number(
        self,
        column: &'static str,
        range: RangeInclusive<f64>,
    ) -> Result<Option<f64>, ReferenceError> {
        if self.is_empty(column) { Ok(None) } else { self.number(column, range).map(Some) }
    }

    /// A number above 0, up to `limit`.
    pub(super) fn positive(self, column: &'static str, limit: f64) -> Result<f64, ReferenceError> {
        let number = self.number(column, 0.0..=limit)?;
        if number > 0.0 { Ok(number) } else { Err(self.wrong(column, "0", format!("a number above 0, up to {limit}"))) }
    }

    /// A whole number in a range.
    pub(super) fn whole(self, column: &'static str, range: RangeInclusive<u32>) -> Result<u32, ReferenceError> {
        let text = self.cell(column);
        match text.parse::<u32>() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => {
                let expected = format!("a whole number from {} to {}", range.start(), range.end());
                Err(self.wrong(column, quoted(text), expected))
            }
        }
    }

    /// A whole number in a range, or nothing.
    pub(super) fn optional_whole(
        self,
        column: &'static str,
        range: RangeInclusive<u32>,
    ) -> Result<Option<u32>, ReferenceError> {
        if self.is_empty(column) { Ok(None) } else { self.whole(column, range).map(Some) }
    }

    /// A year or season.
    pub(super) fn year(self, column: &'static str) -> Result<u16, ReferenceError> {
        let text = self.cell(column);
        match text.parse::<u16>() {
            Ok(year) if (1952..=2100).contains(&year) => Ok(year),
            _ => Err(self.wrong(column, quoted(text), "a year from 1952 (the first Match) to 2100")),
        }
    }

    fn is_empty(self, column: &'static str) -> bool {
        self.cell(column).is_empty()
    }
}

/// A value that tables write as one of a few words; `words!` implements it.
pub(super) trait Word: Copy + PartialEq + 'static {
    /// Every word with its value.
    const WORDS: &'static [(&'static str, Self)];

    /// The word for the value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}

/// The text of a cell as it is shown in a message, shortened where it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None if text.is_empty() => "nothing".to_owned(),
        None => format!("`{text}`"),
    }
}
