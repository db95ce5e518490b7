//! The header of a list: which column holds what, by the names that people give columns.

use super::COLUMNS;
use super::cells::Cell;
use super::words;
use crate::reference::words::{Meaning, WordKind, meaning};
use crate::scenario::diagnose::{Diagnostic, did_you_mean, meant};

/// Columns that a list cannot do without.
const REQUIRED: [&str; 2] = ["name", "track"];

/// A column that says of both visas which are sponsored.
pub const VISA: &str = "visa";

/// How the header of a list was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Columns under another name than this program's, with what they are taken for.
    pub renamed: Vec<(String, &'static str)>,
    /// Columns that are skipped.
    pub skipped: Vec<String>,
}

/// The columns of a list.
pub struct Columns {
    /// What each column holds; none is skipped.
    pub known: Vec<Option<&'static str>>,
    /// How it is told.
    pub header: Header,
}

/// The column that a name of a header stands for.
fn column(name: &str) -> Option<&'static str> {
    match meaning(WordKind::Column, name) {
        Some(Meaning::Key(key)) => COLUMNS.into_iter().chain([VISA]).find(|column| *column == key),
        _ => None,
    }
}

/// Whether two names are the same but for case, spaces and punctuation.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(one) == letters(other)
}

/// The columns of a header; none if rows cannot be read with it, which is reported.
pub fn columns(found: &[Cell], problems: &mut Vec<Diagnostic>) -> Option<Columns> {
    let before = problems.len();
    let mut known: Vec<Option<&'static str>> = Vec::new();
    let mut header = Header::default();
    for cell in found {
        let meant = column(&cell.text);
        let first = known.iter().position(|other| meant.is_some() && *other == meant);
        match (meant, first) {
            (Some(column), None) => {
                if column == VISA || !is_same(&cell.text, column) {
                    header.renamed.push((cell.text.clone(), column));
                }
                known.push(Some(column));
            }
            (Some(column), Some(first)) if is_same(&found[first].text, &cell.text) => {
                let message = format!("header: column `{column}` stands twice");
                problems.push(Diagnostic::at(cell.span.clone(), message, "again here"));
                known.push(None);
            }
            // Spreadsheets leave empty columns at the end.
            _ if cell.text.is_empty() => known.push(None),
            _ => {
                header.skipped.push(cell.text.clone());
                known.push(None);
            }
        }
    }
    for missing in REQUIRED.into_iter().filter(|column| !known.contains(&Some(column))) {
        problems.push(without(missing, found));
    }
    (problems.len() == before).then_some(Columns { known, header })
}

/// That a column is missing, or which one may be meant for it.
fn without(column: &'static str, found: &[Cell]) -> Diagnostic {
    if let Some(cell) =
        found.iter().find(|cell| self::column(&cell.text).is_none() && meant(&cell.text, COLUMNS) == [column])
    {
        let message = format!("header: unknown column {}", words::found(&cell.text));
        let problem = Diagnostic::at(cell.span.clone(), message, "no such column");
        return problem.hint(did_you_mean(&[column], |name| format!("`{name}`")).unwrap_or_default());
    }
    let span = match (found.first(), found.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    };
    let hint = match column {
        "track" => "add a column `track` with the specialty of each program, for example `Internal Medicine`",
        _ => "the first line names the columns: call the one with the names of the programs `name`",
    };
    Diagnostic::at(span, format!("header: column `{column}` is missing"), "columns of this list").hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell { text: text.to_owned(), span: 0..text.len() }
    }

    #[test]
    fn every_name_of_a_column_in_the_table_of_words_is_a_column() {
        for name in COLUMNS.into_iter().chain([VISA]) {
            assert_eq!(column(name), Some(name));
        }
        let table = include_str!("../../../data/words/aliases.csv");
        for line in table.lines().filter_map(|line| line.strip_prefix("column,")) {
            let name = line.split(',').next().unwrap();
            assert!(column(name).is_some(), "{line}");
        }
    }

    #[test]
    fn columns_are_mapped_by_their_names_and_others_are_skipped_by_name() {
        let found = ["Program Name", "City", "Specialty", "% IMG", "", "State"].map(cell);
        let columns = columns(&found, &mut Vec::new()).unwrap();
        assert_eq!(columns.known, [Some("name"), None, Some("track"), Some("img_share"), None, Some("state")]);
        assert_eq!(columns.header.skipped, ["City"]);
        let renamed = [("Program Name", "name"), ("Specialty", "track"), ("% IMG", "img_share")];
        assert_eq!(columns.header.renamed, renamed.map(|(name, column)| (name.to_owned(), column)));
    }
}
