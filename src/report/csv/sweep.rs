//! The answer of `sweep`.

use super::{estimate_cells, row};
use crate::decide::answers::sweep::{Curve, Point, Subject, Sweep, SweepAnswer};

const HEADER: &str = "subject,portfolio,first,first_value,second,second_value,applications,cost_usd,\
unmatched,unmatched_low,unmatched_high,unmatched_error,\
residency,residency_low,residency_high,residency_error,\
value,value_low,value_high,value_error,\
unmatched_minus_typed,unmatched_minus_typed_low,unmatched_minus_typed_high,unmatched_minus_typed_error\n";

/// One row a point and portfolio, numbers in full precision.
#[must_use]
pub fn sweep_csv(answer: &SweepAnswer) -> String {
    let mut text = HEADER.to_owned();
    for sweep in &answer.sweeps {
        for curve in &sweep.curves {
            for point in &curve.points {
                text.push_str(&row(&cells(sweep, curve, point)));
            }
        }
    }
    text
}

fn cells(sweep: &Sweep, curve: &Curve, point: &Point) -> Vec<String> {
    let subject = match sweep.subject {
        Subject::OneKey => "one_key",
        Subject::TwoKeys => "two_keys",
        Subject::Applications => "applications",
        Subject::Budget => "budget",
    };
    let mut cells = vec![subject.to_owned(), curve.portfolio.clone()];
    for place in 0..2 {
        let axis = curve.axes.get(place);
        cells.push(axis.map_or_else(String::new, |axis| axis.path.as_ref().unwrap_or(&axis.label).clone()));
        cells.push(point.at.get(place).map_or_else(String::new, ToString::to_string));
    }
    cells.extend([point.applications.to_string(), point.cost_usd.to_string()]);
    let estimates =
        [Some(&point.unmatched), Some(&point.residency), point.value.as_ref(), Some(&point.unmatched_minus_typed)];
    cells.extend(estimates.into_iter().flat_map(estimate_cells));
    cells
}
