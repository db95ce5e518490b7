//! Charts as SVG: the only user of plotters.
//!
//! Each chart says its finding in its title, keeps every text inside the sheet
//! and apart from the others, and can be told apart without color.
//!
//! A chart is a `picture::Picture` in a file of its own, which holds what is special about it. It draws on a
//! `sketch::Sketch`, with axes as `plot::Plot` and what else is shared in `parts`.

mod axis;
mod backups;
pub mod calibration;
mod catalogue;
mod comparison;
mod contour;
mod curve;
mod first_to_safest;
mod heat;
mod histogram;
mod interview_curve;
mod interviews;
mod market;
pub mod optimize;
mod outcomes;
mod page;
mod palette;
mod parts;
mod picture;
mod placing;
mod plan_flows;
mod plan_success;
mod plan_years;
mod plans;
mod plot;
mod prelude;
pub mod programs;
mod rank;
mod rank_fit;
mod ranks;
pub mod reliability;
mod risk_cost;
mod seasons;
mod sketch;
mod sweep;
mod text;
mod tornado;

pub use catalogue::{ChartKind, NARROW, WIDE, draw};
pub use market::draw_market;
pub use plans::{PlanChart, draw_plans};
pub use rank_fit::{RankFit, RankGroup, draw_rank_fit};
pub use sweep::draw_sweep;

use picture::svg;

/// Name of the files of the chart of what moves the answer.
pub const TORNADO: &str = "tornado";

use super::error::ReportError;
use crate::decide::answers::backups::Backups;
use crate::decide::answers::comparison::ScenarioComparison;
use crate::decide::answers::ranks::Ranks;
use crate::decide::answers::sensitivity::Sensitivity;

/// Draws what each backup would save as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_backups(answer: &Backups, width: f64) -> Result<String, ReportError> {
    svg(answer, "backups", width)
}

/// Draws the chances of all scenarios as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_comparison(comparison: &ScenarioComparison, width: f64) -> Result<String, ReportError> {
    svg(comparison, "comparison", width)
}

/// Draws where each rank order list lands as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_ranks(ranks: &Ranks, width: f64) -> Result<String, ReportError> {
    svg(ranks, "rank_lists", width)
}

/// Draws what moves the chance of going unmatched as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_tornado(answer: &Sensitivity, width: f64) -> Result<String, ReportError> {
    svg(answer, TORNADO, width)
}
