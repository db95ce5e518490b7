//! One cell to one value, or what is wrong with it.

use super::states::is_state;
use crate::model::Signal;
use crate::reference::Reference;
use crate::scenario::diagnose::{did_you_mean, meant, quoted};

/// What was expected instead, and a hint.
pub type Complaint = (String, Option<String>);

/// Longest name or remark, characters.
const LONGEST: usize = 200;

/// A text of at most 200 characters.
pub fn text(cell: &str) -> Result<String, Complaint> {
    if cell.chars().count() <= LONGEST && !cell.chars().any(char::is_control) {
        return Ok(cell.to_owned());
    }
    Err((format!("at most {LONGEST} characters, none of them a control character"), None))
}

/// `yes` or `no`.
pub fn flag(cell: &str) -> Result<bool, Complaint> {
    match cell.to_ascii_lowercase().as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(("`yes`, `no` or nothing".to_owned(), Some("leave it empty where it is not known".to_owned()))),
    }
}

/// A number from 0 to 1, or a percentage.
pub fn share(cell: &str) -> Result<f64, Complaint> {
    let (digits, unit) = match cell.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None => (cell, 1.0),
    };
    match digits.parse::<f64>() {
        Ok(number) if (0.0..=unit).contains(&number) => Ok(number / unit + 0.0),
        Ok(number) if (1.0..=100.0).contains(&number) => {
            Err(("a number from 0 to 1".to_owned(), Some(format!("if it is a percentage, write {number}%"))))
        }
        _ => Err(("a number from 0 to 1, or a percentage such as 35%".to_owned(), None)),
    }
}

/// A signal.
pub fn signal(cell: &str) -> Result<Option<Signal>, Complaint> {
    match cell.to_ascii_lowercase().as_str() {
        "gold" => Ok(Some(Signal::Gold)),
        "silver" => Ok(Some(Signal::Silver)),
        "yes" => Ok(Some(Signal::Plain)),
        "no" => Ok(None),
        _ => Err((
            "`gold`, `silver`, `yes`, `no` or nothing".to_owned(),
            Some("`gold` and `silver` where the specialty has two tiers, `yes` where it has one".to_owned()),
        )),
    }
}

/// The two-letter code of a state, in capitals.
pub fn state(cell: &str) -> Result<String, Complaint> {
    let code = cell.to_ascii_uppercase();
    if is_state(&code) {
        return Ok(code);
    }
    Err(("the two-letter code of a state, DC or a territory, for example `NY`".to_owned(), None))
}

/// The key of a track.
pub fn track(cell: &str, reference: &Reference) -> Result<String, Complaint> {
    let is_meant = |row: &&crate::reference::rows::TrackRow| {
        row.track == cell || row.name.eq_ignore_ascii_case(cell) || row.short_name.eq_ignore_ascii_case(cell)
    };
    if let Some(row) = reference.tracks.iter().find(is_meant) {
        return Ok(row.track.clone());
    }
    let names = meant(cell, reference.tracks.iter().map(|row| row.track.as_str()));
    let hint = did_you_mean(&names, |name| format!("`{name}`"));
    let hint = hint.unwrap_or_else(|| "`matchfolio data` and docs/scenario-format.md list the tracks".to_owned());
    Err(("the key of a track".to_owned(), Some(hint)))
}

/// What was found, for a message.
pub fn found(cell: &str) -> String {
    if cell.is_empty() { "nothing".to_owned() } else { quoted(cell) }
}
