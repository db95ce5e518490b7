//! Charts as SVG: the only user of plotters.
//!
//! Each chart says its finding in its title, keeps every text inside the sheet
//! and apart from the others, and can be told apart without color.

mod backups;
pub mod calibration;
mod catalogue;
mod columns;
mod comparison;
mod contour;
mod curve;
mod hatch;
mod heading;
mod heat;
mod histogram;
mod interview_curve;
mod interviews;
pub mod optimize;
mod outcomes;
mod palette;
mod placing;
mod plan_flows;
mod plan_success;
mod plan_years;
mod plans;
pub mod programs;
mod rank;
mod rank_fit;
mod ranks;
pub mod reliability;
mod risk_axes;
mod risk_cost;
mod share_axis;
mod sketch;
mod svg;
mod sweep;
mod text;
mod ticks;
mod tornado;

pub use backups::draw_backups;
pub use catalogue::{Chart, ChartKind, NARROW, WIDE, draw};
pub use comparison::draw_comparison;
pub use plans::{PlanChart, draw_plans};
pub use rank_fit::{RankFit, RankGroup, draw_rank_fit};
pub use ranks::draw_ranks;
pub use sweep::draw_sweep;
pub use tornado::draw_tornado;
