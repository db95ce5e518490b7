//! What a run found of plans over several seasons: the key `plans` of the contract.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Engine, Estimate, RiskBand, Verdict};

/// Plans over several seasons, each gone through until something is found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Plans")]
#[non_exhaustive]
pub struct PlansResult {
    /// How the seasons were counted.
    pub engine: Engine,
    /// Trials of each plan; for the conditional engine, points of the unobserved quantities.
    pub trials: u64,
    /// Draws of the uncertain parameters among them.
    pub parameter_draws: u64,
    /// Whether it ended before what was asked for.
    pub partial: bool,
    /// Names of the tracks that the group `in_track_of_choice` is about: those of the highest value; without
    /// `[values]`, the one that the first plan prefers in its first season.
    pub choice: String,
    /// By key: words for people for each group of `milestones`.
    pub groups: IndexMap<String, String>,
    /// By key: the states that occur.
    pub states: IndexMap<String, StateLabel>,
    /// The plans, in file order.
    pub plans: Vec<PlanResult>,
    /// Every pair of plans, in file order.
    pub comparisons: Vec<PlanComparison>,
}

/// What kind of state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StageKind {
    /// A year of the search.
    Search,
    /// Residency, or what follows it.
    Training,
    /// Practice.
    Practice,
    /// None of these.
    Out,
}

/// A state as it is named in charts and tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct StateLabel {
    /// Words for people.
    pub name: String,
    /// What kind of state it is.
    pub stage: StageKind,
}

/// What was found of one plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Plan")]
#[non_exhaustive]
pub struct PlanResult {
    /// Name of the plan, unique in the scenario.
    pub name: String,
    /// What a diagnostic radiology residency leads to, as in the scenario or as taken.
    pub after_dr: String,
    /// Preliminary years that would be served at most, as in the scenario or as taken.
    pub max_preliminary_years: usize,
    /// The seasons in their order.
    pub seasons: Vec<PlanSeason>,
    /// A residency to finish by the end of the last season, SOAP included.
    pub residency: Estimate,
    /// Risk band of the plan, by the mean of `residency`: ending without one stands for going unmatched.
    pub risk_band: RiskBand,
    /// Worth of where one stands after the last season, 0 to 1; null without `[values]`.
    pub expected_value: Option<Estimate>,
    /// Fees of the seasons that are taken part in, in United States dollars of the first season.
    pub fees_usd: Estimate,
    /// Cost of years between, and of steps after residency, in United States dollars.
    pub years_usd: Estimate,
    /// Mean number of years that are neither residency nor practice: those between seasons, and preliminary years, also
    /// one served after the last season.
    pub years_between: Estimate,
    /// By year after the July of the first Match (`1`, `3`, `7`), and in it by key of a group: chance of being in the
    /// group in that academic year.
    pub milestones: IndexMap<String, IndexMap<String, Estimate>>,
    /// One object for each of the academic years 0 to 10, by key of a state: chance of being in it; a year adds up to
    /// one.
    pub states_by_year: Vec<IndexMap<String, Estimate>>,
    /// Everyone who goes from one place to another sooner or later.
    pub flows: Vec<Flow>,
}

/// One season of a plan. Chances are of everyone who sets out, unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct PlanSeason {
    /// Season: the year of the Match.
    #[schemars(with = "u32")]
    pub season: u16,
    /// What is done in the year before it, in words; null before the first.
    pub before: Option<String>,
    /// Name of the portfolio.
    pub portfolio: String,
    /// Whether positions of SOAP would be taken.
    pub takes_soap: bool,
    /// Chance of taking part in it: nothing was found before.
    pub still_trying: Estimate,
    /// How it ends.
    pub endings: SeasonEndings,
    /// Chance of a residency in this season among those who take part; null if nobody does.
    pub residency_of_those: Option<Estimate>,
    /// Chance of a residency by the end of this season.
    pub residency_by_now: Estimate,
    /// What `1 − Π (1 − p)` would give by now, with the chance of every season taken for people whom earlier failures
    /// have not selected.
    pub if_years_were_independent: Estimate,
    /// What `1 − (1 − p)^n` of the first season's chance would give by now.
    pub if_every_year_were_the_first: Estimate,
}

/// How a season ends, as shares of everyone who sets out; together as large as `still_trying`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SeasonEndings {
    /// By track: a residency from the Match.
    pub matched: IndexMap<String, Estimate>,
    /// By track: an advanced position from the Match with its PGY-1 from SOAP.
    pub pgy1_in_soap: IndexMap<String, Estimate>,
    /// A categorical position from SOAP.
    pub soap_categorical: Estimate,
    /// A preliminary year from the Match.
    pub preliminary: Estimate,
    /// A preliminary year from SOAP.
    pub soap_preliminary: Estimate,
    /// An advanced position lost for want of a PGY-1, all tracks together.
    pub without_pgy1: Estimate,
    /// No position.
    pub nothing: Estimate,
}

/// Everyone who goes from one place to another sooner or later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Flow {
    /// Key of a state, or `season_1` to `season_5`.
    pub from: String,
    /// Key of a state, or `season_2` to `season_5`.
    pub to: String,
    /// Share of everyone who sets out.
    pub share: Estimate,
}

/// One plan minus another, on common draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct PlanComparison {
    /// Name of the first plan.
    pub a: String,
    /// Name of the second plan.
    pub b: String,
    /// Chance of a residency of `a` minus that of `b`.
    pub residency_difference: Estimate,
    /// Which ends without a residency less often; going unmatched stands here for ending without a residency.
    pub verdict: Verdict,
    /// Worth of where one stands in the end, `a` minus `b`; null without `[values]`.
    pub value_difference: Option<Estimate>,
}
