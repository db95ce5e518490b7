//! All integration tests in one crate: each crate links polars, and one link is enough.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test sets up may fail loudly, in its helper functions too"
)]

mod architecture;
mod backups;
mod browser;
mod brute_force;
mod calibration;
mod cases;
mod categorical;
mod certificate;
mod cli;
mod closed_forms;
mod compared_runs;
mod comparison;
mod couples;
mod documents;
mod errors;
mod fixtures;
mod formats;
mod fuzz;
mod help;
mod in_season;
mod init;
mod interrupted;
mod killed;
mod library;
mod listed_programs;
mod market;
#[allow(dead_code, reason = "shared with a benchmark")]
mod markets;
mod matching;
mod optimize;
mod optimize_search;
mod parameters;
mod pinned;
mod programs;
mod properties;
mod public_cases;
mod rank_lists;
mod reapplicant;
mod scenario;
mod seasons;
mod sensitivity;
mod studies;
mod study;
mod sweep;
mod tabulation;
mod timeline;
mod validation;
mod wording;
mod worked_examples;
