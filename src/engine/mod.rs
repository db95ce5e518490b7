//! Runs the model: the only user of rayon.
pub mod results;
