//! matchfolio
pub mod calibration;
pub mod cli;
pub mod engine;
pub mod model;
pub mod random;
pub mod reference;
pub mod report;
pub mod scenario;
