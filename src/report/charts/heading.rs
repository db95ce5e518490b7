//! Heading of a chart: the finding, and what is drawn.

use super::palette::{SUBTITLE, TITLE};
use super::sketch::Sketch;
use super::text;

/// Space around every chart, in pixels.
pub(super) const MARGIN: f64 = 14.0;

/// Most lines a finding may take.
const TITLE_LINES: usize = 5;
/// Most lines the explanation may take.
const SUBTITLE_LINES: usize = 6;
/// Widest portfolio name in a finding, in characters.
pub(super) const NAME_IN_TITLE: usize = 40;

/// Draws the heading; gives the height at which the chart may begin.
pub(super) fn draw(sketch: &mut Sketch, finding: &str, explanation: &str) -> f64 {
    let width = sketch.width() - 2.0 * MARGIN;
    let title = text::wrapped(finding, TITLE.size, width, TITLE_LINES);
    let subtitle = text::wrapped(explanation, SUBTITLE.size, width, SUBTITLE_LINES);
    let below_title = sketch.paragraph(MARGIN, MARGIN, &title, TITLE);
    sketch.paragraph(MARGIN, below_title + 3.0, &subtitle, SUBTITLE) + 10.0
}
