//! Chart: predicted against published figures, with predictive intervals.

use super::heading::{self, MARGIN};
use super::palette::{CALM, DANGER, FAINT, GRID, INK, LABEL, PAPER, TICK};
use super::sketch::{Anchor, Area, Sketch};
use super::text;
use super::ticks::Scale;
use crate::report::error::ReportError;

const DOT: f64 = 3.2;
const STEPS: [f64; 6] = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0];

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

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw(chart: &CalibrationChart, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(chart, width);
    sketch.finish("calibration", height, &finding(chart), &description(chart))
}

fn sheet(chart: &CalibrationChart, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Each point is a published figure that was not used for fitting. On the line the prediction is exact. Bars are \
                       90% prediction intervals; hollow points lie outside theirs.";
    let top = heading::draw(&mut sketch, &finding(chart), explanation) + 22.0;
    let side = width - 2.0 * MARGIN - 60.0;
    let plot = Area { x0: MARGIN + 46.0, y0: top, x1: MARGIN + 46.0 + side, y1: top + side };
    let across = Scale { low: 0.0, high: 100.0, from: plot.x0, to: plot.x1 };
    let up = Scale { low: 0.0, high: 100.0, from: plot.y1, to: plot.y0 };
    axes(&mut sketch, plot, across, up);
    points(&mut sketch, chart, across, up);
    let bottom = key(&mut sketch, chart, plot.y1 + 46.0);
    (sketch, bottom + MARGIN)
}

fn finding(chart: &CalibrationChart) -> String {
    format!(
        "Predictions differ from {} published figures by {:.1} points on average; {:.0}% of the 90% prediction intervals cover them",
        chart.points.len(),
        chart.mean_absolute_error,
        100.0 * chart.coverage90
    )
}

fn description(chart: &CalibrationChart) -> String {
    let parts = chart.points.iter().map(|point| {
        let [low, high] = point.interval90;
        format!(
            "{}: predicted {:.1} ({low:.1} to {high:.1}), published {:.1}",
            point.name, point.predicted, point.published
        )
    });
    format!("Predicted and published figures, in percent. {}.", parts.collect::<Vec<_>>().join("; "))
}

fn axes(sketch: &mut Sketch, plot: Area, across: Scale, up: Scale) {
    for step in STEPS {
        let (x, y) = (across.at(step), up.at(step));
        sketch.line(&[(x, plot.y0), (x, plot.y1)], GRID, 1.0);
        sketch.line(&[(plot.x0, y), (plot.x1, y)], GRID, 1.0);
        sketch.words((x, plot.y1 + 12.0), format!("{step:.0}%"), TICK, Anchor::Middle);
        sketch.words((plot.x0 - 6.0, y), format!("{step:.0}%"), TICK, Anchor::End);
    }
    sketch.line(&[(plot.x0, plot.y0), (plot.x0, plot.y1), (plot.x1, plot.y1)], FAINT, 1.0);
    sketch.dashes((plot.x0, plot.y1), (plot.x1, plot.y0), FAINT, 1.2);
    sketch.words((plot.x0.midpoint(plot.x1), plot.y1 + 30.0), "predicted", TICK, Anchor::Middle);
    sketch.words((MARGIN, plot.y0 - 14.0), "published", TICK, Anchor::Start);
}

fn points(sketch: &mut Sketch, chart: &CalibrationChart, across: Scale, up: Scale) {
    for point in &chart.points {
        let [low, high] = point.interval90.map(|end| across.at(end));
        let color = if point.is_covered() { CALM } else { DANGER };
        sketch.line(&[(low, up.at(point.published)), (high, up.at(point.published))], color, 0.9);
    }
    for point in &chart.points {
        mark(sketch, (across.at(point.predicted), up.at(point.published)), point.is_covered());
    }
}

/// A filled point inside its interval, a hollow one outside.
fn mark(sketch: &mut Sketch, at: (f64, f64), is_covered: bool) {
    sketch.dot(at, DOT, if is_covered { CALM } else { DANGER });
    if !is_covered {
        sketch.dot(at, DOT - 1.3, PAPER);
    }
}

/// How many of each kind lie in their intervals; gives the lower edge.
fn key(sketch: &mut Sketch, chart: &CalibrationChart, top: f64) -> f64 {
    let mut groups: Vec<&str> = Vec::new();
    for point in &chart.points {
        if !groups.contains(&point.group.as_str()) {
            groups.push(&point.group);
        }
    }
    let width = sketch.width() - 2.0 * MARGIN;
    let mut y = top;
    for group in groups {
        let of_group = || chart.points.iter().filter(|point| point.group == group);
        let covered = of_group().filter(|point| point.is_covered()).count();
        let words = format!("{group}: {covered} of {} within their intervals", of_group().count());
        let font = super::sketch::Font { size: LABEL.size, color: INK };
        y = sketch.paragraph(MARGIN, y, &text::wrapped(&words, LABEL.size, width, 2), font) + 2.0;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::{NARROW, WIDE};

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
        let svg = draw(&chart(), WIDE).expect("drawn");
        for words in ["15.5 points", "50%", "near: predicted 58.0", "far: predicted 90.0"] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(!svg.contains("<b>"));
    }

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        for width in [WIDE, NARROW] {
            sheet(&chart(), width).0.assert_texts_are_apart(width, "calibration");
        }
    }
}
