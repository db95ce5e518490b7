//! Which further specialty adds most: `matchfolio.backups/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.backups/1";

/// Gains for a unit of effort or money.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Gains {
    /// Fall of P(unmatched).
    pub unmatched_fall: Estimate,
    /// Gain in the chance of a residency that can be finished.
    pub residency_gain: Estimate,
    /// Gain in the expected value; none where its worth is not stated.
    pub value_gain: Option<Estimate>,
}

/// What a track would add below the present portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Backup {
    /// Key of the track.
    pub track: String,
    /// Name for a person.
    pub name: String,
    /// Short name for charts.
    pub short_name: String,
    /// Whether it has PGY-1 positions only: no residency by itself.
    pub is_preliminary: bool,
    /// Programs applied to: as many as asked for, or as there are.
    pub programs: u32,
    /// Letters in the specialty that the person has.
    pub letters: u32,
    /// Fees beyond the present ones, United States dollars.
    pub cost_usd: f64,
    /// Parameter draws behind the numbers.
    pub parameter_draws: u64,
    /// Fall of P(unmatched).
    pub unmatched_fall: Estimate,
    /// Gain in the chance of a residency that can be finished.
    pub residency_gain: Estimate,
    /// Worth of a match in it, if the person states it.
    pub stated_worth: Option<f64>,
    /// Gain in the expected value; none where its worth is not stated.
    pub value_gain: Option<Estimate>,
    /// Where its worth is not stated: from which worth on it adds as much value as the
    /// best backup whose worth is stated, or adds any if none is stated. Above 1 it never does;
    /// none also where no match in it is seen.
    pub break_even_worth: Option<f64>,
    /// Gains for one application.
    pub per_application: Gains,
    /// Gains for 100 dollars of fees; none where it costs nothing more.
    pub per_100_usd: Option<Gains>,
    /// Chance that these programs alone, without a limit on interviews, end in a match.
    pub matches_alone: Estimate,
    /// Correlation of its failure with that of the present portfolio, without a limit on interviews.
    pub failure_correlation: Estimate,
    /// Of the seasons in which the present portfolio fails, the share that it would save.
    pub saves: Estimate,
    /// The same if the two failed independently.
    pub saves_if_independent: Estimate,
    /// Whether its gain in a residency cannot be told from that of the first of its list.
    pub is_tied_with_first: bool,
}

/// Programs of one track in a mix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MixPart {
    /// Key of the track.
    pub track: String,
    /// Name for a person.
    pub name: String,
    /// Programs.
    pub programs: u32,
}

/// The best split of the programs over two backups.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Mix {
    /// The two, in the order in which they are ranked.
    pub parts: Vec<MixPart>,
    /// Fees beyond the present ones, United States dollars.
    pub cost_usd: f64,
    /// Fall of P(unmatched).
    pub unmatched_fall: Estimate,
    /// Gain in the chance of a residency that can be finished.
    pub residency_gain: Estimate,
    /// Gain in the expected value; none where a worth is not stated.
    pub value_gain: Option<Estimate>,
    /// Gain in a residency beyond that of the best backup alone.
    pub residency_beyond_best_alone: Estimate,
    /// Whether it cannot be told from the best backup alone.
    pub is_tie: bool,
}

/// A track that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Key of the track.
    pub track: String,
    /// Name for a person.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Which further specialty adds most to one portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Backups {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Name of the portfolio.
    pub portfolio: String,
    /// Programs of each backup, where there are as many.
    pub programs: u32,
    /// P(unmatched) as things stand.
    pub unmatched: Estimate,
    /// A residency that can be finished, as things stand.
    pub residency: Estimate,
    /// Expected value as things stand; none without `[values]`.
    pub expected_value: Option<Estimate>,
    /// Residencies, the largest gain in a residency that can be finished first.
    pub backups: Vec<Backup>,
    /// Preliminary tracks, which lead to no residency by themselves, in the same order.
    pub preliminary: Vec<Backup>,
    /// The best of the mixes tried; none with fewer than two backups.
    pub best_mix: Option<Mix>,
    /// Tracks without a program to apply to.
    pub left_out: Vec<LeftOut>,
}
