//! The answer to "what is the best portfolio for this money?".

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.optimize/1";

/// The best portfolio for the money, with everything it is judged by.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct OptimizeAnswer {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Whether the search was stopped. Then `best` is the best portfolio found so far, judged with few draws beside `own`,
    /// and what needs the whole search is empty or missing.
    pub partial: bool,
    /// What was made as good as possible.
    pub goal: GoalKey,
    /// What it had to stay within.
    pub limits: Limits,
    /// The tracks, in the order they are ranked in.
    pub tracks: Vec<RankedTrack>,
    /// Where the order of preference comes from.
    pub order: OrderSource,
    /// Key of the track whose chance is `first_choice` of each portfolio.
    pub first_choice: String,
    /// The best portfolio found.
    pub best: Found,
    /// The same as a block of a scenario file.
    pub toml: String,
    /// The portfolios of the scenario, in file order.
    pub own: Vec<Found>,
    /// Other portfolios within the limits that come closest, the closest first; some may be tied with the best.
    pub close: Vec<Found>,
    /// Portfolios by cost, none of which another equals or beats in cost, P(unmatched), chance of the first choice
    /// and value at once.
    pub frontier: Vec<Found>,
    /// From nothing to the best portfolio, step by step, in the order that helps most for the money at each step.
    pub path: Vec<Step>,
    /// The step after the best that more money would pay for; null if nothing would help.
    pub next: Option<Step>,
    /// What the assumption of independent programs would have chosen; left out if the search was stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Independence")]
    pub independence: Option<Independence>,
    /// How the precision rose in the search, stage by stage.
    pub stages: Vec<Stage>,
}

/// What was made as good as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GoalKey {
    /// The expected value, as high as possible.
    Value,
    /// P(unmatched), as low as possible.
    Risk,
}

/// Where the order of preference comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderSource {
    /// The person's values.
    Values,
    /// The preference of the lines of the scenario.
    Lines,
}

/// What the portfolio had to stay within.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Limits {
    /// What it may cost, in United States dollars.
    pub budget_usd: f64,
    /// Most interviews attended at programs of the primary list; null without a limit.
    pub max_interviews: Option<u32>,
    /// The highest P(unmatched) accepted, 0 to 1; null without a limit.
    pub max_unmatched: Option<f64>,
    /// Most programs researched one by one; null leaves every line the screening it has.
    pub researched_programs: Option<u32>,
}

/// A track of the portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RankedTrack {
    /// Key of the track.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Short name, as in charts.
    pub short_name: String,
}

/// A line of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PlannedLine {
    /// Key of the track.
    pub track: String,
    /// Programs applied to.
    pub programs: u32,
    /// Whether they are researched one by one.
    pub is_researched: bool,
    /// Gold signals.
    pub gold_signals: u32,
    /// Silver signals.
    pub silver_signals: u32,
    /// Signals, in a specialty with one tier.
    pub signals: u32,
}

/// A portfolio with what comes of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Portfolio")]
#[non_exhaustive]
pub struct Found {
    /// Its name.
    pub name: String,
    /// On the frontier: what it is best at for its price; empty elsewhere.
    pub is_best_at: Vec<Strength>,
    /// Limits that it does not keep; empty if it keeps all.
    pub beyond: Vec<LimitKey>,
    /// Its lines in order of preference.
    pub lines: Vec<PlannedLine>,
    /// Applications in all.
    pub applications: u32,
    /// What it costs, in United States dollars.
    pub cost_usd: f64,
    /// P(unmatched).
    pub unmatched: Estimate,
    /// A complete residency: matched to any track, with a PGY-1 where one is needed.
    pub residency: Estimate,
    /// Matched to the track of the first choice.
    pub first_choice: Estimate,
    /// Expected value, 0 to 1; null without `[values]`.
    pub value: Option<Estimate>,
    /// How far it falls short of the best in the goal, on common draws; null for the best itself.
    pub shortfall: Option<Shortfall>,
}

/// How far a portfolio falls short of the best.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Shortfall {
    /// In the goal: expected value lost, or P(unmatched) added; positive is worse than the best.
    pub difference: Estimate,
    /// Whether the difference is within twice its Monte Carlo error.
    pub is_tied: bool,
}

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LimitKey {
    /// It costs more than the budget.
    Budget,
    /// It has more researched programs than there is time for.
    Research,
    /// It leaves more unmatched than accepted.
    Risk,
}

/// What a portfolio of the frontier is best at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Strength {
    /// The expected value.
    Value,
    /// P(unmatched), the lowest.
    Safety,
    /// The chance of the first choice.
    FirstChoice,
}

/// One step of the path, which adds programs of one track.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Step {
    /// Key of the track that is added to.
    pub track: String,
    /// Programs of that track before.
    pub from: u32,
    /// Programs of that track after.
    pub to: u32,
    /// What the step costs, in United States dollars.
    pub price_usd: f64,
    /// What everything costs after it, in United States dollars.
    pub cost_usd: f64,
    /// In the goal: expected value gained, or P(unmatched) lost; positive is better.
    pub gain: Estimate,
    /// P(unmatched) after it.
    pub unmatched: Estimate,
    /// Expected value after it; null without `[values]`.
    pub value: Option<Estimate>,
    /// Programs of each track after it, in the order of `tracks`.
    pub programs: Vec<u32>,
}

/// What the assumption of independent programs would have chosen.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Independence {
    /// Its portfolio, judged under the model.
    pub choice: Found,
    /// P(unmatched) that the assumption promises for it, 0 to 1.
    pub promised_unmatched: f64,
}

/// A stage of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Stage {
    /// Parameter draws.
    pub draws: u64,
    /// Portfolios judged.
    pub portfolios: u64,
}
