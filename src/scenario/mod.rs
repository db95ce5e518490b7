//! Scenario files: what a person types, checked and resolved against the
//! reference tables.
//!
//! ```text
//! scenario.toml ──read──▶ raw ──compile (with reference tables)──▶ Scenario
//! ```
//!
//! Every problem is collected, not only the first; past [`compile_text`]
//! nothing can be invalid.

pub mod assessment;
mod compile;
pub mod compiled;
pub mod diagnose;
mod kinds;
mod load;
pub mod market;
pub mod numbers;
mod pricing;
pub mod profile;
pub mod program_list;
pub mod raw;
mod read;
pub mod risk;
pub mod schema;
pub mod start;
pub mod study;
mod typed;
pub mod vary;
pub mod warning;

pub use compiled::{
    Attendance, CoupleRule, Interview, Nearness, PlannedPortfolio, Scenario, ScoreSource, StatedValues,
};
pub use diagnose::{Diagnostic, Diagnostics};
pub use load::{Couple, LARGEST_FILE, Loaded, ScenarioError, compile_bytes, compile_text, load};
pub use pricing::{Cost, Pricing};
pub use program_list::{LineList, ListedProgram, ProgramList};
pub use warning::{Severity, Warning, WarningKind};
