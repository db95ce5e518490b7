//! The application list of `programs`, as a program list of its own.

use crate::decide::answers::programs::{CuratedProgram, Decision, Programs};
use crate::report::columns::{Column, csv, described, number, text};
use crate::report::tables::SHARE;

fn columns<'a>() -> Vec<Column<&'a CuratedProgram>> {
    vec![
        text("name", "Name of the program.", |one| Some(&one.name)),
        text("track", "Key of its track.", |one| Some(&one.track)),
        text("state", "Two-letter code; empty if the list does not state it, as in the columns below.", |one| {
            one.state.as_deref()
        }),
        text("setting", "Setting, in your own words.", |one| one.setting.as_deref()),
        text("j1", "`yes` or `no`: whether it sponsors a J-1.", |one| one.j1.map(yes_or_no)),
        text("h1b", "`yes` or `no`: whether it sponsors an H-1B.", |one| one.h1b.map(yes_or_no)),
        number("img_share", SHARE, "Share of international graduates among its residents.", |one| one.img_share),
        number("fit", "0 to 1", "How well you think you fit.", |one| one.fit),
        text("signal", "Signal wanted: `gold`, `silver`, or `yes` where there is one tier.", |one| one.signal),
        text("tie", "`yes`: the applicant has a stated tie to the place.", |one| one.tie.then_some("yes")),
        text("rotation", "`yes`: it knows the applicant from a rotation.", |one| one.rotation.then_some("yes")),
        text("notes", "Note.", |one| one.notes.as_deref()),
    ]
}

/// The programs to apply to in their order, as CSV with the columns of a program
/// list, so that a scenario can name it.
#[must_use]
pub fn application_list(answer: &Programs) -> String {
    let kept: Vec<&CuratedProgram> =
        answer.programs.iter().filter(|program| program.decision != Decision::Drop).collect();
    csv(&columns(), &kept)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("programs.csv", "program of the application list, in its order", &columns())
}

const fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
