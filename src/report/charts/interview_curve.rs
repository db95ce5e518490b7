//! Chart: chance of a match by number of interviews, and the effect of one more.

use super::prelude::*;
use crate::engine::results::{InterviewPoint, Results};
use crate::report::interview_curve::{drawn, groups, short_name, title};
use crate::report::number::counted;
use crate::report::percent::{has_interval, whole};

const PANEL: f64 = 210.0;
const DOT: f64 = 3.4;

/// Where the effect stands beside the curve, so that their intervals can be told apart.
const ASIDE: f64 = 4.5;

/// Curves of these results.
pub(super) struct InterviewCurves<'a>(pub &'a Results);

impl Picture for InterviewCurves<'_> {
    fn finding(&self) -> String {
        title(self.0)
    }

    fn explanation(&self) -> String {
        let is_shared = groups(self.0).iter().any(|(names, _)| names.len() > 1);
        let shared = if is_shared { " Curves within half a point share a panel." } else { "" };
        format!(
            "Solid points: of the seasons with this many interviews, the share matched to the specialty (an association). \
             Hollow points: the seasons with one interview fewer, given one more (the effect). Where the solid point is \
             higher, the rest is due to who gets more interviews. Bars: plausible ranges.{shared}"
        )
    }

    fn description(&self) -> String {
        let parts = groups(self.0).into_iter().map(|(names, curve)| {
            let points = drawn(curve).map(|point| {
                format!(
                    "{}: {}, one more adds {:.1} points",
                    counted(u64::from(point.interviews), "interview"),
                    whole(point.matched.mean),
                    100.0 * point.one_more.mean
                )
            });
            format!("{}: {}", names.join(", "), listed(points))
        });
        format!(
            "Chance of a match to the preferred specialty by interviews attended. {}.",
            parts.collect::<Vec<_>>().join(". ")
        )
    }

    fn draw(&self, sketch: &mut Sketch) {
        let groups = groups(self.0);
        let numbered = || (1..).zip(&self.0.portfolios);
        let panel = |(names, _): &(Vec<&str>, _)| Panel {
            name: names.join(" · "),
            portfolios: numbered()
                .filter(|(_, one)| names.contains(&one.name.as_str()))
                .map(|(number, _)| number)
                .collect(),
        };
        let all: Vec<Panel> = groups.iter().map(panel).collect();
        panels(
            sketch,
            &all,
            260.0,
            |_, _| PANEL,
            |sketch, index, area| {
                let curve = groups[index].1;
                let points: Vec<&InterviewPoint> = drawn(curve).collect();
                let axis = format!("interviews attended: {}", short_name(self.0, curve));
                panel_of(sketch, &points, axis, area);
            },
        );
    }
}

fn panel_of(sketch: &mut Sketch, points: &[&InterviewPoint], axis: String, area: Area) {
    let most = points.last().map_or(1, |point| point.interviews).max(1);
    let every = match most {
        0..=10 => 1,
        11..=20 => 2,
        _ => 5,
    };
    let counts = (0..=most).step_by(every).map(|count| (f64::from(count), count.to_string()));
    let across = Axis::blank(0.0, 1.03 * f64::from(most)).labeled(counts).titled(axis);
    let plot = Plot::within(sketch, Area { x1: area.x1 - 8.0, ..area }, &across, &Axis::shares(25));
    effects(sketch, points, &plot);
    association(sketch, points, &plot);
    key(sketch, plot.area, points.last().is_some_and(|point| point.matched.mean > 0.5));
}

fn association(sketch: &mut Sketch, points: &[&InterviewPoint], plot: &Plot) {
    let place = |point: &InterviewPoint, share: f64| plot.at(f64::from(point.interviews), share);
    for point in points.iter().filter(|point| has_interval(&point.matched)) {
        sketch.line(&point.matched.interval90.map(|end| place(point, end)), CALM, 1.0);
    }
    // A number between two that are drawn may be too rare: no line leads over it.
    for stretch in points.chunk_by(|a, b| b.interviews == a.interviews + 1) {
        let places: Vec<Point> = stretch.iter().map(|point| place(point, point.matched.mean)).collect();
        sketch.curve(&places, DOT, CALM, 2.0);
    }
}

/// From each point of the curve to where one more interview would lead.
fn effects(sketch: &mut Sketch, points: &[&InterviewPoint], plot: &Plot) {
    for pair in points.windows(2).filter(|pair| pair[1].interviews == pair[0].interviews + 1) {
        let (here, base) = (pair[0], pair[0].matched.mean);
        let beside = |share: f64| {
            let (x, y) = plot.at(f64::from(here.interviews + 1), share);
            (x + ASIDE, y)
        };
        let to = beside(base + here.one_more.mean);
        sketch.dashes(&[plot.at(f64::from(here.interviews), base), to], INK, 1.0);
        if has_interval(&here.one_more) {
            sketch.line(&here.one_more.interval90.map(|end| beside(base + end)), INK, 1.0);
        }
        sketch.ring(to, DOT, INK);
    }
}

/// Says what the two kinds of points are, in the corner that the curve leaves free.
fn key(sketch: &mut Sketch, plot: Area, ends_high: bool) {
    const ENTRIES: [&str; 2] = ["seasons with this many", "one fewer, plus one more"];
    let room = plot.width() - 24.0;
    let widest = ENTRIES.map(|words| text::width(words, LABEL.size)).into_iter().fold(0.0, f64::max).min(room);
    let (left, y) = if ends_high { (plot.x1 - widest - 4.0, plot.y1 - 28.0) } else { (plot.x0 + 20.0, plot.y0 + 8.0) };
    sketch.fill(Area { x0: left - 14.0, y0: y - 8.0, x1: left + widest + 2.0, y1: y + 24.0 }, PAPER);
    sketch.dot((left - 7.0, y), DOT, CALM);
    sketch.ring((left - 7.0, y + 15.0), DOT, INK);
    for (words, color, y) in [(ENTRIES[0], CALM, y), (ENTRIES[1], INK, y + 15.0)] {
        sketch.words((left, y), text::fitted(words, LABEL.size, room), Font { color, ..LABEL }, HPos::Left);
    }
}
