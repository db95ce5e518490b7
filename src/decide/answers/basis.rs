//! What the numbers rest on: `matchfolio.basis/1`.
//!
//! Every assumption and effect with what is believed of it, the figures behind
//! the fitted chances of each track, and every source in full.

use schemars::JsonSchema;
use serde::Serialize;

use super::timeline::TimelineStep;
use crate::engine::results::ScenarioIdentity;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.basis/1";

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Origin {
    /// Printed in the source.
    Published,
    /// Computed from published figures.
    Computed,
    /// Fitted to published figures.
    Fit,
    /// Assumed by this project; the reason stands in the note.
    Assumption,
}

/// An assumption of the model or an effect on the log-odds of an invitation, shared by all tracks.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SharedNumber {
    /// Key, for example `openness_weight`: the same as in `matchfolio.sensitivity/1`, whose `pool_shift` is here
    /// `pool_shift_spread`.
    pub key: String,
    /// In words.
    pub words: String,
    /// Central value: for effects, on the log-odds of an invitation.
    pub value: f64,
    /// 5% and 95% point of what is believed of it; null where it is held at its value.
    pub interval90: Option<[f64; 2]>,
    /// Unit of what an effect is of, for example a letter; null for assumptions.
    pub unit: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Key of the source, one of `sources`.
    pub source_id: String,
    /// The reason, or how it was worked out.
    pub note: String,
}

/// How often a match to a track with both kinds of positions is categorical, for this applicant type.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct CategoricalBasis {
    /// Share of categorical positions among matches, 0 to 1.
    pub value: f64,
    /// 5% and 95% point of what is believed of it; null where it is held at its value.
    pub interval90: Option<[f64; 2]>,
    /// The counts behind it, in words.
    pub informed_by: String,
}

/// What the fitted chances of one track rest on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TrackBasis {
    /// Key of the track.
    pub track: String,
    /// Name for people.
    pub name: String,
    /// Where its chances come from: fitted to figures of this applicant type, or solved from a few figures
    /// (`computed`, `assumption`).
    pub origin: Origin,
    /// The published figures that informed them.
    pub informed_by: Vec<String>,
    /// How often a match is categorical; null where all positions are of one kind.
    pub categorical_share: Option<CategoricalBasis>,
    /// Keys of the sources of the chances, the pool of applicants, the programs and who sponsors a visa.
    pub source_ids: Vec<String>,
}

/// A source in full: a row of `sources.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SourceReference {
    /// Key of the source.
    pub source_id: String,
    /// Who published it.
    pub publisher: String,
    /// Title.
    pub title: String,
    /// Year, or years.
    pub year: String,
    /// Table, figure or page.
    pub table: String,
    /// Address on the internet; null if it has none.
    pub address: Option<String>,
}

/// What the numbers of one scenario rest on: every assumption and effect with what is believed of it, the figures
/// behind each track, and every source in full.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Basis {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Which scenario.
    pub scenario: ScenarioIdentity,
    /// Applicant type in words, for example "non-US IMG".
    pub applicant_type: String,
    /// Assumptions of the model.
    pub assumptions: Vec<SharedNumber>,
    /// Effects on the log-odds of an invitation; that of Step 2 CK is fitted for each track and not among them.
    pub effects: Vec<SharedNumber>,
    /// The tracks of the scenario.
    pub tracks: Vec<TrackBasis>,
    /// Keys of the sources of the season's fees and signals.
    pub season_source_ids: Vec<String>,
    /// What this applicant does when, as `matchfolio timeline` shows it.
    pub timeline: Vec<TimelineStep>,
    /// Every source named above, once.
    pub sources: Vec<SourceReference>,
}
