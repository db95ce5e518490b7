//! Chart: chance of going unmatched over two numbers, with contour lines.

use super::contour::pieces;
use super::prelude::*;
use crate::decide::answers::sweep::Curve;
use crate::report::percent::whole;
use crate::report::presentable::shortened;
use crate::report::sweep_words::{at, percent, risk, shown};

/// Colors of the least and the greatest chance in the grid: light to dark, so that gray copies keep the order.
const LIGHT: RGBColor = RGBColor(253, 240, 224);
const DARK: RGBColor = RGBColor(140, 45, 4);

const TALLEST_CELL: f64 = 34.0;
const LABEL: Font = Font { size: 10.0, color: INK };

/// The chances as rows of the first number, upwards, and columns of the second.
pub(super) struct Grid<'a> {
    curve: &'a Curve,
    up: Vec<f64>,
    across: Vec<f64>,
    rows: Vec<Vec<f64>>,
}

impl<'a> Grid<'a> {
    /// The grid of a curve over two numbers; none if it is not one.
    pub(super) fn of(curve: &'a Curve) -> Option<Self> {
        let rows: Vec<_> = curve.points.chunk_by(|a, b| a.at.first() == b.at.first()).collect();
        let across: Vec<f64> = rows.first()?.iter().filter_map(|point| point.at.get(1).copied()).collect();
        let is_whole = !across.is_empty() && rows.iter().all(|row| row.len() == across.len());
        is_whole.then(|| Self {
            curve,
            up: rows.iter().map(|row| row[0].at[0]).collect(),
            across,
            rows: rows.iter().map(|row| row.iter().map(|point| point.unmatched.mean).collect()).collect(),
        })
    }

    fn color(&self, chance: f64) -> RGBColor {
        let (low, high) = self.ends();
        between(LIGHT, DARK, (chance - low) / (high - low).max(1e-9))
    }

    /// Round percentages at which lines are drawn, with their names.
    fn levels(&self) -> Vec<(f64, String)> {
        let (low, high) = self.ends();
        let all = Axis::round(100.0 * low, 100.0 * high, 6.0).ticks;
        all.into_iter().filter(|(level, _)| (low..high).contains(&(level / 100.0))).collect()
    }

    fn ends(&self) -> (f64, f64) {
        let all = || self.rows.iter().flatten().copied();
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }
}

impl Picture for Grid<'_> {
    fn finding(&self) -> String {
        let by_risk = |a: &f64, b: &f64| a.total_cmp(b);
        let means = || self.curve.points.iter().map(|point| point.unmatched.mean);
        let (Some(low), Some(high)) = (means().min_by(by_risk), means().max_by(by_risk)) else { return String::new() };
        let point = |mean: f64| self.curve.points.iter().find(|point| point.unmatched.mean == mean);
        let told = |mean: f64| point(mean).map_or_else(String::new, |point| percent(&point.unmatched));
        let labels: Vec<String> = self.curve.axes.iter().map(|axis| shown(&axis.label)).collect();
        let name = shortened(&shown(&self.curve.portfolio), NAME_IN_TITLE);
        format!(
            "“{name}”: the risk of going unmatched ranges from {} to {} over {}",
            told(low),
            told(high),
            labels.join(" and ")
        )
    }

    fn explanation(&self) -> String {
        let levels: Vec<String> = self.levels().into_iter().map(|(_, name)| name).collect();
        let lines = if levels.is_empty() {
            String::new()
        } else {
            format!(" Lines connect points of equal risk: {}%.", levels.join(", "))
        };
        format!(
            "Darker is riskier; numbers are percent of seasons.{lines} The frame marks the scenario as typed, if it is in the grid."
        )
    }

    fn description(&self) -> String {
        let labels: Vec<String> = self.curve.axes.iter().map(|axis| shown(&axis.label)).collect();
        let cells = self.curve.points.iter().map(|point| {
            let values: Vec<String> = point.at.iter().map(|value| at(*value)).collect();
            format!("{}: {}", values.join(" and "), risk(&point.unmatched))
        });
        format!("Heat map of the chance of going unmatched by {}. {}.", labels.join(" and "), listed(cells))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let (columns, rows) = (self.across.len().max(1) as f64, self.up.len().max(1) as f64);
        let label = |axis: usize| self.curve.axes.get(axis).map_or_else(String::new, |axis| shown(&axis.label));
        let height = (380.0 / rows).min(TALLEST_CELL);
        let mut strip = sketch.strip(rows * height);
        strip.y1 += 60.0;
        let up = labeled(&self.up, TICK.size + 2.0, height).titled(text::fitted(&label(0), TICK.size, strip.width()));
        let width = (strip.width() - up.widest() - 14.0) / columns;
        let widest = self.across.iter().map(|value| text::width(&at(*value), TICK.size)).fold(1.0, f64::max);
        let across = labeled(&self.across, widest + 6.0, width).titled(label(1));
        // Rows go upwards, so that both numbers grow away from the corner.
        let plot = Plot::within(sketch, Area { x1: strip.x1 - 8.0, ..strip }, &across, &up);
        let has_room = width >= text::width("100", LABEL.size) + 4.0 && height >= LABEL.size + 4.0;
        for (row, chances) in self.rows.iter().enumerate() {
            for (column, &chance) in chances.iter().enumerate() {
                sketch.fill(cell(&plot, row, column), self.color(chance));
            }
        }
        self.contours(sketch, has_room, &plot);
        if has_room {
            self.numbers(sketch, &plot);
        }
        self.typed(sketch, &plot);
        sketch.y = strip.y1;
    }
}

/// Places from the first on whose labels have room: one of `needed` pixels where there is one every `pitch`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few labels; `as` saturates")]
fn with_room(count: usize, needed: f64, pitch: f64) -> impl Iterator<Item = usize> {
    (0..count).step_by((needed / pitch).ceil().max(1.0) as usize)
}

/// An axis with the values at the middles of cells of this many pixels, as many as have room.
fn labeled(values: &[f64], needed: f64, pixels: f64) -> Axis {
    let places = with_room(values.len(), needed, pixels);
    Axis::blank(0.0, values.len().max(1) as f64).labeled(places.map(|place| (place as f64 + 0.5, at(values[place]))))
}

/// A cell, which reaches a little under the next ones so that no paper shows between them.
fn cell(plot: &Plot, row: usize, column: usize) -> Area {
    let (row, column) = (row as f64, column as f64);
    let area = Area::between(plot.at(column, row), plot.at(column + 1.0, row + 1.0));
    Area { x1: area.x1 + SEAM, y0: area.y0 - SEAM, ..area }
}

impl Grid<'_> {
    /// The chance in every cell, in whole percent, clear of the lines.
    fn numbers(&self, sketch: &mut Sketch, plot: &Plot) {
        for (row, chances) in self.rows.iter().enumerate() {
            for (column, &chance) in chances.iter().enumerate() {
                let ground = self.color(chance);
                let font = Font { color: if luminance(ground) > 0.25 { INK } else { PAPER }, ..LABEL };
                let words = whole(chance).replace('%', "");
                sketch.plate(cell(plot, row, column).middle(), &words, font, HPos::Center, ground);
            }
        }
    }

    /// Lines of equal risk at round percentages, named where the cells have no numbers.
    fn contours(&self, sketch: &mut Sketch, has_numbers: bool, plot: &Plot) {
        let place = |(column, row): Point| plot.at(column + 0.5, row + 0.5);
        let mut taken: Vec<Area> = Vec::new();
        for (level, name) in self.levels() {
            let lines = pieces(&self.rows, level / 100.0);
            for (from, to) in &lines {
                sketch.line(&[place(*from), place(*to)], INK, 1.2);
            }
            let Some((from, to)) = lines.get(lines.len() / 2).filter(|_| !has_numbers) else { continue };
            let middle = Area::between(place(*from), place(*to)).middle();
            let words = format!("{name}%");
            let room = text_area(middle, &words, LABEL.size, HPos::Center);
            if !taken.iter().any(|other| other.overlaps(&room)) {
                taken.push(sketch.plate(middle, &words, LABEL, HPos::Center, PAPER));
            }
        }
    }

    /// A frame around the cell of the scenario as typed.
    fn typed(&self, sketch: &mut Sketch, plot: &Plot) {
        let place = |axis: usize, values: &[f64]| {
            let typed = self.curve.axes.get(axis)?.typed?;
            values.iter().position(|value| *value == typed)
        };
        let (Some(row), Some(column)) = (place(0, &self.up), place(1, &self.across)) else { return };
        let Area { x0, y0, x1, y1 } = cell(plot, row, column);
        let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
        sketch.line(&corners, PAPER, 3.6);
        sketch.line(&corners, INK, 1.8);
    }
}
