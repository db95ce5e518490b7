//! The answer of `sweep` as JSON and CSV.

use std::fmt::Write as _;

use super::error::ReportError;
use crate::decide::answers::sweep::{Curve, Point, Subject, Sweep, SweepAnswer};
use crate::engine::results::Estimate;

/// The contract `matchfolio.sweep/1` as indented JSON with a line break at the end.
///
/// # Errors
///
/// [`ReportError::Json`] if the answer cannot be encoded.
pub fn to_json(answer: &SweepAnswer) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(answer)?;
    text.push('\n');
    Ok(text)
}

const HEADER: &str = "subject,portfolio,first,first_value,second,second_value,applications,cost_usd,\
unmatched,unmatched_low,unmatched_high,unmatched_error,\
residency,residency_low,residency_high,residency_error,\
value,value_low,value_high,value_error,\
unmatched_minus_typed,unmatched_minus_typed_low,unmatched_minus_typed_high,unmatched_minus_typed_error\n";

/// One row a point and portfolio, numbers in full precision.
#[must_use]
pub fn to_csv(answer: &SweepAnswer) -> String {
    let mut text = HEADER.to_owned();
    for sweep in &answer.sweeps {
        for curve in &sweep.curves {
            for point in &curve.points {
                row(&mut text, sweep, curve, point);
            }
        }
    }
    text
}

fn row(text: &mut String, sweep: &Sweep, curve: &Curve, point: &Point) {
    let subject = match sweep.subject {
        Subject::OneKey => "one_key",
        Subject::TwoKeys => "two_keys",
        Subject::Applications => "applications",
        Subject::Budget => "budget",
    };
    let mut cells = vec![subject.to_owned(), quoted(&curve.portfolio)];
    for place in 0..2 {
        let axis = curve.axes.get(place);
        cells.push(axis.map_or_else(String::new, |axis| quoted(axis.path.as_ref().unwrap_or(&axis.label))));
        cells.push(point.at.get(place).map_or_else(String::new, ToString::to_string));
    }
    cells.extend([point.applications.to_string(), point.cost_usd.to_string()]);
    let estimates =
        [Some(&point.unmatched), Some(&point.residency), point.value.as_ref(), Some(&point.unmatched_minus_typed)];
    cells.extend(estimates.into_iter().flat_map(four));
    let _ = writeln!(text, "{}", cells.join(","));
}

fn four(estimate: Option<&Estimate>) -> [String; 4] {
    estimate.map_or_else(Default::default, |estimate| {
        let [low, high] = estimate.interval90;
        [estimate.mean, low, high, estimate.mc_error].map(|number| number.to_string())
    })
}

/// A text as a cell (RFC 4180).
fn quoted(text: &str) -> String {
    let is_plain = !text.contains(['"', ',', '\n', '\r']);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}
