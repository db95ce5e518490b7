//! The answer of `sweep`.

use crate::decide::answers::sweep::{Axis, Curve, Point, Subject, Sweep, SweepAnswer};
use crate::engine::results::Estimate;
use crate::report::columns::{Column, count, csv, described, named, number, text};
use crate::report::tables::{DOLLARS, SHARE, WORTH};

/// One point of one curve.
struct Row<'a> {
    sweep: &'a Sweep,
    curve: &'a Curve,
    point: &'a Point,
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("subject", "`one_key`, `two_keys`, `applications` or `budget`.", |row| Some(subject(row.sweep.subject))),
        text("portfolio", "Name of the portfolio.", |row| Some(&row.curve.portfolio)),
        text("first", "The first number: its path in the scenario, or its label.", |row| {
            row.curve.axes.first().map(name)
        }),
        number("first_value", "its own", "Value of the first number.", |row| row.point.at.first().copied()),
        text("second", "The second number; empty without one.", |row| row.curve.axes.get(1).map(name)),
        number("second_value", "its own", "Value of the second number; empty without one.", |row| {
            row.point.at.get(1).copied()
        }),
        count("applications", "Applications of the whole portfolio.", |row| row.point.applications),
        number("cost_usd", DOLLARS, "Cost of the whole portfolio.", |row| Some(row.point.cost_usd)),
        estimate("unmatched", SHARE, "P(unmatched).", |row| Some(row.point.unmatched)),
        estimate("residency", SHARE, "A complete residency.", |row| Some(row.point.residency)),
        estimate("value", WORTH, "Expected value; empty without `[values]`.", |row| row.point.value),
        estimate("unmatched_minus_typed", SHARE, "P(unmatched) minus P(unmatched) of the portfolio as typed.", |row| {
            Some(row.point.unmatched_minus_typed)
        }),
    ]
}

/// An estimate whose mean has the plain name.
fn estimate<'a>(
    name: &str,
    unit: &'static str,
    meaning: &'static str,
    of: fn(&Row<'a>) -> Option<Estimate>,
) -> Column<Row<'a>> {
    named(["", "_low", "_high", "_error"].map(|end| format!("{name}{end}")), unit, meaning, of)
}

/// One row a point and portfolio, numbers in full precision.
#[must_use]
pub fn sweep_csv(answer: &SweepAnswer) -> String {
    let curves = answer.sweeps.iter().flat_map(|sweep| sweep.curves.iter().map(move |curve| (sweep, curve)));
    let rows: Vec<Row<'_>> =
        curves.flat_map(|(sweep, curve)| curve.points.iter().map(move |point| Row { sweep, curve, point })).collect();
    csv(&columns(), &rows)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("sweep.csv", "point of a curve", &columns())
}

const fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::OneKey => "one_key",
        Subject::TwoKeys => "two_keys",
        Subject::Applications => "applications",
        Subject::Budget => "budget",
    }
}

fn name(axis: &Axis) -> &str {
    axis.path.as_ref().unwrap_or(&axis.label)
}
