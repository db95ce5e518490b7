//! The application list of `programs`, as a program list of its own.

use super::row;
use crate::decide::answers::programs::{CuratedProgram, Decision, Programs};

/// The programs to apply to in their order, as CSV with the columns of a program
/// list, so that a scenario can name it.
#[must_use]
pub fn application_list(answer: &Programs) -> String {
    let mut text = "name,track,state,setting,j1,h1b,img_share,fit,signal,tie,rotation,notes\n".to_owned();
    for program in answer.programs.iter().filter(|program| program.decision != Decision::Drop) {
        text.push_str(&row(&cells(program)));
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
