//! The axes of risk against cost.

use super::heading::MARGIN;
use super::palette::{FAINT, GRID, TICK};
use super::sketch::{Anchor, Area, Sketch};
use super::ticks::{self, Scale};
use crate::report::number::dollars;

/// Draws grid, ticks and titles around `plot`, with these steps in dollars and
/// percent; gives the scales across and up.
pub fn risk_axes(sketch: &mut Sketch, plot: Area, costs: &[f64], risks: &[f64]) -> (Scale, Scale) {
    let across = Scale { low: costs[0], high: costs[costs.len() - 1], from: plot.x0, to: plot.x1 };
    let up = Scale { low: risks[0], high: risks[risks.len() - 1], from: plot.y1, to: plot.y0 };
    for &cost in costs {
        let x = across.at(cost);
        sketch.line(&[(x, plot.y0), (x, plot.y1)], GRID, 1.0);
        sketch.words((x, plot.y1 + 12.0), dollars(cost), TICK, Anchor::Middle);
    }
    for &risk in risks {
        let y = up.at(risk);
        sketch.line(&[(plot.x0, y), (plot.x1, y)], GRID, 1.0);
        sketch.words((plot.x0 - 6.0, y), format!("{}%", ticks::label(risk, risks)), TICK, Anchor::End);
    }
    sketch.line(&[(plot.x0, plot.y0), (plot.x0, plot.y1), (plot.x1, plot.y1)], FAINT, 1.0);
    let middle = plot.x0.midpoint(plot.x1);
    sketch.words((middle, plot.y1 + 30.0), "cost of applying (US dollars)", TICK, Anchor::Middle);
    sketch.words((MARGIN, plot.y0 - 16.0), "chance of going unmatched", TICK, Anchor::Start);
    (across, up)
}
