//! Answers: plain data, from which everything shown or written is made.
//!
//! Each is a stable contract of its own, `matchfolio.<question>/1`
//! (`docs/results-format.md`).

pub mod backups;
pub mod basis;
pub mod comparison;
pub mod couple;
pub mod draws;
pub mod now;
pub mod optimize;
pub mod programs;
pub mod ranks;
pub mod sensitivity;
pub(crate) mod story;
pub mod study;
pub mod sweep;
pub mod timeline;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::results::{Notice, ScenarioIdentity};

/// Why a question is about the portfolio that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PortfolioChoice {
    /// It was named.
    Named,
    /// The scenario has no other.
    Only,
    /// None was named, and this one has the lowest chance of going unmatched.
    Safest,
}

/// What every answer begins with.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Header {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all draws.
    pub seed: u64,
    /// Draws of the uncertain parameters behind every number, unless a field says otherwise; 0 where every parameter is
    /// held at its central value.
    pub parameter_draws: u64,
    /// Which scenario the question is about.
    pub scenario: ScenarioIdentity,
    /// What the reader must know.
    pub notices: Vec<Notice>,
}
