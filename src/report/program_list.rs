//! A curated list as files: the contract, and the application list as a program
//! list of its own.

use super::error::ReportError;
use crate::decide::answers::programs::{CuratedProgram, Decision, Programs};

/// The contract `matchfolio.programs/1` as indented JSON with a line break at the end.
///
/// # Errors
///
/// [`ReportError::Json`] if the answer cannot be encoded.
pub fn to_json(answer: &Programs) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(answer)?;
    text.push('\n');
    Ok(text)
}

/// The programs to apply to in their order, as CSV with the columns of a program
/// list, so that a scenario can name it.
#[must_use]
pub fn application_list(answer: &Programs) -> String {
    let mut text = "name,track,state,setting,j1,h1b,img_share,fit,signal,tie,rotation,notes\n".to_owned();
    for program in answer.programs.iter().filter(|program| program.decision != Decision::Drop) {
        text.push_str(&cells(program).map(|cell| quoted(&cell)).join(","));
        text.push('\n');
    }
    text
}

fn cells(program: &CuratedProgram) -> [String; 12] {
    let yes_no = |known: Option<bool>| known.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned();
    let text = |known: &Option<String>| known.clone().unwrap_or_default();
    let number = |known: Option<f64>| known.map_or_else(String::new, |number| number.to_string());
    let mark = |is_so: bool| if is_so { "yes".to_owned() } else { String::new() };
    [
        program.name.clone(),
        program.track.clone(),
        text(&program.state),
        text(&program.setting),
        yes_no(program.j1),
        yes_no(program.h1b),
        number(program.img_share),
        number(program.fit),
        program.signal.unwrap_or_default().to_owned(),
        mark(program.tie),
        mark(program.rotation),
        text(&program.notes),
    ]
}

fn quoted(cell: &str) -> String {
    let is_plain = !cell.contains([',', '"', '\n', '\r']) && cell.trim() == cell;
    if is_plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}
