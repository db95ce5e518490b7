//! Chart: chance of a match by number of interviews, and the effect of one more.

use super::heading::{self, MARGIN};
use super::palette::{CALM, FAINT, GRID, INK, LABEL, NAME, PAPER, TICK};
use super::sketch::{Anchor, Area, Font, LINE, Sketch};
use super::text;
use super::ticks::Scale;
use crate::engine::results::{InterviewCurve, InterviewPoint, Results};
use crate::report::error::ReportError;
use crate::report::interview_curve::{drawn, groups, short_name, title};
use crate::report::number::counted;
use crate::report::percent::{has_interval, whole};

/// From this width on, and for more than one panel, there are two columns.
const TWO_COLUMNS_FROM: f64 = 560.0;
const GUTTER: f64 = 28.0;
const PLOT_HEIGHT: f64 = 170.0;
const NAME_LINES: usize = 3;
const DOT: f64 = 3.4;

/// Where the effect stands beside the curve, so that their intervals can be told apart.
const ASIDE: f64 = 4.5;

const STEPS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// A curve with the names of the portfolios that have it.
struct Panel<'a> {
    names: String,
    /// Their numbers, from 1.
    numbers: Vec<usize>,
    axis: String,
    curve: &'a InterviewCurve,
}

/// Draws the chart at this width in pixels.
pub(super) fn draw(results: &Results, chart: &str, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(results, width);
    sketch.finish(chart, height, &title(results), &description(results))
}

fn sheet(results: &Results, width: f64) -> (Sketch, f64) {
    let explanation = "Solid points: of the seasons with this many interviews, the share matched to the specialty (an association). \
                       Hollow points: the seasons with one interview fewer, given one more (the effect). Where the solid point is \
                       higher, the rest is due to who gets more interviews. Bars: plausible ranges. Curves within half a point share \
                       a panel.";
    let mut sketch = Sketch::new(width);
    let top = heading::draw(&mut sketch, &title(results), explanation);
    let panels = panels(results);
    let is_double = width >= TWO_COLUMNS_FROM && panels.len() > 1;
    let column = if is_double { (width - 2.0 * MARGIN - GUTTER) / 2.0 } else { width - 2.0 * MARGIN };
    let mut y = top;
    for row in panels.chunks(if is_double { 2 } else { 1 }) {
        let height = row.iter().map(|panel| height(panel, column)).fold(0.0, f64::max);
        let mut left = MARGIN;
        for panel in row {
            sketch.showing(&panel.numbers, |sketch| draw_panel(sketch, panel, (left, y, y + height), column));
            left += column + GUTTER;
        }
        y += height;
    }
    (sketch, y)
}

fn panels(results: &Results) -> Vec<Panel<'_>> {
    let numbered = || (1..).zip(&results.portfolios);
    let panel = |(names, curve): (Vec<&str>, _)| Panel {
        names: names.join(" · "),
        numbers: numbered().filter(|(_, one)| names.contains(&one.name.as_str())).map(|(number, _)| number).collect(),
        axis: format!("interviews attended: {}", short_name(results, curve)),
        curve,
    };
    groups(results).into_iter().map(panel).collect()
}

fn height(panel: &Panel<'_>, width: f64) -> f64 {
    let lines = text::wrapped(&panel.names, NAME.size, width, NAME_LINES).len();
    lines as f64 * LINE * NAME.size + 12.0 + PLOT_HEIGHT + 48.0
}

/// Draws a panel at (left, upper, lower edge); plots of one row end at the same height.
fn draw_panel(sketch: &mut Sketch, panel: &Panel<'_>, (left, top, bottom): (f64, f64, f64), width: f64) {
    let names = text::wrapped(&panel.names, NAME.size, width, NAME_LINES);
    sketch.paragraph(left, top, &names, NAME);
    let lower = bottom - 48.0;
    let plot = Area { x0: left + 40.0, y0: lower - PLOT_HEIGHT, x1: left + width - 12.0, y1: lower };
    let points: Vec<&InterviewPoint> = drawn(panel.curve).collect();
    let most = points.last().map_or(1, |point| point.interviews).max(1);
    let across = Scale { low: 0.0, high: f64::from(most), from: plot.x0, to: plot.x1 - ASIDE };
    let up = Scale { low: 0.0, high: 1.0, from: plot.y1, to: plot.y0 };
    axes(sketch, panel, plot, (across, up), most);
    effects(sketch, &points, across, up);
    association(sketch, &points, across, up);
    let ends_high = points.last().is_some_and(|point| point.matched.mean > 0.5);
    key(sketch, plot, ends_high);
}

fn axes(sketch: &mut Sketch, panel: &Panel<'_>, plot: Area, (across, up): (Scale, Scale), most: u32) {
    for step in STEPS {
        sketch.line(&[(plot.x0, up.at(step)), (plot.x1, up.at(step))], GRID, 1.0);
        sketch.words((plot.x0 - 6.0, up.at(step)), format!("{:.0}%", 100.0 * step), TICK, Anchor::End);
    }
    sketch.line(&[(plot.x0, plot.y0), (plot.x0, plot.y1), (plot.x1, plot.y1)], FAINT, 1.0);
    let every = if most > 20 {
        5
    } else if most > 10 {
        2
    } else {
        1
    };
    for count in (0..=most).filter(|count| count % every == 0) {
        sketch.words((across.at(f64::from(count)), plot.y1 + 12.0), count.to_string(), TICK, Anchor::Middle);
    }
    let axis = text::fitted(&panel.axis, TICK.size, plot.x1 - plot.x0 + 24.0);
    sketch.words((plot.x0.midpoint(plot.x1), plot.y1 + 28.0), axis, TICK, Anchor::Middle);
}

fn association(sketch: &mut Sketch, points: &[&InterviewPoint], across: Scale, up: Scale) {
    let places: Vec<_> =
        points.iter().map(|point| (across.at(f64::from(point.interviews)), up.at(point.matched.mean))).collect();
    for (point, (x, _)) in points.iter().zip(&places).filter(|(point, _)| has_interval(&point.matched)) {
        let [low, high] = point.matched.interval90.map(|end| up.at(end));
        sketch.line(&[(*x, low), (*x, high)], CALM, 1.0);
    }
    // A number between two that are drawn may be too rare: no line leads over it.
    for (pair, ends) in points.windows(2).zip(places.windows(2)) {
        if pair[1].interviews == pair[0].interviews + 1 {
            sketch.line(ends, CALM, 2.0);
        }
    }
    for place in places {
        sketch.dot(place, DOT, CALM);
    }
}

/// From each point of the curve to where one more interview would lead.
fn effects(sketch: &mut Sketch, points: &[&InterviewPoint], across: Scale, up: Scale) {
    for pair in points.windows(2).filter(|pair| pair[1].interviews == pair[0].interviews + 1) {
        let (here, base) = (pair[0], pair[0].matched.mean);
        let from = (across.at(f64::from(here.interviews)), up.at(base));
        let to = (across.at(f64::from(here.interviews + 1)) + ASIDE, up.at(base + here.one_more.mean));
        sketch.dashes(from, to, INK, 1.0);
        if has_interval(&here.one_more) {
            let [low, high] = here.one_more.interval90.map(|end| up.at(base + end));
            sketch.line(&[(to.0, low), (to.0, high)], INK, 1.0);
        }
        hollow(sketch, to);
    }
}

fn hollow(sketch: &mut Sketch, at: (f64, f64)) {
    sketch.dot(at, DOT, INK);
    sketch.dot(at, DOT - 1.3, PAPER);
}

/// Says what the two kinds of points are, in the corner that the curve leaves free.
fn key(sketch: &mut Sketch, plot: Area, ends_high: bool) {
    let entries = [("seasons with this many", CALM), ("one fewer, plus one more", INK)];
    let room = plot.x1 - plot.x0 - 24.0;
    let widest = entries.iter().map(|(words, _)| text::width(words, LABEL.size)).fold(0.0, f64::max).min(room);
    let (left, mut y) =
        if ends_high { (plot.x1 - widest - 4.0, plot.y1 - 28.0) } else { (plot.x0 + 20.0, plot.y0 + 8.0) };
    sketch.fill(Area { x0: left - 14.0, y0: y - 8.0, x1: left + widest + 2.0, y1: y + 24.0 }, PAPER);
    for (words, color) in entries {
        if color == CALM {
            sketch.dot((left - 7.0, y), DOT, CALM);
        } else {
            hollow(sketch, (left - 7.0, y));
        }
        sketch.words((left, y), text::fitted(words, LABEL.size, room), Font { size: LABEL.size, color }, Anchor::Start);
        y += 15.0;
    }
}

fn description(results: &Results) -> String {
    let parts = groups(results).into_iter().map(|(names, curve)| {
        let points = drawn(curve).map(|point| {
            format!(
                "{}: {}, one more adds {:.1} points",
                counted(u64::from(point.interviews), "interview"),
                whole(point.matched.mean),
                100.0 * point.one_more.mean
            )
        });
        format!("{}: {}", names.join(", "), points.collect::<Vec<_>>().join("; "))
    });
    format!(
        "Chance of a match to the preferred specialty by interviews attended. {}.",
        parts.collect::<Vec<_>>().join(". ")
    )
}

#[cfg(test)]
pub(super) fn sketched(results: &Results, width: f64) -> Sketch {
    sheet(results, width).0
}
