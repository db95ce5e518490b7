//! Charts of plans over several seasons: one panel a plan.

use super::heading::MARGIN;
use super::palette::NAME;
use super::sketch::{Area, LINE, Sketch};
use super::{plan_flows, plan_success, plan_years, text};
use crate::engine::results::Results;
use crate::engine::results::plans::PlansResult;
use crate::report::error::ReportError;
use crate::report::presentable::presentable;

/// Which chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanChart {
    /// Chance of a residency by season, with the interval, and what independent years would give.
    Success,
    /// Where people are, year by year.
    Years,
    /// From where to where they go.
    Flows,
}

impl PlanChart {
    /// Every chart, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Success, Self::Years, Self::Flows];

    /// Name of the chart's files without extension.
    #[must_use]
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Success => "plan_success",
            Self::Years => "plan_years",
            Self::Flows => "plan_flows",
        }
    }
}

/// Draws one chart at this width in pixels; none where the results hold no plan.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_plans(results: &Results, kind: PlanChart, width: f64) -> Result<Option<String>, ReportError> {
    let shown = presentable(results);
    let Some(found) = &shown.plans else { return Ok(None) };
    let (sheet, title, description) = match kind {
        PlanChart::Success => {
            (plan_success::sheet(found, width), plan_success::finding(found), plan_success::description(found))
        }
        PlanChart::Years => {
            (plan_years::sheet(found, width), plan_years::finding(found), plan_years::description(found))
        }
        PlanChart::Flows => {
            (plan_flows::sheet(found, width), plan_flows::finding(found), plan_flows::description(found))
        }
    };
    let (sketch, height) = sheet;
    sketch.finish(kind.file_stem(), height, &title, &description).map(Some)
}

/// Panels side by side, as many as the width has room for; draws each plan's
/// name over its panel and gives the lower edge of all.
pub(super) fn panels(
    sketch: &mut Sketch,
    found: &PlansResult,
    top: f64,
    height: f64,
    mut draw: impl FnMut(&mut Sketch, usize, Area),
) -> f64 {
    const NARROWEST: f64 = 210.0;
    const GUTTER: f64 = 18.0;
    let room = sketch.width() - 2.0 * MARGIN;
    let fitting = [3.0, 2.0].into_iter().find(|count| (room - (count - 1.0) * GUTTER) / count >= NARROWEST);
    let in_a_row = fitting.unwrap_or(1.0).min(found.plans.len().max(1) as f64);
    let width = (room - (in_a_row - 1.0) * GUTTER) / in_a_row;
    let names: Vec<Vec<String>> =
        found.plans.iter().map(|plan| text::wrapped(&plan.name, NAME.size, width, 2)).collect();
    // Names of two lines or one: panels begin together.
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let (mut x, mut y, mut names_below, mut placed) = (MARGIN, top, top, 0.0);
    for (index, name) in names.iter().enumerate() {
        if placed == in_a_row {
            (x, y, placed) = (MARGIN, names_below + height + 14.0, 0.0);
        }
        sketch.paragraph(x, y, name, NAME);
        names_below = y + lines * LINE * NAME.size + 4.0;
        draw(sketch, index, Area { x0: x, y0: names_below, x1: x + width, y1: names_below + height });
        x += width + GUTTER;
        placed += 1.0;
    }
    names_below + height
}
