//! What a run found of plans over several seasons: the key `plans` of the contract.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{EngineKind, Estimate, Verdict};

/// The plans of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlansResult {
    /// Engine.
    pub engine: EngineKind,
    /// Trials of each plan, or points of the latents.
    pub trials: u64,
    /// Parameter draws among them.
    pub parameter_draws: u64,
    /// Whether it ended before what was asked for.
    pub partial: bool,
    /// Names of the tracks that `in_track_of_choice` is about.
    pub choice: String,
    /// Groups of `milestones`, by key, with words for a person.
    pub groups: IndexMap<String, String>,
    /// States that occur, by key.
    pub states: IndexMap<String, StateLabel>,
    /// Plans, in file order.
    pub plans: Vec<PlanResult>,
    /// Every pair of plans, in file order.
    pub comparisons: Vec<PlanComparison>,
}

/// What kind of state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// A year of the search.
    Search,
    /// Residency or what follows it.
    Training,
    /// Practice.
    Practice,
    /// Neither.
    Out,
}

/// A state as it is named in charts and tables.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StateLabel {
    /// Words for a person.
    pub name: String,
    /// Kind.
    pub stage: StageKind,
}

/// What was found of one plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlanResult {
    /// Name.
    pub name: String,
    /// What diagnostic radiology leads to.
    pub after_dr: String,
    /// Preliminary years that would be served at most.
    pub max_preliminary_years: usize,
    /// Seasons, the first one at once.
    pub seasons: Vec<PlanSeason>,
    /// A residency to finish by the end of the last season.
    pub residency: Estimate,
    /// Worth of where one stands after the last season; none without `[values]`.
    pub expected_value: Option<Estimate>,
    /// Fees of all seasons that are taken part in, United States dollars.
    pub fees_usd: Estimate,
    /// Cost of years between, and of steps after residency, United States dollars.
    pub years_usd: Estimate,
    /// Years between that are neither residency nor practice, preliminary years among them.
    pub years_between: Estimate,
    /// By year after the July of the first Match ("1", "3", "7"): chance of being in a group.
    pub milestones: IndexMap<String, IndexMap<String, Estimate>>,
    /// By year from 0 on: chance of each state that occurs.
    pub states_by_year: Vec<IndexMap<String, Estimate>>,
    /// From where to where people go in the end.
    pub flows: Vec<Flow>,
}

/// One season of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlanSeason {
    /// Season: the year of the Match.
    pub season: u16,
    /// What is done in the year before it, in words; none before the first.
    pub before: Option<String>,
    /// Name of the portfolio.
    pub portfolio: String,
    /// Chance of still trying.
    pub still_trying: Estimate,
    /// How it ends, over everyone: together as large as `still_trying`.
    pub endings: SeasonEndings,
    /// Chance of a residency in this season among those who still try; none if nobody does.
    pub residency_of_those: Option<Estimate>,
    /// Chance of a residency by the end of this season.
    pub residency_by_now: Estimate,
    /// What independent years would give by now: every season drawn from everyone.
    pub if_years_were_independent: Estimate,
    /// What `1 − (1 − p)^n` of the first season's chance would give by now.
    pub if_every_year_were_the_first: Estimate,
}

/// How a season ends.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SeasonEndings {
    /// A residency from the Match, by track.
    pub matched: IndexMap<String, Estimate>,
    /// An advanced position from the Match with its PGY-1 from SOAP, by track.
    pub pgy1_in_soap: IndexMap<String, Estimate>,
    /// A categorical position from SOAP.
    pub soap_categorical: Estimate,
    /// A preliminary year from the Match.
    pub preliminary: Estimate,
    /// A preliminary year from SOAP.
    pub soap_preliminary: Estimate,
    /// An advanced position lost for want of a PGY-1 (all tracks together).
    pub without_pgy1: Estimate,
    /// Nothing.
    pub nothing: Estimate,
}

/// People who go from one place to another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Flow {
    /// A season (`season_1`, …) or the key of a state.
    pub from: String,
    /// Likewise.
    pub to: String,
    /// Share of everyone.
    pub share: Estimate,
}

/// Difference of two plans on common draws.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlanComparison {
    /// Name of the first plan.
    pub a: String,
    /// Name of the second plan.
    pub b: String,
    /// Chance of a residency of `a` minus that of `b`.
    pub residency_difference: Estimate,
    /// Which ends without a residency less often, or a tie.
    pub verdict: Verdict,
    /// Worth of `a` minus that of `b`, with `[values]`.
    pub value_difference: Option<Estimate>,
}
