//! The answer of `sweep`: what happens to the applicant as numbers of the
//! scenario are gone through (`matchfolio.sweep/1`).

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.sweep/1";

/// What happens to the applicant as numbers of the scenario are gone through.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SweepAnswer {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Whether the work was interrupted; what stands here is finished, and points are missing.
    pub partial: bool,
    /// What matching instead of going unmatched is worth to the person, in United States dollars, as stated with
    /// `--worth-usd`; null without it.
    pub worth_usd: Option<f64>,
    /// What the person can spend, in United States dollars; null if the scenario has no limit.
    pub budget_usd: Option<f64>,
    /// Most interviews attended at programs of the primary list; null if the scenario has no limit.
    pub max_interviews: Option<u32>,
    /// Whether the scenario states what outcomes are worth.
    pub has_values: bool,
    /// One for `--vary`; without it one of each line's programs (`applications`) and one of the money (`budget`).
    pub sweeps: Vec<Sweep>,
}

/// What is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Subject {
    /// One number of the scenario.
    OneKey,
    /// Two numbers of the scenario, all pairs.
    TwoKeys,
    /// The programs of each line of a portfolio, line by line, the others as typed.
    Applications,
    /// All lines of each portfolio in proportion, from little money to much.
    Budget,
}

/// Numbers that were gone through, and what happens.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Sweep {
    /// What is gone through.
    pub subject: Subject,
    /// One curve per portfolio; for `applications`, one per line.
    pub curves: Vec<Curve>,
    /// For `one_key`: portfolios that the number does not concern, as typed.
    pub others: Vec<Other>,
}

/// A portfolio that is not varied.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "OtherPortfolio")]
#[non_exhaustive]
pub struct Other {
    /// Name of the portfolio.
    pub portfolio: String,
    /// P(unmatched).
    pub unmatched: Estimate,
}

/// One portfolio as its numbers are gone through.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Curve {
    /// Name of the portfolio.
    pub portfolio: String,
    /// The numbers, one or two; each point has a value of each.
    pub axes: Vec<Axis>,
    /// The portfolio as typed; its `at` is empty.
    pub typed: Point,
    /// What happens at each value, by value; of two numbers the second goes round fastest.
    pub points: Vec<Point>,
    /// From each point to the next; empty for two numbers.
    pub steps: Vec<Step>,
    /// From the first point to the last; null for two numbers or one point, and where points are missing.
    pub overall: Option<Step>,
    /// From where on every ten further applications lower P(unmatched) by less than half a point (0.005), the same
    /// mark for everybody; null if no applications are counted, and where points are missing.
    pub little: Option<Turning>,
    /// From where on every further step costs more than its gain is worth at `worth_usd`; null if that is not stated,
    /// where a line or two numbers are not what is bought, and where points are missing.
    pub not_worth: Option<Turning>,
}

/// The smallest value from which on no further step pays, to the end of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Turning {
    /// By the mean gain of each step; null if a step pays to the end.
    pub from: Option<f64>,
    /// The same by the lower end of the 90% interval of each step's gain.
    pub from_at_low_gain: Option<f64>,
    /// The same by the upper end.
    pub from_at_high_gain: Option<f64>,
}

/// Gain of ten applications called little: half a point of P(unmatched). It marks a place on
/// the curve, the same for everybody, and is no advice.
pub const LITTLE: f64 = 0.005;

/// A number that was gone through.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Axis {
    /// Its path in the scenario, as for `--vary`; null where several numbers move together.
    pub path: Option<String>,
    /// What it is, in words.
    pub label: String,
    /// Value in the scenario as typed, the middle of a range; null for a default or a word.
    pub typed: Option<f64>,
    /// Whether it counts applications, one program each.
    pub counts_applications: bool,
}

/// What happens at one value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Point {
    /// Values of the axes, in their order; for `budget` the share of the typed numbers of programs; empty for the
    /// portfolio as typed.
    pub at: Vec<f64>,
    /// Applications of the whole portfolio.
    pub applications: u32,
    /// Cost of the whole portfolio, in United States dollars.
    pub cost_usd: f64,
    /// P(unmatched).
    pub unmatched: Estimate,
    /// Chance of a complete residency.
    pub residency: Estimate,
    /// Expected value; null without `[values]`.
    pub value: Option<Estimate>,
    /// P(unmatched) minus that of the portfolio as typed, on the same draws.
    pub unmatched_minus_typed: Estimate,
}

/// From one point to another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Step {
    /// Value before.
    pub from: f64,
    /// Value after.
    pub to: f64,
    /// Applications added; negative where some are dropped.
    pub applications: i64,
    /// United States dollars added; negative where some are saved.
    pub cost_usd: f64,
    /// P(unmatched) before minus after, on the same draws: positive, a lower chance of going unmatched.
    pub gain: Estimate,
    /// The gain for each ten applications added; null if none are.
    pub gain_per_ten: Option<Estimate>,
    /// The gain for each 100 dollars added; null if none are.
    pub gain_per_100_usd: Option<Estimate>,
}
