//! What a run found: plain data, from which everything shown or written is made.
//!
//! The shape is the stable contract `matchfolio.results/1` (`docs/results-format.md`).

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

pub mod plans;

/// Name of the results contract.
pub const SCHEMA: &str = "matchfolio.results/1";

/// One estimated number: `P` of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// Posterior mean.
    pub mean: f64,
    /// 90 % interval over parameter draws, without Monte Carlo noise.
    pub interval90: [f64; 2],
    /// Monte Carlo standard error of the mean.
    pub mc_error: f64,
}

/// Which engine made the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngineKind {
    /// Everything drawn, program by program.
    Trials,
    /// Exact given the latents, which are integrated.
    Conditional,
}

/// Where the scenario came from.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ScenarioIdentity {
    /// Title the person gave.
    pub title: String,
    /// File as named on the command line.
    pub file: String,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    /// Season: the year of the Match.
    pub season: u16,
}

/// Why the simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StoppingReason {
    /// The number of trials asked for was reached.
    TrialsDone,
    /// The standard error of every P(unmatched) fell below the target.
    TargetReached,
    /// The largest number of trials was reached before the target error.
    TargetNotReached,
    /// The person interrupted the run; the results are partial.
    Interrupted,
}

/// How the numbers were made.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SimulationSummary {
    /// Simulated seasons per portfolio; for the conditional engine, points of
    /// the latents at each of which every season is counted by its chance.
    pub trials: u64,
    /// Parameter draws among them.
    pub parameter_draws: u64,
    /// Standard error asked for, if any.
    pub target_error: Option<f64>,
    /// For each portfolio, a 95 % interval for the Monte Carlo error of
    /// P(unmatched) that stays valid however often the errors were looked at.
    pub unmatched_always_valid95: IndexMap<String, [f64; 2]>,
    /// Why it ended.
    pub stopped: StoppingReason,
    /// Whether it ended before what was asked for.
    pub partial: bool,
    /// Where the parameters come from, for example "fitted".
    pub parameters: String,
}

/// Chances of the mutually exclusive outcomes; they sum to one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Outcomes {
    /// No position at all.
    pub unmatched: Estimate,
    /// A preliminary or transitional year alone.
    pub preliminary_only: Estimate,
    /// Matched to the track, with a PGY-1 where one is needed.
    pub matched: IndexMap<String, Estimate>,
    /// Matched to an advanced position of the track, without a PGY-1.
    pub matched_without_pgy1: IndexMap<String, Estimate>,
}

/// Where failure comes from; `no_interview` and `interviews_not_taken` add up to unmatched.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FailureSources {
    /// No interview on the primary rank order list.
    pub no_interview: Estimate,
    /// Interviews, but no program took the applicant.
    pub interviews_not_taken: Estimate,
    /// Matched to an advanced position, without a PGY-1 (all tracks together).
    pub matched_without_pgy1: Estimate,
    /// Among the unmatched with interviews, mean number of programs ranked; none if there are none.
    pub mean_ranked_when_not_taken: Option<f64>,
}

/// Interviews attended in one track.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InterviewCounts {
    /// Mean number attended.
    pub mean: Estimate,
    /// Quantiles over seasons and parameter draws together, keyed "0.05", "0.25", "0.5", "0.75", "0.95".
    pub quantiles: IndexMap<String, u32>,
    /// Share of seasons with 0, 1, 2, … interviews attended.
    pub distribution: Vec<f64>,
}

/// Rank reached on the primary rank order list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RankReached {
    /// Share of all seasons matched at rank 1, 2, 3, …
    pub distribution: Vec<f64>,
    /// Share of all seasons matched at the first rank.
    pub first_choice: Estimate,
}

/// The seasons of a portfolio with one number of interviews in its preferred track.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InterviewPoint {
    /// Interviews attended in the track.
    pub interviews: u32,
    /// Share of all seasons with so many.
    pub share: f64,
    /// Share of these that matched to the track: an association, as in published curves.
    pub matched: Estimate,
    /// By how much one more interview in the track, ranked after the others of
    /// the track, would raise that share: an effect.
    pub one_more: Estimate,
    /// `matched` at one more interview, less `matched` and `one_more` here: what
    /// lies in who gets more interviews. None where the next number is too rare.
    pub selection: Option<Estimate>,
}

/// P(match | number of interviews) in the preferred track, beside the effect of one more.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InterviewCurve {
    /// Key of the track: that of the first residency line in the order of preference.
    pub track: String,
    /// Numbers of interviews that at least 0.2 % of the seasons have, up to 25.
    pub points: Vec<InterviewPoint>,
    /// Change of P(unmatched) by one more interview in the track, over all seasons.
    pub one_more_unmatched: Estimate,
}

/// What happens under one portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PortfolioResult {
    /// Name of the portfolio.
    pub name: String,
    /// Applications over all lines.
    pub applications: u32,
    /// Applications, registration and transcripts, in United States dollars.
    pub cost_usd: f64,
    /// Chances of the outcomes.
    pub outcomes: Outcomes,
    /// A residency that can be finished: matched to any track, with a PGY-1 where one is needed.
    pub residency: Estimate,
    /// Expected value by the person's own values; none without `[values]`.
    pub expected_value: Option<Estimate>,
    /// Interviews attended, by track.
    pub interviews: IndexMap<String, InterviewCounts>,
    /// Interviews attended over all tracks.
    pub interviews_total: InterviewCounts,
    /// Where failure comes from.
    pub failure: FailureSources,
    /// Rank reached.
    pub rank_reached: RankReached,
    /// Match by number of interviews in the preferred track; none if the
    /// portfolio applies to preliminary years alone.
    pub interview_curve: Option<InterviewCurve>,
    /// What the width of the interval of P(unmatched) comes from: shares of the
    /// variance by group of uncertain quantities ("fitted", "effects",
    /// "assumptions", "applicant"), each drawn alone; empty at central parameters.
    pub unmatched_interval_sources: IndexMap<String, f64>,
}

/// Which of two portfolios leaves the applicant unmatched less often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// `a` has the lower chance of going unmatched.
    ALower,
    /// `b` has the lower chance of going unmatched.
    BLower,
    /// The difference is within twice its Monte Carlo error.
    Tie,
}

/// Standard errors within which a difference is called a tie.
pub const TIE_ERRORS: f64 = 2.0;

impl Verdict {
    /// What a difference of P(unmatched), that of `a` minus that of `b`, says.
    #[must_use]
    pub fn of(difference: &Estimate) -> Self {
        if difference.mean.abs() <= TIE_ERRORS * difference.mc_error {
            Self::Tie
        } else if difference.mean < 0.0 {
            Self::ALower
        } else {
            Self::BLower
        }
    }
}

/// Difference of two portfolios on common draws.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Name of the first portfolio.
    pub a: String,
    /// Name of the second portfolio.
    pub b: String,
    /// P(unmatched) of `a` minus that of `b`.
    pub unmatched_difference: Estimate,
    /// Expected value of `a` minus that of `b`, with `[values]`.
    pub value_difference: Option<Estimate>,
    /// Share of parameter draws in which `a` has the lower chance of going unmatched.
    pub share_of_draws_a_lower: f64,
    /// Which is lower, or a tie.
    pub verdict: Verdict,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The numbers may mislead if this is ignored.
    Warning,
    /// Good to know.
    Note,
}

/// Something the reader must know: what was seen, what it means, what to do.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// What was seen.
    pub seen: String,
    /// What it means for the numbers.
    pub meaning: String,
    /// What to do about it.
    pub action: String,
}

/// A track as it is named in charts and tables.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrackLabel {
    /// Name for a person.
    pub name: String,
    /// Short name for charts.
    pub short_name: String,
}

/// Everything one run found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Results {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all draws.
    pub seed: u64,
    /// Engine.
    pub engine: EngineKind,
    /// Scenario.
    pub scenario: ScenarioIdentity,
    /// How the numbers were made.
    pub simulation: SimulationSummary,
    /// Tracks that occur, by key, in the order of first appearance.
    pub tracks: IndexMap<String, TrackLabel>,
    /// Portfolios, in file order.
    pub portfolios: Vec<PortfolioResult>,
    /// Every pair of portfolios, in file order.
    pub comparisons: Vec<Comparison>,
    /// What the reader must know.
    pub notices: Vec<Notice>,
    /// Plans over several seasons; the key is there only with `[[plan]]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<plans::PlansResult>,
}
