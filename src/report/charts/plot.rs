//! A plot: two axes of plotters with their mesh, labels and titles, and what stands where between them.

use plotters::prelude::{Cartesian2d, ChartBuilder, ChartContext};
use plotters::style::Color;

use super::axis::Axis;
use super::page::{Page, to_pixels, to_units};
use super::palette::{FAINT, GRID, TICK};
use super::sketch::{Area, HPos, MARGIN, Point, Sketch};
use super::text;

/// Length of the strokes at the labels; plotters sets the labels twice as far off.
const STROKE: f64 = 3.0;
/// Height of the labels below a plot, and of the title below them.
const LABELS: f64 = 19.0;
const TITLE: f64 = 17.0;
/// Height of the title above a plot.
const ABOVE: f64 = 22.0;

/// Axes on the sheet.
pub(super) struct Plot {
    /// Between the axes, in pixels.
    pub area: Area,
    /// The lower ends of both axes.
    origin: Point,
    /// None if plotters refused to draw; the sketch knows why.
    chart: Option<ChartContext<'static, Page, Cartesian2d<Axis, Axis>>>,
}

impl Plot {
    /// Draws both axes so that they with their labels and titles fill this room. The title of the upright axis
    /// stands above it. Labels at the ends of the level axis may reach a little beyond the room.
    pub(super) fn within(sketch: &mut Sketch, room: Area, x: &Axis, y: &Axis) -> Self {
        let beyond = |words: Option<&(f64, String)>| {
            let half = words.map_or(0.0, |(_, words)| text::width(words, TICK.size) / 2.0);
            (half + 1.0 - MARGIN).max(0.0)
        };
        let above = if y.title.is_empty() { 0.0 } else { ABOVE };
        let area = Area {
            x0: room.x0 + beside(y).max(beyond(x.ticks.first())),
            y0: room.y0 + above,
            x1: room.x1 - beyond(x.ticks.last()),
            y1: room.y1 - below(x),
        };
        sketch.words((room.x0, room.y0 + TICK.size / 2.0), y.title.as_str(), TICK, HPos::Left);
        Self::between(sketch, area, x, y)
    }

    /// Draws both axes around this area, without the title of the upright one.
    pub(super) fn between(sketch: &mut Sketch, area: Area, x: &Axis, y: &Axis) -> Self {
        let mut plot = Self { area, origin: (x.low, y.low), chart: None };
        let left = beside(y);
        let room = sketch.sheet().clone().shrink(
            (to_units(area.x0 - left), to_units(area.y0)),
            (to_units(area.width() + left) + 1, to_units(area.y1 - area.y0 + below(x)) + 1),
        );
        let built = ChartBuilder::on(&room)
            .x_label_area_size(to_units(below(x)))
            .y_label_area_size(to_units(left))
            .build_cartesian_2d(x.clone(), y.clone());
        let drawn = built.and_then(|mut chart| {
            // A long title may reach a little beyond a narrow plot.
            let title = text::fitted(&x.title, TICK.size, area.width() + 20.0);
            let mut mesh = chart.configure_mesh();
            mesh.axis_style(FAINT.stroke_width(to_units(1.0).unsigned_abs()))
                .bold_line_style(GRID.stroke_width(to_units(1.0).unsigned_abs()))
                .label_style(TICK.style(HPos::Center))
                .set_all_tick_mark_size(to_units(STROKE));
            if !title.is_empty() {
                mesh.x_desc(title);
            }
            if !x.has_grid {
                mesh.disable_x_mesh();
            }
            if !y.has_grid {
                mesh.disable_y_mesh();
            }
            mesh.draw()?;
            plot.chart = Some(chart);
            Ok(())
        });
        sketch.keep(drawn);
        plot
    }

    /// Where a pair of values stands.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let (x, y) = self.chart.as_ref().map_or((0, 0), |chart| chart.backend_coord(&(x, y)));
        (to_pixels(x), to_pixels(y))
    }

    /// Where a value of the level axis stands.
    pub(super) fn x(&self, value: f64) -> f64 {
        self.at(value, self.origin.1).0
    }

    /// Where a value of the upright axis stands.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.at(self.origin.0, value).1
    }
}

/// Width of the labels beside a plot with this axis.
fn beside(y: &Axis) -> f64 {
    if y.widest() > 0.0 { y.widest() + 2.0 * STROKE } else { 0.0 }
}

/// Height of what stands below a plot with this axis.
pub(super) fn below(x: &Axis) -> f64 {
    let labels = if x.widest() > 0.0 { LABELS } else { 0.0 };
    labels + if x.title.is_empty() { 0.0 } else { TITLE }
}
