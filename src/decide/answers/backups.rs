//! Which further specialty adds most: `matchfolio.backups/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Header, PortfolioChoice};
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.backups/1";

/// Gains for a unit of effort or money: the portfolio with the backup against the present one, on common draws.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Gains {
    /// Fall of P(unmatched).
    pub unmatched_fall: Estimate,
    /// Gain in the chance of a complete residency.
    pub residency_gain: Estimate,
    /// Gain in the expected value; null where its worth is not stated.
    pub value_gain: Option<Estimate>,
}

/// What a track would add below the present portfolio. Gains are the portfolio with the backup against the present
/// one, on common draws; shares, not points.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Backup {
    /// Key of the track.
    pub track: String,
    /// Name for people.
    pub name: String,
    /// Short name, as in charts.
    pub short_name: String,
    /// Whether it has PGY-1 positions only and so is no residency by itself.
    pub is_preliminary: bool,
    /// Whether the person has considered it: the file values it, applies to it in another portfolio or states letters
    /// from it, or it was asked for by name.
    pub is_considered: bool,
    /// Programs applied to: as many as asked for, or as there are.
    pub programs: u32,
    /// Letters in the specialty: those stated, and the typical two where none are stated.
    pub letters: u32,
    /// Fees beyond the present ones, in United States dollars; a specialty that is applied to already goes on in its
    /// tier.
    pub cost_usd: f64,
    /// Parameter draws behind the numbers of this backup.
    pub parameter_draws: u64,
    /// Fall of P(unmatched).
    pub unmatched_fall: Estimate,
    /// Gain in the chance of a complete residency.
    pub residency_gain: Estimate,
    /// The same without any letter from the specialty; null where its letters are stated.
    pub residency_gain_without_letters: Option<Estimate>,
    /// Worth of a match in it as stated in `[values]`, 0 to 1; null where it is not stated.
    pub stated_worth: Option<f64>,
    /// Gain in the expected value; null where its worth is not stated.
    pub value_gain: Option<Estimate>,
    /// Where its worth is not stated: the worth from which on it adds as much value as the best backup with a stated
    /// one, or any if there is none; above 1 it never does. Null where it is stated, without `[values]`, and where no
    /// match is seen.
    pub break_even_worth: Option<f64>,
    /// Gains for one application.
    pub per_application: Gains,
    /// Gains for 100 dollars of fees; null where it costs nothing more.
    pub per_100_usd: Option<Gains>,
    /// Chance of a match in these programs alone, without a limit on interviews.
    pub matches_alone: Estimate,
    /// Correlation, −1 to 1, of going unmatched in the present portfolio with going unmatched in these programs,
    /// without a limit on interviews, per parameter draw.
    pub failure_correlation: Estimate,
    /// Of the seasons in which the present portfolio fails, the share that the backup would save.
    pub saves: Estimate,
    /// The same share if the two failed independently.
    pub saves_if_independent: Estimate,
    /// Whether the gain in a residency is within twice its error of that of the first in its group: those considered,
    /// the others, and preliminary years.
    pub is_tied_with_first: bool,
}

/// Programs of one track in a mix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct MixPart {
    /// Key of the track.
    pub track: String,
    /// Name for people.
    pub name: String,
    /// Programs applied to.
    pub programs: u32,
}

/// The best split of the programs over two of the best backups.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Mix {
    /// The two, in the order in which they are ranked.
    pub parts: Vec<MixPart>,
    /// Fees beyond the present ones, in United States dollars.
    pub cost_usd: f64,
    /// Fall of P(unmatched).
    pub unmatched_fall: Estimate,
    /// Gain in the chance of a complete residency.
    pub residency_gain: Estimate,
    /// Gain in the expected value; null where a worth is not stated.
    pub value_gain: Option<Estimate>,
    /// Gain in a residency beyond that of the best backup alone.
    pub residency_beyond_best_alone: Estimate,
    /// Whether that is within twice its error of nothing.
    pub is_tie: bool,
}

/// A track that was not looked at, since it has no program to apply to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct LeftOut {
    /// Key of the track.
    pub track: String,
    /// Name for people.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Which further specialty adds most to one portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Backups {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Whether it was interrupted; then every backup is known as coarsely as its `parameter_draws` say, and there is no
    /// mix.
    pub partial: bool,
    /// Name of the portfolio that was looked at.
    pub portfolio: String,
    /// Why this one.
    pub portfolio_choice: PortfolioChoice,
    /// Programs of each backup, where the track has as many.
    pub programs: u32,
    /// P(unmatched) as things stand.
    pub unmatched: Estimate,
    /// A complete residency, as things stand.
    pub residency: Estimate,
    /// Expected value as things stand; null without `[values]`.
    pub expected_value: Option<Estimate>,
    /// Residencies: those that the person has considered, then the others, each with the largest gain in a complete
    /// residency first.
    pub backups: Vec<Backup>,
    /// Tracks of PGY-1 positions only, which lead to no residency by themselves, in the same order.
    pub preliminary: Vec<Backup>,
    /// The best of the mixes tried; null with fewer than two backups.
    pub best_mix: Option<Mix>,
    /// Tracks without a program to apply to.
    pub left_out: Vec<LeftOut>,
}
