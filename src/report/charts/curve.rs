//! Chart: chance of going unmatched against a number, one panel a curve, with
//! the band over the uncertain parameters and the other curves in grey.

use plotters::style::RGBColor;

use super::heading::{self, MARGIN};
use super::palette::{CALM, DANGER, DANGER_TEXT, FAINT, GRID, INK, LABEL, NAME, TICK};
use super::sketch::{Anchor, Area, Font, Point, Sketch, text_area};
use super::text;
use super::ticks::{self, Scale, round_steps};
use crate::decide::answers::sweep::{self, Curve, Subject, Sweep, SweepAnswer};
use crate::report::error::ReportError;
use crate::report::number::dollars;
use crate::report::percent::{interval_in_words, spoken};
use crate::report::presentable::shortened;
use crate::report::sweep_words::{at, is_clear, risk, shown, steepest};

/// The band: blue, light enough that grey lines show on it.
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
    sketch.finish(chart, height, &finding(answer, sweep), &description(answer, sweep))
}

/// The sheet and its height.
pub(super) fn sheet(answer: &SweepAnswer, sweep: &Sweep, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let top = heading::draw(&mut sketch, &finding(answer, sweep), &explanation(sweep));
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
fn finding(answer: &SweepAnswer, sweep: &Sweep) -> String {
    let Some(curve) = steepest(&sweep.curves) else { return String::new() };
    let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else { return String::new() };
    let name = shortened(&shown(&curve.portfolio), heading::NAME_IN_TITLE);
    let [from, to] = [first, last].map(|point| spoken(&risk(answer, &point.unmatched)));
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
        Some(overall) if is_clear(&overall.gain) => {
            let way = if overall.gain.mean > 0.0 { "falls" } else { "rises" };
            let most = if sweep.curves.len() > 1 && overall.gain.mean > 0.0 { ", the most of these" } else { "" };
            format!("“{name}”: the risk of going unmatched {way} from {from} at {low} to {to} at {high}{label}{most}")
        }
        _ => format!(
            "“{name}”: no difference to the risk of going unmatched can be told between {low} and {high}{label}"
        ),
    }
}

fn explanation(sweep: &Sweep) -> String {
    let others = if sweep.curves.len() > 1 { " Grey: the other panels." } else { "" };
    let typed = match sweep.subject {
        Subject::Budget => "The upright dashes mark the portfolio as typed, and the budget if one is stated.",
        _ => "Upright dashes mark the scenario as typed.",
    };
    format!("Bands are 90 % intervals over the uncertain parameters. {typed}{others}")
}

fn description(answer: &SweepAnswer, sweep: &Sweep) -> String {
    let parts = sweep.curves.iter().map(|curve| {
        let label =
            if sweep.subject == Subject::Budget { "dollars spent".to_owned() } else { shown(&curve.axes[0].label) };
        let points = curve.points.iter().map(|point| {
            let interval = interval_in_words(&point.unmatched).map_or_else(String::new, |words| format!(" ({words})"));
            format!("{} {}{interval}", at(across(sweep, point)), risk(answer, &point.unmatched))
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
    for other in sweep.curves.iter().filter(|other| *other != curve) {
        let of_panel = |point: &&sweep::Point| (x.low..=x.high).contains(&across(sweep, point));
        let path: Vec<Point> = other
            .points
            .iter()
            .filter(of_panel)
            .map(|point| (x.at(across(sweep, point)), risk_at(point.unmatched.mean)))
            .collect();
        sketch.line(&path, OTHER, 1.0);
    }
    let typed = marks(sketch, answer, sweep, curve, (x, area));
    let path: Vec<Point> =
        curve.points.iter().map(|point| (x.at(across(sweep, point)), risk_at(point.unmatched.mean))).collect();
    sketch.line(&path, CALM, 2.0);
    for dot in &path {
        sketch.dot(*dot, 2.8, CALM);
    }
    ends_labelled(sketch, answer, curve, &path, (area, typed));
}

/// The chances at both ends, where they do not run into each other.
fn ends_labelled(
    sketch: &mut Sketch,
    answer: &SweepAnswer,
    curve: &Curve,
    path: &[Point],
    (area, typed): (Area, Option<f64>),
) {
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
    let words = |point: Option<&sweep::Point>| point.map_or_else(String::new, |point| risk(answer, &point.unmatched));
    let (one, other) = (words(curve.points.first()), words(curve.points.last()));
    let lowest = area.y0 + 8.0;
    let above = |y: f64| y - 12.0 >= lowest;
    // At the upper edge there is room only beside the point, where the curve falls away.
    let (start, y) = if above(first.1) { (first.0 + 4.0, first.1 - 12.0) } else { (first.0 + 12.0, lowest) };
    // Clear of the dashes of the scenario as typed.
    let is_crossed = |dashes: &f64| (start - 3.0..start + text::width(&one, LABEL.size) + 3.0).contains(dashes);
    let start = typed.filter(is_crossed).map_or(start, |dashes| dashes + 4.0);
    let left = text_area((start, y), &one, LABEL, Anchor::Start);
    sketch.words((start, y), one, LABEL, Anchor::Start);
    // Right of the last point, if the curve ends early enough; else above or below it.
    let (end, anchor) = if last.0 + 8.0 + text::width(&other, LABEL.size) <= area.x1 {
        ((last.0 + 8.0, last.1.max(lowest)), Anchor::Start)
    } else {
        ((last.0, if above(last.1) { last.1 - 12.0 } else { last.1 + 12.0 }), Anchor::End)
    };
    let right = text_area(end, &other, LABEL, anchor);
    if path.len() > 1 && !left.overlaps(&right) {
        sketch.words(end, other, LABEL, anchor);
    }
}

/// Where the scenario as typed stands, and the budget; gives the place of the former.
fn marks(
    sketch: &mut Sketch,
    answer: &SweepAnswer,
    sweep: &Sweep,
    curve: &Curve,
    (x, area): (Scale, Area),
) -> Option<f64> {
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
        let font = Font { size: LABEL.size, colour: DANGER_TEXT };
        let (anchor, shift) =
            if x.at(budget) > area.x0.midpoint(area.x1) { (Anchor::End, -4.0) } else { (Anchor::Start, 4.0) };
        sketch.words((x.at(budget) + shift, area.y1 - 8.0), "budget", font, anchor);
    }
    typed
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
        sketch.words((area.x0 - 6.0, y.at(step)), format!("{} %", ticks::label(step, &risks)), TICK, Anchor::End);
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
    sketch.words((area.x0 - LEFT, area.y0 - 29.0), name, Font { size: NAME.size, colour: INK }, Anchor::Start);
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
