//! All integration tests in one crate: each crate links polars, and one link is enough.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test sets up may fail loudly, in its helper functions too"
)]

mod architecture;
mod calibration;
mod certificate;
mod cli;
mod closed_forms;
mod documents;
mod fixtures;
mod help;
mod parameters;
mod pinned;
mod properties;
mod scenario;
mod seasons;
mod validation;
mod worked_examples;
