//! `matchfolio data`: the reference tables, their sources, and what is assumed.

use std::fmt::Write as _;

use super::arguments::{Common, DataOptions};
use super::failure::Failure;
use super::terminal::print;
use crate::reference::{Judged, Origin, Reference, ReferenceError};

/// The reference tables: those of `--data`, or the built-in ones.
///
/// # Errors
///
/// When a table is missing, unreadable or wrong.
pub fn reference(common: &Common) -> Result<Reference, ReferenceError> {
    common.data.as_deref().map_or_else(Reference::embedded, Reference::from_directory)
}

pub(super) fn execute(options: &DataOptions, common: &Common) -> Result<(), Failure> {
    let reference = reference(common)?;
    let text = if options.assumptions {
        assumptions(&reference)
    } else if options.sources {
        sources(&reference)
    } else {
        tables(&reference)
    };
    print(&text)
}

/// Every table with its rows and sources.
#[must_use]
pub fn tables(reference: &Reference) -> String {
    let mut text = String::new();
    for table in &reference.tables {
        let _ = writeln!(text, "{} ({} rows)\n  {}", table.path, table.rows, table.describes);
        if !table.sources.is_empty() {
            let _ = writeln!(text, "  sources: {}", table.sources.join(", "));
        }
    }
    text.push_str("\nmatchfolio data --sources shows the sources in full, --assumptions what is assumed.\n");
    text
}

/// Every source in full.
#[must_use]
pub fn sources(reference: &Reference) -> String {
    let mut text = String::new();
    for source in &reference.sources {
        let _ = writeln!(
            text,
            "{}\n  {}: {} ({}), {}\n  {}",
            source.source_id,
            source.publisher,
            source.title,
            source.year,
            source.table,
            if source.address.is_empty() { "no address known" } else { &source.address }
        );
    }
    text
}

/// Every effect and assumption with its value, uncertainty and origin.
#[must_use]
pub fn assumptions(reference: &Reference) -> String {
    let mut text = "Effects on the log-odds of an invitation (90 % interval)\n".to_owned();
    for effect in &reference.effects {
        let _ = writeln!(
            text,
            "  {:<24} {:>6.2} ({:.2} to {:.2}) {}; {}\n    {}",
            effect.effect,
            effect.value,
            effect.low,
            effect.high,
            effect.unit,
            origin(effect.origin),
            effect.note
        );
    }
    text.push_str("\nAssumptions of the model\n");
    for row in &reference.assumptions {
        let parameters: Vec<String> = [row.first, row.second].iter().flatten().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "  {:<24} {} = {}, prior {} {}\n    {}",
            row.assumption,
            row.symbol,
            row.value,
            row.prior,
            parameters.join(", "),
            row.note
        );
    }
    text.push_str(&after_match_day(reference));
    text
}

/// What is taken to happen after Match Day: every number that is not printed in a source as it stands.
fn after_match_day(reference: &Reference) -> String {
    let mut text = "\nAfter Match Day (90 % interval)\n".to_owned();
    let mut row = |name: String, judged: &Judged| {
        let Judged { value, low, high, note, .. } = judged;
        let _ = writeln!(text, "  {name:<50} {value} ({low} to {high}); {}\n    {note}", origin(judged.origin));
    };
    for soap in &reference.soap {
        row(format!("SOAP: {}", soap.name()), &soap.judged);
    }
    for activity in &reference.activities {
        row(format!("{}: {}", activity.activity, activity.quantity.name()), &activity.judged);
    }
    for step in &reference.transitions {
        if let Some(chance) = &step.chance {
            row(format!("{} to {}", step.from, step.to), chance);
        }
    }
    for state in reference.states.iter().filter(|state| state.origin == Origin::Assumption) {
        if let Some(years) = state.years.filter(|years| *years > 0) {
            let _ = writeln!(text, "  {:<50} {years} years; assumption\n    {}", state.state, state.note);
        }
    }
    text
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Published => "published",
        Origin::Computed => "computed from published figures",
        Origin::Fit => "fitted",
        Origin::Assumption => "assumption",
    }
}
