//! Charts of a sweep: curves, and a heat map for two numbers.

use super::catalogue::WIDE;
use super::{curve, heat};
use crate::decide::answers::sweep::{Subject, Sweep, SweepAnswer};
use crate::report::error::ReportError;

/// Every chart of the answer, by stem of its file, as SVG.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_sweep(answer: &SweepAnswer) -> Result<Vec<(&'static str, String)>, ReportError> {
    let drawn = answer.sweeps.iter().map(|sweep| {
        let stem = stem(sweep);
        let svg = match sweep.subject {
            Subject::TwoKeys => heat::draw(answer, sweep, stem, WIDE)?,
            _ => curve::draw(answer, sweep, stem, WIDE)?,
        };
        Ok((stem, svg))
    });
    drawn.collect()
}

/// Name of the chart's files without extension.
fn stem(sweep: &Sweep) -> &'static str {
    match sweep.subject {
        Subject::OneKey => "sweep",
        Subject::TwoKeys => "sweep_of_two",
        Subject::Applications => "risk_against_applications",
        Subject::Budget => "risk_against_budget",
    }
}
