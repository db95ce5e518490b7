//! What a run found: plain data, from which everything shown or written is made.
//!
//! The shape is the stable contract `matchfolio.results/1` (`docs/results-format.md`).

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::model::RiskBand;

pub mod plans;

/// Name of the results contract.
pub const SCHEMA: &str = "matchfolio.results/1";

/// One estimated number. What `interval90` says is *what is not known*, what `mc_error` says is *how exact the
/// simulation is*.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// Posterior mean: the average over parameter draws. Its unit is that of the quantity; chances and shares are
    /// fractions from 0 to 1, differences of them from −1 to 1.
    pub mean: f64,
    /// The 5% and the 95% quantile over parameter draws, with Monte Carlo noise taken out, in the same unit. Both
    /// equal `mean` if the parameters were not varied.
    pub interval90: [f64; 2],
    /// Monte Carlo standard error of `mean`, in the same unit. More trials make it smaller; they do not narrow
    /// `interval90`.
    pub mc_error: f64,
}

/// Standard errors within which a difference is called a tie.
pub const TIE_ERRORS: f64 = 2.0;

impl Estimate {
    /// Whether the estimate, of a difference, is a tie: within twice its Monte Carlo error.
    #[must_use]
    pub fn is_tie(&self) -> bool {
        self.mean.abs() <= TIE_ERRORS * self.mc_error
    }
}

/// What a notice begins with that names what the person did not state: the verdict repeats it.
pub const NOT_STATED: &str = "not stated: ";

/// How the notice begins that the answer is for one of a couple.
pub const HAS_PARTNER: &str = "the file has a partner";

/// What a notice begins with that an H-1B may be the visa and Step 3 is missing: what is missing follows.
pub const H1B_WITHOUT_STEP3: &str = "the visa may be an H-1B, and ";

/// Which engine made the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EngineKind")]
#[non_exhaustive]
pub enum Engine {
    /// Every season is drawn, program by program.
    Trials,
    /// Seasons are counted by their exact chances, given the unobserved quantities that all programs share; those are
    /// integrated over.
    Conditional,
}

impl Engine {
    /// Its word in results and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Trials => "trials",
            Self::Conditional => "conditional",
        }
    }
}

/// Which scenario the numbers are about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioIdentity {
    /// Title of the scenario; the file's name where it gives none.
    pub title: String,
    /// File as named on the command line; of an absolute path the file name alone.
    pub file: String,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    /// Season: the year of the Match.
    #[schemars(with = "u32")]
    pub season: u16,
}

/// Why the simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StoppingReason {
    /// The number of trials asked for was reached.
    TrialsDone,
    /// The standard error of every P(unmatched) fell below the target.
    TargetReached,
    /// The largest number of trials was reached before the target error.
    TargetNotReached,
    /// The person interrupted the run.
    Interrupted,
}

/// How the numbers were made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Simulation")]
#[non_exhaustive]
pub struct SimulationSummary {
    /// Simulated seasons of each portfolio. For the conditional engine: points of the unobserved quantities, at each
    /// of which every season is counted by its chance.
    pub trials: u64,
    /// Draws of the uncertain parameters among them.
    pub parameter_draws: u64,
    /// Standard error of P(unmatched) that was asked for, as a fraction; null if none was.
    pub target_error: Option<f64>,
    /// By name of a portfolio: the ends of a 95% interval for its P(unmatched) against Monte Carlo error alone,
    /// which stays valid however often the errors were looked at before the run ended.
    pub unmatched_always_valid95: IndexMap<String, [f64; 2]>,
    /// Why the simulation ended.
    pub stopped: StoppingReason,
    /// Whether it ended before what was asked for.
    pub partial: bool,
    /// Where the parameters come from, for example `fitted`.
    pub parameters: String,
}

/// Chances of the outcomes of one season, which exclude each other and add up to one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Outcomes {
    /// No position at all. A chance of exactly 0 from the engine `trials` was not seen in `simulation.trials` seasons:
    /// show it to people as "less than 3 / trials". From the engine `conditional` it is 0 at every point of what is
    /// not observed.
    pub unmatched: Estimate,
    /// A preliminary or transitional year alone.
    pub preliminary_only: Estimate,
    /// By track: matched to the track, with a PGY-1 where one is needed.
    pub matched: IndexMap<String, Estimate>,
    /// By track: matched to an advanced position of the track, without a PGY-1.
    pub matched_without_pgy1: IndexMap<String, Estimate>,
}

/// Where failure comes from, as shares of all seasons; `no_interview` and `interviews_not_taken` add up to
/// `outcomes.unmatched`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct FailureSources {
    /// Unmatched without any interview on the primary rank order list.
    pub no_interview: Estimate,
    /// Unmatched although there were interviews: no program took the applicant.
    pub interviews_not_taken: Estimate,
    /// Unmatched among the seasons with at least one interview on the primary rank order list,
    /// `interviews_not_taken / (1 - no_interview)`: what published match rates are the complement of, since they are
    /// about people who ranked at least one program. Null if no season has an interview.
    pub unmatched_given_interview: Option<Estimate>,
    /// All tracks of `outcomes.matched_without_pgy1` together; not a part of unmatched.
    pub matched_without_pgy1: Estimate,
    /// Programs ranked, on average over the seasons of `interviews_not_taken`; null if there are none.
    pub mean_ranked_when_not_taken: Option<f64>,
}

/// Interviews attended in a season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct InterviewCounts {
    /// Mean number attended.
    pub mean: Estimate,
    /// Quantiles of the number over seasons and parameter draws together, by the share of seasons with at most so
    /// many: `0.05`, `0.25`, `0.5`, `0.75`, `0.95`.
    pub quantiles: IndexMap<String, u32>,
    /// Shares of the seasons with 0, 1, 2, … interviews, 0 to 1.
    pub distribution: Vec<f64>,
}

/// How far down the primary rank order list the Match goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct RankReached {
    /// Shares of *all* seasons matched at rank 1, 2, 3, … of the primary list, 0 to 1; what is left to one is no
    /// match on it.
    pub distribution: Vec<f64>,
    /// Share of all seasons matched at rank 1.
    pub first_choice: Estimate,
}

/// The seasons with one number of interviews in the preferred track. The intervals are over parameter draws, each
/// weighing by its seasons with so many interviews. Where a few draws of much weight lie far from the others,
/// `interval90` need not hold `mean`: it has the quantiles of a skewed law, and `mean` is its average.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct InterviewPoint {
    /// Interviews attended in the track.
    pub interviews: u32,
    /// Share of *all* seasons with so many.
    #[schemars(range(min = 0, max = 1))]
    pub share: f64,
    /// Share of these that matched to the track, with or without a PGY-1: an association, as in published curves.
    pub matched: Estimate,
    /// By how much one more interview in the track, in the same seasons, would raise that share: an effect. The
    /// interview comes on top of any limit and is ranked after the last line of the track.
    pub one_more: Estimate,
    /// `matched` of the next number, less `matched` and `one_more` of this one: the part of the rise that lies in who
    /// gets more interviews. Null where the next number is not listed.
    pub selection: Option<Estimate>,
}

/// The chance of a match by the number of interviews in the preferred track, beside the effect of one more. All
/// chances are conditional on the number attended in that track (`docs/methods.md`, section 12).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct InterviewCurve {
    /// Key of the preferred track: that of the first residency line in the order of preference.
    pub track: String,
    /// One object for each number of interviews that at least 0.2% of the seasons have, from 0 to 25 at most; a
    /// number between two others may be missing.
    pub points: Vec<InterviewPoint>,
    /// Change of P(unmatched) by one more interview in the track, over all seasons: negative, a lower chance.
    pub one_more_unmatched: Estimate,
}

/// What one line of a portfolio applies to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct PortfolioLine {
    /// Key of the track.
    pub track: String,
    /// Programs applied to.
    pub programs: u32,
    /// Whether its programs only serve the PGY-1 year of an advanced position.
    pub is_pgy1_only: bool,
    /// How the programs are chosen, in words: at random, typical, researched, or a correlation.
    pub screening: String,
    /// Signals sent, of any tier.
    pub signals: u32,
}

/// One fact about the applicant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// What is stated, in words.
    pub stated: String,
}

/// Where the advice guides would put the applicant: a rule of thumb, not a result of the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct AdviceGroup {
    /// The group: `higher likelihood`, `moderate` or `high risk`.
    pub group: String,
    /// What keeps the applicant out of the next better group; empty in the best.
    pub reasons: Vec<String>,
}

/// Who applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Profile {
    /// What is stated, in the order in which it is shown.
    pub facts: Vec<Fact>,
    /// What is not stated, so that typical values stand in its place.
    pub not_stated: Vec<String>,
    /// Key of the home specialty, which the file states or values above all others; without one that of the first residency line.
    pub first_choice: Option<String>,
    /// The same, but null where the file neither states it nor values one specialty above all others.
    #[serde(default)]
    pub home_specialty: Option<String>,
    /// The risk group of the advice guides; null where they give no rule (they give one for radiology and non-US IMGs), and in a season
    /// in progress.
    pub advice_group: Option<AdviceGroup>,
    /// What applying may cost, in United States dollars; null without a budget.
    #[serde(default)]
    pub budget_usd: Option<f64>,
}

/// What a risk band means: its limits, and what became of published groups that the model puts in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct BandMeaning {
    /// The band.
    pub band: RiskBand,
    /// The chance of going unmatched is below this, 0 to 1; null in the riskiest band.
    pub unmatched_below: Option<f64>,
    /// The chance of a complete residency is at least this, 0 to 1.
    pub residency_from: f64,
    /// Published groups (match rates of an applicant type in one year, or of those who ranked one specialty only) for
    /// which the model predicts a share of unmatched within the limits.
    pub groups: u32,
    /// Smallest, median and largest share of such a group that went unmatched, 0 to 1; null without groups.
    pub observed_unmatched: Option<[f64; 3]>,
}

/// What happens under one portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Portfolio")]
#[non_exhaustive]
pub struct PortfolioResult {
    /// Name of the portfolio, unique in the scenario.
    pub name: String,
    /// Applications over all lines.
    pub applications: u32,
    /// Application fees, registration and transcripts, in United States dollars.
    pub cost_usd: f64,
    /// What it applies to, in file order.
    pub lines: Vec<PortfolioLine>,
    /// Risk band, by the means of `outcomes.unmatched` and `residency`; its limits stand in `risk_bands`.
    pub risk_band: RiskBand,
    /// Chances of what the season ends with.
    pub outcomes: Outcomes,
    /// A residency that can be finished: matched to any track, with a PGY-1 where one is needed; the sum of
    /// `outcomes.matched`.
    pub residency: Estimate,
    /// Mean of the person's own values over the outcomes, 0 to 1; null without `[values]`.
    pub expected_value: Option<Estimate>,
    /// By track: interviews attended in it.
    pub interviews: IndexMap<String, InterviewCounts>,
    /// Interviews attended in all tracks together.
    pub interviews_total: InterviewCounts,
    /// Where failure comes from.
    pub failure: FailureSources,
    /// How far down the primary rank order list the Match goes.
    pub rank_reached: RankReached,
    /// Match by number of interviews. Null if the portfolio applies to preliminary years alone, or if no number of
    /// interviews is frequent enough.
    pub interview_curve: Option<InterviewCurve>,
    /// What the width of the interval of `outcomes.unmatched` comes from: shares of its variance, 0 to 1, by group of
    /// uncertain quantities, each group drawn alone over 96 draws and the rest at central values. The groups:
    /// `fitted` (parameters fitted to or solved from published tables, the effect of Step 2 CK among them),
    /// `effects`, `assumptions`, `applicant` (ranges in the scenario). Empty at central parameters.
    pub unmatched_interval_sources: IndexMap<String, f64>,
    /// P(unmatched) at central parameters if what is not stated of the applicant is low among those who apply (10th
    /// percentile; no letters), and if it is high (90th percentile; two letters). Null where everything is stated that
    /// counts for the portfolio, and where the conditional engine cannot answer.
    pub unmatched_if_unstated: Option<[f64; 2]>,
}

/// Which of two leaves the applicant unmatched less often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// `a` has the lower chance of going unmatched.
    ALower,
    /// `b` has the lower chance of going unmatched.
    BLower,
    /// The difference is within twice its Monte Carlo error.
    Tie,
}

impl Verdict {
    /// What a difference of P(unmatched), that of `a` minus that of `b`, says.
    #[must_use]
    pub fn of(difference: &Estimate) -> Self {
        if difference.is_tie() {
            Self::Tie
        } else if difference.mean < 0.0 {
            Self::ALower
        } else {
            Self::BLower
        }
    }
}

/// One portfolio minus another. Both meet the same simulated seasons, so the difference is sharper than the chances
/// it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Comparison {
    /// Name of the first portfolio.
    pub a: String,
    /// Name of the second portfolio.
    pub b: String,
    /// P(unmatched) of `a` minus that of `b`.
    pub unmatched_difference: Estimate,
    /// Expected value of `a` minus that of `b`; null without `[values]`.
    pub value_difference: Option<Estimate>,
    /// Share of parameter draws in which `a` has the lower chance of going unmatched.
    #[schemars(range(min = 0, max = 1))]
    pub share_of_draws_a_lower: f64,
    /// Which has the lower chance of going unmatched. It speaks of the simulation only: if `interval90` of the
    /// difference holds zero, the unknown parameters could reverse the order.
    pub verdict: Verdict,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// The numbers may mislead if this is ignored.
    Warning,
    /// Good to know.
    Note,
}

/// Something the reader must know: what was seen, what it means, what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
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

impl Notice {
    /// That so many parameter draws are too few to say how exact the numbers are.
    pub(crate) fn few_draws(draws: u64) -> Self {
        Self {
            severity: Severity::Warning,
            seen: format!("{FEW_DRAWS}{draws}"),
            meaning:
                "the chances may be off by ten percentage points, and neither ranges nor simulation errors show it"
                    .to_owned(),
            action: "leave out --trials, or ask for more".to_owned(),
        }
    }

    /// Whether it is that one.
    pub(crate) fn is_of_few_draws(&self) -> bool {
        self.seen.starts_with(FEW_DRAWS)
    }
}

/// How the notice of few parameter draws begins.
const FEW_DRAWS: &str = "draws of the uncertain parameters: only ";

/// A track as it is named in charts and tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct TrackLabel {
    /// Name for people.
    pub name: String,
    /// Short name, as in charts.
    pub short_name: String,
}

/// Everything that one run of `matchfolio run` found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Results {
    /// Name of the contract.
    pub schema: Cow<'static, str>,
    /// Version of the program.
    pub version: Cow<'static, str>,
    /// Seed of all draws.
    pub seed: u64,
    /// How the seasons were counted.
    pub engine: Engine,
    /// Which scenario was run.
    pub scenario: ScenarioIdentity,
    /// Who applies.
    pub applicant: Profile,
    /// The risk bands, the safest first.
    pub risk_bands: Vec<BandMeaning>,
    /// How the numbers were made.
    pub simulation: SimulationSummary,
    /// By key, in the order of first appearance: names of the tracks that occur.
    pub tracks: IndexMap<String, TrackLabel>,
    /// The portfolios, in file order.
    pub portfolios: Vec<PortfolioResult>,
    /// Every pair of portfolios, in file order.
    pub comparisons: Vec<Comparison>,
    /// What the reader must know.
    pub notices: Vec<Notice>,
    /// Plans over several seasons; the key is there only if the scenario has `[[plan]]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "plans::PlansResult")]
    pub plans: Option<plans::PlansResult>,
}
