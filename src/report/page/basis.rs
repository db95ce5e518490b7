//! What the numbers rest on, as the page shows it.

use serde::Serialize;

use crate::decide::answers::basis::{Basis, Origin, SharedNumber};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::report::document::{Table, dash, words};
use crate::report::percent::signed;

/// The section: what is said of numbers; the sources are told as they are.
#[derive(Debug, Serialize)]
pub(in crate::report) struct ViewBasis<'a> {
    /// How many numbers are assumptions, in a sentence.
    summary: String,
    assumptions: Table,
    effects: Table,
    of: &'a Basis,
}

/// Makes the section; `moves` says how much each number matters.
pub(in crate::report) fn view_basis<'a>(basis: &'a Basis, moves: Option<&Sensitivity>) -> ViewBasis<'a> {
    let all = || basis.assumptions.iter().chain(&basis.effects);
    let assumed = all().filter(|number| number.origin == Origin::Assumption).count();
    ViewBasis {
        summary: format!(
            "{assumed} of the {} numbers that all specialties share are assumptions of this project. Each has an \
             uncertainty, which is part of every plausible range. The others are computed from published figures. The \
             chances in each specialty come from published outcomes of earlier applicants.",
            all().count()
        ),
        assumptions: numbers(&basis.assumptions, "Assumption", moves),
        effects: numbers(&basis.effects, "Effect, log-odds of an invitation", moves),
        of: basis,
    }
}

fn numbers(of: &[SharedNumber], what: &str, moves: Option<&Sensitivity>) -> Table {
    let row = |number: &SharedNumber| {
        let unit = number.unit.as_ref().map_or_else(String::new, |unit| format!(" (for: {unit})"));
        vec![
            format!("{}{unit}", number.words),
            decimal(number.value),
            number
                .interval90
                .map_or_else(|| "fixed".to_owned(), |[low, high]| format!("{} to {}", decimal(low), decimal(high))),
            origin(number.origin).to_owned(),
            moves.map_or_else(dash, |moves| leans(moves, number)),
            number.source_id.clone(),
            number.note.clone(),
        ]
    };
    let header = [what, "Value", "Plausible range", "Origin", "Effect on unmatched, points", "Source", "Reason"];
    Table::new(header.map(words), of.iter().map(row))
}

/// The answer at the two ends of the number's range.
fn leans(moves: &Sensitivity, number: &SharedNumber) -> String {
    // The shifts between pools are drawn together, under one key.
    let key = if number.key == "pool_shift_spread" { "pool_shift" } else { number.key.as_str() };
    match moves.leanings.iter().find(|leaning| leaning.key == key && !leaning.is_negligible()) {
        Some(leaning) => format!("{} to {}", signed(&leaning.low.unmatched), signed(&leaning.high.unmatched)),
        None => "none".to_owned(),
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Published => "published",
        Origin::Computed => "computed",
        Origin::Fit => "fitted",
        Origin::Assumption => "assumption",
    }
}

/// Two decimals with a true minus sign; a negative zero is a plain one.
fn decimal(value: f64) -> String {
    format!("{:.2}", (value * 100.0).round() / 100.0 + 0.0).replace('-', "−")
}
