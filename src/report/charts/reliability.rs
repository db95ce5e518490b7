//! Chart: how often published figures lie below the points of their predictions.

use super::heading::{self, MARGIN};
use super::palette::{CALM, FAINT, GRID, TICK};
use super::sketch::{Anchor, Area, Sketch};
use super::ticks::Scale;
use crate::report::error::ReportError;

const DOT: f64 = 4.0;
const STEPS: [f64; 6] = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0];
const SIDE: f64 = 320.0;

/// What the chart is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct ReliabilityChart {
    /// Share of the predictive distribution below a point, and share of the published figures below it, 0 to 1.
    pub points: Vec<(f64, f64)>,
    /// Number of figures.
    pub figures: usize,
}

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw(chart: &ReliabilityChart, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(chart, width);
    sketch.finish("reliability", height, &finding(chart), &description(chart))
}

fn sheet(chart: &ReliabilityChart, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Points on the line mean that the ranges are as wide as they should be. A curve that is flatter than the line means \
                       that they are too narrow.";
    let top = heading::draw(&mut sketch, &finding(chart), explanation) + 22.0;
    let side = SIDE.min(width - 2.0 * MARGIN - 60.0);
    let plot = Area { x0: MARGIN + 46.0, y0: top, x1: MARGIN + 46.0 + side, y1: top + side };
    let across = Scale { low: 0.0, high: 100.0, from: plot.x0, to: plot.x1 };
    let up = Scale { low: 0.0, high: 100.0, from: plot.y1, to: plot.y0 };
    for step in STEPS {
        let (x, y) = (across.at(step), up.at(step));
        sketch.line(&[(x, plot.y0), (x, plot.y1)], GRID, 1.0);
        sketch.line(&[(plot.x0, y), (plot.x1, y)], GRID, 1.0);
        sketch.words((x, plot.y1 + 12.0), format!("{step:.0}%"), TICK, Anchor::Middle);
        sketch.words((plot.x0 - 6.0, y), format!("{step:.0}%"), TICK, Anchor::End);
    }
    sketch.dashes((plot.x0, plot.y1), (plot.x1, plot.y0), FAINT, 1.2);
    sketch.words((plot.x0.midpoint(plot.x1), plot.y1 + 30.0), "predicted share below", TICK, Anchor::Middle);
    sketch.words((MARGIN, plot.y0 - 14.0), "observed share below", TICK, Anchor::Start);
    let places: Vec<(f64, f64)> = chart.points.iter().map(|(x, y)| (across.at(100.0 * x), up.at(100.0 * y))).collect();
    sketch.line(&places, CALM, 1.4);
    for place in places {
        sketch.dot(place, DOT, CALM);
    }
    (sketch, plot.y1 + 46.0 + MARGIN)
}

fn finding(chart: &ReliabilityChart) -> String {
    format!("How often {} published figures lie below the points of their predictions", chart.figures)
}

fn description(chart: &ReliabilityChart) -> String {
    let parts = chart.points.iter().map(|(x, y)| format!("{:.0}%: {:.0}%", 100.0 * x, 100.0 * y));
    format!("Predicted and observed share of figures below a point. {}.", parts.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::{NARROW, WIDE};

    fn chart() -> ReliabilityChart {
        ReliabilityChart { points: vec![(0.05, 0.1), (0.5, 0.4), (0.95, 0.85)], figures: 42 }
    }

    #[test]
    fn the_diagram_says_every_point_in_words() {
        let svg = draw(&chart(), WIDE).expect("drawn");
        for words in ["42 published figures", "50%: 40%", "95%: 85%"] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        for width in [WIDE, NARROW] {
            sheet(&chart(), width).0.assert_texts_are_apart(width, "reliability");
        }
    }
}
