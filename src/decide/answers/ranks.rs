//! The answer of `matchfolio ranks`: contract `matchfolio.ranks/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.ranks/1";

/// Where each rank order list lands, given the interviews.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ranks {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Name of the portfolio that was applied with.
    pub portfolio: String,
    /// What was observed, by track applied to, and what it says.
    pub tracks: Vec<TrackEvidence>,
    /// How much the weighted draws and points are worth.
    pub weights: Weights,
    /// Interviews attended, in the true order of preference.
    pub interviews: Vec<RankedInterview>,
    /// The true order, then the alternatives.
    pub lists: Vec<ListResult>,
    /// Alternatives that are a list above.
    pub same_lists: Vec<SameList>,
    /// What independent chances would say of the true order.
    pub independent: Independent,
}

/// Invitations in one track, and the chance that a program of it takes the applicant.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrackEvidence {
    /// Key of the track.
    pub track: String,
    /// Name for a person.
    pub name: String,
    /// Programs applied to.
    pub applications: u32,
    /// Invitations received.
    pub invitations: u32,
    /// Interviews attended.
    pub interviews: u32,
    /// Invitations that the model expected before any came.
    pub expected_invitations: Estimate,
    /// Chance that a program that interviewed takes the applicant, before anything is observed.
    pub taken_before: Estimate,
    /// The same given all the invitations.
    pub taken: Estimate,
}

/// How much is left of the draws and points once they are weighted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Weights {
    /// Points of the latents, over all draws.
    pub points: u64,
    /// Points of equal weight that would say as much.
    pub effective_points: f64,
    /// Parameter draws of equal weight that would say as much.
    pub effective_draws: f64,
}

/// One interview.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RankedInterview {
    /// Place in the true order, 1 for the first.
    pub preference: u32,
    /// Name of the program.
    pub program: String,
    /// Key of its track.
    pub track: String,
    /// Short name of its track.
    pub short_name: String,
    /// Whether it can stand on the primary list.
    pub is_primary: bool,
    /// Whether it can give the PGY-1 of an advanced match.
    pub is_supplemental: bool,
    /// Worth of a match there.
    pub worth: f64,
    /// Worth of an advanced match there without a PGY-1.
    pub worth_without_pgy1: f64,
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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

/// An end of the season at one program.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Landing {
    /// Rank on this list, 1 for the first.
    pub rank: u32,
    /// Place in the true order.
    pub preference: u32,
    /// Matched there, with a PGY-1 where one is needed.
    pub matched: Estimate,
    /// Matched to an advanced position there without a PGY-1.
    pub matched_without_pgy1: Estimate,
}

/// What happens under one list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ListResult {
    /// Which list.
    pub kind: ListKind,
    /// Name for a person.
    pub name: String,
    /// Where the applicant lands, rank by rank.
    pub landings: Vec<Landing>,
    /// No program of the list takes the applicant.
    pub unmatched: Estimate,
    /// Matched to an advanced position without a PGY-1, anywhere.
    pub matched_without_pgy1: Estimate,
    /// Expected worth by the person's own values.
    pub expected_value: Estimate,
    /// Against the true order; none for the true order itself.
    pub against_true_order: Option<AgainstTrueOrder>,
}

/// A list minus the true order, on common draws and points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AgainstTrueOrder {
    /// Difference of the chances of going unmatched.
    pub unmatched_difference: Estimate,
    /// Difference of the expected worths.
    pub value_difference: Estimate,
    /// By worth; a difference within twice its error is a tie.
    pub verdict: ListVerdict,
    /// Points of the latents at which this list is worth more.
    pub points_better: u64,
    /// The largest such gain.
    pub largest_gain: f64,
}

/// A list against the true order, by expected worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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
pub struct SameList {
    /// Name of the alternative.
    pub name: String,
    /// Name of the list that it is.
    pub same_as: String,
}

/// The arithmetic of independent chances, `Π(1−q̄)` over the primary list in true order.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Independent {
    /// P(unmatched) by that arithmetic, from the same chances of each program.
    pub unmatched: f64,
    /// P(unmatched) of the true order minus that number.
    pub understated_by: f64,
    /// Monte Carlo standard error of the difference.
    pub mc_error: f64,
}
