//! Chart: chance of going unmatched against a number, one panel a curve, with
//! the band over the uncertain parameters and the other curves in gray.

use plotters::style::RGBColor;

use super::heading::{self, MARGIN};
use super::palette::{CALM, DANGER, DANGER_TEXT, FAINT, GRID, INK, LABEL, NAME, TICK};
use super::sketch::{Anchor, Area, Font, Point, Sketch, text_area};
use super::text;
use super::ticks::{self, Scale, round_steps};
use crate::decide::answers::sweep::{self, Curve, Subject, Sweep, SweepAnswer};
use crate::report::error::ReportError;
use crate::report::number::dollars;
use crate::report::percent::aside;
use crate::report::presentable::shortened;
use crate::report::sweep_words::{at, percent, risk, shown, steepest};

/// The band: blue, light enough that gray lines show on it.
const BAND: RGBColor = RGBColor(205, 226, 240);
/// Curves of the other panels.
const OTHER: RGBColor = RGBColor(160, 160, 160);

const GUTTER: f64 = 26.0;
/// Height of the plot of one panel.
const PLOT: f64 = 190.0;
/// The same if it is the only one.
const SINGLE_PLOT: f64 = 280.0;
/// Height above a plot, for its name, and below it, for ticks and title.
const ABOVE: f64 = 40.0;
const BELOW: f64 = 44.0;
/// Width left of a plot, for its ticks.
const LEFT: f64 = 46.0;

/// Draws the chart at this width in pixels.
pub(super) fn draw(answer: &SweepAnswer, sweep: &Sweep, chart: &str, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(answer, sweep, width);
    sketch.finish(chart, height, &finding(sweep), &description(sweep))
}

/// The sheet and its height.
pub(super) fn sheet(answer: &SweepAnswer, sweep: &Sweep, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let top = heading::draw(&mut sketch, &finding(sweep), &explanation(sweep));
    let is_double = sweep.curves.len() > 1 && width >= 560.0;
    let columns = if is_double { 2.0 } else { 1.0 };
    let column = (width - 2.0 * MARGIN - (columns - 1.0) * GUTTER) / columns;
    let plot = if sweep.curves.len() > 1 { PLOT } else { SINGLE_PLOT };
    let mut bottom = top;
    for (place, curve) in sweep.curves.iter().enumerate() {
        let (row, side) = if is_double { (place / 2, place % 2) } else { (place, 0) };
        let left = MARGIN + side as f64 * (column + GUTTER);
        let y0 = top + row as f64 * (ABOVE + plot + BELOW) + ABOVE;
        let area = Area { x0: left + LEFT, y0, x1: left + column - 12.0, y1: y0 + plot };
        panel(&mut sketch, answer, sweep, curve, area);
        bottom = bottom.max(y0 + plot + BELOW);
    }
    (sketch, bottom + MARGIN)
}

/// Which curve falls most, in a sentence that respects ties.
fn finding(sweep: &Sweep) -> String {
    let Some(curve) = steepest(&sweep.curves) else { return String::new() };
    let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else { return String::new() };
    let name = shortened(&shown(&curve.portfolio), heading::NAME_IN_TITLE);
    let [from, to] = [first, last].map(|point| percent(&point.unmatched));
    let [low, high] = [first, last].map(|point| match sweep.subject {
        Subject::Budget => dollars(across(sweep, point)),
        _ => at(across(sweep, point)),
    });
    let label = match sweep.subject {
        Subject::Budget => String::new(),
        _ if curve.axes[0].counts_applications => format!(" {}", shown(&curve.axes[0].label)),
        _ => format!(" ({})", shown(&curve.axes[0].label)),
    };
    match curve.overall.as_ref() {
        Some(overall) if !overall.gain.is_tie() => {
            let way = if overall.gain.mean > 0.0 { "falls" } else { "rises" };
            let most = if sweep.curves.len() > 1 && overall.gain.mean > 0.0 { ", the most of all" } else { "" };
            format!("“{name}”: the risk of going unmatched {way} from {from} at {low} to {to} at {high}{label}{most}")
        }
        _ => {
            format!("“{name}”: no detectable difference in the risk of going unmatched between {low} and {high}{label}")
        }
    }
}

fn explanation(sweep: &Sweep) -> String {
    let others = if sweep.curves.len() > 1 { " Gray: the other panels." } else { "" };
    let typed = match sweep.subject {
        Subject::Budget => "Vertical dashes mark the portfolio as typed, and the budget if one is stated.",
        _ => "Vertical dashes mark the scenario as typed.",
    };
    format!("Bands are plausible ranges (90% credible intervals). {typed}{others}")
}

fn description(sweep: &Sweep) -> String {
    let parts = sweep.curves.iter().map(|curve| {
        let label =
            if sweep.subject == Subject::Budget { "dollars spent".to_owned() } else { shown(&curve.axes[0].label) };
        let points = curve.points.iter().map(|point| {
            let interval = aside(&point.unmatched);
            format!("{} {}{interval}", at(across(sweep, point)), risk(&point.unmatched))
        });
        format!("{}, by {label}: {}", shown(&curve.portfolio), points.collect::<Vec<_>>().join(", "))
    });
    format!("Chance of going unmatched. {}.", parts.collect::<Vec<_>>().join("; "))
}

/// Where a point stands on the axis across.
fn across(sweep: &Sweep, point: &sweep::Point) -> f64 {
    match sweep.subject {
        Subject::Budget => point.cost_usd,
        _ => point.at.first().copied().unwrap_or_default(),
    }
}

fn panel(sketch: &mut Sketch, answer: &SweepAnswer, sweep: &Sweep, curve: &Curve, area: Area) {
    let (x, y) = axes(sketch, sweep, curve, area);
    let risk_at = |share: f64| y.at(100.0 * share);
    let ends = |end: usize| {
        curve.points.iter().map(move |point| (x.at(across(sweep, point)), point.unmatched.interval90[end]))
    };
    let mut band: Vec<Point> = ends(1).map(|(at, share)| (at, risk_at(share))).collect();
    band.extend(ends(0).map(|(at, share)| (at, risk_at(share))).collect::<Vec<_>>().into_iter().rev());
    sketch.polygon(band, BAND);
    // Every line a label should keep clear of; the curve itself comes last.
    let mut paths: Vec<Vec<Point>> = Vec::new();
    for other in sweep.curves.iter().filter(|other| *other != curve) {
        let of_panel = |point: &&sweep::Point| (x.low..=x.high).contains(&across(sweep, point));
        let path: Vec<Point> = other
            .points
            .iter()
            .filter(of_panel)
            .map(|point| (x.at(across(sweep, point)), risk_at(point.unmatched.mean)))
            .collect();
        sketch.line(&path, OTHER, 1.0);
        paths.push(path);
    }
    let upright = |place: f64| vec![(place, area.y0), (place, area.y1)];
    paths.extend(marks(sketch, answer, sweep, curve, (x, area)).into_iter().map(upright));
    let path: Vec<Point> =
        curve.points.iter().map(|point| (x.at(across(sweep, point)), risk_at(point.unmatched.mean))).collect();
    sketch.line(&path, CALM, 2.0);
    for dot in &path {
        sketch.dot(*dot, 2.8, CALM);
    }
    paths.push(path);
    ends_labeled(sketch, curve, &paths, area);
}

/// The chances at both ends, where they do not run into each other, clear of `paths` as far as there is room.
fn ends_labeled(sketch: &mut Sketch, curve: &Curve, paths: &[Vec<Point>], area: Area) {
    let Some((first, last)) = paths.last().and_then(|path| Some((*path.first()?, *path.last()?))) else { return };
    let words = |point: Option<&sweep::Point>| point.map_or_else(String::new, |point| risk(&point.unmatched));
    let (one, other) = (words(curve.points.first()), words(curve.points.last()));
    let beside = Beside { paths, area };
    let left = beside.clearest(first, &one, Anchor::Start);
    let right = beside.clearest(last, &other, Anchor::End);
    let is_apart = !text_area(left.0, &one, LABEL, left.1).overlaps(&text_area(right.0, &other, LABEL, right.1));
    sketch.words(left.0, one, LABEL, left.1);
    if first != last && is_apart {
        sketch.words(right.0, other, LABEL, right.1);
    }
}

/// Where a label beside the end of a curve lies on as few lines as can be.
struct Beside<'a> {
    paths: &'a [Vec<Point>],
    area: Area,
}

impl Beside<'_> {
    /// Place and anchor of the label: the first of those that cross the fewest lines.
    ///
    /// Steps go away from the end of the curve, above it first; a label at the right end may also stand behind it.
    fn clearest(&self, end: Point, label: &str, inwards: Anchor) -> (Point, Anchor) {
        let sign = if inwards == Anchor::Start { 1.0 } else { -1.0 };
        let mut places: Vec<(Point, Anchor)> = Vec::new();
        if inwards == Anchor::End {
            places.push(((end.0 + 8.0, end.1), Anchor::Start));
        }
        for away in [4.0, 12.0, 24.0, 40.0] {
            for up in [-12.0, 12.0, -22.0, 22.0, 0.0, -34.0, 34.0, -48.0, 48.0] {
                places.push(((end.0 + sign * away, end.1 + up), inwards));
            }
        }
        let area = |(at, anchor): &(Point, Anchor)| text_area(*at, label, LABEL, *anchor);
        let is_inside = |place: &(Point, Anchor)| {
            let (inner, outer) = (area(place), self.area);
            inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1
        };
        let crossed = |place: &(Point, Anchor)| self.paths.iter().filter(|path| crosses(path, area(place))).count();
        let inside = places.iter().filter(|place| is_inside(place));
        // Of equals the first, which is the nearest.
        inside.min_by_key(|place| crossed(place)).copied().unwrap_or(((end.0 + sign * 4.0, end.1 - 12.0), inwards))
    }
}

/// Whether a path runs through an area, looked at every pixel across it.
fn crosses(path: &[Point], area: Area) -> bool {
    path.windows(2).any(|ends| {
        let [(x0, y0), (x1, y1)] = [ends[0], ends[1]];
        let steps = (x1 - x0).abs().max((y1 - y0).abs()).ceil().max(1.0);
        let mut done = 0.0;
        while done <= steps {
            let (x, y) = (x0 + (x1 - x0) * done / steps, y0 + (y1 - y0) * done / steps);
            if (area.x0 - 1.0..=area.x1 + 1.0).contains(&x) && (area.y0..=area.y1).contains(&y) {
                return true;
            }
            done += 1.0;
        }
        false
    })
}

/// Where the scenario as typed stands, and the budget; gives the places of both.
fn marks(
    sketch: &mut Sketch,
    answer: &SweepAnswer,
    sweep: &Sweep,
    curve: &Curve,
    (x, area): (Scale, Area),
) -> Vec<f64> {
    let is_inside = |value: &f64| (x.low..=x.high).contains(value);
    let typed = match sweep.subject {
        Subject::Budget => Some(curve.typed.cost_usd),
        _ => curve.axes.first().and_then(|axis| axis.typed),
    };
    let typed = typed.filter(is_inside).map(|value| x.at(value));
    if let Some(place) = typed {
        sketch.dashes((place, area.y0), (place, area.y1), FAINT, 1.2);
    }
    let budget = answer.budget_usd.filter(|_| sweep.subject == Subject::Budget);
    if let Some(budget) = budget.filter(is_inside) {
        sketch.dashes((x.at(budget), area.y0), (x.at(budget), area.y1), DANGER, 1.6);
        let font = Font { size: LABEL.size, color: DANGER_TEXT };
        let (anchor, shift) =
            if x.at(budget) > area.x0.midpoint(area.x1) { (Anchor::End, -4.0) } else { (Anchor::Start, 4.0) };
        sketch.words((x.at(budget) + shift, area.y1 - 8.0), "budget", font, anchor);
    }
    let budget = budget.filter(is_inside).map(|budget| x.at(budget));
    typed.into_iter().chain(budget).collect()
}

/// Grid, ticks, titles and the name of the panel; gives the scales.
fn axes(sketch: &mut Sketch, sweep: &Sweep, curve: &Curve, area: Area) -> (Scale, Scale) {
    let width = area.x1 - area.x0;
    let steps_across = steps_across(sweep, curve, width);
    let risks = risk_steps(sweep);
    let x = Scale { low: steps_across[0], high: steps_across[steps_across.len() - 1], from: area.x0, to: area.x1 };
    let y = Scale { low: risks[0], high: risks[risks.len() - 1], from: area.y1, to: area.y0 };
    for &step in &steps_across {
        let label = if sweep.subject == Subject::Budget { dollars(step) } else { ticks::label(step, &steps_across) };
        sketch.line(&[(x.at(step), area.y0), (x.at(step), area.y1)], GRID, 1.0);
        sketch.words((x.at(step), area.y1 + 11.0), label, TICK, Anchor::Middle);
    }
    for &step in &risks {
        sketch.line(&[(area.x0, y.at(step)), (area.x1, y.at(step))], GRID, 1.0);
        sketch.words((area.x0 - 6.0, y.at(step)), format!("{}%", ticks::label(step, &risks)), TICK, Anchor::End);
    }
    sketch.line(&[(area.x0, area.y0), (area.x0, area.y1), (area.x1, area.y1)], FAINT, 1.0);
    let label = shown(&curve.axes[0].label);
    let (name, title) = match sweep.subject {
        Subject::Budget => (shown(&curve.portfolio), "cost of applying (US dollars)".to_owned()),
        Subject::Applications => (label.replacen("programs of ", "", 1), "programs".to_owned()),
        _ => (shown(&curve.portfolio), text::fitted(&label, TICK.size, width)),
    };
    sketch.words((area.x0.midpoint(area.x1), area.y1 + 28.0), title, TICK, Anchor::Middle);
    let name = text::fitted(&name, NAME.size, width + LEFT);
    sketch.words((area.x0 - LEFT, area.y0 - 29.0), name, Font { size: NAME.size, color: INK }, Anchor::Start);
    sketch.words((area.x0 - LEFT, area.y0 - 13.0), "chance of going unmatched", TICK, Anchor::Start);
    (x, y)
}

/// Round values across; the same for all panels that share an axis.
fn steps_across(sweep: &Sweep, curve: &Curve, width: f64) -> Vec<f64> {
    let shared = sweep.subject != Subject::Applications;
    let curves = sweep.curves.iter().filter(|other| shared || *other == curve);
    let values: Vec<f64> = curves.flat_map(|one| &one.points).map(|point| across(sweep, point)).collect();
    let (low, high) = (
        values.iter().copied().fold(f64::INFINITY, f64::min),
        values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    round_steps(low, high, if width > 400.0 { 7.0 } else { 3.0 })
}

/// Round percentages from nothing to above the highest band, at most 100.
fn risk_steps(sweep: &Sweep) -> Vec<f64> {
    let points = sweep.curves.iter().flat_map(|curve| &curve.points);
    let highest = points.map(|point| point.unmatched.mean.max(point.unmatched.interval90[1])).fold(0.01, f64::max);
    round_steps(0.0, (100.0 * highest).min(100.0), 5.0).into_iter().filter(|&step| step <= 100.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { x0: 0.0, y0: 0.0, x1: 300.0, y1: 190.0 };

    #[test]
    fn labels_keep_clear_of_every_line_where_there_is_room() {
        let own: Vec<Point> = vec![(0.0, 40.0), (60.0, 60.0), (200.0, 70.0)];
        let gray = vec![(0.0, 20.0), (40.0, 50.0), (280.0, 100.0)];
        let dashes = vec![(50.0, 0.0), (50.0, 190.0)];
        let paths = [gray, dashes, own.clone()];
        let beside = Beside { paths: &paths, area: AREA };
        for (end, inwards) in [(own[0], Anchor::Start), (own[2], Anchor::End)] {
            let (at, anchor) = beside.clearest(end, "95.9%", inwards);
            let label = text_area(at, "95.9%", LABEL, anchor);
            assert!(!paths.iter().any(|path| crosses(path, label)), "{at:?}");
        }
    }

    #[test]
    fn a_line_through_a_label_is_seen_however_steep() {
        let label = Area { x0: 10.0, y0: 10.0, x1: 40.0, y1: 20.0 };
        assert!(crosses(&[(25.0, 0.0), (25.0, 100.0)], label));
        assert!(crosses(&[(0.0, 15.0), (100.0, 15.0)], label));
        assert!(!crosses(&[(0.0, 30.0), (100.0, 30.0)], label));
    }
}
