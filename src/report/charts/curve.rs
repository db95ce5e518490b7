//! Chart: chance of going unmatched against a number, one panel a curve, with
//! the band over the uncertain parameters and the other curves in gray.

use super::prelude::*;
use crate::decide::answers::sweep::{self, Curve, Subject, Sweep, SweepAnswer};
use crate::report::number::dollars;
use crate::report::percent::aside;
use crate::report::presentable::shortened;
use crate::report::sweep_words::{at, percent, risk, shown, steepest};

/// The band: blue, light enough that gray lines show on it.
const BAND: RGBColor = RGBColor(205, 226, 240);
/// Curves of the other panels.
const OTHER: RGBColor = RGBColor(160, 160, 160);
const DOT: f64 = 2.8;

/// Height of one panel, and of the only one.
const PANEL: f64 = 250.0;
const SINGLE_PANEL: f64 = 340.0;

/// The curves of one sweep of an answer.
pub(super) struct Curves<'a> {
    /// The answer.
    pub answer: &'a SweepAnswer,
    /// One of its sweeps.
    pub sweep: &'a Sweep,
}

impl Picture for Curves<'_> {
    /// Which curve falls most, in a sentence that respects ties.
    fn finding(&self) -> String {
        let Some(curve) = steepest(&self.sweep.curves) else { return String::new() };
        let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else { return String::new() };
        let name = shortened(&shown(&curve.portfolio), NAME_IN_TITLE);
        let [from, to] = [first, last].map(|point| percent(&point.unmatched));
        let [low, high] = [first, last].map(|point| match self.sweep.subject {
            Subject::Budget => dollars(self.across(point)),
            _ => at(self.across(point)),
        });
        let label = match self.sweep.subject {
            Subject::Budget => String::new(),
            _ if curve.axes[0].counts_applications => format!(" {}", shown(&curve.axes[0].label)),
            _ => format!(" ({})", shown(&curve.axes[0].label)),
        };
        match curve.overall.as_ref() {
            Some(overall) if !overall.gain.is_tie() => {
                let way = if overall.gain.mean > 0.0 { "falls" } else { "rises" };
                let most =
                    if self.sweep.curves.len() > 1 && overall.gain.mean > 0.0 { ", the most of all" } else { "" };
                format!(
                    "“{name}”: the risk of going unmatched {way} from {from} at {low} to {to} at {high}{label}{most}"
                )
            }
            _ => {
                format!(
                    "“{name}”: no detectable difference in the risk of going unmatched between {low} and {high}{label}"
                )
            }
        }
    }

    fn explanation(&self) -> String {
        let others = if self.sweep.curves.len() > 1 { " Gray: the other panels." } else { "" };
        let typed = match self.sweep.subject {
            Subject::Budget => "Vertical dashes mark the portfolio as typed, and the budget if one is stated.",
            _ => "Vertical dashes mark the scenario as typed.",
        };
        format!("Bands are plausible ranges (90% credible intervals). {typed}{others}")
    }

    fn description(&self) -> String {
        let parts = self.sweep.curves.iter().map(|curve| {
            let label = if self.sweep.subject == Subject::Budget {
                "dollars spent".to_owned()
            } else {
                shown(&curve.axes[0].label)
            };
            let points = curve.points.iter().map(|point| {
                let interval = aside(&point.unmatched);
                format!("{} {}{interval}", at(self.across(point)), risk(&point.unmatched))
            });
            format!("{}, by {label}: {}", shown(&curve.portfolio), points.collect::<Vec<_>>().join(", "))
        });
        format!("Chance of going unmatched. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let curves = &self.sweep.curves;
        let name = |curve: &Curve| match self.sweep.subject {
            Subject::Applications => shown(&curve.axes[0].label).replacen("programs of ", "", 1),
            _ => shown(&curve.portfolio),
        };
        let all: Vec<Panel> = curves.iter().map(|one| Panel { name: name(one), portfolios: Vec::new() }).collect();
        let height = if curves.len() > 1 { PANEL } else { SINGLE_PANEL };
        panels(sketch, &all, 260.0, |_, _| height, |sketch, index, area| self.panel(sketch, &curves[index], area));
    }
}

impl Curves<'_> {
    /// Where a point stands on the axis across.
    fn across(&self, point: &sweep::Point) -> f64 {
        match self.sweep.subject {
            Subject::Budget => point.cost_usd,
            _ => point.at.first().copied().unwrap_or_default(),
        }
    }

    fn panel(&self, sketch: &mut Sketch, curve: &Curve, area: Area) {
        let points = self.sweep.curves.iter().flat_map(|curve| &curve.points);
        let highest = points.map(|point| point.unmatched.mean.max(point.unmatched.interval90[1])).fold(0.0, f64::max);
        let (x, y) = (self.axis_across(curve, area.width()), Axis::up_to(highest).titled("chance of going unmatched"));
        let plot = Plot::within(sketch, Area { x1: area.x1 - 8.0, ..area }, &x, &y);
        let place = |point: &sweep::Point, share: f64| plot.at(self.across(point), share);
        let upper = curve.points.iter().map(|point| place(point, point.unmatched.interval90[1]));
        let lower = curve.points.iter().rev().map(|point| place(point, point.unmatched.interval90[0]));
        sketch.polygon(&upper.chain(lower).collect::<Vec<Point>>(), BAND);
        let mut placing = Placing::within(plot.area);
        for other in self.sweep.curves.iter().filter(|other| *other != curve) {
            let is_inside = |point: &&sweep::Point| (x.low..=x.high).contains(&self.across(point));
            let points = other.points.iter().filter(is_inside);
            let path: Vec<Point> = points.map(|point| place(point, point.unmatched.mean)).collect();
            sketch.line(&path, OTHER, 1.0);
            placing.occupy_line(&path);
        }
        self.marks(sketch, &mut placing, curve, (&x, &plot));
        let path: Vec<Point> = curve.points.iter().map(|point| place(point, point.unmatched.mean)).collect();
        sketch.curve(&path, DOT, CALM, 2.0);
        placing.occupy_line(&path);
        let ends = curve.points.iter().zip(&path);
        let (first, last) = (ends.clone().next(), ends.skip(1).last());
        for (point, dot) in first.into_iter().chain(last) {
            let words = risk(&point.unmatched);
            if let Some(at) = placing.beside(*dot, DOT, &words, LABEL) {
                sketch.words(at, words, LABEL, HPos::Center);
            }
        }
    }

    /// Where the scenario as typed stands, and the budget.
    fn marks(&self, sketch: &mut Sketch, placing: &mut Placing, curve: &Curve, (x, plot): (&Axis, &Plot)) {
        let is_budget = self.sweep.subject == Subject::Budget;
        let typed = if is_budget { Some(curve.typed.cost_usd) } else { curve.axes.first().and_then(|axis| axis.typed) };
        let budget = self.answer.budget_usd.filter(|_| is_budget);
        for (value, color, width) in [(typed, FAINT, 1.2), (budget, DANGER, 1.6)] {
            let Some(value) = value.filter(|value| (x.low..=x.high).contains(value)) else { continue };
            let line = [(plot.x(value), plot.area.y0), (plot.x(value), plot.area.y1)];
            sketch.dashes(&line, color, width);
            placing.occupy_line(&line);
            if color == DANGER {
                let is_right = plot.x(value) > plot.area.middle().0;
                let (anchor, shift) = if is_right { (HPos::Right, -4.0) } else { (HPos::Left, 4.0) };
                let font = Font { color: DANGER_TEXT, ..LABEL };
                sketch.words((plot.x(value) + shift, plot.area.y1 - 8.0), "budget", font, anchor);
            }
        }
    }

    /// Round values across; the same for all panels that share an axis.
    fn axis_across(&self, curve: &Curve, width: f64) -> Axis {
        let is_shared = self.sweep.subject != Subject::Applications;
        let curves = self.sweep.curves.iter().filter(|other| is_shared || *other == curve);
        let values: Vec<f64> = curves.flat_map(|one| &one.points).map(|point| self.across(point)).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let wanted = if width > 400.0 { 7.0 } else { 3.0 };
        match self.sweep.subject {
            Subject::Budget => Axis::dollars(low, high, wanted).titled("cost of applying (US dollars)"),
            Subject::Applications => Axis::round(low, high, wanted).titled("programs"),
            _ => Axis::round(low, high, wanted).titled(shown(&curve.axes[0].label)),
        }
    }
}
