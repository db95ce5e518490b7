//! matchfolio
pub mod engine;
pub mod model;
