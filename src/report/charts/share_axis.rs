//! The axis of stacked bars: shares of a whole, from 0 to 100%.

use super::heading::MARGIN;
use super::palette::{FAINT, GRID, TICK};
use super::sketch::{Anchor, LINE, Sketch};

/// Draws the axis below `y` across the sheet, with its title; gives the lower edge.
pub fn share_axis(sketch: &mut Sketch, y: f64, title: &str) -> f64 {
    let (left, right) = (MARGIN, sketch.width() - MARGIN);
    sketch.line(&[(left, y), (right, y)], FAINT, 1.0);
    for step in 0..=5_u8 {
        let x = left + (right - left) * f64::from(step) / 5.0;
        sketch.line(&[(x, y), (x, y + 4.0)], GRID, 1.0);
        let anchor = match step {
            0 => Anchor::Start,
            5 => Anchor::End,
            _ => Anchor::Middle,
        };
        sketch.words((x, y + 12.0), format!("{}%", 20 * step), TICK, anchor);
    }
    let title_at = y + 12.0 + LINE * TICK.size + 2.0;
    sketch.words((left.midpoint(right), title_at), title, TICK, Anchor::Middle);
    title_at + TICK.size / 2.0
}
