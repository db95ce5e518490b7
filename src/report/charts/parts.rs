//! What several charts are made of: legends, keys, stacked bars and panels.

use super::palette::{Font, LABEL, Look, NAME, PAPER, TICK};
use super::sketch::{Area, HPos, LINE, MARGIN, Point, Sketch};
use super::text;
use super::{axis::Axis, palette::FAINT, plot::Plot};
use crate::engine::results::plans::{PlanResult, PlansResult};

/// Draws names, each behind a swatch if it has a look, in as many rows as needed.
pub(super) fn legend(sketch: &mut Sketch, entries: impl IntoIterator<Item = (Option<Look>, String)>, font: Font) {
    const SWATCH: f64 = 16.0;
    let (mut x, mut y) = (MARGIN, sketch.y);
    for (look, name) in entries {
        let indent = if look.is_some() { SWATCH + 5.0 } else { 0.0 };
        let name = text::fitted(&name, font.size, sketch.room() - indent);
        let width = indent + text::width(&name, font.size);
        if x > MARGIN && x + width > sketch.right() {
            (x, y) = (MARGIN, y + 17.0);
        }
        if let Some(look) = look {
            let (from, to) = ((x, y), (x + SWATCH, y + 12.0));
            sketch.fill_hatched(Area::between(from, to), look);
            sketch.line(&[from, (to.0, from.1), to, (from.0, to.1), from], FAINT, 0.6);
        }
        sketch.words((x + indent, y + 6.0), name, font, HPos::Left);
        x += width + 14.0;
    }
    sketch.y = y + 14.0;
}

/// Draws what a number in the chart stands for, behind its mark.
pub(super) fn key(sketch: &mut Sketch, number: usize, words: &str, mark: impl FnOnce(&mut Sketch, Point)) {
    const INDENT: f64 = 40.0;
    let middle = sketch.y + 7.0;
    mark(sketch, (MARGIN + 5.0, middle));
    sketch.words((MARGIN + INDENT - 8.0, middle), number.to_string(), LABEL, HPos::Right);
    let lines = text::wrapped(words, LABEL.size, sketch.room() - INDENT, 3);
    sketch.y = sketch.lines((MARGIN + INDENT, sketch.y), &lines, LABEL) + 3.0;
}

/// One part of a stacked bar.
pub(super) struct Part {
    /// How much of the whole it is.
    pub share: f64,
    /// How it looks.
    pub look: Look,
    /// What may stand on it, the longest first.
    pub labels: Vec<String>,
}

/// Draws a bar across the sheet below its name and some facts; the parts fill it.
pub(super) fn named_bar(sketch: &mut Sketch, name: &str, facts: &str, parts: &[Part]) {
    sketch.paragraph(name, NAME, 2);
    sketch.paragraph(facts, TICK, 2);
    let bar = sketch.strip(26.0);
    let bar = Area { y0: bar.y0 + 2.0, y1: bar.y1 + 2.0, ..bar };
    stacked_bar(sketch, parts, parts.iter().map(|part| part.share).sum(), bar);
    sketch.y = bar.y1 + 12.0;
}

/// Draws the parts side by side, each with the longest label that fits; `whole` fills the area.
pub(super) fn stacked_bar(sketch: &mut Sketch, parts: &[Part], whole: f64, area: Area) {
    let mut x = area.x0;
    for Part { share, look, labels } in parts.iter().filter(|part| part.share > 0.0) {
        let end = x + area.width() * share / whole.max(f64::MIN_POSITIVE);
        let part = Area { x0: x, x1: end, ..area };
        sketch.fill_hatched(part, *look);
        sketch.line(&[(end, area.y0), (end, area.y1)], PAPER, 1.0);
        if let Some(label) = labels.iter().find(|label| text::width(label, LABEL.size) <= part.width() - 8.0) {
            sketch.plate(part.middle(), label, Font { color: look.ink(), ..LABEL }, HPos::Center, look.color);
        }
        x = end;
    }
}

/// Draws the axis of bars across the sheet: shares of a whole.
pub(super) fn share_axis(sketch: &mut Sketch, title: &str) {
    let area = sketch.strip(0.0);
    let axis = Axis::shares(20).without_grid().titled(title);
    axis_below(sketch, area, &axis);
}

/// Draws an axis along the lower edge of this area, below which the sheet is used then.
pub(super) fn axis_below(sketch: &mut Sketch, area: Area, axis: &Axis) {
    Plot::between(sketch, Area { y0: area.y1, ..area }, axis, &Axis::blank(0.0, 1.0));
    sketch.y = area.y1 + super::plot::below(axis);
}

/// A small chart under a name.
pub(super) struct Panel {
    /// The name over it.
    pub name: String,
    /// The portfolios it shows (numbers from 1), for the page to highlight.
    pub portfolios: Vec<usize>,
}

/// Draws panels in up to three columns, none narrower than `narrowest`. `height` gives that of a panel at a width,
/// without its name; `draw` draws it.
pub(super) fn panels(
    sketch: &mut Sketch,
    panels: &[Panel],
    narrowest: f64,
    height: impl Fn(usize, f64) -> f64,
    mut draw: impl FnMut(&mut Sketch, usize, Area),
) {
    const GUTTER: f64 = 24.0;
    let width = |columns: usize| (sketch.room() - (columns - 1) as f64 * GUTTER) / columns as f64;
    let columns = [3, 2].into_iter().find(|&columns| columns <= panels.len() && width(columns) >= narrowest);
    let columns = columns.unwrap_or(1);
    let width = width(columns);
    let name = |panel: &Panel| text::wrapped(&panel.name, NAME.size, width, 3);
    // Names have one line or more: panels side by side begin together.
    let lines = panels.iter().map(|panel| name(panel).len()).max().unwrap_or(1) as f64;
    // Each goes into the column that ends first.
    let mut ends = vec![sketch.y; columns];
    for (index, panel) in panels.iter().enumerate() {
        let shortest = (0..columns).min_by(|&a, &b| ends[a].total_cmp(&ends[b])).unwrap_or(0);
        let (x0, y0) = (MARGIN + (width + GUTTER) * shortest as f64, ends[shortest] + lines * LINE * NAME.size + 6.0);
        let area = Area { x0, y0, x1: x0 + width, y1: y0 + height(index, width) };
        sketch.showing(&panel.portfolios, |sketch| {
            sketch.lines((x0, ends[shortest]), &name(panel), NAME);
            draw(sketch, index, area);
        });
        ends[shortest] = area.y1 + 14.0;
    }
    sketch.y = ends.into_iter().fold(sketch.y, f64::max) - 14.0;
}

/// Panels of the same height side by side, one a plan.
pub(super) fn plan_panels(
    sketch: &mut Sketch,
    found: &PlansResult,
    height: f64,
    mut draw: impl FnMut(&mut Sketch, &PlanResult, Area),
) {
    let panel = |plan: &PlanResult| Panel { name: plan.name.clone(), portfolios: Vec::new() };
    let all: Vec<Panel> = found.plans.iter().map(panel).collect();
    panels(sketch, &all, 210.0, |_, _| height, |sketch, index, area| draw(sketch, &found.plans[index], area));
}
