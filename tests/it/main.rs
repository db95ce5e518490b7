//! All integration tests in one crate: each crate links polars, and one link is enough.

mod cli;
mod closed_forms;
mod fixtures;
mod parameters;
mod properties;
