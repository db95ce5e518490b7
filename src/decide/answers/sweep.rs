//! The answer of `sweep`: what happens to the applicant as numbers of the
//! scenario are gone through (`matchfolio.sweep/1`).

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.sweep/1";

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SweepAnswer {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// What matching instead of going unmatched is worth to the person, United States dollars, if stated.
    pub worth_usd: Option<f64>,
    /// What the person can spend, United States dollars, if stated.
    pub budget_usd: Option<f64>,
    /// Most interviews attended, if limited.
    pub max_interviews: Option<u32>,
    /// Whether the scenario states what outcomes are worth.
    pub has_values: bool,
    /// The sweeps; two without `--vary`.
    pub sweeps: Vec<Sweep>,
}

/// What is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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

/// Numbers gone through, and what happens.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Sweep {
    /// What is gone through.
    pub subject: Subject,
    /// One curve a portfolio, or one a line; one grid for two keys.
    pub curves: Vec<Curve>,
    /// Portfolios that the number does not concern, as typed.
    pub others: Vec<Other>,
}

/// A portfolio that is not varied.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Other {
    /// Name.
    pub portfolio: String,
    /// Chance of going unmatched.
    pub unmatched: Estimate,
}

/// One portfolio as its numbers are gone through.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Curve {
    /// Portfolio.
    pub portfolio: String,
    /// The numbers, one or two; each point has a value of each.
    pub axes: Vec<Axis>,
    /// The portfolio as typed.
    pub typed: Point,
    /// By value; for two keys the second goes round fastest.
    pub points: Vec<Point>,
    /// From each point to the next; none for two keys.
    pub steps: Vec<Step>,
    /// From the first point to the last; none for two keys or one point.
    pub overall: Option<Step>,
    /// From where on every ten further applications gain less than [`LITTLE`]; only where
    /// applications are counted.
    pub little: Option<Turning>,
    /// From where on every further step costs more than its gain is worth at `worth_usd`; none if
    /// that is not stated, or a line or two numbers are not what is bought.
    pub not_worth: Option<Turning>,
}

/// The smallest value from which no further step pays; none if one pays to the end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Turning {
    /// By the mean gain of each step.
    pub from: Option<f64>,
    /// By the lower end of the 90 % interval of each step's gain.
    pub from_at_low_gain: Option<f64>,
    /// By the upper end.
    pub from_at_high_gain: Option<f64>,
}

/// Gain of ten applications called little: half a point of P(unmatched). It marks a place on
/// the curve, the same for everybody, and is no advice.
pub const LITTLE: f64 = 0.005;

/// A number gone through.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Axis {
    /// Its path; none where several numbers move together.
    pub path: Option<String>,
    /// What it is, in words.
    pub label: String,
    /// Value in the scenario as typed, the middle of a range; none for a default or a word.
    pub typed: Option<f64>,
    /// Whether it counts applications, one program each.
    pub counts_applications: bool,
}

/// What happens at one value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// Values of the axes; empty for the portfolio as typed.
    pub at: Vec<f64>,
    /// Applications of the whole portfolio.
    pub applications: u32,
    /// Cost of the whole portfolio, United States dollars.
    pub cost_usd: f64,
    /// Chance of going unmatched.
    pub unmatched: Estimate,
    /// Chance of a residency that can be finished.
    pub residency: Estimate,
    /// Expected worth of the outcome, if stated.
    pub value: Option<Estimate>,
    /// Chance of going unmatched minus that of the portfolio as typed, on the same draws.
    pub unmatched_minus_typed: Estimate,
}

/// From one point to another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Step {
    /// Value before.
    pub from: f64,
    /// Value after.
    pub to: f64,
    /// Applications added.
    pub applications: i64,
    /// Dollars added.
    pub cost_usd: f64,
    /// Fall of the chance of going unmatched, on the same draws.
    pub gain: Estimate,
    /// The fall for each ten applications added; none if none are.
    pub gain_per_ten: Option<Estimate>,
    /// The fall for each 100 dollars added; none if none are.
    pub gain_per_100_usd: Option<Estimate>,
}
