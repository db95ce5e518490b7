//! A scenario as a tree in which values are set.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::StudyError;
use super::key::{Key, Part};
use crate::model::{ApplicantType, Visa};
use crate::reference::words::{Meaning, WordKind, meaning};
use crate::reference::{Reference, read_bytes};
use crate::scenario::load::{LARGEST_FILE, ScenarioError, compile_bytes};
use crate::scenario::program_list::flag;

/// The scenario that everybody begins with.
#[derive(Clone, Debug)]
pub struct Template {
    /// File, as the study names it.
    pub file: String,
    /// What it says.
    pub tree: Table,
}

impl Template {
    /// Reads the file. What is missing in it may come from the table of people, so it is checked with that.
    ///
    /// # Errors
    /// When it cannot be read or is no TOML.
    pub fn load(path: &Path, reference: &Reference) -> Result<Self, StudyError> {
        let unreadable = |source| ScenarioError::Unreadable { path: path.to_owned(), source };
        let bytes = read_bytes(path, LARGEST_FILE).map_err(unreadable)?;
        let file = path.display().to_string();
        if let Some(tree) = std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()) {
            return Ok(Self { file, tree });
        }
        match compile_bytes(&file, &bytes, reference) {
            Err(problems) => Err(ScenarioError::Wrong(problems).into()),
            Ok(_) => Err(StudyError::Key { place: file, problem: "the file is no TOML table".to_owned() }),
        }
    }

    /// The text with these values set.
    ///
    /// # Errors
    /// When a tree cannot be written, which no cell can bring about.
    pub fn text<'c>(&self, cells: impl IntoIterator<Item = (&'c Key, &'c str)>) -> Result<String, String> {
        let mut tree = Value::Table(self.tree.clone());
        for (key, cell) in cells {
            set(&mut tree, &key.parts, value(key, cell));
        }
        toml::to_string(&tree).map_err(|error| error.to_string())
    }

    /// What the template says of a key, as a cell would; none where it says nothing, or a list.
    pub fn cell(&self, key: &Key) -> Option<String> {
        let (first, rest) = key.parts.split_first()?;
        let Part::Key(first) = first else { return None };
        let value = rest.iter().try_fold(self.tree.get(first)?, |value, part| match part {
            Part::Key(key) => value.get(key.as_str()),
            Part::Index(index) => value.get(*index),
        })?;
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Program lists that the text of a scenario made from the template names.
    pub fn lists(tree: &Table) -> Vec<String> {
        let lines = tree.get("portfolio").and_then(Value::as_array).into_iter().flatten();
        let lines = lines.filter_map(|portfolio| portfolio.get("line")?.as_array()).flatten();
        lines.filter_map(|line| Some(line.get("program_list")?.as_str()?.to_owned())).collect()
    }
}

fn set(tree: &mut Value, parts: &[Part], value: Value) {
    let Some((first, rest)) = parts.split_first() else {
        *tree = value;
        return;
    };
    let below = match (first, tree) {
        (Part::Key(key), Value::Table(table)) => table.entry(key.clone()).or_insert_with(|| Value::Table(Table::new())),
        (Part::Index(index), Value::Array(items)) => match items.get_mut(*index) {
            Some(item) => item,
            None => return,
        },
        // Whatever stood here was no section; it becomes one, and the reader of scenarios says what it thinks of that.
        (Part::Key(key), other) => {
            *other = Value::Table(Table::new());
            match other {
                Value::Table(table) => table.entry(key.clone()).or_insert_with(|| Value::Table(Table::new())),
                _ => return,
            }
        }
        (Part::Index(_), _) => return,
    };
    set(below, rest, value);
}

/// Keys that are true or false; in tables people write yes or no.
const FLAGS: [&str; 4] = ["step2_ck_pending", "step3_passed", "reapplicant", "sponsors_only"];

/// Keys that are texts even if they look like numbers.
const TEXTS: [&str; 2] = ["title", "failed_with"];

/// The key that a cell means in words, such as `j1` for `J-1`: case, spaces and punctuation do not count.
fn word(name: &str, cell: &str) -> Option<&'static str> {
    let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase();
    let (kind, mut keys): (WordKind, Vec<&'static str>) = match name {
        "visa" => (WordKind::Visa, [Visa::None, Visa::J1, Visa::H1bOnly, Visa::J1OrH1b].map(Visa::key).to_vec()),
        "type" => (WordKind::ApplicantType, ApplicantType::ALL.map(ApplicantType::key).to_vec()),
        _ => return None,
    };
    keys.retain(|key| letters(key) == letters(cell));
    match (keys.first(), meaning(kind, cell)) {
        (Some(key), _) => Some(key),
        (None, Some(Meaning::Key(key))) => Some(key),
        _ => None,
    }
}

/// What a cell says, the same for all ways of saying it, such as `J-1` and `j1`.
pub fn meaning_of(key: &Key, cell: &str) -> String {
    value(key, cell).to_string()
}

/// What a cell says, as a scenario would say it.
fn value(key: &Key, cell: &str) -> Value {
    let name = match key.parts.last() {
        Some(Part::Key(name)) => name.as_str(),
        _ => "",
    };
    let text = || Value::String(cell.to_owned());
    if TEXTS.contains(&name) {
        return text();
    }
    if let Some(word) = word(name, cell) {
        return Value::String(word.to_owned());
    }
    if FLAGS.contains(&name)
        && let Ok(is_true) = flag(cell)
    {
        return Value::Boolean(is_true);
    }
    if cell.starts_with(['[', '{'])
        && let Ok(tree) = format!("x = {cell}").parse::<Table>()
    {
        return tree.get("x").cloned().unwrap_or_else(text);
    }
    let number = cell.replace(',', "");
    let is_grouped = number != cell && cell.split(',').skip(1).all(|group| group.len() == 3);
    let cell = if is_grouped { number.as_str() } else { cell };
    match (cell.parse::<i64>(), cell.parse::<f64>()) {
        (Ok(whole), _) => Value::Integer(whole),
        // Workbooks write whole numbers with a decimal point.
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        (_, Ok(number)) if number.fract() == 0.0 && number.abs() < 1e15 => Value::Integer(number as i64),
        (_, Ok(number)) if number.is_finite() => Value::Float(number),
        _ => text(),
    }
}

/// Where the value of a key stands in a text.
pub fn place(text: &str, key: &Key) -> Option<Range<usize>> {
    let root = DeTable::parse(text).ok()?;
    let mut parts = key.parts.iter();
    let Part::Key(first) = parts.next()? else { return None };
    let mut value = root.get_ref().get(first.as_str())?;
    for part in parts {
        value = match (part, value.get_ref()) {
            (Part::Key(key), DeValue::Table(table)) => table.get(key.as_str())?,
            (Part::Index(index), DeValue::Array(items)) => items.get(*index)?,
            _ => return None,
        };
    }
    Some(value.span())
}
