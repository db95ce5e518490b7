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
pub mod market;
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
mod plot;
mod prelude;
pub mod programs;
mod rank;
pub mod rank_fit;
mod ranks;
pub mod reliability;
mod risk_cost;
mod seasons;
mod sketch;
pub mod sweep;
mod text;
mod tornado;

pub use catalogue::ChartKind;
pub use picture::{Chart, NARROW, WIDE};

/// Name of the files of the chart of what moves the answer.
pub const TORNADO: &str = "tornado";
