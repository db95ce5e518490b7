//! Runs the model over parameter draws and trials: the only user of rayon.
//!
//! It takes portfolios and what is known of the parameters, and gives plain
//! numbers; it knows neither files nor TOML.

mod chance;
pub mod conditional;
pub mod couple;
pub mod curve;
pub mod driver;
pub mod estimate;
mod failed_people;
pub mod findings;
pub mod interview_curve;
pub mod one_more;
pub mod plan;
pub mod precision;
pub mod results;
pub mod seasons;
pub mod simulate;
pub mod stopping;
pub mod summary;
pub mod tally;
pub mod threshold;
pub mod trials;
pub mod uncertainty;
pub mod verify;
pub mod width;
