//! The answer of `matchfolio ranks`: contract `matchfolio.ranks/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.ranks/1";

/// Where each rank order list lands, given the interviews.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Ranks {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Name of the portfolio that was applied with.
    pub portfolio: String,
    /// What was observed, track by track applied to, and what it says.
    pub tracks: Vec<TrackEvidence>,
    /// How much the weighted draws and points are worth.
    pub weights: Weights,
    /// Interviews attended, in the true order of preference.
    pub interviews: Vec<RankedInterview>,
    /// The true order, then the alternatives.
    pub lists: Vec<ListResult>,
    /// Alternatives that turn out to be one of `lists`.
    pub same_lists: Vec<SameList>,
    /// What the arithmetic of independent chances would say of the true order.
    pub independent: Independent,
}

/// Invitations in one track, and the chance that a program of it takes the applicant.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TrackEvidence {
    /// Key of the track.
    pub track: String,
    /// Name for people.
    pub name: String,
    /// Programs applied to.
    pub applications: u32,
    /// Invitations received.
    pub invitations: u32,
    /// Interviews attended.
    pub interviews: u32,
    /// Invitations that the model expected before any came, a number.
    pub expected_invitations: Estimate,
    /// Chance that a program that interviewed takes the applicant, before anything is observed.
    pub taken_before: Estimate,
    /// The same chance, given all the invitations.
    pub taken: Estimate,
}

/// How much the simulated points are worth once they are weighted by what was observed, within each parameter draw.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Weights {
    /// Points of the unobserved quantities, over all draws.
    pub points: u64,
    /// Points of equal weight that would say as much, over all draws.
    pub effective_points: f64,
    /// Parameter draws of equal weight that would say as much: those in which these invitations can happen, each of
    /// which counts once.
    pub effective_draws: f64,
}

/// One interview.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RankedInterview {
    /// Place in the true order, 1 for the first.
    pub preference: u32,
    /// Name of the program.
    pub program: String,
    /// Key of its track.
    pub track: String,
    /// Short name of its track, as in charts.
    pub short_name: String,
    /// Whether it can stand on the primary list.
    pub is_primary: bool,
    /// Whether it can give the PGY-1 of an advanced match.
    pub is_supplemental: bool,
    /// Worth of a match there, 0 to 1.
    pub worth: f64,
    /// Worth of an advanced match there without a PGY-1, 0 to 1.
    pub worth_without_pgy1: f64,
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ListKind {
    /// The true order of preference.
    TrueOrder,
    /// The first choice and nothing else.
    OnlyFirstChoice,
    /// Those first that are most likely to take the applicant.
    SafestFirst,
    /// The first two exchanged.
    FirstTwoSwapped,
    /// The last first.
    Reversed,
    /// The true order, ended early.
    Cut,
}

/// The chance that the season ends at one program of a list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Landing {
    /// Rank on this list, 1 for the first.
    pub rank: u32,
    /// Place of the program in the true order, 1 for the first.
    pub preference: u32,
    /// Matched there, with a PGY-1 where one is needed.
    pub matched: Estimate,
    /// Matched to an advanced position there without a PGY-1.
    pub matched_without_pgy1: Estimate,
}

/// What happens under one list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ListResult {
    /// Which list.
    pub kind: ListKind,
    /// Name for people.
    pub name: String,
    /// Where the applicant lands, rank by rank.
    pub landings: Vec<Landing>,
    /// P(unmatched): no program of the list takes the applicant.
    pub unmatched: Estimate,
    /// Matched to an advanced position without a PGY-1, anywhere.
    pub matched_without_pgy1: Estimate,
    /// Expected worth by the person's own values, 0 to 1.
    pub expected_value: Estimate,
    /// This list minus the true order; null for the true order itself.
    pub against_true_order: Option<AgainstTrueOrder>,
}

/// A list minus the true order, on common draws and points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct AgainstTrueOrder {
    /// Difference of P(unmatched).
    pub unmatched_difference: Estimate,
    /// Difference of the expected worths.
    pub value_difference: Estimate,
    /// How the two compare by worth.
    pub verdict: ListVerdict,
    /// Points of the unobserved quantities at which this list is worth more.
    pub points_better: u64,
    /// The largest gain in worth at any of them.
    pub largest_gain: f64,
}

/// A list against the true order, by expected worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ListVerdict {
    /// Worth less.
    Loses,
    /// Within twice the error, or the same.
    Tie,
    /// Worth more.
    Gains,
}

/// An alternative that is no list of its own.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SameList {
    /// Name of the alternative.
    pub name: String,
    /// Name of the list that it is.
    pub same_as: String,
}

/// The arithmetic of independent chances, `Π (1 − q)` over the primary list in true order, with the mean chance `q`
/// of each program.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Independent {
    /// P(unmatched) by that arithmetic.
    pub unmatched: f64,
    /// P(unmatched) of the true order minus that number.
    pub understated_by: f64,
    /// Monte Carlo standard error of the difference.
    pub mc_error: f64,
}
