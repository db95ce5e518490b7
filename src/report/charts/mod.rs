//! Charts as SVG: the only user of plotters.
//!
//! Each chart says its finding in its title, keeps every text inside the sheet
//! and apart from the others, and can be told apart without colour.

pub mod calibration;
mod catalogue;
mod columns;
mod hatch;
mod heading;
mod histogram;
mod interviews;
mod outcomes;
mod palette;
mod placing;
mod plan_flows;
mod plan_success;
mod plan_years;
mod plans;
mod rank;
mod rank_fit;
mod risk_cost;
mod sketch;
mod svg;
mod text;
mod ticks;

pub use catalogue::{Chart, ChartKind, NARROW, WIDE, draw};
pub use plans::{PlanChart, draw_plans};
pub use rank_fit::{RankFit, RankGroup, draw_rank_fit};
