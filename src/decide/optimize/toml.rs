//! A portfolio as a block that can be pasted into a scenario file.

use std::fmt::Write as _;

use crate::decide::edits::signals_of;
use crate::model::{Line, Portfolio, Role, Screening, TrackKind};
use crate::scenario::Scenario;

/// `portfolio` as the scenario file would say it.
#[must_use]
pub fn block(portfolio: &Portfolio, scenario: &Scenario) -> String {
    let mut text = format!("[[portfolio]]\nname = \"{}\"\n", portfolio.name);
    for line in &portfolio.lines {
        let track = &scenario.prior.tracks[line.track];
        // Writing to a string cannot fail.
        let _ = write!(text, "[[portfolio.line]]\ntrack = \"{}\"\nprograms = {}\n", track.id, line.programs);
        if let Some(region) = &line.region {
            let _ = writeln!(text, "states = {}", region.states_as_written());
        }
        text.push_str(&screening(line.screening));
        if line.sponsors_only {
            text.push_str("sponsors_only = true\n");
        }
        for (key, count) in signals_of(line, &scenario.prior) {
            let _ = writeln!(text, "{key} = {count}");
        }
        for (key, count) in counts(line) {
            if count > 0 {
                let _ = writeln!(text, "{key} = {count}");
            }
        }
        if track.kind == TrackKind::Preliminary {
            text.push_str(role(line.role));
        }
    }
    text
}

fn counts(line: &Line) -> [(&'static str, u32); 4] {
    [
        ("geographic_ties", line.geographic_ties),
        ("rotations", line.rotations),
        ("keep", line.keep.unwrap_or(0)),
        ("interview_priority", line.interview_priority.unwrap_or(0)),
    ]
}

fn screening(screening: Screening) -> String {
    match screening {
        Screening::Typical => String::new(),
        Screening::None => "screening = \"none\"\n".to_owned(),
        Screening::Researched => "screening = \"researched\"\n".to_owned(),
        Screening::Level(level) => format!("screening = {level}\n"),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Pgy1 => "role = \"pgy1\"\n",
        Role::Primary => "role = \"primary\"\n",
        Role::Both => "role = \"both\"\n",
    }
}
