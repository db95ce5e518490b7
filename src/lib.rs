//! matchfolio
pub mod cli;
pub mod engine;
pub mod model;
pub mod reference;
pub mod scenario;
