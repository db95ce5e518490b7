//! What to do when: `matchfolio.timeline/1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::results::ScenarioIdentity;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.timeline/1";

/// Something to do, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TimelineStep {
    /// The day, as `2026-09-02`: steps stand in its order.
    pub date: String,
    /// The day where it was published for this season, for example "September 24, 2025"; otherwise the usual part of the
    /// month, for example "about late September 2026".
    pub when: String,
    /// Whether the day was published for this season.
    pub is_published: bool,
    /// What to do.
    pub what: String,
    /// Names of the plans whose decision it is; empty for what does not depend on plans.
    pub plans: Vec<String>,
    /// Source of the day, or of the rule that gives the usual one; `matchfolio_assumption` where the time is advice of this
    /// project.
    pub source_id: String,
}

/// What to do when, from 18 months before Match Day to SOAP and the first papers after it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Timeline {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Which scenario it is of.
    pub scenario: ScenarioIdentity,
    /// The day from which on steps are shown; null for all, before the season.
    pub from: Option<String>,
    /// The steps that apply to this applicant, in order.
    pub steps: Vec<TimelineStep>,
}
