//! Several scenarios side by side, after `matchfolio run`: contract `matchfolio.comparison/1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::results::{Engine, Estimate, Notice, RiskBand, ScenarioIdentity, Verdict};

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.comparison/1";

/// All portfolios of all scenarios of one run, side by side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ScenarioComparison {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all draws.
    pub seed: u64,
    /// The scenarios, in the order given.
    pub scenarios: Vec<ComparedScenario>,
    /// The portfolios, scenario by scenario in file order.
    pub entries: Vec<Entry>,
    /// Differences between scenarios on common draws: first portfolios of one name, each against the first scenario
    /// that has it, then the safest of each scenario against that of the first.
    pub differences: Vec<EntryDifference>,
    /// What differs between the scenarios and must be known.
    pub notices: Vec<Notice>,
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ComparedScenario {
    /// Which scenario it is.
    pub identity: ScenarioIdentity,
    /// Title, with the file where two scenarios have one title.
    pub label: String,
    /// Type of applicant, for example `non_us_img`.
    pub applicant_type: &'static str,
    /// Visa needed, for example `j1`.
    pub visa: &'static str,
    /// How its seasons were counted.
    pub engine: Engine,
    /// Parameter draws behind its numbers.
    pub parameter_draws: u64,
    /// Index in `entries`, from 0, of its portfolio with the lowest P(unmatched).
    pub safest: usize,
}

/// One portfolio of one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Entry {
    /// Index in `scenarios`, from 0.
    pub scenario: usize,
    /// Name of the portfolio.
    pub portfolio: String,
    /// The name; with its scenario where another scenario has a portfolio of this name.
    pub label: String,
    /// Applications over all lines.
    pub applications: u32,
    /// Application fees, registration and transcripts, in United States dollars.
    pub cost_usd: f64,
    /// P(unmatched).
    pub unmatched: Estimate,
    /// A complete residency: matched to any track, with a PGY-1 where one is needed.
    pub residency: Estimate,
    /// Risk band: `low`, `moderate`, `high` or `very_high` (`results.json` has the limits).
    pub risk_band: RiskBand,
    /// Expected value by the values of its own scenario, 0 to 1; null if it has none.
    pub expected_value: Option<Estimate>,
}

/// Why two portfolios are held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PairKind {
    /// They have one name.
    SamePortfolio,
    /// Each is the safest of its scenario.
    Safest,
}

/// One portfolio minus another of an earlier scenario.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct EntryDifference {
    /// Index in `entries`, from 0.
    pub a: usize,
    /// Index in `entries`, from 0, of an earlier scenario.
    pub b: usize,
    /// Why this pair.
    pub kind: PairKind,
    /// P(unmatched) of `a` minus that of `b`.
    pub unmatched_difference: Estimate,
    /// Chance of a residency of `a` minus that of `b`.
    pub residency_difference: Estimate,
    /// Share of the common parameter draws in which `a` has the lower chance of going unmatched.
    #[schemars(range(min = 0, max = 1))]
    pub share_of_draws_a_lower: f64,
    /// Which has the lower chance of going unmatched.
    pub verdict: Verdict,
    /// Parameter draws that both have.
    pub common_draws: u64,
    /// Whether the points of the unobserved quantities are common too, not the parameter draws alone.
    pub has_common_latents: bool,
}
