//! Several scenarios side by side, as CSV.

use crate::decide::answers::comparison::{ComparedScenario, Entry, ScenarioComparison};
use crate::report::columns::{Column, count, csv, described, estimate, number, text};
use crate::report::tables::{DOLLARS, SHARE, WORTH};

/// A portfolio with its scenario.
struct Row<'a> {
    scenario: &'a ComparedScenario,
    entry: &'a Entry,
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("scenario", "Title, with the file where two scenarios have one title.", |row| Some(&row.scenario.label)),
        text("file", "File as named on the command line.", |row| Some(&row.scenario.identity.file)),
        text("portfolio", "Name of the portfolio.", |row| Some(&row.entry.portfolio)),
        count("applications", "Applications over all lines.", |row| row.entry.applications),
        number("cost_usd", DOLLARS, "Application fees, registration and transcripts.", |row| Some(row.entry.cost_usd)),
        estimate("unmatched_", SHARE, "No position at all.", |row| Some(row.entry.unmatched)),
        estimate("residency_", SHARE, "A complete residency.", |row| Some(row.entry.residency)),
        estimate("expected_value_", WORTH, "Value by the weights of its own scenario; empty without them.", |row| {
            row.entry.expected_value
        }),
    ]
}

/// One row a portfolio: scenario, file, name, cost and the estimates.
#[must_use]
pub fn comparison_csv(comparison: &ScenarioComparison) -> String {
    let entries = comparison.entries.iter();
    let rows: Vec<Row<'_>> =
        entries.map(|entry| Row { scenario: &comparison.scenarios[entry.scenario], entry }).collect();
    csv(&columns(), &rows)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("comparison.csv", "portfolio", &columns())
}
