//! matchfolio
pub mod engine;
pub mod model;
pub mod report;
