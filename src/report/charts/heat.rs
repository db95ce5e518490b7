//! Chart: chance of going unmatched over two numbers, with contour lines.

use plotters::style::RGBColor;

use super::contour::pieces;
use super::heading::{self, MARGIN};
use super::palette::{FAINT, INK, PAPER, TICK, luminance};
use super::sketch::{Anchor, Area, Font, Point, Sketch, text_area};
use super::text;
use super::ticks::{self, round_steps};
use crate::decide::answers::sweep::{Curve, Sweep};
use crate::report::error::ReportError;
use crate::report::percent::whole;
use crate::report::presentable::shortened;
use crate::report::sweep_words::{at, percent, risk, shown};

/// Colors of the least and the greatest chance in the grid: light to dark, so that gray copies keep the order.
const LIGHT: RGBColor = RGBColor(253, 240, 224);
const DARK: RGBColor = RGBColor(140, 45, 4);

const LEFT: f64 = 62.0;
const TALLEST_CELL: f64 = 34.0;
const LABEL_SIZE: f64 = 10.0;

/// Draws the chart at this width in pixels.
pub(super) fn draw(sweep: &Sweep, chart: &str, width: f64) -> Result<String, ReportError> {
    let Some(grid) = sweep.curves.first().and_then(Grid::of) else {
        return Err(ReportError::Chart {
            chart: chart.to_owned(),
            reason: "there is no grid of two numbers".to_owned(),
        });
    };
    let (sketch, height) = sheet(&grid, width);
    sketch.finish(chart, height, &finding(grid.curve), &description(grid.curve))
}

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

    /// Every cell, `(column, row)` from 0, with its chance.
    fn cells(&self) -> impl Iterator<Item = (Point, f64)> {
        let row = |(row, chances): (usize, &'_ Vec<f64>)| {
            let place = move |(column, chance): (usize, &f64)| ((column as f64, row as f64), *chance);
            chances.iter().enumerate().map(place).collect::<Vec<_>>()
        };
        self.rows.iter().enumerate().flat_map(row)
    }

    fn color(&self, chance: f64) -> RGBColor {
        let (low, high) = self.ends();
        between((chance - low) / (high - low).max(1e-9))
    }

    /// Round percentages at which lines are drawn.
    fn levels(&self) -> Vec<f64> {
        let (low, high) = self.ends();
        let levels = round_steps(100.0 * low, 100.0 * high, 6.0);
        levels.into_iter().filter(|level| (low..high).contains(&(level / 100.0))).collect()
    }

    fn ends(&self) -> (f64, f64) {
        let all = || self.rows.iter().flatten().copied();
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }
}

fn finding(curve: &Curve) -> String {
    let by_risk = |a: &f64, b: &f64| a.total_cmp(b);
    let means = || curve.points.iter().map(|point| point.unmatched.mean);
    let (Some(low), Some(high)) = (means().min_by(by_risk), means().max_by(by_risk)) else { return String::new() };
    let point = |mean: f64| curve.points.iter().find(|point| point.unmatched.mean == mean);
    let told = |mean: f64| point(mean).map_or_else(String::new, |point| percent(&point.unmatched));
    let labels: Vec<String> = curve.axes.iter().map(|axis| shown(&axis.label)).collect();
    let name = shortened(&shown(&curve.portfolio), heading::NAME_IN_TITLE);
    format!(
        "“{name}”: the risk of going unmatched ranges from {} to {} over {}",
        told(low),
        told(high),
        labels.join(" and ")
    )
}

fn description(curve: &Curve) -> String {
    let labels: Vec<String> = curve.axes.iter().map(|axis| shown(&axis.label)).collect();
    let cells = curve.points.iter().map(|point| {
        let values: Vec<String> = point.at.iter().map(|value| at(*value)).collect();
        format!("{}: {}", values.join(" and "), risk(&point.unmatched))
    });
    format!(
        "Heat map of the chance of going unmatched by {}. {}.",
        labels.join(" and "),
        cells.collect::<Vec<_>>().join("; ")
    )
}

/// The sheet and its height.
pub(super) fn sheet(grid: &Grid<'_>, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let levels = grid.levels();
    let named: Vec<String> = levels.iter().map(|level| ticks::label(*level, &levels)).collect();
    let lines = if named.is_empty() {
        String::new()
    } else {
        format!(" Lines connect points of equal risk: {}%.", named.join(", "))
    };
    let explanation = format!(
        "Darker is riskier; numbers are percent of seasons.{lines} The frame marks the scenario as typed, if it is in the grid."
    );
    let top = heading::draw(&mut sketch, &finding(grid.curve), &explanation);
    let count = |values: &[f64]| values.len().max(1) as f64;
    let cell =
        ((width - 2.0 * MARGIN - LEFT - 10.0) / count(&grid.across), (380.0 / count(&grid.up)).min(TALLEST_CELL));
    let height = cell.1 * count(&grid.up);
    let area = Area { x0: MARGIN + LEFT, y0: top + 20.0, x1: width - MARGIN - 10.0, y1: top + 20.0 + height };
    // Rows go upwards, so that both numbers grow away from the corner.
    let center = |(column, row): Point| (area.x0 + (column + 0.5) * cell.0, area.y1 - (row + 0.5) * cell.1);
    let has_room = cell.0 >= text::width("100", LABEL_SIZE) + 4.0 && cell.1 >= LABEL_SIZE + 4.0;
    cells(&mut sketch, grid, cell, center);
    contours(&mut sketch, grid, has_room, center);
    if has_room {
        numbers(&mut sketch, grid, center);
    }
    typed(&mut sketch, grid, cell, center);
    axes(&mut sketch, grid, area, cell, center);
    (sketch, area.y1 + 44.0 + MARGIN)
}

fn cells(sketch: &mut Sketch, grid: &Grid<'_>, cell: Point, center: impl Fn(Point) -> Point) {
    for (place, chance) in grid.cells() {
        let (x, y) = center(place);
        let area = Area { x0: x - cell.0 / 2.0, y0: y - cell.1 / 2.0, x1: x + cell.0 / 2.0, y1: y + cell.1 / 2.0 };
        sketch.fill(area, grid.color(chance));
    }
}

/// The chance in every cell, in whole percent, clear of the lines.
fn numbers(sketch: &mut Sketch, grid: &Grid<'_>, center: impl Fn(Point) -> Point) {
    for (place, chance) in grid.cells() {
        let ground = grid.color(chance);
        let font = Font { size: LABEL_SIZE, color: if luminance(ground) > 0.25 { INK } else { PAPER } };
        let words = whole(chance).replace('%', "");
        sketch.fill(text_area(center(place), &words, font, Anchor::Middle), ground);
        sketch.words(center(place), words, font, Anchor::Middle);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two channels of a color")]
fn between(share: f64) -> RGBColor {
    let mix =
        |light: u8, dark: u8| (f64::from(light) + share.clamp(0.0, 1.0) * (f64::from(dark) - f64::from(light))) as u8;
    RGBColor(mix(LIGHT.0, DARK.0), mix(LIGHT.1, DARK.1), mix(LIGHT.2, DARK.2))
}

/// Lines of equal risk at round percentages, named where the cells have no numbers.
fn contours(sketch: &mut Sketch, grid: &Grid<'_>, has_labels: bool, center: impl Fn(Point) -> Point) {
    let levels = grid.levels();
    let mut taken: Vec<Area> = Vec::new();
    for level in &levels {
        let lines = pieces(&grid.rows, level / 100.0);
        for (from, to) in &lines {
            sketch.line(&[center(*from), center(*to)], INK, 1.2);
        }
        let middle =
            lines.get(lines.len() / 2).map(|(from, to)| (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1)));
        let Some(place) = middle.filter(|_| !has_labels).map(&center) else { continue };
        let words = format!("{}%", ticks::label(*level, &levels));
        let font = Font { size: LABEL_SIZE, color: INK };
        let room = text_area(place, &words, font, Anchor::Middle);
        if !taken.iter().any(|other| other.overlaps(&room)) {
            sketch.fill(room, PAPER);
            sketch.words(place, words, font, Anchor::Middle);
            taken.push(room);
        }
    }
}

/// A frame around the cell of the scenario as typed.
fn typed(sketch: &mut Sketch, grid: &Grid<'_>, cell: Point, center: impl Fn(Point) -> Point) {
    let place = |axis: usize, values: &[f64]| {
        let typed = grid.curve.axes.get(axis)?.typed?;
        values.iter().position(|value| *value == typed)
    };
    let (Some(row), Some(column)) = (place(0, &grid.up), place(1, &grid.across)) else { return };
    let (x, y) = center((column as f64, row as f64));
    let (dx, dy) = (cell.0 / 2.0 - 1.0, cell.1 / 2.0 - 1.0);
    let corners = [(x - dx, y - dy), (x + dx, y - dy), (x + dx, y + dy), (x - dx, y + dy), (x - dx, y - dy)];
    sketch.line(&corners, PAPER, 3.6);
    sketch.line(&corners, INK, 1.8);
}

fn axes(sketch: &mut Sketch, grid: &Grid<'_>, area: Area, cell: Point, center: impl Fn(Point) -> Point) {
    let label = |axis: usize| grid.curve.axes.get(axis).map_or_else(String::new, |axis| shown(&axis.label));
    let widest = grid.across.iter().map(|value| text::width(&at(*value), TICK.size)).fold(1.0, f64::max);
    for column in shown_places(grid.across.len(), widest + 6.0, cell.0) {
        let (x, _) = center((column as f64, 0.0));
        sketch.words((x, area.y1 + 11.0), at(grid.across[column]), TICK, Anchor::Middle);
    }
    for row in shown_places(grid.up.len(), TICK.size + 2.0, cell.1) {
        let (_, y) = center((0.0, row as f64));
        sketch.words((area.x0 - 6.0, y), at(grid.up[row]), TICK, Anchor::End);
    }
    sketch.line(&[(area.x0, area.y0), (area.x0, area.y1), (area.x1, area.y1)], FAINT, 1.0);
    let width = area.x1 - area.x0;
    let under = text::fitted(&label(1), TICK.size, width);
    sketch.words((area.x0.midpoint(area.x1), area.y1 + 28.0), under, TICK, Anchor::Middle);
    let above = text::fitted(&label(0), TICK.size, width + LEFT);
    sketch.words((MARGIN, area.y0 - 11.0), above, TICK, Anchor::Start);
}

/// Places whose labels have room, the first always.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few cells; `as` saturates")]
fn shown_places(count: usize, needed: f64, cell: f64) -> impl Iterator<Item = usize> {
    (0..count).step_by((needed / cell).ceil().max(1.0) as usize)
}
