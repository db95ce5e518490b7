//! Chart: predicted against published figures, with predictive intervals.

use super::prelude::*;

const DOT: f64 = 3.2;

/// One published figure with its prediction, percent.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationPoint {
    /// Name with the year.
    pub name: String,
    /// Kind of figure.
    pub group: String,
    /// Predictive mean, 0 to 100.
    pub predicted: f64,
    /// Predictive 90% interval.
    pub interval90: [f64; 2],
    /// The published figure, 0 to 100.
    pub published: f64,
}

impl CalibrationPoint {
    fn is_covered(&self) -> bool {
        (self.interval90[0]..=self.interval90[1]).contains(&self.published)
    }
}

/// What the chart is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationChart {
    /// Figures in percent.
    pub points: Vec<CalibrationPoint>,
    /// Mean absolute error of these figures, points.
    pub mean_absolute_error: f64,
    /// Share of all intervals that hold the published figure, 0 to 1.
    pub coverage90: f64,
}

impl Picture for CalibrationChart {
    fn finding(&self) -> String {
        format!(
            "Predictions differ from {} published figures by {:.1} points on average; {:.0}% of the 90% prediction intervals cover them",
            self.points.len(),
            self.mean_absolute_error,
            100.0 * self.coverage90
        )
    }

    fn explanation(&self) -> String {
        "Each point is a published figure that was not used for fitting. On the line the prediction is exact. Bars are \
         90% prediction intervals; hollow points lie outside theirs."
            .to_owned()
    }

    fn description(&self) -> String {
        let parts = self.points.iter().map(|point| {
            let [low, high] = point.interval90;
            format!(
                "{}: predicted {:.1} ({low:.1} to {high:.1}), published {:.1}",
                point.name, point.predicted, point.published
            )
        });
        format!("Predicted and published figures, in percent. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let plot = share_against_share(sketch, "predicted", "published", sketch.room());
        let at = |predicted: f64, published: f64| plot.at(predicted / 100.0, published / 100.0);
        for point in &self.points {
            let color = if point.is_covered() { CALM } else { DANGER };
            sketch.line(&point.interval90.map(|end| at(end, point.published)), color, 0.9);
        }
        for point in &self.points {
            sketch.mark(at(point.predicted, point.published), DOT, point.is_covered(), [CALM, DANGER]);
        }
        sketch.y += 10.0;
        for words in self.covered_by_group() {
            sketch.paragraph(&words, LABEL, 2);
            sketch.y += 2.0;
        }
    }
}

impl CalibrationChart {
    /// How many of each kind lie in their intervals.
    fn covered_by_group(&self) -> Vec<String> {
        let mut groups: Vec<&str> = Vec::new();
        for point in &self.points {
            if !groups.contains(&point.group.as_str()) {
                groups.push(&point.group);
            }
        }
        let told = groups.into_iter().map(|group| {
            let of_group = || self.points.iter().filter(|point| point.group == group);
            let covered = of_group().filter(|point| point.is_covered()).count();
            format!("{group}: {covered} of {} within their intervals", of_group().count())
        });
        told.collect()
    }
}

/// Draws a square of two shares with its diagonal, so wide with all its labels.
pub(super) fn share_against_share(sketch: &mut Sketch, across: &str, up: &str, side: f64) -> Plot {
    let room = Area { x1: sketch.strip(0.0).x0 + side, ..sketch.strip(side + 24.0) };
    let plot = Plot::within(sketch, room, &Axis::shares(20).titled(across), &Axis::shares(20).titled(up));
    sketch.dashes(&[plot.at(0.0, 0.0), plot.at(1.0, 1.0)], FAINT, 1.2);
    sketch.y = room.y1;
    plot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::WIDE;
    use crate::report::charts::picture::{assert_is_legible, svg};

    fn chart() -> CalibrationChart {
        let point = |name: &str, predicted: f64, published: f64| CalibrationPoint {
            name: name.to_owned(),
            group: "match rate <b>".to_owned(),
            predicted,
            interval90: [predicted - 4.0, predicted + 4.0],
            published,
        };
        let points = vec![point("near", 58.0, 57.0), point("far", 90.0, 60.0)];
        CalibrationChart { points, mean_absolute_error: 15.5, coverage90: 0.5 }
    }

    #[test]
    fn the_chart_says_its_score_and_every_figure_in_words() {
        let svg = svg(&chart(), "calibration", WIDE).expect("drawn");
        for words in ["15.5 points", "50%", "near: predicted 58.0", "far: predicted 90.0"] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(!svg.contains("<b>"));
    }

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        assert_is_legible(&chart(), "calibration");
    }
}
