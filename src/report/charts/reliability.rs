//! Chart: how often published figures lie below the points of their predictions.

use super::calibration::share_against_share;
use super::prelude::*;

const DOT: f64 = 4.0;
const SIDE: f64 = 380.0;

/// What the chart is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct ReliabilityChart {
    /// Share of the predictive distribution below a point, and share of the published figures below it, 0 to 1.
    pub points: Vec<(f64, f64)>,
    /// Number of figures.
    pub figures: usize,
}

impl Picture for ReliabilityChart {
    fn finding(&self) -> String {
        format!("How often {} published figures lie below the points of their predictions", self.figures)
    }

    fn explanation(&self) -> String {
        "Points on the line mean that the ranges are as wide as they should be. A curve that is flatter than the line means \
         that they are too narrow."
            .to_owned()
    }

    fn description(&self) -> String {
        let parts = self.points.iter().map(|(x, y)| format!("{:.0}%: {:.0}%", 100.0 * x, 100.0 * y));
        format!("Predicted and observed share of figures below a point. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let side = SIDE.min(sketch.room());
        let plot = share_against_share(sketch, "predicted share below", "observed share below", side);
        let places: Vec<Point> = self.points.iter().map(|(x, y)| plot.at(*x, *y)).collect();
        sketch.curve(&places, DOT, CALM, 1.4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::WIDE;
    use crate::report::charts::picture::{assert_is_legible, svg};

    fn chart() -> ReliabilityChart {
        ReliabilityChart { points: vec![(0.05, 0.1), (0.5, 0.4), (0.95, 0.85)], figures: 42 }
    }

    #[test]
    fn the_diagram_says_every_point_in_words() {
        let svg = svg(&chart(), "reliability", WIDE).expect("drawn");
        for words in ["42 published figures", "50%: 40%", "95%: 85%"] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        assert_is_legible(&chart(), "reliability");
    }
}
