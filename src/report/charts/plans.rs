//! Charts of plans over several seasons: one panel a plan.

use super::plan_flows::PlanFlows;
use super::plan_success::PlanSuccess;
use super::plan_years::PlanYears;
use super::prelude::*;
use crate::engine::results::Results;
use crate::engine::results::plans::{PlanResult, PlansResult};
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
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Success => "plan_success",
            Self::Years => "plan_years",
            Self::Flows => "plan_flows",
        }
    }

    /// The chart of these plans.
    pub(super) fn picture(self, found: &PlansResult) -> Box<dyn Picture + '_> {
        match self {
            Self::Success => Box::new(PlanSuccess(found)),
            Self::Years => Box::new(PlanYears(found)),
            Self::Flows => Box::new(PlanFlows(found)),
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
    svg(kind.picture(found).as_ref(), kind.file_stem(), width).map(Some)
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
